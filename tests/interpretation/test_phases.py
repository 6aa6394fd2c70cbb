"""Options where the phase of mutations is unknown: between the two cases, each of them said."""

import pytest

from annotator.interpretation.guidance import give_guidance
from annotator.interpretation.phases import resolve_phases
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCallers
from annotator.model.context import ClinicalContext
from annotator.model.findings import Finding
from tests.builders.findings import compounds, fusion, looked, mutation
from tests.builders.knowledge import knowledge, rule, statement

PAIR = [mutation("G12R"), mutation("L20M")]
CATEGORIES = ("preferred", "alternative", "investigational", "avoid")


def guide(rules, statements=(), phase="unknown", prior=()):
    driver = fusion()
    findings: list[Finding] = [driver, *PAIR, *compounds(PAIR, phase)]
    profile = build_profile(driver, findings, [looked("present")])
    context = ClinicalContext(prior_therapies=list(prior))
    return give_guidance(profile, context, SensitivityCallers(knowledge(statements, rules)))


def option(guidance, therapy="drug-a"):
    return next((o for o in guidance.options if o.therapies == [therapy]), None)


def cis_rule(category):
    return rule("CIS", [("drug-a", category)], when={"requires": ["G12R+L20M"]}, priority=1)


BETWEEN = {
    ("preferred", "alternative"): "alternative",
    ("preferred", "investigational"): "investigational",
    ("preferred", "avoid"): "alternative",
    ("alternative", "investigational"): "investigational",
    ("alternative", "avoid"): "alternative",
    ("investigational", "avoid"): "investigational",
}


@pytest.mark.parametrize("trans", CATEGORIES)
@pytest.mark.parametrize("cis", CATEGORIES)
def test_an_option_is_what_both_phases_make_it_or_stands_between_them(trans, cis):
    rules = [cis_rule(cis), rule("ALWAYS", [("drug-a", trans)])]
    assert option(guide(rules, phase="cis")).category == cis
    assert option(guide(rules, phase="trans")).category == trans
    found = option(guide(rules))
    if cis == trans:
        assert found.category == cis
        assert not any("Resolve the phase" in reason for reason in found.reasons)
    else:
        better, worse = sorted((cis, trans), key=CATEGORIES.index)
        assert found.category == BETWEEN[better, worse]
        assert found.reasons[0].startswith("Resolve the phase: ")
        assert found.steps[-1].kind == "phase"


def test_each_case_is_said_with_its_reasons():
    against = statement("G12R; L20M", "drug-a", "resistant")
    found = option(guide([rule("LINE", [("drug-a", "preferred")])], [against]))
    assert found.reasons[:2] == [
        "Resolve the phase: preferred if in trans, to be avoided if in cis.",
        "In cis: GENE1 G12R+L20M: resistant (clinical series).",
    ]
    assert "drug-a by LINE" in found.reasons
    assert any(r.startswith("In trans: GENE1 G12R, L20M: no data on") for r in found.reasons)


def test_a_step_of_both_phases_is_said_once():
    against = statement("G12R; L20M", "drug-a", "resistant")
    found = option(guide([rule("LINE", [("drug-a", "preferred")])], [against]))
    assert [step.reason for step in found.steps if step.kind == "rule"] == ["drug-a by LINE"]
    calls = [step.reason for step in found.steps if step.kind == "call"]
    assert [reason.split(":")[0] for reason in calls] == ["In trans", "In cis"]


@pytest.mark.parametrize(
    ("category", "joined"),
    [
        ("preferred", "alternative"),
        ("alternative", "alternative"),
        ("investigational", "investigational"),
    ],
)
def test_an_option_of_one_phase_alone_is_never_preferred(category, joined):
    found = option(guide([cis_rule(category)]))
    assert found.category == joined
    assert "no option if in trans" in found.reasons[0]
    assert option(guide([cis_rule(category)], phase="trans")) is None


def test_what_is_to_be_avoided_in_one_phase_and_no_option_in_the_other_is_left_out():
    guidance = guide([cis_rule("avoid")], [statement("G12R", "drug-a", "sensitive")])
    assert option(guidance) is None
    (entry,) = [e for e in guidance.not_considered if e.therapies == ["drug-a"]]
    assert entry.reason.startswith("to be avoided if the mutations lie on one allele (cis)")
    assert option(guide([cis_rule("avoid")], phase="cis")).category == "avoid"


def test_why_it_is_no_option_in_the_other_phase_is_said():
    again = cis_rule("alternative")
    again = again.model_copy(
        update={"options": [again.options[0].model_copy(update={"rechallenge": True})]}
    )
    line = rule("LINE", [("drug-a", "preferred"), ("drug-b", "preferred")])
    known = [statement("", "drug-a", "sensitive")]
    found = option(guide([again, line], known, prior=["drug-a"]))
    assert found.category == "alternative"
    assert found.reasons[-1].startswith("In trans: not an option (given before")


def test_what_holds_in_both_phases_comes_before_what_depends_on_it():
    against = statement("G12R; L20M", "drug-a", "resistant")
    line = rule("LINE", [("drug-a", "preferred"), ("drug-b", "alternative")])
    ranked = [o.therapies[0] for o in guide([line], [against]).options]
    assert ranked == ["drug-b", "drug-a"]
    assert [o.therapies[0] for o in guide([line], [against], "trans").options] == [
        "drug-a",
        "drug-b",
    ]


def test_known_phases_are_kept_when_the_others_are_taken_as_one_or_the_other():
    three = [*PAIR, mutation("V30E")]
    known = compounds(three, "unknown")
    known[0] = known[0].model_copy(update={"phase": "cis"})
    driver = fusion()
    findings: list[Finding] = [driver, *three, *known]
    cases = resolve_phases(build_profile(driver, findings, [looked("present")]))
    together = {scenario: case.clones(scenario) for scenario, case in cases.items()}
    assert [len(clone) for clone in together["cis"]] == [3]
    assert [len(clone) for clone in together["trans"]] == [2, 1]
    assert not any(case.phase_matters for case in cases.values())


def test_a_known_phase_is_one_case():
    driver = fusion()
    findings: list[Finding] = [driver, *PAIR, *compounds(PAIR, "trans")]
    profile = build_profile(driver, findings, [looked("present")])
    assert list(resolve_phases(profile).values()) == [profile]


def test_weak_resistance_in_both_phases_stands_behind_resistance_in_one():
    rules = [
        cis_rule("avoid"),
        rule("ALWAYS", [("drug-b", "alternative"), ("drug-a", "preferred")]),
    ]
    paper = statement("G12R", "drug-b", "resistant", evidence_type="cell_line")
    for statements, order in (([paper], ["drug-a", "drug-b"]), ([], ["drug-b", "drug-a"])):
        found = guide(rules, statements).options
        assert [(o.therapies[0], o.category) for o in found] == [(n, "alternative") for n in order]
