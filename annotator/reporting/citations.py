"""From the ids in a report to the numbers of its list of references."""

from collections.abc import Iterable

from annotator.model.report import Report


class Citations:
    """Looks up, for statements and rules of one report, what they cite and whose they are."""

    def __init__(self, report: Report) -> None:
        self.number = {item.id: index for index, item in enumerate(report.references, start=1)}
        self._statements = {item.id: item for item in report.statements}
        self._rules = {item.id: item for item in report.rules}

    def laboratories(
        self, *, statements: Iterable[str] = (), rules: Iterable[str] = ()
    ) -> list[str]:
        """The laboratories whose own statements and rules these are, each once."""
        items = [
            *(self._statements.get(name) for name in statements),
            *(self._rules.get(name) for name in rules),
        ]
        names = (item.laboratory for item in items if item is not None)
        return list(dict.fromkeys(name for name in names if name is not None))

    def numbers(self, *, statements: Iterable[str] = (), rules: Iterable[str] = ()) -> list[int]:
        """Numbers of the references cited, ascending, each once."""
        cited: list[str] = []
        for name in statements:
            statement = self._statements.get(name)
            if statement is not None:
                cited += [statement.reference, *statement.further_references]
        for name in rules:
            rule = self._rules.get(name)
            if rule is not None:
                cited += rule.references
        return sorted({self.number[item] for item in cited if item in self.number})
