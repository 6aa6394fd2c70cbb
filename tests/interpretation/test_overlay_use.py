"""What of a laboratory's folder a report uses, told from the findings that rest on it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.interpretation.interpret import interpret
from annotator.pipeline.environment import Environment
from tests.builders.overlays import lab, table
from tests.cases.stated import StatedCase

GENES = [
    {"gene": gene, "change": "gain", "meaning": "Ours.", "curation": "unverified"}
    for gene in ("KRAS", "MYC")
]
PARTNERS = [
    {"gene": gene, "partner": partner, "reference": "cosmic-list", "curation": "unverified"}
    for gene, partner in (("FGFR3", "TACC3"), ("ALK", "EML4"), ("RET", "KIF5B"))
]
VARIANT = {
    "gene": "ALK",
    "partner": "EML4",
    "five_prime_exon": 13,
    "three_prime_exon": 20,
    "exon_label": "E13;A20",
    "name": "variant 1",
    "reference": "fusion-kit",
    "curation": "unverified",
}


@pytest.fixture(scope="module")
def used(tmp_path_factory, repository: Path) -> dict[str, list[str]]:
    packaged = repository / "resources" / "knowledge" / "copy_number_changes.tsv"
    changes = packaged.read_text(encoding="utf-8")
    assert changes.count("PURPLE.") > 1
    folder = lab(
        tmp_path_factory.mktemp("lab"),
        {
            "release.yaml": "laboratory: Ours\n",
            "copy_number_genes.tsv": table(*GENES),
            "copy_number_changes.tsv": changes.replace("PURPLE.", "ours."),
            "fusion_partners.tsv": table(*PARTNERS),
            "fusion_variants.tsv": table(VARIANT),
        },
    )
    environment = Environment([folder])
    case = {
        "fusions": ["EML4::ALK E13;A20", "FGFR3::TACC3 F17;T11"],
        "copy_number": {"KRAS": (20, 2), "MET": (2, 2)},
    }
    document = StatedCase("S", case, environment).document()
    made = interpret(
        document, environment.knowledge_as_of(None), datetime(2026, 11, 22, tzinfo=UTC)
    )
    (overlay,) = made.provenance.knowledge.overlays
    return overlay.used


def test_the_lines_that_graded_a_further_gene(used: dict[str, list[str]]) -> None:
    assert used["copy_number_genes"] == ["KRAS"]
    assert used["copy_number_changes"] == ["gain-high"]


def test_the_partner_of_a_fusion_on_either_side(used: dict[str, list[str]]) -> None:
    assert used["fusion_partners"] == ["FGFR3 TACC3", "ALK EML4"]


def test_the_variant_that_a_fusion_is_named_by(used: dict[str, list[str]]) -> None:
    assert len(used["fusion_variants"]) == 1
