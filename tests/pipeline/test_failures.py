"""Failed samples are kept and logged, and the work goes on."""

import logging

import pytest

from annotator.model.errors import InputProblem
from annotator.pipeline.failures import Failures


@pytest.fixture
def failures(caplog, monkeypatch) -> Failures:
    monkeypatch.setattr(logging.getLogger("annotator"), "propagate", True)
    return Failures()


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (InputProblem("the file is empty", file="a.vcf"), 2, "S1: a.vcf: the file is empty"),
        (ValueError("a fault of the program"), 1, "S1: internal error: ValueError: a fault"),
    ],
)
def test_a_failure_inside_is_caught_and_logged(failures, caplog, error, status, message):
    with failures.catching("S1"):
        raise error
    assert failures.exit_status == status
    assert message in caplog.text
    assert not failures.unwritten


def test_work_without_a_failure_leaves_none(failures):
    discarded = []
    with failures.catching("S1"), failures.writing("S1", lambda: discarded.append("S1")):
        pass
    assert failures.exit_status == 0
    assert not failures.unwritten
    assert not discarded


def test_outputs_of_a_failed_write_are_discarded_once(failures):
    discarded = []
    for name in ("S1", "S2"):
        with failures.writing(name, lambda name=name: discarded.append(name)):
            if name == "S1":
                raise InputProblem("cannot be written")
    assert discarded == ["S1"]
    assert failures.unwritten == {"S1"}
    assert [*failures.problems] == ["S1"]


def test_a_discard_that_fails_is_a_failure_too(failures):
    def discard() -> None:
        raise InputProblem("cannot be removed")

    with failures.writing("S1", discard):
        raise ValueError("first")
    assert failures.exit_status == 1
    assert str(failures.problems["S1"]) == "cannot be removed"


def test_an_interrupt_is_not_caught(failures):
    with pytest.raises(KeyboardInterrupt), failures.catching("S1"):
        raise KeyboardInterrupt
    assert failures.exit_status == 0
