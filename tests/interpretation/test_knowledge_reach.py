"""What a report says where the knowledge does not reach."""

from datetime import UTC, date, datetime, timedelta

import pytest

from annotator.interpretation.approvals import AgencyApprovals
from annotator.interpretation.interpret import interpret
from annotator.knowledge.dates import date_in_words
from annotator.knowledge.model import Decision
from tests.builders.findings import document, fusion
from tests.builders.knowledge import TODAY, approval, knowledge, rule, statement, therapy

DUE = date(2026, 11, 27)


def report_of(as_of=TODAY, created=TODAY, **more):
    moment = datetime(created.year, created.month, created.day, 23, tzinfo=UTC)
    return interpret(document([fusion()], []), knowledge(as_of=as_of, **more), moment)


def reach(report):
    return [w.message for w in report.warnings if w.code == "knowledge_out_of_reach"]


def test_a_day_after_the_release_is_out_of_reach():
    report = report_of(TODAY + timedelta(days=1))
    assert reach(report) == report.banners
    assert reach(report)[0].endswith("knowledge of 2026-11-22; nothing later is known.")
    assert (reach(report_of()), report_of().banners) == ([], [])


@pytest.mark.parametrize(("days", "old"), [(90, False), (91, True)])
def test_knowledge_grows_old(days, old):
    report = report_of(created=TODAY + timedelta(days=days))
    assert bool(reach(report)) == old
    assert bool(report.banners) == old


def test_how_long_it_counts_as_current_is_a_setting():
    view = knowledge()
    limits = view.base.limits.model_copy(update={"knowledge_current_days": 10})
    view.base = view.base.model_copy(update={"limits": limits})
    late = datetime(2026, 12, 3, tzinfo=UTC)
    assert reach(interpret(document([fusion()], []), view, late)) != []


def test_an_earlier_day_is_said_without_a_warning():
    report = report_of(TODAY - timedelta(days=1))
    assert reach(report) == []
    (banner,) = report.banners
    assert "guidance as it stood on 2026-11-21" in banner


def test_a_failed_sample_says_nothing_of_it():
    failed = document([]).model_copy(update={"status": "failed"})
    report = interpret(failed, knowledge(as_of=date(2030, 1, 1)), datetime(2030, 1, 1, tzinfo=UTC))
    assert (report.banners, report.warnings) == ([], [])


def awaiting(**more):
    fields = {
        "agency": "FDA",
        "gene": "GENE1",
        "since": "2026-04-07",
        "due": "2026-11-27",
        "reference": "ref",
        "curation": "verified",
    }
    drug = therapy("drug-a")
    return drug.model_copy(update={"decisions": [Decision(**(fields | more))]})


def remark(as_of=TODAY, created=TODAY, approvals=(), **more):
    view = knowledge(therapies=[awaiting(**more)], approvals=approvals, as_of=as_of)
    return AgencyApprovals("GENE1", "advanced", [], view.as_read_on(created)).remark("drug-a")


@pytest.mark.parametrize(
    ("as_of", "created", "said"),
    [
        (TODAY, TODAY, "is due on 27 November 2026"),
        (TODAY, DUE, "is due on 27 November 2026"),
        (TODAY, DUE + timedelta(days=1), "was due on 27 November 2026"),
        (DUE + timedelta(days=1), DUE + timedelta(days=1), "was due on 27 November 2026"),
    ],
)
def test_a_decision_is_due_until_its_day_is_over(as_of, created, said):
    found = remark(as_of, created)
    assert found.text == f"No FDA approval known as of 2026-11-22 for drug-a; a decision {said}."
    assert (found.awaited, found.capped) == (True, True)


def test_of_a_month_the_last_day_counts():
    assert "is due in November 2026" in remark(TODAY, date(2026, 11, 30), due="2026-11").text
    assert "was due in November 2026" in remark(TODAY, date(2026, 12, 1), due="2026-11").text


@pytest.mark.parametrize(
    "other",
    [{"agency": "EMA"}, {"gene": "GENE2"}, {"until": "2026-11-21"}, {"since": "2026-11-23"}],
)
def test_a_decision_of_another_agency_gene_or_day_is_not_awaited(other):
    found = remark(**other)
    assert found.text == "No FDA approval known as of 2026-11-22 for drug-a."
    assert not found.awaited


def test_an_approval_ends_the_waiting():
    assert remark(approvals=[approval("drug-a")]) is None


def test_what_is_awaited_is_a_step_of_the_option_and_described():
    option = rule("r", [("drug-a", "preferred")])
    more = {"rules": [option], "therapies": [awaiting()], "approvals": []}
    report = report_of(statements=[statement("", "drug-a", "sensitive")], **more)
    (given,) = report.guidance.options
    assert [s.category for s in given.steps if s.kind == "awaited"] == ["investigational"]
    (sheet,) = report.therapies
    assert sheet.description.endswith("A decision of the FDA is due on 27 November 2026.")


def test_dates_date_in_words():
    assert [date_in_words(day) for day in ("2026-01-02", "2026-12", "2026")] == [
        "on 2 January 2026",
        "in December 2026",
        "in 2026",
    ]
