"""Stretches of chromosomes, and whether something lies in one of them."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

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
    """A set of spans. Overlapping spans are merged, so that nothing is met twice."""

    def __init__(self, spans: Iterable[Sequence[object]]) -> None:
        """Take (chromosome, start, end[, ...]); 1-based, inclusive."""
        by_chromosome: dict[str, list[tuple[int, int]]] = {}
        for chrom, start, end, *_ in spans:
            key = chromosome_key(str(chrom))
            by_chromosome.setdefault(key, []).append((int(str(start)), int(str(end))))
        self._spans = {key: _merged(spans) for key, spans in by_chromosome.items()}

    @cached_property
    def chromosomes(self) -> frozenset[str]:
        """The keys of the chromosomes that hold a span."""
        return frozenset(self._spans)

    def on(self, chrom: str) -> list[tuple[int, int]]:
        """The spans on a chromosome, however it is written."""
        return self._spans.get(chromosome_key(chrom), [])

    def overlaps(self, chrom: str, start: int, end: int | None = None) -> bool:
        """Whether a position, or the interval start-end, touches one of the spans."""
        last = start if end is None else end
        return any(start <= stop and last >= begin for begin, stop in self.on(chrom))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
