"""MapSplice 2 `fusions_well_annotated.txt`: 62 columns without a header, 1-based.

The donor, first in each column, is the 5' partner. `coverage` counts the reads over the junction,
the encompassing pairs lie around it. The raw tables of fusions have neither genes nor this many
columns, and are no calls.
"""

import re

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.breakpoints import position_of, strand_pair
from annotator.readers.tables.fusion_layout import Side
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.table import BadCell, Row, TableShape, quoted
from annotator.readers.tables.table_format import first_cells

_ABOUT = About(
    title="MapSplice",
    files="`fusions_well_annotated.txt`",
    note="yes",
    versions=("2",),
    real=True,
)

_NAME = "mapsplice"
_NAMED = {
    1: "chromosomes",
    2: "donor end",
    3: "acceptor start",
    5: "coverage",
    6: "strands",
    20: "unique reads",
    28: "encompassing pairs",
    61: "donor genes",
    62: "acceptor genes",
}
_COLUMNS = tuple(_NAMED.get(number, f"column {number}") for number in range(1, 63))
_PAIR = re.compile(r"[^~\s]+~[^~\s]+")
_SUPPORT = ("coverage", "unique reads", "encompassing pairs")
_STRANDS = {"++", "+-", "-+", "--"}


def _first_row(cells: list[str]) -> bool:
    """A junction of two chromosomes; the raw tables too, so that they can be distinguished."""
    return len(cells) > 5 and _PAIR.fullmatch(cells[0]) is not None and cells[5] in _STRANDS


def _fusions(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    pair, strands = row.cells["chromosomes"], strand_pair(row, "strands")
    if not _PAIR.fullmatch(pair):
        raise BadCell(quoted(pair), column="chromosomes", expected="two of them, as in 2~2")
    chroms = [same_chromosome_name(chrom) for chrom in pair.split("~")]
    donor = (chroms[0], position_of(row, "donor end"))
    acceptor = (chroms[1], position_of(row, "acceptor start"))
    fusion = FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=end_of(row.cells["donor genes"], donor, strands[0]),
        three_prime=end_of(row.cells["acceptor genes"], acceptor, strands[1]),
        junction="sense",
        split_reads=row.count("coverage"),
        spanning_reads=row.count("encompassing pairs"),
        raw_support={column: row.cells[column] for column in _SUPPORT},
        raw_breakpoints=f"{pair}:{donor[1]}|{acceptor[1]}:{''.join(strands)}",
        source=Source(file=file.name, line=row.line),
    )
    return [fusion]


def _refuse(file: DataFile) -> None:
    if len(first_cells(file.head())) < len(_COLUMNS):
        raise file.problem(
            "this table of MapSplice names no genes: its junctions are not calls",
            expected="fusions_well_annotated.txt",
        )


FORMATS = [
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by="no header; the 1st column is two chromosomes as in 2~2, the 6th "
        "strands as in +-",
        columns=_COLUMNS,
        sides=(Side(breakpoint="chromosomes"),),
        fusions=_fusions,
        shape=TableShape("\t", _COLUMNS, ragged=True),
        first_row=_first_row,
        refuse=_refuse,
    ).format
]
