"""Asks a library that a hostile file can crash in a process of its own, which alone ends then."""

import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def isolated(ask: Callable[[], T]) -> T | None:
    """The answer of `ask`; null where it raised an error or crashed.

    The process is forked, which takes a few milliseconds, and does nothing but ask. Where the
    system cannot fork, `ask` runs in this process. What it needs has to be imported before.
    """
    if not hasattr(os, "fork"):
        with suppress(OSError, ValueError, MemoryError):
            return ask()
        return None
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(ask, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    _, status = os.waitpid(child, 0)
    answer: T | None = pickle.loads(said) if status == 0 else None
    return answer


def _answer(ask: Callable[[], T], writing: int) -> None:
    """Write the answer and end the process, whatever happens: it must not run on as a copy."""
    status = 1
    try:
        with os.fdopen(writing, "wb") as stream:
            stream.write(pickle.dumps(ask()))
        status = 0
    finally:
        os._exit(status)
