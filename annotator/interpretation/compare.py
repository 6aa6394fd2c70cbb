"""Compares two reports on the same findings: the calls and options that differ, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from annotator.model.base import Model
from annotator.model.report import (
    GuidanceOption,
    KinaseEffect,
    Report,
    ReportStatement,
    SensitivityCall,
)

T = TypeVar("T")
K = TypeVar("K", bound=tuple[str | None, ...])
OptionKey = tuple[str | None, ...]
NO_EFFECT = "none"
Mark = Literal["+", "-", "~"]
"""Only in the new report, only in the old one, or changed."""


class ReportChange(Model):
    """One call, effect on another kinase, or option that differs.

    `setting` is the phase that a call holds for, or the history assumed of an option. In
    `statements` and `rules` a leading `+` marks an id of the new report alone, `-` one of the old
    report alone, and `~` one whose content changed.
    """

    what: Literal["call", "kinase_effect", "option"]
    gene: str
    therapy: str
    setting: str | None
    before: str
    after: str
    why: str
    statements: list[str]
    rules: list[str]


def compare(old: Report, new: Report) -> list[ReportChange]:
    """Return the calls and options that differ, in the order of the new report, then those gone."""
    return list(_Comparison(old, new).changes())


class _Comparison:
    def __init__(self, old: Report, new: Report) -> None:
        self.old, self.new = old, new
        self.old_statements = {s.id: s for s in old.statements}
        self.new_statements = {s.id: s for s in new.statements}

    def changes(self) -> Iterator[ReportChange]:
        yield from self._calls()
        yield from self._kinase_effects()
        yield from self._options()

    def _calls(self) -> Iterator[ReportChange]:
        before, after = (
            {(c.gene, c.therapy, c.scenario): c for c in report.sensitivity}
            for report in (self.old, self.new)
        )
        for (gene, therapy, scenario), one, other in _joined(before, after):
            if _call_words(one) != _call_words(other):
                yield ReportChange(
                    what="call",
                    gene=gene,
                    therapy=therapy,
                    setting=scenario and f"in {scenario}",
                    before=_call_words(one),
                    after=_call_words(other),
                    why=other.reason if other else "no statement or approval names it any more",
                    statements=self._statements(one, other),
                    rules=[],
                )

    def _kinase_effects(self) -> Iterator[ReportChange]:
        before, after = (
            {(e.gene, e.therapy, e.finding): e for e in report.other_kinases}
            for report in (self.old, self.new)
        )
        for (gene, therapy, _), one, other in _joined(before, after):
            if (one and one.effect) != (other and other.effect):
                yield ReportChange(
                    what="kinase_effect",
                    gene=gene,
                    therapy=therapy,
                    setting=None,
                    before=one.effect if one else NO_EFFECT,
                    after=other.effect if other else NO_EFFECT,
                    why=other.reason if other else "no statement is left",
                    statements=self._statements(one, other),
                    rules=[],
                )

    def _options(self) -> Iterator[ReportChange]:
        before, after = (
            {(o.branch, *o.therapies): o for o in report.guidance.options}
            for report in (self.old, self.new)
        )
        moved = _moved(before, after)
        for key, one, other in _joined(before, after):
            same = one and other and one.category == other.category
            if same and key not in moved:
                continue
            yield ReportChange(
                what="option",
                gene=(self.new if other else self.old).guidance.setting.gene or "",
                therapy=" + ".join(part for part in key[1:] if part),
                setting=key[0],
                before=_option_words(one),
                after=_option_words(other),
                why=self._why(one, other) or "its place among the others",
                statements=self._statements(one, other),
                rules=self._rules(one, other),
            )

    def _why(self, one: GuidanceOption | None, other: GuidanceOption | None) -> str:
        """Return the steps that only the new option took; for one that is gone, the reason."""
        if other is None:
            assert one is not None
            return self._why_gone(one)
        known = [(s.reason, s.rules) for s in one.steps] if one else []
        categories = [s.category for s in one.steps] if one else []
        steps = [s for s in other.steps if (s.reason, s.rules) not in known] or [
            s for s in other.steps[:1] if s.category not in categories
        ]
        return "; ".join(
            f"{s.category} by {' '.join(s.rules) or s.kind.replace('_', ' ')}: {s.reason}"
            for s in steps
        )

    def _why_gone(self, gone: GuidanceOption) -> str:
        for dropped in self.new.guidance.not_considered:
            if (dropped.branch, dropped.therapies) == (gone.branch, gone.therapies):
                unmet = "; ".join(f"{u.rule} {u.condition}" for u in dropped.unmet)
                return f"{dropped.reason} ({unmet})" if unmet else dropped.reason
        return f"no rule names it any more: {', '.join(gone.rules) or 'the call has changed'}"

    def _rules(self, one: GuidanceOption | None, other: GuidanceOption | None) -> list[str]:
        """Return rules with their marks; one that now gives another category counts as changed."""
        if one is None or other is None:
            marked = _marked(one.rules if one else [], other.rules if other else [], ())
            return [f"{mark}{name}" for mark, name in marked]
        before, after = (
            {rule.id: rule for rule in report.rules} for report in (self.old, self.new)
        )
        first = [step for option in (one, other) for step in option.steps if step.kind == "rule"]
        turned = [s.rules for s in first[:1] if len({step.category for step in first}) > 1]
        changed = [
            name
            for name in other.rules
            if name in one.rules and (before.get(name) != after.get(name) or [name] in turned)
        ]
        marked = _marked(one.rules, other.rules, changed)
        return [f"{mark}{name}" for mark, name in marked]

    def _statements(
        self,
        one: "SensitivityCall | KinaseEffect | GuidanceOption | None",
        other: "SensitivityCall | KinaseEffect | GuidanceOption | None",
    ) -> list[str]:
        before = one.statements if one else []
        after = other.statements if other else []
        changed = [
            name
            for name in after
            if name in before and self.old_statements.get(name) != self.new_statements.get(name)
        ]
        return [self._cited(mark, name) for mark, name in _marked(before, after, changed)]

    def _cited(self, mark: Mark, name: str) -> str:
        """Return a statement with its effect and evidence; for one that is gone, the old ones."""
        now, then = self.new_statements.get(name), self.old_statements.get(name)
        statement = now or then
        if statement is None:
            return f"{mark}{name}"
        effect: str = statement.effect
        if mark == "~" and then is not None and then.effect != effect:
            effect = f"{then.effect} → {effect}"
        evidence = statement.evidence_type.replace("_", " ")
        return f"{mark}{name} ({effect}, {evidence}{_of(statement)})"


def _of(statement: ReportStatement) -> str:
    return f", of {statement.laboratory}" if statement.laboratory else ""


def _joined(before: Mapping[K, T], after: Mapping[K, T]) -> Iterator[tuple[K, T | None, T | None]]:
    for key in dict.fromkeys([*after, *before]):
        yield key, before.get(key), after.get(key)


def _marked(
    before: Sequence[str], after: Sequence[str], changed: Iterable[str]
) -> list[tuple[Mark, str]]:
    """Return the ids that are new, gone or changed, each with its mark."""
    rewritten = set(changed)
    return [
        *(("+", name) for name in after if name not in before),
        *(("-", name) for name in before if name not in after),
        *(("~", name) for name in after if name in rewritten),
    ]


def _moved(
    before: Mapping[OptionKey, GuidanceOption], after: Mapping[OptionKey, GuidanceOption]
) -> set[OptionKey]:
    """Return the options of both reports, other than ones to avoid, whose order changed."""
    old, new = (
        [k for k, option in one.items() if k in other and option.category != "avoid"]
        for one, other in ((before, after), (after, before))
    )
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in new[block.b : block.b + block.size]}
    return set(new) - stayed


def _call_words(call: SensitivityCall | None) -> str:
    if call is None:
        return NO_EFFECT
    return f"{call.call} ({call.tier})" if call.tier else call.call


def _option_words(option: GuidanceOption | None) -> str:
    return f"{option.category}, rank {option.rank}" if option else "no option"


def change_cells(changes: Sequence[ReportChange]) -> list[list[str]]:
    """Return one row of cells for each change, in the order of `CHANGE_COLUMNS`."""
    return [
        [
            change.what.replace("_", " "),
            change.gene,
            change.therapy,
            change.setting or "",
            change.before,
            change.after,
            change.why,
            "; ".join(change.statements),
            "; ".join(change.rules),
        ]
        for change in changes
    ]


CHANGE_COLUMNS = (
    "what",
    "gene",
    "therapy",
    "setting",
    "before",
    "after",
    "why",
    "statements",
    "rules",
)
