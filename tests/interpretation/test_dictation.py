"""The interpretation on page 1: what each sentence says, and when there is none."""

from datetime import date
from typing import Any

import pytest

from annotator.interpretation.dictation import dictate
from annotator.interpretation.sample_findings import read_findings
from annotator.model.base import OptionCategory
from annotator.model.context import KnownDriver, Sample
from annotator.model.findings import Assessment, Finding
from annotator.model.report import (
    Guidance,
    GuidanceOption,
    GuidanceSetting,
    SensitivityCall,
    SummaryLine,
)
from tests.builders import packaged
from tests.builders.findings import amplification, assessment, document, fusion, mutation

DRIVER = fusion()
RESISTING = {"counts_as_resistance": True}


def guidance(
    *options: tuple[str, OptionCategory], line: str = "2L", branch: str | None = None
) -> Guidance:
    return Guidance(
        setting=GuidanceSetting(gene="GENE1", line=line, prior_therapies=[], cns_metastases=None),
        as_of=date(2026, 1, 1),
        options=[
            GuidanceOption(
                rank=number, branch=branch, therapies=[name], category=category, reasons=[],
                rules=[], statements=[],
            )
            for number, (name, category) in enumerate(options, 1)
        ],
        notes=[],
        not_considered=[],
    )  # fmt: skip


def call(therapy: str, effect: str, scenario: str | None = None) -> SensitivityCall:
    return SensitivityCall.model_validate(
        {"therapy": therapy, "gene": "GENE1", "call": effect, "tier": None, "scenario": scenario,
         "findings": [], "statements": [], "reason": "x"}
    )  # fmt: skip


def fusion_looked(result: str, gene: str = "GENE1") -> Assessment:
    return assessment(f"{gene} fusion", "fusion", result)


def said(
    *findings: Finding,
    results: dict[str, str] | None = None,
    calls: tuple[SensitivityCall, ...] = (),
    options: Guidance | None = None,
    **more: Any,
) -> str:
    """The sentences on a document in which fusions of GENE1 and GENE2 were looked for."""
    given = {"assessments": [fusion_looked("absent"), fusion_looked("absent", "GENE2")]} | more
    sample = read_findings(document(findings, **given), packaged.knowledge_as_of())
    lines = [
        SummaryLine.model_validate({"question": question, "result": result, "answer": "x"})
        for question, result in (results or {}).items()
    ]
    return " ".join(dictate(sample, lines, calls, options or guidance()))


def test_one_driver() -> None:
    assert said(DRIVER).startswith("PART::GENE1 P1;G2 drives this tumor.")


def test_a_likely_driver() -> None:
    assert "is the likely driver of this tumor" in said(fusion("likely_driver"))


def test_a_fusion_to_confirm_is_named() -> None:
    text = said(fusion("needs_confirmation"))
    assert text == "PART::GENE1 P1;G2 is to be confirmed before it is taken as the driver."
    assert "to be confirmed" not in said(fusion("not_functional"))
    assert "to be confirmed" not in said(DRIVER, fusion("needs_confirmation", "GENE2", "F2"))


def test_two_drivers() -> None:
    other = fusion(gene="GENE2", identifier="F2", nomenclature="PART::GENE2 P1;G2")
    text = said(DRIVER, other)
    assert "PART::GENE1 P1;G2 and PART::GENE2 P1;G2 were found, each of which" in text


@pytest.mark.parametrize(
    ("result", "text"),
    [
        ("absent", "No driver fusion of GENE1 was found."),
        ("not_assessed", "Whether a fusion of GENE1 drives this tumor was not assessed."),
        ("no_call", "Whether a fusion of GENE1 drives this tumor is not settled."),
        ("indeterminate", "Whether a fusion of GENE1 drives this tumor is not settled."),
    ],
)
def test_no_driver(result: Any, text: str) -> None:
    assert said(assessments=[fusion_looked(result)]) == text


def test_plasma_excludes_nothing() -> None:
    plasma = Sample(id="S", genome_build="GRCh38", specimen="plasma")
    assert said(sample=plasma).endswith("Plasma does not exclude one in the tumor.")
    text = said(DRIVER, results={"on_target": "absent"}, sample=plasma)
    assert "found in plasma, which does not exclude one in the tumor" in text


def test_a_driver_of_an_earlier_test() -> None:
    found = document()
    known = KnownDriver(name="GENE1", gene="GENE1", method="fish")
    context = found.clinical_context.model_copy(update={"known_driver": known})
    text = said(clinical_context=context)
    assert text.startswith("The GENE1 fusion, known from FISH (date not given), is taken as the")
    assert "shows it" not in said(DRIVER, clinical_context=context)


def test_no_resistance() -> None:
    assert "No on-target resistance mutation was found." in said(
        DRIVER, results={"on_target": "absent"}
    )


def test_without_a_driver_nothing_is_said_of_resistance() -> None:
    assert "resistance" not in said(results={"on_target": "absent", "met": "not_assessed"})


@pytest.mark.parametrize(
    ("result", "word"),
    [
        ("not_assessed", "not assessed"),
        ("no_call", "not decided"),
        ("indeterminate", "not settled"),
    ],
)
def test_what_is_left_open_is_named(result: str, word: str) -> None:
    text = said(DRIVER, results={"on_target": result, "met": result})
    assert f"On-target resistance and MET were {word}" in text
    assert f"MET was {word}" in said(DRIVER, results={"on_target": "absent", "met": result})


def test_nothing_is_open_that_was_seen() -> None:
    text = said(DRIVER, results={"on_target": "present", "met": "absent"})
    assert text == "PART::GENE1 P1;G2 drives this tumor."


def test_an_amplification_stands_besides_the_driver() -> None:
    assert "GENE9 amplification was found besides the driver" in said(DRIVER, amplification())
    assert "besides" not in said(DRIVER, amplification(amplified=False))
    assert "besides" not in said(DRIVER, amplification(role="context"))


def test_a_filtered_mutation_is_not_named() -> None:
    bypass = mutation("A1C", gene="GENE9", role="bypass")
    assert "GENE9 A1C was found besides the driver" in said(DRIVER, bypass)
    filtered = bypass.model_copy(update={"filters": ["weak"]})
    assert "besides" not in said(DRIVER, filtered)


def test_options_by_category() -> None:
    chosen = guidance(
        ("a", "preferred"), ("b", "alternative"), ("c", "alternative"), ("d", "avoid")
    )
    text = said(DRIVER, options=chosen)
    assert text.endswith("For second-line treatment, a is preferred; alternatives are b and c.")


def test_the_line_of_treatment() -> None:
    for line, words in (("adjuvant", "After resection, a is"), ("9L", "For the next line, a is"),
                        ("unknown", "For the next line, a is")):  # fmt: skip
        assert words in said(DRIVER, options=guidance(("a", "preferred"), line=line))


def test_no_option_to_name() -> None:
    assert "No option is preferred or an alternative" in said(
        DRIVER, options=guidance(("d", "avoid"))
    )
    assert "option" not in said(DRIVER)


def test_an_unknown_history_has_branches() -> None:
    text = said(DRIVER, options=guidance(("a", "preferred"), branch="naive"))
    assert "The treatment history is unknown" in text
    assert "preferred" not in text


def test_many_names_are_counted() -> None:
    options = guidance(*((name, "preferred") for name in "abcdefg"))
    assert "a, b, c, d, e and 2 more are preferred" in said(DRIVER, options=options)


def test_a_failed_sample_has_no_interpretation() -> None:
    assert said(DRIVER, status="failed") == ""
