"""`samtools bedcov`: the sum of the depths of an interval, read as their mean.

The sum stands behind the columns of the BED: of one BAM, without the further columns of -d and -c.
Nothing in such a row tells a sum from a depth, so that the format has to be given: `bedcov=FILE`.
"""

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.intervals import BedRow, read_intervals, shown
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import BadCell

_ABOUT = About(
    title="samtools bedcov",
    files="`samtools bedcov` of one BAM, without -d and -c, given as `bedcov=FILE`",
    link="https://www.htslib.org/doc/samtools-bedcov.html",
)
_EXPECTED = "chromosome, start, end, an optional name, and one sum of depths"


def _read(file: DataFile, scope: Scope) -> Content:
    return read_intervals(file, scope, _observation)


def _observation(interval: BedRow, source: Source) -> DepthObservation:
    cells = interval.cells
    if len(cells) not in (4, 5):
        raise BadCell(f"{len(cells)} columns", expected=_EXPECTED)
    total = whole_number(cells[-1].decode("utf-8", "replace"))
    if total is None:
        raise BadCell(shown(cells[-1]), column="sum", expected="a whole number, as bedcov writes")
    return DepthObservation(
        chrom=interval.chrom,
        start=interval.start,
        end=interval.end,
        depth=total / (interval.end - interval.start + 1),
        source=source,
    )


FORMATS = [
    Format(
        name="bedcov",
        role="coverage",
        about=_ABOUT,
        recognized_by="only where it is given as bedcov=FILE",
        coordinates="0-based start",
        samples="column",
        bad_rows="elsewhere",
        recognize=lambda _head: False,
        read=_read,
    )
]
