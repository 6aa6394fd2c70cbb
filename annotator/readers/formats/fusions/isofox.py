"""Isofox `pass_fusions` and the table of all fusions, comma- or tab-separated: 1-based.

`Up` is the 5' and `Down` the 3' side. `Valid` says whether the strands of both genes fit that
order. Realigned fragments lie over the junction as split ones do, discordant ones around it.
"""

from typing import Literal

from annotator.model.observations import FusionObservation
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Format, Scope
from annotator.readers.tables.fusion_layout import FusionLayout, Side
from annotator.readers.tables.fusions import FusionTable, one_of
from annotator.readers.tables.layout import FilterColumn
from annotator.readers.tables.table import Row

_ABOUT = About(
    title="Isofox",
    files="`pass_fusions`, all fusions; comma or tab",
    note="yes",
    link="https://github.com/hartwigmedical/hmftools",
    versions=("1.x",),
    real=True,
)


def _side(name: str) -> Side:
    return Side(
        gene=f"GeneName{name}", chrom=f"Chr{name}", position=f"Pos{name}", strand=f"Strand{name}"
    )


def _format(delimiter: Literal["tab", "comma"]) -> Format:
    layout = FusionLayout(
        name="isofox",
        delimiter=delimiter,
        five_prime=_side("Up"),
        three_prime=_side("Down"),
        split_reads=["SplitFrags", "RealignedFrags"],
        spanning_reads=["DiscordantFrags"],
        filters=FilterColumn(column="Filter"),
    )

    def fusions(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
        found = layout.observation(file, row)
        if row.cells["Valid"] == "true":
            return [found]
        return [found.model_copy(update={"junction": "unknown", "ordered": False})]

    return FusionTable(
        name=layout.name,
        about=_ABOUT,
        recognized_by="header with ChrUp, PosUp, GeneNameUp, SplitFrags, RealignedFrags",
        columns=("Valid", *layout.required),
        fusions=fusions,
        shape=layout.shape,
    ).format


FORMATS = [one_of([_format("tab"), _format("comma")])]
