"""Tables whose rows are fusions, read by a function of the format."""

from collections.abc import Callable, Iterable, Sequence

from annotator.model.base import Strand
from annotator.model.observations import FusionEnd, FusionObservation
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Scope
from annotator.readers.regions import same_chromosome_name
from annotator.readers.table import (
    MISSING,
    TABS,
    BadCell,
    Row,
    TableShape,
    bad_rows,
    read_table,
)
from annotator.readers.table_samples import rows_of_sample

_NO_COUNT = MISSING | {"N/A", "nan", "-", "-1"}


def read_fusions(
    file: DataFile,
    scope: Scope,
    required: Iterable[str],
    observe: Callable[[Row], Iterable[FusionObservation]],
    sample: str | None = None,
    shape: TableShape = TABS,
) -> Content:
    """What `observe` makes of every row, of the sample alone where the column `sample` names it.

    The rows of other samples are not looked at. Raises `InputProblem` as `read_table` and
    `rows_of_sample` do.
    """
    columns = [*required, *([sample] if sample else [])]
    rows = read_table(
        file, columns, lambda row: (row.text(sample) if sample else None, row), shape=shape
    )
    kept, notices = rows_of_sample(file, rows, scope)
    found: list[FusionObservation] = []
    bad: list[tuple[int | None, BadCell]] = []
    for row in kept:
        try:
            found += observe(row)
        except BadCell as problem:
            bad.append((row.line, problem))
    if bad:
        raise bad_rows(file, bad)
    return Content(fusions=found, notices=notices)


def reads(row: Row, column: str) -> int | None:
    """A count of reads, None where the caller gives none (`-1` too). Raises `BadCell`."""
    return None if row.cells.get(column, "") in _NO_COUNT else row.count(column)


def raw_cells(row: Row, *columns: str) -> dict[str, str]:
    """The cells of those columns that the table has, as written."""
    return {column: row.cells[column] for column in columns if column in row.cells}


def fusion_end(
    genes: Sequence[str], place: tuple[str, int] | None, strand: Strand | None = None
) -> FusionEnd:
    """One side: the genes named there, chromosome and 1-based position, transcribed strand."""
    return FusionEnd(
        gene=genes[0] if genes else None,
        other_genes=list(genes[1:]),
        chrom=same_chromosome_name(place[0]) if place else None,
        position=place[1] if place else None,
        strand=strand,
    )
