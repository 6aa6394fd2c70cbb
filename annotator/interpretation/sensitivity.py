"""Sensitivity: what the findings of a profile together predict for each therapy.

The most specific profile wins, phase is evidence, clinical evidence outweighs preclinical, and no
effect is inferred where nothing is known.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from annotator.interpretation.history import NONE, TKI
from annotator.interpretation.profile import Clone, Profile, Scenario
from annotator.interpretation.verdicts import (
    WORST_FIRST,
    Verdict,
    curation_of,
    verdict_by_members,
    verdict_on,
    worst,
)
from annotator.knowledge.allele_statements import Alleles, AlleleStatements
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.evidence import weigh
from annotator.knowledge.model import Statement
from annotator.knowledge.profile_tokens import FUSION, alleles_of, is_alteration
from annotator.model.base import Effect
from annotator.model.report import SensitivityCall

MOST_ALLELES = 8
"""The most alleles whose evidence is given in words; the others are counted."""
MOST_IN_NAME = 4
"""The most members in the name of an allele."""
FIRST_OF_MANY = 3
"""How many members name an allele that has more than `MOST_IN_NAME`."""


@dataclass(frozen=True, slots=True)
class _Allele:
    """An allele of the kinase: its name without the gene, and the changes on it."""

    name: str
    changes: Alleles


class SensitivityCallers:
    """The callers of one sample; each profile and history is called once."""

    def __init__(self, knowledge: KnowledgeAsOf) -> None:
        self.knowledge = knowledge
        self._callers: dict[tuple[object, ...], SensitivityCaller] = {}

    def caller(self, profile: Profile, history: frozenset[str]) -> "SensitivityCaller":
        """Return the caller of a profile under a history, given as tokens.

        Profiles of one sample differ in their kinase, the phases taken and their alterations.
        """
        alterations = frozenset(profile.alterations)
        key = (profile.gene, profile.cis, profile.trans, alterations, history)
        if key not in self._callers:
            self._callers[key] = SensitivityCaller(profile, self.knowledge, history)
        return self._callers[key]


class SensitivityCaller:
    """Makes the calls for one profile under one history."""

    def __init__(self, profile: Profile, knowledge: KnowledgeAsOf, history: frozenset[str]) -> None:
        """`history` are the tokens of the prior therapies; empty where it is unknown."""
        self.profile = profile
        self.knowledge = knowledge
        self.history = history
        self._applying: dict[str, list[Statement]] = {}
        self._by_alleles: dict[str, AlleleStatements] = {}
        self._carried: dict[Scenario, list[_Allele]] = {}
        self._judged: dict[tuple[str, Scenario | None], list[Verdict]] = {}

    @property
    def scenarios(self) -> list[Scenario | None]:
        """The phases to call for: both where the phase is unknown, else None alone."""
        return ["cis", "trans"] if self.profile.phase_matters else [None]

    @cached_property
    def calls(self) -> list[SensitivityCall]:
        """One call per therapy, or one per scenario where the phase is unknown."""
        return [
            self.call(therapy, scenario)
            for therapy in self._therapies()
            for scenario in self.scenarios
        ]

    def defeated(self, therapies: Sequence[str]) -> bool:
        """Return whether some allele or alteration resists all of these, given together.

        Each therapy may cover what the others do not. The worse of two possible phases counts.
        """
        return any(self._defeated(therapies, scenario) for scenario in self.scenarios)

    def _defeated(self, therapies: Sequence[str], scenario: Scenario | None) -> bool:
        resisted = [
            {v.subject for v in self._verdicts(therapy, scenario) if v.effect == "resistant"}
            for therapy in therapies
        ]
        return bool(set.intersection(*resisted))

    def call(self, therapy: str, scenario: Scenario | None) -> SensitivityCall:
        """Make the call for one therapy; without a scenario the phase of all mutations is known."""
        verdicts = self._verdicts(therapy, scenario)
        effect = worst(verdict.effect for verdict in verdicts)
        leading = [verdict for verdict in verdicts if verdict.effect == effect]
        deciding = [s for verdict in leading for s in verdict.deciding if effect != "unknown"]
        statements = dict.fromkeys(s.id for verdict in verdicts for s in verdict.statements)
        return SensitivityCall(
            therapy=therapy,
            gene=self.profile.gene,
            call=effect,
            tier=_joint_tier(leading, effect, self.knowledge.tier),
            escat=_joint_tier(leading, effect, self.knowledge.escat)
            if effect == "sensitive"
            else None,
            scenario=scenario,
            findings=self._finding_ids(scenario, verdicts),
            statements=list(statements),
            deciding=list(dict.fromkeys(s.id for s in deciding)),
            reason=self._joined_reason(verdicts, effect)
            + self._not_covered(therapy, effect)
            + self._known_driver(),
            curation=curation_of(deciding, effect),
        )

    def _known_driver(self) -> str:
        """Return a remark where the call rests on a driver that this sample does not show."""
        known = self.profile.known_driver
        return f"; rests on {known.fusion} known from {known.test}" if known else ""

    def _not_covered(self, therapy: str, effect: Effect) -> str:
        """Return a remark on the bypasses that no statement behind a sensitive call covers."""
        covered = {token for s in self._applicable(therapy) for token in s.requires}
        open_bypasses = [token for token in self.profile.bypasses if token not in covered]
        if effect != "sensitive" or not open_bypasses:
            return ""
        return f"; not taken into account: {', '.join(open_bypasses)}"

    def _verdicts(self, therapy: str, scenario: Scenario | None) -> list[Verdict]:
        """Return a verdict for each alteration with statements, and for each allele."""
        if (therapy, scenario) not in self._judged:
            verdicts = self._on_alterations(therapy)
            # A statement on fusion and alteration is more specific than one on the fusion alone.
            self._judged[therapy, scenario] = verdicts + [
                self._on_allele(therapy, allele)
                for allele in self._alleles(scenario or "trans")
                if allele.changes or not verdicts
            ]
        return self._judged[therapy, scenario]

    def _therapies(self) -> list[str]:
        """Return therapies against the kinase, then others with a statement on this profile."""
        gene = self.profile.gene
        with_statements = self.knowledge.therapies_with_statements(gene)
        targeting: list[tuple[int, int, str]] = []
        for therapy in self.knowledge.therapies.values():
            active = [t for t in therapy.targets if t.gene == gene and t.active]
            known = therapy.name in with_statements or self.knowledge.approvals(therapy.name)
            if active and known:
                generation = active[0].generation or 0
                unapproved = 0 if self.knowledge.approvals(therapy.name) else 1
                targeting.append((unapproved, generation, therapy.name))
        names = [name for _, _, name in sorted(targeting)]
        for name in sorted(with_statements - set(names)):
            verdicts = [
                *(self._on_allele(name, allele) for allele in self._alleles("cis")),
                *self._on_alterations(name),
            ]
            if any(verdict.statements for verdict in verdicts):
                names.append(name)
        return names

    def _alleles(self, scenario: Scenario) -> list[_Allele]:
        if scenario not in self._carried:
            clones = self.profile.clones(scenario)
            names = [_allele_name(self.profile, clone, MOST_IN_NAME) for clone in clones]
            if len(set(names)) < len(names):
                names = [_allele_name(self.profile, clone, len(clone)) for clone in clones]
            self._carried[scenario] = [
                _Allele(name, frozenset(m.protein_change or m.label for m in clone))
                for name, clone in zip(names, clones, strict=True)
            ]
        return self._carried[scenario]

    def _on_allele(self, therapy: str, allele: _Allele) -> Verdict:
        """Judge one allele of the kinase."""
        subject = f"{self.profile.gene} {allele.name}"
        return replace(self._on_changes(therapy, subject, allele.changes), allele=allele.name)

    def _on_changes(self, therapy: str, subject: str, alleles: Alleles) -> Verdict:
        """Judge the changes on one allele, by the most specific statements on them."""
        statements = self._on_kinase(therapy)
        exact = statements.on(alleles)
        if exact and self._was_given(therapy, exact):
            evidence = (
                f"{therapy} was given before; data from other patients ({weigh(exact)}) do not "
                "show what it does now"
            )
            return Verdict("unknown", subject, tuple(exact), evidence)
        if exact:
            return verdict_on(subject, exact)
        of_class = statements.on_class(alleles)
        if of_class:
            remark = " (class evidence: no data on this exact compound)"
            return verdict_on(subject, of_class, remark)
        verdict = verdict_by_members(subject, statements.on_parts(alleles), therapy)
        if verdict.effect == "unknown" and self._in_another_history(therapy, alleles):
            evidence = f"no data on {therapy} in this treatment history"
            return Verdict("unknown", subject, verdict.statements, evidence)
        return verdict

    def _was_given(self, therapy: str, statements: Sequence[Statement]) -> bool:
        """Return whether a drug was given before, and the data are from patients who never had it.

        Such data do not show that the drug is active again.
        """
        given = f"therapy:{therapy}" in self.history
        favorable = weigh(statements) in ("sensitive", "conflicting")
        return given and favorable and not any(s.rechallenge for s in statements)

    def _in_another_history(self, therapy: str, alleles: Alleles) -> bool:
        """Return whether statements on just these alleles hold for another history alone."""
        known = self.knowledge.by_alleles(self.profile.gene, therapy)
        return any(not self._in_history(s) for s in known.on(alleles))

    def _on_alterations(self, therapy: str) -> list[Verdict]:
        """Judge each alteration outside the kinase that has statements."""
        verdicts = []
        for alteration in self.profile.alterations:
            statements = [
                s
                for s in self._applicable(therapy)
                if alteration in s.requires and not alleles_of(s)
            ]
            if statements:
                verdicts.append(verdict_on(alteration, statements, " when given alone"))
        return verdicts

    def _applicable(self, therapy: str) -> list[Statement]:
        """Return the statements on a therapy that hold here, whatever alleles they require."""
        if therapy not in self._applying:
            known = self.knowledge.statements(self.profile.gene, therapy)
            self._applying[therapy] = [s for s in known if self._applies(s)]
        return self._applying[therapy]

    def _on_kinase(self, therapy: str) -> AlleleStatements:
        """Return the applicable statements that require nothing outside the kinase."""
        if therapy not in self._by_alleles:
            self._by_alleles[therapy] = AlleleStatements.of(self._applicable(therapy))
        return self._by_alleles[therapy]

    def _applies(self, statement: Statement) -> bool:
        alterations = self.profile.alterations
        if any(is_alteration(t) and t not in alterations for t in statement.requires):
            return False
        if any(token in alterations or self._carries(token) for token in statement.excludes):
            return False
        return FUSION in statement.requires and self._in_history(statement)

    def _carries(self, allele: str) -> bool:
        return any(m.protein_change == allele for m in self.profile.mutations)

    def _in_history(self, statement: Statement) -> bool:
        """Return whether a statement is on patients with this history."""
        if self.history & set(statement.not_after):
            return False
        prior = set(statement.prior_therapy)
        naive = NONE in prior and TKI not in self.history
        return not prior or naive or bool(prior & self.history)

    def _finding_ids(self, scenario: Scenario | None, verdicts: Sequence[Verdict]) -> list[str]:
        fusion = self.profile.fusion
        ids = [*([fusion.id] if fusion else []), *(m.id for m in self.profile.mutations)]
        ids += self.profile.whole_alleles(scenario or "trans")
        subjects = {verdict.subject for verdict in verdicts}
        ids += [i for token, i in self.profile.alterations.items() if token in subjects]
        return ids

    def _joined_reason(self, verdicts: Sequence[Verdict], effect: Effect) -> str:
        """Join the reasons, those of the call first; count the alleles beyond `MOST_ALLELES`.

        Alleles with the same evidence share one reason.
        """
        ordered = sorted(verdicts, key=lambda verdict: verdict.effect != effect)
        alleles = [verdict for verdict in ordered if verdict.allele is not None]
        further = {v.subject: v.effect for v in alleles[MOST_ALLELES:]}
        shared: dict[str, list[Verdict]] = {}
        for verdict in ordered:
            if verdict.subject not in further:
                shared.setdefault(verdict.evidence, []).append(verdict)
        reasons = [f"{_subjects(alike)}: {evidence}" for evidence, alike in shared.items()]
        if further:
            effects = Counter(further.values())
            counts = ", ".join(f"{effects[e]} {e}" for e in WORST_FIRST if effects[e])
            reasons.append(f"{len(further)} further alleles: {counts}")
        return ". ".join(reasons)


def _subjects(verdicts: Sequence[Verdict]) -> str:
    """Name the subjects of verdicts; several alleles name their gene once."""
    return ", ".join([verdicts[0].subject, *(v.allele or v.subject for v in verdicts[1:])])


def _joint_tier(
    leading: Sequence[Verdict], effect: Effect, tier_of: Callable[[Statement], str | None]
) -> str | None:
    """Return the tier of the evidence: one strong reason makes resistance, sensitivity needs all.

    A sensitive call is therefore shown only as well as its weakest part.
    """
    if effect == "unknown":
        return None
    tiers = []
    for verdict in leading:
        of_verdict = [t for s in verdict.deciding if (t := tier_of(s))]
        tiers += [min(of_verdict)] if of_verdict else []
    if not tiers:
        return None
    return max(tiers) if effect == "sensitive" else min(tiers)


def _allele_name(profile: Profile, clone: Clone, most: int) -> str:
    """Name an allele; one with more than `most` members by the first few and a count."""
    if not clone:
        if profile.mutations_excluded:
            return "fusion without on-target mutation"
        result = profile.looked_for_mutations
        return f"fusion, no on-target mutation known (kinase domain: {result})"
    names = [m.protein_change or m.label for m in clone]
    if len(names) <= most:
        return "+".join(names)
    more = len(names) - FIRST_OF_MANY
    first = "+".join(names[:FIRST_OF_MANY])
    return f"{first} and {more} more on the same allele"
