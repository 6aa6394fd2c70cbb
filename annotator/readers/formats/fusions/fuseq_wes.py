"""FuSeq_WES `FuSeq_WES_FusionFinal.txt`: fusions from exome DNA, by the names of the genes alone.

`gene1` and `gene2` stand in no order; `strand1` and `strand2` are those of the genes.
"""

from dataclasses import replace

from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.layout import FusionLayout, Side
from annotator.readers.tables.table import header_of

_LAYOUT = FusionLayout(
    name="fuseq_wes",
    assay="dna",
    ordered=False,
    five_prime=Side(gene="gene1"),
    three_prime=Side(gene="gene2"),
    split_reads=["SR"],
    spanning_reads=["MR"],
)
_COLUMNS = ("name21", "supportCount", *_LAYOUT.required)


def _recognize(head: list[str]) -> bool:
    return set(header_of(head)).issuperset(_COLUMNS)


FORMATS = [
    replace(
        FusionTable.of(_LAYOUT, "header with " + ", ".join(_COLUMNS)).format,
        recognize=_recognize,
        coordinates="none",
    )
]
