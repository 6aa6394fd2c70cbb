"""Sensitivity: what the findings of a profile together predict for each therapy.

The rules are those of the project's design: the most specific profile wins, phase is evidence,
clinical evidence beats preclinical, and no effect is invented from silence.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.interpretation.history import NONE, TKI
from annotator.interpretation.profile import Clone, Profile, Scenario
from annotator.knowledge.allele_statements import Alleles, AlleleStatements
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.evidence import EVIDENCE_WORDS, weigh, weightiest
from annotator.knowledge.model import Statement
from annotator.knowledge.profile_tokens import FUSION, alleles_of, is_alteration
from annotator.model.base import Curation, Effect
from annotator.model.report import SensitivityCall

WORST_FIRST: tuple[Effect, ...] = ("resistant", "conflicting", "reduced", "unknown", "sensitive")
MOST_SAID = 8
"""So many alleles, or members of one with their effects, are spelled out; others are counted."""
MOST_IN_NAME = 4
"""So many members are spelled out in the name of an allele."""
FIRST_OF_MANY = 3
"""So many members name an allele that has more than can be spelled out."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The effect of one therapy on one allele or alteration, and what it rests on."""

    effect: Effect
    subject: str
    statements: tuple[Statement, ...]
    said: str

    @property
    def reason(self) -> str:
        """The subject and what is said of it."""
        return f"{self.subject}: {self.said}"

    @property
    def deciding(self) -> tuple[Statement, ...]:
        """The statements of the weightiest kind of evidence."""
        return weightiest(self.statements)


@dataclass(frozen=True, slots=True)
class _Allele:
    """An allele of the kinase in words, and the changes on it."""

    subject: str
    changes: Alleles


def worst(effects: Iterable[Effect]) -> Effect:
    """The effect that guidance must rest on when several hold at once."""
    return min(effects, key=WORST_FIRST.index)


class SensitivityCaller:
    """Makes the calls for one profile under one history."""

    def __init__(self, profile: Profile, knowledge: KnowledgeAsOf, history: frozenset[str]) -> None:
        """`history` holds the tokens of the prior therapies (empty when unknown)."""
        self.profile = profile
        self.knowledge = knowledge
        self.history = history
        self._applying: dict[str, list[Statement]] = {}
        self._by_alleles: dict[str, AlleleStatements] = {}
        self._carried: dict[Scenario, list[_Allele]] = {}
        self._known: dict[tuple[str, Scenario | None], list[Verdict]] = {}

    @property
    def scenarios(self) -> list[Scenario | None]:
        """The phases to call for: both where the phase is unknown, else null alone."""
        return ["cis", "trans"] if self.profile.phase_matters else [None]

    def calls(self) -> list[SensitivityCall]:
        """One call per therapy, or one per scenario where the phase is unknown."""
        return [
            self.call(therapy, scenario)
            for therapy in self._therapies()
            for scenario in self.scenarios
        ]

    def defeated(self, therapies: Sequence[str]) -> bool:
        """Whether some allele or alteration resists all of these, given together.

        Each may cover what the others do not. Of an unknown phase the worse one counts.
        """
        return any(self._defeated(therapies, scenario) for scenario in self.scenarios)

    def _defeated(self, therapies: Sequence[str], scenario: Scenario | None) -> bool:
        resisted = [
            {v.subject for v in self._verdicts(therapy, scenario) if v.effect == "resistant"}
            for therapy in therapies
        ]
        return bool(set.intersection(*resisted))

    def call(self, therapy: str, scenario: Scenario | None) -> SensitivityCall:
        """The call for one therapy. Without a scenario the phase of all mutations is known."""
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
            + self._left_out(therapy, effect)
            + self._known_driver(),
            curation=curation_of(deciding, effect),
        )

    def _known_driver(self) -> str:
        """Said of every call that rests on a driver which this sample does not show."""
        known = self.profile.known_driver
        return f"; rests on {known.fusion} known from {known.test}" if known else ""

    def _left_out(self, therapy: str, effect: Effect) -> str:
        """Said of a sensitive call: which alterations beside the kinase it does not rest on."""
        spoken = {token for s in self._applicable(therapy) for token in s.requires}
        silent = [token for token in self.profile.bypasses if token not in spoken]
        if effect != "sensitive" or not silent:
            return ""
        return f"; not taken into account: {', '.join(silent)}"

    def _verdicts(self, therapy: str, scenario: Scenario | None) -> list[Verdict]:
        """One verdict for each alteration that statements speak of, and for each allele."""
        if (therapy, scenario) not in self._known:
            verdicts = self._on_alterations(therapy)
            # A statement on fusion and alteration is more specific than one on the fusion alone.
            self._known[therapy, scenario] = verdicts + [
                self._on_allele(therapy, allele)
                for allele in self._alleles(scenario or "trans")
                if allele.changes or not verdicts
            ]
        return self._known[therapy, scenario]

    def _therapies(self) -> list[str]:
        """Therapies against the kinase, then others that some statement on this profile names."""
        gene = self.profile.gene
        spoken = self.knowledge.therapies_spoken_of(gene)
        targeting: list[tuple[int, int, str]] = []
        for therapy in self.knowledge.therapies.values():
            active = [t for t in therapy.targets if t.gene == gene and t.active]
            known = therapy.name in spoken or self.knowledge.approvals(therapy.name)
            if active and known:
                generation = active[0].generation or 0
                unapproved = 0 if self.knowledge.approvals(therapy.name) else 1
                targeting.append((unapproved, generation, therapy.name))
        names = [name for _, _, name in sorted(targeting)]
        for name in sorted(spoken - set(names)):
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
            subjects = [_subject(self.profile, clone, MOST_IN_NAME) for clone in clones]
            if len(set(subjects)) < len(subjects):
                subjects = [_subject(self.profile, clone, len(clone)) for clone in clones]
            self._carried[scenario] = [
                _Allele(subject, frozenset(m.protein_change or m.label for m in clone))
                for subject, clone in zip(subjects, clones, strict=True)
            ]
        return self._carried[scenario]

    def _on_allele(self, therapy: str, allele: _Allele) -> Verdict:
        """What one allele of the kinase predicts."""
        subject, alleles = allele.subject, allele.changes
        statements = self._on_kinase(therapy)
        exact = statements.on(alleles)
        if exact and self._was_given(therapy, exact):
            said = (
                f"{therapy} was given before; data from other patients ({weigh(exact)}) do not "
                "show what it does now"
            )
            return Verdict("unknown", subject, tuple(exact), said)
        if exact:
            return verdict_on(subject, exact)
        of_class = statements.on_class(alleles)
        if of_class:
            remark = " (class evidence: no data on this exact compound)"
            return verdict_on(subject, of_class, remark)
        verdict = _by_members(subject, statements.on_parts(alleles), therapy)
        if verdict.effect == "unknown" and self._in_another_history(therapy, alleles):
            said = f"no data on {therapy} in this treatment history"
            return Verdict("unknown", subject, verdict.statements, said)
        return verdict

    def _was_given(self, therapy: str, statements: Sequence[Statement]) -> bool:
        """A drug given before is not called active from data of patients who had not had it."""
        given = f"therapy:{therapy}" in self.history
        hopeful = weigh(statements) in ("sensitive", "conflicting")
        return given and hopeful and not any(s.rechallenge for s in statements)

    def _in_another_history(self, therapy: str, alleles: Alleles) -> bool:
        """Whether there are statements on just these alleles that speak of another history."""
        known = self.knowledge.by_alleles(self.profile.gene, therapy)
        return any(not self._in_history(s) for s in known.on(alleles))

    def _on_alterations(self, therapy: str) -> list[Verdict]:
        """What alterations outside the kinase predict, one verdict each."""
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
        """The statements on a therapy that hold for this profile and history, but for alleles."""
        if therapy not in self._applying:
            known = self.knowledge.statements(self.profile.gene, therapy)
            self._applying[therapy] = [s for s in known if self._applies(s)]
        return self._applying[therapy]

    def _on_kinase(self, therapy: str) -> AlleleStatements:
        """Those of the applicable statements that require nothing outside the kinase."""
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
        """Whether a statement speaks of patients with this history."""
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
        """The reasons, those of the call first; of more than a few alleles the rest is counted.

        Alleles of which the same is said share one reason.
        """
        ordered = sorted(verdicts, key=lambda verdict: verdict.effect != effect)
        alleles = [v for v in ordered if v.subject not in self.profile.alterations]
        further = {v.subject: v.effect for v in alleles[MOST_SAID:]}
        shared: dict[str, list[str]] = {}
        for verdict in ordered:
            if verdict.subject not in further:
                shared.setdefault(verdict.said, []).append(verdict.subject)
        said = [f"{self._together(subjects)}: {reason}" for reason, subjects in shared.items()]
        if further:
            effects = Counter(further.values())
            counts = ", ".join(f"{effects[e]} {e}" for e in WORST_FIRST if effects[e])
            said.append(f"{len(further)} further alleles: {counts}")
        return ". ".join(said)

    def _together(self, subjects: Sequence[str]) -> str:
        """Several alleles in words, with the gene they share named once."""
        gene = f"{self.profile.gene} "
        return ", ".join([subjects[0], *(subject.removeprefix(gene) for subject in subjects[1:])])


def _joint_tier(
    leading: Sequence[Verdict], effect: Effect, tier_of: Callable[[Statement], str | None]
) -> str | None:
    """The tier of the evidence: one strong reason makes resistance, but sensitivity needs all.

    A sensitive call is therefore no better shown than its weakest part.
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


def _subject(profile: Profile, clone: Clone, most: int) -> str:
    """An allele in words. Of one with more than `most` members, the first few and a count."""
    if not clone:
        if profile.mutations_excluded:
            return f"{profile.gene} fusion without on-target mutation"
        looked = profile.looked_for_mutations
        return f"{profile.gene} fusion, no on-target mutation known (kinase domain: {looked})"
    names = [m.protein_change or m.label for m in clone]
    if len(names) <= most:
        return f"{profile.gene} {'+'.join(names)}"
    more = len(names) - FIRST_OF_MANY
    first = "+".join(names[:FIRST_OF_MANY])
    return f"{profile.gene} {first} and {more} more on the same allele"


def verdict_on(subject: str, statements: Sequence[Statement], remark: str = "") -> Verdict:
    """What statements on one subject amount to, in words that name the evidence and any dissent.

    `remark` follows the evidence. Raises ValueError when there is no statement.
    """
    effect = weigh(statements)
    deciding = weightiest(statements)[0].evidence_type
    evidence = EVIDENCE_WORDS[deciding]
    if effect == "conflicting":
        sides = sorted({s.effect for s in statements if s.evidence_type == deciding})
        evidence += ": " + " v ".join(sides)
    if effect == "unknown":
        evidence = "no value on record"
    said = f"{effect} ({evidence}){remark}"
    dissent = sorted(
        {
            f"{s.effect} in {EVIDENCE_WORDS[s.evidence_type]}"
            for s in statements
            if s.effect != effect and s.evidence_type != deciding
        }
    )
    if dissent:
        said += "; other evidence: " + ", ".join(dissent)
    return Verdict(effect, subject, tuple(statements), said)


def _by_members(
    subject: str, parts: Sequence[tuple[str, list[Statement]]], therapy: str
) -> Verdict:
    """No statement on the allele itself: resistant where a part of it is, else unknown.

    `parts` are those that statements speak of. Never sensitive by addition.
    """
    effects = {name: weigh(found) for name, found in parts}
    for name, found in parts:
        if effects[name] == "resistant":
            said = f"no data on it as a whole; {name} is already resistant"
            return Verdict("resistant", subject, tuple(found), said)
    said = f"no data on {therapy}"
    if parts:
        said += f"; its members alone: {_members_said(effects)}"
    cited = tuple(s for _, found in parts for s in found)
    return Verdict("unknown", subject, cited, said)


def _members_said(effects: Mapping[str, Effect]) -> str:
    """Members with their effects; of more than a few the worst are named and the rest counted."""
    names = list(effects)
    if len(names) > MOST_SAID:
        names.sort(key=lambda name: WORST_FIRST.index(effects[name]))
    said = [f"{name} {effects[name]}" for name in names[:MOST_SAID]]
    more = len(names) - MOST_SAID
    return ", ".join([*said, *([f"and {more} further"] if more > 0 else [])])


def curation_of(deciding: Sequence[Statement], effect: Effect) -> Curation | None:
    """Verified where one of the deciding statements that carry the effect is."""
    carrying = [s for s in deciding if effect in (s.effect, "conflicting")]
    if not carrying:
        return None
    verified = any(s.curation == "verified" for s in carrying)
    return "verified" if verified else "unverified"
