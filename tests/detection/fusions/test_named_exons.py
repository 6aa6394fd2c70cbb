"""The exons that a caller names count where it gives no breakpoints, or rounded ones."""

import pytest

from annotator.detection.fusions.events import FusionDetector
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.findings import Fusion
from annotator.model.observations import FusionEnd, FusionObservation
from tests.builders import packaged
from tests.builders.observations import ALK_E20, EML4_E6B, EML4_E13, fusion

EML4, ALK = FusionEnd(gene="EML4"), FusionEnd(gene="ALK")


def detect(*rows: FusionObservation) -> tuple[list[Fusion], list[str]]:
    genome, tables = packaged.genome(), packaged.tables()
    classes = FunctionalClasses(tables.functional_regions, genome)
    detector = FusionDetector(genome, tables, classes)
    return detector.detect(rows), [warning.code for warning in detector.warnings]


def one(*rows: FusionObservation) -> Fusion:
    (found,), _ = detect(*rows)
    return found


def moved(by: int) -> FusionEnd:
    return EML4_E13.model_copy(update={"position": 42295516 + by})


@pytest.mark.parametrize(
    ("exons", "nomenclature", "frame"),
    [
        ("E13;A20", "EML4::ALK E13;A20 (variant 1)", "in_frame"),
        ("E13A20", "EML4::ALK E13;A20 (variant 1)", "in_frame"),
        ("E6a;A20", "EML4::ALK E6a;A20 (variant 3a)", "in_frame"),
        ("E6b;A20", "EML4::ALK E6b;A20 (variant 3b)", "in_frame"),
        ("E6;A20", "EML4::ALK E6;A20 (variant 3a or variant 3b)", "in_frame"),
        ("E13;ins69A20", "EML4::ALK E13;ins69A20 (variant 6)", "in_frame"),
        ("E7;A20", "EML4::ALK E7;A20", "out_of_frame"),
    ],
)
def test_names_with_exons_give_order_frame_and_domain(
    exons: str, nomenclature: str, frame: str
) -> None:
    found = one(fusion(EML4, ALK, exons=exons))
    assert (found.nomenclature, found.frame) == (nomenclature, frame)
    assert (found.orientation, found.kinase_domain) == ("productive", "retained")
    assert (found.five_prime.pos, found.three_prime.pos) == (None, None)


def test_the_letters_give_the_order_where_the_caller_gives_none() -> None:
    found = one(fusion(ALK, EML4, exons="E13;A20", ordered=False, junction="unknown"))
    assert (found.name, found.classification) == ("EML4::ALK", "driver")


@pytest.mark.parametrize("exons", ["E99;A20", "E13;ins7A20", "X13;A20", "A20;E13", "exon 13", None])
def test_exons_that_the_genes_do_not_have_do_not_count(exons: str | None) -> None:
    found = one(fusion(EML4, ALK, exons=exons))
    assert (found.nomenclature, found.kinase_domain) == ("EML4::ALK", "unknown")


def test_a_gene_without_a_model_has_no_exons() -> None:
    found = one(fusion(FusionEnd(gene="XYZ1"), ALK, exons="X1;A20"))
    assert found.kinase_domain == "unknown"


@pytest.mark.parametrize("by", [-50, -11, 0, 50])
def test_a_rounded_breakpoint_gives_way_to_the_name(by: int) -> None:
    found, warnings = detect(fusion(moved(by), exons="E13;A20"))
    assert found[0].frame == "in_frame"
    assert found[0].five_prime.pos == 42295516 + by
    assert warnings == []


def test_without_a_name_it_does_not() -> None:
    assert one(fusion(moved(-50))).frame == "out_of_frame"


@pytest.mark.parametrize("by", [-51, 51])
def test_beyond_the_rounding_the_breakpoints_count_and_it_is_said(by: int) -> None:
    found, warnings = detect(fusion(moved(by), exons="E13;A20"))
    assert not found[0].five_prime.at_exon_boundary
    assert warnings == ["exons_disagree"]


def test_a_contradicted_exon_is_said() -> None:
    found, warnings = detect(fusion(EML4_E13, ALK_E20, exons="E6;A20"))
    assert found[0].nomenclature == "EML4::ALK E13;A20 (variant 1)"
    assert warnings == ["exons_disagree"]


def test_a_breakpoint_tells_the_variants_of_one_exon_apart() -> None:
    found, warnings = detect(fusion(EML4_E6B, exons="E6;A20"))
    assert [each.nomenclature for each in found] == ["EML4::ALK E6b;A20 (variant 3b)"]
    assert warnings == []
    _, warnings = detect(fusion(EML4_E6B, exons="E6a;A20"))
    assert warnings == ["exons_disagree"]


@pytest.mark.parametrize(
    ("exons", "label"), [("M13;M15", "MET exon 14 skipping M13;M15"), (None, None)]
)
def test_a_change_within_a_gene_by_its_exons(exons: str | None, label: str | None) -> None:
    met = FusionEnd(gene="MET")
    found, warnings = detect(fusion(met, met, exons=exons))
    assert [each.nomenclature for each in found] == ([label] if label else [])
    assert warnings == ([] if label else ["intragenic_event"])
