"""SOAPfuse `final.Fusion.specific.for.genes`: `up` is the 5' and `dw` the 3' partner.

Positions are 1-based. Span_reads_num counts pairs around the junction, Junc_reads_num reads over
it. The last column says `both` where the frame depends on the transcript.
"""

from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.layout import FrameColumn, FusionLayout, Side


def _side(prefix: str) -> Side:
    return Side(
        gene=f"{prefix}_gene",
        chrom=f"{prefix}_chr",
        position=f"{prefix}_Genome_pos",
        strand=f"{prefix}_strand",
    )


_LAYOUT = FusionLayout(
    name="soapfuse",
    five_prime=_side("up"),
    three_prime=_side("dw"),
    split_reads=["Junc_reads_num"],
    spanning_reads=["Span_reads_num"],
    frame=FrameColumn(
        column="down_fusion_part_frame-shift_or_not",
        in_frame=["inframe-shift"],
        out_of_frame=["frame-shift"],
    ),
)
FORMATS = [
    FusionTable.of(_LAYOUT, "header with up_gene, up_Genome_pos, dw_gene, Junc_reads_num").format
]
