"""EnFusion: fusions of several callers, one row per caller, or one row per pair of genes.

`OrderedFusion` (`A>>B`) has the genes in the order of the row, 5' first as the caller had it. A
row of several callers has the places and the order of one of them, so that the order is open.
"""

from collections.abc import Iterator

from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About
from annotator.readers.tables.breakpoints import place_of, strand_of
from annotator.readers.tables.fusions import FusionTable, both_sides, raw_cells, reads
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.table import Row, TableShape
from annotator.readers.tables.tool_names import caller_of

_ABOUT = About(
    title="EnFusion",
    files="overlap and collapse tables",
    note="yes; open in a row of several callers",
    link="https://github.com/nch-igm/EnFusion",
    real=True,
)

_NAME = "enfusion"
_REQUIRED = ("UnorderedFusion", "OrderedFusion", "Gene1", "Gene2", "Chr1", "Break1", "Chr2",
             "Break2")  # fmt: skip
_SHAPE = TableShape(comments=True)


def _observations(file: DataFile, row: Row) -> Iterator[FusionObservation]:
    five, three = _end(row, "1"), _end(row, "2")
    tools = [tool for tool in row.cells.get("Tool", "").split(",") if tool]
    ordered = len(tools) < 2
    for caller in dict.fromkeys(caller_of(tool) for tool in tools or [_NAME]):
        yield FusionObservation(
            caller=caller,
            assay="rna",
            five_prime=five,
            three_prime=three,
            junction="sense" if ordered else "unknown",
            ordered=ordered,
            split_reads=reads(row, "SupportingReads"),
            raw_support=raw_cells(row, "SupportingReads"),
            raw_breakpoints="|".join(
                f"{row.cells[f'Chr{side}']}:{row.cells[f'Break{side}']}" for side in "12"
            ),
            source=Source(file=file.name, line=row.line),
        )


def _end(row: Row, side: str) -> FusionEnd:
    chrom, position, _ = place_of(row, f"Break{side}", f"Chr{side}")
    strand = strand_of(row, f"Strand{side}") if f"Strand{side}" in row.cells else None
    return end_of(gene_symbols(row.cells[f"Gene{side}"]), (chrom, position), strand)


FORMATS = [
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by="header with UnorderedFusion, OrderedFusion, Gene1, Break1",
        columns=_REQUIRED,
        sides=both_sides("12", gene="Gene#", chrom="Chr#", position="Break#"),
        shape=_SHAPE,
        fusions=lambda file, row, _scope: _observations(file, row),
    ).format
]
