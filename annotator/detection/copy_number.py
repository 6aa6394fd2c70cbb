"""Copy number of the genes of the copy-number table: the level, and whether it is certain."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.detection.gene_copies import (
    DIPLOID,
    GeneCopies,
    Reading,
    from_gene_row,
    from_segments,
)
from annotator.model.base import GenomeBuild
from annotator.model.context import Sample
from annotator.model.findings import CopyNumber
from annotator.model.observations import CopyMethod, GeneCopiesObservation, SegmentObservation
from annotator.model.tables import CopyNumberRule, DetectionLimits, DetectionTables
from annotator.reference import Arm, Reference, Transcript

Focality = Literal["focal", "arm_level", "unknown"]
_STEPS = 16
"""Steps between the least and the greatest plausible purity or ploidy.

Each is by the same factor, since copies change most at a low purity.
"""


@dataclass(frozen=True, slots=True)
class CopyNumberCall:
    """A finding, the rule that decided its level, and why the level is in doubt, if it is.

    `reason` says for people why it has its level. `others` are what further sources say.
    """

    finding: CopyNumber
    rule: CopyNumberRule
    doubt: str | None
    reason: str
    others: tuple[str, ...] = ()


def copy_number_calls(
    segments: Sequence[SegmentObservation],
    gene_rows: Sequence[GeneCopiesObservation],
    sample: Sample,
    build: GenomeBuild,
    reference: Reference,
    tables: DetectionTables,
) -> dict[str, CopyNumberCall | None]:
    """A call for each gene of the table; null for a gene that no source covers enough."""
    genes = dict.fromkeys(rule.gene for rule in tables.copy_number_rules)
    calls: dict[str, CopyNumberCall | None] = {}
    for number, gene in enumerate(genes, start=1):
        transcript = reference.transcript(gene, build)
        arms = _arms(reference, build, transcript)
        sources = [
            *_by_source(segments, transcript, arms, tables.limits),
            *(from_gene_row(row) for row in gene_rows if row.gene == gene),
        ]
        judged = [
            _judge(f"N{number}", transcript.gene, arms, source, sample, tables)
            for source in sorted(sources, key=_rank)
            if any(_is_for(rule, gene, source.method) for rule in tables.copy_number_rules)
        ]
        calls[gene] = _together(judged) if judged else None
    return calls


def _arms(
    reference: Reference, build: GenomeBuild, transcript: Transcript
) -> tuple[Arm, Arm] | None:
    """The arm of the gene and the other one of its chromosome."""
    chromosome = reference.chromosome(build, transcript.chrom)
    own = reference.chromosome_arm(build, transcript.chrom, transcript.start)
    if chromosome is None or own is None:
        return None
    at = chromosome.length if own.start == 1 else 1
    other = reference.chromosome_arm(build, transcript.chrom, at)
    return (own, other) if other else None


def _by_source(
    segments: Sequence[SegmentObservation],
    transcript: Transcript,
    arms: tuple[Arm, Arm] | None,
    limits: DetectionLimits,
) -> Iterable[GeneCopies]:
    """The evidence of each caller of each file: values of different ones are never averaged."""
    grouped: dict[tuple[str, str], list[SegmentObservation]] = {}
    for segment in segments:
        grouped.setdefault((segment.source.file, segment.caller), []).append(segment)
    for group in grouped.values():
        found = from_segments(
            group, transcript, arms, limits.focal_max_length, limits.min_gene_covered
        )
        if found is not None:
            yield found


def _rank(source: GeneCopies) -> int:
    """FISH is the reference; copies of the tumor cells come before ratios, levels come last."""
    if source.method == "fish":
        return 0
    if source.method == "discrete":
        return 3
    return 1 if source.corrected else 2


def _together(judged: Sequence[CopyNumberCall]) -> CopyNumberCall:
    """The first call; where another source has another result it is in doubt, but for FISH."""
    first, *rest = judged
    said = tuple(f"{_files(each)}: {each.finding.label} ({each.rule.level})" for each in rest)
    apart = [
        text
        for each, text in zip(rest, said, strict=True)
        if _result(each) != _result(first)
        and "no_call" not in (_result(each), _result(first))
        and not (each.doubt and each.finding.copy_number_range)  # its purity alone is not known
    ]
    fish = first.rule.method == "fish"
    if apart and not fish and first.doubt is None:
        doubt = f"the sources disagree, {'; '.join(apart)}; confirm by FISH"
        finding = first.finding.model_copy(update={"amplified": False})
        return replace(first, finding=finding, doubt=doubt, reason=doubt, others=said)
    return replace(first, others=said)


def _files(call: CopyNumberCall) -> str:
    return ", ".join(dict.fromkeys(row.source for row in call.finding.support[:1]))


def _result(call: CopyNumberCall) -> str:
    return "indeterminate" if call.doubt else call.rule.result


@dataclass(frozen=True, slots=True)
class _Level:
    """Copies, their ratio to the arm and the line of the table that they fall on."""

    copies: float | None
    ratio: float | None
    focality: Focality
    rule: CopyNumberRule


@dataclass(frozen=True, slots=True)
class _Grader:
    """Puts the evidence of one source on the table, at any purity and ploidy."""

    gene: str
    source: GeneCopies
    sample: Sample
    tables: DetectionTables

    @property
    def is_corrected(self) -> bool:
        """Whether the copies that count are those of the tumor cells."""
        if self.source.mean is None:
            return False
        given = self.sample.tumor_purity is not None and self.sample.specimen == "tissue"
        return self.source.corrected or given

    def level(
        self,
        purity: float | None,
        ploidy: float | None,
        mean: Reading | None,
        ratio: float | None = None,
    ) -> _Level:
        """The level of the gene if its copies are those of `mean`, at another ratio if given."""
        source = self.source
        copies = None if mean is None else round(mean.copies(purity, ploidy), 2)
        ratio = source.centromere_ratio if ratio is None else ratio
        if ratio is None and copies is not None:
            ratio = _ratio(copies, source.arm, purity, ploidy)
        focality = self._focality(ratio)
        to_ploidy = None if copies is None else copies / (ploidy or DIPLOID)
        return _Level(copies, ratio, focality, self._rule(copies, to_ploidy, ratio, focality))

    def _focality(self, ratio: float | None) -> Focality:
        if ratio is None:
            return "unknown"
        limits = self.tables.limits
        short = self.source.longest is None or self.source.longest <= limits.focal_max_length
        return "focal" if ratio >= limits.focal_min_ratio and short else "arm_level"

    def _rule(
        self,
        copies: float | None,
        to_ploidy: float | None,
        ratio: float | None,
        focality: Focality,
    ) -> CopyNumberRule:
        for rule in self.tables.copy_number_rules:
            if (
                _is_for(rule, self.gene, self.source.method)
                and rule.specimen in (None, self.sample.specimen)
                and rule.focality in (None, focality)
                and _within(copies, rule.min_copy_number, rule.max_copy_number)
                and _within(to_ploidy, rule.min_to_ploidy, None)
                and _within(ratio, rule.min_ratio, rule.max_ratio)
                and _within(self.source.discrete_level, rule.min_discrete, None)
            ):
                return rule
        raise ValueError(f"no line of the copy-number table fits {self.gene} at {copies} copies")

    def scenarios(self) -> list[tuple[float | None, float | None]]:
        """Purity and ploidy as given; where not, every plausible one. The first is shown.

        In plasma the table speaks of copies as measured, since its tumor fraction is small. A
        purity so low that the rest of the gene's arm would hold no copies cannot be.
        """
        limits, sample = self.tables.limits, self.sample
        if self.source.corrected or sample.specimen == "plasma":
            return [(None, sample.ploidy)]
        purities, ploidies = [sample.tumor_purity], [sample.ploidy]
        if sample.tumor_purity is None:
            purities = [1.0, *_grid(limits.plausible_purity)]
        if sample.ploidy is None:
            ploidies = [DIPLOID, *_grid(limits.plausible_ploidy)]
        every = [(purity, ploidy) for purity in purities for ploidy in ploidies]
        arm = self.source.arm
        return [each for each in every if arm is None or arm.copies(*each) > 0] or every

    def unknown(self) -> str:
        """What is not given, with its plausible values."""
        limits, missing = self.tables.limits, []
        if self.sample.tumor_purity is None:
            missing.append("purity ({:.0%} to {:.0%})".format(*limits.plausible_purity))
        if self.sample.ploidy is None:
            missing.append("ploidy ({:g} to {:g})".format(*limits.plausible_ploidy))
        return " and ".join(missing)


def _is_for(rule: CopyNumberRule, gene: str, method: CopyMethod) -> bool:
    """Whether a line is for a gene and a method: FISH and levels have their own lines."""
    own = method if method in ("fish", "discrete") else None
    return rule.gene == gene and rule.method == own


def _grid(bounds: tuple[float, float]) -> list[float]:
    low, high = bounds
    return [low * (high / low) ** (step / _STEPS) for step in range(_STEPS + 1)]


def _within(value: float | None, low: float | None, high: float | None) -> bool:
    if low is None and high is None:
        return True
    return value is not None and (low is None or value >= low) and (high is None or value < high)


def _ratio(
    copies: float, beside: Reading | None, purity: float | None, ploidy: float | None
) -> float | None:
    around = None if beside is None else beside.copies(purity, ploidy)
    return round(copies / around, 2) if around else None


def _judge(
    identifier: str,
    gene: str,
    arms: tuple[Arm, Arm] | None,
    source: GeneCopies,
    sample: Sample,
    tables: DetectionTables,
) -> CopyNumberCall:
    if sample.specimen == "plasma":
        source = source.as_measured()
    grader = _Grader(gene, source, sample, tables)
    scenarios = grader.scenarios()
    levels = [grader.level(*each, source.mean) for each in scenarios]
    shown = levels[0]
    doubt = _doubt(grader, levels)
    copies = sorted(level.copies for level in levels if level.copies is not None)
    known = bool(copies) and copies[0] == copies[-1]
    purity, ploidy = scenarios[0]

    def beside(region: Reading | None) -> float | None:
        return None if shown.copies is None else _ratio(shown.copies, region, purity, ploidy)

    least = None if source.least is None else round(source.least.copies(purity, ploidy), 2)
    log2 = source.mean.log2_ratio if source.mean else None
    finding = CopyNumber(
        id=identifier,
        gene=gene,
        label=_label(gene, copies, shown, source, arms, beside(source.other_arm)),
        copy_number=copies[0] if known else None,
        copy_number_range=None if known or not copies else (copies[0], copies[-1]),
        lowest_exon=least,
        log2_ratio=None if log2 is None else round(log2, 4),
        relative_to_arm=shown.ratio if source.arm else None,
        relative_to_centromere=source.centromere_ratio or beside(source.centromere_side),
        relative_to_other_arm=beside(source.other_arm),
        purity_corrected=grader.is_corrected,
        method=source.method,
        focality=shown.focality,
        level=shown.rule.level,
        levels=list(dict.fromkeys(level.rule.level for level in levels)),
        amplified=shown.rule.token is not None and doubt is None,
        rule=shown.rule.reason,
        rule_id=shown.rule.id,
        rule_reference=shown.rule.reference,
        support=list(source.support),
    )
    return CopyNumberCall(finding, shown.rule, doubt, doubt or _certain(grader, levels))


def _certain(grader: _Grader, levels: Sequence[_Level]) -> str:
    """Why the result is certain: its line of the table, and for which purities it holds."""
    reason = levels[0].rule.reason
    if len({level.copies for level in levels}) == 1:
        return reason
    if len({level.rule.id for level in levels}) > 1:
        named = ", ".join(dict.fromkeys(level.rule.level for level in levels))
        reason = f"Amplification {levels[0].rule.result} ({named})."
    return f"{reason} This holds at every plausible {grader.unknown()}, which is not known."


def _label(
    gene: str,
    copies: Sequence[float],
    shown: _Level,
    source: GeneCopies,
    arms: tuple[Arm, Arm] | None,
    to_other_arm: float | None,
) -> str:
    """The copies and what they are compared with; of a polysomy also the other arm."""
    if not copies:
        level = source.discrete_level
        said = "copies not given" if level is None else f"discrete level {level:g}"
    elif copies[0] == copies[-1]:
        said = f"{copies[0]:.1f} copies"
    else:
        said = f"{copies[0]:.1f} to {copies[-1]:.1f} copies"
    if source.centromere_ratio is not None:
        return f"{gene} {said}, {source.centromere_ratio:g} times the centromere (FISH)"
    if arms and shown.ratio is not None:
        said += f", {shown.ratio:.1f} times the rest of {arms[0].name}"
        if shown.rule.level == "polysomy" and to_other_arm is not None:
            said += f" and {to_other_arm:.1f} times {arms[1].name}"
    return f"{gene} {said}"


def _doubt(grader: _Grader, levels: Sequence[_Level]) -> str | None:
    """Why the result is not certain; null where it is."""
    return (
        _doubt_of_purity(grader, levels)
        or _doubt_of_arm(grader, levels[0])
        or _doubt_of_correction(grader, levels[0])
        or _doubt_of_parts(grader, levels[0].rule.result)
        or _doubt_of_rounding(grader, levels[0].rule.result)
    )


def _doubt_of_purity(grader: _Grader, levels: Sequence[_Level]) -> str | None:
    """That the result depends on a purity or ploidy that is not given."""
    if len({level.rule.result for level in levels}) == 1:
        return None
    copies = [level.copies for level in levels if level.copies is not None]
    named = dict.fromkeys(level.rule.level for level in levels)
    return (
        f"{min(copies):.1f} to {max(copies):.1f} copies ({', '.join(named)}), by the unknown "
        f"{grader.unknown()}: give them, or confirm by FISH"
    )


def _doubt_of_arm(grader: _Grader, shown: _Level) -> str | None:
    """That the rest of the arm would hold no copies: the ratio to it is then without bound."""
    source, scenario = grader.source, grader.scenarios()[0]
    if source.arm is None or source.arm.copies(*scenario) > 0:
        return None
    unbound = grader.level(*scenario, source.mean, ratio=math.inf)
    if unbound.rule.result == shown.rule.result:
        return None
    return (
        f"the rest of its arm would hold no copies where it holds {shown.copies:.1f}: the purity "
        "does not fit these data; correct it, or confirm by FISH"
    )


def _doubt_of_correction(grader: _Grader, corrected: _Level) -> str | None:
    """That purity may have been taken out twice.

    A caller that gives copies of its own may have corrected its log2 ratios for purity already.
    It has not where its copies fit the corrected ratios and not the ratios as written.
    """
    own, sample = grader.source.own, grader.sample
    if own is None or sample.tumor_purity is None or sample.specimen == "plasma":
        return None
    as_written = grader.level(None, None, grader.source.mean)
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


def _doubt_of_parts(grader: _Grader, result: str) -> str | None:
    """That a part of the gene, or the end of the confidence interval, has another result."""
    source = grader.source
    for value, what in (
        (source.least, "its exon (or row) with the fewest copies"),
        (source.most, "its part with the most copies"),
        (source.bound, "the lower bound of the caller's confidence interval"),
    ):
        for scenario in grader.scenarios() if value else []:
            other = grader.level(*scenario, value)
            if other.rule.result != result:
                return f"{what} has {other.copies:.1f} ({other.rule.level}); confirm by FISH"
    return None


def _doubt_of_rounding(grader: _Grader, result: str) -> str | None:
    """That whole copies of all cells, before they were rounded, may have another result."""
    if not grader.source.rounded or grader.sample.specimen == "plasma":
        return None
    for off in (0.5, -0.5):
        moved = replace(grader, source=grader.source.before_rounding(off))
        arm = moved.source.arm
        for scenario in grader.scenarios():
            bare = arm is not None and arm.copies(*scenario) == 0
            level = moved.level(*scenario, moved.source.mean, ratio=math.inf if bare else None)
            if level.rule.result != result:
                return (
                    f"the caller rounds to whole copies of all cells; before, the tumor cells may "
                    f"have {level.copies:.1f} ({level.rule.level}): give ratios, or confirm by FISH"
                )
    return None
