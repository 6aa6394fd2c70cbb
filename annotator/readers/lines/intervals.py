"""Rows of BED-like files at the depth regions: by index where there is one, else streamed."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.lines.indexed import indexed_lines
from annotator.readers.lines.regions import Regions, same_chromosome_name
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import BadCell, add_bad_row, bad_rows, quoted

_NOT_DATA = (b"#", b"track", b"browser")
_HEADER_STARTS = frozenset({b"start", b"chromstart"})


class BedRow:
    """One row: its chromosome, 1-based inclusive bounds, and all its cells."""

    def __init__(self, cells: list[bytes]) -> None:
        """Raises `BadCell` where the first three cells are no interval."""
        self.cells = cells
        self.chrom = same_chromosome_name(cells[0].decode("utf-8", "replace"))
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


class BaseRow(BedRow):
    """One row of one base: chromosome and 1-based position."""

    def __init__(self, cells: list[bytes]) -> None:
        """Raises `BadCell` where the second cell is not a position."""
        self.cells = cells
        self.chrom = same_chromosome_name(cells[0].decode("utf-8", "replace"))
        cell = cells[1] if len(cells) > 1 else b""
        place = whole_number(cell.decode("utf-8", "replace"))
        if not place:
            raise BadCell(shown(cell), column="position", expected="a position, from 1")
        self.start = self.end = place


def read_intervals(
    file: DataFile,
    regions: Regions,
    judge: Callable[[BedRow, Source], DepthObservation | None],
    row: Callable[[list[bytes]], BedRow] = BedRow,
) -> list[DepthObservation]:
    """What `judge` makes of the rows, as far as it touches a region; each row is read by `row`.

    Raises one `InputProblem` for the rows on the regions' chromosomes that are no interval, or
    for which `judge` raises `BadCell`.
    """
    found: list[DepthObservation] = []
    bad: list[tuple[int | None, BadCell]] = []
    for number, cells in _rows(file, regions):
        try:
            judged = judge(row(cells), Source(file=file.name, line=number))
        except BadCell as problem:
            add_bad_row(file, bad, number, problem)
            continue
        if judged and regions.overlaps(judged.chrom, judged.start, judged.end):
            found.append(judged)
    if bad:
        raise bad_rows(file, bad)
    return found


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
    """The cells of a row, by tabs or, where it has none, by spaces."""
    return line.split(b"\t") if b"\t" in line else line.split()


def shown(cell: bytes) -> str:
    """A cell as messages quote it."""
    return quoted(cell.decode("utf-8", "replace"))


def _rows(file: DataFile, regions: Regions) -> Iterator[tuple[int | None, list[bytes]]]:
    indexed = indexed_lines(file, regions)
    if indexed is not None:
        yield from ((None, split(line)) for line in indexed if is_data(line))
        return
    on_locus: dict[bytes, bool] = {}
    for number, line in file.lines():
        chrom = line[: line.find(b"\t")] if b"\t" in line else line.partition(b" ")[0]
        if chrom not in on_locus:
            on_locus[chrom] = bool(regions.on(chrom.decode("utf-8", "replace")))
        if on_locus[chrom] and is_data(line):
            yield number, split(line)
