"""Intervals of chromosomes, and whether something lies in one of them."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from annotator.model.base import Interval

_REFSEQ_CHROMOSOME = re.compile(r"NC_0000(\d\d)\.\d+$", re.IGNORECASE)
_SEX = {"23": "X", "24": "Y"}


def chromosome_key(name: str) -> str:
    """The chromosome without the ways of writing it: `chr2`, `CHR2`, `NC_000002.12` give `2`."""
    refseq = _REFSEQ_CHROMOSOME.match(name)
    if refseq:
        number = str(int(refseq[1]))
        return _SEX.get(number, number)
    key = name.upper()
    return key.removeprefix("CHR")


@lru_cache(maxsize=1024)
def same_chromosome_name(name: str) -> str:
    """The one way observations write a chromosome: `chr2`; other contigs stay as written."""
    key = chromosome_key(name)
    return f"chr{key}" if re.fullmatch(r"\d{1,2}|X|Y", key) else name


class Regions:
    """A set of intervals, 1-based inclusive. Overlapping ones are merged."""

    def __init__(self, intervals: Iterable[Interval]) -> None:
        """Take the intervals in any order; their chromosomes may be written in any way."""
        by_chromosome: dict[str, list[tuple[int, int]]] = {}
        for chrom, start, end in intervals:
            by_chromosome.setdefault(chromosome_key(chrom), []).append((start, end))
        self._bounds = {key: _merged(bounds) for key, bounds in by_chromosome.items()}

    @cached_property
    def chromosomes(self) -> frozenset[str]:
        """The keys of the chromosomes with an interval."""
        return frozenset(self._bounds)

    def on(self, chrom: str) -> list[tuple[int, int]]:
        """The first and last positions of the intervals on a chromosome, however it is written."""
        return self._bounds.get(chromosome_key(chrom), [])

    def union(self, other: "Regions") -> "Regions":
        """Return the intervals of both sets."""
        joined = Regions(())
        for key in (*self._bounds, *other._bounds):
            joined._bounds[key] = _merged([*self._bounds.get(key, ()), *other._bounds.get(key, ())])
        return joined

    def overlaps(self, chrom: str, start: int, end: int | None = None) -> bool:
        """Whether a position, or the interval start-end, touches one of the intervals."""
        last = start if end is None else end
        return any(start <= stop and last >= begin for begin, stop in self.on(chrom))


def _merged(bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(bounds):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
