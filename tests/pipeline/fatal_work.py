"""Work that kills its process; apart from the tests, for worker processes to load it quickly."""

import os
import signal
from collections.abc import Sequence

from annotator.pipeline.failures import Failures


def work(items: Sequence[str]) -> Failures:
    """Work in another process: on `fatal` it is killed, as it is when memory runs out."""
    failures = Failures()
    for item in items:
        if item == "fatal":
            os.kill(os.getpid(), signal.SIGKILL)
        failures.unwritten.add(item)
    return failures


def ready() -> None:
    """Prepare nothing."""
