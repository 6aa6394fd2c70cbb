"""What the first page says of alterations of other genes."""

from datetime import UTC, datetime

import pytest

from annotator.interpretation.interpret import interpret
from tests.interpretation.builders import document, fusion, knowledge, mutation, rule, statement

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


def test_what_counts_for_nothing_alone_is_not_told():
    line = answers(fusion(), bypass(role="other"))["bypass"]
    assert (line.result, "G12C" in line.answer) == ("not_assessed", False)


def test_a_second_driver_is_told_beside_the_driver_and_does_not_hide_it():
    line = answers(fusion(), bypass(is_driver=True))["driver"]
    assert line.result == "present"
    assert "kinase domain retained" in line.answer
    assert line.answer.endswith("check the sample's identity (GENE7 G12C).")


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
