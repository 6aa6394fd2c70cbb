"""The rows of BEDPE: two intervals, 0-based and half open, and the strands of both sides.

A break lies in its interval. Strand + says that the junction keeps what lies left of it, whose
last base may be the end of the interval; - says right of it, with the start of the interval.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from annotator.model.observations import FusionObservation
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Scope
from annotator.readers.junction import Junction, JunctionEnd, Kept, orient
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.fusions import both_sides, sides_skipped
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.samples import SampleRows, rows_of_sample, sample_column
from annotator.readers.tables.table import (
    TABS,
    BadCell,
    BadRows,
    Row,
    add_bad_row,
    bad_rows,
    quoted,
)

COLUMNS = (
    "chrom1",
    "start1",
    "end1",
    "chrom2",
    "start2",
    "end2",
    "name",
    "score",
    "strand1",
    "strand2",
)
KEPT: Mapping[str, Kept] = {"+": "left", "-": "right"}
_SIDES = both_sides("12", chrom="chrom#", position="end#")
_UNKNOWN = frozenset({".", "-1", ""})
_Side = Literal["1", "2"]


def columns_of(head: list[str]) -> list[str]:
    """The names in a header line, which may begin with `#`; empty where there is none."""
    header = next((line for line in head if _is_header(TABS.cells(line))), "")
    return TABS.column_names(header) if header else []


def rows_of(head: list[str]) -> list[list[str]]:
    """The cells of the lines that are neither comments nor a header."""
    cells = [TABS.cells(line) for line in head if line.strip() and not line.startswith("#")]
    return [each for each in cells if not _is_header(each)]


def is_row(cells: list[str]) -> bool:
    """Whether cells are those of BEDPE: intervals of whole numbers, a score, and strands."""
    if len(cells) < len(COLUMNS):
        return False
    numbers = (cells[1], cells[2], cells[4], cells[5])
    return (
        all(text in _UNKNOWN or whole_number(text) is not None for text in numbers)
        and {cells[8], cells[9]} <= {"+", "-", "."}
        and (cells[7] == "." or _is_number(cells[7]))
    )


def _is_header(cells: list[str]) -> bool:
    return (
        len(cells) >= len(COLUMNS)
        and cells[1].lower().startswith("start")
        and not cells[0].startswith("##")
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def read_rows(
    file: DataFile, scope: Scope, observe: Callable[[Row], list[FusionObservation]]
) -> SampleRows[FusionObservation]:
    """What `observe` makes of each row of the sample; its first ten cells stand under `COLUMNS`.

    Further cells stand under the name that a header gives them, unless it is one of those ten: one
    of a usual name is the column of samples. Bad rows of which neither side lies in a gene looked
    at are left out with a warning. Raises one `InputProblem` for all others.
    """
    found: list[FusionObservation] = []
    bad: BadRows = []
    skipped = sides_skipped(scope, _SIDES)
    rows = list(_rows(file, bad))
    column = sample_column(columns_of(file.head()), COLUMNS)
    named = [(row.text(column) if column else None, row) for row in rows]
    of_sample = rows_of_sample(file, named, scope)
    for row in of_sample.rows:
        try:
            found += observe(row)
        except BadCell as problem:
            if not skipped.takes(row):
                add_bad_row(file, bad, row.line, problem)
    if bad:
        raise bad_rows(file, sorted(bad, key=lambda line_and_problem: line_and_problem[0] or 0))
    warnings = [*of_sample.warnings, *skipped.warnings(file)]
    return SampleRows(found, of_sample.name, of_sample.names, warnings)


def content_of(rows: SampleRows[FusionObservation]) -> Content:
    """The content of a file by its rows."""
    return Content(
        fusions=rows.rows,
        warnings=rows.warnings,
        sample_name=rows.name,
        sample_names=rows.names,
    )


def _rows(file: DataFile, bad: BadRows) -> Iterator[Row]:
    names: list[str] = []
    for line, raw in file.lines():
        text = raw.decode("utf-8", "replace")
        cells = TABS.cells(text)
        if _is_header(cells):
            names = TABS.column_names(text)
        elif text.strip() and not text.startswith("#"):
            if len(cells) < max(len(COLUMNS), len(names)):
                expected = f"{len(names)} cells as in the header" if names else "10 cells or more"
                problem = BadCell(f"{len(cells)} cells", expected=expected)
                add_bad_row(file, bad, line, problem)
            else:
                yield Row(line, {**dict(zip(names, cells, strict=False)),
                                 **dict(zip(COLUMNS, cells, strict=False))})  # fmt: skip


def place(row: Row, side: _Side, kept: Kept | None) -> tuple[str, int] | None:
    """Chromosome and 1-based position of a side, None where the row gives none.

    The position is the kept base at the break as far as the interval tells it. Raises `BadCell`.
    """
    chrom = row.cells[f"chrom{side}"]
    at_start = kept == "right"
    column = f"start{side}" if at_start else f"end{side}"
    text = row.cells[column]
    if chrom == "." or text in _UNKNOWN:
        return None
    position = whole_number(text)
    if position is None or position + at_start < 1:
        raise BadCell(quoted(text), column=column, expected="a whole number")
    return same_chromosome_name(chrom), position + at_start


def end(
    row: Row, side: _Side, kept: Kept | None, genes: tuple[str, ...] = ()
) -> JunctionEnd | None:
    """One end of a junction, None where its place or the side that it keeps is not given."""
    where = place(row, side, kept)
    if where is None or kept is None:
        return None
    return JunctionEnd(*where, kept, genes)


def kept_side(row: Row, side: _Side) -> Kept | None:
    """What the strand of a side says. Raises `BadCell`."""
    column = f"strand{side}"
    sign = row.cells[column]
    if sign not in (*KEPT, "."):
        raise BadCell(quoted(sign), column=column, expected="+, - or .")
    return KEPT.get(sign)


def written(row: Row) -> str:
    """Both sides as written: `chr2:42295515-42295516:+|chr2:29223527-29223528:+`."""
    return "|".join(
        f"{row.cells[f'chrom{n}']}:{row.cells[f'start{n}']}-{row.cells[f'end{n}']}"
        f":{row.cells[f'strand{n}']}"
        for n in "12"
    )


def at_loci(junctions: list[Junction], scope: Scope) -> list[FusionObservation]:
    """The junctions of DNA with at least one end in the loci, oriented."""
    return [
        orient(each, scope.targets.strand_at)
        for each in junctions
        if any(
            scope.targets.junction_regions.overlaps(e.chrom, e.position)
            for e in (each.first, each.second)
        )
    ]
