"""annoFuse: the standardised fusions and putative drivers of Arriba and STAR-Fusion, of a cohort.

Each row is one call of one caller (Caller); A is the 5' gene, B the 3' gene.
"""

from annotator.model.base import Frame
from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About
from annotator.readers.tables.breakpoints import place_of
from annotator.readers.tables.fusions import FusionTable, both_sides, raw_cells, reads
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.table import Row
from annotator.readers.tables.tool_names import caller_of

_ABOUT = About(
    title="annoFuse",
    files="putative drivers; one row per caller",
    note="yes",
    link="https://github.com/d3b-center/annoFuse",
    real=True,
)

_NAME = "annofuse"
_REQUIRED = (
    "LeftBreakpoint",
    "RightBreakpoint",
    "FusionName",
    "Caller",
    "Fusion_Type",
    "JunctionReadCount",
    "SpanningFragCount",
    "Gene1A",
    "Gene1B",
)
_SAMPLE = "Sample"
_FRAMES: dict[str | None, Frame] = {
    "in-frame": "in_frame",
    "in frame": "in_frame",
    "frameshift": "out_of_frame",
}


def _observation(file: DataFile, row: Row) -> FusionObservation:
    ends = []
    for column, side in (("LeftBreakpoint", "A"), ("RightBreakpoint", "B")):
        chrom, position, strand = place_of(row, column)
        cells = (row.cells.get(f"Gene{number}{side}", "") for number in (1, 2))
        genes = [gene for cell in cells for gene in gene_symbols(cell)]
        ends.append(end_of(list(dict.fromkeys(genes)), (chrom, position), strand))
    return FusionObservation(
        caller=caller_of(row.required("Caller", "the name of a caller")),
        assay="rna",
        five_prime=ends[0],
        three_prime=ends[1],
        junction="sense",
        split_reads=reads(row, "JunctionReadCount"),
        spanning_reads=reads(row, "SpanningFragCount"),
        raw_support=raw_cells(row, "JunctionReadCount", "SpanningFragCount"),
        frame=_FRAMES.get(row.text("Fusion_Type"), "unknown"),
        confidence=row.text("Confidence"),
        raw_breakpoints=f"{row.cells['LeftBreakpoint']}|{row.cells['RightBreakpoint']}",
        source=Source(file=file.name, line=row.line),
    )


FORMATS = [
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by="header with Sample, Caller, Fusion_Type, Gene1A, Gene1B",
        columns=_REQUIRED,
        sides=both_sides(("Left", "Right"), breakpoint="#Breakpoint"),
        also=(_SAMPLE,),
        sample=_SAMPLE,
        fusions=lambda file, row, _scope: [_observation(file, row)],
    ).format
]
