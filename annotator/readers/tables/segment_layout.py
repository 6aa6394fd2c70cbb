"""A table of copy-number segments or of genes by its columns."""

from dataclasses import replace
from typing import Literal

from pydantic import model_validator

from annotator.model.base import Model
from annotator.readers.tables.layout import FilterColumn, TableLayout
from annotator.readers.tables.table import Row, TableShape

Scale = Literal["log2", "log10", "linear"]
_SAM_HEADER = "@"


class Cell(Model):
    """A cell by its column and what stands in it."""

    column: str
    value: str


class SegmentLayout(TableLayout):
    """A table of segments by its columns, or with `gene` of genes.

    `chrom`, `start` and `end` are the columns of the place; `base` is 0 where the start counts from
    0 (the end is then not part of it). With `exponents` positions may be written as R writes them
    (`1e+05`). `ratio` is the column of the ratio of read depths on its `scale`. The sum of the
    columns `copies` is the caller's absolute copy number: of the tumor cells alone where
    `purity_corrected` is true; left out where the file does not say it. A row may lack either of
    the two, not both. `max_copies` is the highest copy number within a gene. `genes` is a column of
    the genes in a segment, with commas between them. `weights` are columns of the weight, of which
    the first that a table has counts. `marks` is the column of the caller's doubts on a gene.
    A row with the cell `unless` is left out.
    `caller` is the name in the report, by default that of the format. With `sam_header` the table
    stands under a SAM header (`@SQ`), which shows the genome build. The other fields are as in
    `TableLayout`.
    """

    table: Literal["segments"] = "segments"
    caller: str | None = None
    chrom: str
    start: str
    end: str
    base: Literal[0, 1] = 1
    exponents: bool = False
    ratio: str | None = None
    scale: Scale = "log2"
    copies: list[str] = []
    purity_corrected: bool | None = None
    max_copies: str | None = None
    gene: str | None = None
    genes: str | None = None
    weights: list[str] = []
    marks: FilterColumn | None = None
    unless: Cell | None = None
    sam_header: bool = False

    @model_validator(mode="after")
    def _a_measure(self) -> "SegmentLayout":
        if self.ratio is None and not self.copies:
            raise ValueError("a table of segments needs a ratio or copies")
        return self

    @property
    def shape(self) -> TableShape:
        """How the rows are written."""
        shape = super().shape
        return replace(shape, preamble=_SAM_HEADER) if self.sam_header else shape

    def leaves_out(self, row: Row) -> bool:
        """Whether a row is not read."""
        return self.unless is not None and row.cells.get(self.unless.column) == self.unless.value

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that the table must have; with a ratio the copies may be missing."""
        copies = () if self.ratio else self.copies
        columns = (
            *(self.chrom, self.start, self.end, self.ratio),
            *copies,
            *(self.max_copies, self.gene, self.genes),
            *self.also,
        )
        return tuple(dict.fromkeys(name for name in columns if name is not None))
