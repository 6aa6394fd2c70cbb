"""Reads what a file holds within the bounds of what a real file holds."""

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from annotator.files.bounds import file_bounds
from annotator.model.errors import InputProblem

if TYPE_CHECKING:
    from annotator.readers.datafile import DataFile


def bounded_lines(file: "DataFile", pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of the unpacked file, without their LF.

    Raises `InputProblem` for a line that is too long or of too many cells.
    """
    number = 0
    kept: list[bytes] = []
    length = 0
    bounds = file_bounds()
    for piece in pieces:
        *whole, rest = piece.split(b"\n")
        if whole:
            whole[0] = b"".join((*kept, whole[0]))
            kept, length = [], 0
            if len(piece) + len(whole[0]) > bounds.line_cells:
                for place, line in enumerate(whole, number + 1):
                    check_line(file, line, place)
            yield from whole
            number += len(whole)
        kept.append(rest)
        length += len(rest)
        check_length(file, length, number + 1)
    if last := b"".join(kept):
        check_line(file, last, number + 1)
        yield last


def bounded_pieces(file: "DataFile", pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of the unpacked file. Raises `InputProblem` where they are too many."""
    limit = _unpacked_limit(file)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise _beyond(
                file,
                f"a compressed file of more than {_shown(limit)}",
                None,
                f"at most {file_bounds().packed_times} times the size of the file",
            )
        yield piece


def check_line(file: "DataFile", line: bytes, number: int) -> None:
    """Raise `InputProblem` for a line of too many bytes or cells."""
    most = file_bounds().line_cells
    if len(line) <= most:
        return
    check_length(file, len(line), number)
    cells = line.count(b"\t") + 1
    if cells > most:
        raise _beyond(file, f"a line of {cells} cells", number, f"at most {most}")


def check_length(file: "DataFile", length: int, number: int | None) -> None:
    """Raise `InputProblem` for a line of too many bytes, or the part of one."""
    if length > file_bounds().line_bytes:
        limit = _shown(file_bounds().line_bytes)
        raise _beyond(file, f"a line of more than {limit}", number, f"lines of at most {limit}")


def _unpacked_limit(file: "DataFile") -> float:
    if not file.is_gzip():
        return math.inf
    size = file.path.stat().st_size
    bounds = file_bounds()
    tight = max(bounds.packed_freely_bytes, size * bounds.packed_times)
    return min(tight, bounds.unpacked_bytes)


def _shown(size: float) -> str:
    """A size for people."""
    units = ("bytes", "KiB", "MiB", "GiB", "TiB")
    power = min(int(math.log(max(size, 1), 1024)), len(units) - 1)
    return f"{size / 1024**power:.4g} {units[power]}"


def _beyond(file: "DataFile", found: str, line: int | None, expected: str) -> InputProblem:
    return file.problem(
        found,
        line=line,
        expected=expected,
        advice="No caller writes such a file: check what it is.",
    )
