"""Cells that name both genes of a fusion."""

import pytest

from annotator.readers.tables.gene_pairs import gene_pair


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("EML4-ALK", ("EML4", "ALK")),
        ("EML4--ALK", ("EML4", "ALK")),
        ("HLA-A::HLA-B", ("HLA-A", "HLA-B")),
        ("CD74>>ROS1", ("CD74", "ROS1")),
        ("CD74->ROS1", ("CD74", "ROS1")),
        ("CD74-ROS1;GOPC", ("CD74", "ROS1;GOPC")),
        ("HLA-A-ROS1", ("HLA-A", "ROS1")),
        ("ROS1-HLA-A", ("ROS1", "HLA-A")),
        ("HLA-A-GOPC;ROS1", None),  # two ways to part it name ROS1
        ("--ALK", ("", "ALK")),
        ("HLA-A-HLA-B", None),
        ("ALK", None),
        ("ALK-", None),
        ("", None),
    ],
)
def test_the_two_sides(text: str, pair: tuple[str, str] | None) -> None:
    assert gene_pair(text, frozenset({"ALK", "ROS1"})) == pair
