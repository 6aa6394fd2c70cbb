"""Read depth as BED: mosdepth `regions.bed` and `per-base.bed`, or any BED that ends in a depth.

Four columns (chromosome, start, end, depth) or five (a name before the depth); start is 0-based.
"""

import math
import re
from collections.abc import Sequence

from annotator.model.observations import DepthObservation, Source
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, NotRead, Scope
from annotator.readers.formats.coverage.mosdepth_thresholds import has_thresholds
from annotator.readers.lines.depth_sums import Measured, are_sums
from annotator.readers.lines.intervals import (
    BedRow,
    data_rows,
    header_cells,
    header_columns,
    is_base_by_base,
    mostly,
    read_intervals,
    shown,
)
from annotator.readers.tables.samples import sample_column
from annotator.readers.tables.table import BadCell

_ABOUT = About(
    title="BED with depths",
    files="`regions.bed.gz`, `per-base.bed.gz` of mosdepth",
    link="https://github.com/brentp/mosdepth",
)

_EXPECTED = "chromosome, start, end, an optional name, and the depth"
_POINT = "a number with a decimal point, not a comma"
_NO_DEPTH = re.compile(r"cn|copy|copies|ploidy|log|ratio|major|minor|baf|seg|gain|loss|sum|gc")
_DEPTH_WORDS = ("depth", "cov")
_BY_NAME = "a last column of depths, such as depth, coverage or mean"


def _recognize(head: list[str]) -> bool:
    if has_thresholds(head) or is_base_by_base(head) or _other_measure(head):
        return False
    columns = header_columns(head)
    named = sample_column(columns, columns[:3])
    at = columns.index(named) if named else None
    return mostly(head, lambda row: _is_depth(row if at is None else row[:at] + row[at + 1 :]))


def _is_depth(row: list[bytes]) -> bool:
    try:
        _depth(BedRow(row))
    except BadCell as bad:
        return bad.expected == _POINT
    return True


def _other_measure(head: Sequence[str]) -> str | None:
    """The last column's name, where the header says that it is a copy number or the like."""
    name = next(reversed(header_cells(head)), "")
    parts = re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())
    if any(word in name.lower() for word in _DEPTH_WORDS):
        return None
    return name if any(map(_NO_DEPTH.match, parts)) else None


def _doubts(file: DataFile) -> list[ReportWarning]:
    """The warning of what may be sums. Raises `InputProblem` for what cannot be depths."""
    rows = []
    for cells in data_rows(file.head()):
        try:
            interval = BedRow(cells)
        except BadCell:
            continue  # the reading of the file reports it
        written = cells[-1].decode("utf-8", "replace").strip()
        rows.append(Measured(interval.end - interval.start + 1, written))
    sums = are_sums(rows)
    if sums == "certain":
        raise file.problem(
            "the numbers are no depths: they grow with the length of the interval or are beyond "
            "any depth, as the sums of samtools bedcov",
            expected="the depth of each interval",
            advice="Give sums as bedcov=FILE. If they are depths all the same, say so with "
            "depth_bed=FILE.",
        )
    if sums is None:
        return []
    message = (
        "the numbers are read as depths, and could as well be sums of depths, as samtools bedcov "
        "writes them; give sums as bedcov=FILE, or say that they are depths with depth_bed=FILE"
    )
    return [ReportWarning(code="depth_may_be_sum", message=message, source=file.name)]


def _read(file: DataFile, scope: Scope) -> Content:
    other = _other_measure(file.head())
    if other is not None:
        raise file.problem(f"the last column is {other!r}, which is no depth", expected=_BY_NAME)
    return read_intervals(file, scope, _observation)


def _depth(interval: BedRow) -> float:
    cells = interval.cells
    if len(cells) not in (4, 5):
        raise BadCell(f"{len(cells)} columns", expected=_EXPECTED)
    try:
        depth = float(cells[-1])
    except ValueError:
        depth = math.nan
    if re.fullmatch(rb"\d+,\d+", cells[-1]):
        raise BadCell(shown(cells[-1]), column="depth", expected=_POINT)
    if not math.isfinite(depth) or depth < 0:
        raise BadCell(shown(cells[-1]), column="depth", expected="a number of 0 or more")
    return depth


def _observation(interval: BedRow, source: Source) -> DepthObservation:
    return DepthObservation(
        chrom=interval.chrom,
        start=interval.start,
        end=interval.end,
        depth=_depth(interval),
        source=source,
    )


NOT_READ = [
    NotRead(
        what="a table of intervals whose last column is a copy number or the like, and no depth",
        recognize=lambda head: _other_measure(head) is not None,
        advice="Copy numbers are given as --copy-number; a table of no known caller can be "
        "described in a YAML file, MINE.yaml=FILE (docs/copy-number.md).",
    )
]
FORMATS = [
    Format(
        name="depth_bed",
        role="coverage",
        about=_ABOUT,
        recognized_by="BED of 4 or 5 columns whose last is a number (mosdepth regions, per-base)",
        coordinates="0-based start",
        samples="column",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
        doubts=_doubts,
    )
]
