"""A reason asks for RNA where none could show the event, and else says what RNA shows."""

from typing import Any

import pytest

from annotator.detection.fusions.evidence import EventEvidence
from annotator.detection.fusions.junctions import JunctionJudge
from annotator.detection.fusions.reasons import reason_of
from annotator.detection.fusions.rna import NO_RNA, RnaGiven
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.observations import FusionObservation
from annotator.model.tables import FusionRule
from tests.builders import packaged
from tests.builders.observations import ALK_E20, EML4_E13, fusion

ADEQUATE, WEAK = RnaGiven(given=True), RnaGiven(given=True, weakness="its quality was inadequate")
DNA = fusion(assay="dna")


def rule(reason: str = "Confirm by [RNA or ]IHC.") -> FusionRule:
    return FusionRule(
        id="x", classification="needs_confirmation", reason=reason, reference="x",
        curation="unverified",
    )  # fmt: skip


def reason(
    *rows: FusionObservation, rna: RnaGiven = NO_RNA, beside: tuple[str, ...] = (), **more: Any
) -> str:
    genome, tables = packaged.genome(), packaged.tables()
    judge = JunctionJudge(genome, tables, FunctionalClasses(tables.functional_regions, genome))
    junctions = [junction for row in rows if (junction := judge.judge(row))]
    return reason_of(rule(**more), "kinase domain", EventEvidence.of(junctions), rna, beside)


def test_dna_alone_asks_for_rna() -> None:
    assert reason(DNA) == "Confirm by RNA or IHC."


def test_rna_that_shows_the_event_is_not_asked_for() -> None:
    assert reason(fusion(), rna=ADEQUATE) == "Confirm by IHC."
    assert reason(DNA, fusion(), rna=ADEQUATE) == "Confirm by IHC."


def test_rna_that_does_not_show_it_is_said_and_not_asked_for_again() -> None:
    expected = "Confirm by IHC. The RNA that was given does not show it."
    assert reason(DNA, rna=ADEQUATE) == expected


def test_rna_that_excludes_nothing_is_asked_for_again() -> None:
    expected = (
        "Confirm by RNA or IHC. The RNA that was given does not show it and excludes nothing: its "
        "quality was inadequate."
    )
    assert reason(DNA, rna=WEAK) == expected


def test_the_fusions_of_the_gene_that_rna_shows_instead_are_named() -> None:
    found = reason(DNA, rna=ADEQUATE, beside=("KIF5B::ALK K24;A20",))
    assert found.endswith("does not show it; it shows KIF5B::ALK K24;A20.")


@pytest.mark.parametrize("row", [{"filters": ["low"]}, {"split_reads": 0, "spanning_reads": 0}])
def test_rows_of_rna_that_do_not_count_are_said(row: dict[str, Any]) -> None:
    found = reason(DNA, fusion(**row), rna=ADEQUATE)
    assert found.endswith("RNA shows it in no row that passed its caller's filters and has reads.")


@pytest.mark.parametrize(
    "row", [fusion(junction="antisense"), fusion(ALK_E20, EML4_E13)], ids=["antisense", "turned"]
)
def test_another_orientation_in_rna_is_said(row: FusionObservation) -> None:
    found = reason(DNA, row, rna=ADEQUATE)
    assert found.endswith("RNA shows the two genes in another orientation alone.")


def test_a_reason_that_asks_for_no_rna_says_nothing_of_it() -> None:
    text = "Of the {domain}."
    assert reason(DNA, rna=ADEQUATE, reason=text) == "Of the kinase domain."
