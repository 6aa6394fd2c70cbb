"""The exons that a caller names (`E13A20`), where it gives no breakpoints or rounded ones.

The literature names a join by the initials of the two genes and the last and first exon, in the
numbering of the gene models here; a letter after the exon (`6b`) is that of a named variant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from annotator.model.observations import FusionEnd, FusionObservation
from annotator.model.tables import FusionVariant
from annotator.reference import Genome, Transcript

_NAME = re.compile(
    r"(?P<five>[A-Z])(?P<last>\d{1,3})(?P<letter>[a-z]?);?"
    r"(?P<between>(?:(?:ins|del)\d{1,4})*)(?P<three>[A-Z])(?P<first>\d{1,3})"
)


@dataclass(frozen=True, slots=True)
class NamedJoin:
    """A row read with the exons that it names.

    `observation` has breakpoints at their borders, in order; `contradicted` says that the caller's
    own lie elsewhere, and the row is then as it was. `one_of_several` says that neither a letter
    nor a breakpoint tells the named variants of its exons apart.
    """

    observation: FusionObservation
    contradicted: bool = False
    one_of_several: bool = False


def join_of_names(
    observation: FusionObservation,
    genome: Genome,
    variants: Sequence[FusionVariant],
    rounding: int,
) -> NamedJoin | None:
    """The join by the exons that a row names; None where it names none that the genes have.

    `rounding` is how far, in nucleotides, a caller's breakpoint may lie from a border that it
    names.
    """
    named = _NAME.fullmatch(observation.exons or "")
    if named is None:
        return None
    for five, three in _orders(observation, named["five"], named["three"]):
        donor = genome.find_transcript(five.gene and genome.reference.symbol(five.gene))
        acceptor = genome.find_transcript(three.gene and genome.reference.symbol(three.gene))
        if donor is None or acceptor is None:
            return None
        joins = _joins((donor, acceptor), variants, named)
        if not joins:
            return None
        near = [
            (first, last)
            for first, last in joins
            if _near(five, first, rounding) and _near(three, last, rounding)
        ]
        if not near:
            return NamedJoin(observation, contradicted=True)
        first, last = near[0]
        sides = {
            "five_prime": five.model_copy(update={"chrom": first[0], "position": first[1]}),
            "three_prime": three.model_copy(update={"chrom": last[0], "position": last[1]}),
        }
        update = {**sides, "junction": "sense", "ordered": True}
        return NamedJoin(observation.model_copy(update=update), one_of_several=len(near) > 1)
    return None


def _joins(
    genes: tuple[Transcript, Transcript], variants: Sequence[FusionVariant], named: re.Match[str]
) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    """The joins that a name may mean, each as its last base of the 5' side and its next one."""
    donor, acceptor = genes
    joins = []
    for variant in _candidates(variants, (donor.gene, acceptor.gene), named):
        last = _border(donor, int(named["last"]), variant, ends=True)
        first = _border(acceptor, int(named["first"]), variant, ends=False)
        if last and first:
            joins.append((last, first))
    return joins


def _orders(
    observation: FusionObservation, first: str, second: str
) -> list[tuple[FusionEnd, FusionEnd]]:
    """The orders of the two sides that fit the initials; the one as written first."""
    written = (observation.five_prime, observation.three_prime)
    orders = [written] if observation.ordered else [written, written[::-1]]
    return [
        (five, three)
        for five, three in orders
        if (five.gene or "")[:1].upper() == first and (three.gene or "")[:1].upper() == second
    ]


def _candidates(
    variants: Sequence[FusionVariant], genes: tuple[str, str], named: re.Match[str]
) -> list[FusionVariant | None]:
    """The named variants that a name may mean, None for the plain borders of its exons.

    A letter after the exon (`6b`), or inserted or deleted bases, tell one; an exon without a letter
    may be that of every variant with one.
    """
    of_genes = [v for v in variants if (v.partner, v.gene) == genes]
    label = "{five}{last}{letter};{between}{three}{first}".format(**named.groupdict())
    same = [variant for variant in of_genes if variant.exon_label == label]
    if same or named["between"]:
        return [*same]
    plain = "{five}{last}{{}};{three}{first}".format(**named.groupdict())
    lettered = [v for v in of_genes if v.exon_label in map(plain.format, ascii_lowercase)]
    if named["letter"] or not lettered:
        return [None]
    return [*lettered]


def _border(
    transcript: Transcript, exon: int, variant: FusionVariant | None, *, ends: bool
) -> tuple[str, int] | None:
    """Where an exon ends or begins in a variant; None where the gene has no such exon."""
    if not 1 <= exon <= transcript.exon_count:
        return None
    model = transcript.exon(exon)
    position = transcript.last_base(model) if ends else transcript.first_base(model)
    offset = 0
    if variant is not None:
        offset = variant.offset if ends else variant.three_prime_offset
    return transcript.chrom, position + (offset if transcript.strand == "+" else -offset)


def _near(end: FusionEnd, border: tuple[str, int], rounding: int) -> bool:
    """Whether a side has no breakpoint, or one near the border."""
    if end.place is None:
        return True
    return end.place[0] == border[0] and abs(end.place[1] - border[1]) <= rounding
