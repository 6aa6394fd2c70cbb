"""SplitFusion `*.brief.summary` (anchored multiplex PCR), tab-separated or aligned with blanks.

`gene_5` and `gene_3` tell the order; `breakpoint` (`2_29446396__2_42491871`) has both places
sorted, 1-based. A place belongs to the gene of our loci that lies there; where this does not
tell, no places are read. `fusion.table.NoFilter.txt` is not the table of calls and is refused.
"""

import re
from dataclasses import replace

from annotator.model.base import Frame
from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.fusion_layout import Side
from annotator.readers.tables.fusions import FusionTable, raw_cells, reads
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.table import BadCell, Row, TableShape, header_of, quoted

_ABOUT = About(
    title="SplitFusion",
    files="`*.brief.summary`",
    note="yes",
    link="https://github.com/Zheng-NGS-Lab/SplitFusion",
)

_NAME = "splitfusion"
_REQUIRED = ("GeneExon5_GeneExon3", "frame", "num_unique_reads", "breakpoint", "gene_5", "gene_3")
_SAMPLE = "SampleID"
_UNFILTERED = "intragene"
_BLANKS = TableShape(" ")
_PLACES = re.compile(r"(.+)_(\d{1,18})__(.+)_(\d{1,18})")
_FRAMES: dict[str, Frame] = {"in-frame": "in_frame", "out-frame": "out_of_frame"}
_Place = tuple[str, int]


def _read(file: DataFile, scope: Scope) -> Content:
    head = file.head()
    if _UNFILTERED in header_of(head, _BLANKS):
        raise file.problem(
            "this is SplitFusion's table without filters, whose rows are not calls",
            expected="the table of calls, *.brief.summary",
        )
    with_tabs = any("\t" in line for line in head)
    return (replace(_TABLE, shape=TableShape()) if with_tabs else _TABLE).read(file, scope)


def _observation(file: DataFile, row: Row, scope: Scope) -> FusionObservation:
    five, three = (gene_symbols(row.cells[column]) for column in ("gene_5", "gene_3"))
    places = _of_genes(_places(row), five, three, scope)
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=end_of(five, places[0]),
        three_prime=end_of(three, places[1]),
        junction="sense",
        split_reads=reads(row, "num_unique_reads"),
        raw_support=raw_cells(row, "num_unique_reads", "num_partner_ends"),
        frame=_FRAMES.get(row.cells["frame"], "unknown"),
        raw_breakpoints=row.cells["breakpoint"],
        source=Source(file=file.name, line=row.line),
    )


def _places(row: Row) -> tuple[_Place, _Place]:
    match = _PLACES.fullmatch(row.cells["breakpoint"])
    if match is None or not int(match[2]) or not int(match[4]):
        raise BadCell(
            quoted(row.cells["breakpoint"]), column="breakpoint", expected="2_29446396__2_42491871"
        )
    return (match[1], int(match[2])), (match[3], int(match[4]))


def _of_genes(
    places: tuple[_Place, _Place], five: list[str], three: list[str], scope: Scope
) -> tuple[_Place | None, _Place | None]:
    """The places of the 5' and the 3' gene, in this order."""
    if five == three:  # exons of one gene, 5' to 3' along its strand
        chrom, position = places[0]
        strand = scope.targets.strand_at(same_chromosome_name(chrom), position)
        return {"+": places, "-": places[::-1]}.get(strand or "", (None, None))
    # Of two genes whose fusions are wanted, one of the loci tells the order.
    for ours, regions in (
        (scope.targets.genes, scope.targets.regions),
        (scope.targets.fusion_genes, scope.targets.junction_regions),
    ):
        wanted = [bool(ours.intersection(genes)) for genes in (five, three)]
        at_loci = [regions.overlaps(*place) for place in places]
        if sorted(wanted) == sorted(at_loci) == [False, True]:
            return places if wanted == at_loci else places[::-1]
    return None, None


_TABLE = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by="header with " + ", ".join(_REQUIRED[:4]),
    columns=_REQUIRED,
    sides=(
        Side(gene="gene_5", breakpoint="breakpoint"),
        Side(gene="gene_3", breakpoint="breakpoint"),
    ),
    also=(_SAMPLE,),
    fusions=lambda file, row, scope: [_observation(file, row, scope)],
    sample=_SAMPLE,
    shape=_BLANKS,
    needs_build=True,
)
FORMATS = [replace(_TABLE.format, read=_read)]
