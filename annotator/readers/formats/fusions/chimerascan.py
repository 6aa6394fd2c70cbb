"""ChimeraScan `chimeras.bedpe`: 0-based, both ends of an interval belong to it.

The intervals are what of each gene the reads show. The junction is where the 5' interval ends in
the direction of its strand, and where the 3' interval begins. Of `total_frags`, the
`spanning_frags` have a read over the junction, the others lie around it.
"""

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.breakpoints import known_strand, position_of
from annotator.readers.tables.fusions import FusionTable, both_sides
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.table import BadCell, Row

_ABOUT = About(
    title="ChimeraScan",
    files="`chimeras.bedpe`",
    note="yes",
    versions=("0.4.5",),
    real=True,
)

_NAME = "chimerascan"


def _fusions(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    strand5, strand3 = known_strand(row, "strand5p"), known_strand(row, "strand3p")
    column5 = "end5p" if strand5 == "+" else "start5p"
    column3 = "start3p" if strand3 == "+" else "end3p"
    over, total = row.count("spanning_frags"), row.count("total_frags")
    if over > total:
        raise BadCell(str(over), column="spanning_frags", expected="at most total_frags")
    fusion = FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=end_of(row.cells["genes5p"], _place(row, "chrom5p", column5), strand5),
        three_prime=end_of(row.cells["genes3p"], _place(row, "chrom3p", column3), strand3),
        junction="sense",
        split_reads=over,
        spanning_reads=total - over,
        raw_support={"total_frags": str(total), "spanning_frags": str(over)},
        raw_breakpoints=(
            f"{row.cells['chrom5p']}:{row.cells[column5]}:{strand5}|"
            f"{row.cells['chrom3p']}:{row.cells[column3]}:{strand3}"
        ),
        source=Source(file=file.name, line=row.line),
    )
    return [fusion]


def _place(row: Row, chrom: str, column: str) -> tuple[str, int]:
    name = row.required(chrom, "a chromosome")
    return same_chromosome_name(name), position_of(row, column, base=0)


_COLUMNS = (
    *("chrom5p", "start5p", "end5p", "strand5p", "genes5p"),
    *("chrom3p", "start3p", "end3p", "strand3p", "genes3p"),
    *("total_frags", "spanning_frags"),
)
FORMATS = [
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by="header with chrom5p, strand5p, genes5p, total_frags, spanning_frags",
        columns=_COLUMNS,
        sides=both_sides(("5p", "3p"), gene="genes#", chrom="chrom#", position="start#"),
        fusions=_fusions,
        coordinates="0-based",
    ).format
]
