"""Therapies as they are written: INN, code, brand, any case, and what is near a mistake."""

import pytest

from annotator.knowledge.therapy_names import resolve_therapies, spellings
from annotator.model.errors import InputProblem
from tests.builders import packaged


@pytest.fixture(scope="module")
def therapies():
    return packaged.knowledge().therapies


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NVL-655", "neladalkib"),
        ("nvl 655", "neladalkib"),
        ("TPX-0131", "zotizalkib"),
        ("X-396", "ensartinib"),
        ("x396", "ensartinib"),
        ("Ensacove", "ensartinib"),
        ("PF-02341066", "crizotinib"),
        ("PF02341066", "crizotinib"),
        ("XALKORI®", "crizotinib"),
        ("LDK378", "ceritinib"),
        ("ALECENSA", "alectinib"),
        ("CH5424802", "alectinib"),
        ("AP26113", "brigatinib"),
        ("Lorviqua", "lorlatinib"),
        ("PF 06463922", "lorlatinib"),
        ("RXDX-101", "entrectinib"),
        ("TPX-0005", "repotrectinib"),
        ("DS-6051b", "taletrectinib"),
        ("AB-106", "taletrectinib"),
        ("NVL-520", "zidesamtinib"),
        ("Jideytro", "zidesamtinib"),
        ("WX-0593", "iruplinalkib"),
        ("TQ-B3139", "envonalkib"),
        ("TQ-B3101", "unecritinib"),
        ("SAF-189s", "foritinib"),
        ("INC280", "capmatinib"),
        ("Carboplatin + Pemetrexed", "platinum-pemetrexed chemotherapy"),
        ("carboplatin-pemetrexed", "platinum-pemetrexed chemotherapy"),
    ],
)
def test_every_usual_spelling_is_the_inn(therapies, written, name):
    assert resolve_therapies([written], therapies) == [name]


def test_order_and_repetition_are_kept(therapies):
    given = ["Xalkori", "alectinib", "CRIZOTINIB"]
    assert resolve_therapies(given, therapies) == ["crizotinib", "alectinib", "crizotinib"]


def test_no_two_therapies_share_a_spelling(therapies):
    meant: dict[str, set[str]] = {}
    for therapy in therapies:
        for bare in spellings([therapy]):
            meant.setdefault(bare, set()).add(therapy.name)
    assert all(len(names) == 1 for names in meant.values())


@pytest.mark.parametrize(
    ("written", "near"), [("lorlatnib", "lorlatinib"), ("alecensaa", "Alecensa")]
)
def test_a_mistake_is_told_with_the_nearest_names(therapies, written, near):
    with pytest.raises(InputProblem) as raised:
        resolve_therapies(["crizotinib", written], therapies)
    problem = raised.value
    assert problem.found == f"unknown therapy {written!r}"
    assert problem.column == "prior_therapies"
    assert near in problem.advice


@pytest.mark.parametrize("separator", [",", ", ", " ", "+", " + ", "/", " -> ", " → "])
def test_names_that_another_mark_separates_are_told_apart(therapies, separator):
    with pytest.raises(InputProblem) as raised:
        resolve_therapies([f"crizotinib{separator}Alecensa"], therapies)
    assert raised.value.advice == (
        "Did you mean crizotinib;Alecensa (one after the other) or crizotinib+Alecensa (together)?"
    )


def test_what_is_near_nothing_is_told_without_a_guess(therapies):
    with pytest.raises(InputProblem) as raised:
        resolve_therapies(["qqqq"], therapies)
    assert raised.value.advice == "Correct the name"
