"""STAR-Fusion: full, abridged, coding-effect and the older candidate tables.

Columns are read by name, since their number and order differ between versions. Breakpoints are
`chromosome:position:strand`, 1-based, in transcript order; the strand is the transcribed one.
"""

from annotator.model.base import Frame
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.breakpoints import chromosome_position_strand
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.table import Row, header_of, read_table

_NAME = "star_fusion"
_REQUIRED = (
    "FusionName",
    "JunctionReadCount",
    "SpanningFragCount",
    "LeftGene",
    "LeftBreakpoint",
    "RightGene",
    "RightBreakpoint",
)
_FRAMES: dict[str | None, Frame] = {"INFRAME": "in_frame", "FRAMESHIFT": "out_of_frame"}
_NO_ANCHOR = frozenset({"NO", "NO_LDAS"})


def _recognise(head: list[str]) -> bool:
    columns = set(header_of(head))
    # FusionInspector has the same columns and, beside them, positions on its own contigs.
    return columns.issuperset(_REQUIRED) and "LeftLocalBreakpoint" not in columns


def _read(file: DataFile, _scope: Scope) -> Content:
    return Content(fusions=read_table(file, _REQUIRED, lambda row: _observation(file, row)))


def _observation(file: DataFile, row: Row) -> FusionObservation:
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=_end(row, "Left"),
        three_prime=_end(row, "Right"),
        junction="sense",
        split_reads=row.count("JunctionReadCount"),
        spanning_reads=row.count("SpanningFragCount"),
        frame=_FRAMES.get(row.text("PROT_FUSION_TYPE"), "unknown"),
        filters=["NO_LDAS"] if row.text("LargeAnchorSupport") in _NO_ANCHOR else [],
        raw_breakpoints=f"{row.cells['LeftBreakpoint']}|{row.cells['RightBreakpoint']}",
        source=Source(file=file.name, line=row.line),
    )


def _end(row: Row, side: str) -> FusionEnd:
    chrom, position, strand = chromosome_position_strand(row, f"{side}Breakpoint")
    gene = row.text(f"{side}Gene")
    return FusionEnd(
        gene=gene.partition("^")[0] if gene else None,
        chrom=chrom,
        position=position,
        strand=strand,
    )


FORMATS = [
    Format(
        name=_NAME,
        role="fusions",
        told_by="header with FusionName, JunctionReadCount, LeftBreakpoint, RightBreakpoint",
        coordinates="1-based",
        recognise=_recognise,
        read=_read,
        needs_build=False,
    )
]
