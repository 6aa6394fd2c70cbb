"""The phase that a caller gave an allele."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class AllelePhase(NamedTuple):
    """A phase set and the haplotype of it (from 0) that carries the allele; both or neither."""

    phase_set: str | None
    haplotype: int | None


UNPHASED = AllelePhase(None, None)


def allele_phase(
    alt_number: int,
    genotype: Sequence[int | None],
    phased: bool,
    sample: Mapping[str, str],
    info: Mapping[str, str],
) -> AllelePhase:
    """Phase of an ALT: PS with a phased GT, Mutect2's PGT and PID, HP, or SAGE's LPS.

    A phased GT without a phase set is not evidence: nothing says which other record it is phased
    with. An allele on several haplotypes, or on none, has no haplotype and gets no phase.
    """
    phase_set = _text(sample, "PS")
    if phased and phase_set:
        return _on(f"PS:{phase_set}", genotype, alt_number)
    group = _text(sample, "PID")
    alleles = re.fullmatch(r"(\d)\|(\d)", sample.get("PGT", ""))
    if group and alleles:
        return _on(f"PID:{group}", [int(alleles[1]), int(alleles[2])], alt_number)
    return _by_haplotype_tags(sample, genotype, alt_number) or _by_local_set(info)


def _on(phase_set: str, alleles: Sequence[int | None], alt_number: int) -> AllelePhase:
    if len(alleles) < 2 or list(alleles).count(alt_number) != 1:
        return UNPHASED
    return AllelePhase(phase_set, list(alleles).index(alt_number))


def _by_haplotype_tags(
    sample: Mapping[str, str], genotype: Sequence[int | None], alt_number: int
) -> AllelePhase | None:
    """HP of GATK's ReadBackedPhasing and of WhatsHap: `SET-1,SET-2`, one tag per allele of GT."""
    if "HP" not in sample:
        return None
    tags = [re.fullmatch(r"(.+)-(\d)", tag) for tag in sample["HP"].split(",")]
    if len(tags) != len(genotype) or list(genotype).count(alt_number) != 1:
        return None
    tag = tags[list(genotype).index(alt_number)]
    return AllelePhase(f"HP:{tag[1]}", int(tag[2]) - 1) if tag and int(tag[2]) else None


def _by_local_set(info: Mapping[str, str]) -> AllelePhase:
    """SAGE's LPS: variants of one local phase set were read on the same molecules (in cis)."""
    local = _text(info, "LPS")
    return AllelePhase(f"LPS:{local}", 0) if local and local.isdigit() else UNPHASED


def _text(values: Mapping[str, str], key: str) -> str | None:
    value = values.get(key, "")
    return None if value in ("", ".") else value
