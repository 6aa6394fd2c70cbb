"""A date that nobody saw is not printed: what stands in for it only says from when it counts."""

from datetime import UTC, datetime

from annotator.interpretation.interpret import interpret
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.load import load_knowledge
from annotator.model.findings import Finding
from annotator.model.report import TrialFigure
from annotator.reporting.explanation import explanation
from annotator.reporting.sections.citations import Citations
from annotator.reporting.sections.statements import statement_groups
from annotator.reporting.sections.therapy_sheets import therapy_sheets
from annotator.reporting.sections.trials import trial_sheets
from tests.builders.findings import document, fusion, mutation

CREATED = datetime(2026, 11, 22, tzinfo=UTC)


def report_in_japan(*alleles: str):
    knowledge = KnowledgeAsOf(load_knowledge(), jurisdiction="MHLW")
    found: list[Finding] = [fusion(gene="ROS1"), *(mutation(a, gene="ROS1") for a in alleles)]
    return interpret(document(found, []), knowledge, CREATED)


def test_an_approval_is_shown_with_its_date_not_known():
    report = report_in_japan()
    (taletrectinib,) = (t for t in report.therapies if t.name == "taletrectinib")
    by_agency = {a.agency: a for a in taletrectinib.approvals}
    assert (by_agency["MHLW"].since, by_agency["MHLW"].date_known) == ("2026-11-22", False)
    assert by_agency["FDA"].date_known
    sheets = {s.name: s for s in therapy_sheets(report, Citations(report))}
    shown = {a.name: [line.since for line in a.approvals] for a in sheets["taletrectinib"].agencies}
    assert shown["MHLW"] == ["date not known"]
    assert "since 2025-06-11" in shown["FDA"]
    text = explanation(report)
    assert "MHLW, date not known: ROS1-positive" in text
    assert "MHLW, since 2026-11-22" not in text


def test_a_statement_is_shown_with_its_date_not_known():
    report = report_in_japan("F2004I")
    (stated,) = (s for s in report.statements if s.id == "ros1-f2004i-entrectinib-clinical-startrk")
    assert (stated.since, stated.date_known) == ("2026-11-22", False)
    rows = [r for g in statement_groups(report, Citations(report)) for r in g.rows]
    assert {r.since for r in rows if r.id == stated.id} == {"date not known"}
    assert "?" not in "".join(r.since for r in rows)


def test_a_figure_is_shown_with_its_date_not_known():
    report = report_in_japan()
    known = report.trials[0].figures[0]
    stand_in = TrialFigure(**known.model_dump(exclude={"date_known"}), date_known=False)
    trial = report.trials[0].model_copy(update={"figures": [known, stand_in]})
    (sheet,) = trial_sheets(report.model_copy(update={"trials": [trial]}), Citations(report))
    assert [line.since for line in sheet.lines] == [f"since {known.since}", "date not known"]
