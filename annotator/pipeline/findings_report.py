"""From the findings of one sample to its report, under the knowledge and the context asked for."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from annotator.model.case_record import amended
from annotator.pipeline.days import CreationDay, refuse_later_days
from annotator.pipeline.environment import Environment

if TYPE_CHECKING:
    from annotator.model.findings import FindingsDocument
    from annotator.model.report import Report

log = logging.getLogger("annotator")


@dataclass(frozen=True)
class ReportRequest:
    """What is asked of a report on findings.

    `created` is its time stamp, and `limit` the day after which no day in it can lie. `as_of`
    (the day whose knowledge counts), `context` (fields of the clinical context) and `case` (of the
    case record) override what the findings say.
    """

    created: datetime
    limit: CreationDay
    as_of: date | None = None
    context: Mapping[str, object] = field(default_factory=dict)
    case: Mapping[str, object] = field(default_factory=dict)


def report_on(
    environment: Environment, document: "FindingsDocument", asked: ReportRequest, file: str | None
) -> "Report":
    """Interpret the findings of one sample, with its therapies named as the knowledge base does.

    `file` is the path of the findings, for messages. Raises InputProblem for a day after the limit
    and for a therapy that the knowledge base does not know.
    """
    from annotator.interpretation.interpret import interpret

    changes = dict(asked.context)
    if document.clinical_context.courses and "prior_therapies" not in asked.context:
        changes |= environment.history(document.clinical_context.courses)
    context = document.clinical_context.model_copy(update=changes)
    case = amended(document.case.model_copy(update=dict(asked.case)))
    document = document.model_copy(update={"clinical_context": context, "case": case})
    day = asked.as_of or asked_day(document)
    refuse_later_days(document, day, asked.limit, file)
    knowledge = environment.knowledge_as_of(day)
    return interpret(document, knowledge, asked.created, environment.issuer)


def asked_day(document: "FindingsDocument") -> date | None:
    """Return the day whose knowledge the sample sheet asks for, None where it does not say."""
    day = document.provenance.settings.get("as_of")
    return date.fromisoformat(day) if isinstance(day, str) else None


def log_warnings(report: "Report") -> None:
    """Log the warnings of a report with its sample."""
    for warning in report.warnings:
        where = f" ({warning.source})" if warning.source else ""
        log.warning("%s: %s: %s%s", report.sample.id, warning.code, warning.message, where)
