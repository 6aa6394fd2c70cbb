"""A short slice of the attack, and attacks that once were faults."""

import os

import pytest

from tests.fuzz.attack import attack
from tests.fuzz.seeds import Seed, file_seeds, seeds
from tests.fuzz.slice import run

_DIGITS = b"9" * 5000
_QUICK = [seed for seed in file_seeds() if seed.kind != "overlay"]
_OF_READERS = [seed for seed in file_seeds() if seed.kind == "reader"]


def test_a_slice() -> None:
    assert run(float(os.environ.get("FUZZ_SECONDS", "4"))) > 0


@pytest.mark.parametrize("seed", _QUICK, ids=lambda seed: f"{seed.kind}-{seed.name}")
def test_the_seeds_themselves(seed: Seed) -> None:
    attack(seed, seed.content.encode())


def test_the_documents_themselves() -> None:
    for seed in seeds():
        if seed.kind in ("findings", "report"):
            attack(seed, seed.content.encode())


@pytest.mark.parametrize("seed", _OF_READERS, ids=lambda seed: seed.name)
def test_numbers_of_5000_digits(seed: Seed) -> None:
    *before, last = seed.content.encode().rstrip(b"\n").split(b"\n")
    cells = last.split(b"\t")
    for number in range(len(cells)):
        for cell in (_DIGITS, _DIGITS + b":" + _DIGITS + b":+", b"chr2:" + _DIGITS):
            changed = b"\t".join([*cells[:number], cell, *cells[number + 1 :]])
            attack(seed, b"\n".join([*before, changed, b""]))
