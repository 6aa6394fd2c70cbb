"""Compound mutations: sets of on-target mutations of one kinase, and their phase."""

from collections.abc import Sequence
from itertools import combinations

from annotator.detection.mutations import NamedAllele
from annotator.model.base import Phase
from annotator.model.findings import CompoundMutation, Mutation


def compound_findings(
    mutations: Sequence[Mutation], alleles: Sequence[NamedAllele]
) -> list[CompoundMutation]:
    """A finding for every pair of unfiltered on-target mutations, and for the whole set of more.

    `alleles` stand in the order of `mutations`. Ids are C1, C2, ...
    """
    observed = {m.id: allele for m, allele in zip(mutations, alleles, strict=True)}
    members = [m for m in mutations if m.role == "on_target" and not m.filters]
    found: list[tuple[tuple[Mutation, ...], Phase, str]] = []
    for gene in sorted({m.gene for m in members}):
        of_gene = [m for m in members if m.gene == gene]
        pairs = []
        for a, b in combinations(of_gene, 2):
            phase, evidence = _phase(observed[a.id], observed[b.id])
            pairs.append(((a, b), phase, evidence))
        found += pairs
        if len(of_gene) > 2:
            found.append((tuple(of_gene), *_joint_phase([phase for _, phase, _ in pairs])))
    return [
        CompoundMutation(
            id=f"C{number}",
            gene=group[0].gene,
            label=_label(group),
            members=[m.id for m in group],
            phase=phase,
            phase_evidence=evidence,
        )
        for number, (group, phase, evidence) in enumerate(found, start=1)
    ]


def _label(group: Sequence[Mutation]) -> str:
    return f"{group[0].gene} " + "+".join(m.protein_change or m.label for m in group)


def _phase(a: NamedAllele, b: NamedAllele) -> tuple[Phase, str]:
    """The phase of two alleles by shared phase sets of one file; else unknown."""
    evidence: dict[Phase, str] = {}
    for one in a.observations:
        for other in b.observations:
            if one.source.file != other.source.file or one.phase_set is None:
                continue
            if one.phase_set != other.phase_set or None in (one.haplotype, other.haplotype):
                continue
            phase: Phase = "cis" if one.haplotype == other.haplotype else "trans"
            same = "the same haplotype" if phase == "cis" else "different haplotypes"
            evidence[phase] = f"{one.caller} phase set {one.phase_set}: on {same}"
    if len(evidence) == 1:
        return next(iter(evidence.items()))
    if evidence:
        return "unknown", "; ".join(evidence.values()) + " (callers contradict each other)"
    distance = abs(a.observations[0].position - b.observations[0].position)
    return "unknown", f"no phase given by the caller; {distance} bp apart on the genome"


def _joint_phase(phases: Sequence[Phase]) -> tuple[Phase, str]:
    """The phase of three or more: known only where all their pairs agree."""
    for phase in ("cis", "trans"):
        if all(known == phase for known in phases):
            return phase, f"all pairs are {phase}"
    return "unknown", "the pairs differ in phase, or it is not known of all of them"
