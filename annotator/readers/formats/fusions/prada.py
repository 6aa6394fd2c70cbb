"""PRADA `prada.fus.summary.txt` and tables made of it: one row per pair of genes, 1-based.

Gene_A is the 5' partner. A row may hold several junctions, each one fusion here:
`EML4:2:42522656_ALK:2:29446394,5|...`, two places and the reads over the junction. The
discordant pairs are those of the two genes, the same for each of their junctions.
"""

import re

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.breakpoints import known_strand
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.table import BadCell, Row, quoted

_ABOUT = About(
    title="PRADA",
    files="`prada.fus.summary.txt`",
    note="yes",
    real=True,
)

_NAME = "prada"
_NUMBER = "([1-9][0-9]{0,17})"
_JUNCTION = re.compile(rf"(\S+):([^:\s]+):{_NUMBER}_(\S+):([^:\s]+):{_NUMBER},([0-9]{{1,18}})")
_SUPPORT = ("Discordant_n", "JSR_n")


def _fusions(file: DataFile, row: Row, _scope: Scope) -> list[FusionObservation]:
    junctions = row.required("Junction", "junctions").split("|")
    return [_observation(file, row, junction) for junction in junctions]


def _observation(file: DataFile, row: Row, junction: str) -> FusionObservation:
    found = _JUNCTION.fullmatch(junction)
    if found is None:
        expected = "GENE_A:chromosome:position_GENE_B:chromosome:position,reads"
        raise BadCell(quoted(junction), column="Junction", expected=expected)
    _, chrom1, position1, _, chrom2, position2, reads = found.groups()
    place1 = (same_chromosome_name(chrom1), int(position1))
    place2 = (same_chromosome_name(chrom2), int(position2))
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=end_of(row.cells["Gene_A"], place1, known_strand(row, "A_strand")),
        three_prime=end_of(row.cells["Gene_B"], place2, known_strand(row, "B_strand")),
        junction="sense",
        split_reads=int(reads),
        spanning_reads=row.count("Discordant_n"),
        raw_support={"Junction": reads, **{column: row.cells[column] for column in _SUPPORT}},
        raw_breakpoints=f"{chrom1}:{position1}|{chrom2}:{position2}",
        source=Source(file=file.name, line=row.line),
    )


FORMATS = [
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by="header with Gene_A, Gene_B, Discordant_n, JSR_n, Junction",
        columns=("Gene_A", "Gene_B", "A_strand", "B_strand", "Discordant_n", "JSR_n", "Junction"),
        fusions=_fusions,
        sample="sample",
    ).format
]
