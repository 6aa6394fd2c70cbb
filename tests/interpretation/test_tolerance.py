"""An earlier toxicity: the same drug by its label, the same harm of other drugs, never invented."""

from datetime import date

import pytest

from annotator.interpretation.guidance import give_guidance
from annotator.interpretation.history_remarks import remarks_on_history
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCallers
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import AdverseEventRow, Toxicity, ToxicityKind
from annotator.model.context import ClinicalContext, history_fields
from annotator.readers.sheet.values import therapies
from tests.builders import packaged
from tests.builders.findings import fusion, looked
from tests.builders.knowledge import approval, knowledge, rule, therapy

DRUGS = [therapy("drug-a", 1), therapy("drug-b", 2), therapy("drug-c", 3)]
FIRST = rule(
    "FIRST",
    [("drug-a", "preferred"), ("drug-b", "preferred"), ("drug-c", "preferred")],
    when={"prior": {"none": True}},
)
KINDS = [
    ToxicityKind(kind="lung", name="lung disease"),
    ToxicityKind(kind="liver", name="liver toxicity"),
]


def row(name, kind="lung", **more):
    said = {"text": f"The label of {name} says so.", "reference": "ref", "since": "2020"} | more
    return Toxicity(therapy=name, kind=kind, curation="verified", **said)


def event(name, what):
    return AdverseEventRow(
        therapy=name,
        event=what,
        frequency="9 %; 3 %",
        population="TRIAL",
        reference="ref",
        since="2020",
        curation="verified",
    )


def base(*rows, rules=(FIRST,), events=(), as_of=date(2026, 11, 22), **more):
    made = knowledge(rules=list(rules), therapies=DRUGS, **more).base
    told = {"toxicities": list(rows), "toxicity_kinds": KINDS, "adverse_events": list(events)}
    return KnowledgeAsOf(made.model_copy(update=told), as_of)


def context(history, **more):
    return ClinicalContext.model_validate({**history_fields(therapies(history)), **more})


def guide(knowledge, history, **more):
    findings = [fusion()]
    profile = build_profile(findings[0], findings, [looked("absent")])
    return give_guidance(profile, context(history, **more), SensitivityCallers(knowledge))


def option(guidance, name):
    return next(o for o in guidance.options if o.therapies == [name])


def test_a_drug_whose_label_stops_it_for_good_is_not_given_again():
    guidance = guide(base(row("drug-b", again="never")), "drug-b:toxicity/lung")
    found = option(guidance, "drug-b")
    assert found.category == "avoid"
    assert found.reasons[0] == (
        "Drug-b was stopped for lung disease and is not given again. The label of drug-b says so."
    )
    step = next(s for s in found.steps if s.kind == "tolerance")
    assert (step.references, step.toxicities) == (["ref"], ["drug-b lung 2020"])
    assert option(guidance, "drug-a").category == "preferred"


@pytest.mark.parametrize(
    ("history", "category"),
    [
        ("drug-b:toxicity/lung", "avoid"),
        ("drug-b:toxicity/liver", "alternative"),
        ("drug-b:toxicity", "alternative"),
        ("drug-b@adjuvant:toxicity/lung", "avoid"),
        ("drug-b@adjuvant:completed", "preferred"),
        ("drug-b+drug-c:toxicity/lung", "avoid"),
    ],
)
def test_the_kind_decides_whether_the_same_drug_comes_back(history, category):
    guidance = guide(base(row("drug-b", again="never")), history)
    assert option(guidance, "drug-b").category == category


def test_where_it_depends_the_condition_is_said_and_the_drug_comes_last():
    guidance = guide(base(row("drug-b", again="conditional")), "drug-b:toxicity/lung")
    found = guidance.options[-1]
    assert (found.therapies, found.category) == (["drug-b"], "alternative")
    assert found.reasons[-1].endswith("is not preferred. The label of drug-b says so.")


def test_a_label_counts_from_its_day_on():
    label = row("drug-b", again="never", since="2023-04-30")

    def category(day):
        guidance = guide(base(label, as_of=day), "drug-b:toxicity/lung")
        return option(guidance, "drug-b").category

    assert category(date(2023, 4, 29)) == "alternative"
    assert category(date(2023, 4, 30)) == "avoid"


def test_resensitization_does_not_bring_back_what_the_label_stopped_for_good():
    again = rule("AGAIN", [("drug-b", "preferred")])
    again = again.model_copy(
        update={"options": [again.options[0].model_copy(update={"rechallenge": True})]}
    )
    history = "drug-b:toxicity/lung;drug-b:progression"
    stopped = base(row("drug-b", again="never"), rules=[again])
    assert option(guide(stopped, history), "drug-b").category == "avoid"
    assert option(guide(base(rules=[again]), history), "drug-b").category == "preferred"


def test_a_drug_that_no_rule_names_says_why_it_is_none():
    first = rule("FIRST", [("drug-a", "preferred")], when={"prior": {"none": True}})
    stopped = base(row("drug-b", again="never"), rules=[first])
    reasons = {
        d.therapies[0]: d.reason for d in guide(stopped, "drug-b:toxicity/lung").not_considered
    }
    assert reasons["drug-b"] == (
        "stopped for lung disease, after which its label calls for permanent discontinuation"
    )
    assert "stopped" not in reasons["drug-c"]


def test_the_same_harm_of_another_drug_is_said_and_lowers_nothing():
    told = base(
        row("drug-a", text=None, events=["lung events"]),
        row("drug-c", again="never"),
        events=[event("drug-a", "lung events"), event("drug-a", "rash")],
    )
    guidance = guide(told, "drug-b:toxicity/lung")
    assert option(guidance, "drug-a").reasons[-1] == (
        "After lung disease on drug-b, known of drug-a: lung events 9 %, 3 % (TRIAL)."
    )
    assert option(guidance, "drug-c").reasons[-1] == (
        "After lung disease on drug-b, known of drug-c: The label of drug-c says so."
    )
    assert option(guidance, "drug-c").category == "preferred"


@pytest.mark.parametrize("history", ["drug-b:toxicity/liver", "drug-b:toxicity", "none"])
def test_nothing_is_said_of_another_kind_or_without_one(history):
    reasons = option(guide(base(row("drug-a")), history), "drug-a").reasons
    assert not any(reason.startswith("After") for reason in reasons)


def test_without_a_kind_it_is_asked_for():
    known = base(row("drug-b", again="never"))
    asked = (
        "Ask for the kind of toxicity: after lung disease its label calls for permanent "
        "discontinuation of drug-b."
    )
    guidance = guide(known, "drug-b:toxicity")
    assert asked in option(guidance, "drug-b").reasons[-1]
    assert any(asked in note for note in guidance.notes)
    assert any("Ask for the kind of toxicity." in n for n in guide(base(), "drug-b:toxicity").notes)
    assert not any("Ask" in note for note in guide(known, "drug-b:toxicity/liver").notes)


def test_which_of_two_drugs_did_harm_is_not_guessed():
    both = remarks_on_history(context("drug-a+drug-b:toxicity/lung"), "GENE1", base())
    assert any("which of them caused it is not stated" in remark for remark in both)
    one = remarks_on_history(context("drug-a:toxicity/lung"), "GENE1", base())
    assert not any("which of them" in remark for remark in one)


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ("drug-b@adjuvant:completed", "returned off treatment"),
        ("drug-b@adjuvant:progression", "counts as progression on it"),
        ("drug-b@adjuvant", "during or after adjuvant drug-b is not stated"),
        ("drug-b:completed", "Where this was adjuvant therapy, write @adjuvant"),
    ],
)
def test_how_a_course_without_an_open_end_was_read_is_said(history, said):
    remarks = remarks_on_history(context(history), "GENE1", base())
    assert sum(said in remark for remark in remarks) == 1
    resected = context(history, disease_setting="resected")
    returned = [r for r in remarks_on_history(resected, "GENE1", base()) if "returned" in r]
    assert returned == []


@pytest.mark.parametrize(
    ("later", "included"),
    [
        ("", True),
        (";drug-b:progression", False),
        (";drug-b:toxicity/lung", False),
        (";drug-c", True),
    ],
)
def test_the_drug_of_a_completed_course_is_included_unless_something_later_bars_it(later, included):
    told = context(f"drug-b@adjuvant:completed{later}")
    remarks = remarks_on_history(told, "GENE1", base(row("drug-b", again="never")))
    (remark,) = [r for r in remarks if "returned off treatment" in r]
    assert ("rules out no inhibitor of GENE1, drug-b included." in remark) == included


def test_a_completed_adjuvant_course_leaves_every_inhibitor_an_option():
    second = rule("SECOND", [("drug-c", "preferred")], when={"prior": {"any_of": ["tki"]}})
    both = base(rules=[FIRST, second])

    def offered(history):
        return {o.therapies[0] for o in guide(both, history).options}

    assert offered("drug-b@adjuvant:completed") == {"drug-a", "drug-b", "drug-c"}
    assert offered("drug-b@adjuvant:progression") == offered("drug-b@adjuvant") == {"drug-c"}
    assert offered("drug-b@adjuvant:completed;drug-b:progression") == {"drug-c"}


def test_after_resection_a_completed_course_is_not_given_again():
    cut = rule(
        "CUT",
        [("drug-b", "preferred"), ("drug-a", "alternative")],
        when={"setting": "resected", "prior": {"none": True}},
    )
    resected = guide(base(rules=[cut]), "drug-b@adjuvant:completed", disease_setting="resected")
    assert [o.therapies for o in resected.options] == [["drug-a"]]
    naive = guide(base(rules=[cut]), "none", disease_setting="resected")
    assert [o.therapies for o in naive.options] == [["drug-b"], ["drug-a"]]


@pytest.mark.parametrize(
    ("lines", "after", "history", "remark"),
    [
        ("any", [], "drug-b@adjuvant:completed", None),
        ("first", [], "drug-b@adjuvant:completed", "not clear from its wording"),
        ("later", [], "drug-b@adjuvant:completed", "not clear from its wording"),
        ("first", ["none"], "drug-b@adjuvant:completed", "Off-label"),
        ("first", ["none"], "none", None),
        ("first", [], "drug-b@adjuvant:progression", "Off-label"),
        ("later", [], "drug-b@adjuvant:progression", None),
        ("first", [], "drug-b@adjuvant:completed;drug-b:progression", "Off-label"),
        ("first", ["none"], "drug-c@adjuvant:completed", None),  # itself alone was given
    ],
)
def test_labels_after_an_adjuvant_course(lines, after, history, remark):
    label = approval("drug-c", lines=lines, after=after)
    always = rule("ALWAYS", [("drug-c", "preferred")])
    found = option(guide(base(rules=[always], approvals=[label]), history), "drug-c")
    said = [step.reason for step in found.steps if step.kind == "approval"]
    assert len(said) == (remark is not None)
    assert remark is None or remark in said[0]
    assert bool(found.approvals) == (remark != "Off-label")


@pytest.mark.parametrize("ending", ["", ";{0}:progression", ";{0}:completed", ";lorlatinib"])
def test_no_packaged_rule_offers_again_what_a_label_stops_for_good(ending):
    packaged_today = packaged.knowledge_as_of()
    stopped_for_good = [
        (target.gene, row.therapy, row.kind)
        for row in packaged_today.base.toxicities
        if row.again == "never"
        for target in packaged_today.therapies[row.therapy].targets
        if target.active and target.gene in ("ALK", "ROS1")
    ]
    assert stopped_for_good
    for gene, drug, kind in stopped_for_good:
        history = f"{drug}:toxicity/{kind}{ending.format(drug)}"
        driver = fusion(gene=gene)
        profile = build_profile(driver, [driver], [looked("absent")])
        options = give_guidance(
            profile, context(history), SensitivityCallers(packaged_today)
        ).options
        offered = {name for o in options if o.category != "avoid" for name in o.therapies}
        assert options, (gene, drug, kind)
        assert drug not in offered, (gene, drug, kind)
