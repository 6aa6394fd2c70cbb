"""What was found is told before what was not looked at, and what holds for everybody last."""

from datetime import UTC, datetime

from annotator.interpretation.interpret import interpret
from tests.builders.findings import document, fusion, mutation
from tests.builders.knowledge import knowledge, rule, statement

CREATED = datetime(2026, 11, 22, tzinfo=UTC)


def noted(name, priority, **when):
    return rule(
        name, [], when={"prior": {"any_of": ["tki"]}, **when}, notes=[{"text": name}]
    ).model_copy(update={"priority": priority})


def alteration():
    made = mutation("L1R", gene="GENE7", role="bypass")
    return made.model_copy(update={"functional_class": "GENE7 mutation"})


def notes(*rules, findings=()):
    base = knowledge([statement("", "drug-a", "sensitive")], rules)
    made = document([fusion(), *findings], prior=["drug-a"])
    return interpret(made, base, CREATED).guidance.notes


def test_a_rule_on_a_finding_comes_first_whatever_its_priority():
    general, found = noted("general", 10), noted("found", 90, requires=["GENE7 mutation"])
    told = notes(general, found, findings=[alteration()])
    assert told.index("found") < told.index("general") == len(told) - 1
    gaps = [note for note in told if "not excluded" in note]
    assert [told.index("found") < told.index(gap) for gap in gaps] == [True]
    assert "found" not in notes(general, found)


def test_the_fusion_itself_and_a_finding_that_is_absent_are_no_finding():
    variant = noted("variant", 10, requires=["PART::GENE1 P1;G2"])
    told = notes(noted("early", 5), variant, noted("late", 20))
    assert [note for note in told if note in ("early", "variant", "late")] == [
        "early",
        "variant",
        "late",
    ]


def test_a_rule_asks_for_an_allele_of_a_bypass_gene():
    by_allele = noted("allele", 10, requires=["GENE7 L1R"])
    assert "allele" in notes(by_allele, findings=[alteration()])
    other = alteration().model_copy(update={"label": "GENE7 L1Q"})
    assert "allele" not in notes(by_allele, findings=[other])
    filtered = alteration().model_copy(update={"filters": ["weak"]})
    assert "allele" not in notes(by_allele, findings=[filtered])


def test_a_class_that_is_no_bypass_by_itself_is_asked_for_too():
    by_class = noted("class", 10, requires=["GENE7 mutation"])
    alone = alteration().model_copy(update={"role": "other"})
    assert "class" in notes(by_class, findings=[alone])
    assert "class" not in notes(
        by_class, findings=[alone.model_copy(update={"functional_class": None})]
    )
