"""One laboratory paper rules out no drug that the line offers; more than one, or patients, do."""

import pytest

from annotator.interpretation.guidance import give_guidance
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCallers
from annotator.knowledge.model import Reference
from annotator.model.context import ClinicalContext
from annotator.model.findings import Finding
from tests.builders.findings import compounds, fusion, looked, mutation
from tests.builders.knowledge import knowledge, rule, statement

LINE = rule("LINE", [("drug-a", "preferred"), ("drug-b", "alternative")])
DATABASE = statement(
    "L99M", "drug-z", "resistant", evidence_type="expert_consensus", reference="database"
)
SECOND_PAPER = statement(
    "L99M", "drug-z", "resistant", evidence_type="cell_line", reference="paper-2"
)


def cells(requires="G12R", therapy="drug-a", effect="resistant", **more):
    """A statement on one paper with cells; `paper-2` and `database` are sources of others."""
    defaults = {"evidence_type": "cell_line", "level": "D", "reference": "paper-1"}
    return statement(requires, therapy, effect, **(defaults | more))


def options(statements, rules=(LINE,), alleles=("G12R",), phase="cis"):
    mutations = [mutation(allele) for allele in alleles]
    driver = fusion()
    findings: list[Finding] = [driver, *mutations, *compounds(mutations, phase)]
    base = knowledge([*statements, DATABASE, SECOND_PAPER], list(rules))
    references = [Reference(id=name, citation=name) for name in ("paper-1", "paper-2", "database")]
    base.base.references.extend(references)
    profile = build_profile(driver, findings, [looked("present")])
    guidance = give_guidance(profile, ClinicalContext(prior_therapies=[]), SensitivityCallers(base))
    return {"+".join(option.therapies): option for option in guidance.options}


CORROBORATED = [
    ("one paper", [cells()], "alternative"),
    ("a database repeats it", [cells(further_references=["database"])], "alternative"),
    ("the paper again", [cells(), cells(id="again", reference="paper-1")], "alternative"),
    ("a second paper", [cells(), cells(id="again", reference="paper-2")], "avoid"),
    ("a second paper beside", [cells(further_references=["paper-2"])], "avoid"),
    ("inference alone", [cells(evidence_type="model", level="E")], "alternative"),
    (
        "inference elsewhere, checked there",
        [cells(), cells(id="m", evidence_type="model", level="E", reference="paper-2")],
        "avoid",
    ),
    (
        "inference elsewhere, recalled",
        [
            cells(),
            cells(
                id="m",
                evidence_type="model",
                level="E",
                reference="paper-2",
                curation="unverified",
            ),
        ],
        "alternative",
    ),
    ("a patient", [cells(evidence_type="case_report", level="C")], "avoid"),
    ("experts", [cells(evidence_type="expert_consensus", level="C")], "avoid"),
    ("experts who infer", [cells(evidence_type="expert_consensus", level="E")], "alternative"),
]


@pytest.mark.parametrize(
    ("statements", "category"),
    [case[1:] for case in CORROBORATED],
    ids=[case[0] for case in CORROBORATED],
)
def test_what_rules_out_a_drug_that_the_line_offers(statements, category):
    assert options(statements)["drug-a"].category == category


def test_one_paper_is_said_with_caution_and_first():
    option = options([cells()])["drug-a"]
    assert option.reasons[0] == (
        "GENE1 G12R: resistant (cell line); caution: this rests on one cell-line paper alone, "
        "without clinical data."
    )
    assert "caution" not in options([cells(further_references=["paper-2"])])["drug-a"].reasons[0]


def test_one_paper_lifts_no_drug_without_data_above_the_one_it_speaks_against():
    found = options([cells()])
    assert list(found) == ["drug-a", "drug-b"]
    assert {option.category for option in found.values()} == {"alternative"}


def test_what_the_line_offers_in_trials_alone_is_ruled_out_by_one_paper():
    trial = rule("TRIAL", [("drug-a", "investigational")])
    assert options([cells()], [trial])["drug-a"].category == "avoid"
    assert options([], [trial])["drug-a"].category == "investigational"


def test_a_drug_that_no_rule_offers_is_named_as_to_avoid():
    assert options([cells(therapy="drug-c")])["drug-c"].category == "avoid"
    assert "drug-c" not in options([cells(therapy="drug-c", effect="reduced")])


def test_a_rule_that_says_avoid_stands_whatever_the_evidence():
    against = rule("AGAINST", [("drug-a", "avoid")], priority=1)
    assert options([cells()], [against, LINE])["drug-a"].category == "avoid"


@pytest.mark.parametrize(
    ("further", "category"),
    [([], "alternative"), (["paper-2"], "avoid"), (["database"], "alternative")],
)
def test_a_reduced_drug_is_set_aside_by_a_sensitive_one_on_more_than_one_paper(further, category):
    reduced = cells(effect="reduced", further_references=further)
    better = statement("G12R", "drug-b", "sensitive")
    assert options([reduced, better])["drug-a"].category == category


def test_papers_on_the_class_and_on_the_parts_of_a_compound_count():
    both = cells("G12R; L20M")
    of_class = cells("G12R; other", reference="paper-2")
    part = cells("L20M", reference="paper-2")
    elsewhere = cells("L30M", reference="paper-2")

    def category(*statements):
        return options(statements, alleles=("G12R", "L20M"))["drug-a"].category

    assert category(both) == category(both, elsewhere) == "alternative"
    assert category(both, of_class) == category(both, part) == "avoid"


def test_a_combination_that_one_paper_speaks_against_stays_an_alternative():
    pair = rule("PAIR", [("drug-a+drug-b", "preferred")])
    both = [cells(), cells(therapy="drug-b", evidence_type="case_report", level="C")]
    strong = [cells(therapy=f"drug-{x}", evidence_type="case_report", level="C") for x in "ab"]
    assert options(both, [pair])["drug-a+drug-b"].category == "alternative"
    assert options(strong, [pair])["drug-a+drug-b"].category == "avoid"
    assert options([], [pair])["drug-a+drug-b"].category == "preferred"
