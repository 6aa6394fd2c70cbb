"""The 5' and the 3' side of RNA junctions whose caller does not give the order.

Splicing shows it: the 5' part ends where an exon ends, the 3' part begins where one begins.
"""

from annotator.model.observations import FusionEnd, FusionObservation
from annotator.reference import Genome


def in_order(observation: FusionObservation, genome: Genome, tolerance: int) -> FusionObservation:
    """The junction with its 5' side first, as a sense junction, where exon borders show the order.

    `tolerance` is how far, in nucleotides, a breakpoint may be from a border. The junction is
    unchanged where the caller gave the order, and where the borders are silent or contradict each
    other.
    """
    if observation.ordered or observation.assay != "rna":
        return observation
    first, second = observation.five_prime, observation.three_prime
    votes = set(_votes(observation, genome, tolerance)) - {0}
    if len(votes) != 1:
        return observation
    if votes == {-1}:
        first, second = second, first
    sides = {"five_prime": first, "three_prime": second}
    return observation.model_copy(update={**sides, "junction": "sense", "ordered": True})


def against_borders(observation: FusionObservation, genome: Genome, tolerance: int) -> bool:
    """Whether the exon borders of an RNA junction contradict the order that its caller gave."""
    ordered = observation.ordered and observation.assay == "rna"
    return ordered and _votes(observation, genome, tolerance) == (-1, -1)


def _votes(observation: FusionObservation, genome: Genome, tolerance: int) -> tuple[int, int]:
    """For each side 1 if it supports the order as written, -1 if it contradicts it, else 0."""
    return (
        _border(observation.five_prime, genome, tolerance),
        -_border(observation.three_prime, genome, tolerance),
    )


def _border(end: FusionEnd, genome: Genome, tolerance: int) -> int:
    """1 where an exon ends at a breakpoint, -1 where one begins, 0 for neither or both."""
    if end.place is None:
        return 0
    ends = begins = False
    for gene in genome.genes_at(*end.place, slack=tolerance):
        for transcript in genome.transcripts(gene):
            donor = transcript.donor_join(end.place[1], tolerance)
            acceptor = transcript.acceptor_join(end.place[1], tolerance)
            ends |= donor is not None and donor.at_boundary
            begins |= acceptor is not None and acceptor.at_boundary
    return int(ends) - int(begins)
