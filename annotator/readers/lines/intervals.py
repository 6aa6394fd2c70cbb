"""Rows of BED-like files at the depth regions: by index where there is one, else streamed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.model.observations import DepthObservation, Source
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Scope
from annotator.readers.lines.indexed import indexed_lines
from annotator.readers.lines.regions import Regions, same_chromosome_name
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.samples import rows_of_sample, sample_column
from annotator.readers.tables.table import (
    BadCell,
    BadRows,
    add_bad_row,
    bad_rows,
    quoted,
    skipped_warning,
)

_NOT_DATA = (b"#", b"track", b"browser")
_HEADER_STARTS = frozenset({b"start", b"chromstart"})
_NumberedRow = tuple[int | None, list[bytes]]


class BedRow:
    """One row: its chromosome, 1-based inclusive bounds, and all its cells."""

    def __init__(self, cells: list[bytes]) -> None:
        """Raises `BadCell` where the first three cells are no interval."""
        self.cells = cells
        self.chrom = _chromosome(cells[0])
        for number, name in ((1, "start"), (2, "end")):
            cell = cells[number] if len(cells) > number else b""
            if whole_number(cell.decode("utf-8", "replace")) is None:
                raise BadCell(shown(cell), column=name, expected="a whole number")
        self.start, self.end = int(cells[1]) + 1, int(cells[2])
        if self.end < self.start:
            raise BadCell(
                f"end {self.end} with start {self.start - 1}",
                column="end",
                expected="an end after start",
            )


def _chromosome(cell: bytes) -> str:
    """The chromosome of a row. Raises `BadCell` for an empty one, which may be any."""
    name = cell.decode("utf-8", "replace")
    if name in ("", "."):
        raise BadCell(quoted(name), column="chrom", expected="the name of a chromosome")
    return same_chromosome_name(name)


class BaseRow(BedRow):
    """One row of one base: chromosome and 1-based position."""

    def __init__(self, cells: list[bytes]) -> None:
        """Raises `BadCell` where the second cell is not a position."""
        self.cells = cells
        self.chrom = _chromosome(cells[0])
        cell = cells[1] if len(cells) > 1 else b""
        place = whole_number(cell.decode("utf-8", "replace"))
        if not place:
            raise BadCell(shown(cell), column="position", expected="a position, from 1")
        self.start = self.end = place


def read_intervals(
    file: DataFile,
    scope: Scope,
    judge: Callable[[BedRow, Source], DepthObservation | None],
    row: Callable[[list[bytes]], BedRow] = BedRow,
) -> Content:
    """What `judge` makes of the rows, as far as it touches a region; each row is read by `row`.

    Rows on other chromosomes than those of the regions are not looked at. Where a header names a
    column of samples, the rows are those of the sample. Raises one `InputProblem` for the rows on
    the regions' chromosomes that are no interval, or for which `judge` raises `BadCell`, unless
    they can be read as an interval beside the regions: such rows are left out with a warning.
    """
    regions = scope.targets.depth_regions
    bad: BadRows = []
    skipped: list[int] = []
    of_sample = _of_sample(file, regions, scope)
    found: list[DepthObservation] = []
    for number, cells in of_sample.rows:
        try:
            judged = judge(row(cells), Source(file=file.name, line=number))
        except BadCell as problem:
            if _lies_beside(cells, regions, row):
                skipped.append(number or 0)
            else:
                add_bad_row(file, bad, number, problem)
            continue
        if judged and regions.overlaps(judged.chrom, judged.start, judged.end):
            found.append(judged)
    if bad:
        raise bad_rows(file, bad)
    return Content(
        depths=found,
        warnings=[*of_sample.warnings, *skipped_warning(file, skipped)],
        sample_name=of_sample.name,
        sample_names=of_sample.names,
    )


class _SampleRows(NamedTuple):
    """The rows of a sample near the regions, as they are read, and what the file names samples."""

    rows: Iterable[_NumberedRow]
    name: str | None = None
    names: Sequence[str] = ()
    warnings: Sequence[ReportWarning] = ()


def _of_sample(file: DataFile, regions: Regions, scope: Scope) -> _SampleRows:
    """The rows of the sample: all of them where no header names a column of samples."""
    columns = header_columns(file.head())
    named = sample_column(columns, columns[:3])
    if named is None:
        return _SampleRows(_rows(file, regions))
    at = columns.index(named)
    kept: list[tuple[str | None, _NumberedRow | None]] = []
    elsewhere: dict[str, None] = {}
    for number, line in file.lines():
        if not is_data(line):
            continue
        cells = split(line)
        name = cells[at].decode("utf-8", "replace") if len(cells) > at else None
        if _may_touch(cells[0], regions):
            kept.append((name, (number, cells[:at] + cells[at + 1 :])))
        elif name:
            elsewhere[name] = None
    kept += [(name, None) for name in elsewhere]
    of_sample = rows_of_sample(file, kept, scope)
    rows = (row for row in of_sample.rows if row is not None)
    return _SampleRows(rows, of_sample.name, of_sample.names, of_sample.warnings)


def _lies_beside(
    cells: list[bytes], regions: Regions, row: Callable[[list[bytes]], BedRow]
) -> bool:
    """Whether a bad row can be read as an interval, and touches no region."""
    try:
        place = row(cells)
    except BadCell:
        return False
    return not regions.overlaps(place.chrom, place.start, place.end)


def _may_touch(chrom: bytes, regions: Regions) -> bool:
    """Whether a chromosome is one of the regions, or cannot be read and may be any."""
    name = chrom.decode("utf-8", "replace")
    return bool(regions.on(name)) or name.strip('" .') == ""


def header_columns(head: list[str]) -> list[str]:
    """The columns that the first line names which is a header (`#chrom start end ...`)."""
    for line in head:
        cells = [cell.decode("utf-8", "replace").strip('"# ') for cell in split(line.encode())]
        if len(cells) > 2 and cells[1].lower() in ("start", "chromstart", "pos", "position"):
            return cells
    return []


def mostly(head: list[str], is_row: Callable[[list[bytes]], bool]) -> bool:
    """Whether the first row of a file is of a kind, or more than half of its first ones are.

    One bad row, as of a contig without length, hides no format.
    """
    rows = [split(text.encode()) for text in head if is_data(text.encode())]
    return bool(rows) and (is_row(rows[0]) or 2 * sum(map(is_row, rows)) > len(rows))


def data_rows(head: Sequence[str]) -> Iterator[list[bytes]]:
    """The cells of the rows of data among the first lines of a file."""
    return (split(text.encode()) for text in head if is_data(text.encode()))


def first_row(head: list[str]) -> list[bytes] | None:
    """The cells of the first row of data among the first lines of a file."""
    return next(data_rows(head), None)


def header_cells(head: Sequence[str]) -> list[str]:
    """The columns of a header such as `#chrom start end depth`; empty where there is none."""
    for line in head:
        cells = [cell.decode("utf-8", "replace") for cell in split(line.encode())]
        if len(cells) > 1 and cells[1].strip().encode().lower() in _HEADER_STARTS:
            return [cell.strip() for cell in cells]
    return []


def is_base_by_base(head: list[str]) -> bool:
    """Whether rows repeat an interval and count its bases: `bedtools coverage -d`."""
    rows = list(data_rows(head))
    return any(
        len(row) >= 5 and row[:-2] == after[:-2] and (row[-2], after[-2]) == (b"1", b"2")
        for row, after in pairwise(rows)
    )


def is_data(line: bytes) -> bool:
    """Not blank, not a comment, not a browser line, not a header such as `chrom start end`."""
    if not line.strip() or line.startswith(_NOT_DATA):
        return False
    second = split(line)[1:2]
    return not second or second[0].lower() not in _HEADER_STARTS


def split(line: bytes) -> list[bytes]:
    """The cells of a row, without blanks; by tabs or, where it has none, by spaces."""
    if b"\t" not in line:
        return line.split()
    cells = line.split(b"\t")
    if b" " in line or b'"' in line:
        cells = [cell.strip(b' "') for cell in cells]
    while len(cells) > 1 and not cells[-1]:  # as spreadsheets fill a row
        cells.pop()
    return cells


def shown(cell: bytes) -> str:
    """A cell as messages quote it."""
    return quoted(cell.decode("utf-8", "replace"))


def _rows(file: DataFile, regions: Regions) -> Iterator[_NumberedRow]:
    indexed = indexed_lines(file, regions)
    if indexed is not None:
        yield from ((None, split(line)) for line in indexed if is_data(line))
        return
    on_locus: dict[bytes, bool] = {}
    for number, line in file.lines():
        chrom = line[: line.find(b"\t")] if b"\t" in line else line.partition(b" ")[0]
        if chrom not in on_locus:
            on_locus[chrom] = _may_touch(chrom.strip(b' "'), regions)
        if on_locus[chrom] and is_data(line):
            yield number, split(line)
