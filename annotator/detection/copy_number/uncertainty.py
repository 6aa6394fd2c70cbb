"""Whether the grade of a gene's copies is certain, and why it is not."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from annotator.detection.copy_number.levels import Grade, Grader
from annotator.model.base import CopyNumberLevel


def named_levels(levels: Sequence[Grade]) -> list[CopyNumberLevel]:
    """The levels of several grades, each once, the lowest first."""
    found = {level.rule.level for level in levels}
    return [level for level in get_args(CopyNumberLevel) if level in found]


def certainty(grader: Grader, levels: Sequence[Grade]) -> str:
    """Why the result is certain: its line of the table, and for which purities it holds."""
    reason = levels[0].rule.reason
    if len({level.copies for level in levels}) == 1:
        return reason
    if len({level.rule.id for level in levels}) > 1:
        losses = dict.fromkeys(level.rule.loss or level.rule.level for level in levels)
        named = ", ".join(losses if grader.of_losses else named_levels(levels))
        change = "Homozygous loss" if grader.of_losses else "Amplification"
        reason = f"{change} {levels[0].rule.result} ({named})."
    return f"{reason} This is so at every plausible {grader.unknown()}, which is not known."


def doubt_of(grader: Grader, levels: Sequence[Grade]) -> str | None:
    """Why the result is not certain; null where it is."""
    return (
        _doubt_of_purity(grader, levels)
        or _doubt_of_arm(grader, levels[0])
        or _doubt_of_few_tumor_cells(grader, levels[0].rule.result)
        or _doubt_of_correction(grader, levels[0])
        or _doubt_of_parts(grader, levels[0].rule.result)
        or _doubt_of_rounding(grader, levels[0].rule.result)
    )


def _doubt_of_purity(grader: Grader, levels: Sequence[Grade]) -> str | None:
    """That the result depends on a purity or ploidy that is not given."""
    if len({level.rule.result for level in levels}) == 1:
        return None
    if grader.listed is not None:
        unknown = grader.unknown()
        asked = "them" if " and " in unknown else "it"
        return f"it depends on the unknown {unknown}: give {asked}, or confirm by FISH"
    copies = [level.copies for level in levels if level.copies is not None]
    named = named_levels(levels)
    return (
        f"{min(copies):.1f} to {max(copies):.1f} copies ({', '.join(named)}), by the unknown "
        f"{grader.unknown()}: give them, or confirm by FISH"
    )


def _doubt_of_arm(grader: Grader, shown: Grade) -> str | None:
    """That the rest of the arm would hold no copies: the ratio to it is then without bound."""
    source, scenario = grader.source, grader.scenarios[0]
    if source.arm is None or source.arm.copies(*scenario) > 0:
        return None
    unbound = grader.level(*scenario, grader.decisive, ratio=math.inf)
    if unbound.rule.result == shown.rule.result:
        return None
    return (
        f"the rest of its arm would have no copies where the gene has {shown.copies:.1f}: "
        "the purity does not fit these data; correct it, or confirm by FISH"
    )


def _doubt_of_few_tumor_cells(grader: Grader, result: str) -> str | None:
    """That the purity given is below the least plausible one, where copies follow the noise.

    At a purity of 1 % a ratio of 1.05 is 12 copies, and 10 copies are a ratio of 1.04. A change
    that is also there at the least plausible purity stands: fewer tumor cells make it greater.
    """
    given, least = grader.sample.tumor_purity, grader.limits.plausible_purity[0]
    if given is None or given >= least or grader.source.corrected:
        return None
    if grader.sample.specimen == "plasma":
        return None
    at_least = [grader.level(least, ploidy, grader.decisive) for _, ploidy in grader.scenarios]
    if result == "present" and all(level.rule.result == result for level in at_least):
        return None
    return (
        f"with a purity of {given:.2g}, below {least:g}, the noise of ratios looks like a change "
        "of copies, or hides one: confirm by FISH"
    )


def _doubt_of_correction(grader: Grader, corrected: Grade) -> str | None:
    """That purity may have been taken out twice.

    A caller that gives copies of its own may have corrected its log2 ratios for purity already.
    It has not where its copies fit the corrected ratios and not the ratios as written.
    """
    own, sample = grader.source.own, grader.sample
    if own is None or sample.tumor_purity is None or sample.specimen == "plasma":
        return None
    as_written = grader.level(None, None, grader.decisive)
    if corrected.copies is None or as_written.copies is None:
        return None
    if corrected.rule.result == as_written.rule.result:
        return None
    if abs(own - corrected.copies) <= 1 < abs(own - as_written.copies):
        return None
    return (
        f"the caller gives {own:g} copies: if its ratios are corrected for purity already, the "
        f"copy number is {as_written.copies:g} ({as_written.rule.level}); confirm by FISH, or "
        "leave the purity out"
    )


def _doubt_of_parts(grader: Grader, result: str) -> str | None:
    """That a part of the gene, or the end of the confidence interval, has another result."""
    for value, what in grader.parts:
        if value is None or value == grader.decisive:  # which has this result everywhere
            continue
        for scenario in grader.scenarios:
            other = grader.level(*scenario, value)
            if other.rule.result != result:
                said = other.rule.loss or other.rule.level
                return f"{what} has {other.copies:.1f} ({said}); confirm by FISH"
    return None


def _doubt_of_rounding(grader: Grader, result: str) -> str | None:
    """That whole copies of all cells, before they were rounded, may have another result."""
    if not grader.source.rounded or grader.sample.specimen == "plasma":
        return None
    for off in (0.5, -0.5):
        moved = replace(grader, source=grader.source.before_rounding(off))
        arm = moved.source.arm
        for scenario in grader.scenarios:
            bare = arm is not None and arm.copies(*scenario) == 0
            level = moved.level(*scenario, moved.decisive, ratio=math.inf if bare else None)
            if level.rule.result != result:
                return (
                    f"the caller rounds to whole copies of all cells; before, the tumor cells may "
                    f"have {level.copies:.1f} ({level.rule.level}): give ratios, or confirm by FISH"
                )
    return None
