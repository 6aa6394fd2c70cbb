"""The parts of a fusion transcript, from the gene models: sides, exons, kinase domain."""

from typing import NamedTuple

from annotator.model.base import KinaseState
from annotator.model.findings import FusionExon, FusionPartner, KinaseDomain
from annotator.model.observations import FusionEnd
from annotator.reference import Join, Transcript


class Side(NamedTuple):
    """One side of a junction: the transcript and the exon that is joined, where known."""

    transcript: Transcript | None
    join: Join | None


def kinase_state(
    acceptor: Join | None, three: Transcript, domain: KinaseDomain
) -> tuple[KinaseState, str | None]:
    """How much of the kinase domain the 3' part keeps, and from which residue on."""
    if acceptor is None:
        return "unknown", None
    if acceptor.coding is None:  # before the start codon, or after the stop codon
        whole = three.coding_before(acceptor.exon) == 0
        return ("retained", f"{domain.start}-{domain.end}") if whole else ("lost", None)
    # A codon that the junction cuts gets bases of the partner, so it does not count.
    first = -(-acceptor.coding // 3) + 1
    kept = f"{max(first, domain.start)}-{domain.end}"
    if first <= domain.start:
        return "retained", kept
    return ("partial", kept) if first <= domain.end else ("lost", None)


def kept_by_five_prime(
    donor: Join | None, five: Transcript, domain: KinaseDomain
) -> tuple[KinaseState, str | None]:
    """How much of the kinase domain the 5' part keeps, and up to which residue."""
    if donor is None:
        return "unknown", None
    if donor.coding is None:  # before the start codon, or after the stop codon
        whole = five.coding_before(donor.exon) > 0
        return ("retained", f"{domain.start}-{domain.end}") if whole else ("lost", None)
    last = donor.coding // 3  # a codon that the junction cuts does not count
    kept = f"{domain.start}-{min(last, domain.end)}"
    if last >= domain.end:
        return "retained", kept
    return ("partial", kept) if last >= domain.start else ("lost", None)


def fusion_side(gene: str, side: Side, end: FusionEnd) -> FusionPartner:
    """One side of a fusion as the findings keep it."""
    transcript, join = side
    return FusionPartner(
        gene=gene,
        transcript=transcript.accession if transcript else None,
        exon=join.exon if join else None,
        exon_count=transcript.exon_count if transcript else None,
        at_exon_boundary=join.at_boundary if join else None,
        chrom=end.chrom,
        pos=end.position,
        strand=end.strand or (transcript.strand if transcript else None),
    )


def fusion_exons(
    five_prime: Side, three_prime: Side, domain: KinaseDomain
) -> tuple[FusionExon, ...]:
    """The exons of the fusion transcript with their coding and kinase lengths in nucleotides.

    Empty where the exons of the gene with the domain, or of the 3' part, are not known.
    """
    five, donor = five_prime
    three, acceptor = three_prime
    if three is None or acceptor is None:
        return ()
    exons = []
    if five is not None and donor is not None:
        exons = [_exon(five, n, domain) for n in range(1, donor.exon + 1)]
    elif three.gene != domain.gene:
        return ()
    exons += [_exon(three, n, domain) for n in range(acceptor.exon, three.exon_count + 1)]
    return tuple(exons)


def _exon(transcript: Transcript, number: int, domain: KinaseDomain) -> FusionExon:
    before, length = transcript.coding_before(number), transcript.coding_length(number)
    start, end = (domain.start - 1) * 3, domain.end * 3
    kinase = max(0, min(end, before + length) - max(start, before))
    return FusionExon(
        gene=transcript.gene,
        exon=number,
        coding_length=length,
        kinase_length=kinase if transcript.gene == domain.gene else 0,
    )
