"""The options: history decides, approvals cap, resistance forbids, unknown shows branches."""

from datetime import date

import pytest

from annotator.interpretation.guidance import give_guidance
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCallers
from annotator.knowledge.model import Branch, Development
from annotator.model.context import ClinicalContext
from tests.builders.findings import compounds, fusion, looked, mutation
from tests.builders.knowledge import approval, knowledge, rule, statement, therapy


def guide(base, findings=None, prior=(), cns=None, result="absent"):
    findings = findings or [fusion()]
    context = ClinicalContext(
        prior_therapies=None if prior is None else list(prior), cns_metastases=cns
    )
    return give_guidance(
        build_profile(findings[0], findings, [looked(result)]), context, SensitivityCallers(base)
    )


def categories(guidance, branch=None):
    return {"+".join(o.therapies): o.category for o in guidance.options if o.branch == branch}


FIRST = rule(
    "FIRST", [("drug-b", "preferred"), ("drug-a", "alternative")], when={"prior": {"none": True}}
)
SECOND = rule(
    "SECOND",
    [("drug-c", "preferred"), ("drug-b", "alternative")],
    when={"prior": {"any_of": ["tki"]}},
)


def test_history_selects_the_rule():
    base = knowledge(rules=[FIRST, SECOND])
    assert categories(guide(base)) == {"drug-b": "preferred", "drug-a": "alternative"}
    assert categories(guide(base, prior=["drug-a"])) == {
        "drug-c": "preferred",
        "drug-b": "alternative",
    }


def test_ranks_follow_category_then_priority():
    special = rule("SPECIAL", [("drug-a", "alternative")], priority=10)
    general = rule("GENERAL", [("drug-b", "alternative"), ("drug-c", "preferred")])
    options = guide(knowledge(rules=[general, special])).options
    assert [(o.rank, o.therapies) for o in options] == [
        (1, ["drug-c"]),
        (2, ["drug-a"]),
        (3, ["drug-b"]),
    ]


def test_the_most_specific_rule_sets_the_category_and_all_give_reasons():
    special = rule("SPECIAL", [("drug-a", "avoid")], priority=10)
    general = rule("GENERAL", [("drug-a", "preferred")])
    (option,) = guide(knowledge(rules=[general, special])).options
    assert (option.category, option.rules) == ("avoid", ["SPECIAL", "GENERAL"])
    assert option.reasons[:2] == ["drug-a by SPECIAL", "drug-a by GENERAL"]


def test_a_drug_given_before_is_no_option_again():
    guidance = guide(knowledge(rules=[SECOND]), prior=["drug-b"])
    assert categories(guidance) == {"drug-c": "preferred"}


def test_not_considered_says_what_became_of_a_drug_that_is_not_approved():
    stopped = Development(text="It was stopped.", since="2024", curation="verified")
    drug = therapy("drug-a").model_copy(update={"development": [stopped]})
    said = [statement("", "drug-a", "sensitive")]

    def reason(as_of, approvals=()):
        base = knowledge(said, therapies=[drug], approvals=approvals, as_of=as_of)
        (entry,) = guide(base).not_considered
        return entry.reason

    assert reason(date(2025, 1, 1)).endswith("in this setting. It was stopped")
    assert reason(date(2023, 1, 1)).endswith("in this setting")
    assert "stopped" not in reason(date(2025, 1, 1), [approval("drug-a")])


def test_each_step_of_a_drugs_development_is_one_sentence():
    steps = [
        Development(text=text, since="2024", curation="verified")
        for text in ("It is before the agency.", "A program is open.")
    ]
    drug = therapy("drug-a").model_copy(update={"development": steps})
    said = [statement("", "drug-a", "sensitive")]
    base = knowledge(said, therapies=[drug], approvals=(), as_of=date(2025, 1, 1))
    (entry,) = guide(base).not_considered
    assert entry.reason.endswith("in this setting. It is before the agency. A program is open")


def test_not_considered_says_why():
    statements = [statement("", f"drug-{x}", "sensitive") for x in "abc"]
    guidance = guide(knowledge(statements, [SECOND]), prior=["drug-b"])
    reasons = {n.therapies[0]: n.reason for n in guidance.not_considered}
    assert reasons["drug-b"].startswith("given before")
    assert reasons["drug-a"] == "no rule in force names it in this setting"


def test_resensitisation_allows_it_again():
    again = rule("AGAIN", [("drug-b", "alternative")])
    again = again.model_copy(
        update={"options": [again.options[0].model_copy(update={"rechallenge": True})]}
    )
    assert categories(guide(knowledge(rules=[again]), prior=["drug-b"])) == {
        "drug-b": "alternative"
    }


def test_resistant_becomes_avoid_and_others_resistant_are_named():
    statements = [
        statement("G12R", "drug-b", "resistant"),
        statement("G12R", "drug-a", "resistant"),
        statement("G12R", "drug-c", "sensitive"),
    ]
    findings = [fusion(), mutation("G12R")]
    base = knowledge(statements, [SECOND])
    guidance = guide(base, findings, prior=["drug-b"])
    assert categories(guidance) == {"drug-c": "preferred", "drug-a": "avoid"}
    assert categories(guide(base, findings, prior=["drug-a"])) == {
        "drug-c": "preferred",
        "drug-b": "avoid",
    }


def test_reduced_is_set_aside_only_while_a_sensitive_option_stands():
    findings = [fusion(), mutation("G12R")]
    reduced = statement("G12R", "drug-b", "reduced")
    sensitive = statement("G12R", "drug-c", "sensitive")
    resistant = statement("G12R", "drug-c", "resistant")
    beside = guide(knowledge([reduced, sensitive], [SECOND]), findings, prior=["drug-a"])
    alone = guide(knowledge([reduced, resistant], [SECOND]), findings, prior=["drug-a"])
    assert categories(beside) == {"drug-c": "preferred", "drug-b": "avoid"}
    assert categories(alone) == {"drug-b": "alternative", "drug-c": "avoid"}


def test_an_unknown_call_lowers_nothing_by_itself():
    findings = [fusion(), mutation("G12R")]
    other = [statement("", f"drug-{x}", "sensitive") for x in "abc"]
    base = knowledge(other, [FIRST, SECOND])
    assert categories(guide(base, findings))["drug-b"] == "preferred"
    assert categories(guide(base, findings, prior=["drug-a"]))["drug-c"] == "preferred"


@pytest.mark.parametrize(
    ("effect", "category"),
    [("sensitive", "preferred"), ("unknown", "preferred"), ("reduced", "alternative")],
)
def test_the_category_of_the_line_stays_without_adverse_data(effect, category):
    base = knowledge([statement("G12R", "drug-c", effect)], [SECOND])
    guidance = guide(base, [fusion(), mutation("G12R")], prior=["drug-a"])
    assert categories(guidance)["drug-c"] == category


def test_what_is_inferred_ranks_no_lower_than_what_is_not_known():
    def category(*statements):
        base = knowledge(statements, [SECOND])
        return categories(guide(base, [fusion(), mutation("G12R")], prior=["drug-a"]))["drug-c"]

    inferred = statement(
        "G12R", "drug-c", "sensitive", evidence_type="expert_consensus", level="E", id="inferred"
    )
    measured = statement("G12R", "drug-c", "reduced", evidence_type="cell_line", level="D")
    assert category() == category(inferred) == "preferred"
    assert category(inferred, measured) == "alternative"


@pytest.mark.parametrize(
    ("effects", "category"),
    [
        (["sensitive", "sensitive"], "preferred"),
        (["sensitive"], "preferred"),
        ([], "preferred"),
        (["sensitive", "reduced"], "alternative"),
        (["reduced"], "alternative"),
    ],
)
def test_members_lower_a_compound_where_one_of_them_speaks_against_the_drug(effects, category):
    pair = [mutation("G12R"), mutation("L20M")]
    members = [
        statement(member.protein_change, "drug-c", effect)
        for member, effect in zip(pair, effects, strict=False)
    ]
    findings = [fusion(), *pair, *compounds(pair, "cis")]
    for prior in ([], ["drug-a"]):
        base = knowledge(members, [rule("ANY", [("drug-c", "preferred")])])
        assert categories(guide(base, findings, prior=prior))["drug-c"] == category


def said_of(guidance, therapy):
    return next(o.reasons for o in guidance.options if o.therapies == [therapy])


def test_no_data_on_an_allele_are_said_with_what_the_label_asks_for():
    findings = [fusion(), mutation("G12R")]
    labelled = knowledge([statement("", "drug-c", "sensitive")], [SECOND])
    assert (
        "GENE1 G12R: no data on this allele with drug-c; its label asks for no genotype."
        in said_of(guide(labelled, findings, prior=["drug-a"]), "drug-c")
    )
    off_label = knowledge(
        [statement("", "drug-c", "sensitive")], [SECOND], approvals=[approval("drug-c", "EMA")]
    )
    assert "GENE1 G12R: no data on this allele with drug-c." in said_of(
        guide(off_label, findings, prior=["drug-a"]), "drug-c"
    )


def test_what_is_on_record_of_an_allele_is_never_called_no_data():
    later = statement("G12R", "drug-c", "sensitive", prior_therapy=["none"])
    base = knowledge([later], [SECOND])
    reasons = said_of(guide(base, [fusion(), mutation("G12R")], prior=["drug-a"]), "drug-c")
    assert not any("no data on this allele" in reason for reason in reasons)
    assert any("in this treatment history" in reason for reason in reasons)


def test_of_rules_equally_specific_the_least_favorable_decides():
    one = rule("A", [("drug-a", "preferred")], priority=10)
    other = rule("B", [("drug-a", "alternative")], priority=10)
    general = rule("C", [("drug-a", "avoid")], priority=50)
    for rules in ([one, other], [other, one], [one, other, general]):
        (option,) = guide(knowledge(rules=rules)).options
        assert (option.category, option.reasons[0]) == ("alternative", "drug-a by B")


def test_unapproved_is_at_most_investigational():
    base = knowledge(rules=[FIRST], approvals=[approval("drug-a"), approval("drug-b", "EMA")])
    guidance = guide(base)
    assert categories(guidance) == {"drug-a": "alternative", "drug-b": "investigational"}
    reasons = next(o.reasons for o in guidance.options if o.therapies == ["drug-b"])
    assert any("approved by EMA" in reason for reason in reasons)


def test_approval_begins_on_its_day():
    approvals = [approval("drug-b", since="2024-06-11"), approval("drug-a")]

    def at(day: int):
        return knowledge(rules=[FIRST], approvals=approvals, as_of=date(2024, 6, day))

    assert categories(guide(at(10)))["drug-b"] == "investigational"
    assert categories(guide(at(11)))["drug-b"] == "preferred"


def test_off_label_use_says_so():
    base = knowledge(rules=[SECOND], approvals=[approval("drug-c", lines="first")])
    option = guide(base, prior=["drug-a"]).options[0]
    assert option.therapies == ["drug-c"]
    assert any(reason.startswith("Off-label") for reason in option.reasons)
    fine = knowledge(rules=[SECOND], approvals=[approval("drug-c", lines="later")])
    assert not any("Off-label" in r for r in guide(fine, prior=["drug-a"]).options[0].reasons)


def test_cns_disease_fires_its_rule_only_when_known():
    brain = rule("BRAIN", [("drug-c", "preferred")], priority=10, when={"cns_metastases": True})
    base = knowledge(rules=[brain, FIRST])
    assert "drug-c" in categories(guide(base, cns=True))
    assert "drug-c" not in categories(guide(base, cns=False))
    assert "drug-c" not in categories(guide(base, cns=None))


def test_unknown_history_shows_the_branches():
    branches = [
        Branch(gene="GENE1", name="TKI-naive", prior_therapies=[]),
        Branch(gene="GENE1", name="after drug-a", prior_therapies=["drug-a"]),
    ]
    guidance = guide(knowledge(rules=[FIRST, SECOND], branches=branches), prior=None)
    assert guidance.setting.line == "unknown"
    assert guidance.setting.prior_therapies is None
    assert categories(guidance, "TKI-naive") == {"drug-b": "preferred", "drug-a": "alternative"}
    assert categories(guidance, "after drug-a") == {"drug-c": "preferred", "drug-b": "alternative"}
    assert [o.rank for o in guidance.options] == [1, 2, 1, 2]


def test_compound_rule_fires_where_it_may_hold():
    special = rule(
        "PAIR", [("drug-a", "alternative")], when={"requires": ["G12R+L20M"]}, priority=1
    )
    pair = [mutation("G12R"), mutation("L20M")]

    def fired(phase):
        findings = [fusion(), *pair, *compounds(pair, phase)]
        return any(o.rules == ["PAIR"] for o in guide(knowledge(rules=[special]), findings).options)

    assert fired("cis")
    assert not fired("trans")
    assert fired("unknown")


def test_an_option_that_depends_on_an_unknown_phase_stands_between_the_cases():
    pair = [mutation("G12R"), mutation("L20M")]
    statements = [
        statement("G12R", "drug-c", "sensitive"),
        statement("L20M", "drug-c", "sensitive"),
        statement("G12R; L20M", "drug-c", "resistant"),
    ]
    base = knowledge(statements, [SECOND])

    def category(phase):
        findings = [fusion(), *pair, *compounds(pair, phase)]
        return categories(guide(base, findings, prior=["drug-a"]))["drug-c"]

    assert category("trans") == "preferred"
    assert category("cis") == "avoid"
    assert category("unknown") == "alternative"


def test_a_combination_stands_unless_all_of_it_is_resistant():
    both = rule("BOTH", [("drug-a+drug-b", "investigational")])
    one = [statement("G12R", "drug-a", "resistant"), statement("G12R", "drug-b", "sensitive")]
    all_of_it = [statement("G12R", f"drug-{x}", "resistant") for x in "ab"]
    findings = [fusion(), mutation("G12R")]
    assert categories(guide(knowledge(one, [both]), findings))["drug-a+drug-b"] == "investigational"
    assert categories(guide(knowledge(all_of_it, [both]), findings))["drug-a+drug-b"] == "avoid"


def test_no_rule_in_force_is_said():
    early = knowledge(rules=[FIRST], as_of=date(2019, 1, 1))
    guidance = guide(early)
    assert guidance.options == []
    said = "No guidance rule is in force on 2019-01-01 that names an option in this setting."
    assert guidance.notes == [said]


def test_a_chemotherapy_needs_no_approval_row():
    drugs = [therapy("drug-a"), therapy("chemo").model_copy(update={"kind": "chemotherapy"})]
    base = knowledge(rules=[rule("LAST", [("chemo", "preferred")])], therapies=drugs, approvals=[])
    assert categories(guide(base)) == {"chemo": "preferred"}


def test_nothing_but_options_to_avoid_is_said():
    resistant = [statement("G12R", f"drug-{x}", "resistant") for x in "abc"]
    findings = [fusion(), mutation("G12R")]
    guidance = guide(knowledge(resistant, [SECOND]), findings, prior=["drug-a"])
    assert set(categories(guidance).values()) == {"avoid"}
    assert "No option is left" in guidance.notes[-1]


def test_mutations_not_excluded_at_resistance_are_said():
    def notes(result, prior):
        return guide(knowledge(rules=[SECOND]), prior=prior, result=result).notes

    assert any("were not excluded" in note for note in notes("no_call", ["drug-a"]))
    assert not any("were not excluded" in note for note in notes("absent", ["drug-a"]))
    assert not any("were not excluded" in note for note in notes("no_call", []))


def test_conflicting_evidence_caps_at_alternative():
    findings = [fusion(), mutation("G12R")]
    sides = [
        statement("G12R", "drug-c", "sensitive", id="one"),
        statement("G12R", "drug-c", "resistant", id="two"),
    ]
    assert (
        categories(guide(knowledge(sides, [SECOND]), findings, prior=["drug-a"]))["drug-c"]
        == "alternative"
    )
    assert (
        categories(guide(knowledge(sides[:1], [SECOND]), findings, prior=["drug-a"]))["drug-c"]
        == "preferred"
    )


def test_an_option_is_verified_only_when_rule_and_call_are():
    findings = [fusion(), mutation("G12R")]

    def curation(of_rule, of_statement):
        made = rule("R", [("drug-a", "preferred")], curation=of_rule)
        said = statement("G12R", "drug-a", "sensitive", curation=of_statement)
        return guide(knowledge([said], [made]), findings).options[0].curation

    assert curation("verified", "verified") == "verified"
    assert curation("unverified", "verified") == "unverified"
    assert curation("verified", "unverified") == "unverified"


def test_what_speaks_against_an_option_to_avoid_comes_first():
    findings = [fusion(), mutation("G12R")]
    base = knowledge([statement("G12R", "drug-c", "resistant")], [SECOND])
    (option,) = [o for o in guide(base, findings, prior=["drug-a"]).options if o.rank == 2]
    assert (option.therapies, option.category) == (["drug-c"], "avoid")
    assert option.reasons[0] == "GENE1 G12R: resistant (clinical series)."
    assert option.reasons[1] == "drug-c by SECOND"


def test_unknown_phase_is_the_first_note():
    pair = [mutation("G12R"), mutation("L20M")]
    base = knowledge(rules=[SECOND])

    def notes(phase):
        return guide(base, [fusion(), *pair, *compounds(pair, phase)], prior=["drug-a"]).notes

    assert "G12R and L20M lie on one allele (in cis) or on different" in notes("unknown")[0]
    assert not any("was not determined" in note for note in notes("cis"))


def test_a_mutation_of_unknown_significance_is_said_and_caps_nothing():
    unknown = mutation("G12E", significance="unknown")
    wild = [statement("", f"drug-{x}", "sensitive") for x in "abc"]
    guidance = guide(knowledge(wild, [SECOND]), [fusion(), unknown], prior=["drug-a"])
    assert categories(guidance)["drug-c"] == "preferred"
    assert any("GENE1 G12E: of unknown significance" in note for note in guidance.notes)


def test_rules_ask_for_mutations_that_are_known_or_known_to_be_absent():
    with_one = rule("WITH", [("drug-a", "preferred")], when={"requires": ["on_target_mutation"]})
    without = rule("OUT", [("drug-b", "preferred")], when={"requires": ["no_on_target_mutation"]})
    base = knowledge(rules=[with_one, without])

    def fired(findings, result):
        return {name for o in guide(base, findings, result=result).options for name in o.rules}

    known = [fusion(), mutation("G12R")]
    assert fired(known, "present") == {"WITH"}
    assert fired([fusion(), mutation("G12E", significance="unknown")], "present") == set()
    assert fired([fusion()], "absent") == {"OUT"}
    assert fired([fusion()], "not_assessed") == set()
