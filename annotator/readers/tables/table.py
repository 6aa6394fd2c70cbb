"""Tables of text: cells by column name, every bad row reported at once."""

import csv
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from annotator.files import bounds
from annotator.model.errors import InputProblem
from annotator.model.observations import Source
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.tables.numbers import whole_number

T = TypeVar("T")

MISSING = frozenset({"", ".", "NA"})
_LISTED = 10
_LONGEST_COUNT = 18
_SHOWN = 60


class BadCell(Exception):  # noqa: N818 - it never leaves the readers
    """A cell, or a whole row, that is not what the format says."""

    def __init__(self, found: str, *, column: str | None = None, expected: str) -> None:
        """Keep the parts; the table adds file and line."""
        super().__init__(found)
        self.found = found
        self.column = column
        self.expected = expected


BadRows = list[tuple[int | None, BadCell]]
"""The 1-based lines of bad rows, each with what is wrong."""


@dataclass(frozen=True)
class TableShape:
    """How the rows of a table are written.

    `delimiter` is a tab, a comma (cells may be quoted), or a blank (any run of blanks). `columns`
    names the cells of a table without a header. In a `ragged` table a row may have more or fewer
    empty cells at its end than the header has. With `comments` every line that begins with `#` is
    a comment; else one of `#` and several cells is a header. Lines that begin with `preamble` (`@`
    of a SAM header) are no rows. `aliases` gives columns that versions
    name otherwise the name by which they are asked for.
    """

    delimiter: Literal["\t", ",", " "] = "\t"
    columns: tuple[str, ...] | None = None
    ragged: bool = False
    comments: bool = False
    preamble: str | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    def cells(self, line: str) -> list[str]:
        """The stripped cells of a line. Raises `BadCell` for quotes that do not close."""
        if self.delimiter == " ":
            return line.split()
        if self.delimiter == "\t":
            cells = [cell.strip() for cell in line.split("\t")]
            return [_unquoted(cell) for cell in cells] if '"' in line else cells
        try:
            return [cell.strip() for cell in next(csv.reader([line], strict=True), [])]
        except csv.Error as error:
            raise BadCell(quoted(line), expected=f"comma-separated cells ({error})") from None

    def column_names(self, line: str) -> list[str]:
        """The columns of a header line, without `#` and quotes around them.

        Empty cells at its end, as spreadsheets write them, name no column.
        """
        names = [cell.strip('"').removeprefix("#").strip() for cell in self.cells(line)]
        while names and not names[-1]:
            names.pop()
        return [self.aliases.get(name, name) for name in names]

    def is_content(self, line: str) -> bool:
        """Whether a line is neither blank nor a comment (`##`, or `#` with one cell alone)."""
        bare = line.lstrip('"')
        before = self.preamble is not None and line.startswith(self.preamble)
        if before or self.is_blank(line):
            return False
        if not bare.startswith("#"):
            return True
        return not (bare.startswith("##") or self.comments or self._is_one_cell(line))

    def is_row(self, line: str) -> bool:
        """Whether a line below the header is a row: neither blank nor a comment of one cell."""
        if self.is_blank(line):
            return False
        return not line.lstrip('"').startswith("#") or not (
            self.comments or self._is_one_cell(line)
        )

    def is_blank(self, line: str) -> bool:
        """Whether a line has no cell but empty ones, as spreadsheets end a table."""
        return not line.strip() or not line.strip(f' "{self.delimiter}')

    def _is_one_cell(self, line: str) -> bool:
        """Whether only the first cell holds something, beside the empty ones of a spreadsheet."""
        return self.delimiter not in line.rstrip(f' "{self.delimiter}')


TABS = TableShape()


@dataclass(frozen=True)
class Row:
    """One row: its 1-based line in the file and its stripped cells by column name."""

    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str | None:
        """A cell, None where it is missing (`.`, `NA`, empty, or no such column)."""
        cell = self.cells.get(column, "")
        return None if cell in MISSING else cell

    def required(self, column: str, expected: str) -> str:
        """A cell that may not be missing."""
        cell = self.text(column)
        if cell is None:
            raise BadCell(quoted(self.cells.get(column, "")), column=column, expected=expected)
        return cell

    def count(self, column: str) -> int:
        """A whole number of 0 or more, which data frames write `12.0`."""
        cell = self.required(column, "a whole number")
        value = whole_number(cell.removesuffix(".0"))
        if value is None:
            raise BadCell(quoted(cell), column=column, expected="a whole number")
        return value

    def number(self, column: str) -> float:
        """A finite number."""
        return self._number(column, self.required(column, "a number"))

    def optional_number(self, column: str) -> float | None:
        """A finite number, None where the cell is missing."""
        cell = self.text(column)
        return None if cell is None else self._number(column, cell)

    def _number(self, column: str, cell: str) -> float:
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            with_comma = re.fullmatch(r"[+-]?\d+,\d+", cell)
            expected = "a number with a decimal point, not a comma" if with_comma else "a number"
            raise BadCell(quoted(cell), column=column, expected=expected)
        return value


class UnevenRow(BadCell):
    """A row of more or fewer cells than the header; `row` holds them from the left."""

    def __init__(self, row: Row, found: str, expected: str) -> None:
        """Keep the row, so that it can be judged whether it touches a gene."""
        super().__init__(found, expected=expected)
        self.row = row


def header_of(head: Iterable[str], shape: TableShape = TABS) -> list[str]:
    """The columns of the first line that is neither blank nor a comment."""
    try:
        return next((shape.column_names(line) for line in head if shape.is_content(line)), [])
    except BadCell:
        return []


def read_table(
    file: DataFile,
    required: Iterable[str],
    parse: Callable[[Row], T],
    any_case: bool = False,
    shape: TableShape = TABS,
    skipped: "SkippedRows | None" = None,
) -> list[T]:
    """Parse every row; a table that has only its header gives an empty list.

    With `any_case` the required columns may be written in any case. Bad rows that `skipped` takes
    are left to it. Raises one `InputProblem` for the file: a missing or repeated required column,
    or the first other bad row (wrong number of cells, or `BadCell` from `parse`) with the lines of
    the others.
    """
    parsed, bad = good_and_bad_rows(file, required, parse, any_case, shape, skipped)
    if bad:
        raise bad_rows(file, bad)
    return parsed


def good_and_bad_rows(
    file: DataFile,
    required: Iterable[str],
    parse: Callable[[Row], T],
    any_case: bool = False,
    shape: TableShape = TABS,
    skipped: "SkippedRows | None" = None,
) -> tuple[list[T], BadRows]:
    """As `read_table`, with the bad rows next to the others instead of an error."""
    skipped = skipped or SkippedRows()
    columns = list(shape.columns) if shape.columns else None
    parsed: list[T] = []
    bad: BadRows = []
    uneven: list[UnevenRow] = []
    last = 0
    for line, raw in file.lines():
        text = raw.decode("utf-8", "replace")
        try:
            if columns is None:
                if shape.is_content(text):
                    columns = shape.column_names(text)
                    if any_case:
                        columns = in_case_of(columns, required)
                    _check_columns(file, line, columns, list(required))
            elif shape.is_row(text):
                last = line
                row = _row(line, columns, shape.cells(text), shape)
                _add_parsed(parsed, parse, row, skipped)
        except UnevenRow as problem:
            uneven.append(problem)
            if len(uneven) >= bounds.BAD_ROWS:
                break
        except BadCell as problem:
            add_bad_row(file, bad, line, problem)
    if columns is None:
        raise file.problem("no header line", expected=f"the columns {', '.join(required)}")
    lasting = [each for each in uneven if not skipped.takes_uneven(each, last, len(parsed))]
    bad += [(each.row.line, each) for each in lasting]
    return parsed, sorted(bad, key=lambda line_and_problem: line_and_problem[0] or 0)


def _add_parsed(
    parsed: list[T], parse: Callable[[Row], T], row: Row, skipped: "SkippedRows"
) -> None:
    """Parse a row. Raises `BadCell` for a bad one that is not left out."""
    try:
        parsed.append(parse(row))
    except BadCell:
        if not skipped.takes(row):
            raise


class SkippedRows:
    """Bad rows that can touch no gene looked at: they are left out, and counted by their lines.

    `elsewhere` judges a row by its cells, by column. A row of too many or too few cells, whose
    columns are therefore not sure, is left out by `elsewhere_whole` as well; never the last row of
    a file, which may have been cut, nor where no row has as many cells as the header.
    """

    def __init__(
        self,
        elsewhere: Callable[[Row], bool] | None = None,
        elsewhere_whole: Callable[[Iterable[str]], bool] | None = None,
    ) -> None:
        """Without a judge every bad row is an error."""
        self._elsewhere = elsewhere
        self._elsewhere_whole = elsewhere_whole
        self.lines: list[int] = []

    def takes(self, row: Row) -> bool:
        """Whether a bad row is left out; it is then counted."""
        if self._elsewhere is None or not self._elsewhere(row):
            return False
        self.lines.append(row.line)
        return True

    def takes_uneven(self, problem: "UnevenRow", last: int, even: int) -> bool:
        """Whether a row of the wrong number of cells is left out; it is then counted.

        `last` is the line of the last row of the table, `even` how many rows are as the header.
        """
        if self._elsewhere_whole is None or not even or problem.row.line == last:
            return False
        return self._elsewhere_whole(problem.row.cells.values()) and self.takes(problem.row)

    def warnings(self, file: DataFile) -> list[ReportWarning]:
        """The warning that counts the rows, where there are any."""
        return skipped_warning(file, self.lines)


def skipped_warning(file: DataFile, lines: Sequence[int]) -> list[ReportWarning]:
    """The warning of bad rows that were left out, with the first line; none without such rows."""
    if not lines:
        return []
    rows = "1 row is" if len(lines) == 1 else f"{len(lines)} rows are"
    touches = "it touches" if len(lines) == 1 else "they touch"
    message = (
        f"{rows} not as the format says and left out, since {touches} no gene that is looked at "
        f"(first: line {min(lines)})"
    )
    place = Source(file=file.name, line=min(lines)).place
    return [ReportWarning(code="rows_skipped", message=message, source=place)]


def cells_of_column(
    file: DataFile, required: Iterable[str], column: str, any_case: bool = False
) -> list[str]:
    """The cells of a column that are not missing; bad rows are told, or left out, in reading."""
    cells, _ = good_and_bad_rows(file, required, lambda row: row.text(column), any_case)
    return [cell for cell in cells if cell]


def add_bad_row(file: DataFile, bad: BadRows, line: int | None, problem: BadCell) -> None:
    """Keep a bad row. Raises `InputProblem` where so many are bad that the reading ends there."""
    bad.append((line, problem))
    if len(bad) >= bounds.BAD_ROWS:
        raise bad_rows(file, bad)


def bad_rows(file: DataFile, bad: BadRows) -> InputProblem:
    """One error for all bad rows of a file: the first in full, the lines of up to ten others."""
    line, first = bad[0]
    others = [str(number) for number, _ in bad[1:]]
    advice = None
    if others:
        listed = ", ".join(others[:_LISTED]) + (", …" if len(others) > _LISTED else "")
        plural = "rows are" if len(others) > 1 else "row is"
        least = "at least " if len(bad) >= bounds.BAD_ROWS else ""
        advice = f"{least}{len(others)} more {plural} bad (line {listed})"
    return file.problem(
        first.found, line=line, column=first.column, expected=first.expected, advice=advice
    )


def in_case_of(columns: Iterable[str], known: Iterable[str]) -> list[str]:
    """The columns, each written as the known one that differs in case alone."""
    spelled = {name.lower(): name for name in known}
    return [spelled.get(name.lower(), name) for name in columns]


def _check_columns(file: DataFile, line: int, columns: list[str], required: list[str]) -> None:
    missing = [name for name in required if name not in columns]
    if missing:
        raise file.problem(
            f"the header has no column {', '.join(missing)}",
            line=line,
            expected=f"the columns {', '.join(required)}",
        )
    repeated = [name for name in required if columns.count(name) > 1]
    if repeated:
        raise file.problem(f"the header repeats the column {', '.join(repeated)}", line=line)


def _row(line: int, columns: list[str], cells: list[str], shape: TableShape) -> Row:
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    if shape.ragged:
        cells += [""] * (len(columns) - len(cells))
    if len(cells) != len(columns):
        beyond = {f"cell {n}": cell for n, cell in enumerate(cells[len(columns) :], len(columns))}
        row = Row(line, dict(zip(columns, cells, strict=False)) | beyond)
        raise UnevenRow(row, f"{len(cells)} cells", f"{len(columns)} cells as in the header")
    return Row(line, dict(zip(columns, cells, strict=True)))


def _unquoted(cell: str) -> str:
    """A stripped cell without the quotes that R and spreadsheets put around it."""
    if len(cell) < 2 or not (cell[0] == cell[-1] == '"'):
        return cell
    inner = cell[1:-1].replace('""', "\0")
    return cell if '"' in inner else inner.replace("\0", '"').strip()


def quoted(cell: str) -> str:
    """A cell as messages show it."""
    return repr(cell if len(cell) <= _SHOWN else cell[:_SHOWN] + "…")
