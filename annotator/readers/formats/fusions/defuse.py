"""deFuse `results.filtered.tsv`, `results.classify.tsv` and `results.tsv`: 65 to 71 columns.

gene1 and gene2 stand in no order. `genomic_strandN` tells the kept side of a breakpoint: `+` up
to it, `-` from it on; with the strands of the genes this gives the order. Positions are 1-based.
`orf` (the whole reading frame of the fusion is open) is not the frame of the junction.
"""

import re
from dataclasses import replace

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Scope
from annotator.readers.junction import Junction, JunctionEnd, orient
from annotator.readers.tables.breakpoints import kept_side, place_of, strand_of
from annotator.readers.tables.fusions import FusionTable, both_sides
from annotator.readers.tables.gene_names import gene_symbols
from annotator.readers.tables.table import Row

_ABOUT = About(
    title="deFuse",
    files="`results.filtered.tsv`, `results.classify.tsv`, `results.tsv`",
    note="by kept sides",
    link="https://github.com/amcpherson/defuse",
    versions=("0.6",),
    real=True,
)

_NAME = "defuse"
_READS = ("splitr_count", "span_count")
_OF_SIDE = (
    "gene_name", "gene_chromosome", "gene_strand", "genomic_break_pos", "genomic_strand",
)  # fmt: skip
_REQUIRED = (*_READS, *(f"{name}{side}" for side in "12" for name in _OF_SIDE))
# The filtered table alone is of calls; the others list every candidate with the same columns.
_CANDIDATES = re.compile(r"results(\.classify)?\.tsv")


def _read(file: DataFile, scope: Scope) -> Content:
    filters = ["unfiltered"] if _CANDIDATES.search(file.name) else []

    def parse(row: Row) -> FusionObservation:
        return orient(_junction(file, row, filters), scope.targets.strand_at)

    kept = _TABLE.rows(file, scope, parse)
    return Content(
        fusions=kept.rows, warnings=kept.warnings, sample_name=kept.name, sample_names=kept.names
    )


def _junction(file: DataFile, row: Row, filters: list[str]) -> Junction:
    split, spanning = (row.count(column) for column in _READS)
    return Junction(
        caller=_NAME,
        assay="rna",
        first=_end(row, "1"),
        second=_end(row, "2"),
        split_reads=split,
        spanning_reads=spanning,
        raw_support={column: row.cells[column] for column in _READS},
        confidence=row.text("probability"),
        filters=filters,
        raw_breakpoints="|".join(_written(row, side) for side in "12"),
        source=Source(file=file.name, line=row.line),
    )


def _end(row: Row, side: str) -> JunctionEnd:
    chrom, position, _ = place_of(row, f"genomic_break_pos{side}", f"gene_chromosome{side}")
    return JunctionEnd(
        chrom=chrom,
        position=position,
        kept=kept_side(row, f"genomic_strand{side}"),
        genes=tuple(gene_symbols(row.cells[f"gene_name{side}"])),
        gene_strand=strand_of(row, f"gene_strand{side}"),
    )


def _written(row: Row, side: str) -> str:
    columns = (f"{name}{side}" for name in _OF_SIDE if name not in ("gene_name", "gene_strand"))
    return ":".join(row.cells[column] for column in columns)


_TABLE = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by="header with splitr_count, span_count, genomic_break_pos1, genomic_strand1",
    columns=_REQUIRED,
    sides=both_sides(
        "12", gene="gene_name#", chrom="gene_chromosome#", position="genomic_break_pos#"
    ),
    fusions=lambda _file, _row, _scope: (),
    sample="library_name",
    needs_build=True,
)
FORMATS = [replace(_TABLE.format, read=_read)]
