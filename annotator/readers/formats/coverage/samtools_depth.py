"""`samtools depth`: every base of the targets a row, of one BAM.

Three columns without a header, or after `#CHROM POS FILE` (option -H). A BED of three columns
looks alike, but its third cell is an end, which lies after the start; a depth is not a position.
"""

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.intervals import BaseRow, BedRow, mostly, read_intervals, shown
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import BadCell

_ABOUT = About(
    title="samtools depth",
    files="`samtools depth`",
    link="https://github.com/samtools/samtools",
)


def _recognize(head: list[str]) -> bool:
    return mostly(head, _is_base)


def _is_base(row: list[bytes]) -> bool:
    if len(row) != 3:
        return False
    place, depth = (whole_number(cell.decode("utf-8", "replace")) for cell in row[1:])
    return place is not None and depth is not None and depth < place


def _read(file: DataFile, scope: Scope) -> Content:
    return read_intervals(file, scope, _observation, BaseRow)


def _observation(base: BedRow, source: Source) -> DepthObservation:
    cells = base.cells
    if len(cells) != 3:
        raise BadCell(f"{len(cells)} columns", expected="chromosome, position and one depth")
    depth = whole_number(cells[2].decode("utf-8", "replace"))
    if depth is None:
        raise BadCell(shown(cells[2]), column="depth", expected="a whole number")
    return DepthObservation(
        chrom=base.chrom, start=base.start, end=base.end, depth=depth, source=source
    )


FORMATS = [
    Format(
        name="samtools_depth",
        role="coverage",
        about=_ABOUT,
        recognized_by="three columns, no header or #CHROM POS FILE: chromosome, position, depth",
        coordinates="1-based",
        samples="column",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
    )
]
