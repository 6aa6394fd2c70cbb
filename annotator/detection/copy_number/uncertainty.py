"""Whether the level of a gene's copies is certain, and why it is not."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from annotator.detection.copy_number.evidence import AS_MEASURED, Scenario
from annotator.detection.copy_number.levels import GeneLevel, LevelJudge
from annotator.model.base import CopyNumberLevel


def named_levels(levels: Sequence[GeneLevel]) -> list[CopyNumberLevel]:
    """The names of the levels, each once, the lowest first."""
    names = {level.rule.level for level in levels}
    return [name for name in get_args(CopyNumberLevel) if name in names]


def certainty(judge: LevelJudge, levels: Sequence[GeneLevel]) -> str:
    """Why the result is certain: the line of the table, and the purities at which it holds."""
    reason = levels[0].rule.reason
    if len({level.copies for level in levels}) == 1:
        return reason
    if len({level.rule.id for level in levels}) > 1:
        losses = dict.fromkeys(level.rule.loss or level.rule.level for level in levels)
        named = ", ".join(losses if judge.of_losses else named_levels(levels))
        change = "Homozygous loss" if judge.of_losses else "Amplification"
        reason = f"{change} {levels[0].rule.result} ({named})."
    return f"{reason} This is so at every plausible {judge.unknown()}, which is not known."


def doubt_of(judge: LevelJudge, levels: Sequence[GeneLevel]) -> str | None:
    """Why the result is not certain; None where it is."""
    return (
        _doubt_of_purity(judge, levels)
        or _doubt_of_arm(judge, levels[0])
        or _doubt_of_few_tumor_cells(judge, levels[0].rule.result)
        or _doubt_of_correction(judge, levels[0])
        or _doubt_of_parts(judge, levels[0].rule.result)
        or _doubt_of_rounding(judge, levels[0].rule.result)
    )


def _doubt_of_purity(judge: LevelJudge, levels: Sequence[GeneLevel]) -> str | None:
    """The result depends on a purity or ploidy that is not given."""
    if len({level.rule.result for level in levels}) == 1:
        return None
    if judge.listed is not None:
        unknown = judge.unknown()
        asked = "them" if " and " in unknown else "it"
        return f"it depends on the unknown {unknown}: give {asked}, or confirm by FISH"
    copies = [level.copies for level in levels if level.copies is not None]
    named = named_levels(levels)
    return (
        f"{min(copies):.1f} to {max(copies):.1f} copies ({', '.join(named)}), by the unknown "
        f"{judge.unknown()}: give them, or confirm by FISH"
    )


def _doubt_of_arm(judge: LevelJudge, shown: GeneLevel) -> str | None:
    """The rest of the arm would have no copies, so that the ratio to it has no upper limit."""
    source, scenario = judge.source, judge.scenarios[0]
    if source.arm is None or source.arm.per_cell(scenario) > 0:
        return None
    unlimited = judge.level(scenario, judge.decisive, ratio=math.inf)
    if unlimited.rule.result == shown.rule.result:
        return None
    return (
        f"the rest of its arm would have no copies where the gene has {shown.copies:.1f}: "
        "the purity does not fit these data; correct it, or confirm by FISH"
    )


def _doubt_of_few_tumor_cells(judge: LevelJudge, result: str) -> str | None:
    """The given purity is below the least plausible one, where noise changes the copies most.

    At a purity of 1 % a ratio of 1.05 is 12 copies, and 10 copies are a ratio of 1.04. A change
    that is also present at the least plausible purity is kept: fewer tumor cells make it greater.
    """
    given, least = judge.sample.tumor_purity, judge.limits.plausible_purity[0]
    if given is None or given >= least or judge.source.corrected:
        return None
    if judge.sample.specimen == "plasma":
        return None
    at_least = [
        judge.level(Scenario(least, ploidy), judge.decisive) for _, ploidy in judge.scenarios
    ]
    if result == "present" and all(level.rule.result == result for level in at_least):
        return None
    return (
        f"with a purity of {given:.2g}, below {least:g}, the noise of ratios looks like a change "
        "of copies, or hides one: confirm by FISH"
    )


def _doubt_of_correction(judge: LevelJudge, corrected: GeneLevel) -> str | None:
    """The copies may have been corrected for purity twice.

    A caller that gives copies of its own may have corrected its log2 ratios for purity already.
    It has not done so where its copies fit the corrected ratios and not the ratios as written.
    """
    own, sample = judge.source.own, judge.sample
    if own is None or sample.tumor_purity is None or sample.specimen == "plasma":
        return None
    as_written = judge.level(AS_MEASURED, judge.decisive)
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


def _doubt_of_parts(judge: LevelJudge, result: str) -> str | None:
    """A part of the gene, or the lower end of the confidence interval, has another result."""
    for copies, part in judge.parts:
        if copies is None or copies == judge.decisive:  # which has this result in all scenarios
            continue
        for scenario in judge.scenarios:
            other = judge.level(scenario, copies)
            if other.rule.result != result:
                level = other.rule.loss or other.rule.level
                return f"{part} has {other.copies:.1f} ({level}); confirm by FISH"
    return None


def _doubt_of_rounding(judge: LevelJudge, result: str) -> str | None:
    """Whole copies of all cells may have had another result before they were rounded."""
    if not judge.source.rounded or judge.sample.specimen == "plasma":
        return None
    for difference in (0.5, -0.5):
        moved = replace(judge, source=judge.source.before_rounding(difference))
        arm = moved.source.arm
        for scenario in judge.scenarios:
            without_arm = arm is not None and arm.per_cell(scenario) == 0
            ratio = math.inf if without_arm else None
            level = moved.level(scenario, moved.decisive, ratio=ratio)
            if level.rule.result != result:
                return (
                    f"the caller rounds to whole copies of all cells; before, the tumor cells may "
                    f"have {level.copies:.1f} ({level.rule.level}): give ratios, or confirm by FISH"
                )
    return None
