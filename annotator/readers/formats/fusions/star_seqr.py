"""STAR-SEQR `candidates.txt` and `breakpoints.txt`: LEFT is the 5' partner, positions 0-based.

DISPOSITION holds PASS or the reasons why a candidate did not pass.
"""

from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.layout import FilterColumn, FusionLayout, Side

_LAYOUT = FusionLayout(
    name="star_seqr",
    base=0,
    five_prime=Side(gene="LEFT_SYMBOL", breakpoint="BRKPT_LEFT"),
    three_prime=Side(gene="RIGHT_SYMBOL", breakpoint="BRKPT_RIGHT"),
    split_reads=["NREAD_JXNLEFT", "NREAD_JXNRIGHT"],
    spanning_reads=["NREAD_SPANS"],
    filters=FilterColumn(column="DISPOSITION"),
)
FORMATS = [FusionTable.of(_LAYOUT, "header with BRKPT_LEFT, NREAD_SPANS, DISPOSITION").format]
