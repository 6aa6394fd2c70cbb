"""The phase that a caller gave an allele."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class AllelePhase(NamedTuple):
    """A phase set and the haplotype of it (0 or 1) that carries the allele; both or neither."""

    phase_set: str | None
    haplotype: int | None


UNPHASED = AllelePhase(None, None)


def allele_phase(
    alt_number: int, genotype: Sequence[int | None], phased: bool, sample: Mapping[str, object]
) -> AllelePhase:
    """Phase of an ALT from PS with a phased GT, else from Mutect2's PGT and PID.

    A phased GT without a phase set is no evidence: nothing says which other record it is phased
    with. An allele on both haplotypes, or on none, has no haplotype and gets no phase.
    """
    phase_set = _text(sample.get("PS"))
    if phased and phase_set:
        return _on(f"PS:{phase_set}", genotype, alt_number)
    group = _text(sample.get("PID"))
    alleles = re.fullmatch(r"(\d)\|(\d)", _text(sample.get("PGT")) or "")
    if group and alleles:
        return _on(f"PID:{group}", [int(alleles[1]), int(alleles[2])], alt_number)
    return UNPHASED


def _on(phase_set: str, alleles: Sequence[int | None], alt_number: int) -> AllelePhase:
    if len(alleles) != 2 or list(alleles).count(alt_number) != 1:
        return UNPHASED
    return AllelePhase(phase_set, list(alleles).index(alt_number))


def _text(value: object) -> str | None:
    if isinstance(value, tuple):
        value = value[0] if len(value) == 1 else None
    return None if value in (None, "", ".") else str(value)
