"""Junctions within one kinase gene: which exons they leave out, repeat or turn round."""

from dataclasses import dataclass

from annotator.model.base import Frame, FusionEvent, KinaseState
from annotator.model.findings import KinaseDomain
from annotator.model.observations import FusionObservation
from annotator.reference import Join, Transcript, frame


@dataclass(frozen=True, slots=True)
class WithinGene:
    """What a junction does to its gene. `donor` and `acceptor` are the joined exons."""

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

    Both ends have a place in the gene. `tolerance` in nucleotides is how far a breakpoint may lie
    from an exon's border and still be at it.
    """
    five, three = observation.five_prime.position or 0, observation.three_prime.position or 0
    if observation.junction != "sense":
        low, high = sorted((five, three))
        turned = [e.number for e in transcript.exons if e.start <= high and low <= e.end]
        if not turned:
            return None
        label = f"intragenic inversion of {_exons(min(turned), max(turned))}"
        return WithinGene("inversion", label, None, None, "unknown", "unknown")
    donor = transcript.donor_join(five, tolerance)
    acceptor = transcript.acceptor_join(three, tolerance)
    if donor is None or acceptor is None:
        return None
    read = frame(donor, acceptor)
    if _downstream(transcript, five, three):
        return _loss(observation, donor, acceptor, read, domain)
    if acceptor.exon > donor.exon:
        return None
    label = f"intragenic duplication of {_exons(acceptor.exon, donor.exon)}"
    kinase: KinaseState = "retained" if read == "in_frame" else "unknown"
    return WithinGene("duplication", label, donor, acceptor, read, kinase)


def _downstream(transcript: Transcript, five: int, three: int) -> bool:
    return (three > five) == (transcript.strand == "+")


def _loss(
    observation: FusionObservation,
    donor: Join,
    acceptor: Join,
    read: Frame,
    domain: KinaseDomain,
) -> WithinGene | None:
    first = donor.exon + (donor.place != "exon")
    last = acceptor.exon - (acceptor.place != "exon")
    if first > last:
        return None
    event: FusionEvent = "exon_skipping" if observation.assay == "rna" else "deletion"
    exons = _exons(first, last)
    label = f"{exons} skipping" if event == "exon_skipping" else f"intragenic deletion of {exons}"
    if "exon" in (donor.place, acceptor.place):
        label += " (in part)"
    return WithinGene(event, label, donor, acceptor, read, _kept(donor, acceptor, read, domain))


def _kept(donor: Join, acceptor: Join, read: Frame, domain: KinaseDomain) -> KinaseState:
    """How much of the kinase domain is left when the bases between two exons are."""
    if donor.coding is None or acceptor.coding is None:
        return "unknown"
    first, last = donor.coding // 3 + 1, -(-acceptor.coding // 3)
    if first > domain.end:
        return "retained"
    if first <= domain.start and domain.end <= last:
        return "lost"
    if read == "out_of_frame":
        # What follows is read in another frame.
        return "lost" if first <= domain.start else "partial"
    return "retained" if last < domain.start else "partial"


def _exons(first: int, last: int) -> str:
    return f"exon {first}" if first == last else f"exons {first}-{last}"
