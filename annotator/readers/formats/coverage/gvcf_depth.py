"""Read depth from a gVCF: its reference blocks and its variant records, in the tumor column.

A block's MIN_DP is the depth of its shallowest base; a block without it has the DP of its bases,
which callers give as the block's median, mean or first base.
"""

from annotator.model.observations import DepthObservation, Source
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.vcf.header import looks_like_vcf, read_header
from annotator.readers.vcf.lines import locus_lines
from annotator.readers.vcf.other_kinds import OtherKinds
from annotator.readers.vcf.records import Record, parse_record
from annotator.readers.vcf.skipped_records import SkippedRecords
from annotator.readers.vcf.tumor_column import tumor_column

_ABOUT = About(
    title="gVCF",
    files="gVCF with reference blocks",
    link="https://github.com/samtools/hts-specs",
)

_REFERENCE = frozenset({"<NON_REF>", "<*>", "<X>"})
_LONGEST_COUNT = 9
_LONGEST_POSITION = 10


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    tumor = tumor_column(file, header, scope.tumor_sample, scope.sample)
    if tumor.name is None:
        raise file.problem("this VCF has no sample column, and so no depth", line=header.line)
    depths = []
    met = blocks = 0
    skipped = SkippedRecords(scope.targets.genes, scope.targets.depth_regions)
    others = OtherKinds("coverage", scope)
    for line in locus_lines(file, header, scope.targets.depth_regions, True, skipped):
        record = parse_record(line, header, tumor.name)
        met += 1
        others.add(record)
        blocks += set(record.alts) <= _REFERENCE
        found = _observation(file, record)
        if found:
            depths.append(found)
    if met and not blocks:
        raise file.problem(
            "this VCF lists variants alone and says nothing of the bases between them",
            expected="a gVCF with reference blocks, or a file of depth",
        )
    return Content(
        depths=depths,
        warnings=[*tumor.warnings, *skipped.warnings(file)],
        sample_name=tumor.name,
        sample_names=header.samples,
        held_for_others=others.held,
    )


def _observation(file: DataFile, record: Record) -> DepthObservation | None:
    """None for a record without depth."""
    lowest, depth = _count(record, "MIN_DP"), _count(record, "DP")
    if lowest is None and depth is None:
        return None
    return DepthObservation(
        chrom=same_chromosome_name(record.chrom),
        start=record.position,
        end=_end(record),
        depth=depth if lowest is None else lowest,
        at_least=lowest is not None,
        source=Source(file=file.name, line=record.line),
    )


def _end(record: Record) -> int:
    last = record.position + len(record.ref) - 1
    written = record.info.get("END", "")
    known = written.isascii() and written.isdigit() and len(written) <= _LONGEST_POSITION
    return max(last, int(written)) if known else last


def _count(record: Record, key: str) -> int | None:
    text = record.sample.get(key, "")
    known = text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT
    return int(text) if known else None


FORMATS = [
    Format(
        name="gvcf",
        role="coverage",
        about=_ABOUT,
        recognized_by="first line ##fileformat=VCF, with reference blocks (<NON_REF>, <*>, ALT .)",
        coordinates="1-based",
        samples="genotypes",
        bad_rows="elsewhere",
        recognize=looks_like_vcf,
        read=_read,
        build_evidence=header_build_evidence,
    )
]
