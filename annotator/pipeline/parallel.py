"""Spread the samples of a run over processes that end with the run."""

import logging
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from annotator.pipeline.failures import Failures

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from types import FrameType

log = logging.getLogger("annotator")
T = TypeVar("T")
_ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")
"""The signals that end a run, on systems that have them."""


def spread(
    run: Callable[[Sequence[T]], Failures],
    items: Sequence[T],
    jobs: int,
    prepare: Callable[[], None],
    lost: Callable[[Sequence[T]], Failures],
) -> Failures:
    """Run over `items` in up to `jobs` processes, one item a task.

    With more than one process, `run` and `prepare` must be picklable; `prepare` is called first in
    each process. Returns the failures of all processes. Items whose process ended during the work
    (for example out of memory) are passed to `lost`, which runs in this process.
    """
    jobs = min(jobs, len(items))
    together = Failures()
    waiting = deque(items)
    suspects: list[T] = []
    with _ended_by_signals():
        if jobs <= 1:
            return run(items)
        while waiting:
            with _pool(jobs, prepare, run) as pool:
                suspects += _work_off(pool, waiting, jobs, together)
        # Each item in work when a process ended runs again alone, to find the one at fault.
        for item in suspects:
            with _pool(1, prepare, run) as pool:
                if _work_off(pool, deque([item]), 1, together):
                    together.add_all(lost([item]))
    return together


def require_parent() -> None:
    """End this process at once if it is a worker whose run has ended."""
    parent = parent_process()
    if parent is not None and not parent.is_alive():
        os._exit(1)


def _work_off(
    pool: "ProcessPoolExecutor", waiting: "deque[T]", jobs: int, together: Failures
) -> list[T]:
    """Run items of `waiting` until none is left or a process ends; return the unfinished ones."""
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    in_work: dict[Future[Failures], T] = {}
    left: list[T] = []
    while in_work or (waiting and not left):
        while waiting and not left and len(in_work) < jobs:
            item = waiting.popleft()
            try:
                in_work[pool.submit(_work, item)] = item
            except BrokenProcessPool:
                left.append(item)
        done, _ = wait(in_work, return_when=FIRST_COMPLETED)
        for future in done:
            item = in_work.pop(future)
            try:
                together.add_all(future.result())
            except BrokenProcessPool:
                left.append(item)
    return left


@contextmanager
def _pool(
    jobs: int, prepare: Callable[[], None], run: Callable[[Sequence[T]], Failures]
) -> "Iterator[ProcessPoolExecutor]":
    """A pool of worker processes, which are killed where the work ends with an error."""
    from concurrent.futures import ProcessPoolExecutor

    # Spawned, not forked: the PDF compiler has threads, which do not survive a fork.
    context = get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(prepare, run))
    try:
        yield pool
    except BaseException:
        for process in active_children():
            process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


class _Worker:
    """The function that a worker process runs for each item, set when the process begins."""

    run: ClassVar[Callable[[Sequence[Any]], Failures]]


def _begin(prepare: Callable[[], None], run: Callable[[Sequence[Any]], Failures]) -> None:
    """Prepare a worker process. Interrupts are left to the parent, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare()
    _Worker.run = run


def _end_with_parent() -> None:
    """Wait until the parent ends for whatever reason, then end this process."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(item: Any) -> Failures:
    require_parent()
    return _Worker.run([item])


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Raise SystemExit on a signal that ends the run, so that its workers end with it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _frame: "FrameType | None") -> None:
        log.error("ended by %s", signal.Signals(number).name)
        raise SystemExit(128 + number)

    known = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    previous = {s: h for s in known if (h := signal.getsignal(s)) is not signal.SIG_IGN}
    for number in previous:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
