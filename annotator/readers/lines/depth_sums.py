"""Whether the last column of a BED may hold sums of depths and not depths.

A depth has nothing to do with the length of its interval; a sum of depths grows with it. So numbers
are sums where they follow the lengths, and cannot be depths where they are beyond any depth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, pvariance
from typing import Literal

_NO_DEPTH = 1_000_000
"""Reads over one base: more than any assay has."""
_SOME, _MANY = 3, 10
"""Rows from which a trend is believed where it is strong, and where it is weaker."""
_STRONG, _WEAK = 0.25, 0.6
"""The part of the variance that is left when each number is divided by the length."""
_SPREAD = 0.02
"""The variance of the logarithms of lengths below which they are all about the same."""

Sums = Literal["certain", "possible"]


@dataclass(frozen=True)
class Measured:
    """An interval by its length in base pairs, with the number as written."""

    length: int
    written: str


def are_sums(rows: Sequence[Measured]) -> Sums | None:
    """Whether the numbers are sums of depths; None where they are depths.

    Sums are whole numbers of intervals of several bases, and no less than one read a base on
    average. Divided by the lengths, sums vary less and depths vary more than before. `possible` is
    what too few rows, or lengths that are all alike, leave open.
    """
    known = [row for row in rows if row.written.isdigit() and int(row.written)]
    if any(not row.written.isdigit() for row in rows) or not known:
        return None
    if max(int(row.written) for row in known) > _NO_DEPTH:
        return "certain"
    if max(row.length for row in known) == 1:
        return None
    values = [math.log(int(row.written)) for row in known]
    lengths = [math.log(row.length) for row in known]
    per_base = [value - length for value, length in zip(values, lengths, strict=True)]
    if median(per_base) < 0:
        return None
    if len(known) < _SOME or pvariance(lengths) < _SPREAD:
        return "possible"
    left = pvariance(per_base) / pvariance(values) if pvariance(values) else math.inf
    if left <= (_WEAK if len(known) >= _MANY else _STRONG):
        return "certain"
    return "possible" if left < 1 else None
