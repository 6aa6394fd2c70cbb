"""From the ids in a report to the numbers of its list of references."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from annotator.model.report import Report

MOST = 3
"""References cited for one reason; the statements it rests on name the others."""


class _Owned(Protocol):
    @property
    def laboratory(self) -> str | None: ...


T = TypeVar("T", bound=_Owned)


class Citations:
    """Looks up, for the parts of one report, what they cite and whose they are."""

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
        """The laboratories whose own these items are, each once."""
        items: list[_Owned] = [
            *_found(self._statements, statements),
            *_found(self._rules, rules),
            *_found(self._trials, trials),
            *_found(self._therapies, therapies),
            *_found(self._approvals, approvals),
        ]
        return list(dict.fromkeys(item.laboratory for item in items if item.laboratory))

    def rules(self, names: Iterable[str]) -> list[int]:
        """The numbers of rules in the list of those applied."""
        return sorted({self.rule_number[name] for name in names if name in self.rule_number})

    def unverified(self, *, rules: Iterable[str]) -> bool:
        """Whether one of these rules was not yet checked against its source."""
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
        """Numbers of the references cited, ascending, each once."""
        return sorted(self._ranked(statements, rules, references))

    def leading(
        self,
        *,
        statements: Iterable[str] = (),
        rules: Iterable[str] = (),
        references: Iterable[str] = (),
    ) -> list[int]:
        """Numbers of the few references that carry a reason most: the strongest evidence first."""
        return sorted(self._ranked(statements, rules, references)[:MOST])

    def _ranked(
        self, statements: Iterable[str], rules: Iterable[str], references: Iterable[str]
    ) -> list[int]:
        """Numbers of references, each once: named ones, of statements by level, then of rules."""
        cited: list[str] = [*references]
        known = sorted(_found(self._statements, statements), key=lambda item: item.level)
        cited += [statement.reference for statement in known]
        cited += [further for statement in known for further in statement.further_references]
        for rule in _found(self._rules, rules):
            cited += rule.references
        return list(dict.fromkeys(self.number[item] for item in cited if item in self.number))


def named(item: _Owned) -> list[str]:
    """The laboratory whose own an item is, as a list to mark it with."""
    return [item.laboratory] if item.laboratory else []


def _found(known: Mapping[str, T], names: Iterable[str]) -> list[T]:
    return [known[name] for name in names if name in known]
