"""BEDPE of any caller: of RNA where it is given as fusions, of DNA as structural variants.

A name that parts two genes (`EML4--ALK`) names them in the order of the two sides. The score has
no one meaning and is kept as written.
"""

from collections.abc import Callable

from annotator.model.base import Assay
from annotator.model.observations import FusionObservation, Source
from annotator.model.roles import Role
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.junction import Junction, orient
from annotator.readers.tables.bedpe_rows import (
    at_loci,
    columns_of,
    content_of,
    end,
    is_row,
    kept_side,
    place,
    read_rows,
    rows_of,
    written,
)
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.gene_pairs import gene_pair
from annotator.readers.tables.table import Row

_NAMES: dict[Assay, str] = {"rna": "bedpe_rna", "dna": "bedpe"}
_ROLES: dict[Assay, Role] = {"rna": "fusions", "dna": "structural_variants"}
_ABOUT = {
    "rna": About(
        title="BEDPE of RNA",
        files="BEDPE with strands",
        note="by kept sides",
        link="https://bedtools.readthedocs.io/en/latest/content/general-usage.html",
        real=True,
    ),
    "dna": About(
        title="BEDPE",
        files="BEDPE with strands",
        note="by kept sides",
        link="https://bedtools.readthedocs.io/en/latest/content/general-usage.html",
        real=True,
    ),
}
# Columns of callers whose strands or intervals mean something else.
_OF_OTHERS = {
    "num_concordantfrag_bp1",
    "FusedGenes",
    "chrom5p",
    "brass_score",
    "INFO_A",
    "extra",
}


def _recognize(head: list[str]) -> bool:
    columns, rows = columns_of(head), rows_of(head)
    if _OF_OTHERS.intersection(columns):
        return False
    return is_row(rows[0]) if rows else bool(columns)


def _reader(assay: Assay) -> Callable[[DataFile, Scope], Content]:
    def read(file: DataFile, scope: Scope) -> Content:
        return content_of(read_rows(file, scope, lambda row: _observed(file, row, assay, scope)))

    return read


def _observed(file: DataFile, row: Row, assay: Assay, scope: Scope) -> list[FusionObservation]:
    kept = kept_side(row, "1"), kept_side(row, "2")
    names = [tuple(gene_symbols(side)) for side in _genes(row)]
    first, second = end(row, "1", kept[0], names[0]), end(row, "2", kept[1], names[1])
    source = Source(file=file.name, line=row.line)
    if first is None or second is None:
        found = _without_order(row, assay, names, source)
        places = (found.five_prime.place, found.three_prime.place)
        near = any(scope.targets.junction_regions.overlaps(*each) for each in places if each)
        return [found] if assay == "rna" or near else []
    junction = Junction(
        caller=_NAMES[assay],
        first=first,
        second=second,
        split_reads=None,
        spanning_reads=None,
        filters=[],
        raw_breakpoints=written(row),
        source=source,
        assay=assay,
        raw_support={"score": row.cells["score"]},
    )
    return (
        [orient(junction, scope.targets.strand_at)]
        if assay == "rna"
        else at_loci([junction], scope)
    )


def _genes(row: Row) -> tuple[str, str]:
    name = row.cells["name"]
    parted = any(sign in name for sign in ("--", "::", ">>", "->"))
    return (gene_pair(name) if parted else None) or ("", "")


def _without_order(
    row: Row, assay: Assay, names: list[tuple[str, ...]], source: Source
) -> FusionObservation:
    """A row that leaves a place or a strand open."""
    return FusionObservation(
        caller=_NAMES[assay],
        assay=assay,
        five_prime=end_of(names[0], place(row, "1", None)),
        three_prime=end_of(names[1], place(row, "2", None)),
        junction="unknown",
        ordered=False,
        raw_support={"score": row.cells["score"]},
        raw_breakpoints=written(row),
        source=source,
    )


FORMATS = [
    Format(
        name=_NAMES[assay],
        role=_ROLES[assay],
        about=_ABOUT[assay],
        recognized_by="rows of two intervals, name, score and two strands (BEDPE), header or not",
        coordinates="0-based, half open",
        samples="column",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_reader(assay),
    )
    for assay in _NAMES
]
