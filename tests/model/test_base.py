"""The interval of a chromosome: 1-based, and both ends belong to it."""

import pytest

from annotator.model.base import Interval

EXON = Interval("chr2", 100, 200)


@pytest.mark.parametrize(
    ("other", "bases"),
    [
        (Interval("chr2", 100, 200), 101),
        (Interval("chr2", 200, 300), 1),
        (Interval("chr2", 201, 300), 0),
        (Interval("chr2", 1, 100), 1),
        (Interval("chr2", 1, 99), 0),
        (Interval("chr2", 150, 160), 11),
        (Interval("chr2", 151, 150), 0),  # no base at all
        (Interval("chr3", 100, 200), 0),
    ],
)
def test_overlap_in_bases(other: Interval, bases: int) -> None:
    assert EXON.overlap(other) == bases
    assert other.overlap(EXON) == bases


@pytest.mark.parametrize(
    ("chrom", "position", "inside"),
    [
        ("chr2", 99, False),
        ("chr2", 100, True),
        ("chr2", 200, True),
        ("chr2", 201, False),
        ("chr3", 150, False),
    ],
)
def test_both_ends_are_inside(chrom: str, position: int, inside: bool) -> None:
    assert EXON.contains(chrom, position) is inside
