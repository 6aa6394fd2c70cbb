"""Tables of fusions, each caller by its columns or with a function of its rows.

FORMATS = [FusionTable.of(FusionLayout(name="mine", ...)).format]
FORMATS = [FusionTable(name="mine", columns=("gene1", ...), fusions=row_function, ...).format]
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.model.observations import FusionObservation
from annotator.model.roles import Role
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.tables.elsewhere import LookedAt, Where, is_unreadable, names_something
from annotator.readers.tables.fusion_layout import FusionLayout, Side
from annotator.readers.tables.fusion_names import name_warnings
from annotator.readers.tables.row_remarks import with_remarks
from annotator.readers.tables.table import MISSING, Row, SkippedRows
from annotator.readers.tables.table_format import TableFormat
from annotator.readers.targets import Targets

RowFusions = Callable[[DataFile, Row, Scope], Iterable[FusionObservation]]
"""The fusions of one row: none where it is not a call. It may raise `BadCell`."""
Amend = Callable[[Row, FusionObservation], FusionObservation]
"""Adds what the columns of a layout alone do not say. It may raise `BadCell`."""
_NO_COUNT = MISSING | {"N/A", "nan", "-", "-1"}


@dataclass(frozen=True, kw_only=True)
class FusionTable(TableFormat):
    """A caller's table of fusions, read row by row.

    `columns` are those that the table must have. `sides` are the columns of genes and places, by
    which a bad row is known to touch no gene looked at; in `pair` both genes stand in one column.
    Without them every bad row is an error. `refuse` raises `InputProblem` for a table of the
    caller that holds no calls. The other fields are as in `TableFormat` and `Format`.
    """

    columns: tuple[str, ...]
    fusions: RowFusions
    sides: tuple[Side, ...] = ()
    pair: str | None = None
    role: Role = "fusions"
    needs_build: bool = False
    refuse: Callable[[DataFile], None] | None = None

    @classmethod
    def of(
        cls,
        layout: FusionLayout,
        *,
        amend: Amend | None = None,
        amends_by: Sequence[str] = (),
        first_row: Callable[[list[str]], bool] | None = None,
        refuse: Callable[[DataFile], None] | None = None,
    ) -> "FusionTable":
        """The table that a layout describes; `amend` needs the columns `amends_by`."""

        def fusions(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
            fusion = layout.observation(file, row)
            return [amend(row, fusion) if amend else fusion]

        return cls(
            name=layout.name,
            about=layout.about,
            recognized_by=layout.recognized_by,
            columns=(*layout.required, *amends_by),
            fusions=fusions,
            sides=(layout.five_prime, layout.three_prime),
            pair=layout.genes.column if layout.genes else None,
            coordinates=f"{layout.base}-based" if layout.has_places else "none",
            role="fusions" if layout.assay == "rna" else "structural_variants",
            shape=layout.shape,
            sample=layout.sample,
            unlike=tuple(layout.unlike),
            first=layout.first_column,
            any_case=layout.any_case,
            first_row=first_row,
            refuse=refuse,
        )

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that the table must have."""
        return self.columns

    @property
    def format(self) -> Format:
        """The format of this table."""
        return Format(
            name=self.name,
            role=self.role,
            about=self.about,
            recognized_by=self.recognized_by,
            coordinates=self.coordinates,
            recognize=self.is_table,
            read=self.read,
            needs_build=self.needs_build,
            shows=self.shows,
            samples="none" if self.shape.columns and not self.sample else "column",
            bad_rows="elsewhere" if self.sides else "never",
        )

    def looked_at(self, targets: Targets) -> LookedAt:
        """The genes whose fusions are looked for."""
        return LookedAt(targets.fusion_genes, targets.junction_regions)

    def is_elsewhere(self, row: Row, targets: Targets) -> bool:
        """Whether both sides of a bad row can be read and are of no gene looked at."""
        return sides_are_elsewhere(row, self.looked_at(targets), self.sides, self.pair)

    def read(self, file: DataFile, scope: Scope) -> Content:
        """The fusions of every row of the sample. Raises `InputProblem` as `rows` does."""
        if self.refuse:
            self.refuse(file)

        def observe(row: Row) -> tuple[Row, list[FusionObservation]]:
            return row, [with_remarks(row, fusion) for fusion in self.fusions(file, row, scope)]

        rows = self.rows(file, scope, observe)
        known = scope.targets.fusion_genes
        return Content(
            fusions=[fusion for _, fusions in rows.rows for fusion in fusions],
            warnings=[
                *rows.warnings,
                *(w for row, found in rows.rows for w in name_warnings(file, row, found, known)),
            ],
            sample_name=rows.name,
            sample_names=rows.names,
        )


def both_sides(
    names: Sequence[str],
    *,
    gene: str | None = None,
    breakpoint: str | None = None,
    chrom: str | None = None,
    position: str | None = None,
) -> tuple[Side, ...]:
    """The columns of both sides, alike but for their names, for which `#` stands.

    >>> [side.chrom for side in both_sides("AB", chrom="chr#", position="pos#")]
    ['chrA', 'chrB']
    """
    columns = {"gene": gene, "breakpoint": breakpoint, "chrom": chrom, "position": position}
    return tuple(
        Side(**{key: text.replace("#", name) for key, text in columns.items() if text})
        for name in names
    )


def sides_are_elsewhere(
    row: Row, looked_at: LookedAt, sides: Sequence[Side], pair: str | None = None
) -> bool:
    """Whether every side can be read and is of no gene looked at, and no other cell names one."""
    cells = {column.lower(): cell for column, cell in row.cells.items()}
    if not sides or not looked_at.genes or any(map(looked_at.names, cells.values())):
        return False
    return all(_is_elsewhere(cells, looked_at, side, pair) for side in sides)


def sides_skipped(scope: Scope, sides: Sequence[Side]) -> SkippedRows:
    """What takes the bad rows of a table of fusions whose both sides are elsewhere."""
    looked_at = LookedAt(scope.targets.fusion_genes, scope.targets.junction_regions)
    return SkippedRows(
        lambda row: sides_are_elsewhere(row, looked_at, sides),
        lambda cells: not looked_at.may_be_in(cells),
    )


def _is_elsewhere(
    cells: Mapping[str, str], looked_at: LookedAt, side: Side, pair: str | None
) -> bool:
    gene = cells.get((side.gene or pair or "").lower(), "")
    if is_unreadable(gene):
        return False
    where: Where = "missing"
    if side.breakpoint:
        where = looked_at.written_places(cells.get(side.breakpoint.lower(), ""))
    elif side.chrom:
        position = cells.get((side.position or "").lower())
        where = looked_at.place(cells.get(side.chrom.lower(), ""), position)
    return where == "elsewhere" or (where == "missing" and names_something(gene))


def one_of(variants: Sequence[Format]) -> Format:
    """One format whose files come in several variants, recognized by their content.

    Name, role and description are those of the first variant, which also reads (and refuses) what
    is of none of them.
    """
    first = variants[0]

    def variant(head: list[str]) -> Format:
        return next((each for each in variants if each.recognize(head)), first)

    return replace(
        first,
        recognize=lambda head: any(each.recognize(head) for each in variants),
        read=lambda file, scope: variant(file.head()).read(file, scope),
        needs_build=any(each.needs_build for each in variants),
    )


def reads(row: Row, column: str) -> int | None:
    """A count of reads, None where the caller gives none (`-1` too). Raises `BadCell`."""
    return None if row.cells.get(column, "") in _NO_COUNT else row.count(column)


def raw_cells(row: Row, *columns: str) -> dict[str, str]:
    """The cells of those columns that the table has, as written."""
    return {column: row.cells[column] for column in columns if column in row.cells}
