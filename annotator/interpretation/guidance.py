"""Guidance: which options the rules give for a profile and a history, in order, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from annotator.interpretation.conditions import Circumstances, unmet_condition
from annotator.interpretation.history import TKI, history_tokens
from annotator.interpretation.labels import Labels
from annotator.interpretation.notes import (
    each_once,
    in_order,
    notes_of_rules,
    notes_on_history,
    notes_on_profile,
)
from annotator.interpretation.other_kinases import notes_on_options
from annotator.interpretation.profile import Profile, Scenario
from annotator.interpretation.sensitivity import WORST_FIRST, SensitivityCaller
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.evidence import INFERENTIAL
from annotator.knowledge.model import Category, Rule, RuleOption
from annotator.model.base import Curation
from annotator.model.context import ClinicalContext
from annotator.model.report import (
    Guidance,
    GuidanceOption,
    GuidanceSetting,
    KinaseEffect,
    NotConsidered,
    NoteSource,
    OptionStep,
    SensitivityCall,
    StepKind,
    UnmetRule,
)

CATEGORIES: tuple[Category, ...] = ("preferred", "alternative", "investigational", "avoid")
LAST = 1000
"""Beyond every priority of a rule: what comes last within its category."""


@dataclass(slots=True)
class _Draft:
    """An option while rules still add to it."""

    therapies: tuple[str, ...]
    category: Category
    priority: int
    order: int
    reasons: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    trials: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    approvals: list[str] = field(default_factory=list)
    curations: list[Curation] = field(default_factory=list)
    steps: list[OptionStep] = field(default_factory=list)

    def cap(self, category: Category) -> None:
        """Let the option be at most `category`."""
        if CATEGORIES.index(category) > CATEGORIES.index(self.category):
            self.category = category

    def step(self, kind: StepKind, reason: str, **sources: list[str]) -> None:
        """Keep what brought the option to the category that it has now."""
        self.steps.append(OptionStep(kind=kind, category=self.category, reason=reason, **sources))

    def say(self, kind: StepKind, reason: str) -> None:
        """Give a reason that is a step as well."""
        self.reasons.append(reason)
        self.step(kind, reason)


def line_of_therapy(prior: Sequence[str] | None) -> str:
    """`1L` before any therapy, `2L` after one, ...; `unknown` when the history is."""
    return "unknown" if prior is None else f"{len(prior) + 1}L"


def guidance_setting(gene: str | None, context: ClinicalContext) -> GuidanceSetting:
    """The setting of a driver gene (null: none shown) in a clinical context."""
    resected = context.disease_setting == "resected"
    return GuidanceSetting(
        gene=gene,
        line="adjuvant" if resected else line_of_therapy(context.prior_therapies),
        prior_therapies=context.prior_therapies,
        stop_reasons=context.stop_reasons,
        cns_metastases=context.cns_metastases,
    )


def give_guidance(
    profile: Profile,
    context: ClinicalContext,
    knowledge: KnowledgeAsOf,
    other_kinases: Sequence[KinaseEffect] = (),
) -> Guidance:
    """Options for the history given, or for each branch of histories where it is unknown.

    `other_kinases` add notes alone: no option rests on them.
    """
    options: list[GuidanceOption] = []
    dropped: list[NotConsidered] = []
    rules: list[str] = []
    notes = notes_on_history(context, profile.gene, knowledge)
    background: list[NoteSource] = []
    histories: list[tuple[str | None, list[str]]]
    if context.prior_therapies is not None:
        histories = [(None, context.prior_therapies)]
    else:
        histories = [
            (branch.name, branch.prior_therapies) for branch in knowledge.branches(profile.gene)
        ]
    for branch, prior in histories:
        advisor = _Advisor(profile, prior, context, knowledge)
        options += advisor.options(branch)
        rules += [rule.id for rule in advisor.rules]
        dropped += advisor.not_considered(branch)
        notes += notes_on_profile(profile, advisor.history)
        notes += advisor.gap(branch)
        background += notes_of_rules(advisor.rules, knowledge)
    notes += notes_on_options(other_kinases, profile.gene, options)
    notes = each_once(in_order([*notes, *background], knowledge.rules(profile.gene)))
    return Guidance(
        setting=guidance_setting(profile.gene, context),
        as_of=knowledge.as_of,
        jurisdiction=knowledge.jurisdiction,
        options=options,
        rules=list(dict.fromkeys(rules)),
        notes=[source.note for source in notes],
        note_sources=notes,
        not_considered=dropped,
    )


class _Advisor:
    """Applies the rules to one profile under one history."""

    def __init__(
        self,
        profile: Profile,
        prior: Sequence[str],
        context: ClinicalContext,
        knowledge: KnowledgeAsOf,
    ) -> None:
        self.profile = profile
        self.not_tolerated = context.not_tolerated
        self.knowledge = knowledge
        self.setting = context.disease_setting or "advanced"
        self.cns = context.cns_metastases
        therapies = knowledge.therapies.values()
        self.history = history_tokens(prior, profile.gene, therapies, self.not_tolerated)
        self.labels = Labels(profile.gene, self.setting, prior, knowledge)
        self.caller = SensitivityCaller(profile, knowledge, self.history)
        self.calls = _worse_scenario(self.caller.calls())
        # Of an unknown phase the rules of both scenarios fire; the calls are those of the worse.
        scenarios: list[Scenario] = ["cis", "trans"] if profile.phase_matters else ["trans"]
        tokens = [profile.tokens(s) for s in scenarios]
        circumstances = Circumstances(self.history, self.cns, self.setting, knowledge.jurisdiction)
        self.rules: list[Rule] = []
        self.unmet: list[tuple[Rule, str]] = []
        for rule in knowledge.rules(profile.gene):
            missing = [unmet_condition(rule, each, circumstances) for each in tokens]
            if None in missing:
                self.rules.append(rule)
            else:
                self.unmet.append((rule, str(missing[0])))
        self.drafts = self._drafts()

    def _drafts(self) -> list[_Draft]:
        drafts: dict[tuple[str, ...], _Draft] = {}
        for rule in self.rules:
            for option in rule.options:
                if option.in_force(self.knowledge.as_of) and not self._given_before(option):
                    self._merge(drafts, rule, option)
        for draft in drafts.values():
            self._judge(draft)
        self._set_reduced_aside(drafts.values())
        self._add_resistant(drafts)
        return sorted(
            drafts.values(),
            key=lambda d: (CATEGORIES.index(d.category), d.priority, d.order),
        )

    def _failed(self, therapy: str) -> bool:
        """Whether a therapy was given, and not stopped for toxicity alone."""
        return f"therapy:{therapy}" in self.history

    def _given_before(self, option: RuleOption) -> bool:
        """A drug given before is no option again, alone; a combination may hold it."""
        return not option.rechallenge and all(self._failed(t) for t in option.therapies)

    def _merge(self, drafts: dict[tuple[str, ...], _Draft], rule: Rule, option: RuleOption) -> None:
        """Rules come most specific first: the first one decides the category, later ones add."""
        key = tuple(option.therapies)
        draft = drafts.get(key)
        if draft is None:
            draft = _Draft(key, option.category, rule.priority, len(drafts))
            draft.curations.append(rule.curation)
            drafts[key] = draft
        draft.step(
            "further_rule" if draft.rules else "rule",
            option.reason,
            rules=[rule.id],
            references=self.knowledge.published(option.references or rule.references),
        )
        if option.reason not in draft.reasons:
            draft.reasons.append(option.reason)
        draft.rules.append(rule.id)
        draft.trials += [trial for trial in option.trials if trial not in draft.trials]

    def _judge(self, draft: _Draft) -> None:
        """Bring the calls, the approvals and the earlier use of its drugs to bear on an option."""
        calls = [self.calls[t] for t in draft.therapies if t in self.calls]
        said = [_said(call, draft) for call in calls]
        for call in calls:
            draft.statements += [s for s in call.statements if s not in draft.statements]
            draft.curations += [call.curation] if call.curation else []
        if self.caller.defeated(draft.therapies):
            # What speaks against it comes first: the rules speak for it.
            draft.reasons = said + draft.reasons
            draft.cap("avoid")
        elif self._unproven(calls) or {c.call for c in calls} & {"conflicting", "reduced"}:
            draft.cap("alternative")
        for call, reason in zip(calls, said, strict=True):
            draft.step("call", reason, statements=call.statements)
        draft.reasons += [reason for reason in said if reason not in draft.reasons]
        for therapy in draft.therapies:
            self._judge_tolerance(draft, therapy)
            self._judge_cns_activity(draft, therapy)
            self._judge_approval(draft, therapy)

    def _unproven(self, calls: Iterable[SensitivityCall]) -> bool:
        """At resistance, mutations of unknown effect on a drug keep it from being preferred.

        So does an effect that is only inferred. In any history so do mutations together of which
        one by itself speaks against the drug.
        """
        at_resistance = TKI in self.history and bool(self.profile.catalogued)
        open_calls = [call for call in calls if call.call == "unknown" or self._inferred(call)]
        return any(at_resistance or self._doubted(call) for call in open_calls)

    def _inferred(self, call: SensitivityCall) -> bool:
        """Whether a drug is called active on inferential evidence alone."""
        known = self.knowledge.statements(call.gene, call.therapy)
        levels = {s.level for s in known if s.id in call.deciding}
        return call.call == "sensitive" and levels == {INFERENTIAL}

    def _doubted(self, call: SensitivityCall) -> bool:
        against = ("reduced", "resistant")
        known = self.knowledge.statements(call.gene, call.therapy)
        return any(s.id in call.statements and s.effect in against for s in known)

    def _judge_tolerance(self, draft: _Draft, therapy: str) -> None:
        if therapy in self.not_tolerated:
            draft.cap("alternative")
            draft.priority += LAST
            draft.say(
                "tolerance",
                f"{therapy.capitalize()} was given before and stopped for toxicity: no resistance "
                "is shown, but the same drug is not preferred.",
            )

    def _judge_cns_activity(self, draft: _Draft, therapy: str) -> None:
        """With CNS metastases the activity there counts."""
        activity = self.knowledge.therapies[therapy].cns_activity
        if self.cns is not True or activity not in ("high", "low"):
            return
        name = therapy.capitalize()
        if activity == "high" and draft.category != "avoid":
            draft.say("cns_activity", f"{name} is active in the central nervous system.")
        elif activity == "low":
            draft.cap("alternative")
            draft.say("cns_activity", f"{name} has poor activity in the central nervous system.")

    def _judge_approval(self, draft: _Draft, therapy: str) -> None:
        if self.knowledge.therapies[therapy].kind != "tki":
            return
        draft.approvals += self.labels.covering(therapy)
        remark = self.labels.remark(therapy)
        if remark is not None:
            if remark.capped:
                draft.cap("investigational")
            draft.say("approval", remark.text)

    @property
    def as_of(self) -> str:
        return self.knowledge.as_of.isoformat()

    def _set_reduced_aside(self, drafts: Iterable[_Draft]) -> None:
        """A drug of reduced effect is no alternative while a sensitive one is offered."""
        offered = [d for d in drafts if d.category in ("preferred", "alternative")]
        if not any(self._effect(d) == "sensitive" for d in offered):
            return
        for draft in offered:
            if self._effect(draft) == "reduced":
                draft.cap("avoid")
                calls = [self.calls[t] for t in draft.therapies if t in self.calls]
                against = [_said(call, draft) for call in calls]
                aside = "An option that is predicted sensitive is available."
                rest = [reason for reason in draft.reasons if reason not in against]
                draft.reasons = [*against, aside, *rest]
                draft.step("other_option", aside)

    def _effect(self, draft: _Draft) -> str | None:
        effects = [self.calls[t].call for t in draft.therapies if t in self.calls]
        return min(effects, key=WORST_FIRST.index) if effects else None

    def _add_resistant(self, drafts: dict[tuple[str, ...], _Draft]) -> None:
        """Approved drugs that the kinase itself resists are named as to avoid."""
        kinase = replace(self.profile, alterations={})
        caller = SensitivityCaller(kinase, self.knowledge, self.history)
        for call in _worse_scenario(caller.calls()).values():
            key = (call.therapy,)
            targets = self.knowledge.therapies[call.therapy].targets
            approved = any(
                a.gene == self.profile.gene for a in self.knowledge.approvals(call.therapy)
            )
            against = any(t.gene == self.profile.gene and t.active for t in targets)
            if (
                call.call == "resistant"
                and approved
                and against
                and key not in drafts
                and not self._failed(call.therapy)
            ):
                draft = _Draft(key, "avoid", LAST, len(drafts))
                draft.reasons.append(_said(call, draft))
                draft.statements += call.statements
                draft.curations += [call.curation] if call.curation else []
                draft.step("call", draft.reasons[0], statements=call.statements)
                drafts[key] = draft

    def options(self, branch: str | None) -> list[GuidanceOption]:
        """The options in order, ranked from 1."""
        return [
            GuidanceOption(
                rank=rank,
                branch=branch,
                therapies=list(draft.therapies),
                category=draft.category,
                reasons=draft.reasons,
                rules=draft.rules,
                statements=draft.statements,
                trials=draft.trials,
                approvals=draft.approvals if draft.category != "avoid" else [],
                curation="unverified" if "unverified" in draft.curations else "verified",
                steps=draft.steps,
            )
            for rank, draft in enumerate(self.drafts, start=1)
        ]

    def not_considered(self, branch: str | None) -> list[NotConsidered]:
        """Every therapy that is no option, with the reason: of the calls, then of the rules."""
        named = {therapy for draft in self.drafts for therapy in draft.therapies}
        reasons: dict[tuple[str, ...], str] = {
            (therapy,): self._why_not(therapy) for therapy in self.calls if therapy not in named
        }
        offered = {draft.therapies for draft in self.drafts}
        for rule in self.rules:
            for option in rule.options:
                therapies = tuple(option.therapies)
                dropped = option.in_force(self.knowledge.as_of) and self._given_before(option)
                if dropped and therapies not in offered:
                    reasons.setdefault(therapies, "given before")
        return [
            NotConsidered(
                branch=branch,
                therapies=list(therapies),
                reason=reason,
                rules=[
                    rule.id
                    for rule in self.rules
                    if any(
                        option.in_force(self.knowledge.as_of)
                        for option in _options_of(rule, therapies)
                    )
                ],
                unmet=[
                    UnmetRule(rule=rule.id, title=rule.title, condition=condition)
                    for rule, condition in self.unmet
                    if _options_of(rule, therapies)
                ],
                statements=self._on_record(therapies),
            )
            for therapies, reason in reasons.items()
        ]

    def _on_record(self, therapies: Iterable[str]) -> list[str]:
        calls = [self.calls[t] for t in therapies if t in self.calls]
        return list(dict.fromkeys(name for call in calls for name in call.statements))

    def _why_not(self, therapy: str) -> str:
        if self._failed(therapy):
            return "given before, with no evidence that it may work again"
        if not self.knowledge.approvals(therapy):
            said = f"not approved as of {self.as_of}, and no rule names it in this setting"
            return ". ".join([said, *self.knowledge.development(therapy)]).rstrip(".")
        return "no rule in force names it in this setting"

    def gap(self, branch: str | None) -> list[NoteSource]:
        """Said where the rules leave nothing to do, so that no option is not read as a fault."""
        if not any(rule.options for rule in self.rules):
            text = f"No guidance rule is in force on {self.as_of} for this setting."
        elif all(draft.category == "avoid" for draft in self.drafts):
            text = "No option is left: all that the rules name are to be avoided."
        else:
            return []
        lead = "" if branch is None else f"History {branch!r}: "
        named = [rule.id for rule in self.rules if rule.options]
        return [NoteSource(note=lead + text, kind="no_option", rules=named)]


def _options_of(rule: Rule, therapies: tuple[str, ...]) -> list[RuleOption]:
    return [option for option in rule.options if tuple(option.therapies) == therapies]


def _said(call: SensitivityCall, draft: _Draft) -> str:
    """A call as a reason of an option; its drug is named where the option holds several."""
    lead = f"{call.therapy.capitalize()}: " if len(draft.therapies) > 1 else ""
    return f"{lead}{call.reason}."


def _worse_scenario(calls: Iterable[SensitivityCall]) -> dict[str, SensitivityCall]:
    """One call per therapy: where the phase is unknown, the worse of the two."""
    worse: dict[str, SensitivityCall] = {}
    for call in calls:
        known = worse.get(call.therapy)
        if known is None or WORST_FIRST.index(call.call) < WORST_FIRST.index(known.call):
            worse[call.therapy] = call
    return worse
