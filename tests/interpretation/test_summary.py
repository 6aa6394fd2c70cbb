"""What the first page says of alterations of other genes."""

from datetime import UTC, datetime

import pytest

from annotator.interpretation.interpret import interpret
from annotator.interpretation.summary import ANOTHER_DRIVER, DRIVER_MUTATION
from annotator.model.findings import FusionSupport
from tests.builders.findings import assessment, document, fusion, mutation
from tests.builders.knowledge import knowledge, rule, statement

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
BASE = knowledge(
    [statement("", "drug-a", "sensitive")],
    [rule("ANY", [("drug-a", "preferred")])],
)


def bypass(change="G12C", filters=(), role="bypass", **more):
    made = mutation(change, gene="GENE7", role=role, filters=filters)
    return made.model_copy(update={"functional_class": "GENE7 activating mutation", **more})


def answers(*findings):
    report = interpret(document(findings, prior=[]), BASE, CREATED)
    return {line.question: line for line in report.summary}


def test_the_class_is_named_beside_the_allele():
    line = answers(fusion(), bypass())["bypass"]
    assert line.result == "present"
    assert line.answer == "GENE7 G12C: GENE7 activating mutation."


def test_a_small_share_is_not_rounded_away():
    line = answers(fusion(), bypass(vaf=0.0004))["bypass"]
    assert line.answer.startswith("GENE7 G12C (VAF 0.04 %)")
    more = answers(fusion(), bypass(vaf=0.012))["bypass"]
    assert more.answer.startswith("GENE7 G12C (VAF 1.2 %)")


def test_a_class_that_was_not_checked_is_marked():
    line = answers(fusion(), bypass(functional_class_curation="unverified"))["bypass"]
    assert line.answer == "GENE7 G12C: GENE7 activating mutation († unverified)."
    checked = answers(fusion(), bypass(functional_class_curation="verified"))["bypass"]
    assert "unverified" not in checked.answer


def test_a_filtered_one_stands_apart():
    line = answers(fusion(), bypass(), bypass("G13D", filters=["weak"]))["bypass"]
    apart = "; filtered by the caller, to be confirmed: GENE7 G13D (filter weak)."
    assert line.answer.endswith(apart)
    assert "G13D" not in line.answer.partition(";")[0]
    assert answers(fusion(), bypass(filters=["weak"]))["bypass"].result != "present"


@pytest.mark.parametrize(
    ("reads", "said"), [(0, "(RNA"), (1, "(1 read, RNA"), (2, "(2 reads, RNA")]
)
def test_the_reads_of_a_fusion_are_counted(reads, said):
    row = FusionSupport(caller="x", assay="rna", source="x", split_reads=reads, raw_breakpoints="x")
    found = fusion().model_copy(update={"support": [row], "assays": ["rna"]})
    line = answers(found)["driver"]
    assert said in line.answer


PAIR = "GENE7 with GENE6"


def half_pair(*beside, result="not_assessed", assessments=()):
    """What is said where one of two genes that count together is altered."""
    made = looked_for(PAIR, result, "GENE7 G12C alone").model_copy(update={"gene": "GENE7"})
    told = document([fusion(), *beside], prior=[]).model_copy(
        update={"assessments": [made, *assessments]}
    )
    lines = {line.question: line for line in interpret(told, BASE, CREATED).summary}
    return lines["bypass"].result, lines["bypass"].answer


def test_one_gene_of_a_pair_is_named_as_found_and_the_pair_not_as_unassessed():
    result, answer = half_pair(
        bypass(role="other", vaf=0.35), assessments=[looked_for("GENE8", "not_assessed", "no")]
    )
    assert result == "not_assessed"
    assert answer.startswith(
        "GENE7 G12C (VAF 35.0 %) detected; an alteration of GENE6 is not excluded. "
    )
    assert PAIR not in answer
    assert "GENE8" in answer


def test_it_is_named_beside_a_bypass_too():
    other = bypass("G13D").model_copy(update={"gene": "GENE8", "label": "GENE8 G13D", "id": "M8"})
    result, answer = half_pair(bypass(role="other"), other)
    assert result == "present"
    assert "GENE7 G12C detected; an alteration of GENE6 is not excluded." in answer


def test_a_filtered_one_of_a_pair_is_to_be_confirmed():
    _, answer = half_pair(bypass(role="other", filters=["weak"]))
    assert answer.startswith("GENE7 G12C filtered by the caller, to be confirmed; ")


@pytest.mark.parametrize(
    ("result", "found"),
    [
        ("not_assessed", []),
        ("present", [bypass()]),
        ("not_assessed", [bypass(role="other", functional_class=None)]),
    ],
)
def test_a_pair_of_which_none_or_both_were_found_is_not_said_as_half(result, found):
    unclassed = [
        f.model_copy(update={"functional_class": None}) for f in found if f.role == "other"
    ]
    _, answer = half_pair(*(unclassed or found), result=result)
    assert "is not excluded" not in answer


def test_a_second_driver_is_told_beside_the_driver_and_does_not_hide_it():
    line = answers(fusion(), bypass(is_driver=True))["driver"]
    assert line.result == "present"
    assert "kinase domain retained" in line.answer
    assert "Also found: GENE7 G12C, which is unusual" in line.answer
    assert line.answer.endswith("check the sample's identity.")


@pytest.mark.parametrize(
    "findings",
    [
        [fusion(), bypass()],  # drives nothing of itself
        [fusion(), bypass(is_driver=True, filters=["weak"])],
        [fusion("needs_confirmation"), bypass(is_driver=True)],  # no driver fusion is shown
        [bypass(is_driver=True)],
    ],
)
def test_otherwise_identity_is_not_in_question(findings):
    assert "identity" not in answers(*findings)["driver"].answer


def test_options_stay_those_of_the_driver_and_say_what_they_leave_out():
    alone = interpret(document([fusion()], prior=[]), BASE, CREATED).guidance.options
    beside = interpret(
        document([fusion(), bypass(is_driver=True)], prior=[]), BASE, CREATED
    ).guidance.options

    def told(options):
        return [(o.therapies, o.category) for o in options]

    assert told(beside) == told(alone)
    left_out = "not taken into account: GENE7 activating mutation"
    assert left_out in " ".join(beside[0].reasons)
    assert left_out not in " ".join(alone[0].reasons)


def other_fusion(**more):
    """An active fusion of a gene that is not a driver here."""
    made = fusion(gene="GENE9", identifier="F9")
    return made.model_copy(update={"role": "off_target"} | more)


def notes(*findings):
    return interpret(document(findings, prior=[]), BASE, CREATED).guidance.notes


def test_a_fusion_of_another_gene_is_told_beside_the_driver_and_as_bypass():
    told = answers(fusion(), other_fusion())
    assert told["driver"].result == "present"
    assert f"Also found: {other_fusion().name}, which is unusual" in told["driver"].answer
    assert told["bypass"].result == "present"
    assert other_fusion().nomenclature in told["bypass"].answer
    assert not any(ANOTHER_DRIVER in note for note in notes(fusion(), other_fusion()))


def test_the_domain_is_called_by_its_name():
    told = answers(fusion(), other_fusion(domain="EGF-like domain"))
    assert "EGF-like domain retained" in told["bypass"].answer
    assert "kinase domain retained" in told["driver"].answer


def test_alone_it_is_told_as_a_driver_of_another_gene():
    line = answers(other_fusion())["driver"]
    assert line.answer.startswith(f"{ANOTHER_DRIVER}: {other_fusion().nomenclature}.")
    assert line.result != "present"
    first, second, *_ = notes(other_fusion())
    assert "does not give therapies for it: assess it separately" in first
    assert second == "No other driver shown: no line-of-therapy guidance is given."


def test_a_mutation_that_drives_by_itself_is_told_where_no_driver_is_shown():
    found = bypass(is_driver=True)
    line = answers(found)["driver"]
    assert line.answer.startswith(f"{DRIVER_MUTATION}: GENE7 G12C.")
    assert line.result != "present"
    shown, told, *_ = notes(found)
    assert shown == "Driver not shown: no line-of-therapy guidance is given."
    assert told.startswith(f"{DRIVER_MUTATION}: GENE7 G12C. This report does not give")
    looked = looked_for("GENE1 fusion", "absent", "-").model_copy(
        update={"gene": "GENE1", "category": "fusion"}
    )
    with_looked = document([found], prior=[]).model_copy(update={"assessments": [looked]})
    told = interpret(with_looked, BASE, CREATED).guidance.notes[1]
    assert told.endswith("separately, or as a bypass where a fusion of GENE1 is known.")
    doubtful = fusion("needs_confirmation")
    assert DRIVER_MUTATION in answers(doubtful, found)["driver"].answer


def test_an_event_within_a_gene_that_drives_is_told_as_such_a_mutation():
    event = other_fusion(event="exon_skipping", class_is_driver=True)
    line = answers(event)["driver"]
    assert line.answer.startswith(f"{DRIVER_MUTATION}: {event.label}.")
    assert f"{DRIVER_MUTATION}: {event.label}." in notes(event)[1]
    assert f"Also found: {event.label}, which" in answers(fusion(), event)["driver"].answer
    thin = event.model_copy(update={"classification": "needs_confirmation"})
    assert DRIVER_MUTATION not in answers(thin)["driver"].answer


@pytest.mark.parametrize(
    "findings",
    [[bypass()], [bypass(is_driver=True, filters=["weak"])], [fusion(), bypass(is_driver=True)]],
)
def test_no_other_mutation_is_told_as_a_driver(findings):
    assert DRIVER_MUTATION not in answers(*findings)["driver"].answer
    assert not any(DRIVER_MUTATION in note for note in notes(*findings))


@pytest.mark.parametrize(
    "more",
    [
        {"classification": "needs_confirmation"},
        {"classification": "not_functional"},
        {"event": "exon_skipping"},
    ],
)
def test_what_is_not_held_to_be_one_is_no_driver(more):
    found = other_fusion(**more)
    assert ANOTHER_DRIVER not in answers(found)["driver"].answer
    assert notes(found)[0] == "Driver not shown: no line-of-therapy guidance is given."
    assert "identity" not in answers(fusion(), found)["driver"].answer


def test_one_to_be_confirmed_stands_behind_what_is_found():
    doubtful = other_fusion(classification="needs_confirmation")
    line = answers(fusion(), bypass(), doubtful)["bypass"]
    assert line.result == "present"
    assert line.answer.endswith(f"; to be confirmed: {doubtful.nomenclature}.")
    assert answers(fusion(), doubtful)["bypass"].result != "present"


def looked_for(target, result, reason, gene="GENE7"):
    return assessment(target, "bypass", result, gene=gene, reason=reason)


def nothing_found(*assessments, beside=()):
    told = document([fusion(), *beside], prior=[]).model_copy(
        update={"assessments": list(assessments)}
    )
    lines = {line.question: line for line in interpret(told, BASE, CREATED).summary}
    return lines["bypass"].result, lines["bypass"].answer


def test_what_is_open_keeps_its_reason_and_what_was_not_looked_at_comes_before_what_is_absent():
    made = nothing_found(
        looked_for("GENE7", "absent", "no reads"),
        looked_for("GENE8", "not_assessed", "outside"),
        looked_for("GENE9", "indeterminate", "G12C filtered"),
    )
    assert made == (
        "indeterminate",
        "GENE9: G12C filtered. Not assessed: GENE8. Not detected, as far as the data show: GENE7.",
    )


def test_what_is_open_is_told_beside_what_was_found():
    made = nothing_found(
        looked_for("GENE7", "present", "G12C"),
        looked_for("GENE7 amplification", "indeterminate", "purity"),
        looked_for("GENE8", "no_call", "thin"),
        looked_for("GENE9", "indeterminate", "doubtful row"),
        looked_for("GENE9 fusion", "indeterminate", "doubtful row"),
        looked_for("GENE10", "absent", "no reads"),
        looked_for("GENE11", "not_assessed", "outside"),
        looked_for("GENE12", "not_assessed", "outside"),
        beside=[bypass(), other_fusion(classification="needs_confirmation")],
    )
    assert made == (
        "present",
        "GENE7 G12C: GENE7 activating mutation; to be confirmed: PART::GENE9 P1;G2. Not "
        "settled: GENE7 amplification, GENE9. Data too thin: GENE8. Not assessed: GENE11, GENE12.",
    )


def test_several_alterations_are_told_apart():
    line = answers(fusion(), bypass(), bypass("G13D"))["bypass"]
    assert line.answer == (
        "GENE7 G12C: GENE7 activating mutation; GENE7 G13D: GENE7 activating mutation."
    )


@pytest.mark.parametrize(
    ("specimen", "result", "said"),
    [
        ("plasma", "absent", True),
        ("plasma", "not_assessed", False),
        ("plasma", "present", False),
        ("tissue", "absent", False),
    ],
)
def test_what_an_absence_in_plasma_is_worth_is_told(specimen, result, said):
    seen = looked_for("GENE1 kinase domain", result, "-").model_copy(
        update={"gene": "GENE1", "category": "kinase_domain"}
    )
    fusions = looked_for("GENE1 fusion", "absent", "-").model_copy(
        update={"gene": "GENE1", "category": "fusion"}
    )
    made = document([fusion()], prior=[])
    sample = made.sample.model_copy(update={"specimen": specimen})
    changed = {"assessments": [seen, fusions], "sample": sample}
    report = interpret(made.model_copy(update=changed), BASE, CREATED)
    lines = {line.question: line.answer for line in report.summary}
    worth = "In plasma this does not exclude it in the tumor."
    assert lines["on_target"].endswith(worth) == said
    assert worth not in lines["driver"]


def test_one_reason_for_all_is_recognized_by_itself():
    made = nothing_found(*(looked_for(gene, "not_assessed", "no VCF") for gene in ("A1", "B1")))
    assert made == ("not_assessed", "No VCF.")


@pytest.mark.parametrize(
    ("genes", "listed"),
    [
        (("A1", "B1", "C1"), "GENE7; fusion of A1, B1, C1"),
        (("A1", "B1"), "GENE7, A1 fusion, B1 fusion"),
    ],
)
def test_the_aspect_that_several_targets_share_is_named_once(genes, listed):
    fusions = [looked_for(f"{gene} fusion", "not_assessed", "no file", gene) for gene in genes]
    _, answer = nothing_found(looked_for("GENE7", "not_assessed", "outside"), *fusions)
    assert answer == f"Not assessed: {listed}."


@pytest.mark.parametrize(
    ("result", "prior", "said"),
    [
        ("indeterminate", ["drug-a"], "is not settled in this sample"),
        ("indeterminate", [], None),  # no resistance is to be explained yet
        ("no_call", ["drug-a"], "was not assessed in this sample"),
        ("absent", ["drug-a"], None),
        ("present", ["drug-a"], None),
    ],
)
def test_what_is_in_doubt_outside_the_kinase_is_to_be_settled_at_resistance(result, prior, said):
    doubtful = looked_for("GENE8 amplification", result, "-").model_copy(
        update={"category": "copy_number"}
    )
    told = document([fusion()], prior=prior).model_copy(update={"assessments": [doubtful]})
    named = [n for n in interpret(told, BASE, CREATED).guidance.notes if "GENE8" in n]
    assert [said in note for note in named] == ([True] if said else [])
