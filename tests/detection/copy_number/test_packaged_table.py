"""Each bound of each MET line of the packaged table: the line below it and the line at it.

The expectations are written by hand: a bound that moves, comes or goes in the table fails here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from annotator.model.observations import SegmentObservation
from tests.detection.copy_number.met import MET, Q_ARM, call, corrected, gene, result, tables, tumor

_BOUNDS = ("min_copy_number", "max_copy_number", "min_ratio", "max_ratio", "min_discrete",
           "min_to_ploidy")  # fmt: skip
Seen = tuple[str, str]
"""The line that decides, without `met-`, and the result."""


@dataclass(frozen=True)
class Evidence:
    """Evidence at a value; `step` is how far below a bound the next lower value lies."""

    made: Callable[[float], dict[str, Any]]
    step: float = 0.01


def _fish(copies: float | None, ratio: float | None) -> dict[str, Any]:
    return {"rows": [gene("fish", copy_number=copies, centromere_ratio=ratio)]}


def _plasma(copies: float) -> list[SegmentObservation]:
    return [corrected(*Q_ARM, copies, purity_corrected=False)]


def _of(segments: Sequence[SegmentObservation]) -> dict[str, Any]:
    return {"segments": segments}


FISH_RATIO = Evidence(lambda ratio: _fish(None, ratio))
FISH_RATIO_AT_5 = Evidence(lambda ratio: _fish(5, ratio))
FISH_COPIES = Evidence(lambda copies: _fish(copies, None))
FISH_COPIES_AT_RATIO_1 = Evidence(lambda copies: _fish(copies, 1))
LEVEL = Evidence(lambda level: {"rows": [gene("discrete", discrete_level=level)]}, step=1)
PLASMA = Evidence(lambda copies: {"segments": _plasma(copies), "specimen": "plasma"})
PLASMA_LEVEL = Evidence(lambda level: {**LEVEL.made(level), "specimen": "plasma"}, step=1)
ARM_UNKNOWN = Evidence(lambda copies: _of([corrected(*MET, copies, gene="MET")]))
NEUTRAL_ARM = Evidence(lambda copies: _of(tumor(copies, arm=copies)))
ARM_AT_5 = Evidence(lambda copies: _of(tumor(copies, arm=5.0)))
RATIO_AT_8 = Evidence(lambda ratio: _of(tumor(8.0, arm=8.0 / ratio)))
RATIO_AT_5 = Evidence(lambda ratio: _of(tumor(5.0, arm=5.0 / ratio)))
LOST_ARM = Evidence(lambda copies: _of(tumor(copies, arm=copies / 6)))
TWICE_AND_HALF = Evidence(lambda copies: _of(tumor(copies, arm=copies / 2.5)))
TWICE = Evidence(lambda copies: _of(tumor(copies, arm=copies / 2)))

NONE, GAIN, POLYSOMY = ("none", "absent"), ("gain", "absent"), ("polysomy", "absent")
LOW, MIDDLE = ("ratio-low", "indeterminate"), ("ratio-intermediate", "indeterminate")
HIGH, FOCAL_HIGH = ("ratio-high", "present"), ("focal-high", "present")
FISH_LOW = ("fish-ratio-low", "indeterminate")
FISH_MIDDLE = ("fish-ratio-intermediate", "indeterminate")
FISH_NONE, FISH_GAIN = ("fish-none", "absent"), ("fish-gain", "absent")
FISH_POLYSOMY = ("fish-polysomy", "absent")
PLASMA_NONE = ("plasma-none", "no_call")
PLASMA_LOW = ("plasma-low", "indeterminate")
PLASMA_MIDDLE = ("plasma-intermediate", "indeterminate")
UNKNOWN = ("copies-intermediate", "indeterminate")

EXPECTED: dict[tuple[str, str, float], tuple[Evidence, Seen | None, Seen]] = {
    ("fish-ratio-high", "min_ratio", 4): (FISH_RATIO, FISH_MIDDLE, ("fish-ratio-high", "present")),
    ("fish-ratio-intermediate", "min_ratio", 2.2): (FISH_RATIO, FISH_LOW, FISH_MIDDLE),
    ("fish-ratio-intermediate", "max_ratio", 4): (
        FISH_RATIO, FISH_MIDDLE, ("fish-ratio-high", "present"),
    ),
    ("fish-ratio-low", "min_ratio", 1.8): (FISH_RATIO, ("fish-ratio-none", "absent"), FISH_LOW),
    ("fish-ratio-low", "max_ratio", 2.2): (FISH_RATIO, FISH_LOW, FISH_MIDDLE),
    ("fish-polysomy", "min_copy_number", 5): (
        FISH_COPIES_AT_RATIO_1, ("fish-ratio-none", "absent"), FISH_POLYSOMY,
    ),
    ("fish-polysomy", "max_ratio", 1.8): (FISH_RATIO_AT_5, FISH_POLYSOMY, FISH_LOW),
    ("fish-ratio-none", "max_ratio", 1.8): (FISH_RATIO, ("fish-ratio-none", "absent"), FISH_LOW),
    ("fish-copies", "min_copy_number", 5): (
        FISH_COPIES, FISH_GAIN, ("fish-copies", "indeterminate"),
    ),
    ("fish-gain", "min_copy_number", 4): (FISH_COPIES, FISH_NONE, FISH_GAIN),
    ("fish-gain", "max_copy_number", 5): (
        FISH_COPIES, FISH_GAIN, ("fish-copies", "indeterminate"),
    ),
    ("fish-none", "max_copy_number", 4): (FISH_COPIES, FISH_NONE, FISH_GAIN),
    ("discrete-amplified", "min_discrete", 2): (
        LEVEL, ("discrete-gain", "absent"), ("discrete-amplified", "indeterminate"),
    ),
    ("discrete-plasma", "min_discrete", -2): (PLASMA_LEVEL, None, ("discrete-plasma", "no_call")),
    ("discrete-gain", "min_discrete", 1): (
        LEVEL, ("discrete-none", "absent"), ("discrete-gain", "absent"),
    ),
    ("discrete-none", "min_discrete", -2): (LEVEL, None, ("discrete-none", "absent")),
    ("plasma-intermediate", "min_copy_number", 2.5): (PLASMA, PLASMA_LOW, PLASMA_MIDDLE),
    ("plasma-low", "min_copy_number", 2.3): (PLASMA, PLASMA_NONE, PLASMA_LOW),
    ("plasma-low", "max_copy_number", 2.5): (PLASMA, PLASMA_LOW, PLASMA_MIDDLE),
    ("plasma-none", "max_copy_number", 2.3): (PLASMA, PLASMA_NONE, PLASMA_LOW),
    ("ratio-high", "min_copy_number", 3): (LOST_ARM, NONE, HIGH),
    ("ratio-high", "min_ratio", 4): (RATIO_AT_8, MIDDLE, HIGH),
    ("focal-high", "min_copy_number", 10): (ARM_AT_5, LOW, FOCAL_HIGH),
    ("polysomy", "min_copy_number", 5): (NEUTRAL_ARM, GAIN, POLYSOMY),
    ("polysomy", "max_ratio", 1.8): (RATIO_AT_5, POLYSOMY, LOW),
    ("ratio-intermediate", "min_copy_number", 3): (TWICE_AND_HALF, NONE, MIDDLE),
    ("ratio-intermediate", "min_ratio", 2.2): (RATIO_AT_8, LOW, MIDDLE),
    ("ratio-intermediate", "max_ratio", 4): (RATIO_AT_8, MIDDLE, HIGH),
    ("ratio-low", "min_copy_number", 3): (TWICE, NONE, LOW),
    ("ratio-low", "min_ratio", 1.8): (RATIO_AT_8, POLYSOMY, LOW),
    ("ratio-low", "max_ratio", 2.2): (RATIO_AT_8, LOW, MIDDLE),
    ("copies-high-focality-unknown", "min_copy_number", 10): (
        ARM_UNKNOWN, UNKNOWN, ("copies-high-focality-unknown", "indeterminate"),
    ),
    ("copies-intermediate", "min_copy_number", 5): (ARM_UNKNOWN, GAIN, UNKNOWN),
    ("gain", "min_copy_number", 4): (ARM_UNKNOWN, NONE, GAIN),
    ("gain", "max_copy_number", 5): (NEUTRAL_ARM, GAIN, POLYSOMY),
    ("none", "max_copy_number", 4): (NEUTRAL_ARM, NONE, GAIN),
}  # fmt: skip


def _seen(evidence: Evidence, value: float) -> Seen:
    made = call(**evidence.made(value))
    assert made is not None
    return made.finding.rule_id.removeprefix("met-"), result(made)


def test_the_table_has_these_bounds_and_no_others() -> None:
    bounds = {
        (rule.id.removeprefix("met-"), column, value)
        for rule in tables().copy_number_rules
        for column in _BOUNDS
        if (value := getattr(rule, column)) is not None
    }
    assert bounds == set(EXPECTED)


@pytest.mark.parametrize("bound", EXPECTED, ids=lambda bound: " ".join(map(str, bound)))
def test_both_sides_of_a_bound(bound: tuple[str, str, float]) -> None:
    evidence, below, at = EXPECTED[bound]
    value = bound[2]
    assert _seen(evidence, value) == at
    assert _seen(evidence, value + evidence.step) == at or evidence.step == 1
    assert below is None or _seen(evidence, value - evidence.step) == below


def test_every_line_decides_something() -> None:
    decided = {seen[0] for _, *sides in EXPECTED.values() for seen in sides if seen}
    assert decided == {rule.id.removeprefix("met-") for rule in tables().copy_number_rules}
