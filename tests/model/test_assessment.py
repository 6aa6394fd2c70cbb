"""Rows of assessments, and those of earlier releases, which hold the target alone."""

import pytest

from annotator.model.findings import Assessment


def row(**values):
    return Assessment.model_validate({"result": "absent", "reason": "covered", **values})


@pytest.mark.parametrize(
    ("target", "gene", "category", "aspect", "residue"),
    [
        ("ALK fusion", "ALK", "fusion", "fusion", None),
        ("ALK G1202", "ALK", "residue", "G1202", 1202),
        ("ALK kinase domain", "ALK", "kinase_domain", "kinase domain", None),
        ("CDKN2A homozygous loss", "CDKN2A", "loss", "homozygous loss", None),
        ("RET fusion", "RET", "bypass", "fusion", None),
        ("KRAS amplification", "KRAS", "bypass", "amplification", None),
        ("KRAS", "KRAS", "bypass", None, None),
        ("MET exon 14 skipping", "MET", "bypass", None, None),
    ],
)
def test_a_row_of_an_earlier_release_is_completed(target, gene, category, aspect, residue):
    made = row(target=target, gene=gene, category=category)
    assert (made.aspect, made.residue, made.pair) == (aspect, residue, None)


def test_two_genes_that_count_together_are_a_pair():
    made = row(target="TP53 with RB1", gene="TP53", category="bypass")
    assert (made.aspect, made.pair) == (None, ("TP53", "RB1"))


def test_a_row_of_this_release_is_read_as_it_is():
    made = row(target="ALK G1202", gene="ALK", category="residue", aspect=None)
    assert (made.aspect, made.residue) == (None, None)
    assert Assessment.model_validate_json(made.model_dump_json()) == made
