"""The name of a fusion and the columns of its genes: a warning where they contradict."""

from collections.abc import Iterable, Iterator

from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.tables.gene_names import gene_symbols
from annotator.readers.tables.gene_pairs import gene_pair
from annotator.readers.tables.table import Row

_COLUMN = "fusionname"
_IDENTIFIER = "ENSG"


def name_warnings(
    file: DataFile, row: Row, fusions: Iterable[FusionObservation], known: frozenset[str]
) -> Iterator[ReportWarning]:
    """The warning of a row whose FusionName is of other genes, or in another order.

    Rows are looked at that name one of the `known` genes. The columns are what is read.
    """
    cell = next((c for name, c in row.cells.items() if _bare(name) == _COLUMN), "")
    pair = gene_pair(cell, known)
    if pair is None:
        return
    named = [gene_symbols(side) for side in pair]
    for fusion in fusions:
        ends = (fusion.five_prime, fusion.three_prime)
        genes = {gene for end in ends for gene in end.genes} | {g for side in named for g in side}
        if known.isdisjoint(genes) or all(map(_agree, named, ends)):
            continue
        columns = " and ".join(", ".join(end.genes) or "no gene" for end in ends)
        message = (
            f"the row is called {cell[:60]}, and its columns name {columns}: the columns are read; "
            "check the row"
        )
        source = Source(file=file.name, line=row.line).place
        yield ReportWarning(code="fusion_name_disagrees", message=message, source=source)


def _bare(column: str) -> str:
    return column.replace("_", "").replace(" ", "").lower()


def _agree(named: list[str], end: FusionEnd) -> bool:
    """Whether a side of the name is of the genes of its columns; identifiers tell nothing."""
    symbols = [gene for gene in end.genes if not gene.startswith(_IDENTIFIER)]
    return not named or not symbols or not set(named).isdisjoint(symbols)
