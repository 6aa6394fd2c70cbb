"""pbfusion `breakpoints.groups.bed` of long reads: BEDPE, 0-based.

The strands are those of the reads along both sides, so that they tell what is kept of each; the
order of the genes follows from the gene models. INFO has the reads (RC) and the genes (GN). Of a
chain of more than two genes INFO lists every junction (AC), without saying which joins which.
"""

import re
from collections.abc import Iterable

from annotator.model.base import Strand
from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.junction import Junction, JunctionEnd, kept_along, orient
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.breakpoints import known_strand, position_of
from annotator.readers.tables.fusions import FusionTable, both_sides, one_of
from annotator.readers.tables.gene_names import gene_symbols
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import BadCell, Row, TableShape, quoted

_ABOUT = About(
    title="pbfusion",
    files="`breakpoints.groups.bed`",
    note="by its strands",
    link="https://github.com/PacificBiosciences/pbfusion",
)

_NAME = "pbfusion"
_COLUMNS = (
    *("chr1", "start1", "end1", "chr2", "start2", "end2"),
    *("id", "score", "strand1", "strand2", "info", "extra"),
)
_INFO = _COLUMNS.index("info")
_CHAINED = re.compile(r"(\S+):([0-9]{1,18})([+-])/(\S+):([0-9]{1,18})([+-])")
_STRANDS: dict[str, Strand] = {"+": "+", "-": "-"}
_End = tuple[str, int, Strand]
"""Chromosome, 1-based position, strand of the reads."""


def _fusions(file: DataFile, row: Row, scope: Scope) -> list[FusionObservation]:
    info = dict(_pairs(row.cells["info"]))
    reads = whole_number(info.get("RC", ""))
    if reads is None:
        raise BadCell(quoted(row.cells["info"]), column="info", expected="RC=reads;GN=genes;...")
    genes = [gene_symbols(gene) for gene in info.get("GN", "").split(",")]
    chained = info.get("AC", "").split(",")
    if len(genes) == 2:
        places, named = [(_end(row, "1"), _end(row, "2"))], genes
    elif len(chained) > 1:
        places, named = [_junction_of(cell) for cell in chained], [[], []]
    else:
        places, named = [(_end(row, "1"), _end(row, "2"))], [[], []]
    return [_observation(file, row, scope, ends, named, reads) for ends in places]


def _pairs(info: str) -> Iterable[tuple[str, str]]:
    for field in info.split(";"):
        key, _, value = field.partition("=")
        yield key.strip(), value.strip()


def _end(row: Row, number: str) -> _End:
    chrom = same_chromosome_name(row.required(f"chr{number}", "a chromosome"))
    position = position_of(row, f"start{number}", base=0)
    return chrom, position, known_strand(row, f"strand{number}")


def _junction_of(cell: str) -> tuple[_End, _End]:
    """Read `chr2:42295519+/chr2:29223522-`."""
    found = _CHAINED.fullmatch(cell)
    if found is None:
        expected = "AC=chromosome:position+/chromosome:position-,..."
        raise BadCell(quoted(cell), column="info", expected=expected)
    chrom1, position1, strand1, chrom2, position2, strand2 = found.groups()
    return (
        (same_chromosome_name(chrom1), int(position1) + 1, _STRANDS[strand1]),
        (same_chromosome_name(chrom2), int(position2) + 1, _STRANDS[strand2]),
    )


def _observation(
    file: DataFile,
    row: Row,
    scope: Scope,
    ends: tuple[_End, _End],
    genes: list[list[str]],
    reads: int,
) -> FusionObservation:
    kept = kept_along(ends[0][2], ends[1][2])
    first, second = (
        JunctionEnd(chrom, position, side, tuple(names))
        for (chrom, position, _), side, names in zip(ends, kept, genes, strict=True)
    )
    junction = Junction(
        caller=_NAME,
        first=first,
        second=second,
        split_reads=reads,
        spanning_reads=None,
        filters=[],
        raw_breakpoints="|".join(f"{chrom}:{start - 1}:{strand}" for chrom, start, strand in ends),
        source=Source(file=file.name, line=row.line),
        assay="rna",
        raw_support={"RC": str(reads)},
        confidence=row.text("score"),
    )
    return orient(junction, scope.targets.strand_at)


def _first_row(cells: list[str]) -> bool:
    return len(cells) == len(_COLUMNS) and "RC=" in cells[_INFO] and "GN=" in cells[_INFO]


_TOLD_BY = "header with chr1, start1, strand1, info, extra, or such rows (RC=...;GN=...) alone"
_WHOLE = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by=_TOLD_BY,
    columns=_COLUMNS,
    sides=both_sides("12", chrom="chr#", position="start#"),
    fusions=_fusions,
    coordinates="0-based",
    needs_build=True,
)
_ROWS = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by=_TOLD_BY,
    columns=_COLUMNS,
    sides=both_sides("12", chrom="chr#", position="start#"),
    fusions=_fusions,
    coordinates="0-based",
    shape=TableShape("\t", _COLUMNS),
    needs_build=True,
    first_row=_first_row,
)
FORMATS = [one_of([_WHOLE.format, _ROWS.format])]
