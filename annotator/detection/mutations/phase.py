"""Which mutations share an allele and which are on separate ones, from the phase of pairs."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from annotator.model.base import Phase

Block = list[list[str]]
"""Alleles, each with the ids of its mutations: those of different alleles are in trans."""
Phases = Mapping[frozenset[str], Phase]


def pair_of(a: str, b: str) -> frozenset[str]:
    """Two mutations as a key, in either order."""
    return frozenset((a, b))


def blocks_of(names: Sequence[str], phases: Phases) -> list[Block]:
    """Blocks of mutations in which the phase of every pair is known.

    Where linked pairs leave the phase of others open, or contradict each other, each pair of known
    phase is a block by itself.
    """
    blocks = []
    for linked in _joined(names, phases, ("cis", "trans")):
        if len(linked) > 1:
            block = _joined(linked, phases, ("cis",))
            blocks += [block] if _is_whole(block, phases) else _pairwise(linked, phases)
    return blocks


def _joined(names: Sequence[str], phases: Phases, links: Sequence[Phase]) -> list[list[str]]:
    """The mutations in groups linked by pairs of these phases, in the order of `names`."""
    group_of = {name: [name] for name in names}
    for a, b in combinations(names, 2):
        one, other = group_of[a], group_of[b]
        if one is not other and phases[pair_of(a, b)] in links:
            one += other
            group_of.update(dict.fromkeys(other, one))
    order = {name: index for index, name in enumerate(names)}
    groups = {group[0]: sorted(group, key=order.__getitem__) for group in group_of.values()}
    return sorted(groups.values(), key=lambda group: order[group[0]])


def _is_whole(block: Block, phases: Phases) -> bool:
    """Whether all pairs on an allele are cis, and all others trans."""
    within = (pair_of(a, b) for allele in block for a, b in combinations(allele, 2))
    of_two = combinations(block, 2)
    across = (pair_of(a, b) for one, other in of_two for a, b in product(one, other))
    return _all_are("cis", within, phases) and _all_are("trans", across, phases)


def _all_are(phase: Phase, pairs: Iterable[frozenset[str]], phases: Phases) -> bool:
    return all(phases[pair] == phase for pair in pairs)


def _pairwise(names: Sequence[str], phases: Phases) -> list[Block]:
    blocks: list[Block] = []
    for a, b in combinations(names, 2):
        phase = phases[pair_of(a, b)]
        if phase != "unknown":
            blocks.append([[a, b]] if phase == "cis" else [[a], [b]])
    return blocks
