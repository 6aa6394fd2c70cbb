"""Cells of fusion tables that write a place in the genome."""

from typing import Literal

from annotator.model.base import Strand
from annotator.readers.junction import Kept
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import BadCell, Row, quoted

_STRANDS: dict[str, Strand | None] = {"+": "+", "-": "-", ".": None}
_SIGNS: dict[str, Strand | None] = {
    **_STRANDS,
    **{"1": "+", "-1": "-", "": None, "?": None, "NA": None, "*": None, "0": None},
}


def place_of(
    row: Row, column: str, chrom_column: str | None = None, base: Literal[0, 1] = 1
) -> tuple[str, int, Strand | None]:
    """Chromosome, 1-based position and strand (None where not written) of a place.

    With `chrom_column` the place stands in two columns, else `column` is `chr2:29223528` or
    `chr2:29223528:-`. `base` is what the positions of the table count from. Raises `BadCell`.
    """
    cell = row.cells[column]
    strand: Strand | None = None
    if chrom_column is not None:
        expected, place = "a position", f"{row.cells[chrom_column]}:{cell}"
    else:
        expected, place = "chromosome:position or chromosome:position:strand", cell
        if cell[-2:] in (":+", ":-", ":."):
            place, strand = cell[:-2], _STRANDS[cell[-1]]
    chrom, _, text = place.rpartition(":")
    position = whole_number(text)
    if not chrom or position is None or position + 1 - base < 1:
        raise BadCell(quoted(cell), column=column, expected=expected)
    return same_chromosome_name(chrom), position + 1 - base, strand


def position_of(row: Row, column: str, base: Literal[0, 1] = 1) -> int:
    """A 1-based position that stands alone in its column. Raises `BadCell`."""
    cell = row.cells[column]
    position = whole_number(cell)
    if position is None or position + 1 - base < 1:
        raise BadCell(quoted(cell), column=column, expected="a position")
    return position + 1 - base


def strand_of(row: Row, column: str) -> Strand | None:
    """A strand, None where the caller could not tell it. Raises `BadCell`."""
    cell = row.cells[column]
    if cell not in _SIGNS:
        raise BadCell(quoted(cell), column=column, expected="+ or -")
    return _SIGNS[cell]


def known_strand(row: Row, column: str) -> Strand:
    """A strand that the caller always tells. Raises `BadCell`."""
    strand = strand_of(row, column)
    if strand is None:
        raise BadCell(quoted(row.cells[column]), column=column, expected="+ or -")
    return strand


def strand_pair(row: Row, column: str) -> tuple[Strand, Strand]:
    """Two strands in one cell, `+-`. Raises `BadCell`."""
    cell = row.cells[column]
    pair = [_STRANDS.get(sign) for sign in cell]
    if len(pair) != 2 or pair[0] is None or pair[1] is None:
        raise BadCell(quoted(cell), column=column, expected="two of + and -")
    return pair[0], pair[1]


def kept_side(row: Row, column: str) -> Kept:
    """The part that a junction keeps: `+` is the part up to its position. Raises `BadCell`."""
    return "left" if known_strand(row, column) == "+" else "right"
