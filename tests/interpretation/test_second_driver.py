"""What is said of a driver of another gene beside a driver fusion, by the history."""

from datetime import UTC, datetime

import pytest

from annotator.interpretation.interpret import interpret
from annotator.model.warning import ReportWarning
from tests.builders.findings import document, fusion, mutation
from tests.builders.knowledge import knowledge, rule, statement

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
BASE = knowledge([statement("", "drug-a", "sensitive")], [rule("ANY", [("drug-a", "preferred")])])
IDENTITY = "check the sample's identity"


def second(**more):
    made = mutation("L1R", gene="GENE7", role="bypass")
    return made.model_copy(update={"functional_class": "GENE7 mutation", "is_driver": True} | more)


def read(prior, *findings, warnings=()):
    made = document(findings or [fusion(), second()], prior=prior)
    report = interpret(made.model_copy(update={"warnings": list(warnings)}), BASE, CREATED)
    (line,) = [line for line in report.summary if line.question == "driver"]
    return line.answer, [w.message for w in report.warnings if w.code == "second_driver"]


@pytest.mark.parametrize("prior", [[], ["drug-of-another-gene"]])
def test_before_any_tki_the_sample_is_in_doubt(prior):
    answer, warnings = read(prior)
    assert "Also found: GENE7 L1R, which is unusual together" in answer
    assert answer.endswith(f"{IDENTITY}.")
    assert [IDENTITY in message for message in warnings] == [True]
    assert "bypass" not in answer + warnings[0]


def test_after_a_tki_it_is_a_bypass_and_no_doubt_of_the_sample():
    answer, warnings = read(["drug-a"])
    assert answer.endswith("Also found, after a TKI: GENE7 L1R, read as a bypass.")
    assert "identity" not in answer
    assert warnings == []


def test_without_a_history_both_are_said():
    answer, warnings = read(None)
    for text in (answer, *warnings):
        assert "GENE7 L1R" in text
        assert IDENTITY in text
        assert "read as a bypass" in text
    assert len(warnings) == 1


@pytest.mark.parametrize("prior", [None, [], ["drug-a"]])
def test_what_drives_nothing_by_itself_is_not_spoken_of(prior):
    answer, warnings = read(prior, fusion(), second(is_driver=False))
    assert ("GENE7" in answer, warnings) == (False, [])


def test_the_warning_of_an_earlier_version_gives_way_to_that_of_the_history():
    earlier = ReportWarning(code="second_driver", message="blind to the history")
    assert read(["drug-a"], warnings=[earlier])[1] == []
    (message,) = read([], warnings=[earlier])[1]
    assert message != earlier.message
