"""What copies of further genes change in a report: their notes, and nothing else."""

from datetime import UTC, datetime

import pytest

from annotator.interpretation.interpret import interpret
from annotator.interpretation.profile import build_profile, functional_fusions
from annotator.model.context import ClinicalContext
from annotator.model.report import Report
from annotator.readers.sheet.values import therapies
from tests.builders import packaged
from tests.cases.stated import StatedCase

HISTOLOGY = "repeat biopsy for histology"
BYPASS = "is read as a bypass"


def report(
    copies: dict[str, tuple[float, float]],
    bypass: tuple[str, ...] = (),
    fusion: str = "EML4::ALK E13;A20",
    prior: str = "alectinib",
) -> Report:
    case = {"fusions": [fusion], "copy_number": copies, "bypass": list(bypass)}
    document = StatedCase("S", case, packaged.environment()).document()
    context = ClinicalContext.model_validate(packaged.environment().history(therapies(prior)))
    told = document.model_copy(update={"clinical_context": context})
    return interpret(told, packaged.knowledge_as_of(), datetime(2026, 11, 22, tzinfo=UTC))


def effects(made: Report) -> list[tuple[str, str, str | None]]:
    return [(call.therapy, call.call, call.tier) for call in made.sensitivity]


def noted(made: Report, text: str) -> bool:
    return any(text in note for note in made.guidance.notes)


@pytest.mark.parametrize("gene", ["EGFR", "BRAF", "PIK3CA", "MYC", "CDK4", "MDM2", "ALK", "ROS1"])
def test_an_amplification_that_is_context_changes_no_call_and_no_option(gene: str) -> None:
    plain, made = report({gene: (2, 2)}), report({gene: (20, 2)})
    assert [f.gene for f in made.findings if getattr(f, "role", "") == "context"] == [gene]
    assert (made.sensitivity, made.guidance) == (plain.sensitivity, plain.guidance)


@pytest.mark.parametrize("gene", ["CDKN2A", "PTEN", "RB1", "TP53"])
def test_a_loss_that_is_context_changes_no_call_and_no_option(gene: str) -> None:
    plain, made = report({gene: (2, 2)}), report({gene: (0.1, 2)})
    assert [f.gene for f in made.findings if getattr(f, "role", "") == "context"] == [gene]
    assert (made.sensitivity, made.guidance) == (plain.sensitivity, plain.guidance)
    (line,) = [s for s in made.summary if s.question == "bypass"]
    assert gene not in line.answer


@pytest.mark.parametrize(
    ("gene", "copies", "answer"),
    [
        ("KRAS", 20, "KRAS 20.0 copies, 10.0 times the rest of 12p: KRAS amplification."),
        (
            "KIT",
            20,
            "KIT 20.0 copies, 10.0 times the rest of 4q: KIT amplification († unverified).",
        ),
        (
            "ERBB2",
            20,
            "ERBB2 20.0 copies, 10.0 times the rest of 17q: ERBB2 amplification († unverified).",
        ),
        ("NF2", 0.1, "NF2 homozygous loss, 0.1 copies († unverified)."),
    ],
)
@pytest.mark.parametrize(
    ("fusion", "prior"), [("EML4::ALK E13;A20", "alectinib"), ("CD74::ROS1 C6;R34", "lorlatinib")]
)
def test_a_described_bypass_gets_the_notes_of_one(
    gene: str, copies: float, answer: str, fusion: str, prior: str
) -> None:
    made = report({gene: (copies, 2)}, fusion=fusion, prior=prior)
    (line,) = [s for s in made.summary if s.question == "bypass"]
    assert (line.result, line.answer) == ("present", answer)
    assert noted(made, BYPASS)
    assert effects(made) == effects(report({}, fusion=fusion, prior=prior))
    assert {r.curation for r in made.rules if r.id.endswith("bypass-of-other-genes")} == {
        "unverified"
    }


@pytest.mark.parametrize(("gene", "copies"), [("KRAS", 5.9), ("NF2", 0.5), ("KIT", 2)])
def test_below_its_bound_it_is_no_bypass(gene: str, copies: float) -> None:
    assert not noted(report({gene: (copies, 2)}), BYPASS)


def test_rb1_lost_with_tp53_altered_asks_for_histology_first_and_alone_for_none() -> None:
    def offered(made: Report) -> list[list[str]]:
        return [option.therapies for option in made.guidance.options]

    assert offered(report({"RB1": (0.1, 2)}, ("TP53 mutation",)))[0] == [HISTOLOGY]
    assert offered(report({"RB1": (0.1, 2), "TP53": (0.1, 2)}))[0] == [HISTOLOGY]
    assert [HISTOLOGY] not in offered(report({"RB1": (0.5, 2)}, ("TP53 mutation",)))
    assert [HISTOLOGY] not in offered(report({"RB1": (0.1, 2)}))
    assert [HISTOLOGY] not in offered(report({"TP53": (0.1, 2)}))


def test_findings_of_an_earlier_version_still_hold_their_amplification() -> None:
    case = {"fusions": ["EML4::ALK E13;A20"], "copy_number": {"MET": (20, 2)}}
    document = StatedCase("S", case, packaged.environment()).document()
    older = [
        f.model_copy(update={"functional_class": None}) if f.kind == "copy_number" else f
        for f in document.findings
    ]
    (fusion,) = functional_fusions(older).values()
    assert "MET amplification" in build_profile(fusion, older, document.assessments).alterations
