"""Copy number of the genes of the copy-number table, from segments."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.model.base import GenomeBuild
from annotator.model.context import Sample
from annotator.model.findings import CopyNumber, CopyNumberSupport
from annotator.model.observations import SegmentObservation
from annotator.model.tables import CopyNumberRule, DetectionTables
from annotator.reference import Arm, Reference

DIPLOID = 2.0
Focality = Literal["focal", "arm_level", "unknown"]


@dataclass(frozen=True, slots=True)
class CopyNumberCall:
    """A finding, the rule that decided its level, and why the level is in doubt, if it is."""

    finding: CopyNumber
    rule: CopyNumberRule
    doubt: str | None


@dataclass(frozen=True, slots=True)
class _Span:
    chrom: str
    start: int
    end: int

    def overlap(self, segment: SegmentObservation) -> int:
        """Base pairs of a segment inside the span."""
        if segment.chrom != self.chrom:
            return 0
        return max(0, min(self.end, segment.end) - max(self.start, segment.start) + 1)


def copies_per_cell(log2_ratio: float, purity: float | None, ploidy: float | None) -> float:
    """Tumor copies per cell from a log2 ratio against the sample's own mean.

    Without purity the ratio is read as if all cells were tumor. With it, the share of normal
    diploid cells is taken out: ratio = (purity * n + 2 (1 - purity)) / (purity * ploidy +
    2 (1 - purity)). Negative results of noise are 0.
    """
    ratio = math.exp2(log2_ratio)
    if purity is None:
        return DIPLOID * ratio
    normal = DIPLOID * (1 - purity)
    mean = purity * (ploidy or DIPLOID) + normal
    return max(0.0, (ratio * mean - normal) / purity)


def weighted_log2(parts: Iterable[tuple[SegmentObservation, int]]) -> float | None:
    """Mean log2 ratio of segments, weighted by base pairs; null without any."""
    total = weight = 0.0
    for segment, length in parts:
        total += segment.log2_ratio * length
        weight += length
    return total / weight if weight else None


def copy_number_calls(
    segments: Sequence[SegmentObservation],
    sample: Sample,
    build: GenomeBuild,
    reference: Reference,
    tables: DetectionTables,
) -> dict[str, CopyNumberCall | None]:
    """A call for each gene of the table; null for a gene that segments do not cover enough."""
    genes = dict.fromkeys(rule.gene for rule in tables.copy_number_rules)
    calls: dict[str, CopyNumberCall | None] = {}
    for number, gene in enumerate(genes, start=1):
        calls[gene] = _call(f"N{number}", gene, segments, sample, build, reference, tables)
    return calls


@dataclass(frozen=True, slots=True)
class _Level:
    """Copies, their ratio to the arm and the line of the table that they fall on."""

    copies: float
    ratio: float | None
    focality: Focality
    rule: CopyNumberRule


def _call(
    identifier: str,
    gene: str,
    segments: Sequence[SegmentObservation],
    sample: Sample,
    build: GenomeBuild,
    reference: Reference,
    tables: DetectionTables,
) -> CopyNumberCall | None:
    transcript = reference.transcript(gene, build)
    span = _Span(transcript.chrom, transcript.start, transcript.end)
    arm = reference.chromosome_arm(build, span.chrom, span.start)
    covering = [(s, span.overlap(s)) for s in segments if span.overlap(s)]
    covered = sum(length for _, length in covering) / (span.end - span.start + 1)
    log2 = weighted_log2(covering)
    if log2 is None or covered < tables.limits.min_gene_covered:
        return None
    arm_log2 = _rest_of_arm(span, arm, segments, tables.limits.focal_max_length)
    longest = max(s.end - s.start + 1 for s, _ in covering)

    def level(purity: float | None, ploidy: float | None) -> _Level:
        copies = round(copies_per_cell(log2, purity, ploidy), 2)
        beside = None if arm_log2 is None else copies_per_cell(arm_log2, purity, ploidy)
        ratio = round(copies / beside, 2) if beside else None
        focality = _focality(ratio, longest, tables)
        return _Level(copies, ratio, focality, _rule(gene, copies, ratio, focality, tables))

    found = level(sample.tumor_purity, sample.ploidy)
    doubt = None
    if sample.tumor_purity is not None:
        doubt = _doubt(found, level(None, None), covering)
    to_arm = ""
    if arm and found.ratio is not None:
        to_arm = f", {found.ratio:.1f} times the rest of {arm.name}"
    finding = CopyNumber(
        id=identifier,
        gene=gene,
        label=f"{gene} {found.copies:.1f} copies{to_arm}",
        copy_number=found.copies,
        log2_ratio=round(log2, 4),
        relative_to_arm=found.ratio,
        purity_corrected=sample.tumor_purity is not None,
        focality=found.focality,
        level=found.rule.level,
        amplified=found.rule.token is not None and doubt is None,
        rule=found.rule.reason,
        rule_reference=found.rule.reference,
        support=[_support(segment) for segment, _ in covering],
    )
    return CopyNumberCall(finding, found.rule, doubt)


def _doubt(
    corrected: _Level, as_written: _Level, covering: Sequence[tuple[SegmentObservation, int]]
) -> str | None:
    """Why purity may have been taken out twice, where that changes the result; else null.

    A caller that gives copies of its own may have corrected its log2 ratios for purity already.
    It has not where its copies fit the corrected ratios and not the ratios as written.
    """
    own = [s.copy_number for s, _ in covering if s.copy_number is not None]
    if not own or corrected.rule.result == as_written.rule.result:
        return None
    mean = sum(own) / len(own)
    if abs(mean - corrected.copies) <= 1 < abs(mean - as_written.copies):
        return None
    return (
        f"the caller gives {mean:g} copies: if its ratios are corrected for purity already, the "
        f"copy number is {as_written.copies:g} ({as_written.rule.level}); confirm by FISH, or "
        "leave the purity out"
    )


def _rest_of_arm(
    span: _Span, arm: Arm | None, segments: Sequence[SegmentObservation], focal_max_length: int
) -> float | None:
    """Mean log2 ratio of the gene's arm beside the gene, null where nothing of it is covered.

    A segment that holds the gene counts as arm too, unless it is short enough to be focal.
    """
    if arm is None:
        return None
    whole = _Span(span.chrom, arm.start, arm.end)
    return weighted_log2(
        (s, whole.overlap(s) - span.overlap(s))
        for s in segments
        if not span.overlap(s) or s.end - s.start + 1 > focal_max_length
    )


def _focality(ratio: float | None, longest: int, tables: DetectionTables) -> Focality:
    if ratio is None:
        return "unknown"
    limits = tables.limits
    focal = ratio >= limits.focal_min_ratio and longest <= limits.focal_max_length
    return "focal" if focal else "arm_level"


def _rule(
    gene: str, copies: float, ratio: float | None, focality: Focality, tables: DetectionTables
) -> CopyNumberRule:
    for rule in tables.copy_number_rules:
        if rule.gene == gene and _matches(rule, copies, ratio, focality):
            return rule
    raise ValueError(f"no line of the copy-number table fits {gene} at {copies} copies")


def _matches(rule: CopyNumberRule, copies: float, ratio: float | None, focality: Focality) -> bool:
    if rule.focality not in (None, focality):
        return False
    if not _within(copies, rule.min_copy_number, rule.max_copy_number):
        return False
    if rule.min_ratio is None and rule.max_ratio is None:
        return True
    return ratio is not None and _within(ratio, rule.min_ratio, rule.max_ratio)


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value < high)


def _support(segment: SegmentObservation) -> CopyNumberSupport:
    return CopyNumberSupport(
        caller=segment.caller,
        source=segment.source.place,
        segment=f"{segment.chrom}:{segment.start}-{segment.end}",
        log2_ratio=segment.log2_ratio,
        copy_number=segment.copy_number,
    )
