"""Tables of copy-number segments that are read row by row, each caller by its columns."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.model.observations import Notice, SegmentObservation, Source
from annotator.readers.build import BuildEvidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.table import BadCell, Row, quoted
from annotator.readers.tables.table_format import TableFormat

Scale = Literal["log2", "log10", "linear"]
MAX_LOG2 = 100
"""More than this is no ratio of read depths: 2 to the power of 100."""
MAX_COPIES = 100_000
_LEAST_RATIO = 2.0**-10
"""A linear ratio of 0 has no logarithm: it is taken for about a thousandth."""


def log2_of(value: float, scale: Scale) -> float | None:
    """A ratio of read depths as log2; None where it is none (negative, or beyond all measure)."""
    if scale == "linear":
        return None if not 0 <= value <= MAX_COPIES else math.log2(max(value, _LEAST_RATIO))
    log2 = value * math.log2(10) if scale == "log10" else value
    return log2 if abs(log2) <= MAX_LOG2 else None


@dataclass(frozen=True, kw_only=True)
class SegmentTable(TableFormat):
    """A caller's table of segments, or with `gene` of genes.

    `place` are the columns of chromosome, start and end. `ratio` is the column of the ratio on
    its `scale`; `copies` are the columns whose sum is the caller's absolute copy number, which is
    of the tumor cells alone where `corrected` (null: not told). A row may lack either of the two,
    not both. `max_copies` is the highest within a gene. `weights` are the columns
    of the weight, the first that is there counts. `overlaps` is a column of the genes in a segment,
    with commas between them. With `gaps` a row of neither is a stretch that
    the caller left out. `mark` is a column of the caller's doubts on a gene, `unmarked` are its
    values without one. `whole` is false where positions may be written
    as R writes them (`1e+05`). The other fields are as in `TableFormat` and `Format`.
    """

    place: tuple[str, str, str]
    caller: str
    zero_based: bool = False
    whole: bool = True
    ratio: str | None = None
    scale: Scale = "log2"
    copies: tuple[str, ...] = ()
    corrected: bool | None = None
    max_copies: str | None = None
    gene: str | None = None
    overlaps: str | None = None
    weights: tuple[str, ...] = ()
    gaps: bool = False
    mark: str | None = None
    unmarked: frozenset[str] = frozenset()
    build_evidence: Callable[[DataFile], list[BuildEvidence]] | None = None

    @property
    def format(self) -> Format:
        """The format of this table, told by its columns."""
        return Format(
            name=self.name,
            role="copy_number",
            recognized_by=self.recognized_by,
            coordinates=self.coordinates,
            recognize=self.is_table,
            read=self._read,
            build_evidence=self.build_evidence or _says_nothing,
        )

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that the table must have; beside a ratio the copies may be missing."""
        copies = () if self.ratio else self.copies
        told = (
            *self.place,
            self.ratio,
            *copies,
            self.max_copies,
            self.gene,
            self.overlaps,
            *self.also,
        )
        return tuple(dict.fromkeys(name for name in told if name is not None))

    def _read(self, file: DataFile, scope: Scope) -> Content:
        marks: dict[int | None, str] = {}

        def parse(row: Row) -> SegmentObservation | None:
            if self.mark and (mark := row.text(self.mark)) and mark not in self.unmarked:
                marks[row.line] = mark
            return self._parsed(file, row, scope.targets.copy_number_genes)

        of_sample = self.rows(file, scope, parse)
        content = Content(
            notices=of_sample.notices,
            sample_name=of_sample.name,
            sample_names=of_sample.names,
        )
        turned: list[int] = []
        for found in of_sample.rows:
            if found is None or not scope.targets.copy_number_regions.on(found.chrom):
                continue
            if found.end < found.start:
                turned.append(found.source.line or 0)
            else:
                content.segments.append(found)
        if turned:
            content.notices.append(_turned_notice(file, turned))
        content.notices += [
            _mark_notice(file, found, marks[found.source.line])
            for found in content.segments
            if found.gene in scope.targets.copy_number_genes and found.source.line in marks
        ]
        return content

    def _parsed(self, file: DataFile, row: Row, genes: frozenset[str]) -> SegmentObservation | None:
        ratio = self._ratio(row)
        copies = [_copies(row, column) for column in self.copies]
        known = [each for each in copies if each is not None]
        if ratio is None and (not known or len(known) < len(copies)):
            if self.gaps and not known:
                return None
            wanted = " or ".join(filter(None, (self.ratio, "+".join(self.copies))))
            raise BadCell("no number", column=wanted, expected="a ratio or a copy number")
        chrom, start, end = self.place
        weights = [row.optional_number(column) for column in self.weights]
        return SegmentObservation(
            caller=self.caller,
            chrom=same_chromosome_name(_text(row, chrom, "a chromosome")),
            start=self._position(row, start) + self.zero_based,
            end=self._position(row, end),
            gene=_text(row, self.gene, "a gene") if self.gene else None,
            overlaps=self._overlaps(row, genes),
            log2_ratio=ratio,
            copy_number=sum(known) if known and len(known) == len(copies) else None,
            max_copy_number=_copies(row, self.max_copies) if self.max_copies else None,
            purity_corrected=self.corrected if known else None,
            weight=next((each for each in weights if each is not None), None),
            source=Source(file=file.name, line=row.line),
        )

    def _overlaps(self, row: Row, genes: frozenset[str]) -> tuple[str, ...]:
        named = row.text(self.overlaps) if self.overlaps else None
        return tuple(gene for gene in dict.fromkeys((named or "").split(",")) if gene in genes)

    def _position(self, row: Row, column: str) -> int:
        if self.whole:
            return row.count(column)
        value = row.number(column)
        if value < 0 or value != int(value) or value > 10**9:
            raise BadCell(quoted(row.cells[column]), column=column, expected="a position")
        return int(value)

    def _ratio(self, row: Row) -> float | None:
        if self.ratio is None:
            return None
        value = row.optional_number(self.ratio)
        if value is None:
            return None
        log2 = log2_of(value, self.scale)
        if log2 is None:
            raise BadCell(
                quoted(row.cells[self.ratio]),
                column=self.ratio,
                expected=f"a ratio of read depths on a {self.scale} scale (log2 within "
                f"±{MAX_LOG2}, linear 0 or more)",
            )
        return log2


def _text(row: Row, column: str, expected: str) -> str:
    return row.required(column, expected).strip('"')


def _copies(row: Row, column: str) -> float | None:
    value = row.optional_number(column)
    # PURPLE's copies, which are no whole numbers, go below 0 by noise.
    if value is not None and (abs(value) > MAX_COPIES or (value < 0 and value.is_integer())):
        raise BadCell(quoted(row.cells[column]), column=column, expected="a number of copies")
    return value


def _turned_notice(file: DataFile, lines: Sequence[int]) -> Notice:
    """CNVkit writes such segments where the bins of an amplicon panel overlap."""
    listed = ", ".join(map(str, lines))
    message = f"segments that end before they start are left out (line {listed})"
    return Notice(code="segment_without_length", message=message, source=file.name)


def _mark_notice(file: DataFile, found: SegmentObservation, mark: str) -> Notice:
    message = f"{found.caller} marks {found.gene} as {mark} (line {found.source.line})"
    return Notice(code="gene_marked", message=message, source=file.name)


def _says_nothing(_file: DataFile) -> list[BuildEvidence]:
    return []
