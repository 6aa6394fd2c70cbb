"""The RNA fusions that PCGR takes: FusionGene, LeftBreakpoint (5'), RightBreakpoint, SplitReads.

A side without a gene is empty (`--ALK`).
"""

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About
from annotator.readers.tables.breakpoints import place_of
from annotator.readers.tables.fusions import FusionTable, both_sides, raw_cells, reads
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.gene_pairs import gene_pair
from annotator.readers.tables.table import BadCell, Row, quoted

_ABOUT = About(
    title="PCGR",
    files="RNA fusions, the input of PCGR",
    note="yes",
    link="https://github.com/sigven/pcgr",
    versions=("2.x",),
    real=True,
)

_NAME = "pcgr"
_REQUIRED = ("FusionGene", "LeftBreakpoint", "RightBreakpoint", "SplitReads")


def _observation(file: DataFile, row: Row) -> FusionObservation:
    pair = row.cells["FusionGene"]
    sides = gene_pair(pair)
    if sides is None:
        raise BadCell(quoted(pair), column="FusionGene", expected="two genes, as in EML4--ALK")
    places = [place_of(row, column) for column in ("LeftBreakpoint", "RightBreakpoint")]
    ends = [
        end_of(gene_symbols(side), (chrom, position), strand)
        for side, (chrom, position, strand) in zip(sides, places, strict=True)
    ]
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=ends[0],
        three_prime=ends[1],
        junction="sense",
        split_reads=reads(row, "SplitReads"),
        raw_support=raw_cells(row, "SplitReads"),
        confidence=row.text("Score"),
        raw_breakpoints=f"{row.cells['LeftBreakpoint']}|{row.cells['RightBreakpoint']}",
        source=Source(file=file.name, line=row.line),
    )


FORMATS = [
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by="header with " + ", ".join(_REQUIRED),
        columns=_REQUIRED,
        sides=both_sides(("Left", "Right"), breakpoint="#Breakpoint"),
        fusions=lambda file, row, _scope: [_observation(file, row)],
    ).format
]
