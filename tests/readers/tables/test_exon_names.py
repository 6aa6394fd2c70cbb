"""The exons that names and remarks of fusions give."""

import pytest

from annotator.readers.tables.exon_names import exons_in, join_without


@pytest.mark.parametrize(
    ("text", "exons"),
    [
        ("E13A20", "E13;A20"),
        ("E13;A20", "E13;A20"),
        ("E13-A20", "E13;A20"),
        ("E13::A20", "E13;A20"),
        ("EML4-ALK.E6bA20.COSF477", "E6b;A20"),
        ("CD74-ROS1.C6R34", "C6;R34"),
        ("EML4-ALK fusion (E13;A20)", "E13;A20"),
        ("EML4-ALK.E13ins69A20", "E13;ins69A20"),
        ("EML4-ALK.E14ins11del49A20", "E14;ins11del49A20"),
        ("EML4 exon 13 - ALK exon 20", "E13;A20"),
        ("EML4(ex13)::ALK(ex20)", "E13;A20"),
        ("EML4ex6b_ALKex20", "E6b;A20"),
        ("EML4-ALK", None),
        ("E13;A20 or E20;A20", None),
        ("ALK exon 20", None),
        ("ALK G1202R", None),
        ("xE13A20", None),
        ("", None),
    ],
)
def test_the_exons_of_a_join(text: str, exons: str | None) -> None:
    assert exons_in(text) == exons


@pytest.mark.parametrize(
    ("text", "exons"),
    [
        ("MET exon 14 skipping", "M13;M15"),
        ("MET exon14 del", "M13;M15"),
        ("skipping of exon 14", "M13;M15"),
        ("deletion of the whole exons 2-17", "M1;M18"),
        ("MET exon 14", None),
        ("exon skipping", None),
    ],
)
def test_the_join_that_leaves_exons_out(text: str, exons: str | None) -> None:
    assert join_without(text, "MET") == exons
