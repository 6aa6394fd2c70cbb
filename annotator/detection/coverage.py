"""What coverage files show of positions: their depth, or whether they could be called."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.base import Result
from annotator.model.observations import DepthObservation


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of several positions, by the worst of them."""

    depth: float | None
    """The lowest depth, in reads; None where only callability is known."""
    at_least: bool
    """Whether the depth may be higher."""
    callable: bool | None
    """Whether the coverage file calls all positions callable; None where it does not say."""
    mean_over: int = 0
    """The length in base pairs of the longest interval of which a depth is the mean."""

    def absence(self, limit: float, longest_mean: int) -> tuple[Result, str]:
        """Whether an allele that no VCF lists is absent here, and why.

        `limit` is the depth in reads from which absence is claimed. A mean over more than
        `longest_mean` base pairs (of a whole gene) does not show the depth of one of them.
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


def coverage_of(
    positions: Iterable[tuple[str, int]], depths: Iterable[DepthObservation]
) -> Coverage | None:
    """The coverage of positions (chromosome, 1-based); None where one of them is not covered."""
    depths = list(depths)
    narrowest = []
    for chrom, position in positions:
        depth = _at(chrom, position, depths)
        if depth is None:
            return None
        narrowest.append(depth)
    if not narrowest:
        return None
    states = [d.callable for d in narrowest if d.callable is not None and d.depth is None]
    lowest = min(
        ((d.depth, not d.at_least) for d in narrowest if d.depth is not None), default=None
    )
    return Coverage(
        depth=lowest[0] if lowest else None,
        at_least=bool(lowest and not lowest[1]),
        callable=all(states) if states else None,
        mean_over=max((d.end - d.start + 1 for d in narrowest if _is_mean(d)), default=0),
    )


def _is_mean(depth: DepthObservation) -> bool:
    return depth.depth is not None and not depth.at_least


def _at(chrom: str, position: int, depths: Iterable[DepthObservation]) -> DepthObservation | None:
    """The narrowest interval over a position; of several, the deepest.

    A wide interval gives a mean, which says little of one position in it.
    """
    over = [d for d in depths if d.chrom == chrom and d.start <= position <= d.end]
    return min(
        over,
        key=lambda d: (d.end - d.start, d.depth is None, -(d.depth or 0.0), d.callable is False),
        default=None,
    )
