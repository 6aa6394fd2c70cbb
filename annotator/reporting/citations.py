"""From the ids in a report to the numbers of its list of references."""

from collections.abc import Iterable

from annotator.model.report import Report


class Citations:
    """Looks up, for statements, rules and trials of one report, what they cite."""

    def __init__(self, report: Report) -> None:
        self.number = {item.id: index for index, item in enumerate(report.references, start=1)}
        self._statements = {item.id: item for item in report.statements}
        self._rules = {item.id: item for item in report.rules}

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
