"""Compound mutations: sets of on-target mutations of one kinase, and their phase."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import sqrt

from annotator.detection.mutations.alleles import NamedAllele
from annotator.detection.mutations.codon_haplotypes import AlleleRecords
from annotator.detection.mutations.phase import Block, blocks_of, pair_of
from annotator.model.base import Phase
from annotator.model.findings import CompoundMutation, Mutation, PhasedAlleles, UnlistedPairs
from annotator.model.tables import DetectionLimits, KnownCompound

FEW = 3
"""The greatest number of mutations of which every set is a finding (4 sets of 3 mutations)."""
MOST_PAIRS = 10
"""With more mutations, the greatest number of pairs of known phase that are each a finding."""
STANDARD_ERRORS = 3
"""By how many standard errors the sum of two fractions must exceed 1 to prove cis."""
PairPhase = tuple[Phase, str]
"""A phase and its evidence."""
Group = tuple[Mutation, ...]
Pairs = dict[frozenset[str], PairPhase]
"""The phase of each pair of mutations, by their ids."""


@dataclass(frozen=True, slots=True)
class Compounds:
    """The compound mutations of one sample."""

    findings: list[CompoundMutation]
    phased: list[PhasedAlleles]
    """The alleles that phase shows among many mutations of a kinase."""
    unlisted: list[UnlistedPairs]
    """The numbers of pairs that no finding names."""


def compound_findings(
    mutations: Sequence[Mutation],
    alleles: Sequence[NamedAllele],
    limits: DetectionLimits,
    known: Sequence[KnownCompound] = (),
) -> Compounds:
    """The compounds of the unfiltered on-target mutations of each kinase.

    `alleles` are in the order of `mutations`. Of more than `FEW` mutations of a kinase, only sets
    that are `known`, or of known phase, are findings.
    """
    observed = {m.id: allele for m, allele in zip(mutations, alleles, strict=True)}
    return compounds_of(mutations, lambda a, b: _phase(observed[a], observed[b], limits), known)


def compounds_of(
    mutations: Sequence[Mutation],
    phase_of: Callable[[str, str], PairPhase],
    known: Sequence[KnownCompound],
) -> Compounds:
    """The compounds, where `phase_of` gives the phase of two mutations by their ids.

    Ids are C1, C2, ...; smaller sets of a kinase come first.
    """
    members = [m for m in mutations if m.role == "on_target" and not m.filters]
    compounds = Compounds([], [], [])
    for gene in sorted({m.gene for m in members}):
        of_gene = [m for m in members if m.gene == gene]
        phases = {pair_of(a.id, b.id): phase_of(a.id, b.id) for a, b in combinations(of_gene, 2)}
        if len(of_gene) <= FEW:
            sets = _every_set(of_gene)
        else:
            known_phases = {pair: phase for pair, (phase, _) in phases.items()}
            blocks = blocks_of([m.id for m in of_gene], known_phases)
            sets = _sets_of_many(of_gene, phases, blocks, known)
            compounds.phased.extend(PhasedAlleles(gene=gene, alleles=block) for block in blocks)
            compounds.unlisted.extend(_unlisted(gene, phases, sets))
        compounds.findings.extend(
            _finding(f"C{number}", group, phases)
            for number, group in enumerate(sets, start=len(compounds.findings) + 1)
        )
    return compounds


def _finding(identifier: str, group: Group, phases: Pairs) -> CompoundMutation:
    phase, evidence = _joint_phase(group, phases)
    return CompoundMutation(
        id=identifier,
        gene=group[0].gene,
        label=_label(group),
        members=[m.id for m in group],
        phase=phase,
        phase_evidence=evidence,
    )


def _every_set(members: Sequence[Mutation]) -> list[Group]:
    sizes = range(2, len(members) + 1)
    return [group for size in sizes for group in combinations(members, size)]


def _sets_of_many(
    members: Sequence[Mutation],
    phases: Pairs,
    blocks: Sequence[Block],
    known: Iterable[KnownCompound],
) -> list[Group]:
    """The sets that are known, or of known phase; smaller ones first."""
    by_change = {m.protein_change: m.id for m in members}
    wanted = {
        frozenset(by_change[change] for change in compound.protein_changes)
        for compound in known
        if compound.gene == members[0].gene and by_change.keys() >= set(compound.protein_changes)
    }
    decided = {pair: phase for pair, (phase, _) in phases.items() if phase != "unknown"}
    for block in blocks:
        all_in_trans = all(len(allele) == 1 for allele in block)
        groups = [[name for allele in block for name in allele]] if all_in_trans else block
        for group in (names for names in groups if len(names) > 2):
            wanted.add(frozenset(group))
            for a, b in combinations(group, 2):
                del decided[pair_of(a, b)]
    on_one_allele = {pair for pair, phase in decided.items() if phase == "cis"}
    for pairs in (set(decided), on_one_allele):
        wanted |= pairs if len(pairs) <= MOST_PAIRS else set()
    order = {m.id: index for index, m in enumerate(members)}
    placed = sorted(sorted(order[name] for name in group) for group in wanted)
    return [tuple(members[i] for i in group) for group in sorted(placed, key=len)]


def _unlisted(gene: str, phases: Pairs, sets: Iterable[Group]) -> list[UnlistedPairs]:
    """The number of pairs that are no finding and in no larger one of known phase; empty if 0."""
    listed: set[frozenset[str]] = set()
    for group in sets:
        if len(group) == 2 or _joint_phase(group, phases)[0] != "unknown":
            listed |= {pair_of(a.id, b.id) for a, b in combinations(group, 2)}
    unlisted = [phase for pair, (phase, _) in phases.items() if pair not in listed]
    count = UnlistedPairs(
        gene=gene,
        cis=unlisted.count("cis"),
        trans=unlisted.count("trans"),
        unknown=unlisted.count("unknown"),
    )
    return [count] if unlisted else []


def _label(group: Sequence[Mutation]) -> str:
    return f"{group[0].gene} " + "+".join(m.protein_change or m.label for m in group)


def _phase(a: NamedAllele, b: NamedAllele, limits: DetectionLimits) -> PairPhase:
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
    for one_caller, other_caller in product(a.by_caller, b.by_caller):
        text = _fractions_overlap(one_caller, other_caller)
        if text:
            return "cis", f"{text}; {_distance(a, b, limits)}"
    return "unknown", f"no phase given by the caller; {_distance(a, b, limits)}"


def _fractions_overlap(one: AlleleRecords, other: AlleleRecords) -> str:
    """Why two fractions of one file prove that some reads carry both alleles; empty if not.

    No molecule carries alleles of two haplotypes. So their fractions add up to 1 at most, at any
    purity and copy number. A sum that exceeds 1 by more than `STANDARD_ERRORS` binomial standard
    errors therefore shows molecules with both. The rule needs depths, assumes equal copies of both
    positions (in one kinase domain) and does not apply to sums up to 1, which both phases allow:
    equal fractions prove nothing.
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


def _joint_phase(group: Group, phases: Pairs) -> PairPhase:
    """The phase of a set; of three or more mutations it is known only where all pairs agree."""
    pairs = [phases[pair_of(a.id, b.id)] for a, b in combinations(group, 2)]
    if len(pairs) == 1:
        return pairs[0]
    different = {phase for phase, _ in pairs}
    if len(different) == 1 and "unknown" not in different:
        (phase,) = different
        return phase, f"all pairs are {phase}"
    return "unknown", "the phase differs between the pairs, or is not known for all of them"
