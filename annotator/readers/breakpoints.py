"""Cells of fusion tables that write a place in the genome."""

import re

from annotator.model.base import Strand
from annotator.readers.numbers import whole_number
from annotator.readers.regions import same_chromosome_name
from annotator.readers.table import BadCell, Row, quoted

_POSITION = re.compile(r"[0-9]{1,10}")
_STRANDS: dict[str, Strand | None] = {"+": "+", "-": "-", ".": None}


def chromosome_position(row: Row, column: str) -> tuple[str, int]:
    """Read `chr2:29223528`; the position is 1-based. Raises `BadCell`."""
    return _place(row.cells[column], row.cells[column], column, "chromosome:position")


def chromosome_position_strand(row: Row, column: str) -> tuple[str, int, Strand | None]:
    """Read `chr2:29223528:-`; the position is 1-based. Raises `BadCell`."""
    expected = "chromosome:position:strand"
    cell = row.cells[column]
    place, _, sign = cell.rpartition(":")
    if sign not in _STRANDS:
        raise BadCell(quoted(cell), column=column, expected=expected)
    chrom, position = _place(cell, place, column, expected)
    return chrom, position, _STRANDS[sign]


def _place(cell: str, place: str, column: str, expected: str) -> tuple[str, int]:
    chrom, _, text = place.rpartition(":")
    position = whole_number(text)
    if not chrom or not position:
        raise BadCell(quoted(cell), column=column, expected=expected)
    return same_chromosome_name(chrom), position
