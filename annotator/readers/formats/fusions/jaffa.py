"""JAFFA and JAFFAL `jaffa_results.csv`, from 1.0x (no strands) to 2.x.

Genes stand in transcript order with their places, 1-based; the strand is that of the gene, since
a row joins the 5' part of the one with the 3' part of the other. Spanning pairs are `-` where the
contig is too short to tell them.
"""

from annotator.model.observations import FusionObservation
from annotator.readers.tables.fusion_layout import FrameColumn, FusionLayout, GenePair, Side
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.table import Row

_LAYOUT = FusionLayout(
    name="jaffa",
    title="JAFFA",
    files="`jaffa_results.csv`, also of JAFFAL",
    note="yes",
    link="https://github.com/Oshlack/JAFFA",
    versions=["2.x"],
    tested_on_real_file=True,
    recognized_by="CSV header with fusion genes, base1, spanning pairs",
    delimiter="comma",
    # `A:B`, since 2.4 `A::B`; JAFFAL may join three.
    genes=GenePair(column="fusion genes", separator=":"),
    five_prime=Side(chrom="chrom1", position="base1", strand="strand1"),
    three_prime=Side(chrom="chrom2", position="base2", strand="strand2"),
    split_reads=["spanning reads"],
    spanning_reads=["spanning pairs"],
    frame=FrameColumn(column="inframe", in_frame=["TRUE"], out_of_frame=["FALSE"]),
    confidence="classification",
    sample="sample",
    optional=["strand1", "strand2"],
)
# What JAFFA itself takes for no fusion, by the names of its versions.
_NO_FUSION = frozenset(
    {"PotentialRegularTranscript", "PotentialRunThrough", "PotentialReadThrough"}
)


def _amend(_row: Row, seen: FusionObservation) -> FusionObservation:
    if seen.confidence not in _NO_FUSION:
        return seen
    return seen.model_copy(update={"filters": [seen.confidence]})


FORMATS = [FusionTable.of(_LAYOUT, amend=_amend).format]
