"""Cells of fusion tables that name genes."""

import re
from collections.abc import Sequence

from annotator.model.base import Strand
from annotator.model.observations import FusionEnd
from annotator.readers.lines.regions import same_chromosome_name

_NONE = frozenset({"", ".", "-", "--", "NA", "N/A", "None", "none", "nan", "NULL"})
_DISTANCE = re.compile(r"\(-?\d+\)$")


def gene_symbols(cell: str) -> list[str]:
    """The symbols of a cell, in order, each once; none where it names no gene.

    Genes that overlap are separated by `;`, `,` or `/`. The identifier after `^` (STAR-Fusion) is
    left out, and so is a gene with a distance in brackets (Arriba): it lies next to the breakpoint.
    """
    symbols = []
    for part in re.split(r"[;,/]", cell):
        symbol = part.strip().partition("^")[0].strip()
        if symbol not in _NONE and symbol not in symbols and not _DISTANCE.search(symbol):
            symbols.append(symbol)
    return symbols


def end_of(
    genes: str | Sequence[str],
    place: tuple[str, int] | None = None,
    strand: Strand | None = None,
) -> FusionEnd:
    """One side of a fusion: the genes of a cell, or by symbol, and where it breaks (1-based)."""
    symbols = gene_symbols(genes) if isinstance(genes, str) else genes
    return FusionEnd(
        gene=symbols[0] if symbols else None,
        other_genes=list(symbols[1:]),
        chrom=same_chromosome_name(place[0]) if place else None,
        position=place[1] if place else None,
        strand=strand,
    )
