"""What tells mosdepth's table of thresholds from its other BED files."""

import re
from collections.abc import Iterable

_HEADER = re.compile(r"#chrom\tstart\tend\tregion((?:\t\d{1,9}X)+)\s*$")


def thresholds(head: Iterable[str]) -> list[int]:
    """The depths N of the columns `NX` that the header lists; empty where it is another file."""
    for line in head:
        header = _HEADER.match(line)
        if header:
            return [int(column.removesuffix("X")) for column in header[1].split()]
    return []


def has_thresholds(head: Iterable[str]) -> bool:
    """Whether the header is that of a table of thresholds."""
    return bool(thresholds(head))
