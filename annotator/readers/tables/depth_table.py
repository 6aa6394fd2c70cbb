"""Tables of read depth with a header: an interval a row, and the mean depth over it.

FORMATS = [DepthTable(name="mine", columns=Columns("chrom", "start", "end", "mean"), ...).format]
"""

from dataclasses import dataclass

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.elsewhere import LookedAt
from annotator.readers.tables.samples import rows_of_sample, sample_column
from annotator.readers.tables.table import (
    BadCell,
    Row,
    SkippedRows,
    header_of,
    quoted,
    read_table,
)


@dataclass(frozen=True)
class Columns:
    """The columns of the interval and of its mean depth."""

    chrom: str
    start: str
    end: str
    mean: str

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return (self.chrom, self.start, self.end, self.mean)


@dataclass(frozen=True, kw_only=True)
class DepthTable:
    """A caller's table of depths, recognized by its columns and by those in `also`.

    `base` is 1 where the start counts from 1, and 0 where it counts from 0.
    """

    name: str
    about: About
    recognized_by: str
    columns: Columns
    also: tuple[str, ...] = ()
    base: int

    @property
    def format(self) -> Format:
        """The format of this table."""
        return Format(
            name=self.name,
            role="coverage",
            about=self.about,
            recognized_by=self.recognized_by,
            coordinates="1-based" if self.base else "0-based start",
            samples="column",
            bad_rows="elsewhere",
            recognize=lambda head: set(header_of(head)).issuperset(self._required),
            read=self._read,
        )

    @property
    def _required(self) -> tuple[str, ...]:
        return (*self.columns.names, *self.also)

    def _read(self, file: DataFile, scope: Scope) -> Content:
        def parse(row: Row) -> tuple[str | None, DepthObservation | None]:
            column = sample_column(row.cells, self._required)
            return row.text(column) if column else None, self._observation(file, row, scope)

        looked_at = LookedAt(scope.targets.genes, scope.targets.depth_regions)
        skipped = SkippedRows(
            lambda row: looked_at.place(row.cells.get(self.columns.chrom, ""), None) == "elsewhere",
            lambda cells: not looked_at.may_be_in(cells),
        )
        rows = rows_of_sample(file, read_table(file, self._required, parse, skipped=skipped), scope)
        return Content(
            depths=[each for each in rows.rows if each],
            warnings=[*rows.warnings, *skipped.warnings(file)],
            sample_name=rows.name,
            sample_names=rows.names,
        )

    def _observation(self, file: DataFile, row: Row, scope: Scope) -> DepthObservation | None:
        """None for an interval outside of the regions, whose cells are not looked at."""
        chrom = row.required(self.columns.chrom, "a chromosome")
        if not scope.targets.depth_regions.on(chrom):
            return None
        start = row.count(self.columns.start) + 1 - self.base
        end = row.count(self.columns.end)
        if end < start:
            raise BadCell(quoted(str(end)), column=self.columns.end, expected="an end after start")
        if not scope.targets.depth_regions.overlaps(chrom, start, end):
            return None
        depth = row.number(self.columns.mean)
        if depth < 0:
            raise BadCell(
                quoted(row.cells[self.columns.mean]),
                column=self.columns.mean,
                expected="a depth of 0 or more",
            )
        return DepthObservation(
            chrom=same_chromosome_name(chrom),
            start=start,
            end=end,
            depth=depth,
            source=Source(file=file.name, line=row.line),
        )
