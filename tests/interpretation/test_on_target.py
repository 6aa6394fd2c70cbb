"""On-target resistance: of the driver's kinase alone, and only what is known to resist."""

from collections.abc import Sequence

import pytest

from annotator.interpretation.interpret import interpret
from annotator.model.on_target import beside_the_driver, driver_kinases, of_drivers_alone
from annotator.reporting.cohort import cohort_rows
from tests.builders.findings import assessment, compounds, document, fusion, mutation
from tests.builders.knowledge import knowledge, statement
from tests.interpretation.test_properties import CREATED

STATEMENTS = [
    statement("G12R", "drug-a", "resistant"),
    statement("G12V", "drug-a", "reduced"),
    statement("L20M", "drug-a", "sensitive"),
    statement("L20V", "drug-a", "conflicting"),
    statement("F30L", "drug-a", "unknown"),
    statement("L20M; S40T", "drug-a", "resistant"),
    statement("H50Y", "drug-a", "resistant", since="2030"),
]
BASE = knowledge(STATEMENTS)


def target(gene, name, result, category="residue"):
    return assessment(f"{gene} {name}", category, result, reason=f"{result} it is")


def looked_at(result="absent", **residues):
    """The assessments of two driver kinases; every residue is of the result but for those named."""
    found = {f"{letter}{place}": result for letter, place in (("G", 12), ("L", 20), ("F", 30))}
    singles = [target("GENE1", name, each) for name, each in (found | residues).items()]
    domains = [
        target(gene, "kinase domain", result, "kinase_domain") for gene in ("GENE1", "GENE2")
    ]
    fusions = [target(gene, "fusion", "absent", "fusion") for gene in ("GENE1", "GENE2")]
    return [*fusions, *singles, *domains]


def report_of(findings: Sequence, assessments=None, specimen="tissue"):
    made = document(findings)
    return interpret(
        made.model_copy(
            update={
                "assessments": looked_at() if assessments is None else assessments,
                "sample": made.sample.model_copy(update={"specimen": specimen}),
            }
        ),
        BASE,
        CREATED,
    )


def line_of(report):
    return next(line for line in report.summary if line.question == "on_target")


def vus(change, **more):
    return mutation(change, significance="unknown", **more)


@pytest.mark.parametrize("change", ["G12R", "G12V", "L20V"])
def test_what_resists_or_weakens_a_drug_is_resistance(change):
    report = report_of([fusion(), mutation(change)])
    assert line_of(report).result == "present"
    (found,) = (f for f in report.findings if f.kind == "mutation")
    assert found.resists == ["drug-a"]


@pytest.mark.parametrize("change", ["L20M", "F30L"])
@pytest.mark.parametrize("result", ["absent", "not_assessed", "no_call"])
def test_a_known_mutation_without_resistance_on_record_is_none(change, result):
    line = line_of(report_of([fusion(), mutation(change)], looked_at(result)))
    assert line.result == result
    assert f"GENE1 {change}: known, with no resistance to a drug on record" in line.answer


def test_resistance_together_counts_where_both_are_there():
    alone = report_of([fusion(), mutation("L20M")])
    both = report_of([fusion(), mutation("L20M"), mutation("S40T")])
    assert (line_of(alone).result, line_of(both).result) == ("absent", "present")
    filtered = report_of([fusion(), mutation("L20M"), mutation("S40T", filters=["weak"])])
    assert line_of(filtered).result != "present"


def test_a_statement_of_a_later_day_is_no_resistance_yet():
    line = line_of(report_of([fusion(), mutation("H50Y")]))
    assert line.result == "absent"


@pytest.mark.parametrize("result", ["absent", "not_assessed", "no_call"])
def test_a_variant_of_unknown_significance_is_said_apart_from_resistance(result):
    line = line_of(report_of([fusion(), vus("Q99K")], looked_at(result)))
    assert line.result == result
    assert "GENE1 Q99K, variant of unknown significance: effect not known" in line.answer
    assert ("No known resistance mutation found" in line.answer) == (result == "absent")


def test_a_variant_at_a_residue_of_known_resistance_leaves_it_open():
    line = line_of(report_of([fusion(), vus("G12E")], looked_at(G12="present")))
    assert line.result == "indeterminate"
    assert "other changes of residue 12 are known to resist (G12R, G12V)" in line.answer
    harmless = line_of(report_of([fusion(), vus("F30C")], looked_at(F30="present")))
    assert harmless.result == "absent"
    assert "known to resist" not in harmless.answer


def test_resistance_and_a_variant_stand_apart_in_one_line():
    pair = [mutation("G12R"), vus("Q99K")]
    line = line_of(report_of([fusion(), *pair, *compounds(pair, "unknown")]))
    assert line.result == "present"
    assert line.answer == (
        "GENE1 G12R; GENE1 Q99K, variant of unknown significance: effect not known; "
        "GENE1 G12R+Q99K: phase unknown."
    )


def test_what_a_caller_filtered_is_open_only_where_it_is_known_to_resist():
    known = report_of([fusion(), mutation("G12R", filters=["weak"])])
    unknown = report_of([fusion(), vus("Q99K", filters=["weak"])])
    assert (line_of(known).result, line_of(unknown).result) == ("indeterminate", "absent")
    assert "to be confirmed: GENE1 G12R (filter weak)" in line_of(known).answer
    said = "GENE1 Q99K (filter weak; variant of unknown significance)"
    assert said in line_of(unknown).answer


def test_in_plasma_no_known_resistance_seen_excludes_nothing():
    line = line_of(report_of([fusion(), vus("Q99K")], specimen="plasma"))
    assert line.result == "absent"
    assert line.answer.endswith("In plasma this does not exclude it in the tumor.")


def test_a_mutation_of_the_other_fusion_kinase_is_not_on_target():
    other = mutation("G12R", gene="GENE2")
    report = report_of([fusion(), other])
    (found,) = (f for f in report.findings if f.kind == "mutation")
    assert (found.role, line_of(report).result) == ("other", "absent")
    assert "Not on target: GENE2 G12R; GENE2 is not the driver kinase" in line_of(report).answer
    assert line_of(report_of([fusion()])).answer.count("Not on target") == 0


def test_only_a_known_resistance_mutation_of_the_other_kinase_is_a_warning():
    code = "resistance_mutation_of_another_kinase"

    def codes(*findings):
        return [warning.code for warning in report_of(findings).warnings]

    known = mutation("G12R", gene="GENE1")
    other_driver = fusion(gene="GENE2")
    assert codes(other_driver, known) == [code]
    assert codes(other_driver, vus("Q99K")) == []
    assert codes(other_driver, known.model_copy(update={"filters": ["weak"]})) == []
    assert codes(fusion(), known) == []
    assert codes(known) == []


def test_compounds_of_the_other_kinase_go_with_its_role():
    pair = [mutation("G12R", gene="GENE2"), mutation("L20M", gene="GENE2")]
    beside = report_of([fusion(), *pair, *compounds(pair, "cis")])
    alone = report_of([*pair, *compounds(pair, "cis")])
    kinds = [[f.kind for f in report.findings] for report in (beside, alone)]
    assert [each.count("compound_mutation") for each in kinds] == [0, 1]


@pytest.mark.parametrize(
    ("fusions", "roles"),
    [
        ([], ["on_target", "on_target"]),
        ([fusion("needs_confirmation")], ["on_target", "on_target"]),
        ([fusion()], ["on_target", "other"]),
        ([fusion(gene="GENE2")], ["other", "on_target"]),
        ([fusion(), fusion(gene="GENE2", identifier="F2")], ["on_target", "on_target"]),
    ],
)
def test_the_role_is_that_of_the_drivers_shown(fusions, roles):
    both = [mutation("G12R"), mutation("G12R", gene="GENE2")]
    assert [m.role for m in of_drivers_alone(both, driver_kinases(fusions))] == roles
    met = mutation("L20M", gene="GENE9", role="met_kinase")
    assert of_drivers_alone([met], driver_kinases(fusions)) == [met]


def test_what_does_not_change_the_kinase_is_not_named_beside_the_driver():
    truncated = mutation("G12R", gene="GENE2").model_copy(update={"consequence": "stop_gained"})
    assert beside_the_driver([fusion(), truncated], ["GENE1", "GENE2"], {"GENE1"}) == []
    polymorphism = mutation("G12R", gene="GENE2", role="polymorphism")
    assert beside_the_driver([fusion(), polymorphism], ["GENE1", "GENE2"], {"GENE1"}) == []


def test_without_a_driver_a_variant_is_not_called_a_resistance_mutation():
    notes = report_of([mutation("G12R"), vus("Q99K")]).guidance.notes
    notes = [note for note in notes if "without a driver fusion shown" in note]
    (known,) = (note for note in notes if "GENE1 G12R" in note)
    (unknown,) = (note for note in notes if "GENE1 Q99K" in note)
    assert "as a resistance mutation it has meaning only together with the fusion" in known
    assert "resistance" not in unknown


def test_the_cohort_keeps_resistance_and_unknown_variants_in_columns_of_their_own():
    def columns(*findings):
        (row,) = cohort_rows([report_of([fusion(), *findings])])
        return row.on_target_mutations, row.on_target_unknown_significance

    assert columns() == ("absent", "")
    assert columns(mutation("G12R"), vus("Q99K")) == ("GENE1 G12R", "GENE1 Q99K")
    assert columns(vus("Q99K", filters=["weak"])) == ("absent", "filtered: GENE1 Q99K (weak)")
    assert columns(mutation("L20M")) == ("absent; no resistance on record: GENE1 L20M", "")
    assert columns(mutation("G12R", gene="GENE2")) == ("absent", "")


def test_a_report_that_did_not_look_up_resistance_counts_what_is_cataloged():
    report = report_of([fusion(), mutation("L20M")])
    old = [
        f.model_copy(update={"resists": None}) if f.kind == "mutation" else f
        for f in report.findings
    ]
    (row,) = cohort_rows([report.model_copy(update={"findings": old})])
    assert row.on_target_mutations == "GENE1 L20M"
