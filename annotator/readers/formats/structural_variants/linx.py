"""LINX `linx.fusion.tsv` of versions 1 and 2, and `vis_fusion.tsv`: fusions in DNA.

Version 1 names genes, transcripts and exons, but no places. Version 2 has the places of both
breakends (`chr2:42298000:1`, 1-based) and instead of the columns of genes their `name`, `EML4_ALK`;
versions between have both. The last number of a place is the orientation of its breakend: 1 keeps
the bases up to the position, -1 those after. `vis_fusion` has places too. Upstream is the 5'
partner. A fusion that LINX does not report keeps its reason as a filter. A frame that holds only
where exons are skipped is not given.
"""

import re

from annotator.model.base import Frame, Strand
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.tables.fusion_layout import FusionLayout, Side
from annotator.readers.tables.fusions import FusionTable, both_sides, one_of
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.gene_pairs import joined_by_underscore
from annotator.readers.tables.table import BadCell, Row, quoted

_ABOUT = About(
    title="LINX",
    files="`linx.fusion.tsv` of all versions, `vis_fusion.tsv`",
    note="yes",
    link="https://github.com/hartwigmedical/hmftools",
    versions=(
        "1.1x",
        "1.2x",
    ),
    real=True,
)

_NAME = "linx"
_NOT_REPORTED = "not_reported"
_BOOLEANS = {"true": True, "false": False}
_FRAMES: dict[str | None, Frame] = {
    "INFRAME": "in_frame",
    "OUT_OF_FRAME": "out_of_frame",
    "true": "in_frame",
    "false": "out_of_frame",
}
_WRITTEN = (
    "{geneStart} {transcriptStart} {geneContextStart}|{geneEnd} {transcriptEnd} {geneContextEnd}"
)


_COORDS = ("fivePrimeCoords", "threePrimeCoords")
_PLACE = re.compile(r"([^:]+):([0-9]{1,10}):(1|-1)")
_FIVE_PRIME: dict[str, Strand] = {"1": "+", "-1": "-"}
_THREE_PRIME: dict[str, Strand] = {"1": "-", "-1": "+"}


def _by_genes(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    genes = row.cells["geneStart"], row.cells["geneEnd"]
    return [_fusion(file, row, genes, _WRITTEN.format(**row.cells))]


def _by_name(file: DataFile, row: Row, scope: Scope) -> list[FusionObservation]:
    five, three = joined_by_underscore(row.cells["name"], scope.targets.fusion_genes)
    exons = "|".join(f"exon {row.cells[f'fusedExon{side}']}" for side in ("Up", "Down"))
    return [_fusion(file, row, (five or "", three or ""), f"{row.cells['name']} {exons}")]


def _fusion(
    file: DataFile, row: Row, genes: tuple[str, str], without_places: str
) -> FusionObservation:
    written = [row.text(column) for column in _COORDS]
    return FusionObservation(
        caller=_NAME,
        assay="dna",
        five_prime=_end(row, genes[0], _COORDS[0], _FIVE_PRIME),
        three_prime=_end(row, genes[1], _COORDS[1], _THREE_PRIME),
        junction="sense",
        frame=_frame(row),
        confidence=row.text("likelihood"),
        filters=_filters(row, "reported"),
        raw_breakpoints="|".join(place or "?" for place in written)
        if any(written)
        else without_places,
        source=Source(file=file.name, line=row.line),
    )


def _end(row: Row, gene: str, column: str, strands: dict[str, Strand]) -> FusionEnd:
    """One side; it has a place where the version writes one."""
    cell = row.text(column)
    if cell is None:
        return end_of(gene)
    place = _PLACE.fullmatch(cell)
    if place is None or int(place[2]) < 1:
        raise BadCell(quoted(cell), column=column, expected="chromosome:position:orientation")
    return end_of(gene, (place[1], int(place[2])), strands[place[3]])


def _frame(row: Row) -> Frame:
    skipped = row.count("skippedExonsUp") + row.count("skippedExonsDown")
    frame = _FRAMES.get(row.text("phased"), "unknown")
    return "unknown" if skipped and frame == "in_frame" else frame


def _filters(row: Row, column: str) -> list[str]:
    """Why a fusion is not reported; nothing for one that is."""
    if row.cells[column] not in _BOOLEANS:
        raise BadCell(quoted(row.cells[column]), column=column, expected="true or false")
    if _BOOLEANS[row.cells[column]]:
        return []
    reasons = row.cells.get("reportableReasons", "").split(";")
    return [reason for reason in reasons if reason not in ("", "OK", "NA")] or [_NOT_REPORTED]


def _side(name: str) -> Side:
    return Side(
        gene=f"GeneName{name}", chrom=f"Chr{name}", position=f"Pos{name}", strand=f"Strand{name}"
    )


_PLACES = FusionLayout(name=_NAME, assay="dna", five_prime=_side("Up"), three_prime=_side("Down"))


def _places(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    found = _PLACES.observation(file, row)
    return [found.model_copy(update={"filters": _filters(row, "Reportable")})]


_TOLD_BY = (
    "header with reported, phased, geneStart, geneEnd, or with name, fivePrimeCoords, "
    "threePrimeCoords (linx.fusion.tsv), or with Reportable, GeneNameUp, ChrUp (vis_fusion)"
)
_STATED = ("reported", "phased", "skippedExonsUp", "skippedExonsDown")
_NAMED = (
    *_STATED,
    *("geneStart", "transcriptStart", "geneContextStart"),
    *("geneEnd", "transcriptEnd", "geneContextEnd"),
)
FORMATS = [
    one_of(
        [
            FusionTable(
                name=_NAME,
                about=_ABOUT,
                recognized_by=_TOLD_BY,
                columns=_NAMED,
                sides=both_sides(("Start", "End"), gene="gene#"),
                fusions=_by_genes,
                role="structural_variants",
                any_case=True,
            ).format,
            FusionTable(
                name=_NAME,
                about=_ABOUT,
                recognized_by=_TOLD_BY,
                columns=(*_STATED, "name", *_COORDS, "fusedExonUp", "fusedExonDown"),
                sides=tuple(Side(breakpoint=column) for column in _COORDS),
                fusions=_by_name,
                role="structural_variants",
            ).format,
            FusionTable(
                name=_NAME,
                about=_ABOUT,
                recognized_by=_TOLD_BY,
                columns=("Reportable", "FusedExonUp", *_PLACES.required),
                sides=(_PLACES.five_prime, _PLACES.three_prime),
                fusions=_places,
                role="structural_variants",
                sample="SampleId",
            ).format,
        ]
    )
]
