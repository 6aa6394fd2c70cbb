"""Statements on mutated kinases that no fusion drives: context, never a call or an option."""

from datetime import UTC, date, datetime

import pytest

from annotator.interpretation.interpret import interpret
from annotator.knowledge.profile_tokens import profile_text
from tests.builders.findings import (
    amplification,
    assessment,
    compounds,
    document,
    fusion,
    looked,
    mutation,
)
from tests.builders.knowledge import TODAY, knowledge, on_allele_alone, rule, statement

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
FUSION = statement("", "drug-a", "sensitive")
RESISTS = on_allele_alone("L20M", "drug-a", "resistant", evidence_type="cell_line")
RULES = (rule("R", [("drug-a", "preferred"), ("drug-b", "avoid")]),)
L20M = mutation("L20M", gene="GENE9", role="met_kinase")


DRIVER = fusion()


def made(*statements, findings=(L20M,), driver=(DRIVER,), as_of=TODAY):
    view = knowledge([FUSION, *statements], RULES, as_of=as_of)
    return interpret(document([*driver, *findings], prior=[]), view, CREATED)


def said(report):
    return [(e.finding, e.gene, e.therapy, e.effect) for e in report.other_kinases]


def line(report, question):
    return next(s for s in report.summary if s.question == question)


def test_it_stands_beside_the_finding_and_is_cited():
    report = made(RESISTS)
    assert said(report) == [("M-GENE9-L20M", "GENE9", "drug-a", "resistant")]
    assert report.other_kinases[0].reason == "GENE9 L20M: resistant (cell line)"
    assert report.other_kinases[0].statements == [RESISTS.id]
    assert RESISTS.id in {s.id for s in report.statements}
    assert profile_text(RESISTS) == "GENE9 L20M, with GENE9 as the target"


def test_it_changes_no_call_and_no_option_of_the_driver():
    with_it, without = made(RESISTS), made(RESISTS, findings=())
    assert without.other_kinases == []
    assert with_it.sensitivity == without.sensitivity
    assert with_it.sensitivity[0].call == "sensitive"
    assert with_it.guidance.options == without.guidance.options
    assert with_it.guidance.not_considered == without.guidance.not_considered
    assert line(with_it, "on_target") == line(without, "on_target")


def test_of_a_drug_among_the_options_a_note_names_the_target():
    report = made(RESISTS, on_allele_alone("L20M", "drug-b", "sensitive"))
    told = set(report.guidance.notes) - set(made(findings=()).guidance.notes)
    assert told == {
        "Drug-a as an inhibitor of GENE9, not of GENE1: GENE9 L20M: resistant (cell line). Weigh "
        "it where drug-a is to block GENE9; it does not apply to GENE1."
    }


def test_the_note_on_an_unknown_phase_stays_first():
    pair = [mutation("G12R"), mutation("L20M")]
    report = made(RESISTS, findings=[*pair, *compounds(pair, "unknown"), L20M])
    assert "phase" in report.guidance.notes[0]
    assert any("as an inhibitor of GENE9" in note for note in report.guidance.notes)


@pytest.mark.parametrize(
    "findings",
    [
        [mutation("L20M", gene="GENE9", role="met_kinase", filters=["weak"])],
        [mutation("L20V", gene="GENE9", role="met_kinase")],
        [mutation("L20M", gene="GENE8", role="met_kinase")],
        [mutation("L20M")],
        [amplification()],
    ],
    ids=["filtered", "another allele", "another gene", "the driver", "amplification"],
)
def test_nothing_is_said_of_what_the_statement_does_not_name(findings):
    assert made(RESISTS, findings=findings).other_kinases == []


@pytest.mark.parametrize(
    "more",
    [
        {"requires": ["fusion", "L20M"]},
        {"requires": ["L20M", "R30K"]},
        {"prior_therapy": ["tki"]},
        {"not_after": ["therapy:drug-c"]},
        {"excludes": ["GENE9 amplification"]},
    ],
)
def test_a_statement_with_further_conditions_is_not_shown_without_them(more):
    assert made(RESISTS.model_copy(update=more)).other_kinases == []


def test_it_counts_from_its_date():
    assert made(RESISTS, as_of=date(2020, 12, 30)).other_kinases == []
    assert len(made(RESISTS, as_of=date(2020, 12, 31)).other_kinases) == 1


def test_both_sides_of_a_disagreement_are_cited():
    case = on_allele_alone("L20M", "drug-a", "sensitive", evidence_type="case_report")
    (effect,) = made(RESISTS, case).other_kinases
    assert effect.effect == "sensitive"
    assert effect.reason.endswith("sensitive (case report); other evidence: resistant in cell line")
    assert set(effect.statements) == {RESISTS.id, case.id}
    equal = on_allele_alone("L20M", "drug-a", "sensitive", evidence_type="cell_line")
    assert made(RESISTS, equal).other_kinases[0].effect == "conflicting"


def test_unverified_evidence_is_marked():
    doubtful = RESISTS.model_copy(update={"curation": "unverified"})
    assert [made(s).other_kinases[0].curation for s in (RESISTS, doubtful)] == [
        "verified",
        "unverified",
    ]


def test_each_mutation_is_taken_by_itself():
    other = mutation("R30K", gene="GENE9", role="met_kinase")
    helps = on_allele_alone("R30K", "drug-a", "sensitive")
    report = made(RESISTS, helps, findings=[L20M, other])
    assert said(report) == [
        ("M-GENE9-L20M", "GENE9", "drug-a", "resistant"),
        ("M-GENE9-R30K", "GENE9", "drug-a", "sensitive"),
    ]


def test_the_knowledge_base_may_ask_whether_the_other_kinase_is_mutated():
    """A statement or a rule names `GENE9 kinase mutation`: one that resists a drug, unfiltered."""
    helps = statement("GENE9 amplification", "drug-b", "sensitive")
    unmutated = helps.model_copy(update={"excludes": ["GENE9 kinase mutation"]})
    asks = rule("R", [("drug-c", "alternative")], when={"requires": ["GENE9 kinase mutation"]})

    def read(*mutations):
        sensitive = on_allele_alone("V40A", "drug-a", "sensitive")
        view = knowledge([FUSION, unmutated, RESISTS, sensitive], [asks])
        given = document([DRIVER, amplification(), *mutations], prior=[])
        report = interpret(given, view, CREATED)
        calls = {call.therapy: call.call for call in report.sensitivity}
        return calls["drug-b"], [o.therapies for o in report.guidance.options]

    filtered = mutation("L20M", gene="GENE9", role="met_kinase", filters=["weak"])
    unknown = mutation("R30K", gene="GENE9", role="met_kinase", significance="unknown")
    harmless = mutation("V40A", gene="GENE9", role="met_kinase")
    assert read() == read(filtered) == ("sensitive", [])
    assert read(unknown) == read(harmless) == ("sensitive", [])
    assert read(L20M) == read(L20M, unknown) == ("unknown", [["drug-c"]])


def test_a_variant_of_unknown_significance_of_an_amplified_kinase_is_said():
    unknown = mutation("L20V", gene="GENE9", role="met_kinase", significance="unknown")
    said = "GENE9 L20V: of unknown significance; whether an inhibitor of GENE9 still works is not"
    (note,) = [
        note
        for note in made(RESISTS, findings=(amplification(), unknown)).guidance.notes
        if note.startswith(said)
    ]
    assert note.endswith("Known to resist at the same residue: L20M.")
    for findings in ((unknown,), (amplification(), L20M), (amplification("GENE8"), unknown)):
        notes = made(RESISTS, findings=findings).guidance.notes
        assert not any("of unknown significance" in each for each in notes)


def test_without_a_driver_it_is_shown_and_nothing_is_called():
    report = made(RESISTS, driver=())
    assert len(report.other_kinases) == 1
    assert (report.sensitivity, report.guidance.options) == ([], [])
    assert line(report, "met").result == "present"


def test_the_summary_names_effects_with_their_target_the_worst_first():
    helps = on_allele_alone("L20M", "drug-c", "sensitive")
    hinders = on_allele_alone("L20M", "drug-b", "resistant")
    answer = line(made(RESISTS, helps, hinders), "met").answer
    assert answer.startswith(
        "Kinase-domain mutation GENE9 L20M. With GENE9 as the target: drug-a resistant (cell "
        "line); drug-b resistant (clinical series); drug-c sensitive (clinical series)."
    )
    assert line(made(), "met").answer == "Kinase-domain mutation GENE9 L20M."


def assessed(target, category, result, gene="GENE9"):
    return assessment(target, category, result, gene=gene, reason="seen")


AMPLIFIED = assessed("GENE9 amplification", "copy_number", "present")
NOT_AMPLIFIED = assessed("GENE9 amplification", "copy_number", "absent")


def summary_of(assessments, findings=()):
    given = [assessed("GENE1 fusion", "fusion", "present", "GENE1"), *assessments]
    made_of = document([*findings], prior=[]).model_copy(update={"assessments": given})
    return interpret(made_of, knowledge(), CREATED)


@pytest.mark.parametrize(
    ("copies", "filters", "result"),
    [
        (AMPLIFIED, (), "present"),
        (AMPLIFIED, ("weak",), "present"),
        (NOT_AMPLIFIED, (), "present"),
        (NOT_AMPLIFIED, ("weak",), "indeterminate"),
    ],
)
def test_a_filtered_mutation_hides_no_amplification(copies, filters, result):
    found = mutation("L20M", gene="GENE9", role="met_kinase", filters=filters)
    told = line(summary_of([copies], [found]), "met")
    assert told.result == result
    assert ("to be confirmed: GENE9 L20M (filter weak)" in told.answer) == bool(filters)


def test_a_kinase_domain_that_was_not_seen_is_told_and_one_that_was_is_not():
    def answer(result):
        kinase = assessed("GENE9 kinase domain", "kinase_domain", result)
        told = line(summary_of([NOT_AMPLIFIED, kinase]), "met")
        assert told.result == "absent"
        return told.answer

    assert answer("absent") == "Not amplified: Seen."
    assert answer("no_call") == "Not amplified: Seen. GENE9 kinase domain: no call."


def test_the_other_kinase_does_not_answer_for_the_drivers():
    seen = looked("absent")
    unseen = assessed("GENE9 kinase domain", "kinase_domain", "not_assessed")
    assert line(summary_of([seen, unseen]), "on_target").result == "absent"
    assert line(summary_of([looked("no_call"), seen]), "on_target").result == "no_call"
