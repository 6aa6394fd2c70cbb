"""The 5' and the 3' side of RNA junctions whose caller does not tell which is which.

Splicing tells: the 5' part ends where an exon ends, the 3' part begins where one begins.
"""

from annotator.model.observations import FusionEnd, FusionObservation
from annotator.reference import Genome


def in_order(observation: FusionObservation, genome: Genome, tolerance: int) -> FusionObservation:
    """The junction with its 5' side first, as a sense junction, where exon borders tell.

    `tolerance` in nucleotides is how far a breakpoint may lie from a border. Unchanged where the
    caller told the order, where the borders say nothing, and where they contradict each other.
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
    """Whether an RNA junction has the start of an exon as its 5' part and an end as its 3' one."""
    told = observation.ordered and observation.assay == "rna"
    return told and _votes(observation, genome, tolerance) == (-1, -1)


def _votes(observation: FusionObservation, genome: Genome, tolerance: int) -> tuple[int, int]:
    """What each side says of the order as written: 1 for it, -1 against it, 0 nothing."""
    return (
        _leans(observation.five_prime, genome, tolerance),
        -_leans(observation.three_prime, genome, tolerance),
    )


def _leans(end: FusionEnd, genome: Genome, tolerance: int) -> int:
    """1 where an exon ends at the side (a 5' part), -1 where one begins, 0 for neither or both."""
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
