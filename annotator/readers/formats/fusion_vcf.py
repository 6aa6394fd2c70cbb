"""RNA fusions written as a VCF by FusionCatcher, nf-core/rnafusion and INTEGRATE.

Their brackets do not follow the specification: FusionCatcher's mates contradict each other, the
others write one form for several directions. What is 5' and what 3' they say beside: FusionCatcher
by END and STRAND, nf-core/rnafusion by GENEA, GENEB and ORIENTATION, INTEGRATE by the ID.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.base import Frame, Strand
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.numbers import whole_number
from annotator.readers.regions import same_chromosome_name
from annotator.readers.table import quoted
from annotator.readers.vcf.adjacencies import mate_place
from annotator.readers.vcf.header import looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.records import BadValue, Record, parse_record
from annotator.readers.vcf.rna_fusions import rna_fusion_caller
from annotator.readers.vcf.tumor_column import tumor_column

_FRAMES: dict[str, Frame] = {
    "in-frame": "in_frame",
    "out-of-frame": "out_of_frame",
    "INFRAME": "in_frame",
    "FRAMESHIFT": "out_of_frame",
}
_STRANDS: dict[str, Strand] = {"+": "+", "-": "-"}


@dataclass(frozen=True)
class _Told:
    """What a caller says of the fusion whose 5' side is a record's own place."""

    genes: tuple[str | None, str | None] = (None, None)
    strands: tuple[Strand | None, Strand | None] = (None, None)
    split_reads: int | None = None
    spanning_reads: int | None = None
    frame: Frame = "unknown"


_Records = Mapping[str, Record]


def _fusioncatcher(record: Record, by_name: _Records) -> _Told | None:
    info = record.info
    if info.get("END") != "5":
        return None
    mate = by_name.get(info.get("MATEID", ""))
    return _Told(
        genes=(info.get("GENE5"), info.get("GENE3")),
        strands=(
            _STRANDS.get(info.get("STRAND", "")),
            _STRANDS.get(mate.info.get("STRAND", "")) if mate else None,
        ),
        split_reads=whole_number(info.get("SR", "")),
        spanning_reads=whole_number(info.get("SP", "")),
        frame=_FRAMES.get(info.get("EFFECT", ""), "unknown"),
    )


def _rnafusion(record: Record, _by_name: _Records) -> _Told:
    info = record.info
    first, _, second = info.get("ORIENTATION", "").partition(",")
    return _Told(
        genes=(info.get("GENEA"), info.get("GENEB")),
        strands=(_STRANDS.get(first), _STRANDS.get(second)),
        split_reads=whole_number(record.sample.get("RV", "")),
        spanning_reads=whole_number(record.sample.get("DV", "")),
        frame=_FRAMES.get(info.get("FRAME_STATUS", ""), "unknown"),
    )


def _integrate(record: Record, _by_name: _Records) -> _Told | None:
    """Of IDs as `bnd_3_GENE1_GENE2_5p`; symbols may hold `_`, so they are not taken."""
    return _Told() if record.identifier.endswith("_5p") else None


_CALLERS: dict[str, Callable[[Record, _Records], _Told | None]] = {
    "fusioncatcher": _fusioncatcher,
    "rnafusion": _rnafusion,
    "integrate": _integrate,
}


def _recognise(head: list[str]) -> bool:
    return looks_like_vcf(head) and rna_fusion_caller(head) is not None


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    caller = rna_fusion_caller(header.meta)
    if caller is None:
        known = ", ".join(_CALLERS)
        raise file.problem("this VCF is not of RNA fusions", expected=f"a VCF of {known}")
    tumor = tumor_column(file, header, scope.tumor_sample)
    records = [parse_record(line, header, tumor.name) for line in all_lines(file, header)]
    by_name = {record.identifier: record for record in records}
    fusions = []
    for record in records:
        told = _CALLERS[caller](record, by_name)
        if told is not None:
            try:
                fusions.append(_observation(file, caller, record, told))
            except BadValue as bad:
                raise file.problem(
                    bad.found, line=record.line, column=bad.column, expected=bad.expected
                ) from bad
    return Content(fusions=fusions, notices=list(tumor.notices))


def _observation(file: DataFile, caller: str, record: Record, told: _Told) -> FusionObservation:
    alt = ",".join(record.alts)
    mate = mate_place(alt)
    if mate is None:
        raise BadValue("ALT", quoted(alt), "a breakend such as N]chr2:42299000]")
    places = (record.chrom, record.position), mate
    five, three = _ends(places, told)
    return FusionObservation(
        caller=caller,
        assay="rna",
        five_prime=five,
        three_prime=three,
        junction="sense",
        split_reads=told.split_reads,
        spanning_reads=told.spanning_reads,
        frame=told.frame,
        filters=record.filters,
        raw_breakpoints=f"{record.chrom}:{record.position} {alt}",
        source=Source(file=file.name, line=record.line),
    )


def _ends(places: Sequence[tuple[str, int]], told: _Told) -> list[FusionEnd]:
    return [
        FusionEnd(gene=gene, chrom=same_chromosome_name(chrom), position=position, strand=strand)
        for (chrom, position), gene, strand in zip(places, told.genes, told.strands, strict=True)
    ]


FORMATS = [
    Format(
        name="fusion_vcf",
        role="fusions",
        told_by="VCF whose header lines are those of FusionCatcher, nf-core/rnafusion or INTEGRATE",
        coordinates="1-based",
        recognise=_recognise,
        read=_read,
        needs_build=False,
        build_evidence=header_build_evidence,
    )
]
