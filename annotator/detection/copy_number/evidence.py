"""What one source shows of the copies of one gene: its mean, its exons and its surroundings."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from annotator.model.base import Focality, Interval, Specimen
from annotator.model.findings import CopyNumberSupport
from annotator.model.observations import CopyMethod, GeneCopiesObservation, SegmentObservation
from annotator.model.tables import DetectionLimits
from annotator.reference import Arm, Transcript

DIPLOID = 2.0
AMPLIFIED = 2.0
"""The discrete level of an amplification."""
_LEAST_COPIES = 2.0**-9
"""Copies of 0 have no logarithm: about this many are taken in their place."""
Part = tuple[SegmentObservation, int]
"""A segment and the number of its base pairs that count."""


class Scenario(NamedTuple):
    """A purity and a ploidy at which copies are computed; None where one is not used."""

    purity: float | None
    ploidy: float | None


AS_MEASURED = Scenario(None, None)
"""All cells are taken for tumor cells, with a mean of two copies."""


def copies_per_cell(log2_ratio: float, scenario: Scenario) -> float:
    """Copies per tumor cell from a log2 ratio against the sample's own mean.

    Without purity the ratio is read as if all cells were tumor cells. With it, the share of normal
    diploid cells is removed: ratio = (purity * n + 2 (1 - purity)) / (purity * ploidy +
    2 (1 - purity)). Negative results, which noise causes, are 0.
    """
    purity, ploidy = scenario
    ratio = math.exp2(log2_ratio)
    if purity is None:
        return DIPLOID * ratio
    normal = DIPLOID * (1 - purity)
    mean = purity * (ploidy or DIPLOID) + normal
    return max(0.0, (ratio * mean - normal) / purity)


def weighted_log2(parts: Iterable[Part]) -> float | None:
    """The mean log2 ratio of segments, weighted by base pairs; None without a ratio."""
    return _weighted((segment.log2_ratio, length) for segment, length in parts)


def _weighted(values: Iterable[tuple[float | None, int]]) -> float | None:
    known = [(value, length) for value, length in values if value is not None]
    total = sum(length for _, length in known)
    return sum(value * length for value, length in known) / total if total else None


@dataclass(frozen=True, slots=True)
class Copies:
    """A measured value: the copies of the tumor cells where the caller gives them, else a ratio."""

    log2_ratio: float | None
    """The log2 ratio against the mean of the sample."""
    corrected: float | None = None
    """Copies per tumor cell, corrected for purity by the caller."""

    def per_cell(self, scenario: Scenario) -> float:
        """Copies per tumor cell in a scenario, on which corrected copies do not depend."""
        if self.corrected is not None:
            return max(0.0, self.corrected)
        return copies_per_cell(self.log2_ratio or 0.0, scenario)


def mean_copies(parts: Sequence[Part]) -> Copies | None:
    """The mean of segments by base pairs: of corrected copies where all have them, else of ratios.

    Copies of a caller that gave no ratio, and did not correct them, are read as a ratio to two.
    """
    parts = [(segment, length) for segment, length in parts if length]
    if parts and all(s.purity_corrected and s.copy_number is not None for s, _ in parts):
        return Copies(weighted_log2(parts), _weighted((s.copy_number, n) for s, n in parts))
    log2 = _weighted((_ratio(s.log2_ratio, s.copy_number), length) for s, length in parts)
    return None if log2 is None else Copies(log2)


def _ratio(log2_ratio: float | None, copies: float | None) -> float | None:
    if log2_ratio is not None or copies is None:
        return log2_ratio
    return math.log2(max(copies, _LEAST_COPIES) / DIPLOID)


@dataclass(frozen=True, slots=True)
class GeneCopies:
    """The evidence of one source on one gene."""

    method: CopyMethod
    """How the copies were measured."""
    file: str
    """The base name of the file."""
    support: tuple[CopyNumberSupport, ...]
    """The rows behind the evidence, as the findings keep them."""
    mean: Copies | None
    """The mean over the gene; None where a level or a ratio to the centromere alone is given."""
    least: Copies | None = None
    """The exon with the fewest copies; of rows of the gene, the row with the fewest."""
    greatest: Copies | None = None
    """The exon (or row) with the most copies."""
    most: Copies | None = None
    """The highest copies that the caller itself names."""
    bound: Copies | None = None
    """The lower bound of the caller's confidence interval."""
    arm: Copies | None = None
    """The rest of the gene's chromosome arm; None where it is not covered."""
    centromere_side: Copies | None = None
    """The part of the arm between gene and centromere; None where it is not covered."""
    other_arm: Copies | None = None
    """The other arm of the chromosome; None where it is not covered."""
    longest: int | None = None
    """The length of the longest segment in base pairs; None where it is not known."""
    centromere_ratio: float | None = None
    """Signals of the gene per signal of the centromere (FISH)."""
    discrete_level: float | None = None
    """A level such as 2 for an amplification, from callers that give no copies."""
    own: float | None = None
    """The caller's own copies, of which it is not known whether they are corrected for purity."""
    rounded: bool = False
    """Whether the caller gives whole copies of all cells, and no ratio."""
    at_least: bool = False
    """Whether the copies are the threshold of a discrete level: the gene has as many or more."""
    focality: Focality | None = None
    """Whether the gain is focal, as the description of the input states it; None where it does
    not."""

    @property
    def corrected(self) -> bool:
        """Whether the copies are already those of the tumor cells alone."""
        return self.mean is None or self.mean.corrected is not None

    def before_rounding(self, difference: float) -> "GeneCopies":
        """The evidence with `difference` more copies of the gene, and so many fewer of its arm."""
        return replace(self, mean=_moved(self.mean, difference), arm=_moved(self.arm, -difference))

    def as_measured(self) -> "GeneCopies":
        """The evidence with ratios instead of the tumor's copies, where both are given.

        FISH stays as it is. The highest copies and the bound that a caller names have no ratio,
        and are left out then.
        """
        if self.method != "sequencing" or self.mean is None or self.mean.log2_ratio is None:
            return self
        return replace(
            self,
            mean=Copies(self.mean.log2_ratio),
            least=_measured(self.least),
            greatest=_measured(self.greatest),
            most=_measured(self.most),
            bound=_measured(self.bound),
            arm=_measured(self.arm),
            centromere_side=_measured(self.centromere_side),
            other_arm=_measured(self.other_arm),
        )


def _moved(copies: Copies | None, difference: float) -> Copies | None:
    if copies is None:
        return None
    return Copies(_ratio(None, copies.per_cell(AS_MEASURED) + difference))


def _measured(copies: Copies | None) -> Copies | None:
    return None if copies is None or copies.log2_ratio is None else Copies(copies.log2_ratio)


def from_segments(
    segments: Sequence[SegmentObservation],
    transcript: Transcript,
    arms: tuple[Arm, Arm] | None,
    limits: DetectionLimits,
) -> GeneCopies | None:
    """The evidence in the segments of one source; None where they do not cover the gene enough.

    Rows of the gene are used alone where there are any. Else its segments must cover a share of
    its bases or of its exons. `arms` are its own arm and the other one of its chromosome.
    """
    gene = transcript.interval
    rows = [s for s in segments if s.gene == transcript.gene and s.chrom == gene.chrom]
    covering = _overlapping(gene, (s for s in segments if s.gene is None))
    if rows:
        covering = [(s, s.end - s.start + 1) for s in rows]
    mean = mean_copies(covering)
    exons = _exons(transcript, covering)
    share = sum(length for _, length in covering) / (gene.end - gene.start + 1)
    touched = len(exons) / len(transcript.exons)
    parts = [copies for s in rows if (copies := mean_copies([(s, 1)]))] or exons
    if mean is None or not (rows or max(share, touched) >= limits.min_gene_covered):
        return None
    surroundings = _Surroundings(segments, gene, transcript.gene, arms, limits.focal_max_length)
    support = [s for s, _ in covering]
    own = [s.copy_number for s in support if s.copy_number is not None and not s.purity_corrected]
    return GeneCopies(
        method="sequencing",
        file=support[0].source.file,
        support=tuple(_support(s) for s in support),
        mean=mean,
        least=min(parts, key=_size, default=mean),
        greatest=max(parts, key=_size, default=mean),
        most=_of_rows(support, [s.max_copy_number for s in support], max),
        bound=_of_rows(support, [s.low_copy_number for s in support], min),
        arm=surroundings.arm(),
        centromere_side=surroundings.centromere_side(),
        other_arm=surroundings.other_arm(),
        longest=None if rows else max(s.end - s.start + 1 for s in support),
        own=sum(own) / len(own) if own else None,
        rounded=mean.log2_ratio is not None and all(_is_rounded(s) for s in support),
    )


def from_gene_row(row: GeneCopiesObservation, specimen: Specimen) -> GeneCopies:
    """The evidence of a row that names the gene and gives no segment.

    A discrete amplification of a stated threshold is judged as that many copies, except in plasma.
    """
    stated = row.amplified_from
    if row.discrete_level == AMPLIFIED and stated is not None and specimen != "plasma":
        return replace(
            from_gene_row(row.model_copy(update={"amplified_from": None}), specimen),
            method="sequencing",
            mean=Copies(None, stated),
            discrete_level=None,
            at_least=True,
            focality="focal" if row.amplified_is_focal else None,
        )
    log2 = _ratio(row.log2_ratio, row.copy_number)
    mean = None
    if row.purity_corrected and row.copy_number is not None:
        mean = Copies(row.log2_ratio, row.copy_number)
    elif log2 is not None:
        mean = Copies(log2)
    values = {
        "copies": row.copy_number,
        "ratio to the centromere": row.centromere_ratio,
        "level": row.discrete_level,
    }
    written = ", ".join(f"{name} {value:g}" for name, value in values.items() if value is not None)
    return GeneCopies(
        method=row.method,
        file=row.source.file,
        support=(
            CopyNumberSupport(
                caller=row.caller,
                source=row.source.place,
                segment=f"{row.gene} {written}".strip(),
                log2_ratio=row.log2_ratio,
                copy_number=row.copy_number,
            ),
        ),
        mean=mean,
        centromere_ratio=row.centromere_ratio,
        discrete_level=row.discrete_level,
    )


def _interval(segment: SegmentObservation) -> Interval:
    return Interval(segment.chrom, segment.start, segment.end)


def _overlapping(interval: Interval, segments: Iterable[SegmentObservation]) -> list[Part]:
    """The segments that overlap an interval, with the number of base pairs inside it."""
    lengths = ((segment, interval.overlap(_interval(segment))) for segment in segments)
    return [(segment, length) for segment, length in lengths if length]


def _exons(transcript: Transcript, covering: Sequence[Part]) -> list[Copies]:
    """The copies of each exon that a segment overlaps."""
    segments = [segment for segment, _ in covering]
    exons = (Interval(transcript.chrom, exon.start, exon.end) for exon in transcript.exons)
    copies = (mean_copies(_overlapping(exon, segments)) for exon in exons)
    return [one for one in copies if one is not None]


def _is_rounded(segment: SegmentObservation) -> bool:
    copies = segment.copy_number
    return segment.log2_ratio is None and copies is not None and copies.is_integer()


def _size(copies: Copies) -> float:
    return copies.per_cell(AS_MEASURED)


def _of_rows(
    rows: Sequence[SegmentObservation],
    values: Sequence[float | None],
    choose: Callable[[list[float]], float],
) -> Copies | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    value = choose(known)
    return Copies(None, value) if rows[0].purity_corrected else Copies(_ratio(None, value))


def _support(segment: SegmentObservation) -> CopyNumberSupport:
    return CopyNumberSupport(
        caller=segment.caller,
        source=segment.source.place,
        segment=f"{segment.chrom}:{segment.start}-{segment.end}",
        log2_ratio=segment.log2_ratio,
        copy_number=segment.copy_number,
    )


@dataclass(frozen=True)
class _Surroundings:
    """The mean copies around a gene. `arms` are its own arm and the other one."""

    segments: Sequence[SegmentObservation]
    gene: Interval
    name: str
    arms: tuple[Arm, Arm] | None
    focal_max_length: int

    def arm(self) -> Copies | None:
        """The rest of the gene's arm; None where nothing is known outside an amplicon's reach.

        A segment that contains the gene counts as arm too, unless it is short enough to be focal.
        """
        if self.arms is None:
            return None
        reach = self.focal_max_length // 2
        parts = self._parts(self.arms[0].start, self.arms[0].end)
        far = any(
            s.start < self.gene.start - reach or s.end > self.gene.end + reach for s, _ in parts
        )
        return mean_copies(parts) if far else None

    def centromere_side(self) -> Copies | None:
        """The part of the arm between the gene and the centromere."""
        if self.arms is None:
            return None
        arm = self.arms[0]
        if arm.name.endswith("q"):
            return mean_copies(self._parts(arm.start, self.gene.start - 1))
        return mean_copies(self._parts(self.gene.end + 1, arm.end))

    def other_arm(self) -> Copies | None:
        """The other arm of the chromosome."""
        if self.arms is None:
            return None
        return mean_copies(self._parts(self.arms[1].start, self.arms[1].end))

    @cached_property
    def _counted(self) -> list[SegmentObservation]:
        """The segments that count as surroundings of the gene."""
        return [
            s
            for s in self.segments
            if s.gene != self.name
            and (not self.gene.overlap(_interval(s)) or s.end - s.start + 1 > self.focal_max_length)
        ]

    def _parts(self, start: int, end: int) -> list[Part]:
        """The counted segments between two positions, without the bases of the gene."""
        inside = Interval(self.gene.chrom, max(start, self.gene.start), min(end, self.gene.end))
        touched = _overlapping(Interval(self.gene.chrom, start, end), self._counted)
        parts = [(s, length - inside.overlap(_interval(s))) for s, length in touched]
        return [(s, length) for s, length in parts if length > 0]
