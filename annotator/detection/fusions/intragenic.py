"""Junctions within one kinase gene: the exons that they delete, duplicate or invert."""

from dataclasses import dataclass

from annotator.model.base import Frame, FusionEvent, KinaseState
from annotator.model.findings import KinaseDomain
from annotator.model.observations import FusionObservation
from annotator.reference import Join, Transcript, frame


@dataclass(frozen=True, slots=True)
class WithinGene:
    """The effect of a junction on its gene. `donor` and `acceptor` are the joined exons."""

    event: FusionEvent
    label: str
    donor: Join | None
    acceptor: Join | None
    frame: Frame
    kinase_domain: KinaseState


def within_gene(
    observation: FusionObservation, transcript: Transcript, domain: KinaseDomain, tolerance: int
) -> WithinGene | None:
    """The event, or None where the junction changes no exon of the transcript.

    Both breakpoints are in the gene. One that is up to `tolerance` nucleotides from the border of
    an exon counts as at the border.
    """
    five, three = observation.five_prime.position or 0, observation.three_prime.position or 0
    if observation.junction != "sense":
        low, high = sorted((five, three))
        inverted = [e.number for e in transcript.exons if e.start <= high and low <= e.end]
        if not inverted:
            return None
        label = f"intragenic inversion of {_exons(min(inverted), max(inverted))}"
        return WithinGene("inversion", label, None, None, "unknown", "unknown")
    donor = transcript.donor_join(five, tolerance)
    acceptor = transcript.acceptor_join(three, tolerance)
    if donor is None or acceptor is None:
        return None
    if _downstream(transcript, five, three):
        return _loss(observation, donor, acceptor, domain)
    if acceptor.exon > donor.exon:
        return None
    reading_frame = frame(donor, acceptor)
    label = f"intragenic duplication of {_exons(acceptor.exon, donor.exon)}"
    kinase: KinaseState = "retained" if reading_frame == "in_frame" else "unknown"
    return WithinGene("duplication", label, donor, acceptor, reading_frame, kinase)


def _downstream(transcript: Transcript, five: int, three: int) -> bool:
    return (three > five) == (transcript.strand == "+")


def _loss(
    observation: FusionObservation, donor: Join, acceptor: Join, domain: KinaseDomain
) -> WithinGene | None:
    """The deletion (or, in RNA, skipping) of the exons between two; None where there are none."""
    first = donor.exon + (donor.region != "exon")
    last = acceptor.exon - (acceptor.region != "exon")
    if first > last:
        return None
    event: FusionEvent = "exon_skipping" if observation.assay == "rna" else "deletion"
    exons = _exons(first, last)
    label = f"{exons} skipping" if event == "exon_skipping" else f"intragenic deletion of {exons}"
    if "exon" in (donor.region, acceptor.region):
        label += " (in part)"
    reading_frame = frame(donor, acceptor)
    kinase = _kinase_after_loss(donor, acceptor, reading_frame, domain)
    return WithinGene(event, label, donor, acceptor, reading_frame, kinase)


def _kinase_after_loss(
    donor: Join, acceptor: Join, reading_frame: Frame, domain: KinaseDomain
) -> KinaseState:
    """How much of the kinase domain remains without the bases between two exons."""
    if donor.coding is None or acceptor.coding is None:
        return "unknown"
    first, last = donor.coding // 3 + 1, -(-acceptor.coding // 3)
    if first > domain.end:
        return "retained"
    if first <= domain.start and domain.end <= last:
        return "lost"
    if reading_frame == "out_of_frame":
        # All residues after the junction change.
        return "lost" if first <= domain.start else "partial"
    return "retained" if last < domain.start else "partial"


def _exons(first: int, last: int) -> str:
    return f"exon {first}" if first == last else f"exons {first}-{last}"
