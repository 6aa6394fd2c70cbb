"""Outside the assay nothing was assessed; inside it, an absence is one within its limits."""

from typing import Any

import pytest

from annotator.detection.assay import held_to_assay
from annotator.model.case_record import CaseRecord
from annotator.model.context import Sample
from annotator.model.findings import Assessment
from annotator.model.laboratory import LaboratoryAssay, LimitsOfDetection
from tests.builders import packaged
from tests.builders.findings import document, mutation


def target(result: str = "absent", gene: str = "ALK", **fields: Any) -> Assessment:
    given = {"target": f"{gene} fusion", "category": "fusion", "aspect": "fusion", **fields}
    return Assessment.model_validate({"gene": gene, "result": result, "reason": "seen", **given})


def residue(number: int, result: str = "absent") -> Assessment:
    name = f"G{number}"
    return target(result, target=f"ALK {name}", aspect=name, category="residue", residue=number)


def assay(**fields: Any) -> LaboratoryAssay:
    return LaboratoryAssay.model_validate({"name": "panel", **fields})


def held(item: Assessment, to: LaboratoryAssay, **fields: Any) -> Assessment:
    found = held_to_assay(
        document().model_copy(update={"assessments": [item], **fields}), to, packaged.genome()
    )
    return found.assessments[0]


@pytest.mark.parametrize("result", ["absent", "no_call", "not_assessed"])
def test_a_gene_outside_the_assay_was_not_assessed(result: str) -> None:
    item = held(target(result), assay(genes={"ROS1": []}))
    assert (item.result, item.reason) == ("not_assessed", "not in the assay panel")


@pytest.mark.parametrize("result", ["present", "indeterminate"])
def test_what_was_seen_stays(result: str) -> None:
    assert held(target(result), assay(genes={"ROS1": []})).result == result


def test_a_gene_of_the_assay_stays_absent() -> None:
    assert held(target(), assay(genes={"ALK": []})).result == "absent"


def test_without_genes_nothing_is_outside() -> None:
    assert held(target(), assay()).result == "absent"


def test_a_pair_needs_both_genes() -> None:
    pair = target(target="TP53 with RB1", gene="TP53", category="bypass", pair=("TP53", "RB1"))
    item = held(pair, assay(genes={"TP53": []}))
    assert (item.result, item.reason) == ("not_assessed", "RB1 is not in the assay panel")
    assert held(pair, assay(genes={"TP53": [], "RB1": []})).result == "absent"


@pytest.mark.parametrize(
    ("exons", "result"),
    [([23], "absent"), ([22, 23, 24], "absent"), ([20, 21, 22], "not_assessed"), ([], "absent")],
)
def test_a_residue_outside_the_exons_was_not_assessed(exons: list[int], result: str) -> None:
    """Residue 1202 of ALK lies in exon 23 of NM_004304.5."""
    assert held(residue(1202), assay(genes={"ALK": exons})).result == result


def test_a_kinase_domain_in_part_is_no_call() -> None:
    domain = target(target="ALK kinase domain", aspect="kinase domain", category="kinase_domain")
    item = held(domain, assay(genes={"ALK": [21, 22, 23, 24]}))
    assert item.result == "no_call"
    assert "of ALK not in the assay panel" in item.reason
    assert held(domain, assay(genes={"ALK": [2]})).result == "not_assessed"
    assert held(domain, assay(genes={"ALK": [*range(20, 30)]})).result == "absent"


@pytest.mark.parametrize(
    ("content", "result"), [(0.19, "no_call"), (0.2, "absent"), (None, "absent")]
)
def test_too_few_tumor_cells_show_no_absence(content: float | None, result: str) -> None:
    case = CaseRecord(tumor_content=content)
    assert held(target(), assay(minimum_tumor_content=0.2), case=case).result == result


def test_plasma_has_no_tumor_content() -> None:
    sample = Sample(id="S", genome_build="GRCh38", specimen="plasma", tumor_purity=0.01)
    assert held(target(), assay(minimum_tumor_content=0.2), sample=sample).result == "absent"


@pytest.mark.parametrize(
    ("item", "limit"),
    [
        (target(), "5 reads"),
        (residue(1202), "VAF 5 %"),
        (target(target="MET amplification", gene="MET", category="copy_number"), "6 copies"),
        (target(target="KRAS amplification", gene="KRAS", category="bypass",
                aspect="amplification"), "6 copies"),
        (target(target="KRAS", gene="KRAS", category="bypass", aspect=None), "VAF 5 %"),
        (target("no_call"), None),
        (target("present"), None),
    ],
)  # fmt: skip
def test_beside_an_absence_stands_the_limit_of_its_class(
    item: Assessment, limit: str | None
) -> None:
    limits = LimitsOfDetection(small_variants="VAF 5 %", fusions="5 reads", copy_number="6 copies")
    assert held(item, assay(limits_of_detection=limits)).limit_of_detection == limit


def test_a_finding_outside_the_assay_is_a_warning() -> None:
    found = document(findings=[mutation("G12R")])
    outside = held_to_assay(found, assay(genes={"OTHER": []}), packaged.genome()).warnings
    assert [w.code for w in outside] == ["outside_assay"]
    inside = held_to_assay(found, assay(genes={"GENE1": []}), packaged.genome()).warnings
    assert inside == []


def test_too_few_tumor_cells_are_a_warning() -> None:
    few = document().model_copy(update={"case": CaseRecord(tumor_content=0.1)})
    codes = [
        w.code
        for w in held_to_assay(few, assay(minimum_tumor_content=0.2), packaged.genome()).warnings
    ]
    assert codes == ["low_tumor_content"]
