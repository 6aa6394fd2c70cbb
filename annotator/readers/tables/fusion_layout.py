"""A table of fusions by its columns, and what each of its rows says."""

from typing import Literal

from pydantic import model_validator

from annotator.model.base import Assay, Frame, Model, Strand
from annotator.model.observations import FusionEnd, FusionObservation, JunctionKind, Source
from annotator.readers.datafile import DataFile
from annotator.readers.tables.breakpoints import place_of, strand_of
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.layout import FilterColumn, TableLayout
from annotator.readers.tables.table import BadCell, Row, quoted

_NOT_COUNTED = "-"


class Side(Model):
    """The columns of one side of a fusion.

    The place is one column, `breakpoint` (`chr2:29223528` or `chr2:29223528:-`), or two, `chrom`
    and `position`. `strand` is a column with the strand that is transcribed through the junction.
    """

    gene: str | None = None
    breakpoint: str | None = None
    chrom: str | None = None
    position: str | None = None
    strand: str | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "Side":
        if (self.chrom is None) != (self.position is None):
            raise ValueError("chrom and position go together")
        if self.breakpoint is not None and self.chrom is not None:
            raise ValueError("either breakpoint, or chrom and position")
        return self

    @property
    def needed(self) -> list[str]:
        """The columns of the gene and the place."""
        named = (self.gene, self.breakpoint, self.chrom, self.position)
        return [column for column in named if column is not None]

    @property
    def columns(self) -> list[str]:
        """The columns that are read."""
        return [*self.needed, *([self.strand] if self.strand else [])]


class GenePair(Model):
    """The column that names the genes of both sides, the 5' one first: `EML4--ALK`.

    Of three names the one between may be of either side.
    """

    column: str
    separator: str

    def genes(self, cell: str) -> tuple[list[str], list[str]]:
        """The genes of the two sides. Raises `BadCell` where the cell names fewer than two."""
        names = [symbols for part in cell.split(self.separator) if (symbols := gene_symbols(part))]
        if len(names) < 2:
            raise BadCell(
                quoted(cell), column=self.column, expected=f"two genes as in A{self.separator}B"
            )
        between = [symbol for symbols in names[1:-1] for symbol in symbols]
        return names[0] + between, names[-1] + between


class FrameColumn(Model):
    """The column of the reading frame, and which of its words say what."""

    column: str
    in_frame: list[str] = []
    out_of_frame: list[str] = []


class FusionLayout(TableLayout):
    """A table of fusions by its columns.

    `base` is 1 where positions count from 1, 0 where they count from 0. `ordered` says whether
    `five_prime` and `three_prime` tell the 5' and the 3' partner; where not, they are the two
    sides as written. Counts of several columns add up; `-` is none. `other_reads` are columns that
    tell of reads in another way, which are kept as written. `filters` is the column of filters that
    a row did not pass, `flags` one of other remarks. `empty_place` lists the words that a place
    column holds where the caller found none. `optional` are columns among these that not every
    version of the table has. The other fields are as in `TableLayout`.
    """

    table: Literal["fusions"] = "fusions"
    assay: Assay = "rna"
    base: Literal[0, 1] = 1
    ordered: bool = True
    five_prime: Side = Side()
    three_prime: Side = Side()
    genes: GenePair | None = None
    split_reads: list[str] = []
    spanning_reads: list[str] = []
    other_reads: list[str] = []
    frame: FrameColumn | None = None
    confidence: str | None = None
    filters: FilterColumn | None = None
    flags: FilterColumn | None = None
    empty_place: list[str] = []
    optional: list[str] = []

    @model_validator(mode="after")
    def _two_sides(self) -> "FusionLayout":
        five, three = self.five_prime.needed, self.three_prime.needed
        if self.genes is None and not (five and three):
            raise ValueError("a side needs a place (breakpoint, or chrom and position) or a gene")
        needed = {*five, *three, *([self.genes.column] if self.genes else [])}
        if not needed.isdisjoint(self.optional):
            raise ValueError("columns of genes and places cannot be optional")
        return self

    @property
    def required(self) -> list[str]:
        """The columns that the table must have, each once."""
        more = [self.confidence, self.sample]
        more += [each.column for each in (self.genes, self.frame, self.filters, self.flags) if each]
        sides = [*self.five_prime.columns, *self.three_prime.columns]
        described = [*sides, *self._reads, *(each for each in more if each), *self.also]
        return [each for each in dict.fromkeys(described) if each not in self.optional]

    @property
    def has_places(self) -> bool:
        """Whether any side tells where it lies."""
        return any(side.breakpoint or side.chrom for side in (self.five_prime, self.three_prime))

    @property
    def _reads(self) -> list[str]:
        return [*self.split_reads, *self.spanning_reads, *self.other_reads]

    def observation(self, file: DataFile, row: Row) -> FusionObservation:
        """One row. Raises `BadCell` for a place or a count that is none."""
        junction: JunctionKind = "sense" if self.ordered else "unknown"
        five, three = self.genes.genes(row.cells[self.genes.column]) if self.genes else ([], [])
        ends = (self._end(row, self.five_prime, five), self._end(row, self.three_prime, three))
        if not any(end.genes or end.place for end in ends):
            raise BadCell("neither a gene nor a place", expected="a gene or a place of a side")
        return FusionObservation(
            caller=self.name,
            assay=self.assay,
            five_prime=ends[0],
            three_prime=ends[1],
            junction=junction,
            ordered=self.ordered,
            split_reads=self._count(row, self.split_reads),
            spanning_reads=self._count(row, self.spanning_reads),
            raw_support={c: row.cells[c] for c in self._reads if c in row.cells},
            frame=self._frame(row),
            confidence=row.text(self.confidence) if self.confidence else None,
            filters=self.filters.words(row) if self.filters else [],
            flags=self.flags.words(row) if self.flags else [],
            raw_breakpoints=self._written(row),
            source=Source(file=file.name, line=row.line),
        )

    def _end(self, row: Row, side: Side, genes: list[str]) -> FusionEnd:
        genes = gene_symbols(row.cells[side.gene]) if side.gene else genes
        place: tuple[str, int, Strand | None] | None = None
        column = side.breakpoint or side.position
        if column and row.cells[column] not in (*self.empty_place, "", ".", "NA"):
            place = place_of(row, column, side.chrom, self.base)
        strand = place[2] if place else None
        if side.strand and side.strand in row.cells:
            strand = strand_of(row, side.strand)
        return end_of(genes, place and place[:2], strand)

    def _written(self, row: Row) -> str:
        """The places as written, `chr2:42295516:+|chr2:29223528:-`; else the genes."""
        sides = (self.five_prime, self.three_prime)
        if self.genes and not any(side.needed for side in sides):
            return row.cells[self.genes.column]
        return "|".join(self._written_side(row, side) for side in sides)

    @staticmethod
    def _written_side(row: Row, side: Side) -> str:
        place = [side.breakpoint] if side.breakpoint else [side.chrom, side.position]
        columns = [*(place if any(place) else [side.gene]), side.strand]
        return ":".join(row.cells[column] for column in columns if column in row.cells)

    @staticmethod
    def _count(row: Row, columns: list[str]) -> int | None:
        told = [column for column in columns if row.text(column) not in (None, _NOT_COUNTED)]
        counts = [row.count(column) for column in told]
        return sum(counts) if counts else None

    def _frame(self, row: Row) -> Frame:
        if self.frame is None:
            return "unknown"
        word = row.text(self.frame.column)
        if word in self.frame.in_frame:
            return "in_frame"
        return "out_of_frame" if word in self.frame.out_of_frame else "unknown"
