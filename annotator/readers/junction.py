"""Orient a junction: which side is the 5' part of a gene fusion, from the sides that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annotator.model.base import Assay, Frame, Strand
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.targets import StrandAt

Kept = Literal["left", "right"]
"""Which part of the chromosome a junction keeps: up to the position, or from it on."""
_Part = Literal["5'", "3'"]
_RANK: dict[_Part | None, int] = {"5'": 0, None: 1, "3'": 2}


@dataclass(frozen=True)
class JunctionEnd:
    """One side of a junction; `position` is 1-based and itself kept.

    `kept` is None where the caller does not tell it. `genes` are those that the caller names
    there, `gene_strand` the strand that it gives them.
    """

    chrom: str
    position: int
    kept: Kept | None
    genes: tuple[str, ...] = ()
    gene_strand: Strand | None = None


@dataclass(frozen=True)
class Junction:
    """Two ends that are joined, in no order, with the support in reads and the caller's flags."""

    caller: str
    first: JunctionEnd
    second: JunctionEnd
    split_reads: int | None
    spanning_reads: int | None
    filters: list[str]
    raw_breakpoints: str
    source: Source
    assay: Assay = "dna"
    raw_support: Mapping[str, str] = field(default_factory=dict)
    confidence: str | None = None
    frame: Frame = "unknown"
    flags: Sequence[str] = ()


def kept_along(first: Strand, second: Strand) -> tuple[Kept, Kept]:
    """The sides kept by a read that runs into a junction on one strand and out of it on another.

    Read in the other direction both strands change with the order, and the kept sides stay.
    """
    return ("left" if first == "+" else "right"), ("right" if second == "+" else "left")


def orient(junction: Junction, strand_at: StrandAt) -> FusionObservation:
    """Order the sides by the strands of their genes.

    A gene on + has its 5' part to the left of a breakpoint, a gene on - to the right of it. One
    5' part joined to one 3' part is a sense fusion. Where only one side lies in a gene, that
    side's part gives the order and the junction stays `unknown`. Two 5' or two 3' parts have no
    order: they stand by their places. Where no side lies in a gene, or where it is
    not told what is kept, the order stays as written. A side's strand is its gene's: by the gene
    models, else by the caller.
    """
    first, second = junction.first, junction.second
    strands = [strand_at(end.chrom, end.position) or end.gene_strand for end in (first, second)]
    parts = [_part(end, strand) for end, strand in zip((first, second), strands, strict=True)]
    sides = [_end(end, strand) for end, strand in zip((first, second), strands, strict=True)]
    opposed = parts[0] is not None and parts[0] == parts[1]
    if _RANK[parts[0]] > _RANK[parts[1]]:
        sides.reverse()
    elif opposed:
        sides.sort(key=lambda side: (side.chrom or "", side.position or 0))
    return FusionObservation(
        caller=junction.caller,
        assay=junction.assay,
        five_prime=sides[0],
        three_prime=sides[1],
        junction=_kind(parts[0], parts[1]),
        ordered=any(parts),
        split_reads=junction.split_reads,
        spanning_reads=junction.spanning_reads,
        raw_support=dict(junction.raw_support),
        frame=junction.frame,
        confidence=junction.confidence,
        filters=junction.filters,
        flags=list(junction.flags),
        raw_breakpoints=junction.raw_breakpoints,
        source=junction.source,
    )


def _part(end: JunctionEnd, strand: Strand | None) -> _Part | None:
    if strand is None or end.kept is None:
        return None
    return "5'" if (strand == "+") == (end.kept == "left") else "3'"


def _kind(
    first: _Part | None, second: _Part | None
) -> Literal["sense", "five_to_five", "three_to_three", "unknown"]:
    if first is None or second is None:
        return "unknown"
    if first != second:
        return "sense"
    return "five_to_five" if first == "5'" else "three_to_three"


def _end(end: JunctionEnd, strand: Strand | None) -> FusionEnd:
    return FusionEnd(
        gene=end.genes[0] if end.genes else None,
        other_genes=list(end.genes[1:]),
        chrom=end.chrom,
        position=end.position,
        strand=strand,
    )
