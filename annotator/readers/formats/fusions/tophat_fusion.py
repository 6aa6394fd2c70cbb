"""TopHat-Fusion `result.txt` of tophat-fusion-post: eleven columns without a header, 0-based.

The two genes are put in order where their strands allow it, but the table does not say where they
did: the order is taken as not given. Spanning reads lie over the junction, spanning pairs around
it; the tenth column counts pairs of which one read is a spanning read already.
"""

from annotator.readers.tables.fusion_layout import FusionLayout, Side
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.numbers import whole_number

_COLUMNS = [
    "sample",
    "left gene",
    "left chromosome",
    "left position",
    "right gene",
    "right chromosome",
    "right position",
    "spanning reads",
    "spanning pairs",
    "pairs with a spanning read",
    "score",
]
_WHOLE = (3, 6, 7, 8, 9)
_LAYOUT = FusionLayout(
    name="tophat_fusion",
    title="TopHat-Fusion",
    files="`result.txt`",
    note="open",
    link="https://ccb.jhu.edu/software/tophat/fusion_index.shtml",
    tested_on_real_file=True,
    recognized_by="no header; 11 columns, the 4th and 7th are positions, the 8th to 10th counts",
    columns=_COLUMNS,
    base=0,
    ordered=False,
    five_prime=Side(gene="left gene", chrom="left chromosome", position="left position"),
    three_prime=Side(gene="right gene", chrom="right chromosome", position="right position"),
    split_reads=["spanning reads"],
    spanning_reads=["spanning pairs"],
    sample="sample",
)


def _first_row(cells: list[str]) -> bool:
    return len(cells) == len(_COLUMNS) and all(
        whole_number(cells[number]) is not None for number in _WHOLE
    )


FORMATS = [FusionTable.of(_LAYOUT, first_row=_first_row).format]
