"""What coverage files say of places: their depth, or whether they could be called."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.base import Result
from annotator.model.observations import DepthObservation


@dataclass(frozen=True, slots=True)
class Covered:
    """The worst of several places. `depth` in reads, null where only a state is known.

    `at_least`: the depth may be more. `callable` is the file's own judgement, null without one.
    `mean_over` is the length in base pairs of the longest interval of which a depth is the mean.
    """

    depth: float | None
    at_least: bool
    callable: bool | None
    mean_over: int = 0

    def absence(self, limit: float, longest_mean: int) -> tuple[Result, str]:
        """Whether something not listed in the VCF is absent here, and why.

        `limit` is the depth in reads from which absence is claimed. A mean over more than
        `longest_mean` base pairs (of a whole gene) does not show the depth of one place in it.
        """
        if self.callable is False:
            return "no_call", "not callable by the limits of the coverage file"
        if self.depth is None:
            return "absent", "not listed in the VCF; callable by the limits of the coverage file"
        if self.depth >= limit and self.mean_over > longest_mean:
            return "no_call", (
                f"only a mean depth over {self.mean_over} bases, which does not show the depth here"
            )
        if self.depth >= limit:
            return "absent", f"not listed in the VCF at a depth of {limit:g}x or more"
        if self.at_least:
            return "no_call", f"depth not shown to reach {limit:g}x"
        return "no_call", f"depth below {limit:g}x"


def covered(
    positions: Iterable[tuple[str, int]], depths: Iterable[DepthObservation]
) -> Covered | None:
    """What is known of all of (chromosome, 1-based position); null where one is not covered."""
    known = list(depths)
    places = []
    for chrom, position in positions:
        found = _at(chrom, position, known)
        if found is None:
            return None
        places.append(found)
    if not places:
        return None
    states = [p.callable for p in places if p.callable is not None and p.depth is None]
    lowest = min(((p.depth, not p.at_least) for p in places if p.depth is not None), default=None)
    return Covered(
        depth=lowest[0] if lowest else None,
        at_least=bool(lowest and not lowest[1]),
        callable=all(states) if states else None,
        mean_over=max((p.end - p.start + 1 for p in places if _is_mean(p)), default=0),
    )


def _is_mean(depth: DepthObservation) -> bool:
    return depth.depth is not None and not depth.at_least


def _at(chrom: str, position: int, depths: Iterable[DepthObservation]) -> DepthObservation | None:
    """The narrowest interval over a position, of several the deepest.

    A wide interval gives a mean that says little of one place in it.
    """
    over = [d for d in depths if d.chrom == chrom and d.start <= position <= d.end]
    return min(
        over,
        key=lambda d: (d.end - d.start, d.depth is None, -(d.depth or 0.0), d.callable is False),
        default=None,
    )
