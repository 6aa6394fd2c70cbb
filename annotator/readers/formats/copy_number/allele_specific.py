"""Allele-specific callers: FACETS, ASCAT and ascatNgs, PCGR's input, TITAN, Sequenza.

Their copy numbers are of the tumor cells, corrected for the purity and ploidy of their own fit.
The log2 ratios beside them are not. R writes positions as `1e+05` at times.
"""

from dataclasses import replace

from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.segments import SegmentTable
from annotator.readers.tables.table import TableShape

_TITAN_NAMES = {
    "Start_Position(bp)": "Start_Position.bp.",
    "End_Position(bp)": "End_Position.bp.",
    "Start": "Start_Position.bp.",
    "End": "End_Position.bp.",
}
_TITAN_CORRECTED = "Corrected_Copy_Number"
"""`Copy_Number` goes no higher than the greatest state of the run."""

_TITAN = SegmentTable(
    name="titan",
    recognized_by="header with Start_Position, End_Position, Median_logR, Copy_Number (segs)",
    place=("Chromosome", "Start_Position.bp.", "End_Position.bp."),
    caller="titan",
    whole=False,
    ratio="Median_logR",
    copies=("Copy_Number",),
    corrected=True,
    weights=("Length.snp.",),
    sample="Sample",
    also=("Copy_Number", "TITAN_call"),
    unlike=(_TITAN_CORRECTED,),
    shape=TableShape(aliases=_TITAN_NAMES),
)

_NGS = (
    *("segment", "chromosome", "start", "end"),
    *("normal total", "normal minor", "tumor total", "tumor minor"),
)
"""The cells of `copynumber.caveman.csv` of ascatNgs, which has no header."""


def _is_caveman(cells: list[str]) -> bool:
    if len(cells) != len(_NGS):
        return False
    numbers = [whole_number(cell) for cell in (cells[0], *cells[2:])]
    return None not in numbers and numbers[0] == 1


FORMATS = [
    SegmentTable(
        name="ascat_ngs",
        recognized_by="comma-separated, no header: number from 1, chromosome, start, end, copies "
        "of the normal (total, minor) and of the tumor (copynumber.caveman.csv)",
        place=("chromosome", "start", "end"),
        caller="ascat",
        copies=("tumor total",),
        corrected=True,
        shape=TableShape(",", columns=_NGS),
        first_row=_is_caveman,
    ).format,
    SegmentTable(
        name="facets",
        recognized_by="header with chrom, start, end, cnlr.median, tcn.em (cncf)",
        place=("chrom", "start", "end"),
        caller="facets",
        whole=False,
        ratio="cnlr.median",
        copies=("tcn.em",),
        corrected=True,
        weights=("num.mark",),
        also=("tcn.em",),
    ).format,
    SegmentTable(
        name="facets_gene",
        recognized_by="header with gene, chrom, gene_start, gene_end, tcn (facets-suite "
        "gene_level)",
        place=("chrom", "gene_start", "gene_end"),
        caller="facets",
        whole=False,
        copies=("tcn",),
        corrected=True,
        gene="gene",
        sample="sample",
        mark="filter",
        unmarked=frozenset({"PASS", "RESCUE"}),
    ).format,
    SegmentTable(
        name="ascat",
        recognized_by="header with chr, startpos, endpos, nMajor, nMinor",
        place=("chr", "startpos", "endpos"),
        caller="ascat",
        whole=False,
        copies=("nMajor", "nMinor"),
        corrected=True,
        sample="sample",
    ).format,
    SegmentTable(
        name="pcgr_segments",
        recognized_by="header with Chromosome, Start, End, nMajor, nMinor (input of PCGR)",
        place=("Chromosome", "Start", "End"),
        caller="pcgr",
        copies=("nMajor", "nMinor"),
        corrected=True,
    ).format,
    _TITAN.format,
    replace(
        _TITAN,
        name="titan_corrected",
        recognized_by=f"header with Median_logR, TITAN_call, {_TITAN_CORRECTED} (segs, "
        f"titan.ichor.seg)",
        copies=(_TITAN_CORRECTED,),
        also=(_TITAN_CORRECTED, "TITAN_call"),
        unlike=(),
    ).format,
    SegmentTable(
        name="sequenza",
        recognized_by="header with chromosome, start.pos, end.pos, depth.ratio, CNt (segments)",
        place=("chromosome", "start.pos", "end.pos"),
        caller="sequenza",
        whole=False,
        ratio="depth.ratio",
        scale="linear",
        copies=("CNt",),
        corrected=True,
        weights=("N.ratio",),
        also=("CNt",),
    ).format,
]
