"""ascatNgs `copynumber.caveman.csv`: segments without a header, 1-based.

The copies of the tumor are corrected for the purity and ploidy of its fit; those of the normal
before them are not read.
"""

from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.segment_layout import SegmentLayout
from annotator.readers.tables.segments import SegmentTable

_COLUMNS = [
    *("segment", "chromosome", "start", "end"),
    *("normal total", "normal minor", "tumor total", "tumor minor"),
]
_LAYOUT = SegmentLayout(
    name="ascat_ngs",
    caller="ascat",
    title="ascatNgs",
    files="`copynumber.caveman.csv`",
    note="copies of the tumor",
    link="https://github.com/cancerit/ascatNgs",
    recognized_by="comma-separated, no header: number from 1, chromosome, start, end, copies of "
    "the normal (total, minor) and of the tumor (copynumber.caveman.csv)",
    delimiter="comma",
    columns=_COLUMNS,
    chrom="chromosome",
    start="start",
    end="end",
    copies=["tumor total"],
    purity_corrected=True,
)


def _is_caveman(cells: list[str]) -> bool:
    if len(cells) != len(_COLUMNS):
        return False
    numbers = [whole_number(cell) for cell in (cells[0], *cells[2:])]
    return None not in numbers and numbers[0] == 1


FORMATS = [SegmentTable.of(_LAYOUT, first_row=_is_caveman).format]
