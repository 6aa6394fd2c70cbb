"""Tables whose rows are fusions, read by a function of the format."""

from collections.abc import Callable, Iterable

from annotator.model.observations import FusionObservation
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Scope
from annotator.readers.tables.samples import rows_of_sample
from annotator.readers.tables.table import (
    MISSING,
    TABS,
    BadCell,
    Row,
    TableShape,
    bad_rows,
    good_and_bad_rows,
)

_NO_COUNT = MISSING | {"N/A", "nan", "-", "-1"}


def read_fusions(
    file: DataFile,
    scope: Scope,
    required: Iterable[str],
    observe: Callable[[Row], Iterable[FusionObservation]],
    sample: str | None = None,
    shape: TableShape = TABS,
    any_case: bool = False,
) -> Content:
    """What `observe` makes of every row, of the sample alone where the column `sample` names it.

    A table without that column is of one sample. The rows of other samples are not looked at.
    Raises `InputProblem` as `read_table` and `rows_of_sample` do.
    """

    def with_sample(row: Row) -> tuple[str | None, Row]:
        name = row.text(sample) if sample else None
        return (None if name == sample else name), row  # its own name: a header between rows

    rows, bad = good_and_bad_rows(file, required, with_sample, any_case, shape)
    kept = rows_of_sample(file, rows, scope)
    found: list[FusionObservation] = []
    for row in kept.rows:
        try:
            found += observe(row)
        except BadCell as problem:
            bad.append((row.line, problem))
    if bad:
        raise bad_rows(file, sorted(bad, key=lambda each: each[0] or 0))
    return Content(
        fusions=found, notices=kept.notices, sample_name=kept.name, sample_names=kept.names
    )


def reads(row: Row, column: str) -> int | None:
    """A count of reads, None where the caller gives none (`-1` too). Raises `BadCell`."""
    return None if row.cells.get(column, "") in _NO_COUNT else row.count(column)


def raw_cells(row: Row, *columns: str) -> dict[str, str]:
    """The cells of those columns that the table has, as written."""
    return {column: row.cells[column] for column in columns if column in row.cells}
