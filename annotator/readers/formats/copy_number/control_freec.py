"""Control-FREEC `_CNVs` (no header) and `_CNVs.p.value.txt`: the altered segments alone.

Its copy numbers are integers. Whether they are corrected for contamination is not in the file.
"""

from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.segments import SegmentTable
from annotator.readers.tables.table import TableShape

_PLACE = ("chr", "start", "end")
_COPIES = "copy number"
_COLUMNS = (*_PLACE, _COPIES, "status", "genotype", "uncertainty", "origin", "germline")
_STATUS = frozenset({"gain", "loss", "normal", "neutral"})


def _is_row(cells: list[str]) -> bool:
    if not 5 <= len(cells) <= len(_COLUMNS) or cells[4] not in _STATUS:
        return False
    return all(whole_number(cell) is not None for cell in cells[1:4])


FORMATS = [
    SegmentTable(
        name="control_freec",
        recognized_by="no header: chromosome, start, end, copies, gain/loss/normal (_CNVs)",
        place=_PLACE,
        caller="control_freec",
        coordinates="as written",
        copies=(_COPIES,),
        shape=TableShape(columns=_COLUMNS, ragged=True),
        first_row=_is_row,
    ).format,
    SegmentTable(
        name="control_freec_p",
        recognized_by="header with chr, start, end, copy number, status, WilcoxonRankSumTestPvalue",
        place=_PLACE,
        caller="control_freec",
        coordinates="as written",
        copies=(_COPIES,),
        also=("status", "WilcoxonRankSumTestPvalue"),
        shape=TableShape(ragged=True),
    ).format,
]
