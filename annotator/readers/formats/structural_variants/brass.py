"""BRASS `*.annot.bedpe`, and the groups of read pairs that it is made of.

In the table of calls (column svclass) the second strand is that of the read that goes on behind
the junction, opposite to BEDPE: `+ +` is a deletion. In the groups of brass-group the strands are
those of the read pairs, as in BEDPE: `+ -` is a deletion, `+ +` an inversion. Groups are no calls
yet; their rows carry a filter.
"""

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.junction import Junction, Kept
from annotator.readers.tables.bedpe_rows import (
    at_loci,
    columns_of,
    content_of,
    end,
    kept_side,
    read_rows,
    written,
)
from annotator.readers.tables.fusions import raw_cells
from annotator.readers.tables.gene_names import gene_symbols
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import Row

_ABOUT = About(
    title="BRASS",
    files="`*.annot.bedpe`; its groups, which are no calls and carry a filter",
    note="by kept sides, second strand inverted",
    link="https://github.com/cancerit/BRASS",
    versions=("6.x",),
    real=True,
)

_NAME = "brass"
_CALLS = "svclass"
_GROUP = "brass_group"
_OPPOSITE: dict[Kept | None, Kept | None] = {"left": "right", "right": "left", None: None}
_PAIRS = ("readpair count", "tumour_count")
_ASSEMBLED = ("assembled read count",)


def _recognize(head: list[str]) -> bool:
    return "brass_score" in columns_of(head)


def _read(file: DataFile, scope: Scope) -> Content:
    called = _CALLS in columns_of(file.head())
    return content_of(read_rows(file, scope, lambda row: _observed(file, row, called, scope)))


def _observed(file: DataFile, row: Row, called: bool, scope: Scope) -> list[FusionObservation]:
    kept = kept_side(row, "1"), kept_side(row, "2")
    first = end(row, "1", kept[0], _genes(row, "gene1"))
    second = end(row, "2", _OPPOSITE[kept[1]] if called else kept[1], _genes(row, "gene2"))
    if first is None or second is None:
        return []
    junction = Junction(
        caller=_NAME,
        first=first,
        second=second,
        split_reads=_count(row, _ASSEMBLED),
        spanning_reads=_count(row, _PAIRS),
        filters=[] if called else [_GROUP],
        raw_breakpoints=written(row),
        source=Source(file=file.name, line=row.line),
        raw_support=raw_cells(row, *_PAIRS, *_ASSEMBLED),
    )
    return at_loci([junction], scope)


def _genes(row: Row, column: str) -> tuple[str, ...]:
    return tuple(gene for gene in gene_symbols(row.cells.get(column, "")) if gene != "_")


def _count(row: Row, columns: tuple[str, ...]) -> int | None:
    texts = (row.cells[column] for column in columns if column in row.cells)
    return next((count for text in texts if (count := whole_number(text)) is not None), None)


FORMATS = [
    Format(
        name=_NAME,
        role="structural_variants",
        about=_ABOUT,
        recognized_by="BEDPE with a header that names brass_score",
        coordinates="0-based, half open",
        samples="column",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
    )
]
