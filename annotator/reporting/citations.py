"""From the ids in a report to the numbers of its list of references."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from annotator.model.report import Report


class _Owned(Protocol):
    @property
    def laboratory(self) -> str | None: ...


T = TypeVar("T", bound=_Owned)


class Citations:
    """Looks up, for the parts of one report, what they cite and whose they are."""

    def __init__(self, report: Report) -> None:
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
        cited: list[str] = [*references]
        for statement in _found(self._statements, statements):
            cited += [statement.reference, *statement.further_references]
        for rule in _found(self._rules, rules):
            cited += rule.references
        return sorted({self.number[item] for item in cited if item in self.number})


def named(item: _Owned) -> list[str]:
    """The laboratory whose own an item is, as a list to mark it with."""
    return [item.laboratory] if item.laboratory else []


def _found(known: Mapping[str, T], names: Iterable[str]) -> list[T]:
    return [known[name] for name in names if name in known]
