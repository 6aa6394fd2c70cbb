"""iAnnotateSV: both breaks of a junction with the direction of the reads that lead to it.

Reads on the upper strand (0) keep what lies left of the break, those on the lower one (1) what lies
right of it. There are no counts of reads unless the input had them, under names of its own. The
gene of a break is also the nearest one of a break between genes (`IGR: 10Kb before COX7B2(-)`).
"""

from annotator.model.base import Frame
from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.junction import Junction, JunctionEnd, Kept, orient
from annotator.readers.tables.breakpoints import place_of
from annotator.readers.tables.fusions import FusionTable, both_sides
from annotator.readers.tables.gene_names import gene_symbols
from annotator.readers.tables.table import BadCell, Row, quoted

_NAME = "iannotatesv"
_REQUIRED = tuple(
    f"{what}{side}" for side in "12" for what in ("chr", "pos", "str", "gene", "site")
)
_KEPT: dict[str, Kept] = {"0": "left", "1": "right"}
_BETWEEN_GENES = "IGR"
_FRAMES: tuple[tuple[str, Frame], ...] = (
    ("in frame", "in_frame"),
    ("out of frame", "out_of_frame"),
)


def _fusion(file: DataFile, row: Row, scope: Scope) -> FusionObservation:
    said = row.text("fusion") or ""
    junction = Junction(
        caller=_NAME,
        first=_end(row, "1"),
        second=_end(row, "2"),
        split_reads=None,
        spanning_reads=None,
        filters=[],
        raw_breakpoints="|".join(
            ":".join(row.cells[f"{what}{side}"] for what in ("chr", "pos", "str")) for side in "12"
        ),
        source=Source(file=file.name, line=row.line),
        frame=next((frame for words, frame in _FRAMES if words in said), "unknown"),
    )
    return orient(junction, scope.targets.strand_at)


def _end(row: Row, side: str) -> JunctionEnd:
    chrom, position, _ = place_of(row, f"pos{side}", f"chr{side}")
    kept = _KEPT.get(row.cells[f"str{side}"])
    if kept is None:
        raise BadCell(quoted(row.cells[f"str{side}"]), column=f"str{side}", expected="0 or 1")
    between = row.cells[f"site{side}"].startswith(_BETWEEN_GENES)
    genes = [] if between else gene_symbols(row.cells[f"gene{side}"])
    return JunctionEnd(chrom, position, kept, tuple(genes))


FORMATS = [
    FusionTable(
        name=_NAME,
        role="structural_variants",
        about=About(
            title="iAnnotateSV",
            files="annotated table",
            note="by the direction of the reads (str1, str2)",
            link="https://github.com/rhshah/iAnnotateSV",
        ),
        recognized_by="header with chr1, pos1, str1, gene1, site1, ... and fusion",
        columns=(*_REQUIRED, "fusion"),
        sides=both_sides("12", chrom="chr#", position="pos#"),
        fusions=lambda file, row, scope: [_fusion(file, row, scope)],
        needs_build=True,
    ).format
]
