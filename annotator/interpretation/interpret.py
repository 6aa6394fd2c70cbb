"""Interprets one findings document: the public function of the stage."""

import hashlib
from datetime import UTC, date, datetime

from annotator.interpretation.dictation import dictate
from annotator.interpretation.guidance import guide
from annotator.interpretation.knowledge_reach import earlier_day_banner
from annotator.interpretation.other_kinases import effects_on_other_kinases
from annotator.interpretation.overlay_use import used_items
from annotator.interpretation.prediction import predict_sensitivity
from annotator.interpretation.provenance import provenance_of
from annotator.interpretation.report_warnings import caution_warnings, finding_warnings
from annotator.interpretation.sample_findings import SampleFindings, read_findings
from annotator.interpretation.sensitivity import SensitivityCallers
from annotator.interpretation.sources import collect_sources
from annotator.interpretation.summary import summarize
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.case_record import CaseRecord
from annotator.model.findings import FindingsDocument
from annotator.model.laboratory import Laboratory
from annotator.model.report import Report
from annotator.model.warning import DOUBTS, ReportWarning


def interpret(
    document: FindingsDocument,
    knowledge: KnowledgeAsOf,
    created: datetime,
    laboratory: Laboratory | None = None,
) -> Report:
    """Read findings, history and knowledge together.

    A failed document becomes a failed report: its errors are kept and nothing is claimed.
    """
    day = _day(created)
    knowledge = knowledge.as_read_on(day)
    sample = read_findings(document, knowledge)
    callers = SensitivityCallers(knowledge)
    sensitivity = predict_sensitivity(sample, callers)
    other_kinases = effects_on_other_kinases(sample.document.findings, knowledge)
    guidance = guide(sample, callers, other_kinases)
    sources = collect_sources(sample.document, sensitivity, other_kinases, guidance, knowledge)
    used = used_items(sample.document.findings, sensitivity, guidance, sources, knowledge)
    cautions = caution_warnings(sample, knowledge, day)
    summary = [] if sample.failed else summarize(sample, other_kinases)
    own_words = document.case.comment is not None
    report = Report(
        report_id="",
        created=created,
        status=document.status,
        errors=document.errors,
        sample=document.sample,
        clinical_context=document.clinical_context,
        case=document.case,
        laboratory=laboratory,
        assay=document.assay,
        summary=summary,
        interpretation=[] if own_words else dictate(sample, summary, sensitivity, guidance),
        findings=sample.document.findings,
        phased_alleles=sample.document.phased_alleles,
        unlisted_pairs=sample.document.unlisted_pairs,
        assessments=sample.document.assessments,
        sensitivity=sensitivity,
        other_kinases=other_kinases,
        guidance=guidance,
        statements=sources.statements,
        rules=sources.rules,
        trials=sources.trials,
        therapies=sources.therapies,
        references=sources.references,
        provenance=provenance_of(document, knowledge, used),
        warnings=[*finding_warnings(sample), *cautions],
        banners=[*_of_issue(document.case), *_banners(sample, cautions, knowledge)],
    )
    return _with_id(report)


def _day(moment: datetime) -> date:
    """Return the day of a moment in UTC; a moment without a zone is taken as UTC."""
    return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()


def _of_issue(case: CaseRecord) -> list[str]:
    """The sentences on a draft, and on the report that this one takes the place of."""
    said = ["Draft: not released for clinical use."] if case.status == "draft" else []
    if case.amends is not None:
        said.append(
            f"Amended report: it takes the place of {case.amends.report_id}. "
            f"Reason: {case.amends.reason.rstrip('.')}."
        )
    return said


def _banners(
    sample: SampleFindings, cautions: list[ReportWarning], knowledge: KnowledgeAsOf
) -> list[str]:
    """Return the sentences above page 1, without which the report may mislead."""
    doubts = [warning for warning in sample.document.warnings if warning.code in DOUBTS]
    banners = [warning.message for warning in (*doubts, *cautions)]
    return banners if sample.failed else [*banners, *earlier_day_banner(knowledge)]


def _with_id(report: Report) -> Report:
    """Give a report its id: the sample with the first digits of the SHA-256 of the content."""
    digest = hashlib.sha256(report.model_dump_json().encode()).hexdigest()
    return report.model_copy(update={"report_id": f"{report.sample.id}-{digest[:12]}"})
