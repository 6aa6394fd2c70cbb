"""InFusion `fusions.txt` and `fusions.detailed.txt`: 1-based, the two sides in no order.

A region is what the reads cover at a side: the junction lies at one of its ends, which tells the
part that is kept. The order of the genes follows from that and their strands. `num_span` of the
short table, `num_split` of the detailed one, counts reads over the junction; `num_paired` pairs
around it.
"""

import re

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Format, Scope
from annotator.readers.junction import Junction, JunctionEnd, Kept, orient
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.breakpoints import position_of, strand_of
from annotator.readers.tables.fusions import FusionTable, both_sides, one_of
from annotator.readers.tables.gene_names import gene_symbols
from annotator.readers.tables.table import BadCell, Row, quoted

_ABOUT = About(
    title="InFusion",
    files="`fusions.txt`, `fusions.detailed.txt`",
    note="by kept sides",
    real=True,
)

_NAME = "infusion"
_REGION = re.compile(r"\[([0-9]{1,18}),\s*([0-9]{1,18})\]")
_PAIRS = "num_paired"
_PLACED = ("ref1", "break_pos1", "region1", "ref2", "break_pos2", "region2")


def _format(split: str, gene: str, gene_strand: str | None) -> Format:
    """One of the two tables: its columns of reads, genes and strands (`#` stands for the side)."""
    of_genes = [column.replace("#", side) for column in (gene, gene_strand or "") for side in "12"]

    def fusions(file: DataFile, row: Row, scope: Scope) -> list[FusionObservation]:
        junction = Junction(
            caller=_NAME,
            first=_end(row, "1", gene, gene_strand),
            second=_end(row, "2", gene, gene_strand),
            split_reads=row.count(split),
            spanning_reads=row.count(_PAIRS),
            filters=[],
            raw_breakpoints="{ref1}:{break_pos1}{region1}|{ref2}:{break_pos2}{region2}".format(
                **row.cells
            ),
            source=Source(file=file.name, line=row.line),
            assay="rna",
            raw_support={column: row.cells[column] for column in (split, _PAIRS)},
        )
        return [orient(junction, scope.targets.strand_at)]

    return FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by="header with ref1, break_pos1, region1, num_paired, and num_span or "
        "num_split",
        columns=(*_PLACED, split, _PAIRS, *(column for column in of_genes if column)),
        sides=both_sides("12", gene=gene, chrom="ref#", position="break_pos#"),
        fusions=fusions,
        needs_build=True,
    ).format


def _end(row: Row, side: str, gene: str, gene_strand: str | None) -> JunctionEnd:
    position = position_of(row, f"break_pos{side}")
    return JunctionEnd(
        chrom=same_chromosome_name(row.required(f"ref{side}", "a chromosome")),
        position=position,
        kept=_kept(row, f"region{side}", position),
        genes=tuple(gene_symbols(row.cells[gene.replace("#", side)])),
        gene_strand=strand_of(row, gene_strand.replace("#", side)) if gene_strand else None,
    )


def _kept(row: Row, column: str, position: int) -> Kept | None:
    """The part that the reads cover: up to the junction, or from it on."""
    region = _REGION.fullmatch(row.cells[column])
    if region is None:
        raise BadCell(quoted(row.cells[column]), column=column, expected="[start,end]")
    to_start, to_end = (abs(position - int(bound)) for bound in region.groups())
    if to_start == to_end:
        return None
    return "right" if to_start < to_end else "left"


FORMATS = [
    one_of(
        [
            _format("num_span", "genes_#", None),
            _format("num_split", "gene_#", "gene_#_strand"),
        ]
    )
]
