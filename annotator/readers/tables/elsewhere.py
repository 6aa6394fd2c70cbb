"""Whether a bad row of a table lies elsewhere, so that it can touch no gene that is looked at.

Judged with caution: a gene, chromosome or position that cannot be read may be any.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from annotator.readers.lines.regions import Regions, chromosome_key
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import MISSING, Row, SkippedRows

_CHROMOSOMES = frozenset({*map(str, range(1, 23)), "X", "Y", "M", "MT"})
_OTHER_CONTIG = re.compile(
    r"(?:chr)?(?:[0-9XY]{1,2}_|Un_|EBV$)|(?:GL|KI|KN|KV|JH|JTFH|NC_|NT_|NW_)\d|hs37d5$|hs38d1$"
    r"|HLA-|decoy",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z0-9_.\-]+")
_GENES = re.compile(r"[A-Za-z][\w.\-@]*(?:[\s;,/|:^()&+]+[\w.\-@]*)*", re.ASCII)
_NO_GENE = MISSING | {"-", "--", "N/A", "None", "none", "nan", "NULL"}

Where = Literal["elsewhere", "near", "unreadable", "missing"]


def is_contig(name: str) -> bool:
    """Whether a text can be read as a chromosome or another contig of a human assembly."""
    return chromosome_key(name) in _CHROMOSOMES or _OTHER_CONTIG.match(name) is not None


@dataclass(frozen=True)
class LookedAt:
    """The genes and regions that a table is looked through for; without genes all is near."""

    genes: frozenset[str]
    regions: Regions

    def names(self, cell: str) -> bool:
        """Whether a cell names one of the genes, also as a part (`EML4--ALK`, `ALK_intron19`)."""
        words = (part for word in _WORD.findall(cell) for part in re.split(r"[-_.]+", word))
        return not self._upper.isdisjoint(word.upper() for word in words)

    def place(self, chrom: str, position: str | None) -> Where:
        """Where a place lies; without a position the whole chromosome counts."""
        chrom = chrom.strip().strip('"')
        if chrom in MISSING:
            return "missing"
        if not self.genes:
            return "near"
        if not is_contig(chrom):
            return "unreadable"
        if not self.regions.on(chrom):
            return "elsewhere"
        number = None if position is None else whole_number(position.strip())
        if not number:
            return "near"
        return "near" if self.regions.overlaps(chrom, number) else "elsewhere"

    def written_places(self, cell: str) -> Where:
        """Where the places of one cell lie: `chr2:29223528:-`, `22:1|11:2`, `2_29446396__2_42491`.

        `elsewhere` where all do, and where chromosomes stand alone (`chr1~chr5`).
        """
        found = {self._written_place(part) for part in re.split(r"[|~]|__", cell.strip())}
        order: tuple[Where, ...] = ("near", "unreadable", "missing", "elsewhere")
        return next(where for where in order if where in found)

    def _written_place(self, text: str) -> Where:
        chrom, colon, rest = text.strip().partition(":")
        if colon:
            return self.place(chrom, re.split(r"[:\-]", rest)[0])
        before, _, after = text.strip().rpartition("_")
        return self.place(before, after) if is_contig(before) else self.place(text, None)

    def may_be_in(self, cells: Iterable[str]) -> bool:
        """Whether any cell, in whatever column, names a gene or a chromosome looked at."""
        return any(
            self.names(cell) or bool(self.regions.on(re.split(r"[:\s]", cell)[0])) for cell in cells
        )

    @property
    def _upper(self) -> frozenset[str]:
        return frozenset(gene.upper() for gene in self.genes)


def rows_of_other_genes(genes: frozenset[str], column: str) -> SkippedRows:
    """What takes the bad rows of a table of genes that names another gene in a column."""
    looked_at = LookedAt(genes, Regions(()))

    def elsewhere(row: Row) -> bool:
        return names_something(row.cells.get(column, "")) and no_cell_names(row.cells.values())

    def no_cell_names(cells: Iterable[str]) -> bool:
        return bool(genes) and not any(map(looked_at.names, cells))

    return SkippedRows(elsewhere, no_cell_names)


def names_something(cell: str) -> bool:
    """Whether a cell names a gene: not empty, and written as genes are."""
    return cell not in _NO_GENE and _GENES.fullmatch(cell.strip()) is not None


def is_unreadable(cell: str) -> bool:
    """Whether a cell of genes holds something that is none."""
    return cell not in _NO_GENE and not names_something(cell)
