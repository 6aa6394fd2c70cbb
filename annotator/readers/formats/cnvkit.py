"""CNVkit segments: `.cns`, `.call.cns` and the output of `segmetrics`; start is 0-based.

All segments of the chromosomes of the loci are kept, since a gene is judged against its arm.
"""

from annotator.model.observations import Notice, SegmentObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.regions import same_chromosome_name
from annotator.readers.table import BadCell, Row, header_of, quoted, read_table

_PLACE = ("chromosome", "start", "end", "gene", "log2")
_SEGMENT = (*_PLACE, "probes")
_MAX_LOG2 = 100
"""More than this is no ratio of read depths: 2 to the power of 100."""


def _is_segments(head: list[str]) -> bool:
    return set(header_of(head)).issuperset(_SEGMENT)


def _is_bins(head: list[str]) -> bool:
    columns = set(header_of(head))
    return columns.issuperset((*_PLACE, "weight")) and "probes" not in columns


def _read(file: DataFile, scope: Scope) -> Content:
    rows = read_table(file, _SEGMENT, _checked)
    content = Content()
    turned: list[int] = []
    for row in rows:
        if not scope.regions.on(row.cells["chromosome"]):
            continue
        if row.count("end") <= row.count("start"):
            turned.append(row.line)
        else:
            content.segments.append(_segment(file, row))
    if turned:
        content.notices.append(_turned_notice(file, turned))
    return content


def _checked(row: Row) -> Row:
    """The row, once every cell that is used of it is known to be well formed."""
    row.required("chromosome", "a chromosome")
    row.count("start")
    row.count("end")
    if abs(row.number("log2")) > _MAX_LOG2:
        raise BadCell(
            quoted(row.cells["log2"]), column="log2", expected=f"a log2 ratio within ±{_MAX_LOG2}"
        )
    for column in ("cn", "probes", "weight"):
        row.optional_number(column)
    return row


def _segment(file: DataFile, row: Row) -> SegmentObservation:
    weight = row.optional_number("weight")
    return SegmentObservation(
        caller="cnvkit",
        chrom=same_chromosome_name(row.cells["chromosome"]),
        start=row.count("start") + 1,
        end=row.count("end"),
        log2_ratio=row.number("log2"),
        copy_number=row.optional_number("cn"),
        weight=row.optional_number("probes") if weight is None else weight,
        source=Source(file=file.name, line=row.line),
    )


def _turned_notice(file: DataFile, lines: list[int]) -> Notice:
    """CNVkit writes such segments where the bins of an amplicon panel overlap."""
    listed = ", ".join(map(str, lines))
    message = f"segments that end before they start are left out (line {listed})"
    return Notice(code="segment_without_length", message=message, source=file.name)


def _refuse_bins(file: DataFile, _scope: Scope) -> Content:
    raise file.problem(
        "this is a CNVkit table of bins (.cnr), not of segments",
        expected="the .cns or .call.cns of the same sample",
        advice="`cnvkit.py segment` makes it from the .cnr.",
    )


FORMATS = [
    Format(
        name="cnvkit",
        role="copy_number",
        told_by="header with chromosome, start, end, gene, log2, probes (.cns, .call.cns)",
        coordinates="0-based start",
        recognise=_is_segments,
        read=_read,
    ),
    Format(
        name="cnvkit_cnr",
        role="copy_number",
        told_by="header with chromosome, start, end, gene, log2, weight: refused, give the .cns",
        coordinates="0-based start",
        recognise=_is_bins,
        read=_refuse_bins,
    ),
]
