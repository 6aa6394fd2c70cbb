"""JuLI (DNA panels): both breaks of a junction with the part of the chromosome that they keep.

Ori is 1 where what lies left of the break is kept, 0 where right. A junction is listed for each
pair of transcribed strands; `Compl_ALK` is the strand opposite to ALK, `Flanking_ALK` no gene.
"""

from collections.abc import Iterable
from dataclasses import replace

from annotator.model.base import Frame
from annotator.model.observations import Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Scope
from annotator.readers.junction import Junction, JunctionEnd, Kept
from annotator.readers.tables.bedpe_rows import at_loci
from annotator.readers.tables.breakpoints import place_of, strand_of
from annotator.readers.tables.fusions import FusionTable, both_sides, raw_cells
from annotator.readers.tables.gene_names import gene_symbols
from annotator.readers.tables.table import BadCell, Row, quoted

_ABOUT = About(
    title="JuLI",
    files="annotated table",
    note="by kept sides (Ori)",
    link="https://github.com/sgilab/JuLI",
)

_NAME = "juli"
_REQUIRED = tuple(
    f"{name}{side}" for side in "AB" for name in ("Chr", "Break", "Ori", "Dis", "Split", "Gene",
                                                  "StrGene")
)  # fmt: skip
_COUNTS = ("SplitA", "SplitB", "DisA", "DisB")
_KEPT: dict[str, Kept] = {"1": "left", "0": "right"}
_NO_GENE = ("Compl_", "Flanking_")
# `Possible_Inframe` and `Possible_Outframe` are no answer.
_FRAMES: dict[str, Frame] = {"Inframe": "in_frame", "Outframe": "out_of_frame"}


def _read(file: DataFile, scope: Scope) -> Content:
    rows = _TABLE.rows(file, scope, lambda row: _junction(file, row))
    return Content(
        fusions=at_loci(_each_once(rows.rows), scope),
        warnings=rows.warnings,
        sample_name=rows.name,
        sample_names=rows.names,
    )


def _each_once(junctions: Iterable[Junction]) -> list[Junction]:
    """Each junction by the row that names more genes."""
    best: dict[frozenset[tuple[str, int, Kept | None]], Junction] = {}
    for each in junctions:
        key = frozenset((end.chrom, end.position, end.kept) for end in (each.first, each.second))
        if key not in best or _named(each) > _named(best[key]):
            best[key] = each
    return list(best.values())


def _named(junction: Junction) -> int:
    return sum(bool(end.genes) for end in (junction.first, junction.second))


def _junction(file: DataFile, row: Row) -> Junction:
    split_a, split_b, pairs_a, pairs_b = (row.count(column) for column in _COUNTS)
    return Junction(
        caller=_NAME,
        first=_end(row, "A"),
        second=_end(row, "B"),
        split_reads=split_a + split_b,
        spanning_reads=max(pairs_a, pairs_b),  # the same pairs, as seen from both sides
        filters=[],
        raw_breakpoints="|".join(
            ":".join(row.cells[f"{name}{side}"] for name in ("Chr", "Break", "Ori"))
            for side in "AB"
        ),
        source=Source(file=file.name, line=row.line),
        raw_support=raw_cells(row, *_COUNTS),
        frame=_FRAMES.get(row.cells.get("Frame", ""), "unknown"),
    )


def _end(row: Row, side: str) -> JunctionEnd:
    chrom, position, _ = place_of(row, f"Break{side}", f"Chr{side}")
    kept = _KEPT.get(row.cells[f"Ori{side}"])
    if kept is None:
        raise BadCell(quoted(row.cells[f"Ori{side}"]), column=f"Ori{side}", expected="0 or 1")
    name, strand = row.cells[f"Gene{side}"], strand_of(row, f"StrGene{side}")
    if name.startswith(_NO_GENE):
        return JunctionEnd(chrom, position, kept)
    return JunctionEnd(chrom, position, kept, tuple(gene_symbols(name)), strand)


_TABLE = FusionTable(
    name=_NAME,
    role="structural_variants",
    about=_ABOUT,
    recognized_by="header with ChrA, BreakA, OriA, DisA, SplitA, GeneA, StrGeneA",
    columns=_REQUIRED,
    sides=both_sides("AB", chrom="Chr#", position="Break#"),
    fusions=lambda file, row, scope: at_loci([_junction(file, row)], scope),
    needs_build=True,
)
FORMATS = [replace(_TABLE.format, read=_read)]
