"""The answers of page 1, and the words for the results."""

from annotator.model.base import Model, Result
from annotator.model.findings import Mutation
from annotator.model.report import Report, SummaryLine

RESULT_WORDS: dict[Result, str] = {
    "present": "detected",
    "absent": "not detected",
    "no_call": "no call: data too thin",
    "indeterminate": "not settled",
    "not_assessed": "not assessed",
}
"""The results as people say them; the documents keep the words of the schema."""

AMPLIFICATION_WORDS: dict[Result, str] = {
    "present": "amplified",
    "absent": "not amplified",
    "indeterminate": "not settled",
    "no_call": "absence cannot be claimed",
}

_QUESTIONS = {
    "driver": "Driver fusion",
    "on_target": "On-target resistance",
    "met": "MET amplification",
    "bypass": "Other bypass",
}
_OF_MET = "MET alteration"
"""The question on MET where a mutation of its kinase was found besides the copies."""


class ResultRow(Model):
    """One question of page 1 with its answer."""

    question: str
    result: Result
    words: str
    answer: str


def result_rows(report: Report) -> list[ResultRow]:
    """Return the rows in the order of the report's summary."""
    return [
        ResultRow(
            question=_question(line, report),
            result=line.result,
            words=RESULT_WORDS[line.result],
            answer=line.answer,
        )
        for line in report.summary
    ]


def _question(line: SummaryLine, report: Report) -> str:
    if line.question == "met" and any(
        isinstance(finding, Mutation) and finding.role == "met_kinase"
        for finding in report.findings
    ):
        return _OF_MET
    return _QUESTIONS[line.question]
