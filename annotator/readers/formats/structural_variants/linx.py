"""LINX `linx.fusion.tsv` of all versions, and `vis_fusion.tsv`: fusions in DNA.

The table of fusions names genes, transcripts and exons, but no places; `vis_fusion` has them,
1-based. Upstream is the 5' partner. A fusion that LINX does not report keeps its reason as a
filter. A frame that holds only where exons are skipped is not told.
"""

from annotator.model.base import Frame
from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.tables.fusion_layout import FusionLayout, Side
from annotator.readers.tables.fusions import FusionTable, one_of
from annotator.readers.tables.gene_names import end_of
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


def _genes(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    fusion = FusionObservation(
        caller=_NAME,
        assay="dna",
        five_prime=end_of(row.cells["geneStart"]),
        three_prime=end_of(row.cells["geneEnd"]),
        junction="sense",
        frame=_frame(row),
        confidence=row.text("likelihood"),
        filters=_filters(row, "reported"),
        raw_breakpoints=_WRITTEN.format(**row.cells),
        source=Source(file=file.name, line=row.line),
    )
    return [fusion]


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
    "header with reported, phased, geneStart, geneEnd (linx.fusion.tsv), or with "
    "Reportable, GeneNameUp, ChrUp (vis_fusion)"
)
_NAMED = (
    *("reported", "phased", "skippedExonsUp", "skippedExonsDown"),
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
                fusions=_genes,
                role="structural_variants",
                any_case=True,
            ).format,
            FusionTable(
                name=_NAME,
                about=_ABOUT,
                recognized_by=_TOLD_BY,
                columns=("Reportable", "FusedExonUp", *_PLACES.required),
                fusions=_places,
                role="structural_variants",
                sample="SampleId",
            ).format,
        ]
    )
]
