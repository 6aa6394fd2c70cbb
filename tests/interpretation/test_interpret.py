"""The whole stage: what a report says without a driver, with two, and on a failed sample."""

from datetime import UTC, datetime

from annotator.interpretation.interpret import interpret
from annotator.model.findings import InputError
from tests.builders.findings import document, fusion, mutation
from tests.builders.knowledge import knowledge, rule, statement

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
BASE = knowledge(
    [statement("", "drug-a", "sensitive"), statement("G12R", "drug-a", "resistant")],
    [rule("ANY", [("drug-a", "preferred")])],
)


def test_mutation_without_fusion_is_driver_not_shown():
    report = interpret(document([mutation("G12R")], prior=[]), BASE, CREATED)
    assert report.sensitivity == []
    assert report.guidance.options == []
    assert report.guidance.setting.gene is None
    assert any("Driver not shown" in note for note in report.guidance.notes)
    assert any("GENE1 G12R without a driver fusion" in note for note in report.guidance.notes)


def test_a_filtered_mutation_without_fusion_is_no_resistance_mutation():
    findings = [mutation("G12R"), mutation("G13R", filters=["weak_evidence"])]
    report = interpret(document(findings, prior=[]), BASE, CREATED)
    assert any("GENE1 G12R without a driver fusion" in note for note in report.guidance.notes)
    assert not any("G13R" in note for note in report.guidance.notes)
    answers = {line.question: line.answer for line in report.summary}
    assert "filtered by the caller, to be confirmed: GENE1 G13R" in answers["on_target"]


def test_fusion_that_needs_confirmation_gives_no_option():
    report = interpret(document([fusion("needs_confirmation")], prior=[]), BASE, CREATED)
    assert (report.sensitivity, report.guidance.options) == ([], [])
    assert any("needs confirmation before any TKI" in note for note in report.guidance.notes)


def test_a_reason_in_brackets_ends_without_its_stop():
    found = fusion("needs_confirmation").model_copy(update={"classification_reason": "Confirm it."})
    report = interpret(document([found], prior=[]), BASE, CREATED)
    assert report.summary[0].answer.endswith("(Confirm it).")


def test_two_drivers_give_calls_but_no_line_of_therapy():
    second = fusion(gene="GENE2", identifier="F2")
    report = interpret(document([fusion(), second], prior=[]), BASE, CREATED)
    assert report.guidance.options == []
    assert "check the sample's identity" in report.guidance.notes[0]
    assert report.summary[0].result == "present"


def test_statements_and_references_are_carried_whole():
    report = interpret(document([fusion(), mutation("G12R")], prior=[]), BASE, CREATED)
    assert [s.id for s in report.statements] == ["G12R/drug-a/resistant/clinical_series"]
    assert report.statements[0].profile == "GENE1 fusion with G12R"
    assert [r.id for r in report.references] == ["ref"]
    assert [r.id for r in report.rules] == ["ANY"]


def test_same_input_same_report():
    one = interpret(document([fusion()], prior=[]), BASE, CREATED)
    two = interpret(document([fusion()], prior=[]), BASE, CREATED)
    assert one == two
    other = interpret(document([fusion()], prior=["drug-a"]), BASE, CREATED)
    assert one.report_id != other.report_id


def test_filtered_mutation_is_a_warning():
    filtered = mutation("G12R", filters=["weak_evidence"])
    report = interpret(document([fusion(), filtered], prior=[]), BASE, CREATED)
    assert [w.code for w in report.warnings] == ["filtered_on_target_mutation"]
    assert report.sensitivity[0].call == "sensitive"


def test_failed_sample_claims_nothing():
    failed = document([], prior=[]).model_copy(
        update={"status": "failed", "errors": [InputError(message="no such file", source="a.vcf")]}
    )
    report = interpret(failed, BASE, CREATED)
    assert report.status == "failed"
    assert report.errors[0].message == "no such file"
    assert (report.summary, report.sensitivity, report.guidance.options) == ([], [], [])
    assert report.guidance.notes == []
