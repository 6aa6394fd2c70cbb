"""Isofox `pass_fusions` and the table of all fusions, comma- or tab-separated: 1-based.

`Up` is the 5' and `Down` the 3' side. `Valid` says whether the strands of both genes fit that
order. Realigned fragments lie over the junction as split ones do, discordant ones around it.

Version 3 (oncoanalyser 3) has one `Name` instead of the columns of genes, `EML4_ALK`, of which a
half may be missing (`_ALK`), the orientation of each breakend instead of the strand of the gene,
and neither `Valid` nor `Filter`. Orientation 1 keeps the bases up to the position, -1 those after.
"""

from typing import Literal

from annotator.model.base import Strand
from annotator.model.observations import FusionObservation
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Format, Scope
from annotator.readers.tables.fusion_layout import FusionLayout, Side
from annotator.readers.tables.fusions import FusionTable, one_of
from annotator.readers.tables.gene_pairs import joined_by_underscore
from annotator.readers.tables.layout import FilterColumn
from annotator.readers.tables.table import BadCell, Row, quoted

_NAME = "isofox"
_RECOGNIZED_BY = (
    "header with ChrUp, PosUp, GeneNameUp, SplitFrags, RealignedFrags; of version 3 with Name, "
    "ChromosomeUp, PositionUp, OrientationUp, SplitFrags"
)
_OPPOSITE: dict[str, Strand] = {"1": "-", "-1": "+"}
_SAME: dict[str, Strand] = {"1": "+", "-1": "-"}

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
        name=_NAME,
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
        recognized_by=_RECOGNIZED_BY,
        columns=("Valid", *layout.required),
        sides=(layout.five_prime, layout.three_prime),
        fusions=fusions,
        shape=layout.shape,
    ).format


def _side_of_version_3(name: str) -> Side:
    return Side(chrom=f"Chromosome{name}", position=f"Position{name}")


_VERSION_3 = FusionLayout(
    name=_NAME,
    five_prime=_side_of_version_3("Up"),
    three_prime=_side_of_version_3("Down"),
    split_reads=["SplitFrags", "RealignedFrags"],
    spanning_reads=["DiscordantFrags"],
)


def _fusions_of_version_3(file: DataFile, row: Row, scope: Scope) -> list[FusionObservation]:
    """The fusion of a row; where a half of the name is missing its order is not known."""
    five, three = joined_by_underscore(row.cells["Name"], scope.targets.fusion_genes)
    found = _VERSION_3.observation(file, row)
    ordered = bool(five and three)
    return [
        found.model_copy(
            update={
                "five_prime": found.five_prime.model_copy(
                    update={"gene": five, "strand": _strand(row, "OrientationUp", _SAME)}
                ),
                "three_prime": found.three_prime.model_copy(
                    update={"gene": three, "strand": _strand(row, "OrientationDown", _OPPOSITE)}
                ),
                "ordered": ordered,
                "junction": "sense" if ordered else "unknown",
            }
        )
    ]


def _strand(row: Row, column: str, strands: dict[str, Strand]) -> Strand:
    cell = row.cells[column]
    if cell not in strands:
        raise BadCell(quoted(cell), column=column, expected="1 or -1")
    return strands[cell]


_TABLE_OF_VERSION_3 = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by=_RECOGNIZED_BY,
    columns=("Name", "OrientationUp", "OrientationDown", *_VERSION_3.required),
    sides=(_VERSION_3.five_prime, _VERSION_3.three_prime),
    fusions=_fusions_of_version_3,
)
FORMATS = [one_of([_format("tab"), _format("comma"), _TABLE_OF_VERSION_3.format])]
