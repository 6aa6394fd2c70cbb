"""Tables of fusions described by their columns: one entry per caller, built in or of the user."""

from typing import Literal

from pydantic import Field, model_validator

from annotator.model.base import Assay, Frame, Model, Strand
from annotator.model.observations import FusionEnd, FusionObservation, JunctionKind, Source
from annotator.readers.breakpoints import place_of, strand_of
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Role, Scope
from annotator.readers.gene_names import gene_symbols
from annotator.readers.table import Row, TableShape, header_of, read_table
from annotator.readers.table_samples import rows_of_sample

_DELIMITERS: dict[str, Literal["\t", ",", " "]] = {"tab": "\t", "comma": ",", "blank": " "}


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
        if self.breakpoint is None and self.chrom is None and self.gene is None:
            raise ValueError("a side needs a place (breakpoint, or chrom and position) or a gene")
        return self

    @property
    def columns(self) -> list[str]:
        """The columns that are read."""
        named = (self.gene, self.breakpoint, self.chrom, self.position, self.strand)
        return [column for column in named if column is not None]


class FrameColumn(Model):
    """The column of the reading frame, and which of its words say what."""

    column: str
    in_frame: list[str] = []
    out_of_frame: list[str] = []


class FilterColumn(Model):
    """The column of the caller's own filters, and the words of it that are none."""

    column: str
    passing: list[str] = ["PASS"]


class FusionLayout(Model):
    """A table of fusions by its columns.

    `base` is 1 where positions count from 1, 0 where they count from 0. `ordered` says whether
    `five_prime` and `three_prime` tell the 5' and the 3' partner; where not, they are the two
    sides as written. Counts of several columns add up. `sample` is the column of the sample's
    name in a table of several samples. `columns` names the columns of a table without a header.
    `empty_place` lists the words that a place column holds where the caller found none.
    """

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    assay: Assay = "rna"
    delimiter: Literal["tab", "comma", "blank"] = "tab"
    columns: list[str] | None = None
    ragged: bool = False
    base: Literal[0, 1] = 1
    ordered: bool = True
    five_prime: Side
    three_prime: Side
    split_reads: list[str] = []
    spanning_reads: list[str] = []
    frame: FrameColumn | None = None
    confidence: str | None = None
    filters: FilterColumn | None = None
    sample: str | None = None
    empty_place: list[str] = []

    @property
    def shape(self) -> TableShape:
        """How the rows are written."""
        named = tuple(self.columns) if self.columns else None
        return TableShape(_DELIMITERS[self.delimiter], named, self.ragged)

    @property
    def required(self) -> list[str]:
        """The columns that the table must have, each once."""
        more = [self.confidence, self.sample]
        more += [each.column for each in (self.frame, self.filters) if each]
        counts = [*self.split_reads, *self.spanning_reads]
        sides = [*self.five_prime.columns, *self.three_prime.columns]
        return list(dict.fromkeys([*sides, *counts, *(each for each in more if each)]))

    def observation(self, file: DataFile, row: Row) -> FusionObservation:
        """One row. Raises `BadCell` for a place or a count that is none."""
        junction: JunctionKind = "sense" if self.ordered else "unknown"
        return FusionObservation(
            caller=self.name,
            assay=self.assay,
            five_prime=self._end(row, self.five_prime),
            three_prime=self._end(row, self.three_prime),
            junction=junction,
            ordered=self.ordered,
            split_reads=self._count(row, self.split_reads),
            spanning_reads=self._count(row, self.spanning_reads),
            raw_support={c: row.cells[c] for c in (*self.split_reads, *self.spanning_reads)},
            frame=self._frame(row),
            confidence=row.text(self.confidence) if self.confidence else None,
            filters=self._filters(row),
            raw_breakpoints="|".join(
                self._written(row, side) for side in (self.five_prime, self.three_prime)
            ),
            source=Source(file=file.name, line=row.line),
        )

    def _end(self, row: Row, side: Side) -> FusionEnd:
        genes = gene_symbols(row.cells[side.gene]) if side.gene else []
        place: tuple[str, int, Strand | None] | None = None
        column = side.breakpoint or side.position
        if column and row.cells[column] not in (*self.empty_place, "", ".", "NA"):
            place = place_of(row, column, side.chrom, self.base)
        strand = place[2] if place else None
        if side.strand:
            strand = strand_of(row, side.strand)
        return FusionEnd(
            gene=genes[0] if genes else None,
            other_genes=genes[1:],
            chrom=place[0] if place else None,
            position=place[1] if place else None,
            strand=strand,
        )

    def _written(self, row: Row, side: Side) -> str:
        """The place as written, `chr2:29223528:-`; the gene where the caller gives no place."""
        if side.breakpoint:
            parts = [row.cells[side.breakpoint]]
        elif side.chrom and side.position:
            parts = [row.cells[side.chrom], row.cells[side.position]]
        else:
            parts = [row.cells[side.gene or ""]]
        return ":".join([*parts, *([row.cells[side.strand]] if side.strand else [])])

    @staticmethod
    def _count(row: Row, columns: list[str]) -> int | None:
        counts = [row.count(column) for column in columns if row.text(column) is not None]
        return sum(counts) if counts else None

    def _frame(self, row: Row) -> Frame:
        if self.frame is None:
            return "unknown"
        word = row.cells[self.frame.column]
        if word in self.frame.in_frame:
            return "in_frame"
        return "out_of_frame" if word in self.frame.out_of_frame else "unknown"

    def _filters(self, row: Row) -> list[str]:
        text = row.text(self.filters.column) if self.filters else None
        if self.filters is None or text is None or text in self.filters.passing:
            return []
        return [text]


def layout_format(layout: FusionLayout, told_by: str) -> Format:
    """The format of a layout: told by its columns, which are unlike those of other layouts."""
    role: Role = "fusions" if layout.assay == "rna" else "structural_variants"

    def recognise(head: list[str]) -> bool:
        return layout.columns is None and set(header_of(head, layout.shape)).issuperset(
            layout.required
        )

    def read(file: DataFile, scope: Scope) -> Content:
        def parse(row: Row) -> tuple[str | None, FusionObservation]:
            sample = row.text(layout.sample) if layout.sample else None
            return sample, layout.observation(file, row)

        rows = read_table(file, layout.required, parse, shape=layout.shape)
        fusions, notices = rows_of_sample(file, rows, scope)
        return Content(fusions=fusions, notices=notices)

    return Format(
        name=layout.name,
        role=role,
        told_by=told_by,
        coordinates=f"{layout.base}-based",
        recognise=recognise,
        read=read,
        needs_build=False,
    )
