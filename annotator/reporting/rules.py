"""The guidance rules that fired, as the rows of a table."""

from annotator.model.base import Model
from annotator.model.report import Report
from annotator.reporting.citations import Citations
from annotator.reporting.sentences import sentence


class RuleRow(Model):
    """One rule. `references` are numbers of the list of references."""

    id: str
    title: str
    reason: str
    evidence_type: str
    since: str
    references: list[int]
    unverified: bool
    laboratories: list[str]


def rule_rows(report: Report, citations: Citations) -> list[RuleRow]:
    """Rows in order of the report."""
    return [
        RuleRow(
            id=rule.id,
            title=rule.title,
            reason=sentence(rule.reason),
            evidence_type=rule.evidence_type,
            since=rule.since,
            references=citations.numbers(rules=[rule.id]),
            unverified=rule.curation == "unverified",
            laboratories=citations.laboratories(rules=[rule.id]),
        )
        for rule in report.rules
    ]
