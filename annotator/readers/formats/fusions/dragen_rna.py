"""DRAGEN RNA `fusion_candidates.final`, of five columns or (from 3.9) fourteen: 1-based.

FusionGene is `EML4--ALK`, a side may name several genes. Gene1Sense and Gene2Sense tell whether
the order of the sides transcribes each gene in its sense. The five-column table does not tell it,
and has no counts: its reads are split reads, and are counted by their names. The candidates in
`features.csv` bear the filters they did not pass.
"""

from annotator.model.observations import FusionEnd, FusionObservation, JunctionKind, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.tables.breakpoints import place_of
from annotator.readers.tables.fusions import FusionTable, both_sides, one_of
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.table import BadCell, Row, TableShape, quoted

_ABOUT = About(
    title="DRAGEN RNA",
    files="`fusion_candidates.final`, `features.csv`",
    note="where both senses are given",
    also_called=("dragen",),
    versions=(
        "3.x",
        "3.9+",
    ),
    real=True,
)

_NAME = "dragen_rna"
_SPLIT = ("NumSplitReads", "NumSoftClippedReads")
_PAIRS = "NumPairedReads"
_SENSES = {"True": True, "False": False}


def _fusions(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    genes = row.cells["FusionGene"].split("--")
    if len(genes) != 2:
        raise BadCell(quoted("--".join(genes)), column="FusionGene", expected="GENE1--GENE2")
    junction, ordered = _junction(row)
    split, pairs, support = _support(row)
    fusion = FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=_end(row, genes[0], "LeftBreakpoint", ordered),
        three_prime=_end(row, genes[1], "RightBreakpoint", ordered),
        junction=junction,
        ordered=ordered,
        split_reads=split,
        spanning_reads=pairs,
        raw_support=support,
        filters=_filters(row.text("Filter")),
        raw_breakpoints=f"{row.cells['LeftBreakpoint']}|{row.cells['RightBreakpoint']}",
        source=Source(file=file.name, line=row.line),
    )
    return [fusion]


def _end(row: Row, genes: str, column: str, ordered: bool) -> FusionEnd:
    """A side; its strand is the transcribed one where the order of the sides is given."""
    chrom, position, strand = place_of(row, column)
    return end_of(genes, (chrom, position), strand if ordered else None)


def _junction(row: Row) -> tuple[JunctionKind, bool]:
    """How the sides meet, and whether they stand in transcript order."""
    senses = [_sense(row, column) for column in ("Gene1Sense", "Gene2Sense")]
    if senses == [True, True]:
        return "sense", True
    if True in senses and False in senses:
        return "antisense", True
    return "unknown", False


def _sense(row: Row, column: str) -> bool | None:
    """Whether one of the side's genes is transcribed in its sense; None where that is not given."""
    cell = row.text(column)
    if cell is None:
        return None
    words = cell.split(";")
    if not set(words) <= set(_SENSES):
        raise BadCell(quoted(cell), column=column, expected="True or False, for each gene")
    return any(_SENSES[word] for word in words)


def _support(row: Row) -> tuple[int | None, int | None, dict[str, str]]:
    """Split reads, pairs around the junction, and the columns that tell them."""
    if row.text(_SPLIT[0]) is not None:
        split = sum(row.count(column) for column in _SPLIT)
        return split, row.count(_PAIRS), {name: row.cells[name] for name in (*_SPLIT, _PAIRS)}
    names = {name for name in row.cells.get("ReadNames", "").split(";") if name.strip()}
    return len(names) or None, None, {"ReadNames": str(len(names)), "Score": row.cells["Score"]}


def _filters(cell: str | None) -> list[str]:
    """The filters of a candidate; where it passed, the words next to PASS are not filters."""
    words = [word.strip() for word in cell.split(";")] if cell else []
    return [] if "pass" in map(str.lower, words) else [word for word in words if word]


def _refuse(file: DataFile) -> None:
    if "preliminary" in file.name.lower():
        raise file.problem(
            "this is DRAGEN's table of preliminary candidates, which are not calls",
            expected="the table of calls, fusion_candidates.final",
        )


_PLACED = ("FusionGene", "Score", "LeftBreakpoint", "RightBreakpoint")
_TOLD_BY = "header with FusionGene, Score, LeftBreakpoint, RightBreakpoint, and ReadNames or Filter"
_FINAL = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by=_TOLD_BY,
    columns=(*_PLACED, "ReadNames"),
    sides=both_sides(("Left", "Right"), breakpoint="#Breakpoint"),
    fusions=_fusions,
    refuse=_refuse,
)
_FEATURES = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by=_TOLD_BY,
    columns=(*_PLACED, "Filter", *_SPLIT, _PAIRS),
    sides=both_sides(("Left", "Right"), breakpoint="#Breakpoint"),
    fusions=_fusions,
    shape=TableShape(","),
)
FORMATS = [one_of([_FINAL.format, _FEATURES.format])]
