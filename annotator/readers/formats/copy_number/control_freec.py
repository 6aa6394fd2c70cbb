"""Control-FREEC `_CNVs` (no header) and `_CNVs.p.value.txt`: the altered segments alone.

Its copy numbers are integers. Whether they are corrected for contamination is not in the file.
"""

from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.segment_layout import SegmentLayout
from annotator.readers.tables.segments import SegmentTable

_COPIES = "copy number"
_COLUMNS = [
    *("chr", "start", "end", _COPIES, "status"),
    *("genotype", "uncertainty", "origin", "germline"),
]
_STATUS = frozenset({"gain", "loss", "normal", "neutral"})
_CNVS = SegmentLayout(
    name="control_freec",
    title="Control-FREEC",
    files="`_CNVs`",
    note="copies; only altered segments are listed",
    link="https://github.com/BoevaLab/FREEC",
    recognized_by="no header: chromosome, start, end, copies, gain/loss/normal (_CNVs)",
    columns=_COLUMNS,
    ragged=True,
    chrom="chr",
    start="start",
    end="end",
    copies=[_COPIES],
)
_WITH_P_VALUES = _CNVS.model_copy(
    update={
        "name": "control_freec_p",
        "caller": "control_freec",
        "title": "Control-FREEC, p values",
        "files": "`_CNVs.p.value.txt`",
        "recognized_by": "header with chr, start, end, copy number, status, "
        "WilcoxonRankSumTestPvalue",
        "columns": None,
        "also": ["status", "WilcoxonRankSumTestPvalue"],
    }
)


def _is_row(cells: list[str]) -> bool:
    if not 5 <= len(cells) <= len(_COLUMNS) or cells[4] not in _STATUS:
        return False
    return all(whole_number(cell) is not None for cell in cells[1:4])


FORMATS = [
    SegmentTable.of(_CNVS, coordinates="as written", first_row=_is_row).format,
    SegmentTable.of(_WITH_P_VALUES, coordinates="as written").format,
]
