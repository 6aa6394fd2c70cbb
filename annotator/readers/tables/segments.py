"""Tables of copy-number segments that are read row by row, each caller by its columns."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.model.observations import SegmentObservation, Source
from annotator.model.warning import ReportWarning
from annotator.readers.build import BuildEvidence, sam_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.elsewhere import LookedAt
from annotator.readers.tables.one_row_each import check_one_layer, one_segment_each
from annotator.readers.tables.segment_layout import Scale, SegmentLayout
from annotator.readers.tables.table import BadCell, Row, quoted
from annotator.readers.tables.table_format import TableFormat
from annotator.readers.targets import Targets

MAX_LOG2 = 100
"""More than this cannot be a ratio of read depths: 2 to the power of 100."""
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
    """A caller's table of segments or of genes, read row by row by its layout.

    With `gaps` a row of neither a ratio nor copies is a stretch that the caller left out. The other
    fields are as in `TableFormat`.
    """

    layout: SegmentLayout
    gaps: bool = False

    @classmethod
    def of(
        cls,
        layout: SegmentLayout,
        *,
        coordinates: str | None = None,
        first_row: Callable[[list[str]], bool] | None = None,
        forced_only: bool = False,
        gaps: bool = False,
    ) -> "SegmentTable":
        """The table that a layout describes; `coordinates` where its base says too little."""
        return cls(
            name=layout.name,
            about=layout.about,
            recognized_by=layout.recognized_by,
            coordinates=coordinates or ("1-based" if layout.base else "0-based start"),
            shape=layout.shape,
            first=layout.first_column,
            unlike=tuple(layout.unlike),
            any_case=layout.any_case,
            first_row=first_row,
            forced_only=forced_only,
            sample=layout.sample,
            layout=layout,
            gaps=gaps,
        )

    @property
    def format(self) -> Format:
        """The format of this table."""
        return Format(
            name=self.name,
            role="copy_number",
            about=self.about,
            recognized_by=self.recognized_by,
            coordinates=self.coordinates,
            recognize=self.is_table,
            read=self._read,
            samples="none" if self.shape.columns and not self.sample else "column",
            bad_rows="elsewhere",
            one_row_each=True,
            build_evidence=sam_build_evidence if self.layout.sam_header else _says_nothing,
        )

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that the table must have."""
        return self.layout.required

    def looked_at(self, targets: Targets) -> LookedAt:
        """The genes whose copies are looked for; their whole chromosomes count."""
        return LookedAt(targets.copy_number_genes, targets.copy_number_regions)

    def is_elsewhere(self, row: Row, targets: Targets) -> bool:
        """Whether a bad row lies on a chromosome without a gene looked at, and names none."""
        looked_at = self.looked_at(targets)
        chrom = row.cells.get(self.layout.chrom, "")
        named = any(map(looked_at.names, row.cells.values()))
        return not named and looked_at.place(chrom, None) == "elsewhere"

    def _read(self, file: DataFile, scope: Scope) -> Content:
        marks: dict[int | None, str] = {}

        def parse(row: Row) -> SegmentObservation | None:
            if self.layout.leaves_out(row):
                return None
            if self.layout.marks and (words := self.layout.marks.words(row)):
                marks[row.line] = words[0]
            return self._parsed(file, row, scope.targets.copy_number_genes)

        of_sample = self.rows(file, scope, parse)
        content = Content(
            warnings=of_sample.warnings,
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
        content.segments, repeated = one_segment_each(file, content.segments)
        if self.layout.gene is None:
            check_one_layer(file, content.segments)
        content.warnings += repeated
        if turned:
            content.warnings.append(_turned_warning(file, turned))
        content.warnings += [
            _mark_warning(file, found, marks[found.source.line])
            for found in content.segments
            if found.gene in scope.targets.copy_number_genes and found.source.line in marks
        ]
        return content

    def _parsed(self, file: DataFile, row: Row, genes: frozenset[str]) -> SegmentObservation | None:
        layout = self.layout
        ratio = self._ratio(row)
        copies = [_copies(row, column) for column in layout.copies]
        known = [each for each in copies if each is not None]
        if ratio is None and (not known or len(known) < len(copies)):
            if self.gaps and not known:
                return None
            wanted = " or ".join(filter(None, (layout.ratio, "+".join(layout.copies))))
            raise BadCell("no number", column=wanted, expected="a ratio or a copy number")
        weights = [row.optional_number(column) for column in layout.weights]
        return SegmentObservation(
            caller=layout.caller or layout.name,
            chrom=same_chromosome_name(_text(row, layout.chrom, "a chromosome")),
            start=self._position(row, layout.start) + 1 - layout.base,
            end=self._position(row, layout.end),
            gene=_text(row, layout.gene, "a gene") if layout.gene else None,
            overlaps=self._overlaps(row, genes),
            log2_ratio=ratio,
            copy_number=sum(known) if known and len(known) == len(copies) else None,
            max_copy_number=_copies(row, layout.max_copies) if layout.max_copies else None,
            purity_corrected=layout.purity_corrected if known else None,
            weight=next((each for each in weights if each is not None), None),
            source=Source(file=file.name, line=row.line),
        )

    def _overlaps(self, row: Row, genes: frozenset[str]) -> tuple[str, ...]:
        named = row.text(self.layout.genes) if self.layout.genes else None
        return tuple(gene for gene in dict.fromkeys((named or "").split(",")) if gene in genes)

    def _position(self, row: Row, column: str) -> int:
        if not self.layout.exponents:
            return row.count(column)
        value = row.number(column)
        if value < 0 or value != int(value) or value > 10**9:
            raise BadCell(quoted(row.cells[column]), column=column, expected="a position")
        return int(value)

    def _ratio(self, row: Row) -> float | None:
        column, scale = self.layout.ratio, self.layout.scale
        value = row.optional_number(column) if column else None
        if column is None or value is None:
            return None
        log2 = log2_of(value, scale)
        if log2 is None:
            raise BadCell(
                quoted(row.cells[column]),
                column=column,
                expected=f"a ratio of read depths on a {scale} scale (log2 within "
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


def _turned_warning(file: DataFile, lines: Sequence[int]) -> ReportWarning:
    """CNVkit writes such segments where the bins of an amplicon panel overlap."""
    listed = ", ".join(map(str, lines))
    message = f"segments that end before they start are left out (line {listed})"
    return ReportWarning(code="segment_without_length", message=message, source=file.name)


def _mark_warning(file: DataFile, found: SegmentObservation, mark: str) -> ReportWarning:
    message = f"{found.caller} marks {found.gene} as {mark} (line {found.source.line})"
    return ReportWarning(code="gene_marked", message=message, source=file.name)


def _says_nothing(_file: DataFile) -> list[BuildEvidence]:
    return []
