"""Whether copy-number segments lie where their build has room for them, and their genes."""

from collections.abc import Mapping, Sequence

from annotator.model.base import OTHER_BUILD, GenomeBuild, Interval
from annotator.model.observations import SegmentObservation
from annotator.readers.build import chromosome_length
from annotator.readers.datafile import DataFile
from annotator.readers.targets import TargetsOf

_OVERHANG = 1_000_000
"""How far the last bin of a chromosome may reach beyond its end: the size of the largest bins."""
_BESIDE = 10_000
"""How far from its gene a target may lie that is named after it (promoter, other transcripts)."""
_ADVICE = "Correct --genome-build, or give the file of the right build."


def check_segment_build(
    file: DataFile,
    segments: Sequence[SegmentObservation],
    build: GenomeBuild,
    targets_of: TargetsOf,
) -> None:
    """Raise `InputProblem` for segments of another build.

    One that lies beyond the end of its chromosome (by less than a bin its end may), or that ends
    where the chromosome ends in the other build; or segments that name genes of which some lie
    elsewhere in this build, and all there in the other one.
    """
    for segment in segments:
        _check_end(file, segment, build)
    _check_genes(file, segments, build, targets_of)


def segments_show_build(
    segments: Sequence[SegmentObservation], build: GenomeBuild, targets_of: TargetsOf
) -> bool:
    """Whether segments that fit a build show that they are in it, and not in the other one.

    One ends where its chromosome ends, or is named after a gene that it would not touch in the
    other build.
    """
    here, there = _gene_intervals(build, targets_of)
    return any(
        segment.end == chromosome_length(build, segment.chrom)
        or any(
            _lies_at(segment, here[gene]) and not _lies_at(segment, there[gene])
            for gene in _genes(segment)
            if gene in here and gene in there
        )
        for segment in segments
    )


def _check_end(file: DataFile, segment: SegmentObservation, build: GenomeBuild) -> None:
    length = chromosome_length(build, segment.chrom)
    if length is None:
        return
    if segment.start > length or segment.end > length + _OVERHANG:
        beyond = segment.start if segment.start > length else segment.end
        raise file.problem(
            f"{segment.chrom}:{beyond} lies beyond the end of the chromosome in {build}",
            line=segment.source.line,
            expected=f"positions up to {length}",
            advice="The file may be of another genome build: correct --genome-build.",
        )
    other = OTHER_BUILD[build]
    if segment.end == chromosome_length(other, segment.chrom):
        raise file.problem(
            f"{segment.chrom} ends at {segment.end}, where it ends in {other}",
            line=segment.source.line,
            expected=f"a file in {build}, in which it ends at {length}",
            advice=_ADVICE,
        )


def _check_genes(
    file: DataFile,
    segments: Sequence[SegmentObservation],
    build: GenomeBuild,
    targets_of: TargetsOf,
) -> None:
    here, there = _gene_intervals(build, targets_of)
    named = [(s, gene) for s in segments for gene in _genes(s) if gene in here and gene in there]
    astray = [(s, gene) for s, gene in named if not _lies_at(s, here[gene])]
    if not astray or not all(_lies_at(s, there[gene]) for s, gene in named):
        return
    segment, gene = astray[0]
    chrom, start, end = here[gene]
    raise file.problem(
        f"{segment.chrom}:{segment.start}-{segment.end} is named {gene}, which does not lie there "
        f"in {build}, but in {OTHER_BUILD[build]}",
        line=segment.source.line,
        expected=f"a file in {build}, where {gene} lies at {chrom}:{start}-{end}",
        advice=_ADVICE,
    )


def _gene_intervals(
    build: GenomeBuild, targets_of: TargetsOf
) -> tuple[Mapping[str, Interval], Mapping[str, Interval]]:
    """The intervals of genes in a build and in the other one."""
    return targets_of(build).gene_intervals, targets_of(OTHER_BUILD[build]).gene_intervals


def _genes(segment: SegmentObservation) -> tuple[str, ...]:
    return segment.overlaps if segment.gene is None else (segment.gene,)


def _lies_at(segment: SegmentObservation, place: Interval) -> bool:
    chrom, start, end = place
    near = segment.start <= end + _BESIDE and segment.end >= start - _BESIDE
    return segment.chrom == chrom and near
