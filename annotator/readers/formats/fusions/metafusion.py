"""MetaFusion: the common format of its callers (`.cff`, no header) and its clusters.

A `.cff` row is one call of one caller, as that caller writes it: positions and order are brought
to those of the other formats by what is known of each caller. A cluster is one fusion of several
callers; of its breakpoints the first is taken.
"""

from collections.abc import Iterator
from dataclasses import replace

from annotator.model.base import Assay, Strand
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About
from annotator.readers.tables.breakpoints import position_of, strand_of
from annotator.readers.tables.fusions import FusionTable, both_sides, raw_cells, reads
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import BadCell, Row, TableShape, quoted
from annotator.readers.tables.tool_names import caller_of

_CFF = "metafusion_cff"
_COLUMNS = (
    "chr1",
    "pos1",
    "strand1",
    "chr2",
    "pos2",
    "strand2",
    "library",
    "sample",
    "sample_type",
    "disease",
    "tool",
    "split_cnt",
    "span_cnt",
    "gene1",
    "gene1_type",
    "gene2",
    "gene2_type",
)
# Callers whose own tables are not read, or under the name of another.
_OTHER_CALLERS = {
    "chimpipe": "ChimPipe",
    "fusionfusion": "fusionfusion",
    "jaffal": "JAFFAL",
    "transabyss": "Trans-ABySS",
}
_HEADERLESS = TableShape(columns=_COLUMNS)
_ASSAYS: dict[str, Assay] = {"RNA": "rna", "DNA": "dna"}
_SIGNS = frozenset({"+", "-", ".", "NA"})
# The callers that count from 0, and those whose two genes stand in no order.
_FROM_ZERO = frozenset({"star_seqr"})
_WITHOUT_ORDER = frozenset({"defuse", "fusionmap", "squid", "longgf", "fusionseeker", "infusion"})


def _recognize_cff(head: list[str]) -> bool:
    rows = [line.split("\t") for line in head if line.strip()]
    return bool(rows) and all(
        len(cells) == len(_COLUMNS)
        and {cells[2], cells[5]} <= _SIGNS
        and whole_number(cells[1]) is not None
        and cells[6].upper() in _ASSAYS
        for cells in rows[:1]
    )


def _call(file: DataFile, row: Row) -> FusionObservation:
    caller = caller_of(row.cells["tool"])
    told = caller not in _WITHOUT_ORDER
    strands = [strand_of(row, f"strand{side}") if told else None for side in "12"]
    ordered = None not in strands
    return FusionObservation(
        caller=caller,
        assay=_assay(row),
        five_prime=_end(row, "1", strands[0], caller),
        three_prime=_end(row, "2", strands[1], caller),
        junction="sense" if ordered else "unknown",
        ordered=ordered,
        split_reads=reads(row, "split_cnt"),
        spanning_reads=reads(row, "span_cnt"),
        raw_support=raw_cells(row, "split_cnt", "span_cnt"),
        raw_breakpoints="|".join(
            ":".join(row.cells[f"{name}{side}"] for name in ("chr", "pos", "strand"))
            for side in "12"
        ),
        source=Source(file=file.name, line=row.line),
    )


def _assay(row: Row) -> Assay:
    library = row.cells["library"].upper()
    if library not in _ASSAYS:
        raise BadCell(quoted(row.cells["library"]), column="library", expected="RNA or DNA")
    return _ASSAYS[library]


def _end(row: Row, side: str, strand: Strand | None, caller: str) -> FusionEnd:
    genes = gene_symbols(row.cells[f"gene{side}"])
    position = position_of(row, f"pos{side}", 0 if caller in _FROM_ZERO else 1)
    return end_of(genes, (row.required(f"chr{side}", "a chromosome"), position), strand)


_CLUSTERS = "metafusion"
_CLUSTER_COLUMNS = (
    "gene1",
    "gene2",
    "chr1",
    "breakpoint_1",
    "chr2",
    "breakpoint_2",
    "max_split_cnt",
    "max_span_cnt",
    "tools",
)


def _cluster(file: DataFile, row: Row) -> Iterator[FusionObservation]:
    """One per caller. The counts are the highest of all of them."""
    for tool in dict.fromkeys(row.cells["tools"].split(",")):
        yield FusionObservation(
            caller=caller_of(tool),
            assay="rna",
            five_prime=_cluster_end(row, "1"),
            three_prime=_cluster_end(row, "2"),
            junction="unknown",
            ordered=False,
            split_reads=reads(row, "max_split_cnt"),
            spanning_reads=reads(row, "max_span_cnt"),
            raw_support=raw_cells(row, "max_split_cnt", "max_span_cnt"),
            raw_breakpoints="|".join(
                f"{row.cells[f'chr{side}']}:{row.cells[f'breakpoint_{side}'].replace('|', ',')}"
                for side in "12"
            ),
            source=Source(file=file.name, line=row.line),
        )


def _cluster_end(row: Row, side: str) -> FusionEnd:
    column = f"breakpoint_{side}"
    genes = gene_symbols(row.cells[f"gene{side}"])
    position = whole_number(row.cells[column].partition("|")[0])
    if not position:
        raise BadCell(quoted(row.cells[column]), column=column, expected="positions, | between")
    return end_of(genes, (row.required(f"chr{side}", "a chromosome"), position))


_CFF_TABLE = FusionTable(
    name=_CFF,
    about=About(
        title="MetaFusion, CFF",
        files="`.cff`",
        note="by caller",
        link="https://github.com/ccmbioinfo/MetaFusion",
        real=True,
        callers=_OTHER_CALLERS,
    ),
    recognized_by=f"no header; {len(_COLUMNS)} columns, the third and sixth strands, then RNA or "
    "DNA",
    coordinates="1-based (STAR-SEQR 0-based)",
    columns=_COLUMNS,
    sides=both_sides("12", gene="gene#", chrom="chr#", position="pos#"),
    fusions=lambda file, row, _scope: [_call(file, row)],
    sample="sample",
    shape=_HEADERLESS,
)
_CLUSTER_TABLE = FusionTable(
    name=_CLUSTERS,
    about=About(
        title="MetaFusion",
        files="clusters",
        note="open",
        link="https://github.com/ccmbioinfo/MetaFusion",
        real=True,
    ),
    recognized_by="header with gene1, breakpoint_1, max_split_cnt, tools, samples",
    columns=_CLUSTER_COLUMNS,
    sides=both_sides("12", gene="gene#", chrom="chr#", position="breakpoint_#"),
    also=("samples",),
    fusions=lambda file, row, _scope: _cluster(file, row),
    sample="samples",
)
FORMATS = [replace(_CFF_TABLE.format, recognize=_recognize_cff), _CLUSTER_TABLE.format]
