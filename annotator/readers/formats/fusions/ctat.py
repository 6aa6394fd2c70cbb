"""STAR-Fusion, FusionInspector and ctat-LR-fusion, which write the same columns.

Columns are read by name, since their number and order differ between versions, and merged tables
have a column of the sample before or after them. Breakpoints are `chromosome:position:strand`,
1-based, in transcript order; the strand is the transcribed one. FusionInspector and
ctat-LR-fusion give positions on their own contigs beside it.
"""

from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.layout import FilterColumn, FrameColumn, FusionLayout, Side

_JUNCTION_READS = "JunctionReadCount"
_SPANNING_READS = "SpanningFragCount"
_LONG_READS = "num_LR"
_ON_CONTIG = "LeftLocalBreakpoint"
_FRAME = FrameColumn(column="PROT_FUSION_TYPE", in_frame=["INFRAME"], out_of_frame=["FRAMESHIFT"])
_STAR_FUSION = FusionLayout(
    name="star_fusion",
    five_prime=Side(gene="LeftGene", breakpoint="LeftBreakpoint"),
    three_prime=Side(gene="RightGene", breakpoint="RightBreakpoint"),
    split_reads=[_JUNCTION_READS],
    spanning_reads=[_SPANNING_READS],
    other_reads=["est_J", "est_S"],
    frame=_FRAME,
    flags=FilterColumn(
        column="LargeAnchorSupport", passing=["YES", "YES_LDAS"], named={"NO": "NO_LDAS"}
    ),
    sample="sample",
    optional=["est_J", "est_S", _FRAME.column, "LargeAnchorSupport", "sample"],
    aliases={"Sample": "sample", "tumor_id": "sample"},
)
# With short reads the tables of long and of short reads are joined: a row may lack either count.
_CTAT_LR_FUSION = FusionLayout(
    name="ctat_lr_fusion",
    five_prime=_STAR_FUSION.five_prime,
    three_prime=_STAR_FUSION.three_prime,
    split_reads=[_LONG_READS, _JUNCTION_READS],
    spanning_reads=[_SPANNING_READS],
    frame=_FRAME,
    sample="sample",
    optional=[_JUNCTION_READS, _SPANNING_READS, _FRAME.column, "sample"],
    aliases=_STAR_FUSION.aliases,
)

FORMATS = [
    FusionTable.of(
        _STAR_FUSION,
        "header with FusionName, JunctionReadCount, LeftBreakpoint, RightBreakpoint",
        unlike=[_ON_CONTIG, _LONG_READS],
    ).format,
    FusionTable.of(
        _STAR_FUSION.model_copy(update={"name": "fusioninspector"}),
        "the header of STAR-Fusion with LeftLocalBreakpoint",
        unlike=[_LONG_READS],
        amends_by=[_ON_CONTIG],
    ).format,
    FusionTable.of(_CTAT_LR_FUSION, "header with FusionName, num_LR, LeftBreakpoint").format,
]
