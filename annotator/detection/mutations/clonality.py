"""The share of tumor cells that carry a mutation, and the copies of its locus."""

from collections.abc import Collection, Sequence

from annotator.detection.copy_number.evidence import (
    AS_MEASURED,
    DIPLOID,
    Scenario,
    copies_per_cell,
    mean_copies,
    weighted_log2,
)
from annotator.model.context import Sample
from annotator.model.observations import SegmentObservation
from annotator.reference import Genome

AGREEMENT = 1.0
"""The greatest difference between a caller's own copies and those of its ratio that is accepted."""


def placed_in_both(
    segments: Sequence[SegmentObservation],
    without_build: Collection[str],
    genome: Genome,
) -> list[SegmentObservation]:
    """The segments that cover the same kinase genes in both builds.

    Only segments of the files `without_build` are left out: if a file may be of either build, it
    is not known which segment a mutation lies in.
    """
    pairs = [
        (genome.transcript(gene), genome.other.transcript(gene))
        for gene in (genome.reference.kinase_genes if without_build else ())
    ]

    def is_sure(segment: SegmentObservation) -> bool:
        here = [pair for pair in pairs if pair[0].chrom == segment.chrom]
        both = [(min(t.start for t in pair), max(t.end for t in pair)) for pair in here]
        return all(
            (segment.start <= start and segment.end >= end)
            or segment.end < start
            or segment.start > end
            for start, end in both
        )

    return [s for s in segments if s.source.file not in without_build or is_sure(s)]


def local_copy_number(
    segments: Sequence[SegmentObservation], sample: Sample, chrom: str, position: int
) -> float | None:
    """Copies per tumor cell at a position (1-based).

    The caller's own copies where it gives them, else those of its log2 ratio corrected for the
    sample's purity. None without purity, without a segment, and where the two differ by more than
    one copy: then one of them was corrected twice, or not at all.
    """
    if sample.tumor_purity is None:
        return None
    here = [s for s in segments if s.chrom == chrom and s.start <= position <= s.end]
    parts = [(s, s.end - s.start + 1) for s in here]
    copies = mean_copies(parts)
    if copies is not None and copies.corrected is not None:
        return round(copies.per_cell(AS_MEASURED), 2)
    log2 = weighted_log2(parts)
    if log2 is None:
        return None
    corrected = copies_per_cell(log2, Scenario(sample.tumor_purity, sample.ploidy))
    own = [s.copy_number for s in here if s.copy_number is not None]
    if not own:
        return round(corrected, 2)
    mean = sum(own) / len(own)
    return round(mean, 2) if abs(mean - corrected) <= AGREEMENT else None


def cancer_cell_fraction(vaf: float, purity: float, copies: float) -> float:
    """Share (0-1) of the tumor cells that carry a somatic mutation.

    CCF = VAF * (purity * copies + 2 (1 - purity)) / (purity * multiplicity): mutated copies per
    tumor cell, with normal cells diploid and unmutated. VAF 0.125, purity 0.67 and 3 copies give
    0.5, the worked example of figure 1 of PMC3934006.

    The multiplicity (mutated copies in a cell that has any) is not known from one mutation. It is
    taken as the whole number nearest to the mutated copies per cell, at least 1 and at most the
    copies there are; what noise leaves above 1 is cut to 1. So a mutation on two copies in half of
    the cells looks clonal, and a germline allele gives no meaningful number.
    """
    mutated = vaf * (purity * copies + DIPLOID * (1 - purity)) / purity
    multiplicity = max(1, min(round(mutated), round(copies)))
    return round(min(1.0, mutated / multiplicity), 3)
