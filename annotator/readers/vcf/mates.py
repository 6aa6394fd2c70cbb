"""The two records of one junction, joined."""

from dataclasses import replace

from annotator.readers.junction import Junction, JunctionEnd

# Homology at a breakpoint shifts the two records against each other, by its length at most.
_LONGEST_HOMOLOGY = 1000


class Mates:
    """Junctions, each once: a record is joined to its mate by name, else by its two ends.

    The first record met stands for both; it takes over what only its mate has: further filters,
    and counts of reads. Names hold only where the ends agree, since merged files use one twice.
    A junction called twice from the same side stays two, each with its own filters.
    """

    def __init__(self) -> None:
        """Start with none."""
        self.joined: list[Junction] = []
        self._by_name: dict[str, list[int]] = {}
        self._awaited: dict[str, list[int]] = {}
        self._by_ends: dict[tuple[str, JunctionEnd, JunctionEnd], int] = {}

    def add(self, junction: Junction, identifier: str, mates: set[str]) -> None:
        """Take a junction of the record `identifier`, which names its mates."""
        met = self._met(junction, identifier, mates)
        if met is not None:
            self.joined[met] = _completed(self.joined[met], junction)
            return
        number = len(self.joined)
        self.joined.append(junction)
        self._by_ends[junction.caller, junction.first, junction.second] = number
        self._by_name.setdefault(identifier, []).append(number)
        for name in mates:
            self._awaited.setdefault(name, []).append(number)

    def _met(self, junction: Junction, identifier: str, mates: set[str]) -> int | None:
        """The mate among those met; one of the two may alone name the other."""
        by_ends = self._by_ends.get((junction.caller, junction.second, junction.first))
        if by_ends is not None:
            return by_ends
        named = [number for name in sorted(mates) for number in self._by_name.get(name, [])]
        named += self._awaited.get(identifier, [])
        return next((n for n in named if _are_mates(self.joined[n], junction)), None)


def _completed(junction: Junction, mate: Junction) -> Junction:
    split, spanning = junction.split_reads, junction.spanning_reads
    return replace(
        junction,
        filters=list(dict.fromkeys(junction.filters + mate.filters)),
        split_reads=mate.split_reads if split is None else split,
        spanning_reads=mate.spanning_reads if spanning is None else spanning,
    )


def _are_mates(one: Junction, other: Junction) -> bool:
    """Whether the sides of one are, crosswise, those of the other, by one caller."""
    return one.caller == other.caller and all(
        (a.chrom, a.kept) == (b.chrom, b.kept) and abs(a.position - b.position) <= _LONGEST_HOMOLOGY
        for a, b in ((one.first, other.second), (one.second, other.first))
    )
