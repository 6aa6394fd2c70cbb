"""Damaged files for a time, in batches of examples that a seed tells."""

import time

import hypothesis
from hypothesis import HealthCheck, given, settings

from tests.fuzz.attack import attack
from tests.fuzz.damage import damaged
from tests.fuzz.seeds import Seed

_BATCH = 50
"""Examples between two looks at the clock."""


def run(seconds: float, first: int = 0) -> int:
    """Attack for so many seconds, from the batch `first` on; gives how many files were read.

    The first fault is raised, made as small as it can be.
    """
    end = time.monotonic() + seconds
    batch = first
    while time.monotonic() < end:
        _batch(batch)
        batch += 1
    return (batch - first) * _BATCH


def _batch(number: int) -> None:
    @hypothesis.seed(number)
    @settings(
        max_examples=_BATCH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(file=damaged())
    def one(file: tuple[Seed, bytes]) -> None:
        attack(*file)

    one()
