"""The blocks of a bgzip file, from its end: for what stands last in a large file.

The layout of a block is that of the SAM specification, section 4.1.
"""

import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

_WINDOW = 1 << 18
"""Bytes read at once: more than three of the largest blocks."""
_START = re.compile(rb"\x1f\x8b\x08\x04.{6}..BC\x02\0(..)", re.DOTALL)
_GZIP_MEMBER = 31  # zlib's word for it


class NotOnlyBlocks(Exception):  # noqa: N818 - it never leaves the readers
    """Bytes of a bgzip file that are no chain of blocks up to its end."""


def blocks_from_end(path: Path) -> Iterator[bytes]:
    """Yield the unpacked content in pieces of whole blocks, the last piece first.

    Raises `NotOnlyBlocks` where another gzip member stands among them.
    """
    with path.open("rb") as stream:
        end = stream.seek(0, io.SEEK_END)
        while end:
            start = max(0, end - _WINDOW)
            stream.seek(start)
            window = stream.read(end - start)
            blocks = _chain(window, is_whole=start == 0)
            if not blocks:
                raise NotOnlyBlocks
            yield b"".join(map(_unpacked, blocks))
            end -= sum(map(len, blocks))


def _chain(window: bytes, is_whole: bool) -> list[bytes]:
    """The blocks, still packed, that follow each other up to the end of some bytes."""
    for candidate in _START.finditer(window):
        blocks, at = [], candidate.start()
        while found := _START.match(window, at):
            size = int.from_bytes(found[1], "little") + 1
            blocks.append(window[at : at + size])
            at += size
        if at == len(window):
            return blocks
        if is_whole:
            break
    return []


def _unpacked(block: bytes) -> bytes:
    return zlib.decompress(block, _GZIP_MEMBER)
