"""The table of therapies: in the order of the guidance, and promising no more than it does."""

from annotator.model.report import NotConsidered, Report
from annotator.reporting.pdf import PdfRenderer
from annotator.reporting.sections.citations import Citations
from annotator.reporting.sections.offered import offered_order, why_no_option
from annotator.reporting.sections.therapies import therapy_rows
from tests.builders.reports import (
    compound_after_lorlatinib,
    g1202r_after_alectinib,
    naive_unknown_history,
)
from tests.reporting.test_pdf import page_one, squeezed


def rows(report: Report):
    return therapy_rows(report, Citations(report))


def with_guidance(report: Report, **update) -> Report:
    guidance = report.guidance.model_copy(update=update)
    return report.model_copy(update={"guidance": guidance})


def with_calls(report: Report, **effects: str) -> Report:
    calls = [
        call.model_copy(update={"call": effects.get(call.therapy, call.call)})
        for call in report.sensitivity
    ]
    return report.model_copy(update={"sensitivity": calls})


def test_therapies_stand_in_the_order_of_the_options_whatever_their_effect():
    report = with_calls(g1202r_after_alectinib(), lorlatinib="unknown", crizotinib="sensitive")
    assert [row.therapy for row in rows(report)] == [
        "lorlatinib",
        "neladalkib",
        "brigatinib",
        "crizotinib",
        "alectinib",
        "ceritinib",
        "ensartinib",
    ]
    again = [report.guidance.options[i] for i in (2, 0, 1, 3, 4)]
    assert [row.therapy for row in rows(with_guidance(report, options=again))][:3] == [
        "brigatinib",
        "lorlatinib",
        "neladalkib",
    ]


def test_what_is_only_to_be_avoided_stands_with_the_others_by_effect():
    report = g1202r_after_alectinib()
    assert "alectinib" not in offered_order(report)
    first = report.guidance.options[3].model_copy(update={"category": "alternative"})
    options = [first, *report.guidance.options[:3]]
    assert rows(with_guidance(report, options=options))[0].therapy == "alectinib"


def test_a_sensitive_therapy_that_is_no_option_says_why():
    report = with_calls(g1202r_after_alectinib(), ensartinib="sensitive", alectinib="sensitive")
    said = {row.therapy: row.no_option for row in rows(report)}
    assert said["ensartinib"] == (
        "Not an option: Labelled for patients without a prior ALK inhibitor."
    )
    assert said["alectinib"].startswith("Not an option: to be avoided: ")
    assert said["lorlatinib"] is None
    assert said["crizotinib"] is None, "it is not called sensitive"


def test_without_guidance_nothing_is_said_of_options():
    report = with_guidance(
        with_calls(g1202r_after_alectinib(), ensartinib="sensitive"), options=[], not_considered=[]
    )
    assert why_no_option(report, "ensartinib") is None


def test_of_an_unknown_history_each_branch_has_its_reason():
    report = naive_unknown_history()
    assert why_no_option(report, "lorlatinib") is None
    left_out = [
        NotConsidered(branch=branch, therapies=["ceritinib"], reason=reason)
        for branch, reason in (("one", "given before"), ("two", "no rule"), ("three", "no rule"))
    ]
    several = with_guidance(report, not_considered=left_out)
    assert why_no_option(several, "ceritinib") == (
        "Not an option: one: given before; two, three: no rule."
    )
    alike = with_guidance(report, not_considered=left_out[1:])
    assert why_no_option(alike, "ceritinib") == "Not an option: no rule."


def limited(report: Report, therapy: str) -> Report:
    calls = [
        call.model_copy(update={"limited_by": ["MET amplification"]})
        if (call.therapy, call.call) == (therapy, "sensitive")
        else call
        for call in report.sensitivity
    ]
    return report.model_copy(update={"sensitivity": calls})


def test_a_row_says_which_bypass_it_does_not_speak_for():
    found = {
        row.therapy: row.limited_by for row in rows(limited(g1202r_after_alectinib(), "lorlatinib"))
    }
    assert found["lorlatinib"] == ["MET amplification"]
    assert found["neladalkib"] == []


def test_scenarios_are_one_row_only_where_both_are_limited():
    report = compound_after_lorlatinib("unknown")
    calls = [
        call.model_copy(
            update={
                "call": "sensitive",
                "tier": None,
                "limited_by": ["MET amplification"] if call.scenario == "cis" else [],
            }
        )
        for call in report.sensitivity
        if call.therapy == "lorlatinib"
    ]
    found = rows(report.model_copy(update={"sensitivity": calls}))
    assert [(row.scenario, row.limited_by) for row in found] == [
        ("in cis", ["MET amplification"]),
        ("in trans", []),
    ]


def test_a_limited_call_is_drawn_as_one_for_the_kinase_alone(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    plain = page_one(renderer.render(report.model_dump_json()))
    drawn = page_one(renderer.render(limited(report, "lorlatinib").model_dump_json()))
    mark = squeezed("sensitive, ALK alone")
    assert mark in drawn
    assert squeezed("Does not apply to a tumor with MET amplification") in drawn
    assert mark not in plain
