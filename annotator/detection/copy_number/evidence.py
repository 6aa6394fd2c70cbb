"""What one source says of the copies of one gene: its mean, its exons, and what lies around it."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from annotator.model.findings import CopyNumberSupport
from annotator.model.observations import CopyMethod, GeneCopiesObservation, SegmentObservation
from annotator.reference import Arm, Transcript

DIPLOID = 2.0
_LEAST_COPIES = 2.0**-9
"""Copies of 0 have no logarithm: they are taken for about this many."""
Part = tuple[SegmentObservation, int]
"""A segment and the base pairs of it that count."""


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


def weighted_log2(parts: Iterable[Part]) -> float | None:
    """Mean log2 ratio of segments, weighted by base pairs; null without a ratio."""
    return _weighted((s.log2_ratio, length) for s, length in parts)


def _weighted(values: Iterable[tuple[float | None, int]]) -> float | None:
    known = [(value, length) for value, length in values if value is not None]
    total = sum(length for _, length in known)
    return sum(value * length for value, length in known) / total if total else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value: copies of the tumor cells as the caller gives them, else a log2 ratio."""

    log2_ratio: float | None
    corrected_copies: float | None = None

    def copies(self, purity: float | None, ploidy: float | None) -> float:
        """Tumor copies per cell at a purity and ploidy, which corrected copies do not need."""
        if self.corrected_copies is not None:
            return max(0.0, self.corrected_copies)
        return copies_per_cell(self.log2_ratio or 0.0, purity, ploidy)


def reading(parts: Sequence[Part]) -> Reading | None:
    """The mean of segments by base pairs: of corrected copies where all have them, else of ratios.

    Copies of a caller that gave no ratio, and did not correct them, are a ratio to two.
    """
    parts = [(s, length) for s, length in parts if length]
    if parts and all(s.purity_corrected and s.copy_number is not None for s, _ in parts):
        return Reading(weighted_log2(parts), _weighted((s.copy_number, n) for s, n in parts))
    log2 = _weighted((_ratio(s.log2_ratio, s.copy_number), length) for s, length in parts)
    return None if log2 is None else Reading(log2)


def _ratio(log2_ratio: float | None, copies: float | None) -> float | None:
    if log2_ratio is not None or copies is None:
        return log2_ratio
    return math.log2(max(copies, _LEAST_COPIES) / DIPLOID)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a chromosome, 1-based inclusive."""

    chrom: str
    start: int
    end: int

    def overlap(self, segment: SegmentObservation) -> int:
        """Base pairs of a segment inside the span."""
        if segment.chrom != self.chrom:
            return 0
        return max(0, min(self.end, segment.end) - max(self.start, segment.start) + 1)


@dataclass(frozen=True, slots=True)
class GeneCopies:
    """The evidence of one source on one gene.

    `mean` is that of the gene (null where a level or a ratio alone is given), `least` that of its
    exon with the fewest copies (of its rows, where it has some), `greatest` that of the exon with
    the most, `most` the highest that the caller names. `bound` is the lower bound of the caller's
    confidence interval. `arm`, `centromere_side` and `other_arm` are what lies around it, null
    where not covered. `longest` is the longest of its segments, null where its length is not known.
    `own` are the caller's copies that may be corrected or not. `rounded` is true where the caller
    gives whole copies of all cells, and no ratio.
    """

    method: CopyMethod
    file: str
    support: tuple[CopyNumberSupport, ...]
    mean: Reading | None
    least: Reading | None = None
    greatest: Reading | None = None
    most: Reading | None = None
    bound: Reading | None = None
    arm: Reading | None = None
    centromere_side: Reading | None = None
    other_arm: Reading | None = None
    longest: int | None = None
    centromere_ratio: float | None = None
    discrete_level: float | None = None
    own: float | None = None
    rounded: bool = False

    @property
    def corrected(self) -> bool:
        """Whether the copies are those of the tumor cells alone already."""
        return self.mean is None or self.mean.corrected_copies is not None

    def before_rounding(self, off: float) -> "GeneCopies":
        """With the gene's copies greater by `off`, and those of its arm smaller."""
        return replace(self, mean=_moved(self.mean, off), arm=_moved(self.arm, -off))

    def as_measured(self) -> "GeneCopies":
        """With the ratios in place of the tumor's copies, where they stand beside; FISH as it is.

        The highest and the bound that a caller names have no ratio, and are left out then.
        """
        if self.method != "sequencing" or self.mean is None or self.mean.log2_ratio is None:
            return self
        return replace(
            self,
            mean=Reading(self.mean.log2_ratio),
            least=_measured(self.least),
            greatest=_measured(self.greatest),
            most=_measured(self.most),
            bound=_measured(self.bound),
            arm=_measured(self.arm),
            centromere_side=_measured(self.centromere_side),
            other_arm=_measured(self.other_arm),
        )


def _moved(each: Reading | None, off: float) -> Reading | None:
    return None if each is None else Reading(_ratio(None, each.copies(None, None) + off))


def _measured(each: Reading | None) -> Reading | None:
    return None if each is None or each.log2_ratio is None else Reading(each.log2_ratio)


def from_segments(
    segments: Sequence[SegmentObservation],
    transcript: Transcript,
    arms: tuple[Arm, Arm] | None,
    focal_max_length: int,
    min_covered: float,
) -> GeneCopies | None:
    """The evidence in the segments of one source; null where they do not cover the gene enough.

    Rows of the gene stand for it where there are any. Else its segments must hold a share of its
    bases or of its exons. `arms` are its own arm and the other one of its chromosome.
    """
    gene = Span(transcript.chrom, transcript.start, transcript.end)
    rows = [s for s in segments if s.gene == transcript.gene and s.chrom == gene.chrom]
    covering = [(s, length) for s in segments if s.gene is None and (length := gene.overlap(s))]
    if rows:
        covering = [(s, s.end - s.start + 1) for s in rows]
    mean = reading(covering)
    exons = _exons(transcript, covering)
    share = sum(length for _, length in covering) / (gene.end - gene.start + 1)
    touched = len(exons) / len(transcript.exons)
    parts = [found for s in rows if (found := reading([(s, 1)]))] or exons
    if mean is None or not (rows or max(share, touched) >= min_covered):
        return None
    surroundings = _Surroundings(segments, gene, transcript.gene, arms, focal_max_length)
    mates = [s for s, _ in covering]
    own = [s.copy_number for s in mates if s.copy_number is not None and not s.purity_corrected]
    return GeneCopies(
        method="sequencing",
        file=mates[0].source.file,
        support=tuple(_support(s) for s in mates),
        mean=mean,
        least=min(parts, key=_size, default=mean),
        greatest=max(parts, key=_size, default=mean),
        most=_of_rows(mates, [s.max_copy_number for s in mates], max),
        bound=_of_rows(mates, [s.low_copy_number for s in mates], min),
        arm=surroundings.arm(),
        centromere_side=surroundings.centromere_side(),
        other_arm=surroundings.other_arm(),
        longest=None if rows else max(s.end - s.start + 1 for s in mates),
        own=sum(own) / len(own) if own else None,
        rounded=mean.log2_ratio is not None and all(_is_rounded(s) for s in mates),
    )


def from_gene_row(row: GeneCopiesObservation) -> GeneCopies:
    """The evidence of a row that names the gene alone."""
    log2 = _ratio(row.log2_ratio, row.copy_number)
    mean = None
    if row.purity_corrected and row.copy_number is not None:
        mean = Reading(row.log2_ratio, row.copy_number)
    elif log2 is not None:
        mean = Reading(log2)
    told = {
        "copies": row.copy_number,
        "ratio to the centromere": row.centromere_ratio,
        "level": row.discrete_level,
    }
    written = ", ".join(f"{name} {value:g}" for name, value in told.items() if value is not None)
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


def _exons(transcript: Transcript, covering: Sequence[Part]) -> list[Reading]:
    """The reading of each exon that a segment touches."""
    spans = [Span(transcript.chrom, exon.start, exon.end) for exon in transcript.exons]
    found = [reading([(s, span.overlap(s)) for s, _ in covering]) for span in spans]
    return [each for each in found if each is not None]


def _is_rounded(segment: SegmentObservation) -> bool:
    copies = segment.copy_number
    return segment.log2_ratio is None and copies is not None and copies.is_integer()


def _size(each: Reading) -> float:
    return each.copies(None, None)


def _of_rows(
    rows: Sequence[SegmentObservation],
    values: Sequence[float | None],
    choose: Callable[[list[float]], float],
) -> Reading | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    value = choose(known)
    return Reading(None, value) if rows[0].purity_corrected else Reading(_ratio(None, value))


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
    gene: Span
    name: str
    arms: tuple[Arm, Arm] | None
    focal_max_length: int

    def arm(self) -> Reading | None:
        """The rest of the gene's arm; null where nothing beyond the reach of an amplicon is known.

        A segment that holds the gene counts as arm too, unless it is short enough to be focal.
        """
        if self.arms is None:
            return None
        reach = self.focal_max_length // 2
        parts = self._parts(self.arms[0].start, self.arms[0].end)
        far = any(
            s.start < self.gene.start - reach or s.end > self.gene.end + reach for s, _ in parts
        )
        return reading(parts) if far else None

    def centromere_side(self) -> Reading | None:
        """The part of the arm between the gene and the centromere."""
        if self.arms is None:
            return None
        arm = self.arms[0]
        if arm.name.endswith("q"):
            return reading(self._parts(arm.start, self.gene.start - 1))
        return reading(self._parts(self.gene.end + 1, arm.end))

    def other_arm(self) -> Reading | None:
        """The other arm of the chromosome."""
        return reading(self._parts(self.arms[1].start, self.arms[1].end)) if self.arms else None

    @cached_property
    def _counted(self) -> list[SegmentObservation]:
        """The segments that speak of what lies around the gene."""
        return [
            s
            for s in self.segments
            if s.gene != self.name
            and (not self.gene.overlap(s) or s.end - s.start + 1 > self.focal_max_length)
        ]

    def _parts(self, start: int, end: int) -> list[Part]:
        region = Span(self.gene.chrom, start, end)
        inside = Span(self.gene.chrom, max(start, self.gene.start), min(end, self.gene.end))
        touched = [(s, length) for s in self._counted if (length := region.overlap(s))]
        parts = [(s, length - inside.overlap(s)) for s, length in touched]
        return [(s, length) for s, length in parts if length > 0]
