"""Arriba 1.x and 2.x `fusions.tsv`, also as annotated by annoFuse.

Columns are read by name. gene1 is the 5' and gene2 the 3' partner; `strandN(gene/fusion)` holds
the annotated and the transcribed strand. Where the transcribed strand is `.`, Arriba could not
tell the order of the two genes. Breakpoints are `chromosome:position`, 1-based.
"""

import re
from dataclasses import replace

from annotator.model.base import Strand
from annotator.model.observations import FusionObservation, JunctionKind
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Scope
from annotator.readers.tables.fusion_layout import FrameColumn, FusionLayout, Side
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.table import BadCell, Row, quoted

_FRAME = "reading_frame"
_STOP = "stop-codon"
_FILTERS = "filters"
_LAYOUT = FusionLayout(
    name="arriba",
    title="Arriba",
    files="`fusions.tsv`",
    note="yes, open where a transcribed strand is `.`",
    link="https://github.com/suhrig/arriba",
    versions=["1.x", "2.x"],
    tested_on_real_file=True,
    recognized_by="header with gene1, gene2, strand1(gene/fusion), breakpoint1, confidence",
    five_prime=Side(gene="gene1", breakpoint="breakpoint1"),
    three_prime=Side(gene="gene2", breakpoint="breakpoint2"),
    split_reads=["split_reads1", "split_reads2"],
    spanning_reads=["discordant_mates"],
    other_reads=[_FILTERS],
    # A stop before the junction: the 3' partner is not translated.
    frame=FrameColumn(column=_FRAME, in_frame=["in-frame"], out_of_frame=["out-of-frame", _STOP]),
    confidence="confidence",
    sample="tumor_id",
    optional=[_FILTERS, _FRAME, "tumor_id"],
)
_STRANDS_OF_SIDES = ("strand1(gene/fusion)", "strand2(gene/fusion)")
_STRANDS: dict[str, Strand | None] = {"+": "+", "-": "-", ".": None}
_OF_READS = re.compile(r".*\(\d+\)")


def _amend(row: Row, seen: FusionObservation) -> FusionObservation:
    strands = [_strands(row, column) for column in _STRANDS_OF_SIDES]
    ends = (seen.five_prime, seen.three_prime)
    five, three = (
        end.model_copy(update={"strand": transcribed})
        for end, (_, transcribed) in zip(ends, strands, strict=True)
    )
    return seen.model_copy(
        update={
            "five_prime": five,
            "three_prime": three,
            "junction": _junction(row, strands),
            "ordered": all(transcribed for _, transcribed in strands),
            "flags": _flags(row),
        }
    )


def _strands(row: Row, column: str) -> tuple[Strand | None, Strand | None]:
    annotated, separator, transcribed = row.cells[column].partition("/")
    if not separator or annotated not in _STRANDS or transcribed not in _STRANDS:
        raise BadCell(quoted(row.cells[column]), column=column, expected="two of + - . as in +/-")
    return _STRANDS[annotated], _STRANDS[transcribed]


def _junction(row: Row, strands: list[tuple[Strand | None, Strand | None]]) -> JunctionKind:
    kind = row.cells["type"]
    if kind.endswith("5'-5'"):
        return "five_to_five"
    if kind.endswith("3'-3'"):
        return "three_to_three"
    if any(transcribed is None for _, transcribed in strands):
        return "unknown"
    if any(annotated and annotated != transcribed for annotated, transcribed in strands):
        return "antisense"
    return "sense"


def _flags(row: Row) -> list[str]:
    """What Arriba remarks: filters of the event. One with a number took away that many reads."""
    filters = row.text(_FILTERS)
    names = [name.strip() for name in filters.split(",")] if filters else []
    flags = [name for name in names if not _OF_READS.fullmatch(name)]
    return [*flags, _STOP] if row.text(_FRAME) == _STOP else flags


_FORMAT = FusionTable.of(
    _LAYOUT,
    amend=_amend,
    amends_by=[*_STRANDS_OF_SIDES, "type"],
).format


def _read(file: DataFile, scope: Scope) -> Content:
    if "discarded" in file.name.lower():
        raise file.problem(
            "this is Arriba's table of discarded fusions, which are not calls",
            expected="the table of calls, fusions.tsv",
        )
    return _FORMAT.read(file, scope)


FORMATS = [replace(_FORMAT, read=_read)]
