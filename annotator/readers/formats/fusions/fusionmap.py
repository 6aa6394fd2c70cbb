"""FusionMap `FusionReport.txt`: 1-based; the columns of counts bear the name of the BAM file.

Sides 1 and 2 and `Strand` are those of the reads. FusionGene `A->B` tells which side is the 5'
one; where it is side 2, the transcript runs against the reads. Seed and rescued reads both lie
over the junction. In a report of several BAM files each row has the counts of all of them.
"""

from collections.abc import Iterable

from annotator.model.base import Frame, Strand
from annotator.model.observations import FusionEnd, FusionObservation, JunctionKind, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.breakpoints import position_of, strand_pair
from annotator.readers.tables.fusions import both_sides, sides_skipped
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.samples import rows_of_sample
from annotator.readers.tables.table import Row, header_of, read_table

_ABOUT = About(
    title="FusionMap",
    files="`FusionReport.txt`",
    note="by FusionGene",
    real=True,
)

_NAME = "fusionmap"
_REQUIRED = (
    *("Strand", "Chromosome1", "Position1", "Chromosome2", "Position2"),
    *("KnownGene1", "KnownGene2", "FusionGene"),
)
_SIDES = both_sides("12", gene="KnownGene#", chrom="Chromosome#", position="Position#")
_SEED, _RESCUED = ".SeedCount", ".RescuedCount"
_OTHER: dict[Strand, Strand] = {"+": "-", "-": "+"}
_FRAMES: dict[str | None, Frame] = {"InFrame": "in_frame", "FrameShift": "out_of_frame"}


def _recognize(head: list[str]) -> bool:
    columns = header_of(head)
    return set(columns).issuperset(_REQUIRED) and bool(_counted(columns))


def _counted(columns: Iterable[str]) -> list[str]:
    """The names, as written, of which the columns hold seed and rescued reads."""
    known = dict.fromkeys(columns)
    names = [column.removesuffix(_SEED) for column in known if column.endswith(_SEED)]
    return [name for name in names if name + _RESCUED in known]


def _read(file: DataFile, scope: Scope) -> Content:
    names = _counted(header_of(file.head()))
    if not names:
        raise file.problem("the header has no column .SeedCount", expected="a report of FusionMap")

    def parse(row: Row) -> list[tuple[str | None, FusionObservation]]:
        found = [(name.removesuffix(".bam"), _observation(file, row, name)) for name in names]
        return [each for each in found if len(names) == 1 or each[1].split_reads]

    skipped = sides_skipped(scope, _SIDES)
    rows = read_table(file, _REQUIRED, parse, skipped=skipped)
    kept = rows_of_sample(file, (each for found in rows for each in found), scope)
    return Content(
        fusions=kept.rows,
        warnings=[*kept.warnings, *skipped.warnings(file)],
        sample_name=kept.name,
        sample_names=kept.names,
    )


def _observation(file: DataFile, row: Row, name: str) -> FusionObservation:
    five, three, junction = _ordered(row)
    flag = row.text("Filter")
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=five,
        three_prime=three,
        junction=junction,
        ordered=junction == "sense",
        split_reads=row.count(name + _SEED) + row.count(name + _RESCUED),
        raw_support={suffix[1:]: row.cells[name + suffix] for suffix in (_SEED, _RESCUED)},
        frame=_frame(row),
        filters=[flag] if flag else [],
        raw_breakpoints="{Chromosome1}:{Position1}|{Chromosome2}:{Position2}:{Strand}".format(
            **row.cells
        ),
        source=Source(file=file.name, line=row.line),
    )


def _ordered(row: Row) -> tuple[FusionEnd, FusionEnd, JunctionKind]:
    """The sides in transcript order; as written where FusionGene names no pair of them."""
    first, second = strand_pair(row, "Strand")
    genes = (row.cells["KnownGene1"], row.cells["KnownGene2"])
    pair = row.cells["FusionGene"]
    if genes[0] == genes[1]:  # the pair of an event within a gene tells no order
        return _end(row, "1", None), _end(row, "2", None), "unknown"
    if pair == "->".join(genes) and all(genes):
        return _end(row, "1", first), _end(row, "2", second), "sense"
    if pair == "->".join(genes[::-1]) and all(genes):
        return _end(row, "2", _OTHER[second]), _end(row, "1", _OTHER[first]), "sense"
    return _end(row, "1", None), _end(row, "2", None), "unknown"


def _end(row: Row, number: str, strand: Strand | None) -> FusionEnd:
    chrom = same_chromosome_name(row.required(f"Chromosome{number}", "a chromosome"))
    place = (chrom, position_of(row, f"Position{number}"))
    return end_of(row.cells[f"KnownGene{number}"], place, strand)


def _frame(row: Row) -> Frame:
    """The class is InFrame too where one of the genes has no frame: `->1`, `0->`."""
    frames = row.cells.get("FrameShift", "").split("->")
    known = len(frames) == 2 and all(frames)
    return _FRAMES.get(row.text("FrameShiftClass"), "unknown") if known else "unknown"


FORMATS = [
    Format(
        name=_NAME,
        role="fusions",
        about=_ABOUT,
        recognized_by="header with KnownGene1, FusionGene, and columns that end in .SeedCount",
        coordinates="1-based",
        samples="columns",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
        needs_build=False,
    )
]
