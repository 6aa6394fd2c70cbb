"""CTAT-splicing `*.cancer.introns`: introns of cancer, each a junction within one gene.

`chr7:116411709-116414934` is the intron, 1-based with both ends in it: the exons that it joins
end before it and begin after it.
"""

import re

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About
from annotator.readers.tables.breakpoints import strand_of
from annotator.readers.tables.fusion_layout import Side
from annotator.readers.tables.fusions import FusionTable, raw_cells, reads
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.table import BadCell, Row, quoted

_ABOUT = About(
    title="CTAT-Splicing",
    files="`*.cancer.introns` (MET exon 14)",
    note="by the strand",
    link="https://github.com/TrinityCTAT/CTAT-SPLICING",
    real=True,
)

_NAME = "ctat_splicing"
_REQUIRED = ("intron", "strand", "genes", "uniq_mapped")
_INTRON = re.compile(r"([^:]+):(\d{1,18})-(\d{1,18})")


def _observation(file: DataFile, row: Row) -> FusionObservation:
    strand = strand_of(row, "strand")
    before, after = _exons(row)
    if strand == "-":
        before, after = after, before
    genes = gene_symbols(row.cells["genes"])
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=end_of(genes, before, strand),
        three_prime=end_of(genes, after, strand),
        junction="sense" if strand else "unknown",
        ordered=strand is not None,
        split_reads=reads(row, "uniq_mapped"),
        raw_support=raw_cells(row, "uniq_mapped", "multi_mapped"),
        raw_breakpoints=f"{row.cells['intron']}:{row.cells['strand']}",
        source=Source(file=file.name, line=row.line),
    )


def _exons(row: Row) -> tuple[tuple[str, int], tuple[str, int]]:
    """The last base before the intron and the first one after it."""
    match = _INTRON.fullmatch(row.cells["intron"])
    if match is None or not 1 < int(match[2]) <= int(match[3]):
        raise BadCell(quoted(row.cells["intron"]), column="intron", expected="chromosome:start-end")
    return (match[1], int(match[2]) - 1), (match[1], int(match[3]) + 1)


FORMATS = [
    FusionTable(
        name=_NAME,
        about=_ABOUT,
        recognized_by="header with " + ", ".join((*_REQUIRED, "variant_name")),
        columns=_REQUIRED,
        sides=(Side(gene="genes", breakpoint="intron"),),
        also=("variant_name",),
        shows=("rna_splicing",),
        coordinates="1-based introns",
        fusions=lambda file, row, _scope: [_observation(file, row)],
    ).format
]
