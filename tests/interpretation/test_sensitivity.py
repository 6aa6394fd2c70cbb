"""The calls: specific beats general, phase is evidence, clinical beats preclinical."""

from dataclasses import replace
from datetime import date

import pytest

from annotator.interpretation.history import history_tokens
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCaller, SensitivityCallers
from annotator.knowledge.evidence import weigh
from annotator.model.report import SensitivityCall
from tests.builders.findings import amplification, compounds, fusion, looked, mutation
from tests.builders.knowledge import knowledge, statement, therapy


def call(
    findings, statements, drug="drug-a", prior=(), as_of=None, result="absent"
) -> list[SensitivityCall]:
    base = knowledge(statements) if as_of is None else knowledge(statements, as_of=as_of)
    history = history_tokens(prior, "GENE1", base.therapies.values())
    profile = build_profile(findings[0], findings, [looked(result)])
    calls = SensitivityCaller(profile, base, history).calls
    return [c for c in calls if c.therapy == drug]


def one(*args, **kwargs) -> SensitivityCall:
    calls = call(*args, **kwargs)
    assert len(calls) == 1
    return calls[0]


WILD = statement("", "drug-a", "sensitive", evidence_type="prospective_trial", level="A")


def test_unmutated_fusion_takes_the_statement_on_the_fusion():
    result = one([fusion()], [WILD])
    assert (result.call, result.tier, result.scenario) == ("sensitive", "I-A", None)
    assert result.statements == [WILD.id]
    assert result.findings == ["F1"]


def test_a_mutation_without_statement_is_unknown_not_sensitive():
    result = one([fusion(), mutation("G12R")], [WILD])
    assert (result.call, result.tier, result.statements) == ("unknown", None, [])


def test_a_neighbouring_allele_lends_nothing():
    other = statement("G12R", "drug-a", "resistant")
    assert one([fusion(), mutation("G12E")], [WILD, other]).call == "unknown"


def test_a_filtered_mutation_does_not_count():
    resistant = statement("G12R", "drug-a", "resistant")
    findings = [fusion(), mutation("G12R", filters=["weak_evidence"])]
    assert one(findings, [WILD, resistant]).call == "sensitive"


def test_single_mutation_statement_beats_the_one_on_the_fusion():
    resistant = statement("G12R", "drug-a", "resistant")
    result = one([fusion(), mutation("G12R")], [WILD, resistant])
    assert (result.call, result.statements) == ("resistant", [resistant.id])
    assert result.findings == ["F1", "M-GENE1-G12R"]


@pytest.mark.parametrize(
    ("on_compound", "on_members"), [("resistant", "sensitive"), ("sensitive", "resistant")]
)
def test_compound_in_cis_outranks_its_members_in_either_direction(on_compound, on_members):
    pair = [mutation("G12R"), mutation("L20M")]
    statements = [
        statement("G12R", "drug-a", on_members),
        statement("L20M", "drug-a", on_members),
        statement("G12R; L20M", "drug-a", on_compound),
    ]
    result = one([fusion(), *pair, *compounds(pair, "cis")], statements)
    assert result.call == on_compound
    assert "C1" in result.findings
    apart = one([fusion(), *pair, *compounds(pair, "trans")], statements)
    assert apart.call == on_members
    assert "C1" not in apart.findings


def test_never_sensitive_by_addition():
    pair = [mutation("G12R"), mutation("L20M")]
    singles = [statement(m, "drug-a", "sensitive") for m in ("G12R", "L20M")]
    result = one([fusion(), *pair, *compounds(pair, "cis")], singles)
    assert result.call == "unknown"
    assert "members alone: G12R sensitive, L20M sensitive" in result.reason
    assert set(result.statements) == {s.id for s in singles}


def test_compound_without_statement_is_resistant_where_one_member_is():
    pair = [mutation("G12R"), mutation("L20M")]
    singles = [
        statement("G12R", "drug-a", "sensitive"),
        statement("L20M", "drug-a", "resistant"),
    ]
    result = one([fusion(), *pair, *compounds(pair, "cis")], singles)
    assert result.call == "resistant"
    assert "L20M is already resistant" in result.reason


def test_a_resistant_pair_within_three_counts():
    three = [mutation("G12R"), mutation("L20M"), mutation("F30L")]
    pair = statement("G12R; L20M", "drug-a", "resistant")
    single = statement("G12R", "drug-a", "sensitive")
    assert one([fusion(), *three, *compounds(three, "cis")], [pair, single]).call == "resistant"


def test_class_statement_needs_a_further_mutation_on_the_same_allele():
    of_class = statement("G12R; other", "drug-a", "resistant", evidence_type="cell_line")
    single = statement("G12R", "drug-a", "sensitive")
    pair = [mutation("G12R"), mutation("L20M")]
    statements = [of_class, single, statement("L20M", "drug-a", "sensitive")]
    assert one([fusion(), *pair, *compounds(pair, "cis")], statements).call == "resistant"
    assert one([fusion(), *pair, *compounds(pair, "trans")], statements).call == "sensitive"
    assert one([fusion(), pair[0]], statements).call == "sensitive"


def test_exact_compound_beats_the_class():
    pair = [mutation("G12R"), mutation("L20M")]
    statements = [
        statement("G12R; other", "drug-a", "resistant"),
        statement("G12R; L20M", "drug-a", "sensitive", evidence_type="cell_line"),
    ]
    assert one([fusion(), *pair, *compounds(pair, "cis")], statements).call == "sensitive"


def test_unknown_phase_gives_both_scenarios():
    pair = [mutation("G12R"), mutation("L20M")]
    statements = [
        statement("G12R", "drug-a", "sensitive"),
        statement("L20M", "drug-a", "sensitive"),
        statement("G12R; L20M", "drug-a", "resistant"),
    ]
    calls = call([fusion(), *pair, *compounds(pair, "unknown")], statements)
    assert {c.scenario: c.call for c in calls} == {"cis": "resistant", "trans": "sensitive"}


def test_trans_clones_take_the_worse():
    pair = [mutation("G12R"), mutation("L20M")]
    statements = [
        statement("G12R", "drug-a", "sensitive"),
        statement("L20M", "drug-a", "reduced"),
    ]
    result = one([fusion(), *pair, *compounds(pair, "trans")], statements)
    assert result.call == "reduced"


def test_clinical_beats_preclinical_and_cites_both():
    statements = [
        statement("G12R", "drug-a", "sensitive", evidence_type="cell_line", level="D"),
        statement("G12R", "drug-a", "resistant", evidence_type="case_report", level="C"),
    ]
    result = one([fusion(), mutation("G12R")], statements)
    assert (result.call, result.tier) == ("resistant", "II-D")
    assert "sensitive in cell line" in result.reason
    assert len(result.statements) == 2


def test_equal_evidence_that_disagrees_is_conflicting():
    sensitive = statement("G12R", "drug-a", "sensitive", id="one")
    resistant = statement("G12R", "drug-a", "resistant", id="two")
    result = one([fusion(), mutation("G12R")], [sensitive, resistant])
    assert result.call == "conflicting"
    assert result.statements == ["one", "two"]
    assert weigh([sensitive, sensitive]) == "sensitive"


def test_what_begins_later_does_not_exist():
    later = statement("G12R", "drug-a", "resistant", since="2023-05")
    findings = [fusion(), mutation("G12R")]
    assert one(findings, [WILD, later], as_of=date(2023, 5, 30)).call == "unknown"
    assert one(findings, [WILD, later], as_of=date(2023, 5, 31)).call == "resistant"


def test_what_has_ended_does_not_count():
    ended = statement("G12R", "drug-a", "resistant", until="2023-05-30")
    findings = [fusion(), mutation("G12R")]
    assert one(findings, [WILD, ended], as_of=date(2023, 5, 30)).call == "resistant"
    assert one(findings, [WILD, ended], as_of=date(2023, 5, 31)).call == "unknown"


def test_alteration_counts_only_after_the_therapy_it_names():
    bypass = statement("GENE9 amplification", "drug-b", "resistant", prior_therapy=["tki"])
    wild = statement("", "drug-b", "sensitive", evidence_type="prospective_trial")
    findings = [fusion(), amplification()]
    assert one(findings, [wild, bypass], "drug-b").call == "sensitive"
    after = one(findings, [wild, bypass], "drug-b", prior=["drug-a"])
    assert (after.call, after.findings) == ("resistant", ["F1", "N1"])
    assert after.statements == [bypass.id]


def test_alteration_never_hides_on_target_resistance():
    bypass = statement("GENE9 amplification", "drug-a", "sensitive", prior_therapy=["tki"])
    resistant = statement("G12R", "drug-a", "resistant")
    findings = [fusion(), mutation("G12R"), amplification()]
    assert one(findings, [bypass, resistant], prior=["drug-b"]).call == "resistant"


def test_a_sensitive_call_says_which_alteration_it_leaves_out():
    known = [
        statement("", "drug-a", "sensitive"),
        statement("", "drug-b", "resistant"),
        statement("GENE9 amplification", "drug-a", "sensitive", prior_therapy=["tki"]),
    ]

    def reason(therapy, *beside, history=frozenset()):
        found = build_profile(fusion(), [fusion(), *beside], [])
        return SensitivityCaller(found, knowledge(known), history).call(therapy, None).reason

    amplified, kinase = amplification(), mutation("G12R", "GENE9", "met_kinase")

    assert reason("drug-a", amplified).endswith("; not taken into account: GENE9 amplification")
    for told in (
        reason("drug-a"),  # nothing is left out
        reason("drug-a", kinase),  # told by itself
        reason("drug-a", amplified, history=frozenset({"tki"})),  # a statement holds it
        reason("drug-b", amplified),  # resistant with it or without
    ):
        assert "into account" not in told


def test_excluded_profile_does_not_apply():
    excluded = statement("G12R", "drug-a", "sensitive", excludes=["L20M"])
    pair = [mutation("G12R"), mutation("L20M")]
    alone = one([fusion(), pair[0]], [excluded])
    beside = one([fusion(), *pair, *compounds(pair, "trans")], [excluded])
    assert (alone.call, beside.call) == ("sensitive", "unknown")


def test_a_drug_against_another_target_shows_only_where_a_statement_names_it():
    base_drugs = [therapy("drug-a"), therapy("drug-x", None, gene="GENE5")]
    named = statement("G12R", "drug-x", "sensitive", evidence_type="cell_line")
    base = knowledge([WILD, named], therapies=base_drugs)
    shown = SensitivityCaller(
        build_profile(fusion(), [fusion(), mutation("G12R")], []), base, frozenset()
    ).calls
    hidden = SensitivityCaller(build_profile(fusion(), [fusion()], []), base, frozenset()).calls
    assert [c.therapy for c in shown] == ["drug-a", "drug-x"]
    assert [c.therapy for c in hidden] == ["drug-a"]


def test_a_drug_given_before_is_not_called_sensitive_from_the_unmutated_fusion():
    before = one([fusion()], [WILD], prior=["drug-a"])
    assert (before.call, before.tier) == ("unknown", None)
    assert "was given before" in before.reason
    assert one([fusion()], [WILD], prior=["drug-b"]).call == "sensitive"
    mutated = statement("G12R", "drug-a", "sensitive", evidence_type="case_report")
    findings = [fusion(), mutation("G12R")]
    assert one(findings, [mutated], prior=["drug-a"]).call == "unknown"
    resensitised = mutated.model_copy(update={"rechallenge": True})
    assert one(findings, [resensitised], prior=["drug-a"]).call == "sensitive"
    resistant = statement("G12R", "drug-a", "resistant")
    assert one(findings, [resistant], prior=["drug-a"]).call == "resistant"


def test_data_before_any_tki_say_nothing_after_one():
    naive = WILD.model_copy(update={"prior_therapy": ["none"]})
    assert one([fusion()], [naive]).call == "sensitive"
    after = one([fusion()], [naive], prior=["drug-b"])
    assert after.call == "unknown"
    assert "in this treatment history" in after.reason
    assert one([fusion()], [naive], prior=["chemo"]).call == "sensitive"


def test_not_after_shuts_a_statement_out():
    later = WILD.model_copy(update={"prior_therapy": ["tki"], "not_after": ["generation:3"]})
    assert one([fusion()], [later], prior=["drug-b"]).call == "sensitive"
    assert one([fusion()], [later], prior=["drug-b", "drug-c"]).call == "unknown"
    assert one([fusion()], [later]).call == "unknown"


def test_without_mutation_is_said_only_where_it_was_looked_for():
    assert "without on-target mutation" in one([fusion()], [WILD]).reason
    unseen = one([fusion()], [WILD], result="not_assessed")
    assert "no on-target mutation known (kinase domain: not assessed)" in unseen.reason


def test_a_sensitive_call_is_no_better_shown_than_its_weakest_part():
    bypass = statement(
        "GENE9 amplification",
        "drug-a",
        "sensitive",
        evidence_type="case_report",
        level="C",
        prior_therapy=["tki"],
    )
    strong = statement("G12R", "drug-a", "sensitive", evidence_type="prospective_trial", level="A")
    findings = [fusion(), mutation("G12R"), amplification()]
    result = one(findings, [strong, bypass], prior=["drug-b"])
    assert (result.call, result.tier) == ("sensitive", "II-D")
    resistant = strong.model_copy(update={"effect": "resistant"})
    result = one(findings, [resistant, bypass], prior=["drug-b"])
    assert (result.call, result.tier) == ("resistant", "I-A")


def test_curation_is_that_of_the_deciding_statements():
    doubtful = statement("G12R", "drug-a", "resistant", id="x", curation="unverified")
    lesser = statement(
        "G12R", "drug-a", "resistant", evidence_type="cell_line", curation="verified"
    )
    findings = [fusion(), mutation("G12R")]
    assert one(findings, [doubtful, lesser]).curation == "unverified"
    sure = doubtful.model_copy(update={"id": "y", "curation": "verified"})
    assert one(findings, [doubtful, sure]).curation == "verified"
    assert one(findings, [WILD]).curation is None


def test_a_profile_is_called_once_under_each_history():
    base = knowledge([statement("", "drug-a", "sensitive")])
    driver = fusion()
    profile = build_profile(driver, [driver, mutation("G12R")], [looked("present")])
    callers = SensitivityCallers(base)
    naive = callers.caller(profile, frozenset())
    assert callers.caller(replace(profile), frozenset()) is naive
    assert naive.calls is naive.calls
    assert callers.caller(profile, frozenset({"tki"})) is not naive


def test_other_alterations_and_phases_are_called_by_themselves():
    base = knowledge([statement("", "drug-a", "sensitive")])
    pair = [mutation("G12R"), mutation("L20M")]
    callers = SensitivityCallers(base)
    profiles = [
        build_profile(fusion(), [fusion(), *further], [])
        for further in (pair, [*pair, amplification()], [*pair, *compounds(pair, "cis")])
    ]
    assert len({callers.caller(profile, frozenset()) for profile in profiles}) == 3
