"""Spreads the samples of a run over processes."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from annotator.failures import Failures

T = TypeVar("T")


def spread(
    run: Callable[[Sequence[T]], Failures],
    items: Sequence[T],
    jobs: int,
    prepare: Callable[[], None],
) -> Failures:
    """Run over `items` in up to `jobs` processes, each with every n-th of them.

    With more than one process `run` and `prepare` must be picklable; `prepare` is called first in
    each of them. What failed anywhere is returned together.
    """
    jobs = min(jobs, len(items))
    if jobs <= 1:
        return run(items)
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Started anew, not forked: the PDF compiler has threads, which do not survive a fork.
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=prepare) as pool:
        parts = pool.map(run, [items[start::jobs] for start in range(jobs)])
        together = Failures()
        for part in parts:
            together.problems |= part.problems
            together.internal |= part.internal
            together.unwritten |= part.unwritten
    return together
