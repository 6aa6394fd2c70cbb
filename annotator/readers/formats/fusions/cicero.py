"""CICERO `final_fusions.txt` and the annotated tables before it: 1-based.

Sides A and B follow each other in an assembled contig; ortA and ortB are the strands on which it
lies. Where sv_ort is `>` the contig runs in the sense of the genes, where it is `?` CICERO could
not tell: then the gene models do. readsA and readsB lie over the junction, seen from each side.
"""

from annotator.model.base import Frame, Strand
from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.junction import Junction, JunctionEnd, Kept, kept_along, orient
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.breakpoints import known_strand, position_of
from annotator.readers.tables.fusions import FusionTable, both_sides
from annotator.readers.tables.gene_names import gene_symbols
from annotator.readers.tables.table import Row

_ABOUT = About(
    title="CICERO",
    files="`final_fusions.txt`, annotated tables",
    note="by its strands",
    link="https://github.com/stjude/CICERO",
    versions=("1.9",),
    real=True,
)

_NAME = "cicero"
_COLUMNS = (
    *("geneA", "chrA", "posA", "ortA", "geneB", "chrB", "posB", "ortB"),
    *("sv_ort", "readsA", "readsB"),
)
# 2: the part of gene B has its own start of translation; 3: a fusion in its 5' UTR.
_FRAMES: dict[str, Frame] = {"0": "out_of_frame", "1": "in_frame"}


def _fusions(file: DataFile, row: Row, scope: Scope) -> list[FusionObservation]:
    if all(row.cells[column] == column for column in _COLUMNS):
        return []  # the tables of several samples are put together with their headers
    strands = known_strand(row, "ortA"), known_strand(row, "ortB")
    kept = kept_along(*strands)
    sense = row.cells["sv_ort"] == ">"
    rating = row.text("rating")
    junction = Junction(
        caller=_NAME,
        first=_end(row, "A", kept[0], strands[0] if sense else None),
        second=_end(row, "B", kept[1], strands[1] if sense else None),
        split_reads=row.count("readsA") + row.count("readsB"),
        spanning_reads=None,
        filters=["bad"] if rating == "bad" else [],
        raw_breakpoints="{chrA}:{posA}:{ortA}|{chrB}:{posB}:{ortB}".format(**row.cells),
        source=Source(file=file.name, line=row.line),
        assay="rna",
        raw_support={column: row.cells[column] for column in ("readsA", "readsB")},
        confidence=rating,
        frame=_frame(row.text("frame")),
    )
    return [orient(junction, scope.targets.strand_at)]


def _end(row: Row, side: str, kept: Kept, gene_strand: Strand | None) -> JunctionEnd:
    return JunctionEnd(
        chrom=same_chromosome_name(row.required(f"chr{side}", "a chromosome")),
        position=position_of(row, f"pos{side}"),
        kept=kept,
        genes=tuple(gene_symbols(row.cells[f"gene{side}"].replace("|", ","))),
        gene_strand=gene_strand,
    )


def _frame(cell: str | None) -> Frame:
    """The frame that all pairs of transcripts give, which are listed."""
    found = {_FRAMES.get(code, "unknown") for code in cell.split(",")} if cell else set()
    return found.pop() if len(found) == 1 else "unknown"


FORMATS = [
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by="header with geneA, posA, ortA, sv_ort, readsA",
        columns=_COLUMNS,
        sides=both_sides("AB", gene="gene#", chrom="chr#", position="pos#"),
        fusions=_fusions,
        sample="sample",
        needs_build=True,
    ).format
]
