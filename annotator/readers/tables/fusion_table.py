"""Tables of fusions that are read row by row, each caller with what its rows mean."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from annotator.model.observations import FusionObservation
from annotator.model.roles import Role
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.tables.fusion_rows import read_fusions
from annotator.readers.tables.table import TABS, BadCell, Row, TableShape, header_of

RowFusions = Callable[[DataFile, Row, Scope], Iterable[FusionObservation]]
"""What one row holds: nothing where it is no call. It may raise `BadCell`."""


@dataclass(frozen=True)
class FusionTable:
    """A caller's table of fusions.

    `columns` are those that the table must have, in any case of letters with `any_case`; `unlike`
    those that tables of another format have beside the same ones. `sample`
    is the column of the sample's name, where the table has it. `first_row` tells a table without
    a header (`shape.columns`) by the cells of its first line. `refuse` raises `InputProblem` for a
    table of the caller that holds no calls. The other fields are as in `Format`.
    """

    name: str
    told_by: str
    columns: tuple[str, ...]
    fusions: RowFusions
    coordinates: str = "1-based"
    role: Role = "fusions"
    shape: TableShape = TABS
    sample: str | None = None
    any_case: bool = False
    unlike: tuple[str, ...] = ()
    needs_build: bool = False
    first_row: Callable[[list[str]], bool] | None = None
    refuse: Callable[[DataFile], None] | None = None

    @property
    def format(self) -> Format:
        """The format of this table, told by its columns."""
        return Format(
            name=self.name,
            role=self.role,
            told_by=self.told_by,
            coordinates=self.coordinates,
            recognise=self._recognise,
            read=self._read,
            needs_build=self.needs_build,
        )

    def _recognise(self, head: list[str]) -> bool:
        if self.shape.columns is not None:
            return self.first_row is not None and self.first_row(first_cells(head, self.shape))
        found, wanted = header_of(head, self.shape), self.columns
        if self.any_case:
            return {name.lower() for name in found}.issuperset(name.lower() for name in wanted)
        return set(found).issuperset(wanted) and not set(self.unlike).intersection(found)

    def _read(self, file: DataFile, scope: Scope) -> Content:
        if self.refuse:
            self.refuse(file)
        return read_fusions(
            file,
            scope,
            self.columns,
            lambda row: self.fusions(file, row, scope),
            self.sample,
            self.shape,
            self.any_case,
        )


def first_cells(head: Iterable[str], shape: TableShape = TABS) -> list[str]:
    """The cells of the first line that is not blank."""
    try:
        return next((shape.cells(line) for line in head if line.strip()), [])
    except BadCell:
        return []


def one_of(variants: Sequence[Format]) -> Format:
    """One format whose files come in several variants, told apart by their content.

    Name, role and `told_by` are those of the first variant, which also reads (and refuses) what
    is of none of them.
    """
    first = variants[0]

    def variant(head: list[str]) -> Format:
        return next((each for each in variants if each.recognise(head)), first)

    return replace(
        first,
        recognise=lambda head: any(each.recognise(head) for each in variants),
        read=lambda file, scope: variant(file.head()).read(file, scope),
        needs_build=any(each.needs_build for each in variants),
    )
