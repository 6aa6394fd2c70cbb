"""Sums of depths are told from depths where the numbers can show it."""

import random

import pytest

from annotator.readers.lines.depth_sums import Measured, are_sums

_LENGTHS = (129, 173, 91, 115, 97, 240, 61, 180, 310, 45, 150, 75)


def _rows(*written: object, lengths: tuple[int, ...] = _LENGTHS) -> list[Measured]:
    return [Measured(length, str(one)) for length, one in zip(lengths, written, strict=False)]


def test_numbers_that_follow_the_lengths_are_sums() -> None:
    assert are_sums(_rows(*(3 * length for length in _LENGTHS[:3]))) == "certain"


def test_sums_of_uneven_depths_are_told_from_many_rows() -> None:
    chance = random.Random(1)
    sums = [round(length * chance.uniform(150, 450)) for length in _LENGTHS]
    assert are_sums(_rows(*sums)) == "certain"


def test_depths_have_nothing_to_do_with_the_lengths() -> None:
    chance = random.Random(2)
    for _ in range(20):
        depths = [chance.randint(400, 900) for _ in _LENGTHS]
        assert are_sums(_rows(*depths)) != "certain"
    assert are_sums(_rows(512, 498, 530, 505, 520, 490, 515, 501, 523, 488, 530, 510)) is None


@pytest.mark.parametrize("depth", ["512.25", "300.00"])
def test_a_number_that_is_not_whole_is_no_sum(depth: str) -> None:
    assert are_sums(_rows(387, 519, depth)) is None


@pytest.mark.parametrize(("most", "sums"), [(1_000_000, None), (1_000_001, "certain")])
def test_beyond_any_depth(most: int, sums: str | None) -> None:
    assert are_sums([Measured(2_000_000, str(most))]) == sums


def test_what_too_few_rows_or_equal_lengths_leave_open() -> None:
    assert are_sums(_rows(387, 519)) == "possible"
    assert are_sums(_rows(12000, 30000, 45000, lengths=(120, 120, 120))) == "possible"


def test_less_than_one_read_a_base_is_no_sum() -> None:
    assert are_sums(_rows(30, 40, 25, lengths=(120, 120, 120))) is None


def test_single_bases_and_no_rows_tell_nothing_of_sums() -> None:
    assert are_sums(_rows(300, 400, 500, lengths=(1, 1, 1))) is None
    assert are_sums(_rows(0, 0)) is None
    assert are_sums([]) is None
