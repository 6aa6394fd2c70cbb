"""Copy number of the genes of the copy-number table: the level, and whether it is certain."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.detection.gene_copies import (
    DIPLOID,
    GeneCopies,
    Reading,
    from_gene_row,
    from_segments,
)
from annotator.detection.graded_genes import (
    copies_label,
    graded_transcripts,
    profile_token,
    role_of,
)
from annotator.model.base import GenomeBuild, Loss
from annotator.model.context import Sample
from annotator.model.findings import CopyNumber
from annotator.model.observations import CopyMethod, GeneCopiesObservation, SegmentObservation
from annotator.model.tables import (
    CopyNumberGene,
    CopyNumberRule,
    DetectionLimits,
    DetectionTables,
)
from annotator.reference import Arm, Reference, Transcript

Focality = Literal["focal", "arm_level", "unknown"]
SegmentsOfSource = Mapping[tuple[str, str], Sequence[SegmentObservation]]
"""Segments of one chromosome by file and caller: values of different ones are never averaged."""
_OF_A_SETTLED_CHANGE = (
    "functional_class",
    "functional_class_reference",
    "meaning",
    "meaning_curation",
)
_STEPS = 16
"""Steps between the least and the greatest plausible purity or ploidy.

Each is by the same factor, since copies change most at a low purity.
"""


@dataclass(frozen=True, slots=True)
class CopyNumberCall:
    """A finding, the rule that decided its level, and why the level is in doubt, if it is.

    `copies` are those of the label in words, `reason` says for people why it has its level, and
    `others` what further sources say. `listed` is the gene's line of `copy_number_genes.tsv`, null
    for MET.
    """

    finding: CopyNumber
    rule: CopyNumberRule
    doubt: str | None
    reason: str
    copies: str
    listed: CopyNumberGene | None = None
    others: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether it is a finding: a further gene is one where it is far gained, or lost."""
        gained = self.finding.level not in ("none", "gain")
        return self.listed is None or gained or self.finding.loss is not None

    def doubted(self, doubt: str) -> "CopyNumberCall":
        """The call where a further source says something else."""
        finding = self.finding
        label = copies_label(finding.gene, finding.loss, False, self.copies)
        unsettled = {"amplified": False, "lost": False, "role": role_of(self.listed, None)}
        changed = {**unsettled, "label": label, **dict.fromkeys(_OF_A_SETTLED_CHANGE)}
        told = finding.model_copy(update=changed)
        return replace(self, finding=told, doubt=doubt, reason=doubt)


def copy_number_calls(
    segments: Sequence[SegmentObservation],
    gene_rows: Sequence[GeneCopiesObservation],
    sample: Sample,
    build: GenomeBuild,
    reference: Reference,
    tables: DetectionTables,
) -> dict[str, CopyNumberCall | None]:
    """A call for each graded gene; null for a gene that no source covers enough.

    Raises InputProblem where a table names a gene that the reference does not hold.
    """
    listed = {each.gene: each for each in tables.copy_number_genes}
    placed = _by_chromosome(segments)
    calls: dict[str, CopyNumberCall | None] = {}
    models = graded_transcripts(tables, build, reference)
    for number, (gene, transcript) in enumerate(models.items(), start=1):
        lines = tables.copy_number_lines(gene)
        arms = _arms(reference, build, transcript)
        sources = [
            *_by_source(placed.get(transcript.chrom, {}), transcript, arms, tables.limits),
            *(from_gene_row(row) for row in gene_rows if row.gene == gene),
        ]
        judged = [
            _judge(
                f"N{number}",
                _Grader(transcript.gene, lines, listed.get(gene), source, sample, tables.limits),
                arms,
            )
            for source in sorted(sources, key=_rank)
            if any(_is_for(rule, source.method) for rule in lines)
        ]
        calls[gene] = _together(judged) if judged else None
    return calls


def _by_chromosome(segments: Sequence[SegmentObservation]) -> dict[str, SegmentsOfSource]:
    placed: dict[str, dict[tuple[str, str], list[SegmentObservation]]] = {}
    for segment in segments:
        source = segment.source.file, segment.caller
        placed.setdefault(segment.chrom, {}).setdefault(source, []).append(segment)
    return {chrom: dict(sources) for chrom, sources in placed.items()}


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
    placed: SegmentsOfSource,
    transcript: Transcript,
    arms: tuple[Arm, Arm] | None,
    limits: DetectionLimits,
) -> Iterable[GeneCopies]:
    """The evidence of each source, of segments that lie on the chromosome of the gene."""
    for group in placed.values():
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
        first = first.doubted(f"the sources disagree, {'; '.join(apart)}; confirm by FISH")
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
    lines: Sequence[CopyNumberRule]
    listed: CopyNumberGene | None
    source: GeneCopies
    sample: Sample
    limits: DetectionLimits

    @property
    def of_losses(self) -> bool:
        """Whether a loss is looked for."""
        return self.listed is not None and self.listed.change == "loss"

    @property
    def by_ploidy(self) -> bool:
        """Whether the ploidy decides over the copies of the tumor, as they are given, too."""
        return any(rule.min_to_ploidy or rule.max_to_ploidy for rule in self.lines)

    @property
    def by_one_exon(self) -> bool:
        """Whether one lost exon is a loss: where the copies are of the tumor, not of a ratio."""
        return self.of_losses and self.source.corrected and self.source.least is not None

    @property
    def decisive(self) -> Reading | None:
        """The copies that decide: the mean over the gene, or its exon with the fewest."""
        return self.source.least if self.by_one_exon else self.source.mean

    @property
    def is_partial(self) -> bool:
        """Whether one exon decides that has visibly other copies than the gene."""
        one, all_of = self.decisive, self.source.mean
        if not self.by_one_exon or one is None or all_of is None:
            return False
        return f"{one.copies(None, None):.1f}" != f"{all_of.copies(None, None):.1f}"

    @property
    def parts(self) -> tuple[tuple[Reading | None, str], ...]:
        """What may not have another result than the copies that decide, and how it is named."""
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
        exact = None if mean is None else mean.copies(purity, ploidy)
        copies = None if exact is None else round(exact, 2)
        ratio = source.centromere_ratio if ratio is None else ratio
        if ratio is None and copies is not None:
            ratio = _ratio(copies, source.arm, purity, ploidy)
        focality = self._focality(ratio)
        average = self._average(purity, ploidy)
        to_ploidy = None if exact is None else round(exact / average, 3)
        return _Level(copies, ratio, focality, self._rule(copies, to_ploidy, ratio, focality))

    def _average(self, purity: float | None, ploidy: float | None) -> float:
        """The copies of the tumor's genome; those read from a ratio alone are against two."""
        by_ratio = purity is None and not self.source.corrected
        return DIPLOID if by_ratio else ploidy or DIPLOID

    def _focality(self, ratio: float | None) -> Focality:
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
                _is_for(rule, self.source.method)
                and rule.specimen in (None, self.sample.specimen)
                and rule.focality in (None, focality)
                and _within(copies, rule.min_copy_number, rule.max_copy_number)
                and _within(to_ploidy, rule.min_to_ploidy, rule.max_to_ploidy)
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
        limits, sample = self.limits, self.sample
        if sample.specimen == "plasma":
            return [(None, sample.ploidy)]
        purities: list[float | None] = [sample.tumor_purity]
        ploidies = [sample.ploidy]
        if sample.ploidy is None:
            ploidies = [DIPLOID, *_grid(limits.plausible_ploidy)]
        if self.source.corrected:
            return [(None, ploidy) for ploidy in (ploidies if self.by_ploidy else [sample.ploidy])]
        if sample.tumor_purity is None:
            purities = [1.0, *_grid(limits.plausible_purity)]
        every = [(purity, ploidy) for purity in purities for ploidy in ploidies]
        arm = self.source.arm
        return [each for each in every if arm is None or arm.copies(*each) > 0] or every

    def unknown(self) -> str:
        """What is not given, with its plausible values."""
        limits, missing = self.limits, []
        if self.sample.tumor_purity is None and not self.source.corrected:
            missing.append("purity ({:.0%} to {:.0%})".format(*limits.plausible_purity))
        if self.sample.ploidy is None:
            missing.append("ploidy ({:g} to {:g})".format(*limits.plausible_ploidy))
        return " and ".join(missing)


def _is_for(rule: CopyNumberRule, method: CopyMethod) -> bool:
    """Whether a line is for a method: FISH and levels have their own lines."""
    return rule.method == (method if method in ("fish", "discrete") else None)


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


def _judge(identifier: str, grader: _Grader, arms: tuple[Arm, Arm] | None) -> CopyNumberCall:
    if grader.sample.specimen == "plasma":
        grader = replace(grader, source=grader.source.as_measured())
    source, listed = grader.source, grader.listed
    scenarios = grader.scenarios()
    levels = [grader.level(*each, grader.decisive) for each in scenarios]
    shown = levels[0]
    doubt = _doubt(grader, levels)
    copies = sorted(level.copies for level in levels if level.copies is not None)
    known = bool(copies) and copies[0] == copies[-1]
    purity, ploidy = scenarios[0]

    def beside(region: Reading | None) -> float | None:
        return None if shown.copies is None else _ratio(shown.copies, region, purity, ploidy)

    def of(part: Reading | None) -> float | None:
        return None if part is None else round(part.copies(purity, ploidy), 2)

    loss = _certain_loss(levels)
    settled = doubt is None and shown.rule.result == "present"
    token = profile_token(listed, shown.rule) if settled else None
    said = _copies_text(grader, copies, shown, arms, beside(source.other_arm))
    log2 = source.mean.log2_ratio if source.mean else None
    finding = CopyNumber(
        id=identifier,
        gene=grader.gene,
        label=copies_label(grader.gene, loss, settled or loss == "heterozygous", said),
        copy_number=of(source.mean) if known else None,
        copy_number_range=None if known or not copies else (copies[0], copies[-1]),
        lowest_exon=of(source.least),
        log2_ratio=None if log2 is None else round(log2, 4),
        relative_to_arm=shown.ratio if source.arm else None,
        relative_to_centromere=source.centromere_ratio or beside(source.centromere_side),
        relative_to_other_arm=beside(source.other_arm),
        purity_corrected=grader.is_corrected,
        method=source.method,
        focality=shown.focality,
        level=shown.rule.level,
        levels=list(dict.fromkeys(level.rule.level for level in levels)),
        amplified=settled and loss is None,
        loss=loss,
        lost=settled and loss == "homozygous",
        role=role_of(listed, token),
        functional_class=token,
        functional_class_reference=_first_reference(listed) if token else None,
        meaning=listed.meaning if listed and settled else None,
        meaning_curation=listed.curation if listed and settled else None,
        rule=shown.rule.reason,
        rule_id=shown.rule.id,
        rule_reference=shown.rule.reference,
        support=list(source.support),
    )
    reason = doubt or _certain(grader, levels)
    return CopyNumberCall(finding, shown.rule, doubt, reason, said, listed)


def _certain(grader: _Grader, levels: Sequence[_Level]) -> str:
    """Why the result is certain: its line of the table, and for which purities it holds."""
    reason = levels[0].rule.reason
    if len({level.copies for level in levels}) == 1:
        return reason
    if len({level.rule.id for level in levels}) > 1:
        named = ", ".join(dict.fromkeys(level.rule.loss or level.rule.level for level in levels))
        change = "Homozygous loss" if grader.of_losses else "Amplification"
        reason = f"{change} {levels[0].rule.result} ({named})."
    return f"{reason} This holds at every plausible {grader.unknown()}, which is not known."


def _first_reference(listed: CopyNumberGene | None) -> str | None:
    return listed.references[0] if listed and listed.references else None


def _certain_loss(levels: Sequence[_Level]) -> Loss | None:
    """The loss of the first possibility; a heterozygous one only where all have it."""
    loss = levels[0].rule.loss
    if loss == "heterozygous" and any(level.rule.loss != loss for level in levels):
        return None
    return loss


def _copies_text(
    grader: _Grader,
    copies: Sequence[float],
    shown: _Level,
    arms: tuple[Arm, Arm] | None,
    to_other_arm: float | None,
) -> str:
    """The copies and what they are compared with; of a polysomy also the other arm."""
    source = grader.source
    if not copies:
        level = source.discrete_level
        said = "copies not given" if level is None else f"discrete level {level:g}"
    elif copies[0] == copies[-1]:
        said = f"{copies[0]:.1f} copies"
    else:
        said = f"{copies[0]:.1f} to {copies[-1]:.1f} copies"
    if grader.of_losses:
        return f"{said} in its exon with the fewest" if grader.is_partial else said
    if source.centromere_ratio is not None:
        return f"{said}, {source.centromere_ratio:g} times the centromere (FISH)"
    if arms and shown.ratio is not None:
        said += f", {shown.ratio:.1f} times the rest of {arms[0].name}"
        if shown.rule.level == "polysomy" and to_other_arm is not None:
            said += f" and {to_other_arm:.1f} times {arms[1].name}"
    return said


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
    if grader.listed is not None:
        unknown = grader.unknown()
        asked = "them" if " and " in unknown else "it"
        return f"it depends on the unknown {unknown}: give {asked}, or confirm by FISH"
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
    unbound = grader.level(*scenario, grader.decisive, ratio=math.inf)
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


def _doubt_of_parts(grader: _Grader, result: str) -> str | None:
    """That a part of the gene, or the end of the confidence interval, has another result."""
    for value, what in grader.parts:
        for scenario in grader.scenarios() if value else []:
            other = grader.level(*scenario, value)
            if other.rule.result != result:
                said = other.rule.loss or other.rule.level
                return f"{what} has {other.copies:.1f} ({said}); confirm by FISH"
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
            level = moved.level(*scenario, moved.decisive, ratio=math.inf if bare else None)
            if level.rule.result != result:
                return (
                    f"the caller rounds to whole copies of all cells; before, the tumor cells may "
                    f"have {level.copies:.1f} ({level.rule.level}): give ratios, or confirm by FISH"
                )
    return None
