"""The VCF of nf-core/rnafusion: one row per fusion, with the callers that found it.

GENEA is the 5' gene, GENEB the 3' gene; the brackets are not those of the VCF specification. The
header calls DV the pairs and RV the split reads, but the pipeline writes the junction reads of
FusionInspector into DV and its spanning fragments into RV (vcf_collect.py, megafusion.py). Where
FusionInspector has no such fusion, the strands are `nan` and what is not known is 0.
"""

from collections.abc import Iterator

from annotator.model.base import Frame, Strand
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import quoted
from annotator.readers.tables.tool_names import caller_of
from annotator.readers.vcf.header import looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.records import Record, parse_record
from annotator.readers.vcf.skipped_records import SkippedRecords
from annotator.readers.vcf.tumor_column import tumor_column

_ABOUT = About(
    title="nf-core/rnafusion, VCF",
    files="VCF of vcf_collect",
    note="yes; open without strands",
    link="https://github.com/nf-core/rnafusion",
    real=True,
)

_NAME = "rnafusion_vcf"
_NONE = frozenset({"", ".", "0", "nan", "NA", "[]"})
_STRANDS: dict[str, Strand] = {"+": "+", "-": "-"}
_FRAMES: dict[str, Frame] = {"INFRAME": "in_frame", "FRAMESHIFT": "out_of_frame"}
# Before FOUND_IN each caller was a flag of its own.
_FLAGS = ("ARRIBA", "FUSIONCATCHER", "PIZZLY", "SQUID", "STARFUSION")


def _recognize(head: list[str]) -> bool:
    names = ("##INFO=<ID=GENEA,", "##INFO=<ID=GENEB,", "##INFO=<ID=TOOL_HITS,")
    return looks_like_vcf(head) and all(any(n in line for line in head) for n in names)


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    tumor = tumor_column(file, header, scope.tumor_sample, scope.sample)
    skipped = SkippedRecords(scope.targets.fusion_genes, scope.targets.junction_regions)
    lines = list(all_lines(file, header, skipped=skipped))
    records = (parse_record(line, header, tumor.name) for line in lines)
    fusions = [found for record in records for found in _observations(file, record)]
    return Content(
        fusions=fusions,
        warnings=[*tumor.warnings, *skipped.warnings(file)],
        sample_name=tumor.name,
        sample_names=header.samples,
    )


def _observations(file: DataFile, record: Record) -> Iterator[FusionObservation]:
    """One per caller that found the fusion."""
    strands = [_STRANDS.get(sign) for sign in record.info.get("ORIENTATION", "").split(",")]
    strands += [None, None]
    ordered = strands[0] is not None and strands[1] is not None
    split, pairs = (_count(file, record, key, ordered) for key in ("DV", "RV"))
    for tool in _tools(record):
        yield FusionObservation(
            caller=caller_of(tool),
            assay="rna",
            five_prime=_end(file, record, "A", strands[0]),
            three_prime=_end(file, record, "B", strands[1]),
            junction="sense" if ordered else "unknown",
            ordered=ordered,
            split_reads=split,
            spanning_reads=pairs,
            raw_support={key: record.sample[key] for key in ("DV", "RV") if key in record.sample},
            frame=_FRAMES.get(record.info.get("FRAME_STATUS", ""), "unknown"),
            filters=record.filters,
            raw_breakpoints=f"{record.chrom}:{record.position} {','.join(record.alts)}",
            source=Source(file=file.name, line=record.line),
        )


def _tools(record: Record) -> list[str]:
    found = [tool for tool in record.info.get("FOUND_IN", "").split(",") if tool not in _NONE]
    flagged = [flag for flag in _FLAGS if record.info.get(flag, "").lower() == "true"]
    return list(dict.fromkeys(found or flagged)) or [_NAME]


def _count(file: DataFile, record: Record, key: str, known: bool) -> int | None:
    text = record.sample.get(key, ".")
    if text == "." or (text == "0" and not known):
        return None
    count = whole_number(text)
    if count is None:
        raise file.problem(
            quoted(text), line=record.line, column=f"FORMAT/{key}", expected="a whole number"
        )
    return count


def _end(file: DataFile, record: Record, side: str, strand: Strand | None) -> FusionEnd:
    genes = gene_symbols(record.info.get(f"GENE{side}", ""))
    chrom = record.info.get(f"CHR{side}", "")
    text = record.info.get(f"POS{side}") or _position(record, side)
    if chrom in _NONE or text in _NONE:
        return end_of(genes, None, strand)
    position = whole_number(text)
    if not position:
        raise file.problem(
            quoted(text), line=record.line, column=f"INFO/POS{side}", expected="a position"
        )
    return end_of(genes, (chrom, position), strand)


def _position(record: Record, side: str) -> str:
    """Where INFO has no position: POS, and what ALT writes between its brackets."""
    if side == "A":
        return str(record.position)
    place = record.alts[0].replace("]", "[").split("[")[1:2] if record.alts else []
    return place[0].rpartition(":")[2] if place else ""


FORMATS = [
    Format(
        name=_NAME,
        role="fusions",
        about=_ABOUT,
        recognized_by="a VCF with GENEA, GENEB and TOOL_HITS",
        coordinates="1-based",
        samples="genotypes",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
        needs_build=False,
        build_evidence=header_build_evidence,
    )
]
