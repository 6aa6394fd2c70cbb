"""Options where the phase of mutations is unknown: drafted for both phases, then joined.

An option that depends on the phase stands between the two cases and says what each of them gives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from annotator.interpretation.drafts import CATEGORIES, Draft
from annotator.interpretation.profile import Profile, Scenario
from annotator.knowledge.model import Rule
from annotator.model.base import OptionCategory
from annotator.model.report import NotConsidered, OptionStep

_PHASE_WORDS: dict[Scenario, str] = {
    "trans": "on different alleles (trans)",
    "cis": "on one allele (cis)",
}
_CATEGORY_WORDS: dict[OptionCategory, str] = {
    "preferred": "preferred",
    "alternative": "an alternative",
    "investigational": "investigational",
    "avoid": "to be avoided",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """The result of the rules under one history: options in order, rules that fired, the rest."""

    drafts: list[Draft]
    rules: list[Rule]
    not_considered: list[NotConsidered]


def resolve_phases(profile: Profile) -> dict[Scenario, Profile]:
    """Return the profile with every unknown phase read as trans, and as cis.

    Where all phases are known there is one profile. Mutations of known phase keep it.
    """
    if not profile.phase_matters:
        return {"trans": profile}
    pairs = frozenset(frozenset((a.id, b.id)) for a, b in combinations(profile.mutations, 2))
    open_pairs = pairs - profile.cis - profile.trans
    return {
        "trans": replace(profile, trans=profile.trans | open_pairs),
        "cis": replace(profile, cis=profile.cis | open_pairs),
    }


def join_phases(advice: dict[Scenario, Advice]) -> Advice:
    """Join the advice for two phases into advice that is safe for both; return one unchanged."""
    if len(advice) == 1:
        return next(iter(advice.values()))
    by_phase = {
        scenario: {draft.therapies: draft for draft in of_phase.drafts}
        for scenario, of_phase in advice.items()
    }
    drafts: list[Draft] = []
    entries = [entry for of_phase in advice.values() for entry in of_phase.not_considered]
    for therapies in dict.fromkeys(key for of_phase in by_phase.values() for key in of_phase):
        cases = {
            s: of_phase[therapies] for s, of_phase in by_phase.items() if therapies in of_phase
        }
        if len(cases) == 1 and all(draft.category == "avoid" for draft in cases.values()):
            entries += [_avoided_in_one(s, draft) for s, draft in cases.items()]
        else:
            left_out = {
                s: entry.reason
                for s, of_phase in advice.items()
                for entry in of_phase.not_considered
                if tuple(entry.therapies) == therapies
            }
            drafts.append(_join(cases, left_out))
    rules = {rule.id: rule for of_phase in advice.values() for rule in of_phase.rules}
    named = {therapy for draft in drafts for therapy in draft.therapies}
    return Advice(
        drafts=sorted(drafts, key=lambda draft: draft.sort_key),
        rules=sorted(rules.values(), key=lambda rule: (rule.priority, rule.id)),
        not_considered=[
            entry.model_copy(
                update={"unmet": [unmet for unmet in entry.unmet if unmet.rule not in rules]}
            )
            for entry in _merged(entries)
            if not set(entry.therapies) <= named
        ],
    )


def _join(cases: dict[Scenario, Draft], left_out: dict[Scenario, str]) -> Draft:
    """Join the drafts of one option; `left_out` is the reason in a phase without a draft."""
    category = next(iter(cases.values())).category
    if len(cases) == 2 and all(draft.category == category for draft in cases.values()):
        draft = _combined(cases, category, [])
        if all(case.cautioned for case in cases.values()):
            # Resistance in both phases, however weakly shown, ranks behind resistance in one.
            draft.cases = ("avoid", category)
        return draft
    reason = f"Resolve the phase: {', '.join(_case(s, cases.get(s)) for s in _PHASE_WORDS)}."
    category, both = _between(cases)
    draft = _combined(cases, category, [reason])
    draft.reasons += [f"In {s}: not an option ({why})." for s, why in left_out.items()]
    draft.cases = both
    draft.step("phase", reason)
    return draft


def _case(scenario: Scenario, draft: Draft | None) -> str:
    category = _CATEGORY_WORDS[draft.category] if draft else "no option"
    return f"{category} if in {scenario}"


def _between(
    cases: dict[Scenario, Draft],
) -> tuple[OptionCategory, tuple[OptionCategory, OptionCategory]]:
    """Return the category between those of two phases, and both, the worse first.

    It is never `preferred` where one phase is worse, and `avoid` only where both are. A phase
    without the option counts as `avoid`.
    """
    categories = sorted((draft.category for draft in cases.values()), key=CATEGORIES.index)
    better = categories[0]
    worse = categories[-1] if len(categories) == 2 else "avoid"
    between = worse
    if worse == "avoid":
        between = "alternative" if better == "preferred" else better
    return between, (worse, better)


def _combined(cases: dict[Scenario, Draft], category: OptionCategory, lead: list[str]) -> Draft:
    """Combine the drafts of one option; what holds in one phase alone names the phase."""
    drafts = list(cases.values())
    return Draft(
        therapies=drafts[0].therapies,
        category=category,
        priority=min(draft.priority for draft in drafts),
        order=min(draft.order for draft in drafts),
        reasons=[*lead, *_reasons(cases)],
        rules=_once(draft.rules for draft in drafts),
        trials=_once(draft.trials for draft in drafts),
        statements=_once(draft.statements for draft in drafts),
        approvals=_once(draft.approvals for draft in drafts),
        curations=[curation for draft in drafts for curation in draft.curations],
        steps=_steps(cases),
    )


def _reasons(cases: dict[Scenario, Draft]) -> list[str]:
    """Return the reasons, the worse phase first; those of one phase alone with its name."""
    worst_first = sorted(cases, key=lambda s: CATEGORIES.index(cases[s].category), reverse=True)
    shared = [set(draft.reasons) for draft in cases.values()]
    reasons = []
    for scenario in worst_first:
        for reason in cases[scenario].reasons:
            in_both = len(cases) == 1 or all(reason in reasons_of for reasons_of in shared)
            reasons.append(reason if in_both else f"In {scenario}: {reason}")
    return list(dict.fromkeys(reasons))


def _steps(cases: dict[Scenario, Draft]) -> list[OptionStep]:
    """Return the steps of both phases; a step of one phase alone names the phase."""
    drafts = list(cases.values())
    steps: list[OptionStep] = []
    for scenario, draft in cases.items():
        for step in draft.steps:
            if len(drafts) == 1 or any(step not in other.steps for other in drafts):
                step = step.model_copy(update={"reason": f"In {scenario}: {step.reason}"})
            if step not in steps:
                steps.append(step)
    return steps


def _once(lists: Iterable[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(item for items in lists for item in items))


def _avoided_in_one(scenario: Scenario, draft: Draft) -> NotConsidered:
    return NotConsidered(
        therapies=list(draft.therapies),
        reason=f"to be avoided if the mutations lie {_PHASE_WORDS[scenario]}, and no rule in force "
        "names it otherwise",
        rules=draft.rules,
        statements=draft.statements,
    )


def _merged(entries: Iterable[NotConsidered]) -> list[NotConsidered]:
    """Return one entry for each option left out: the last, with the sources of all."""
    merged: dict[tuple[str, ...], NotConsidered] = {}
    for entry in entries:
        known = merged.get(tuple(entry.therapies), entry)
        merged[tuple(entry.therapies)] = entry.model_copy(
            update={
                "rules": _once((known.rules, entry.rules)),
                "statements": _once((known.statements, entry.statements)),
            }
        )
    return [*merged.values()]
