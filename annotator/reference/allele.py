"""An allele on the plus strand: trimmed, shifted by the 3' rule, and described by its kind."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from annotator.reference.genetic_code import reverse_complement

Sense = Literal[1, -1]
BaseAt = Callable[[int], str | None]
Kind = Literal["substitution", "deletion", "insertion", "duplication", "inversion", "delins"]
_NUCLEOTIDES = frozenset("ACGT")


@dataclass(frozen=True, slots=True)
class Allele:
    """`ref` at `start` (1-based, plus strand) becomes `alt`, without common bases at the ends.

    An insertion has an empty `ref` and lies before the base at `start`. `duplicated` is the
    genomic range (low, high) of the bases that an insertion repeats, where it is a duplication.
    """

    start: int
    ref: str
    alt: str
    duplicated: tuple[int, int] | None = None

    @property
    def is_insertion(self) -> bool:
        """Whether nothing is removed."""
        return not self.ref

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and highest position of the name: of changed bases, or of the two flanks."""
        if self.duplicated:
            return self.duplicated
        if self.is_insertion:
            return self.start - 1, self.start
        return self.start, self.start + len(self.ref) - 1

    @property
    def kind(self) -> Kind:
        """The HGVS kind, by its order of precedence."""
        if not self.ref:
            return "duplication" if self.duplicated else "insertion"
        if not self.alt:
            return "deletion"
        if len(self.ref) == len(self.alt) == 1:
            return "substitution"
        return "inversion" if self.alt == reverse_complement(self.ref) else "delins"


def trimmed(position: int, ref: str, alt: str) -> Allele | None:
    """The allele of a VCF record, or of a MAF row with `-` for an empty side.

    In MAF an insertion's position is the base before it. None for symbolic or ambiguous alleles
    (`<DEL>`, `*`, `N`, breakends) and where REF and ALT are equal.
    """
    ref, alt = ref.upper(), alt.upper()
    if ref == "-":
        ref, position = "", position + 1
    if alt == "-":
        alt = ""
    if ref == alt or not _NUCLEOTIDES.issuperset(ref + alt):
        return None
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt, position = ref[1:], alt[1:], position + 1
    return Allele(position, ref, alt)


def shifted(allele: Allele, base_at: BaseAt, sense: Sense) -> Allele:
    """The allele shifted as far as possible in one sense, within the known bases.

    `sense` is 1 for genomic names and plus-strand transcripts, -1 for minus-strand ones. An
    insertion that repeats the bases before it becomes a duplication. The shift ends where bases
    are not known (in most introns): the name is then correct, but may not be the 3'-most one.
    """
    bases = allele.ref or allele.alt
    if allele.ref and allele.alt:
        return allele
    start = allele.start
    length = len(allele.ref)
    while True:
        ahead = base_at(start + length if sense == 1 else start - 1)
        if ahead is None or ahead != (bases[0] if sense == 1 else bases[-1]):
            break
        bases = bases[1:] + bases[0] if sense == 1 else bases[-1] + bases[:-1]
        start += sense
    moved = Allele(start, bases if allele.ref else "", "" if allele.ref else bases)
    return moved if allele.ref else _as_duplication(moved, base_at, sense)


def _as_duplication(allele: Allele, base_at: BaseAt, sense: Sense) -> Allele:
    size = len(allele.alt)
    low = allele.start - size if sense == 1 else allele.start
    if all(base_at(low + step) == base for step, base in enumerate(allele.alt)):
        return replace(allele, duplicated=(low, low + size - 1))
    return allele


def described(allele: Allele, label: Callable[[int], str | None], sense: Sense) -> str | None:
    """The HGVS text after `g.` or `c.`; `label` names a position, or None where it has no name.

    The allele must have been shifted in the same sense.
    """
    low, high = (label(position) for position in allele.bounds)
    if low is None or high is None:
        return None
    first, last = (low, high) if sense == 1 else (high, low)
    positions = first if first == last else f"{first}_{last}"
    ref, alt = allele.ref, allele.alt
    if sense == -1:
        ref, alt = reverse_complement(ref), reverse_complement(alt)
    match allele.kind:
        case "substitution":
            return f"{positions}{ref}>{alt}"
        case "deletion":
            return f"{positions}del"
        case "duplication":
            return f"{positions}dup"
        case "insertion":
            return f"{positions}ins{alt}"
        case "inversion":
            return f"{positions}inv"
        case _:
            return f"{positions}delins{alt}"
