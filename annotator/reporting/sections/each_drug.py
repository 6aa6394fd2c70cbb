"""The options of an unknown history by drug: what several branches share stands once."""

from collections.abc import Sequence

from annotator.model.base import Model, OptionCategory
from annotator.reporting.sections.option_rows import OptionBranch, OptionReason, OptionRow


class Standing(Model):
    """The category of a drug, with the assumed histories in which it has it."""

    category: OptionCategory
    branches: list[str]


class DrugReason(Model):
    """A reason with the assumed histories for which it holds; empty: all that offer the drug."""

    reason: OptionReason
    branches: list[str]


class DrugInFull(Model):
    """One drug, or several given together, over all branches that offer it.

    `rules` and `statements` are numbers of their lists.
    """

    names: list[str]
    standings: list[Standing]
    reasons: list[DrugReason]
    rules: list[int]
    statements: list[int]
    trials: list[str]
    unverified: bool
    laboratories: list[str]


class LeftOutOfSome(Model):
    """Therapies that some branches leave out for one reason, with these branches."""

    reason: str
    therapies: list[str]
    branches: list[str]


def drugs_in_full(branches: Sequence[OptionBranch]) -> list[DrugInFull]:
    """Return the options of several branches by drug, in order of first appearance."""
    rows: dict[tuple[str, ...], list[tuple[str, OptionRow]]] = {}
    for branch in branches:
        for row in branch.options if branch.name else ():
            rows.setdefault(tuple(row.therapies), []).append((branch.name or "", row))
    return [_drug(same) for same in rows.values()]


def left_out_of_some(branches: Sequence[OptionBranch]) -> list[LeftOutOfSome]:
    """Return what only some of several branches leave out, each reason and therapies once."""
    named: dict[tuple[str, str], list[str]] = {}
    for branch in branches:
        for entry in branch.left_out if branch.name else ():
            for therapy in entry.therapies:
                named.setdefault((entry.reason, therapy), []).append(branch.name or "")
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (reason, therapy), names in named.items():
        alike.setdefault((reason, tuple(names)), []).append(therapy)
    return [
        LeftOutOfSome(reason=reason, therapies=therapies, branches=list(names))
        for (reason, names), therapies in alike.items()
    ]


def _drug(same: Sequence[tuple[str, OptionRow]]) -> DrugInFull:
    standings: dict[OptionCategory, list[str]] = {}
    reasons: dict[str, tuple[OptionReason, list[str]]] = {}
    for name, row in same:
        standings.setdefault(row.category, []).append(name)
        for reason in row.reasons:
            reasons.setdefault(reason.text, (reason, []))[1].append(name)
    rows = [row for _, row in same]
    return DrugInFull(
        names=rows[0].names,
        standings=[Standing(category=c, branches=names) for c, names in standings.items()],
        reasons=[
            DrugReason(reason=reason, branches=[] if len(names) == len(rows) else names)
            for reason, names in reasons.values()
        ],
        rules=sorted({number for row in rows for number in row.rules}),
        statements=sorted({number for row in rows for number in row.statements}),
        trials=list(dict.fromkeys(trial for row in rows for trial in row.trials)),
        unverified=any(row.unverified for row in rows),
        laboratories=list(dict.fromkeys(name for row in rows for name in row.laboratories)),
    )
