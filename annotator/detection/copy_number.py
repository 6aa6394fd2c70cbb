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
from annotator.reference import Reference

DIPLOID = 2.0
Focality = Literal["focal", "arm_level", "unknown"]


@dataclass(frozen=True, slots=True)
class CopyNumberCall:
    """A finding together with the rule that decided its level."""

    finding: CopyNumber
    rule: CopyNumberRule


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
    """A call for each gene of the table; null for a gene that no segment covers."""
    genes = dict.fromkeys(rule.gene for rule in tables.copy_number_rules)
    calls: dict[str, CopyNumberCall | None] = {}
    for number, gene in enumerate(genes, start=1):
        calls[gene] = _call(f"N{number}", gene, segments, sample, build, reference, tables)
    return calls


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
    covering = [(s, span.overlap(s)) for s in segments if span.overlap(s)]
    log2 = weighted_log2(covering)
    if log2 is None:
        return None
    copies = round(copies_per_cell(log2, sample.tumor_purity, sample.ploidy), 2)
    arm_log2 = _rest_of_arm(span, segments, build, reference, tables.limits.focal_max_length)
    ratio = None
    if arm_log2 is not None:
        arm = copies_per_cell(arm_log2, sample.tumor_purity, sample.ploidy)
        ratio = round(copies / arm, 2) if arm > 0 else None
    longest = max(s.end - s.start + 1 for s, _ in covering)
    focality = _focality(ratio, longest, tables)
    rule = _rule(gene, copies, ratio, focality, tables)
    finding = CopyNumber(
        id=identifier,
        gene=gene,
        label=f"{gene} copy number {copies:g}"
        + (f", {ratio:g} times the rest of its arm" if ratio is not None else ""),
        copy_number=copies,
        log2_ratio=round(log2, 4),
        relative_to_arm=ratio,
        purity_corrected=sample.tumor_purity is not None,
        focality=focality,
        level=rule.level,
        amplified=rule.token is not None,
        rule=rule.reason,
        rule_reference=rule.reference,
        support=[_support(segment) for segment, _ in covering],
    )
    return CopyNumberCall(finding, rule)


def _rest_of_arm(
    span: _Span,
    segments: Sequence[SegmentObservation],
    build: GenomeBuild,
    reference: Reference,
    focal_max_length: int,
) -> float | None:
    """Mean log2 ratio of the gene's arm beside the gene, null where nothing of it is covered.

    A segment that holds the gene counts as arm too, unless it is short enough to be focal.
    """
    arm = reference.chromosome_arm(build, span.chrom, span.start)
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
    source = segment.source
    return CopyNumberSupport(
        caller=segment.caller,
        source=source.file if source.line is None else f"{source.file}:{source.line}",
        segment=f"{segment.chrom}:{segment.start}-{segment.end}",
        log2_ratio=segment.log2_ratio,
        copy_number=segment.copy_number,
    )
