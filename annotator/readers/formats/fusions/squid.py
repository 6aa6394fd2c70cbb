"""SQUID `_sv.txt`, and as annotated with genes by its AnnotateSQUIDOutput.py.

Each side is a segment, 0-based and half-open; its strand tells which end is the breakpoint: `+`
the end (the part up to it is kept), `-` the start (the part from it on). `score` weighs split reads
and pairs together. FusedGenes names the 5' gene first, of either side; where several genes lie at
a breakpoint it lists every pair. Type non-fusion-gene is a junction of no such pair.
"""

from dataclasses import replace

from annotator.model.base import Strand
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About
from annotator.readers.junction import Junction, JunctionEnd, orient
from annotator.readers.tables.breakpoints import kept_side, place_of
from annotator.readers.tables.fusion_layout import GenePair
from annotator.readers.tables.fusions import FusionTable, both_sides
from annotator.readers.tables.table import Row, header_of
from annotator.readers.targets import StrandAt

_ABOUT = About(
    title="SQUID",
    files="`_sv.txt`, annotated or not",
    note="by kept sides",
    link="https://github.com/Kingsford-Group/squid",
    real=True,
)

_NAME = "squid"
_SIDE = ("chrom", "start", "end", "strand")
_REQUIRED = (*(f"{name}{side}" for side in "12" for name in _SIDE), "score")
_PAIRS = GenePair(column="FusedGenes", separator=":")
_ITS_OWN = frozenset({_PAIRS.column, "num_concordantfrag_bp1"})
"""One of these tells a table of SQUID from any other BEDPE with a header."""
_OPPOSITE: dict[Strand, Strand] = {"+": "-", "-": "+"}


def _recognize(head: list[str]) -> bool:
    columns = set(header_of(head))
    return columns.issuperset(_REQUIRED) and not columns.isdisjoint(_ITS_OWN)


def _observation(file: DataFile, row: Row, strand_at: StrandAt) -> FusionObservation:
    first, second = _end(row, "1"), _end(row, "2")
    named = row.text(_PAIRS.column)
    genes = _genes(named) if named else None
    if genes:
        first, second = _sense(first, second, strand_at), _sense(second, first, strand_at)
    junction = Junction(
        caller=_NAME,
        assay="rna",
        first=first,
        second=second,
        split_reads=None,
        spanning_reads=None,
        raw_support={"score": row.cells["score"]},
        filters=[],
        raw_breakpoints="|".join(_written(row, side) for side in "12"),
        source=Source(file=file.name, line=row.line),
    )
    seen = orient(junction, strand_at)
    if genes is None or seen.junction != "sense":
        return seen
    five, three = genes
    return seen.model_copy(
        update={
            "five_prime": _called(seen.five_prime, five),
            "three_prime": _called(seen.three_prime, three),
        }
    )


def _end(row: Row, side: str) -> JunctionEnd:
    kept = kept_side(row, f"strand{side}")
    if kept == "left":
        chrom, position, _ = place_of(row, f"end{side}", f"chrom{side}")
    else:
        chrom, position, _ = place_of(row, f"start{side}", f"chrom{side}", base=0)
    return JunctionEnd(chrom=chrom, position=position, kept=kept)


def _sense(end: JunctionEnd, other: JunctionEnd, strand_at: StrandAt) -> JunctionEnd:
    """The end with its gene's strand by that of the other: one is a 5' part, the other a 3' one."""
    strand = strand_at(other.chrom, other.position)
    if strand is None:
        return end
    return replace(end, gene_strand=_OPPOSITE[strand] if end.kept == other.kept else strand)


def _genes(named: str) -> tuple[list[str], list[str]]:
    """The 5' and the 3' genes of every pair, each once. Raises `BadCell`."""
    pairs = [_PAIRS.genes(pair) for pair in named.split(",")]
    five, three = ([gene for side in sides for gene in side] for sides in zip(*pairs, strict=True))
    return list(dict.fromkeys(five)), list(dict.fromkeys(three))


def _called(end: FusionEnd, genes: list[str]) -> FusionEnd:
    return end.model_copy(update={"gene": genes[0], "other_genes": genes[1:]})


def _written(row: Row, side: str) -> str:
    chrom, start, end, strand = (row.cells[f"{name}{side}"] for name in _SIDE)
    return f"{chrom}:{start}-{end}:{strand}"


_TABLE = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by="BEDPE header with chrom1, strand1, FusedGenes or num_concordantfrag_bp1",
    columns=_REQUIRED,
    sides=both_sides("12", chrom="chrom#", position="start#"),
    fusions=lambda file, row, scope: [_observation(file, row, scope.targets.strand_at)],
    coordinates="0-based",
    needs_build=True,
)
FORMATS = [replace(_TABLE.format, recognize=_recognize)]
