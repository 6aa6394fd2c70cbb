"""The Sequence Ontology term of an allele, by where it lies in a transcript."""

from typing import Literal

from annotator.reference.allele import Allele
from annotator.reference.genetic_code import reverse_complement
from annotator.reference.protein import ProteinChange, protein_change
from annotator.reference.transcript import Exon, Transcript

SPLICE_SITE = 2
"""Intronic bases next to an exon that are the splice site itself (SO:0001574, SO:0001575)."""
SPLICE_REGION = 8
"""Intronic bases next to an exon that are the splice region (SO:0001630).

The exonic part of that region is not named: a coding change keeps its coding term.
"""
Side = Literal["3'", "5'"]
_SITES: tuple[tuple[Side, str], ...] = (
    ("5'", "splice_acceptor_variant"),
    ("3'", "splice_donor_variant"),
)


def coding_effect(transcript: Transcript, coding: str, allele: Allele) -> ProteinChange | None:
    """The effect on the protein of an allele in the coding part of one exon; None for any other.

    The allele must have been shifted in transcript sense.
    """
    low, high = allele.bounds
    one, other = transcript.coding_index(low), transcript.coding_index(high)
    if one is None or other is None:
        return None
    if transcript.locate(low).exon != transcript.locate(high).exon:
        return None
    index = min(one, other)
    if allele.is_insertion:
        index = max(one, other) + (1 if allele.duplicated else 0)
    alt = allele.alt if transcript.strand == "+" else reverse_complement(allele.alt)
    return protein_change(coding, index, len(allele.ref), alt)


def place_consequence(transcript: Transcript, allele: Allele) -> str:
    """The term of an allele outside the coding part of one exon: splice site, UTR, intron.

    Of several exons the first in the transcript decides. An insertion changes a splice
    site only between its two bases; next to it, it is in the splice region.
    """
    low, high = allele.bounds
    for exon in transcript.exons:
        for side, term in _SITES:
            site = _beside(transcript, exon, side, SPLICE_SITE)
            if site and _hits_site(allele, site):
                return term
    for exon in transcript.exons:
        for side, _ in _SITES:
            region = _beside(transcript, exon, side, SPLICE_REGION)
            if region and low <= region[1] and region[0] <= high:
                return "splice_region_variant"
    return _exonic_term(transcript, low, high, allele.is_insertion)


def _hits_site(allele: Allele, site: tuple[int, int]) -> bool:
    low, high = allele.bounds
    if allele.is_insertion:
        return (allele.start - 1, allele.start) == site
    return low <= site[1] and site[0] <= high


def _beside(transcript: Transcript, exon: Exon, side: Side, size: int) -> tuple[int, int] | None:
    """Genomic range of `size` intronic bases next to an exon; None at the transcript's end."""
    if exon.number == (transcript.exon_count if side == "3'" else 1):
        return None
    if (side == "3'") == (transcript.strand == "+"):
        return exon.end + 1, exon.end + size
    return exon.start - size, exon.start - 1


def _exonic_term(transcript: Transcript, low: int, high: int, insertion: bool) -> str:
    """The term of an allele that is in no exon, or only partly in the coding part of one."""
    if not any(exon.start <= high and low <= exon.end for exon in transcript.exons):
        return "intron_variant"
    below, above = low < transcript.cds_start, high > transcript.cds_end
    beyond = high < transcript.cds_start or low > transcript.cds_end
    if insertion or beyond:
        return _utr_term(transcript, below)
    if below and above:
        return "start_lost"
    return "start_lost" if below == (transcript.strand == "+") else "stop_lost"


def _utr_term(transcript: Transcript, below_cds: bool) -> str:
    five_prime = below_cds == (transcript.strand == "+")
    return "5_prime_UTR_variant" if five_prime else "3_prime_UTR_variant"


def nearest_exon(transcript: Transcript, allele: Allele) -> int:
    """The number of the exon that an allele overlaps, or of the nearest one."""
    low, high = allele.bounds
    return min(
        transcript.exons, key=lambda exon: (max(exon.start - high, low - exon.end, 0), exon.number)
    ).number
