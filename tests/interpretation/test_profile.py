"""Alterations outside the driver kinase, as the tokens that rules and statements ask for."""

import pytest

from annotator.interpretation.profile import build_profile
from tests.builders.findings import amplification, fusion, mutation


def tokens(*findings) -> set[str]:
    found = [fusion(), *findings]
    return set(build_profile(found[0], found, []).alterations)


def class_allele(**more):
    made = mutation("D10N", gene="GENE9", role="bypass")
    return made.model_copy(update={"functional_class": "GENE9 exon 14 skipping"} | more)


def other_fusion(**more):
    made = fusion(gene="GENE9", identifier="F9")
    return made.model_copy(update={"role": "off_target"} | more)


@pytest.mark.parametrize(
    ("finding", "token"),
    [
        (amplification("GENE9"), "GENE9 amplification"),
        (mutation("D10N", gene="GENE9", role="met_kinase"), "GENE9 kinase mutation"),
        (class_allele(), "GENE9 exon 14 skipping"),
        (other_fusion(), "GENE9 fusion"),
        (
            other_fusion(event="exon_skipping", functional_class="GENE9 exon 14 skipping"),
            "GENE9 exon 14 skipping",
        ),
    ],
)
def test_what_is_found_outside_the_kinase_is_part_of_the_profile(finding, token):
    assert tokens(finding) == {token}


@pytest.mark.parametrize(
    "finding",
    [
        amplification("GENE9").model_copy(update={"amplified": False}),
        mutation("D10N", gene="GENE9", role="met_kinase", filters=["weak"]),
        class_allele(filters=["weak"]),
        class_allele(functional_class=None),
        mutation("D10N", gene="GENE9", role="polymorphism"),
        other_fusion(classification="needs_confirmation"),
        other_fusion(role="driver"),
    ],
)
def test_what_is_filtered_doubtful_or_of_no_class_is_not(finding):
    assert tokens(finding) == set()
