"""Files damaged by edits of their bytes: a reader may refuse them, and must not break."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.model.errors import InputProblem
from annotator.readers.datafile import DataFile
from tests.builders.files import data_file

Edits = list[tuple[float, int, bytes]]
"""Each a place (0-1 of the content), how many bytes go there, and what comes instead."""


def read_damaged(
    content: bytes, edits: Edits, read: Callable[[DataFile], object], start: int = 0
) -> None:
    """Read the content after edits behind `start`; InputProblem is the only error allowed."""
    for place, removed, added in edits:
        at = start + int(place * (len(content) - start))
        content = content[:at] + added + content[at + removed :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(content)
        file = data_file(path)
        with suppress(InputProblem):
            file.check()
            read(file)


def last_line(content: bytes) -> int:
    """Where the last line of a content begins."""
    return content.rstrip().rfind(b"\n") + 1
