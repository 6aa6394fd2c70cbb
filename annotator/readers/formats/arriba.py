"""Arriba 1.x and 2.x `fusions.tsv`, also as annotated by annoFuse.

Columns are read by name. gene1 is the 5' and gene2 the 3' partner; `strandN(gene/fusion)` holds
the annotated and the transcribed strand. Where the transcribed strand is `.`, Arriba could not
tell the order of the two genes. Breakpoints are `chromosome:position`, 1-based.
"""

from typing import Literal

from annotator.model.base import Frame, Strand
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.breakpoints import chromosome_position
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.table import BadCell, Row, header_of, read_table

_NAME = "arriba"
_REQUIRED = (
    "gene1",
    "gene2",
    "strand1(gene/fusion)",
    "strand2(gene/fusion)",
    "breakpoint1",
    "breakpoint2",
    "type",
    "split_reads1",
    "split_reads2",
    "discordant_mates",
    "confidence",
)
# `stop-codon`: a stop lies before the junction, so that the 3' partner is not translated.
_FRAMES: dict[str | None, Frame] = {
    "in-frame": "in_frame",
    "out-of-frame": "out_of_frame",
    "stop-codon": "out_of_frame",
}
_STRANDS: dict[str, Strand | None] = {"+": "+", "-": "-", ".": None}
_Junction = Literal["sense", "five_to_five", "three_to_three", "antisense", "unknown"]


def _recognise(head: list[str]) -> bool:
    return set(header_of(head)).issuperset(_REQUIRED)


def _read(file: DataFile, _scope: Scope) -> Content:
    if "discarded" in file.name.lower():
        raise file.problem(
            "this is Arriba's table of discarded fusions, which are not calls",
            expected="the table of calls, fusions.tsv",
        )
    return Content(fusions=read_table(file, _REQUIRED, lambda row: _observation(file, row)))


def _observation(file: DataFile, row: Row) -> FusionObservation:
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=_end(row, "1"),
        three_prime=_end(row, "2"),
        junction=_junction(row),
        split_reads=row.count("split_reads1") + row.count("split_reads2"),
        spanning_reads=row.count("discordant_mates"),
        frame=_FRAMES.get(row.text("reading_frame"), "unknown"),
        confidence=row.text("confidence"),
        flags=_flags(row),
        raw_breakpoints=f"{row.cells['breakpoint1']}|{row.cells['breakpoint2']}",
        source=Source(file=file.name, line=row.line),
    )


def _end(row: Row, number: str) -> FusionEnd:
    chrom, position = chromosome_position(row, f"breakpoint{number}")
    _, transcribed = _strands(row, number)
    return FusionEnd(
        gene=row.text(f"gene{number}"), chrom=chrom, position=position, strand=transcribed
    )


def _strands(row: Row, number: str) -> tuple[Strand | None, Strand | None]:
    column = f"strand{number}(gene/fusion)"
    annotated, separator, transcribed = row.cells[column].partition("/")
    if not separator or annotated not in _STRANDS or transcribed not in _STRANDS:
        raise BadCell(repr(row.cells[column]), column=column, expected="two of + - . as in +/-")
    return _STRANDS[annotated], _STRANDS[transcribed]


def _junction(row: Row) -> _Junction:
    kind = row.cells["type"]
    if kind.endswith("5'-5'"):
        return "five_to_five"
    if kind.endswith("3'-3'"):
        return "three_to_three"
    pairs = [_strands(row, "1"), _strands(row, "2")]
    if any(transcribed is None for _, transcribed in pairs):
        return "unknown"
    if any(annotated and annotated != transcribed for annotated, transcribed in pairs):
        return "antisense"
    return "sense"


def _flags(row: Row) -> list[str]:
    filters = row.text("filters")
    flags = [flag.strip() for flag in filters.split(",")] if filters else []
    return [*flags, "stop-codon"] if row.text("reading_frame") == "stop-codon" else flags


FORMATS = [
    Format(
        name=_NAME,
        role="fusions",
        told_by="header with gene1, gene2, strand1(gene/fusion), breakpoint1, confidence",
        coordinates="1-based",
        recognise=_recognise,
        read=_read,
        needs_build=False,
    )
]
