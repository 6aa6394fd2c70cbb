"""Compound mutations: sets of on-target mutations of one kinase, and their phase."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import sqrt

from annotator.detection.alleles import Call, NamedAllele
from annotator.model.base import Phase
from annotator.model.findings import CompoundMutation, Mutation
from annotator.model.tables import DetectionLimits

LARGEST_FULL_SET = 5
"""Up to so many mutations every set of them is a finding (26); of more, pairs and the whole."""
STANDARD_ERRORS = 3
"""How far beyond chance the sum of two fractions must lie to prove that reads carry both."""
PhaseTold = tuple[Phase, str]


def compound_findings(
    mutations: Sequence[Mutation], alleles: Sequence[NamedAllele], limits: DetectionLimits
) -> list[CompoundMutation]:
    """A finding for every set of two or more unfiltered on-target mutations of a kinase.

    `alleles` stand in the order of `mutations`. Ids are C1, C2, ...; smaller sets come first.
    """
    observed = {m.id: allele for m, allele in zip(mutations, alleles, strict=True)}
    members = [m for m in mutations if m.role == "on_target" and not m.filters]
    found: list[tuple[tuple[Mutation, ...], Phase, str]] = []
    for gene in sorted({m.gene for m in members}):
        of_gene = [m for m in members if m.gene == gene]
        told: dict[frozenset[str], PhaseTold] = {
            frozenset((a.id, b.id)): _phase(observed[a.id], observed[b.id], limits)
            for a, b in combinations(of_gene, 2)
        }
        for group in _sets(of_gene):
            pairs = [told[frozenset((a.id, b.id))] for a, b in combinations(group, 2)]
            phase, evidence = pairs[0] if len(group) == 2 else _joint_phase(pairs)
            found.append((group, phase, evidence))
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


def _sets(members: Sequence[Mutation]) -> Iterator[tuple[Mutation, ...]]:
    sizes = range(2, len(members) + 1)
    if len(members) > LARGEST_FULL_SET:
        sizes = range(2, len(members) + 1, len(members) - 2)
    for size in sizes:
        yield from combinations(members, size)


def _label(group: Sequence[Mutation]) -> str:
    return f"{group[0].gene} " + "+".join(m.protein_change or m.label for m in group)


def _phase(a: NamedAllele, b: NamedAllele, limits: DetectionLimits) -> PhaseTold:
    """The phase of two alleles by shared phase sets of one file, or by their fractions."""
    evidence: dict[Phase, str] = {}
    for one, other in product(a.observations, b.observations):
        if one.source.file != other.source.file or one.phase_set is None:
            continue
        if one.phase_set != other.phase_set or None in (one.haplotype, other.haplotype):
            continue
        phase: Phase = "cis" if one.haplotype == other.haplotype else "trans"
        same = (
            f"the same haplotype ({one.haplotype})"
            if phase == "cis"
            else f"different haplotypes ({one.haplotype}, {other.haplotype})"
        )
        evidence[phase] = f"{one.caller} phase set {one.phase_set}: on {same}"
    if len(evidence) == 1:
        phase, text = next(iter(evidence.items()))
        return phase, f"{text}; {_distance(a, b, limits)}"
    if evidence:
        return "unknown", "; ".join(evidence.values()) + " (callers contradict each other)"
    for one_call, other_call in product(a.calls, b.calls):
        text = _fractions_overlap(one_call, other_call)
        if text:
            return "cis", f"{text}; {_distance(a, b, limits)}"
    return "unknown", f"no phase given by the caller; {_distance(a, b, limits)}"


def _fractions_overlap(one: Call, other: Call) -> str:
    """Why two fractions of one file prove that some reads carry both alleles; empty if not.

    Alleles of two haplotypes exclude each other: no molecule carries both, so whatever the purity
    and the copy number, their fractions add up to 1 at most. A sum that exceeds 1 by more than
    `STANDARD_ERRORS` of its binomial error therefore shows molecules with both. The rule needs
    depths, supposes equal copies of both places (one kinase domain) and says nothing of a sum
    below 1, which both phases allow: equal fractions prove nothing.
    """
    a, b = one.weakest, other.weakest
    if a.source.file != b.source.file or a.vaf is None or b.vaf is None:
        return ""
    if not a.depth or not b.depth:
        return ""
    error = sqrt(a.vaf * (1 - a.vaf) / a.depth + b.vaf * (1 - b.vaf) / b.depth)
    if a.vaf + b.vaf - 1 <= STANDARD_ERRORS * error:
        return ""
    return (
        f"{a.caller} fractions {a.vaf:.3g} and {b.vaf:.3g} add up to more than 1, "
        "which two separate alleles cannot"
    )


def _distance(a: NamedAllele, b: NamedAllele, limits: DetectionLimits) -> str:
    bases = min(
        abs(one.position - other.position) for one, other in product(a.observations, b.observations)
    )
    text = f"{bases} bp apart on the genome"
    if bases <= limits.cis_max_distance:
        text += ", near enough for one read to show both"
    return text


def _joint_phase(pairs: Sequence[PhaseTold]) -> PhaseTold:
    """The phase of three or more: known only where all their pairs agree."""
    phases = [phase for phase, _ in pairs]
    for phase in ("cis", "trans"):
        if all(known == phase for known in phases):
            return phase, f"all pairs are {phase}"
    return "unknown", "the phase differs between the pairs, or is not known for all of them"
