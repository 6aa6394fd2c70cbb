"""The two records of one junction, joined."""

from dataclasses import replace

from annotator.readers.junction import Junction, JunctionEnd

# Homology at a breakpoint shifts the two records against each other, by its length at most.
_LONGEST_HOMOLOGY = 1000


class Mates:
    """Junctions, each once: a record is joined to its mate by name, else by its two ends.

    The first record met stands for both; it takes over filters that only its mate has. Names
    hold only where the ends agree, since merged files use one name twice.
    """

    def __init__(self) -> None:
        """Start with none."""
        self.joined: list[Junction] = []
        self._by_name: dict[str, list[int]] = {}
        self._by_ends: dict[frozenset[JunctionEnd], int] = {}

    def add(self, junction: Junction, identifier: str, mates: set[str]) -> None:
        """Take a junction of the record `identifier`, which names its mates."""
        ends = frozenset((junction.first, junction.second))
        met = self._by_ends.get(ends)
        if met is None:
            met = next(
                (
                    number
                    for name in sorted(mates)
                    for number in self._by_name.get(name, [])
                    if _are_mates(self.joined[number], junction)
                ),
                None,
            )
        if met is not None:
            earlier = self.joined[met]
            filters = list(dict.fromkeys(earlier.filters + junction.filters))
            self.joined[met] = replace(earlier, filters=filters)
            return
        self._by_ends[ends] = len(self.joined)
        if mates:
            self._by_name.setdefault(identifier, []).append(len(self.joined))
        self.joined.append(junction)


def _are_mates(one: Junction, other: Junction) -> bool:
    """Whether the sides of one are, crosswise, those of the other."""
    return all(
        (a.chrom, a.kept) == (b.chrom, b.kept)
        and abs(a.position - b.position) <= _LONGEST_HOMOLOGY
        for a, b in ((one.first, other.second), (one.second, other.first))
    )
