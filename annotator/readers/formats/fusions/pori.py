"""PORI (IPR): structural variants of a report, RNA or DNA by `detectedIn`.

`gene1` (or the first of `genes`) is the N-terminal, 5' gene; `breakpoint` is `22:1|11:2`, or
`17:1-9` of an event within a gene, which tells no order.
"""

import re
from dataclasses import replace

from annotator.model.base import Frame
from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About
from annotator.readers.tables.fusion_layout import Side
from annotator.readers.tables.fusions import FusionTable, raw_cells, reads
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.gene_pairs import gene_pair
from annotator.readers.tables.table import BadCell, Row, header_of, quoted

_ABOUT = About(
    title="PORI",
    files="structural variants of a report",
    note="yes",
    link="https://github.com/bcgsc/pori",
)

_NAME = "pori"
_REQUIRED = ("eventType", "breakpoint")
_FRAMES: dict[str, Frame] = {
    "in-frame": "in_frame",
    "in frame": "in_frame",
    "out-of-frame": "out_of_frame",
    "out of frame": "out_of_frame",
}
_POSITION = r"([1-9]\d{0,17})"
_PLACES = re.compile(rf"([^:|]+):{_POSITION}(?:\|([^:|]+):{_POSITION}|-{_POSITION})")
_COUNTS = ("rnaAltCount", "tumourAltCount")


def _recognize(head: list[str]) -> bool:
    columns = set(header_of(head))
    return columns.issuperset(_REQUIRED) and ("genes" in columns or {"gene1", "gene2"} <= columns)


def _observation(file: DataFile, row: Row) -> FusionObservation:
    ordered = "|" in row.cells["breakpoint"]
    ends = [
        end_of(gene_symbols(gene), place)
        for gene, place in zip(_genes(row), _places(row), strict=True)
    ]
    in_dna = row.cells.get("detectedIn", "").upper() == "DNA"
    return FusionObservation(
        caller=_NAME,
        assay="dna" if in_dna else "rna",
        five_prime=ends[0],
        three_prime=ends[1],
        junction="sense" if ordered else "unknown",
        ordered=ordered,
        split_reads=reads(row, _COUNTS[in_dna]),
        raw_support=raw_cells(row, *_COUNTS),
        frame=_FRAMES.get(row.cells.get("frame", "").lower(), "unknown"),
        raw_breakpoints=row.cells["breakpoint"],
        source=Source(file=file.name, line=row.line),
    )


def _genes(row: Row) -> tuple[str, str]:
    if {"gene1", "gene2"} <= row.cells.keys():
        return row.cells["gene1"], row.cells["gene2"]
    text = row.cells.get("genes", "")
    pair = gene_pair(text)
    if pair is None:
        raise BadCell(quoted(text), column="genes", expected="A::B")
    return pair


def _places(row: Row) -> list[tuple[str, int]]:
    match = _PLACES.fullmatch(row.cells["breakpoint"])
    if match is None:
        raise BadCell(
            quoted(row.cells["breakpoint"]), column="breakpoint", expected="22:1|11:2 or 17:1-9"
        )
    first, start, last, end, stop = match.groups()
    return [(first, int(start)), (last or first, int(end or stop))]


_TABLE = FusionTable(
    name=_NAME,
    about=_ABOUT,
    recognized_by="header with eventType, breakpoint, and gene1 and gene2 or genes",
    columns=_REQUIRED,
    sides=(Side(breakpoint="breakpoint"),),
    fusions=lambda file, row, _scope: [_observation(file, row)],
)
FORMATS = [replace(_TABLE.format, recognize=_recognize)]
