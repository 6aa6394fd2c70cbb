"""Guidance: which options the rules give for a profile and a history, in order, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annotator.interpretation.adverse import PRECLINICAL, AdverseEvidence
from annotator.interpretation.approvals import Labels
from annotator.interpretation.conditions import Circumstances, unmet_condition
from annotator.interpretation.drafts import LAST, Draft
from annotator.interpretation.guidance_notes import (
    each_once,
    in_order,
    notes_of_rules,
    notes_on_history,
    notes_on_profile,
)
from annotator.interpretation.history import course_tokens
from annotator.interpretation.lines import count_lines, course_words
from annotator.interpretation.other_kinases import notes_on_options
from annotator.interpretation.phases import Advice, joined, phased
from annotator.interpretation.profile import Profile
from annotator.interpretation.sensitivity import WORST_FIRST, SensitivityCaller
from annotator.interpretation.tolerance import Tolerance
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.history_tokens import COMPLETED
from annotator.knowledge.model import Rule, RuleOption
from annotator.model.context import ClinicalContext, Course, named_courses
from annotator.model.report import (
    Guidance,
    GuidanceOption,
    GuidanceSetting,
    KinaseEffect,
    NotConsidered,
    NoteSource,
    SensitivityCall,
    UnmetRule,
)


def guidance_setting(
    gene: str | None, context: ClinicalContext, knowledge: KnowledgeAsOf
) -> GuidanceSetting:
    """The setting of a driver gene (null: none shown) in a clinical context."""
    resected = context.disease_setting == "resected"
    known = None if context.prior_therapies is None else context.courses
    count = count_lines(known, gene, knowledge.therapies)
    return GuidanceSetting(
        gene=gene,
        line="adjuvant" if resected else count.line,
        prior_therapies=context.prior_therapies,
        stop_reasons=context.stop_reasons,
        history=[course_words(course, knowledge.toxicity_name) for course in context.courses],
        switched_for_toxicity=[] if resected else count.switched,
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
    histories: list[tuple[str | None, list[Course]]]
    if context.prior_therapies is not None:
        histories = [(None, context.courses)]
    else:
        histories = [
            (branch.name, named_courses(branch.prior_therapies))
            for branch in knowledge.branches(profile.gene)
        ]
    for branch, prior in histories:
        advisors = {
            scenario: _Advisor(resolved, prior, context, knowledge)
            for scenario, resolved in phased(profile).items()
        }
        advice = joined({scenario: each.advice() for scenario, each in advisors.items()})
        options += [draft.option(rank, branch) for rank, draft in enumerate(advice.drafts, start=1)]
        rules += [rule.id for rule in advice.rules]
        dropped += [entry.model_copy(update={"branch": branch}) for entry in advice.dropped]
        notes += notes_on_profile(profile, next(iter(advisors.values())).history)
        notes += _gap(advice, branch, knowledge)
        background += notes_of_rules(advice.rules, knowledge)
    notes += notes_on_options(other_kinases, profile.gene, options)
    notes = each_once(in_order([*notes, *background], knowledge.rules(profile.gene)))
    return Guidance(
        setting=guidance_setting(profile.gene, context, knowledge),
        as_of=knowledge.as_of,
        jurisdiction=knowledge.jurisdiction,
        options=options,
        rules=list(dict.fromkeys(rules)),
        notes=[source.note for source in notes],
        note_sources=notes,
        not_considered=dropped,
    )


class _Advisor:
    """Applies the rules to one profile, the phase of its mutations known, under one history."""

    def __init__(
        self,
        profile: Profile,
        prior: Sequence[Course],
        context: ClinicalContext,
        knowledge: KnowledgeAsOf,
    ) -> None:
        self.profile = profile
        self.knowledge = knowledge
        self.setting = context.disease_setting or "advanced"
        self.cns = context.cns_metastases
        therapies = knowledge.therapies.values()
        self.history = course_tokens(prior, profile.gene, therapies)
        self.tolerance = Tolerance(prior, self.history, knowledge)
        self.labels = Labels(profile.gene, self.setting, prior, knowledge)
        self.caller = SensitivityCaller(profile, knowledge, self.history)
        self.calls = {call.therapy: call for call in self.caller.calls()}
        self.adverse = AdverseEvidence(profile, knowledge)
        tokens = profile.tokens("trans", knowledge.compound_tokens(profile.gene))
        circumstances = Circumstances(self.history, self.cns, self.setting, knowledge.jurisdiction)
        self.rules: list[Rule] = []
        self.unmet: list[tuple[Rule, str]] = []
        for rule in knowledge.rules(profile.gene):
            missing = unmet_condition(rule, tokens, circumstances)
            if missing is None:
                self.rules.append(rule)
            else:
                self.unmet.append((rule, missing))
        self.drafts = self._drafts()

    def advice(self) -> Advice:
        """The options in order, with what fired and what was left out."""
        return Advice(self.drafts, self.rules, self.not_considered())

    def _drafts(self) -> list[Draft]:
        drafts: dict[tuple[str, ...], Draft] = {}
        for rule in self.rules:
            for option in rule.options:
                if option.in_force(self.knowledge.as_of) and not self._given_before(option):
                    self._merge(drafts, rule, option)
        for draft in drafts.values():
            self._judge(draft)
        self._set_reduced_aside(drafts.values())
        self._add_resistant(drafts)
        return sorted(drafts.values(), key=lambda draft: draft.place)

    def _failed(self, therapy: str) -> bool:
        """Whether a therapy was given, and not stopped for toxicity alone."""
        return f"therapy:{therapy}" in self.history

    def _given_before(self, option: RuleOption) -> bool:
        """A drug given before is no option again, alone; a combination may hold it.

        After resection an adjuvant course that was completed is not given again either.
        """
        resected = self.setting == "resected"
        return not option.rechallenge and all(
            self._failed(therapy) or (resected and f"{COMPLETED}:{therapy}" in self.history)
            for therapy in option.therapies
        )

    def _merge(self, drafts: dict[tuple[str, ...], Draft], rule: Rule, option: RuleOption) -> None:
        """Rules come most specific first: the first one decides the category, later ones add.

        Of rules equally specific the least favorable decides.
        """
        key = tuple(option.therapies)
        draft = drafts.get(key)
        if draft is None:
            draft = Draft(key, option.category, rule.priority, len(drafts))
            draft.curations.append(rule.curation)
            drafts[key] = draft
        was = draft.category
        if rule.priority == draft.priority:
            draft.cap(option.category)
        draft.step(
            "further_rule" if draft.rules else "rule",
            option.reason,
            rules=[rule.id],
            references=self.knowledge.published(option.references or rule.references),
        )
        if option.reason not in draft.reasons:
            draft.reasons.insert(0 if draft.category != was else len(draft.reasons), option.reason)
        draft.rules.append(rule.id)
        draft.trials += [trial for trial in option.trials if trial not in draft.trials]

    def _judge(self, draft: Draft) -> None:
        """Bring the calls, the approvals and the earlier use of its drugs to bear on an option.

        The category that the rules give stays unless data speak against it. One laboratory paper
        alone rules out no drug that they offer.
        """
        calls = [self.calls[t] for t in draft.therapies if t in self.calls]
        said = [self._said(call, draft) for call in calls]
        for call in calls:
            draft.statements += [s for s in call.statements if s not in draft.statements]
            draft.curations += [call.curation] if call.curation else []
        if self.caller.defeated(draft.therapies):
            # What speaks against it comes first: the rules speak for it.
            draft.reasons = said + draft.reasons
            offered = draft.category in ("preferred", "alternative")
            draft.cautioned = offered and any(map(self.adverse.caution, calls))
            draft.cap("alternative" if draft.cautioned else "avoid")
        elif any(map(self._doubtful, calls)):
            draft.cap("alternative")
        for call, reason in zip(calls, said, strict=True):
            draft.step("call", reason, statements=call.statements)
        draft.reasons += [reason for reason in said if reason not in draft.reasons]
        for therapy in draft.therapies:
            self._judge_tolerance(draft, therapy)
            self._judge_cns_activity(draft, therapy)
            self._judge_approval(draft, therapy)

    def _doubtful(self, call: SensitivityCall) -> bool:
        """Whether data speak against a drug in part: an effect that is not known is none."""
        return call.call in ("conflicting", "reduced") or self.adverse.doubted(call)

    def _said(self, call: SensitivityCall, draft: Draft) -> str:
        """A call as a reason of an option; its drug is named where the option holds several."""
        lead = f"{call.therapy.capitalize()}: " if len(draft.therapies) > 1 else ""
        caution = self.adverse.caution(call)
        if caution is not None:
            return f"{lead}{call.reason}; {caution}."
        unknown = self.adverse.unknown_allele(call)
        if unknown is None or not self.labels.covering(call.therapy):
            return f"{lead}{unknown or call.reason}."
        whose = "its label" if unknown != call.reason else f"the label of {call.therapy}"
        return f"{lead}{unknown}; {whose} asks for no genotype."

    def _judge_tolerance(self, draft: Draft, therapy: str) -> None:
        for caution in self.tolerance.cautions(therapy):
            draft.warn(caution)

    def _judge_cns_activity(self, draft: Draft, therapy: str) -> None:
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

    def _judge_approval(self, draft: Draft, therapy: str) -> None:
        if self.knowledge.therapies[therapy].kind != "tki":
            return
        draft.approvals += self.labels.covering(therapy)
        remark = self.labels.remark(therapy)
        if remark is not None:
            if remark.capped:
                draft.cap("investigational")
            draft.say("awaited" if remark.awaited else "approval", remark.text)

    @property
    def as_of(self) -> str:
        return self.knowledge.as_of.isoformat()

    def _set_reduced_aside(self, drafts: Iterable[Draft]) -> None:
        """A drug of reduced effect is no alternative while a sensitive one is offered.

        One that a laboratory paper alone calls reduced stays.
        """
        offered = [d for d in drafts if d.category in ("preferred", "alternative")]
        if not any(self._effect(d) == "sensitive" for d in offered):
            return
        for draft in offered:
            calls = [self.calls[t] for t in draft.therapies if t in self.calls]
            if self._effect(draft) == "reduced" and not any(map(self.adverse.caution, calls)):
                draft.cap("avoid")
                against = [self._said(call, draft) for call in calls]
                aside = "An option that is predicted sensitive is available."
                rest = [reason for reason in draft.reasons if reason not in against]
                draft.reasons = [*against, aside, *rest]
                draft.step("other_option", aside)

    def _effect(self, draft: Draft) -> str | None:
        effects = [self.calls[t].call for t in draft.therapies if t in self.calls]
        return min(effects, key=WORST_FIRST.index) if effects else None

    def _add_resistant(self, drafts: dict[tuple[str, ...], Draft]) -> None:
        """Approved drugs that the kinase itself resists are named as to avoid."""
        caller = self.caller
        if self.profile.alterations:
            kinase = replace(self.profile, alterations={})
            caller = SensitivityCaller(kinase, self.knowledge, self.history)
        for call in caller.calls():
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
                draft = Draft(key, "avoid", LAST, len(drafts))
                draft.reasons.append(f"{call.reason}.")
                draft.statements += call.statements
                draft.curations += [call.curation] if call.curation else []
                draft.step("call", draft.reasons[0], statements=call.statements)
                drafts[key] = draft

    def not_considered(self) -> list[NotConsidered]:
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
        if self.tolerance.never_again(therapy):
            ended = self.tolerance.words(therapy)
            return f"stopped for {ended}, after which its label calls for permanent discontinuation"
        laboratory_alone = self._in_the_laboratory_alone(therapy)
        if not self.knowledge.approvals(therapy):
            said = [
                f"no approval known as of {self.knowledge.known_until}, and no rule names it in "
                "this setting"
            ]
            said += ["The evidence is preclinical only"] if laboratory_alone else []
            said += [step.rstrip(".") for step in self.knowledge.development(therapy)]
            return ". ".join(said)
        because = [*self._without_label(therapy)]
        because += ["the evidence is preclinical only"] if laboratory_alone else []
        return "; ".join([*because, "no rule in force names it in this setting"])

    def _without_label(self, therapy: str) -> Iterator[str]:
        """Said of a therapy that the agency has not approved here, as far as that is known."""
        agency = self.knowledge.agency
        agencies = {approval.agency for approval in self.knowledge.approvals(therapy)}
        known = self.knowledge.known_until
        if self.labels.covering(therapy):
            return
        if agency.name in agencies:
            yield f"no {agency.name} approval in this setting known as of {known}"
        elif agency.complete:
            others = ", ".join(sorted(agencies))
            yield f"no {agency.name} approval known as of {known} (approved by {others})"

    def _in_the_laboratory_alone(self, therapy: str) -> bool:
        """Whether a therapy is called sensitive on preclinical evidence alone."""
        call = self.calls[therapy]
        known = self.knowledge.statements(call.gene, therapy)
        deciding = [s for s in known if s.id in call.deciding]
        return call.call == "sensitive" and all(s.evidence_type in PRECLINICAL for s in deciding)


def _gap(advice: Advice, branch: str | None, knowledge: KnowledgeAsOf) -> list[NoteSource]:
    """Said where the rules leave nothing to do, so that no option is not read as a fault."""
    named = [rule.id for rule in advice.rules if rule.options]
    if not named:
        as_of = knowledge.as_of.isoformat()
        text = f"No guidance rule is in force on {as_of} that names an option in this setting."
    elif all(draft.category == "avoid" for draft in advice.drafts):
        text = "No option is left: all that the rules name are to be avoided."
    else:
        return []
    lead = "" if branch is None else f"History {branch!r}: "
    return [NoteSource(note=lead + text, kind="no_option", rules=named)]


def _options_of(rule: Rule, therapies: tuple[str, ...]) -> list[RuleOption]:
    return [option for option in rule.options if tuple(option.therapies) == therapies]
