"""The setting: jurisdiction, resection, CNS disease, and what rests on them."""

from datetime import date

import pytest

from annotator.interpretation.guidance import give_guidance
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCaller, SensitivityCallers
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import Agency
from annotator.model.context import ClinicalContext
from annotator.model.errors import InputProblem
from tests.builders.findings import amplification, compounds, fusion, looked, mutation
from tests.builders.knowledge import approval, knowledge, rule, statement, therapy

RULE = rule("R", [("drug-a", "preferred"), ("drug-b", "preferred")])


def guide(base, findings=None, **context):
    findings = findings or [fusion()]
    told = ClinicalContext(**({"prior_therapies": []} | context))
    return give_guidance(
        build_profile(findings[0], findings, [looked("absent")]), told, SensitivityCallers(base)
    )


def categories(guidance):
    return {"+".join(o.therapies): o.category for o in guidance.options}


def reasons(guidance, *therapies):
    (found,) = [o.reasons for o in guidance.options if o.therapies == list(therapies)]
    return found


def under(base: KnowledgeAsOf, jurisdiction: str | None, **complete: bool) -> KnowledgeAsOf:
    """The same knowledge with the agencies named, seen by one of them."""
    agencies = [Agency(name=name, complete=value) for name, value in complete.items()]
    release = base.base.release.model_copy(update={"agencies": agencies})
    return KnowledgeAsOf(
        base.base.model_copy(update={"release": release}), base.as_of, jurisdiction
    )


APPROVED = knowledge(rules=[RULE], approvals=[approval("drug-a", "FDA"), approval("drug-b", "EMA")])


def test_the_agency_asked_for_decides():
    def seen_by(agency):
        return categories(guide(under(APPROVED, agency, FDA=True, EMA=True)))

    assert seen_by(None) == {"drug-a": "preferred", "drug-b": "investigational"}
    assert seen_by("FDA") == seen_by(" fda ") == seen_by(None)
    assert seen_by("EMA") == {"drug-b": "preferred", "drug-a": "investigational"}
    guidance = guide(under(APPROVED, "ema", FDA=True, EMA=True))
    assert guidance.jurisdiction == "EMA"
    assert any("No EMA approval" in r and "by FDA" in r for r in reasons(guidance, "drug-a"))


def test_an_unknown_agency_is_named_with_those_that_are_known():
    with pytest.raises(InputProblem, match="unknown jurisdiction 'TGA'; expected one of FDA, EMA"):
        under(APPROVED, "TGA", FDA=True, EMA=True)
    with pytest.raises(InputProblem, match="expected one of EMA, FDA"):
        KnowledgeAsOf(APPROVED.base, jurisdiction="TGA")


def test_an_agency_that_approvals_bring_along_is_known_and_its_list_is_whole():
    seen = under(APPROVED, "EMA", FDA=True)
    assert (seen.agency.name, seen.agency.complete) == ("EMA", True)
    assert categories(guide(seen))["drug-a"] == "investigational"


def test_an_agency_with_gaps_is_not_said_to_have_refused():
    unsure = guide(under(APPROVED, "NMPA", FDA=True, EMA=True, NMPA=False))
    assert categories(unsure) == {"drug-a": "preferred", "drug-b": "preferred"}
    assert any("Whether NMPA has approved drug-a" in r for r in reasons(unsure, "drug-a"))
    nowhere = knowledge(rules=[RULE], approvals=[approval("drug-a", "FDA")])
    still = guide(under(nowhere, "NMPA", FDA=True, NMPA=False))
    assert categories(still)["drug-b"] == "investigational"


def test_a_rule_may_hold_for_one_agency_alone():
    local = rule("LOCAL", [("drug-a", "preferred")], when={"jurisdictions": ["EMA"]})
    base = knowledge(rules=[local], approvals=[approval("drug-a", "EMA")])
    assert categories(guide(under(base, "EMA", FDA=True, EMA=True))) == {"drug-a": "preferred"}
    assert categories(guide(under(base, "FDA", FDA=True, EMA=True))) == {}


def test_rules_are_for_advanced_disease_unless_they_say_resected():
    resected = rule("CUT", [("drug-b", "preferred")], when={"setting": "resected"})
    labels = [approval("drug-a"), approval("drug-b", lines="adjuvant")]
    base = knowledge(rules=[RULE, resected], approvals=labels)
    advanced = guide(base)
    assert advanced.options[0].rules == ["R"]
    assert guide(base, disease_setting="advanced") == advanced
    cut = guide(base, disease_setting="resected")
    assert (cut.setting.line, categories(cut)) == ("adjuvant", {"drug-b": "preferred"})
    assert not any("Off-label" in r for r in reasons(cut, "drug-b"))
    assert any("Off-label" in r for r in reasons(advanced, "drug-b"))


def test_with_cns_disease_the_activity_there_counts():
    drugs = [
        therapy(name).model_copy(update={"cns_activity": activity})
        for name, activity in [("drug-a", "low"), ("drug-b", "high"), ("drug-c", "unknown")]
    ]
    three = rule("R", [(f"drug-{x}", "preferred") for x in "abc"])
    base = knowledge(rules=[three], therapies=drugs)
    brain = guide(base, cns_metastases=True)
    assert categories(brain) == {
        "drug-b": "preferred",
        "drug-c": "preferred",
        "drug-a": "alternative",
    }
    assert any("is active in the central nervous" in r for r in reasons(brain, "drug-b"))
    assert not any("central nervous" in r for r in reasons(brain, "drug-c"))
    for known in (False, None):
        assert set(categories(guide(base, cns_metastases=known)).values()) == {"preferred"}


def test_of_two_drugs_each_may_cover_what_the_other_does_not():
    both = rule("BOTH", [("drug-a+drug-b", "investigational"), ("drug-a", "investigational")])
    on_allele = statement("G12R", "drug-a", "resistant")
    on_bypass = statement("GENE9 amplification", "drug-b", "resistant")
    findings = [fusion(), mutation("G12R"), amplification()]
    apart = knowledge([on_allele, on_bypass], [both])
    assert categories(guide(apart, findings))["drug-a+drug-b"] == "investigational"
    assert categories(guide(apart, findings))["drug-a"] == "avoid"
    on_same = statement("G12R", "drug-b", "resistant", id="same")
    together = knowledge([on_allele, on_same], [both])
    assert categories(guide(together, findings))["drug-a+drug-b"] == "avoid"


def test_a_mutation_that_speaks_against_a_drug_by_itself_keeps_it_from_being_preferred():
    pair = [mutation("G12R"), mutation("L20M")]
    findings = [fusion(), *pair, *compounds(pair, "cis")]
    against = knowledge([statement("G12R", "drug-a", "reduced")], [RULE])
    silent = knowledge([statement("G12R", "drug-a", "sensitive")], [RULE])
    assert categories(guide(against, findings))["drug-a"] == "alternative"
    assert categories(guide(silent, findings))["drug-a"] == "preferred"


def test_a_drug_of_reduced_effect_is_at_most_an_alternative():
    findings = [fusion(), mutation("G12R")]
    base = knowledge([statement("G12R", "drug-a", "reduced")], [RULE])
    assert categories(guide(base, findings)) == {"drug-a": "alternative", "drug-b": "preferred"}


def test_a_rule_of_notes_alone_tells_of_the_fusion_and_hides_no_gap():
    told = rule(
        "TELLS",
        [],
        when={"requires": ["PART::GENE1 P1;G2"]},
        notes=[
            {"text": "Now."},
            {"text": "Later.", "since": "2027"},
            {"text": "Before.", "until": "2021"},
        ],
    )
    other = rule("OTHER", [], when={"requires": ["PART::GENE1 P9;G2"]}, notes=[{"text": "Never."}])
    guidance = guide(knowledge(rules=[told, other]))
    assert guidance.rules == ["TELLS"]
    assert guidance.notes == [
        "No guidance rule is in force on 2026-11-22 that names an option in this setting.",
        "Now.",
    ]


def test_escat_is_told_of_sensitive_calls_alone():
    strong = statement("", "drug-a", "sensitive", evidence_type="prospective_trial", level="A")
    against = statement("", "drug-b", "resistant", evidence_type="prospective_trial", level="A")
    case = statement("", "drug-c", "sensitive", evidence_type="case_report", level="C")
    base = knowledge([strong, against, case])
    tiers = [
        row.model_copy(update={"escat": "I" if row.level == "A" else None})
        for row in base.base.tiers
    ]
    base = KnowledgeAsOf(base.base.model_copy(update={"tiers": tiers}), date(2026, 11, 22))
    profile = build_profile(fusion(), [fusion()], [looked("absent")])
    calls = {c.therapy: c for c in SensitivityCaller(profile, base, frozenset()).calls}
    assert [(calls[f"drug-{x}"].tier, calls[f"drug-{x}"].escat) for x in "abc"] == [
        ("I-A", "I"),
        ("I-A", None),
        ("II-D", None),
    ]


@pytest.mark.parametrize(
    ("prior", "reason", "off_label"),
    [
        (["drug-b"], "progression", False),
        (["drug-b"], "toxicity", False),  # a label asks what was given, not why it ended
        (["drug-a"], "progression", True),
        (["drug-a", "drug-c"], "progression", False),  # the two together
        (["drug-c"], "progression", True),
        (["drug-d"], "toxicity", True),  # its own earlier use meets no label
        ([], "progression", True),
    ],
)
def test_a_label_can_ask_for_a_history(prior, reason, off_label):
    label = approval(
        "drug-d", lines="later", after=["therapy:drug-b", "therapy:drug-a + generation:3"]
    )
    drugs = [therapy(f"drug-{name}", n) for n, name in enumerate("abcd", 1)]
    base = knowledge(
        rules=[rule("NEXT", [("drug-d", "preferred")])], therapies=drugs, approvals=[label]
    )
    guidance = guide(base, prior_therapies=prior, stop_reasons=[reason] * len(prior))
    assert any(r.startswith("Off-label") for r in reasons(guidance, "drug-d")) == off_label


def test_a_drug_taken_up_again_does_not_stand_against_its_own_label():
    base = knowledge(
        rules=[rule("FIRST", [("drug-a", "preferred"), ("drug-b", "preferred")])],
        approvals=[approval(name, lines="first") for name in ("drug-a", "drug-b")],
    )
    again = guide(base, prior_therapies=["drug-a"], stop_reasons=["toxicity"])

    def off_label(name):
        return any("Off-label" in reason for reason in reasons(again, name))

    assert (off_label("drug-a"), off_label("drug-b")) == (False, True)
