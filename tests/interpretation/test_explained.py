"""Every call, option and exclusion can say what made it, in the report and as text."""

from datetime import UTC, datetime

import pytest

from annotator.interpretation.conditions import Circumstances, unmet_condition
from annotator.interpretation.interpret import interpret
from annotator.knowledge.model import Branch, RuleNote
from annotator.reporting.explanation import explanation
from tests.builders.findings import document, fusion, mutation
from tests.builders.knowledge import approval, knowledge, rule, statement

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
G12R = mutation("G12R")
FOUND = (fusion(), G12R)
TRIAL = statement("G12R", "drug-a", "sensitive", evidence_type="prospective_trial", level="A")
CELLS = statement("G12R", "drug-a", "resistant", evidence_type="cell_line", level="D")
CASE = statement("G12R", "drug-a", "resistant", evidence_type="case_report", level="C")


def report(statements=(), rules=(), findings=FOUND, prior=(), **more):
    view = knowledge(statements, rules, **more)
    history = None if prior is None else list(prior)
    return interpret(document(findings, history), view, CREATED)


def steps(made, *therapies: str) -> list[tuple[str, str, list[str], list[str]]]:
    (option,) = (o for o in made.guidance.options if o.therapies == list(therapies))
    return [(s.kind, s.category, s.rules, s.statements) for s in option.steps]


def test_a_call_tells_what_decided_from_what_is_on_record_beside_it():
    (call,) = (c for c in report([TRIAL, CELLS]).sensitivity if c.therapy == "drug-a")
    assert (call.call, call.deciding) == ("sensitive", [TRIAL.id])
    assert call.statements == [TRIAL.id, CELLS.id]


def test_an_unknown_call_has_nothing_that_decided():
    alone = [statement("L20M", "drug-a", "sensitive"), statement("G12R", "drug-a", "sensitive")]
    both = (fusion(), G12R, mutation("L20M"))
    calls = [c for c in report(alone, findings=both).sensitivity if c.therapy == "drug-a"]
    cis = next(c for c in calls if c.scenario == "cis")
    assert (cis.call, cis.deciding) == ("unknown", [])
    assert cis.statements == [s.id for s in reversed(alone)]


def test_rules_then_calls_tell_how_an_option_came_to_its_category():
    rules = [
        rule("first", [("drug-a", "preferred")], priority=1),
        rule("second", [("drug-a", "alternative")], priority=2),
    ]
    assert steps(report([TRIAL], rules), "drug-a") == [
        ("rule", "preferred", ["first"], []),
        ("further_rule", "preferred", ["second"], []),
        ("call", "preferred", [], [TRIAL.id]),
    ]


def test_what_the_mutation_resists_is_avoided_by_the_call():
    made = report([CASE], [rule("first", [("drug-a", "preferred")])])
    assert steps(made, "drug-a") == [
        ("rule", "preferred", ["first"], []),
        ("call", "avoid", [], [CASE.id]),
    ]
    assert steps(report([CELLS]), "drug-a") == [("call", "avoid", [], [CELLS.id])]


def test_without_an_approval_it_is_that_which_caps():
    rules = [rule("first", [("drug-a", "preferred")])]
    assert steps(report([TRIAL], rules, approvals=[]), "drug-a")[-1][:2] == (
        "approval",
        "investigational",
    )
    elsewhere = [approval("drug-a", lines="later")]
    assert steps(report([TRIAL], rules, approvals=elsewhere), "drug-a")[-1][:2] == (
        "approval",
        "preferred",
    )
    assert [s[0] for s in steps(report([TRIAL], rules), "drug-a")] == ["rule", "call"]


def test_a_reduced_one_is_set_aside_by_the_others():
    reduced = statement("G12R", "drug-b", "reduced")
    rules = [rule("first", [("drug-a", "preferred"), ("drug-b", "alternative")])]
    assert steps(report([TRIAL, reduced], rules), "drug-b")[-1] == ("other_option", "avoid", [], [])


def dropped(made, *therapies: str):
    (found,) = (d for d in made.guidance.not_considered if d.therapies == list(therapies))
    return found


def test_an_exclusion_names_the_rules_that_did_not_fire_and_why():
    rules = [
        rule("first", [("drug-a", "preferred")]),
        rule("asks", [("drug-b", "preferred")], when={"requires": ["L20M"]}),
        rule("asks both", [("drug-a+drug-b", "preferred")], when={"requires": ["L20M"]}),
    ]
    found = dropped(report([TRIAL], rules), "drug-b")
    assert found.reason == "no rule in force names it in this setting"
    assert [(u.rule, u.condition) for u in found.unmet] == [("asks", "needs L20M")]
    assert found.rules == []
    assert dropped(report([TRIAL], rules), "drug-c").unmet == []


def test_a_drug_given_before_is_dropped_from_the_rule_that_names_it():
    rules = [rule("first", [("drug-a", "preferred"), ("other", "preferred")])]
    made = report([TRIAL], rules, prior=["drug-a", "other"])
    assert dropped(made, "drug-a").rules == ["first"]
    other = dropped(made, "other")
    assert (other.reason, other.rules) == ("given before", ["first"])
    assert {r.id for r in made.rules} == {"first"}


def test_an_option_of_another_day_was_not_dropped():
    later = rule("first", [("drug-a", "preferred"), ("drug-b", "preferred")])
    options = [later.options[0], later.options[1].model_copy(update={"since": "2030"})]
    made = report([TRIAL], [later.model_copy(update={"options": options})])
    assert (dropped(made, "drug-b").rules, dropped(made, "drug-b").unmet) == ([], [])


@pytest.mark.parametrize(
    ("when", "unmet"),
    [
        ({}, None),
        ({"setting": "advanced"}, None),
        ({"setting": "resected"}, "holds for resected disease"),
        ({"jurisdictions": ["FDA"]}, None),
        ({"jurisdictions": ["EMA", "NMPA"]}, "holds where EMA or NMPA decides"),
        ({"prior": {"all_of": ["toxicity"]}}, None),
        (
            {"prior": {"all_of": ["toxicity:drug-z"]}},
            "holds after drug-z stopped for toxicity",
        ),
        (
            {"prior": {"none_of": ["toxicity"]}},
            "holds not after a TKI of the gene stopped for toxicity",
        ),
        ({"prior": {"none": True}}, "holds before any TKI of the gene"),
        ({"prior": {"all_of": ["tki", "therapy:drug-z"]}}, "holds after drug-z"),
        ({"prior": {"any_of": ["tki", "therapy:drug-z"]}}, None),
        (
            {"prior": {"any_of": ["generation:3", "generation:4"]}},
            "holds after a third- or fourth-generation TKI",
        ),
        ({"prior": {"none_of": ["generation:2"]}}, "holds not after a second-generation TKI"),
        ({"cns_metastases": True}, "needs CNS metastases"),
        ({"cns_metastases": False}, None),
        ({"requires": ["G12R"]}, None),
        ({"requires": ["G12R", "compound"]}, "needs two mutations or more on one allele"),
        ({"requires_any": ["L20M", "G12R"]}, None),
        ({"requires_any": ["L20M", "A1G"]}, "needs L20M or A1G"),
        ({"excludes": ["L20M"]}, None),
        ({"excludes": ["G12R"]}, "does not hold with G12R"),
    ],
)
def test_the_first_condition_that_is_not_met(when, unmet):
    history = {"tki", "generation:2", "therapy:drug-b", "toxicity", "toxicity:drug-a"}
    circumstances = Circumstances(frozenset(history), None, "advanced", "FDA")
    made = rule("R", [("drug-a", "preferred")], when=when)
    assert unmet_condition(made, frozenset({"G12R"}), circumstances) == unmet


def test_cns_disease_that_is_present_or_absent():
    any_cns = [Circumstances(frozenset(), cns, "advanced", "FDA") for cns in (None, False, True)]
    without = rule("R", [("drug-a", "preferred")], when={"cns_metastases": False})
    met = [unmet_condition(without, frozenset(), each) for each in any_cns]
    assert met == [None, None, "holds without CNS metastases"]
    needs = rule("R", [("drug-a", "preferred")], when={"cns_metastases": True})
    met = [unmet_condition(needs, frozenset(), each) for each in any_cns]
    assert met == ["needs CNS metastases", "needs CNS metastases", None]


def test_findings_of_an_earlier_day_are_cataloged_by_the_statements_of_today():
    found = mutation("G12R", significance="unknown")
    known = report([TRIAL, CELLS], findings=(fusion(), found)).findings[1]
    assert known.significance == "catalogued"
    neighbour = report([statement("G12V", "drug-a", "sensitive")], findings=(fusion(), G12R))
    assert neighbour.findings[1].significance == "unknown"
    assert neighbour.findings[1].known_at_residue == ["G12V"]
    assert report([], findings=(fusion(), G12R)).findings[1].significance is None


def test_the_text_holds_every_call_option_and_exclusion():
    rules = [
        rule("first", [("drug-a", "preferred")], curation="unverified"),
        rule("asks", [("drug-c", "preferred")], when={"requires": ["L20M"]}),
    ]
    made = report([TRIAL, CELLS, statement("G12R", "drug-b", "resistant")], rules)
    text = explanation(made)
    assert text.startswith("S1, knowledge 2026.11, as of 2026-11-22\n")
    assert (
        "  drug-a: sensitive, tier I-A\n"
        "    GENE1 G12R: sensitive (prospective trial); other evidence: resistant in cell line\n"
        "    decided by:\n"
        f"      {TRIAL.id}: GENE1 fusion with G12R: sensitive (prospective trial, level A, since "
        "2020). A paper\n"
        "    also on record:\n"
        f"      {CELLS.id}: "
    ) in text
    assert "  1. drug-a: preferred\n    preferred, rule first (first, unverified): " in text
    assert "    avoid, predicted effect: GENE1 G12R: resistant (clinical series).\n" in text
    assert "  drug-c: no rule in force names it in this setting\n" in text
    assert "    not by rule asks (asks), which needs L20M\n" in text


def test_the_text_names_the_history_assumed():
    branches = [Branch(gene="GENE1", name="naive", prior_therapies=[])]
    made = report(
        [TRIAL], [rule("first", [("drug-a", "preferred")])], prior=None, branches=branches
    )
    assert "  [naive] 1. drug-a: preferred\n" in explanation(made)
    assert "  [naive] drug-b: " in explanation(made)


def source(made, start: str):
    (found,) = (s for s in made.guidance.note_sources if s.note.startswith(start))
    return found


def test_every_note_has_its_source_in_order():
    rules = [rule("first", [("drug-a", "preferred")])]
    for made in (
        report([TRIAL], rules, prior=["drug-a", "drug-a"]),
        report([], prior=None),
        report([], findings=(G12R,)),
    ):
        assert [s.note for s in made.guidance.note_sources] == made.guidance.notes
        assert made.guidance.notes


def test_a_note_of_rules_names_all_that_say_it_and_what_it_cites():
    note = RuleNote(text="Look for more.", references=["ref"])
    rules = [
        rule(name, [("drug-a", "preferred")]).model_copy(update={"notes": [note]})
        for name in ("first", "second")
    ]
    made = report([TRIAL], rules)
    found = source(made, "Look for more.")
    assert (found.kind, found.rules, found.references) == ("rule", ["first", "second"], ["ref"])
    text = explanation(made)
    assert "  Look for more.\n    by rule first (first)\n    by rule second (second)\n" in text
    assert "    source: A paper\n" in text


def test_notes_on_findings_and_history_name_them():
    unknown = mutation("L20M", significance="unknown")
    made = report([TRIAL], findings=(fusion(), G12R, unknown), prior=["drug-a", "drug-a"])
    phase = source(made, "Whether ")
    assert (phase.kind, phase.findings) == ("mutations", [G12R.id, unknown.id])
    assert source(made, "GENE1 L20M: of unknown significance").findings == [unknown.id]
    assert source(made, "Drug-a appears in the history").kind == "history"
    assert "    by the mutations found: GENE1 G12R; GENE1 L20M\n" in explanation(made)
    assert "    by the treatment history\n" in explanation(made)
    unseen = source(report([TRIAL], findings=(fusion(),), prior=["drug-a"]), "Resistance mutations")
    assert (unseen.kind, unseen.assessments) == ("assessment", ["GENE1 kinase domain"])
    alone = source(report([TRIAL], findings=(G12R,)), "GENE1 G12R without a driver fusion")
    assert (alone.kind, alone.findings) == ("driver", [G12R.id])


def test_an_exclusion_names_the_statements_on_record():
    cells = statement("G12R", "drug-b", "sensitive", evidence_type="cell_line", level="D")
    made = report([TRIAL, cells], [rule("first", [("drug-a", "preferred")])])
    assert dropped(made, "drug-b").statements == [cells.id]
    assert cells.id in {s.id for s in made.statements}


def test_an_option_names_the_approvals_that_cover_it():
    rules = [rule("first", [("drug-a", "preferred")])]
    later, first = approval("drug-a", lines="later"), approval("drug-a", lines="first")
    elsewhere = approval("drug-a", agency="EMA")
    made = report([TRIAL], rules, approvals=[later, first, elsewhere])
    (option,) = made.guidance.options
    (name,) = option.approvals
    assert name.split()[:4] == ["drug-a", "FDA", "GENE1", "first"]
    assert name in {a.id for therapy in made.therapies for a in therapy.approvals}
    avoided = report([CASE], rules, approvals=[first]).guidance.options[0]
    assert (avoided.category, avoided.approvals) == ("avoid", [])
