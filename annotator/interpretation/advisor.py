"""The advisor: applies the guidance rules to one profile under one history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annotator.interpretation.adverse import AdverseEvidence
from annotator.interpretation.approvals import AgencyApprovals
from annotator.interpretation.conditions import Circumstances, unmet_condition
from annotator.interpretation.drafts import LAST, Draft
from annotator.interpretation.history import course_tokens
from annotator.interpretation.phases import Advice
from annotator.interpretation.profile import Profile
from annotator.interpretation.sensitivity import SensitivityCallers
from annotator.interpretation.tolerance import Tolerance
from annotator.interpretation.verdicts import worst
from annotator.knowledge.evidence import PRECLINICAL
from annotator.knowledge.history_tokens import COMPLETED
from annotator.knowledge.model import Rule, RuleOption
from annotator.model.base import Effect
from annotator.model.context import ClinicalContext, Course
from annotator.model.report import NotConsidered, SensitivityCall, UnmetRule


class Advisor:
    """Applies the rules to one profile, the phase of its mutations known, under one history."""

    def __init__(
        self,
        profile: Profile,
        courses: Sequence[Course],
        context: ClinicalContext,
        callers: SensitivityCallers,
    ) -> None:
        """`courses` are the history given or assumed; everything else is taken from `context`."""
        knowledge = callers.knowledge
        self.profile = profile
        self.knowledge = knowledge
        self.callers = callers
        self.setting = context.disease_setting or "advanced"
        self.cns = context.cns_metastases
        therapies = knowledge.therapies.values()
        self.history = course_tokens(courses, profile.gene, therapies)
        self.tolerance = Tolerance(courses, self.history, knowledge)
        self.approvals = AgencyApprovals(profile.gene, self.setting, courses, knowledge)
        self.caller = callers.caller(profile, self.history)
        self.calls = {call.therapy: call for call in self.caller.calls}
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
        """Return the options in order, the rules that fired, and the therapies left out."""
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
        return sorted(drafts.values(), key=lambda draft: draft.sort_key)

    def _failed(self, therapy: str) -> bool:
        """Return whether a therapy was given, and not stopped for toxicity alone."""
        return f"therapy:{therapy}" in self.history

    def _given_before(self, option: RuleOption) -> bool:
        """Return whether all drugs of an option were given before: then it is not offered again.

        A combination may hold a drug given before. After resection an adjuvant course that was
        completed is not given again either.
        """
        resected = self.setting == "resected"
        return not option.rechallenge and all(
            self._failed(therapy) or (resected and f"{COMPLETED}:{therapy}" in self.history)
            for therapy in option.therapies
        )

    def _merge(self, drafts: dict[tuple[str, ...], Draft], rule: Rule, option: RuleOption) -> None:
        """Add a rule to the draft of its option; rules come most specific first.

        The first rule decides the category, later ones add reasons. Among rules that are equally
        specific the least favorable decides.
        """
        key = tuple(option.therapies)
        draft = drafts.get(key)
        if draft is None:
            draft = Draft(key, option.category, rule.priority, len(drafts))
            draft.curations.append(rule.curation)
            drafts[key] = draft
        category_before = draft.category
        if rule.priority == draft.priority:
            draft.cap(option.category)
        draft.step(
            "further_rule" if draft.rules else "rule",
            option.reason,
            rules=[rule.id],
            references=self.knowledge.published(option.references or rule.references),
        )
        if option.reason not in draft.reasons:
            draft.reasons.insert(
                0 if draft.category != category_before else len(draft.reasons), option.reason
            )
        draft.rules.append(rule.id)
        draft.trials += [trial for trial in option.trials if trial not in draft.trials]

    def _judge(self, draft: Draft) -> None:
        """Judge an option by the calls, the approvals and the earlier use of its drugs.

        The category that the rules give stays unless data speak against it. One laboratory paper
        alone does not rule out a drug that they offer.
        """
        calls = [self.calls[t] for t in draft.therapies if t in self.calls]
        call_reasons = [self._call_reason(call, draft) for call in calls]
        for call in calls:
            draft.statements += [s for s in call.statements if s not in draft.statements]
            draft.curations += [call.curation] if call.curation else []
        if self.caller.defeated(draft.therapies):
            # The evidence against the option comes first, before the reasons of the rules.
            draft.reasons = call_reasons + draft.reasons
            offered = draft.category in ("preferred", "alternative")
            draft.cautioned = offered and any(map(self.adverse.caution, calls))
            draft.cap("alternative" if draft.cautioned else "avoid")
        elif any(map(self._doubtful, calls)):
            draft.cap("alternative")
        for call, reason in zip(calls, call_reasons, strict=True):
            draft.step("call", reason, statements=call.statements)
        draft.reasons += [reason for reason in call_reasons if reason not in draft.reasons]
        for therapy in draft.therapies:
            self._judge_tolerance(draft, therapy)
            self._judge_cns_activity(draft, therapy)
            self._judge_approval(draft, therapy)

    def _doubtful(self, call: SensitivityCall) -> bool:
        """Return whether data speak against a drug in part; an unknown effect does not."""
        return call.call in ("conflicting", "reduced") or self.adverse.doubted(call)

    def _call_reason(self, call: SensitivityCall, draft: Draft) -> str:
        """Return a call as a reason; an option of several drugs names the drug of the call."""
        lead = f"{call.therapy.capitalize()}: " if len(draft.therapies) > 1 else ""
        caution = self.adverse.caution(call)
        if caution is not None:
            return f"{lead}{call.reason}; {caution}."
        unknown = self.adverse.unknown_allele(call)
        if unknown is None or not self.approvals.covering(call.therapy):
            return f"{lead}{unknown or call.reason}."
        whose = "its label" if unknown != call.reason else f"the label of {call.therapy}"
        return f"{lead}{unknown}; {whose} asks for no genotype."

    def _judge_tolerance(self, draft: Draft, therapy: str) -> None:
        for caution in self.tolerance.cautions(therapy):
            draft.warn(caution)

    def _judge_cns_activity(self, draft: Draft, therapy: str) -> None:
        """Count the activity in the central nervous system where there are metastases."""
        activity = self.knowledge.therapies[therapy].cns_activity
        if self.cns is not True or activity not in ("high", "low"):
            return
        name = therapy.capitalize()
        if activity == "high" and draft.category != "avoid":
            draft.add_reason("cns_activity", f"{name} is active in the central nervous system.")
        elif activity == "low":
            draft.cap("alternative")
            draft.add_reason(
                "cns_activity", f"{name} has poor activity in the central nervous system."
            )

    def _judge_approval(self, draft: Draft, therapy: str) -> None:
        if self.knowledge.therapies[therapy].kind != "tki":
            return
        draft.approvals += self.approvals.covering(therapy)
        remark = self.approvals.remark(therapy)
        if remark is not None:
            if remark.capped:
                draft.cap("investigational")
            draft.add_reason("awaited" if remark.awaited else "approval", remark.text)

    def _set_reduced_aside(self, drafts: Iterable[Draft]) -> None:
        """Turn options of reduced effect into ones to avoid while a sensitive one is offered.

        A drug whose effect only one laboratory paper calls reduced stays.
        """
        offered = [d for d in drafts if d.category in ("preferred", "alternative")]
        if not any(self._effect(d) == "sensitive" for d in offered):
            return
        for draft in offered:
            calls = [self.calls[t] for t in draft.therapies if t in self.calls]
            if self._effect(draft) == "reduced" and not any(map(self.adverse.caution, calls)):
                draft.cap("avoid")
                against = [self._call_reason(call, draft) for call in calls]
                aside = "An option that is predicted sensitive is available."
                rest = [reason for reason in draft.reasons if reason not in against]
                draft.reasons = [*against, aside, *rest]
                draft.step("other_option", aside)

    def _effect(self, draft: Draft) -> Effect | None:
        effects = [self.calls[t].call for t in draft.therapies if t in self.calls]
        return worst(effects) if effects else None

    def _add_resistant(self, drafts: dict[tuple[str, ...], Draft]) -> None:
        """Add approved drugs that the kinase by itself resists, as ones to avoid."""
        kinase_alone = replace(self.profile, alterations={})
        for call in self.callers.caller(kinase_alone, self.history).calls:
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
        """Return every therapy that is not an option, with the reason.

        Those with a call come first, then those that a rule names.
        """
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
        preclinical_only = self._is_preclinical_only(therapy)
        if not self.knowledge.approvals(therapy):
            sentences = [
                f"no approval known as of {self.knowledge.known_until}, and no rule names it in "
                "this setting"
            ]
            sentences += ["The evidence is preclinical only"] if preclinical_only else []
            sentences += [step.rstrip(".") for step in self.knowledge.development(therapy)]
            return ". ".join(sentences)
        reasons = [*self._missing_approval(therapy)]
        reasons += ["the evidence is preclinical only"] if preclinical_only else []
        return "; ".join([*reasons, "no rule in force names it in this setting"])

    def _missing_approval(self, therapy: str) -> Iterator[str]:
        """Return that the agency has not approved a therapy here, as far as that is known."""
        agency = self.knowledge.agency
        agencies = {approval.agency for approval in self.knowledge.approvals(therapy)}
        known = self.knowledge.known_until
        if self.approvals.covering(therapy):
            return
        if agency.name in agencies:
            yield f"no {agency.name} approval in this setting known as of {known}"
        elif agency.complete:
            others = ", ".join(sorted(agencies))
            yield f"no {agency.name} approval known as of {known} (approved by {others})"

    def _is_preclinical_only(self, therapy: str) -> bool:
        """Return whether a therapy is called sensitive on preclinical evidence alone."""
        call = self.calls[therapy]
        known = self.knowledge.statements(call.gene, therapy)
        deciding = [s for s in known if s.id in call.deciding]
        return call.call == "sensitive" and all(s.evidence_type in PRECLINICAL for s in deciding)


def _options_of(rule: Rule, therapies: tuple[str, ...]) -> list[RuleOption]:
    return [option for option in rule.options if tuple(option.therapies) == therapies]
