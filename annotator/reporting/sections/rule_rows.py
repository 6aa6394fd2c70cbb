"""The guidance rules that fired, as the rows of a table."""

from annotator.model.base import Model
from annotator.model.report import Report
from annotator.reporting.sections.citations import Citations


class RuleRow(Model):
    """One rule; `number` stands for it elsewhere, `references` are numbers of the list."""

    number: int
    id: str
    title: str
    evidence_type: str
    since: str
    references: list[int]
    unverified: bool
    laboratories: list[str]


def rule_rows(report: Report, citations: Citations) -> list[RuleRow]:
    """Return the rules in the order of the report."""
    return [
        RuleRow(
            number=citations.rule_number[rule.id],
            id=rule.id,
            title=rule.title,
            evidence_type=rule.evidence_type,
            since=rule.since,
            references=citations.numbers(rules=[rule.id], references=_of_options(rule.id, report)),
            unverified=rule.curation == "unverified",
            laboratories=citations.laboratories(rules=[rule.id]),
        )
        for rule in report.rules
    ]


def _of_options(rule: str, report: Report) -> list[str]:
    """Return the references of the reasons that a rule gave; an option cites only the first."""
    return [
        name
        for option in report.guidance.options
        for step in option.deciding_steps
        if rule in step.rules
        for name in step.references
    ]
