"""Turns the ids in a report into numbers of its list of references."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from annotator.model.report import Report

MOST = 3
"""The most references cited for one reason; the statements behind it name the others."""


class _Item(Protocol):
    @property
    def laboratory(self) -> str | None: ...


T = TypeVar("T", bound=_Item)


class Citations:
    """Looks up what the parts of one report cite, and which laboratory they are from."""

    def __init__(self, report: Report) -> None:
        self.rule_number = {rule.id: index for index, rule in enumerate(report.rules, start=1)}
        self.number = {item.id: index for index, item in enumerate(report.references, start=1)}
        self._statements = {item.id: item for item in report.statements}
        self._rules = {item.id: item for item in report.rules}
        self._trials = {item.id: item for item in report.trials}
        self._therapies = {item.name: item for item in report.therapies}
        self._approvals = {
            item.id: item for therapy in report.therapies for item in therapy.approvals if item.id
        }

    def laboratories(
        self,
        *,
        statements: Iterable[str] = (),
        rules: Iterable[str] = (),
        trials: Iterable[str] = (),
        therapies: Iterable[str] = (),
        approvals: Iterable[str] = (),
    ) -> list[str]:
        """Return the laboratories that added or changed these items, each once."""
        items: list[_Item] = [
            *_known(self._statements, statements),
            *_known(self._rules, rules),
            *_known(self._trials, trials),
            *_known(self._therapies, therapies),
            *_known(self._approvals, approvals),
        ]
        return list(dict.fromkeys(item.laboratory for item in items if item.laboratory))

    def rules(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of rules in the list of rules applied."""
        return sorted({self.rule_number[name] for name in names if name in self.rule_number})

    def unverified(self, *, rules: Iterable[str]) -> bool:
        """Return whether one of these rules was not yet checked against its source."""
        return any(
            self._rules[name].curation == "unverified" for name in rules if name in self._rules
        )

    def numbers(
        self,
        *,
        statements: Iterable[str] = (),
        rules: Iterable[str] = (),
        references: Iterable[str] = (),
    ) -> list[int]:
        """Return the numbers of the references cited, ascending, each once."""
        return sorted(self._ranked(statements, rules, references))

    def leading(
        self,
        *,
        statements: Iterable[str] = (),
        rules: Iterable[str] = (),
        references: Iterable[str] = (),
    ) -> list[int]:
        """Return the numbers, ascending, of the few references with the strongest evidence."""
        return sorted(self._ranked(statements, rules, references)[:MOST])

    def _ranked(
        self, statements: Iterable[str], rules: Iterable[str], references: Iterable[str]
    ) -> list[int]:
        """Return the numbers of references: those given, of statements by level, then of rules."""
        cited: list[str] = [*references]
        known = sorted(_known(self._statements, statements), key=lambda item: item.level)
        cited += [statement.reference for statement in known]
        cited += [further for statement in known for further in statement.further_references]
        for rule in _known(self._rules, rules):
            cited += rule.references
        return list(dict.fromkeys(self.number[item] for item in cited if item in self.number))


def laboratories_of(item: _Item) -> list[str]:
    """Return the laboratory that added or changed an item, in a list; empty where none did."""
    return [item.laboratory] if item.laboratory else []


def _known(by_id: Mapping[str, T], names: Iterable[str]) -> list[T]:
    return [by_id[name] for name in names if name in by_id]
