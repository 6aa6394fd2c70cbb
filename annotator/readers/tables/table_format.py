"""A format that is a table: how it is recognized, and its rows of the sample that is reported.

The base of the tables of fusions and of copy-number segments.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from annotator.model.evidence import Evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.tables.elsewhere import LookedAt
from annotator.readers.tables.samples import SampleRows, rows_of_sample, sample_column
from annotator.readers.tables.table import (
    TABS,
    BadCell,
    Row,
    SkippedRows,
    TableShape,
    bad_rows,
    good_and_bad_rows,
    header_of,
    in_case_of,
)
from annotator.readers.targets import Targets

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class TableFormat:
    """What tells a table of one caller from the tables of others.

    `also` are columns that tell the table besides those that are read, `first` its first column,
    `unlike` are columns that tables of another format have besides the same ones. Columns may be
    written in any case of letters with `any_case`. `first_row` recognizes a table without a header
    (`shape.columns`) by the cells of its first line; without it, such a table is read where its
    format is forced. `sample` is the column of the sample's name; where none is given, a column of
    a usual name counts. The other fields are as in `Format`.
    """

    name: str
    about: About
    recognized_by: str
    coordinates: str = "1-based"
    shape: TableShape = TABS
    also: tuple[str, ...] = ()
    first: str | None = None
    unlike: tuple[str, ...] = ()
    any_case: bool = False
    first_row: Callable[[list[str]], bool] | None = None
    forced_only: bool = False
    sample: str | None = None
    shows: tuple[Evidence, ...] | None = None

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that the table must have."""
        raise NotImplementedError

    def is_table(self, head: list[str]) -> bool:
        """Whether the first lines of a file are those of the table."""
        if self.forced_only:
            return False
        if self.shape.columns is not None:
            return self.first_row is not None and self.first_row(first_cells(head, self.shape))
        header = header_of(head, self.shape)
        columns = (*self.required, *self.also)
        if self.any_case:
            header = in_case_of(header, columns)
        if self.first is not None and header[:1] != [self.first]:
            return False
        return set(header).issuperset(columns) and not set(self.unlike).intersection(header)

    def rows(self, file: DataFile, scope: Scope, parse: Callable[[Row], T]) -> SampleRows[T]:
        """Parse every row of the sample; the rows of other samples are not looked at.

        A table without a column of samples is of one sample. Bad rows that touch no gene looked at
        are left out with a warning. Raises `InputProblem` for a missing
        or repeated column, for bad rows (all lines in one message), and as `rows_of_sample`.
        """

        def with_sample(row: Row) -> tuple[str | None, Row]:
            column = self.sample
            if column not in row.cells:
                column = sample_column(row.cells, (*self.required, *self.also))
            name = row.text(column) if column else None
            return (None if name == column else name), row  # its own name: a header between rows

        skipped = SkippedRows(
            lambda row: self.is_elsewhere(row, scope.targets),
            lambda cells: not self.looked_at(scope.targets).may_be_in(cells),
        )
        rows, bad = good_and_bad_rows(
            file, self.required, with_sample, self.any_case, self.shape, skipped
        )
        of_sample = rows_of_sample(file, rows, scope)
        parsed: list[T] = []
        for row in of_sample.rows:
            try:
                parsed.append(parse(row))
            except BadCell as problem:
                if not skipped.takes(row):
                    bad.append((row.line, problem))
        if bad:
            raise bad_rows(file, sorted(bad, key=lambda line_and_problem: line_and_problem[0] or 0))
        warnings = [*of_sample.warnings, *skipped.warnings(file)]
        return SampleRows(parsed, of_sample.name, of_sample.names, warnings)

    def looked_at(self, targets: Targets) -> LookedAt:
        """The genes and regions that rows of the table are looked through for."""
        raise NotImplementedError

    def is_elsewhere(self, row: Row, targets: Targets) -> bool:
        """Whether a bad row can touch no gene looked at; not so where that cannot be told."""
        raise NotImplementedError


def first_cells(head: Iterable[str], shape: TableShape = TABS) -> list[str]:
    """The cells of the first line that is not blank."""
    try:
        return next((shape.cells(line) for line in head if line.strip()), [])
    except BadCell:
        return []
