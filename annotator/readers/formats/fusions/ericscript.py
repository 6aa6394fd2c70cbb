"""EricScript `.results.filtered.tsv` and `.results.total.tsv`.

Genes stand in transcript order with their places, 1-based, and strands. Its words for reads are
the other way round: crossing reads are pairs around the junction, spanning reads lie over it.
"""

from dataclasses import replace

from annotator.model.observations import FusionObservation
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Scope
from annotator.readers.tables.fusion_layout import FusionLayout, Side
from annotator.readers.tables.fusions import FusionTable
from annotator.readers.tables.table import Row

_SCORE = "EricScore"
_NOTHING = "No Chimeric Transcript found!"
_LAYOUT = FusionLayout(
    name="ericscript",
    title="EricScript",
    files="`.results.filtered.tsv`, `.results.total.tsv`",
    note="yes",
    link="https://sourceforge.net/projects/ericscript/",
    versions=[],
    tested_on_real_file=True,
    recognized_by="header with GeneName1, Breakpoint1, crossingreads, EricScore",
    five_prime=Side(gene="GeneName1", chrom="chr1", position="Breakpoint1", strand="strand1"),
    three_prime=Side(gene="GeneName2", chrom="chr2", position="Breakpoint2", strand="strand2"),
    split_reads=["spanningreads"],
    spanning_reads=["crossingreads"],
    confidence=_SCORE,
    empty_place=["Unable to predict breakpoint position"],
)
# The rules by which EricScript itself takes a row of the total table into the filtered one.
_LEAST_SCORE = 0.5
_LEAST_CROSSING = 10


def _amend(row: Row, seen: FusionObservation) -> FusionObservation:
    score = row.optional_number(_SCORE)
    filters = []
    if score is not None and score <= _LEAST_SCORE:
        filters.append(f"{_SCORE}<={_LEAST_SCORE}")
    if row.text("Blacklist"):
        filters.append("Blacklist")
    if seen.split_reads == 1 and (seen.spanning_reads or 0) >= _LEAST_CROSSING:
        filters.append("one spanning read")
    return seen.model_copy(update={"filters": filters})


_FORMAT = FusionTable.of(_LAYOUT, amend=_amend).format


def _says_nothing(head: list[str]) -> bool:
    return [line.strip().strip('"') for line in head if line.strip()] == [_NOTHING]


def _recognize(head: list[str]) -> bool:
    return _says_nothing(head) or _FORMAT.recognize(head)


def _read(file: DataFile, scope: Scope) -> Content:
    return Content() if _says_nothing(file.head()) else _FORMAT.read(file, scope)


FORMATS = [replace(_FORMAT, recognize=_recognize, read=_read)]
