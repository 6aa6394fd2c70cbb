"""A lock that keeps two runs from writing the same samples of an output folder at once."""

import json
import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotator.files.documents import remove, remove_drafts, write_whole
from annotator.model.errors import InputProblem

log = logging.getLogger("annotator")
_LOCKS = ".annotator-*.lock"
_BEAT = 30.0
"""Seconds between two signs of life in the lock of a run."""
_SILENCE = 600.0
"""Seconds without a sign of life after which a run of another machine counts as ended."""


@contextmanager
def run_lock(outdir: Path, samples: Iterable[str]) -> Iterator[None]:
    """Lock these samples of an output folder for the time of a run.

    Runs of other samples can write there at the same time, as the jobs of a workflow do. Each run
    has a lock file of its own in the folder. The lock of a run that has ended is removed with a
    warning, together with its unfinished files. Raises InputProblem where another run has locked
    one of the samples.
    """
    names = sorted(set(samples))
    is_new = not outdir.exists()
    own = outdir / f".annotator-{secrets.token_hex(8)}.lock"
    write_whole(own, json.dumps(_entry(names)).encode())
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(own, ended), daemon=True)
    try:
        for path in sorted(outdir.glob(_LOCKS)):
            if path != own:
                _respect(path, own, set(names))
        remove_drafts(outdir, older_than=_SILENCE)
        for name in names:
            remove_drafts(outdir / name)
        beat.start()
        yield
    finally:
        ended.set()
        remove(own)
        if is_new:
            with suppress(OSError):  # the folder has outputs
                outdir.rmdir()


def _entry(samples: list[str]) -> dict[str, Any]:
    return {
        "host": socket.gethostname(),
        "process": os.getpid(),
        "began": _began(os.getpid()),
        "since": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "samples": samples,
    }


def _beat(own: Path, ended: threading.Event) -> None:
    """Touch the lock file regularly until the run has ended."""
    while not ended.wait(_BEAT):
        try:
            os.utime(own)
        except OSError:  # the folder is gone: the writing of outputs will say so
            return


def _respect(path: Path, own: Path, samples: set[str]) -> None:
    """Raise InputProblem where another run that has not ended has locked one of `samples`."""
    try:
        entry = json.loads(path.read_text("utf-8"))
        host, process, since = str(entry["host"]), int(entry["process"]), str(entry["since"])
        began, held = entry["began"], set(entry["samples"])
        age = own.stat().st_mtime - path.stat().st_mtime
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError):
        raise InputProblem(
            "not a lock file of this program",
            file=str(path),
            advice="Remove it if no run is writing to this folder",
        ) from None
    run = f"the run of {since} (process {process} on {host})"
    if _has_ended(host, process, began, age):
        log.warning("%s has ended without removing its lock, which is taken over", run)
        remove(path)
        return
    shared = sorted(held & samples)
    if shared:
        more = f" and {len(shared) - 1} more" if len(shared) > 1 else ""
        raise InputProblem(
            f"{run} is writing the sample {shared[0]}{more} to this folder",
            file=str(path.parent),
            expected="one run of a sample at a time",
            advice="Wait until it has ended, or give another --outdir",
        )


def _has_ended(host: str, process: int, began: object, age: float) -> bool:
    """Whether a run has ended: on this machine by its process, on another by its silence."""
    if host != socket.gethostname():
        return age > _SILENCE
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # the process of another user
    return began != _began(process)


def _began(process: int) -> int | None:
    """The start of a process in system ticks, None outside Linux; process numbers are reused."""
    try:
        text = Path(f"/proc/{process}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return None
    return int(text.rpartition(")")[2].split()[19])
