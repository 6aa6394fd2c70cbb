"""INTEGRATE: `breakpoints.tsv`, `summary.tsv` and `bk_fusion.bedpe`, in transcript order.

* breakpoints: 1-based; the exon border where the junction is canonical (Exon_BK), else where the
  reads break (RNA_BK). It has no reads, except in the columns that pipelines paste to it
  (`breakpoints.cov.tsv`, both counts in the last cell).
* summary: genes, tier and reads, no places.
* bk_fusion.bedpe: places between two bases, so that they are at most one base off; no reads.

EN_RNA counts pairs around the junction, SP_RNA reads over it. `exons.tsv` lists exons of
transcripts and is refused.
"""

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.breakpoints import position_of
from annotator.readers.tables.fusion_layout import FusionLayout, Side
from annotator.readers.tables.fusions import FusionTable, both_sides, one_of
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import BadCell, Row, quoted

_ABOUT = About(
    title="INTEGRATE",
    files="`breakpoints.tsv`, `summary.tsv`, `bk_fusion.bedpe`",
    note="yes",
    link="https://sourceforge.net/projects/integrate-fusion/",
    real=True,
)

_NAME = "integrate"
_PASTED = "NUM_EN_RNA NUM_SP_RNA"


def _breakpoints(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    (chrom1, column1), (chrom2, column2) = (_place_columns(row, number) for number in "12")
    reads = _pasted_reads(row)
    fusion = FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=end_of(row.cells["5P"], (chrom1, position_of(row, column1))),
        three_prime=end_of(row.cells["3P"], (chrom2, position_of(row, column2))),
        junction="sense",
        split_reads=reads[1] if reads else None,
        spanning_reads=reads[0] if reads else None,
        raw_support={_PASTED: f"{reads[0]} {reads[1]}"} if reads else {},
        raw_breakpoints=f"{chrom1}:{row.cells[column1]}|{chrom2}:{row.cells[column2]}",
        source=Source(file=file.name, line=row.line),
    )
    return [fusion]


def _place_columns(row: Row, number: str) -> tuple[str, str]:
    """The chromosome of a side, and the column of its position."""
    exon = f"Exon_BK{number}"
    chrom = same_chromosome_name(row.required(f"Chr{number}", "a chromosome"))
    return chrom, exon if row.text(exon) is not None else f"RNA_BK{number}"


def _pasted_reads(row: Row) -> tuple[int, int] | None:
    """Encompassing and spanning reads of the cell that holds both."""
    cell = row.text(_PASTED)
    if cell is None:
        return None
    counts = [whole_number(word) for word in cell.split()]
    if len(counts) != 2 or counts[0] is None or counts[1] is None:
        raise BadCell(quoted(cell), column=_PASTED, expected="two whole numbers")
    return counts[0], counts[1]


_GENES_AND_READS = FusionLayout(
    name=_NAME,
    five_prime=Side(gene="5_Prime"),
    three_prime=Side(gene="3_Prime"),
    split_reads=["SP_RNA"],
    spanning_reads=["EN_RNA"],
)
_PLACES = FusionLayout(
    name=_NAME,
    five_prime=Side(gene="gene5p", chrom="chr5p", position="start5p"),
    three_prime=Side(gene="gene3p", chrom="chr3p", position="start3p"),
)


def _summary(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    return [_with_tier(_GENES_AND_READS.observation(file, row), row.text("Tier"))]


def _bedpe(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    return [_with_tier(_PLACES.observation(file, row), row.text("tier"))]


def _with_tier(fusion: FusionObservation, tier: str | None) -> FusionObservation:
    return fusion.model_copy(update={"confidence": f"tier {tier}"}) if tier else fusion


def _refuse(file: DataFile) -> None:
    raise file.problem(
        "this is INTEGRATE's table of exons, which lists transcripts and not fusions",
        expected="breakpoints.tsv, summary.tsv or bk_fusion.bedpe",
    )


_TOLD_BY = (
    "header of breakpoints.tsv (5P, RNA_BK1), summary.tsv (5_Prime, SP_RNA) or "
    "bk_fusion.bedpe (chr5p, tier)"
)
_PLACED = ("Chr1", "RNA_BK1", "Exon_BK1", "Chr2", "RNA_BK2", "Exon_BK2")
_VARIANTS = [
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by=_TOLD_BY,
        columns=("5P", "3P", *_PLACED),
        sides=both_sides("12", chrom="Chr#", position="RNA_BK#"),
        fusions=_breakpoints,
    ),
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by=_TOLD_BY,
        columns=(*_GENES_AND_READS.required, "Tier"),
        sides=(_GENES_AND_READS.five_prime, _GENES_AND_READS.three_prime),
        fusions=_summary,
    ),
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by=_TOLD_BY,
        columns=(*_PLACES.required, "tier"),
        sides=(_PLACES.five_prime, _PLACES.three_prime),
        fusions=_bedpe,
    ),
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by=_TOLD_BY,
        columns=("5P_Exon_Chr", "3P_Exon_Chr"),
        fusions=_breakpoints,
        refuse=_refuse,
    ),
]
FORMATS = [one_of([each.format for each in _VARIANTS])]
