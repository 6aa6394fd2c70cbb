"""mosdepth `thresholds.bed`: how many bases of each region reach each of some depths.

Which of its bases are the shallow ones is not given. What can be said of every base is therefore
the highest depth that all bases of the region reach, or that one may have no read at all.
"""

import re
from collections.abc import Iterable
from functools import partial

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.intervals import BedRow, read_intervals, shown
from annotator.readers.tables.table import BadCell

_ABOUT = About(
    title="mosdepth thresholds",
    files="`thresholds.bed.gz`",
    link="https://github.com/brentp/mosdepth",
)

_HEADER = re.compile(r"#chrom\tstart\tend\tregion((?:\t\d{1,9}X)+)\s*$")
_PLACE = 4  # chromosome, start, end and name come before the counts


def thresholds(head: Iterable[str]) -> list[int]:
    """The depths N of the columns `NX` that the header lists; empty where it is another file."""
    for line in head:
        header = _HEADER.match(line)
        if header:
            return [int(column.removesuffix("X")) for column in header[1].split()]
    return []


def has_thresholds(head: Iterable[str]) -> bool:
    """Whether the header is that of a table of thresholds."""
    return bool(thresholds(head))


def _read(file: DataFile, scope: Scope) -> Content:
    judge = partial(_observation, thresholds(file.head()))
    return read_intervals(file, scope, judge)


def _observation(limits: list[int], interval: BedRow, source: Source) -> DepthObservation:
    counts = interval.cells[_PLACE:]
    if len(counts) != len(limits):
        raise BadCell(f"{len(counts)} counts", expected=f"{len(limits)} as in the header")
    length = interval.end - interval.start + 1
    reached = 0
    for limit, count in zip(limits, counts, strict=True):
        if not count.isdigit() or len(count) > len(str(length)) or int(count) > length:
            raise BadCell(shown(count), column=f"{limit}X", expected=f"at most {length} bases")
        if int(count) == length:
            reached = max(reached, limit)
    return DepthObservation(
        chrom=interval.chrom,
        start=interval.start,
        end=interval.end,
        depth=reached,
        at_least=True,
        source=source,
    )


FORMATS = [
    Format(
        name="mosdepth_thresholds",
        role="coverage",
        about=_ABOUT,
        recognized_by="header #chrom start end region and columns such as 10X, 100X",
        coordinates="0-based start",
        bad_rows="elsewhere",
        recognize=has_thresholds,
        read=_read,
        may_coincide=True,
    )
]
