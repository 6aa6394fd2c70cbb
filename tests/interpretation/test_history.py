"""The history: toxicity is no resistance, regimens have parts, and what does not fit is said."""

import pytest

from annotator.interpretation.guidance import give_guidance
from annotator.interpretation.history import course_tokens
from annotator.interpretation.history_remarks import remarks_on_history
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCaller, SensitivityCallers
from annotator.knowledge.model import Target
from annotator.model.context import ClinicalContext
from annotator.model.tables import FusionKinase
from annotator.readers.sheet.values import therapies
from tests.builders.findings import fusion, looked, mutation
from tests.builders.knowledge import approval, knowledge, rule, statement, therapy

DRUGS = [therapy("drug-a", 1), therapy("drug-b", 2), therapy("drug-c", 3)]
FIRST = rule(
    "FIRST",
    [("drug-c", "preferred"), ("drug-b", "preferred"), ("drug-a", "alternative")],
    when={"prior": {"none": True}},
)
SECOND = rule("SECOND", [("drug-c", "preferred")], when={"prior": {"any_of": ["tki"]}})


def context(prior, reasons=(), **more):
    return ClinicalContext(prior_therapies=list(prior), stop_reasons=list(reasons), **more)


def tokens(text, gene="GENE1", drugs=DRUGS):
    """The tokens of a history as the sample sheet gives it."""
    return course_tokens(therapies(text), gene, drugs)


def guide(base, told, findings=None):
    findings = findings or [fusion()]
    return give_guidance(
        build_profile(findings[0], findings, [looked("absent")]), told, SensitivityCallers(base)
    )


def categories(guidance):
    return {"+".join(o.therapies): o.category for o in guidance.options}


def test_tokens_of_what_was_not_tolerated_are_of_their_own():
    assert tokens("drug-b") == {"therapy:drug-b", "tki", "generation:2"}
    assert tokens("drug-b:toxicity") == {"toxicity:drug-b", "toxicity"}
    assert tokens("drug-b:toxicity", gene="GENE2") == {"toxicity:drug-b"}


@pytest.mark.parametrize(
    ("reasons", "not_tolerated"),
    [
        (["toxicity", "toxicity"], {"drug-a"}),
        (["toxicity", "progression"], set()),
        (["toxicity", None], set()),
        ([], set()),
    ],
)
def test_a_drug_is_not_tolerated_where_every_course_of_it_ended_so(reasons, not_tolerated):
    assert context(["drug-a", "drug-a"], reasons).not_tolerated == not_tolerated


def test_reasons_without_their_therapies_are_refused():
    with pytest.raises(ValueError, match="differ in length"):
        context(["drug-a"], ["toxicity", "toxicity"])


def test_toxicity_is_no_resistance_and_the_same_drug_comes_last_of_the_alternatives():
    base = knowledge(rules=[FIRST, SECOND])
    stopped = guide(base, context(["drug-b"], ["toxicity"]))
    assert [(o.therapies, o.category) for o in stopped.options] == [
        (["drug-c"], "preferred"),
        (["drug-a"], "alternative"),
        (["drug-b"], "alternative"),
    ]
    assert any("stopped for toxicity" in reason for reason in stopped.options[2].reasons)
    assert any("Drug-b was stopped for toxicity" in note for note in stopped.notes)
    assert (stopped.setting.line, stopped.setting.switched_for_toxicity) == ("1L", ["drug-b"])
    assert categories(guide(base, context(["drug-b"], ["progression"]))) == {"drug-c": "preferred"}
    assert categories(guide(base, context(["drug-b"]))) == {"drug-c": "preferred"}


def test_calls_hold_after_toxicity_as_before_any_inhibitor():
    naive = statement("", "drug-a", "sensitive", prior_therapy=["none"])
    base = knowledge([naive])
    profile = build_profile(fusion(), [fusion()], [looked("absent")])

    def call(history):
        calls = SensitivityCaller(profile, base, tokens(history)).calls
        (found,) = [c for c in calls if c.therapy == "drug-a"]
        return found.call

    assert call("drug-a:toxicity") == call("drug-a@adjuvant:completed") == "sensitive"
    assert call("drug-a") == call("drug-a@adjuvant") == "unknown"


def test_a_resistance_mutation_counts_whatever_ended_the_drug():
    resistant = statement("G12R", "drug-b", "resistant")
    base = knowledge([resistant], [FIRST])
    findings = [fusion(), mutation("G12R")]
    guidance = guide(base, context(["drug-b"], ["toxicity"]), findings)
    assert categories(guidance)["drug-b"] == "avoid"


def test_a_rule_can_ask_for_what_was_not_tolerated():
    other = rule(
        "OTHER",
        [("drug-a", "alternative")],
        when={"prior": {"any_of": ["toxicity"], "none_of": ["tki"]}},
    )
    base = knowledge(rules=[other])
    assert categories(guide(base, context(["drug-b"], ["toxicity"]))) == {"drug-a": "alternative"}
    assert categories(guide(base, context(["drug-b"], ["progression"]))) == {}
    assert categories(guide(base, context([]))) == {}


def test_a_label_of_later_lines_is_met_by_a_drug_that_was_not_tolerated():
    told = context(["drug-b"], ["toxicity"])

    def off_label(lines):
        base = knowledge(rules=[FIRST], approvals=[approval("drug-c", lines=lines)])
        (option,) = [o for o in guide(base, told).options if o.therapies == ["drug-c"]]
        return any(reason.startswith("Off-label") for reason in option.reasons)

    assert (off_label("later"), off_label("any"), off_label("first")) == (False, False, True)


def test_a_regimen_was_given_where_its_parts_were():
    parts = [
        therapy(name, gene="OTHER").model_copy(update={"kind": "chemotherapy", "targets": []})
        for name in ("plat-1", "plat-2", "pem")
    ]
    regimen = parts[0].model_copy(
        update={"name": "doublet", "made_of": [["plat-1", "plat-2"], ["pem"]]}
    )
    last = rule("LAST", [("doublet", "preferred")])
    base = knowledge(rules=[last], therapies=[*DRUGS, *parts, regimen])
    assert categories(guide(base, context(["plat-2", "pem"]))) == {}
    assert categories(guide(base, context(["plat-2"]))) == {"doublet": "preferred"}
    assert categories(guide(base, context(["plat-1", "plat-2"]))) == {"doublet": "preferred"}


def test_a_drug_that_stands_twice_is_read_as_given_again():
    base = knowledge(rules=[SECOND])
    twice = guide(base, context(["drug-a", "drug-b", "drug-a"]))
    assert any("Drug-a appears in the history more than once" in note for note in twice.notes)
    assert categories(twice) == {"drug-c": "preferred"}
    once = guide(base, context(["drug-a", "drug-b"]))
    assert not any("more than once" in note for note in once.notes)


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (["toxicity", "progression"], True),
        (["progression", "toxicity"], True),
        ([None, "toxicity"], True),
        (["toxicity", "toxicity"], False),
        (["progression", None], False),
        ([], False),
    ],
)
def test_a_drug_stopped_for_two_reasons_counts_as_progressed_on_and_that_is_said(reasons, told):
    twice = ClinicalContext(prior_therapies=["drug-a", "drug-a"], stop_reasons=reasons)
    remarks = remarks_on_history(twice, "GENE1", knowledge())
    assert any("and counts as progressed on" in remark for remark in remarks) == told


def test_an_inhibitor_of_another_kinase_is_remarked_unless_something_explains_it():
    other = therapy("drug-x", None, gene="GENE7")
    bypass = therapy("drug-y", None, gene="GENE9")
    dead = other.model_copy(
        update={"name": "drug-z", "targets": [Target(gene="GENE1", active=False)]}
    )
    spoken = [
        statement("", "drug-x", "sensitive", id="spoken", gene="GENE2"),
        statement("G12R", "drug-w", "sensitive", id="of an allele"),
    ]
    alleles = therapy("drug-w", None, gene="GENE7")
    rescue = therapy("drug-v", None, gene="GENE7")
    base = knowledge(
        spoken,
        [rule("R", [("drug-v", "investigational")])],
        therapies=[*DRUGS, other, bypass, dead, alleles, rescue],
    )
    kinase = FusionKinase(gene="GENE9", role="off_target", reference="ref", curation="verified")
    base.base.fusion_kinases.append(kinase)

    def remarked(name, gene="GENE1"):
        return remarks_on_history(context([name]), gene, base)

    said = "given before, is listed here as an inhibitor of GENE7, not of GENE1: it does not count"
    assert f"Drug-x, {said}" in remarked("drug-x")[0]
    assert remarked("drug-x", "GENE2") == []  # active against the fusion of that driver
    assert f"Drug-w, {said}" in remarked("drug-w")[0]  # an allele alone makes no inhibitor of it
    assert remarked("drug-v") == []  # a rule gives it a place
    assert remarked("drug-y") == []  # it blocks a kinase that bypasses the driver
    assert remarked("drug-a") == []
    assert remarked("drug-z") == []  # it blocks nothing that is known


def test_an_inhibitor_that_the_unmutated_fusion_resists_explains_nothing():
    other = therapy("drug-x", None, gene="GENE7")

    def remarked(*statements):
        base = knowledge(statements, therapies=[*DRUGS, other])
        return remarks_on_history(context(["drug-x"]), "GENE1", base)

    assert remarked(statement("", "drug-x", "sensitive")) == []
    assert len(remarked(statement("", "drug-x", "resistant"))) == 1
