"""The copy-number table applied to one source: its copies in a scenario, and their line."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.detection.copy_number.evidence import (
    AS_MEASURED,
    DIPLOID,
    Copies,
    GeneCopies,
    Scenario,
)
from annotator.model.base import Focality, Specimen
from annotator.model.context import Sample
from annotator.model.observations import CopyMethod
from annotator.model.tables import CopyNumberGene, CopyNumberRule, DetectionLimits

_STEPS = 16
"""Steps between the least and the greatest plausible purity or ploidy.

Each is by the same factor, since copies change most at a low purity.
"""


@dataclass(frozen=True, slots=True)
class GeneLevel:
    """The copies of a gene in one scenario, and the line of the table that they match."""

    copies: float | None
    """Copies per cell, to two decimals."""
    ratio: float | None
    """The ratio of the copies to those of the arm, or to the centromere."""
    focality: Focality
    rule: CopyNumberRule


@dataclass(frozen=True)
class LevelJudge:
    """Looks the evidence of one source up in the table, at any purity and ploidy."""

    gene: str
    lines: Sequence[CopyNumberRule]
    """The lines for the gene, the method of the source and the specimen."""
    listed: CopyNumberGene | None
    """The gene's line of `copy_number_genes.tsv`; None for a gene with lines of its own."""
    source: GeneCopies
    sample: Sample
    limits: DetectionLimits

    @cached_property
    def of_losses(self) -> bool:
        """Whether a loss is looked for."""
        return self.listed is not None and self.listed.change == "loss"

    @property
    def by_ploidy(self) -> bool:
        """Whether the level of given copies of the tumor cells depends on the ploidy."""
        return any(rule.min_to_ploidy or rule.max_to_ploidy for rule in self.lines)

    @cached_property
    def by_one_exon(self) -> bool:
        """Whether one lost exon is a loss: only with copies of the tumor cells, not with ratios."""
        return self.of_losses and self.source.corrected and self.source.least is not None

    @cached_property
    def decisive(self) -> Copies | None:
        """The copies that decide: the mean over the gene, or its exon with the fewest copies."""
        return self.source.least if self.by_one_exon else self.source.mean

    @property
    def is_partial(self) -> bool:
        """Whether one exon decides, whose copies visibly differ from those of the gene."""
        exon, gene = self.decisive, self.source.mean
        if not self.by_one_exon or exon is None or gene is None:
            return False
        return f"{exon.per_cell(AS_MEASURED):.1f}" != f"{gene.per_cell(AS_MEASURED):.1f}"

    @property
    def parts(self) -> tuple[tuple[Copies | None, str], ...]:
        """The copies that must have the same result as those that decide, each with its name."""
        source = self.source
        bound = source.bound, "the lower bound of the caller's confidence interval"
        if self.by_one_exon:
            return (bound,)
        least = source.least, "its exon (or row) with the fewest copies"
        most = source.most, "its part with the most copies"
        if self.of_losses:
            return least, (source.greatest, "its exon with the most copies"), most, bound
        return least, most, bound

    @property
    def is_corrected(self) -> bool:
        """Whether the copies that count are corrected for purity."""
        if self.source.mean is None:
            return False
        given = self.sample.tumor_purity is not None and self.sample.specimen == "tissue"
        return self.source.corrected or given

    def level(
        self,
        scenario: Scenario,
        measured: Copies | None,
        ratio: float | None = None,
    ) -> GeneLevel:
        """The level of the gene if its copies were `measured`; at another ratio if one is given."""
        source = self.source
        exact = None if measured is None else measured.per_cell(scenario)
        copies = None if exact is None else round(exact, 2)
        ratio = source.centromere_ratio if ratio is None else ratio
        if ratio is None and copies is not None:
            ratio = ratio_to(copies, source.arm, scenario)
        focality = self._focality(ratio)
        average = self._average(scenario)
        to_ploidy = None if exact is None else round(exact / average, 3)
        return GeneLevel(copies, ratio, focality, self._rule(copies, to_ploidy, ratio, focality))

    def copies_in_words(self, copies: float, scenario: Scenario) -> str:
        """Copies with one decimal; with two where one would put them on another line."""
        average = self._average(scenario)
        bounds = [(rule.min_copy_number, rule.max_copy_number) for rule in self.lines]
        to_ploidy = [(rule.min_to_ploidy, rule.max_to_ploidy) for rule in self.lines]
        return _on_its_side(
            copies,
            [
                *(bound for pair in bounds for bound in pair if bound is not None),
                *(bound * average for pair in to_ploidy for bound in pair if bound is not None),
            ],
        )

    def ratio_in_words(self, ratio: float) -> str:
        """A ratio with one decimal; with two where one would put it on another line."""
        bounds = [(rule.min_ratio, rule.max_ratio) for rule in self.lines]
        return _on_its_side(ratio, [b for pair in bounds for b in pair if b is not None])

    def _average(self, scenario: Scenario) -> float:
        """The mean copies of the tumor's genome; two where copies are read from a ratio alone."""
        by_ratio = scenario.purity is None and not self.source.corrected
        return DIPLOID if by_ratio else scenario.ploidy or DIPLOID

    def _focality(self, ratio: float | None) -> Focality:
        if self.source.focality is not None:
            return self.source.focality
        if ratio is None or self.of_losses:
            return "unknown"
        limits = self.limits
        short = self.source.longest is None or self.source.longest <= limits.focal_max_length
        return "focal" if ratio >= limits.focal_min_ratio and short else "arm_level"

    def _rule(
        self,
        copies: float | None,
        to_ploidy: float | None,
        ratio: float | None,
        focality: Focality,
    ) -> CopyNumberRule:
        for rule in self.lines:
            if (
                rule.focality in (None, focality)
                and _within(copies, rule.min_copy_number, rule.max_copy_number)
                and _within(to_ploidy, rule.min_to_ploidy, rule.max_to_ploidy)
                and _within(ratio, rule.min_ratio, rule.max_ratio)
                and _within(self.source.discrete_level, rule.min_discrete, None)
            ):
                return rule
        raise ValueError(f"no line of the copy-number table fits {self.gene} at {copies} copies")

    @cached_property
    def scenarios(self) -> list[Scenario]:
        """Purity and ploidy as given; where one is not, each plausible value. The first is shown.

        In plasma the table is about copies as measured, since the tumor fraction is small. A
        purity so low that the rest of the gene's arm would have no copies is not possible.
        """
        limits, sample = self.limits, self.sample
        if sample.specimen == "plasma":
            return [Scenario(None, sample.ploidy)]
        purities: list[float | None] = [sample.tumor_purity]
        ploidies = [sample.ploidy]
        if sample.ploidy is None:
            ploidies = _with_grid(DIPLOID, limits.plausible_ploidy)
        if self.source.corrected:
            of_interest = ploidies if self.by_ploidy else [sample.ploidy]
            return [Scenario(None, ploidy) for ploidy in of_interest]
        if sample.tumor_purity is None:
            purities = _with_grid(1.0, limits.plausible_purity)
        scenarios = [Scenario(purity, ploidy) for purity in purities for ploidy in ploidies]
        arm = self.source.arm
        return [s for s in scenarios if arm is None or arm.per_cell(s) > 0] or scenarios

    def unknown(self) -> str:
        """The values that are not given, each with its plausible range, in words."""
        limits, missing = self.limits, []
        if self.sample.tumor_purity is None and not self.source.corrected:
            low, high = limits.plausible_purity
            missing.append(f"purity ({100 * low:.0f} % to {100 * high:.0f} %)")
        if self.sample.ploidy is None:
            missing.append("ploidy ({:g} to {:g})".format(*limits.plausible_ploidy))
        return " and ".join(missing)


def lines_for(
    lines: Sequence[CopyNumberRule], method: CopyMethod, specimen: Specimen
) -> list[CopyNumberRule]:
    """The lines for a method and a specimen; FISH and discrete levels have lines of their own."""
    own = method if method in ("fish", "discrete") else None
    return [rule for rule in lines if rule.method == own and rule.specimen in (None, specimen)]


def _on_its_side(value: float, bounds: Sequence[float]) -> str:
    """A number rounded to one decimal; to two where one would cross a bound."""
    short = f"{value:.1f}"
    crossed = any((value >= bound) != (float(short) >= bound) for bound in bounds)
    return f"{value:.2f}" if crossed else short


def _with_grid(first: float, bounds: tuple[float, float]) -> list[float | None]:
    """A value, then the steps between the bounds; each once."""
    low, high = bounds
    steps = (low * (high / low) ** (step / _STEPS) for step in range(_STEPS + 1))
    return list(dict.fromkeys([first, *steps]))


def _within(value: float | None, low: float | None, high: float | None) -> bool:
    if low is None and high is None:
        return True
    return value is not None and (low is None or value >= low) and (high is None or value < high)


def ratio_to(copies: float, region: Copies | None, scenario: Scenario) -> float | None:
    """The ratio of copies to those of a region; None where it has none, or is not covered."""
    of_region = None if region is None else region.per_cell(scenario)
    return round(copies / of_region, 2) if of_region else None
