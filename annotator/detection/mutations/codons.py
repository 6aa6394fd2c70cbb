"""Alleles over several codons: split by codon, and selected by residue."""

from collections.abc import Iterable, Sequence

from annotator.model.findings import Mutation
from annotator.model.observations import SmallVariantObservation
from annotator.reference import Genome


def split_by_codon(
    observation: SmallVariantObservation, genome: Genome
) -> list[SmallVariantObservation]:
    """Split a substitution of several bases into one observation per changed codon.

    The parts are on one haplotype of one phase set, since they come from one row. An allele that
    changes one codon only, changes the length, or extends out of the coding sequence is not split.
    """
    codons = _codons(observation, genome)
    if len(codons) < 2:
        return [observation]
    phase_set, haplotype = observation.phase_set, observation.haplotype
    if phase_set is None or haplotype is None:
        phase_set, haplotype = f"MNV {observation.chrom}:{observation.position}", 0
    parts = []
    for steps in codons:
        start, end = min(steps), max(steps) + 1
        change = {
            "position": observation.position + start,
            "ref": observation.ref[start:end],
            "alt": observation.alt[start:end],
            "phase_set": phase_set,
            "haplotype": haplotype,
        }
        parts.append(observation.model_copy(update=change))
    return parts


def _codons(observation: SmallVariantObservation, genome: Genome) -> list[list[int]]:
    """The changed bases (offsets in REF) by codon; empty where they do not all lie in codons."""
    ref, alt = observation.ref, observation.alt
    if len(ref) != len(alt) or len(ref) < 2:
        return []
    changed = [step for step, (old, new) in enumerate(zip(ref, alt, strict=True)) if old != new]
    for gene in genome.reference.kinase_genes:
        transcript = genome.transcript(gene)
        if transcript.chrom != genome.reference.normalize_chrom(observation.chrom):
            continue
        codons: dict[int, list[int]] = {}
        for step in changed:
            index = transcript.coding_index(observation.position + step)
            if index is None:
                break
            codons.setdefault(index // 3, []).append(step)
        else:
            return list(codons.values())
    return []


def at_residue(mutations: Iterable[Mutation], residue: int) -> Sequence[Mutation]:
    """The mutations that change a residue; a deletion changes every residue that it removes."""
    return [
        m
        for m in mutations
        if m.residue is not None and m.residue <= residue <= (m.last_residue or m.residue)
    ]
