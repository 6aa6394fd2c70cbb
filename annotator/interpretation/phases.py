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

WHERE: dict[Scenario, str] = {"trans": "on different alleles (trans)", "cis": "on one allele (cis)"}
AS: dict[OptionCategory, str] = {
    "preferred": "preferred",
    "alternative": "an alternative",
    "investigational": "investigational",
    "avoid": "to be avoided",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What the rules come to under one history: options in order, rules that fired, what is out."""

    drafts: list[Draft]
    rules: list[Rule]
    dropped: list[NotConsidered]


def phased(profile: Profile) -> dict[Scenario, Profile]:
    """The profile with every unknown phase taken as trans, then as cis; once where all are known.

    Mutations whose phase is known keep it.
    """
    if not profile.phase_matters:
        return {"trans": profile}
    pairs = frozenset(frozenset((a.id, b.id)) for a, b in combinations(profile.mutations, 2))
    open_pairs = pairs - profile.cis - profile.trans
    return {
        "trans": replace(profile, trans=profile.trans | open_pairs),
        "cis": replace(profile, cis=profile.cis | open_pairs),
    }


def joined(advice: dict[Scenario, Advice]) -> Advice:
    """The advice of one phase as it is; of two, that on which either of them can rest."""
    if len(advice) == 1:
        return next(iter(advice.values()))
    drafted = {
        scenario: {draft.therapies: draft for draft in each.drafts}
        for scenario, each in advice.items()
    }
    drafts: list[Draft] = []
    dropped: list[NotConsidered] = []
    for therapies in dict.fromkeys(key for each in drafted.values() for key in each):
        cases = {s: each[therapies] for s, each in drafted.items() if therapies in each}
        if len(cases) == 1 and all(draft.category == "avoid" for draft in cases.values()):
            dropped += [_avoided_in_one(s, draft) for s, draft in cases.items()]
        else:
            left_out = {
                s: entry.reason
                for s, each in advice.items()
                for entry in each.dropped
                if tuple(entry.therapies) == therapies
            }
            drafts.append(_join(cases, left_out))
    rules = {rule.id: rule for each in advice.values() for rule in each.rules}
    named = {therapy for draft in drafts for therapy in draft.therapies}
    out = _merged([*(entry for each in advice.values() for entry in each.dropped), *dropped])
    return Advice(
        drafts=sorted(drafts, key=lambda draft: draft.place),
        rules=sorted(rules.values(), key=lambda rule: (rule.priority, rule.id)),
        dropped=[
            entry.model_copy(
                update={"unmet": [unmet for unmet in entry.unmet if unmet.rule not in rules]}
            )
            for entry in out
            if not set(entry.therapies) <= named
        ],
    )


def _join(cases: dict[Scenario, Draft], left_out: dict[Scenario, str]) -> Draft:
    """One option of its drafts. In a phase without a draft it is none, for the reason left out."""
    category = next(iter(cases.values())).category
    if len(cases) == 2 and all(draft.category == category for draft in cases.values()):
        made = _combined(cases, category, [])
        if all(draft.cautioned for draft in cases.values()):
            # Resistance in both phases, however weakly shown, stands behind resistance in one.
            made.cases = ("avoid", category)
        return made
    reason = f"Resolve the phase: {', '.join(_case(s, cases.get(s)) for s in WHERE)}."
    category, both = _between(cases)
    made = _combined(cases, category, [reason])
    made.reasons += [f"In {s}: not an option ({why})." for s, why in left_out.items()]
    made.cases = both
    made.step("phase", reason)
    return made


def _case(scenario: Scenario, draft: Draft | None) -> str:
    said = AS[draft.category] if draft else "no option"
    return f"{said} if in {scenario}"


def _between(
    cases: dict[Scenario, Draft],
) -> tuple[OptionCategory, tuple[OptionCategory, OptionCategory]]:
    """The category between those of two phases, and both, the worse first.

    It is never `preferred` where one phase is worse, and `avoid` only where both are. No option in
    one phase is as bad as one to avoid.
    """
    categories = sorted((draft.category for draft in cases.values()), key=CATEGORIES.index)
    better = categories[0]
    worse = categories[-1] if len(categories) == 2 else "avoid"
    between = worse
    if worse == "avoid":
        between = "alternative" if better == "preferred" else better
    return between, (worse, better)


def _combined(cases: dict[Scenario, Draft], category: OptionCategory, lead: list[str]) -> Draft:
    """The drafts of one option as one: what holds in one phase alone says in which."""
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
    """What speaks in both phases plainly, the rest with its phase; the worse phase first."""
    worst_first = sorted(cases, key=lambda s: CATEGORIES.index(cases[s].category), reverse=True)
    shared = [set(draft.reasons) for draft in cases.values()]
    reasons = []
    for scenario in worst_first:
        for reason in cases[scenario].reasons:
            alike = len(cases) == 1 or all(reason in each for each in shared)
            reasons.append(reason if alike else f"In {scenario}: {reason}")
    return list(dict.fromkeys(reasons))


def _steps(cases: dict[Scenario, Draft]) -> list[OptionStep]:
    """The steps of both phases: one that both took stands once, the others say in which."""
    drafts = list(cases.values())
    steps: list[OptionStep] = []
    for scenario, draft in cases.items():
        for step in draft.steps:
            if len(drafts) == 1 or any(step not in each.steps for each in drafts):
                step = step.model_copy(update={"reason": f"In {scenario}: {step.reason}"})
            if step not in steps:
                steps.append(step)
    return steps


def _once(lists: Iterable[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(item for each in lists for item in each))


def _avoided_in_one(scenario: Scenario, draft: Draft) -> NotConsidered:
    return NotConsidered(
        therapies=list(draft.therapies),
        reason=f"to be avoided if the mutations lie {WHERE[scenario]}, and no rule in force names "
        "it otherwise",
        rules=draft.rules,
        statements=draft.statements,
    )


def _merged(entries: Iterable[NotConsidered]) -> list[NotConsidered]:
    """One entry for each option left out, with what the last of its entries says."""
    found: dict[tuple[str, ...], NotConsidered] = {}
    for entry in entries:
        known = found.get(tuple(entry.therapies), entry)
        found[tuple(entry.therapies)] = entry.model_copy(
            update={
                "rules": _once((known.rules, entry.rules)),
                "statements": _once((known.statements, entry.statements)),
            }
        )
    return [*found.values()]
