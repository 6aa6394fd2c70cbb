"""Read depth as BED: mosdepth `regions.bed` and `per-base.bed`, or any BED that ends in a depth.

Four columns (chromosome, start, end, depth) or five (a name before the depth); start is 0-based.
"""

import math

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.formats.coverage.mosdepth_thresholds import has_thresholds
from annotator.readers.lines.intervals import (
    BedRow,
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


def _recognize(head: list[str]) -> bool:
    if has_thresholds(head) or is_base_by_base(head):
        return False
    columns = header_columns(head)
    named = sample_column(columns, columns[:3])
    at = columns.index(named) if named else None
    return mostly(head, lambda row: _is_depth(row if at is None else row[:at] + row[at + 1 :]))


def _is_depth(row: list[bytes]) -> bool:
    try:
        _depth(BedRow(row))
    except BadCell:
        return False
    return True


def _read(file: DataFile, scope: Scope) -> Content:
    return read_intervals(file, scope, _observation)


def _depth(interval: BedRow) -> float:
    cells = interval.cells
    if len(cells) not in (4, 5):
        raise BadCell(f"{len(cells)} columns", expected=_EXPECTED)
    try:
        depth = float(cells[-1])
    except ValueError:
        depth = math.nan
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
    )
]
