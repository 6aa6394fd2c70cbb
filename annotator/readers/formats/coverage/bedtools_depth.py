"""`bedtools coverage -d`: every base of every interval of a BED, a row each.

After the columns of the BED stand the position in the interval, from 1, and the depth. With a BED
of three columns such a row looks like an interval with a name and a depth: rows of one interval
whose positions follow each other tell it.
"""

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.intervals import BedRow, is_base_by_base, read_intervals, shown
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import BadCell

_ABOUT = About(
    title="bedtools coverage",
    files="`bedtools coverage -d`",
    link="https://github.com/arq5x/bedtools2",
)


def _read(file: DataFile, scope: Scope) -> Content:
    return read_intervals(file, scope, _observation)


def _observation(interval: BedRow, source: Source) -> DepthObservation:
    place, depth = (_number(interval, column) for column in (-2, -1))
    base = interval.start + place - 1
    if not interval.start <= base <= interval.end:
        raise BadCell(str(place), column="position", expected="a position in the interval, from 1")
    return DepthObservation(chrom=interval.chrom, start=base, end=base, depth=depth, source=source)


def _number(interval: BedRow, column: int) -> int:
    cell = interval.cells[column] if len(interval.cells) >= 5 else b""
    value = whole_number(cell.decode("utf-8", "replace"))
    if value is None:
        name = "depth" if column == -1 else "position"
        raise BadCell(shown(cell), column=name, expected="a whole number")
    return value


FORMATS = [
    Format(
        name="bedtools_depth",
        role="coverage",
        about=_ABOUT,
        recognized_by="BED with two more columns: position in the interval (1, 2, ...), and depth",
        coordinates="0-based start; position in the interval from 1",
        samples="column",
        bad_rows="elsewhere",
        recognize=is_base_by_base,
        read=_read,
    )
]
