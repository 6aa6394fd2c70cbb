"""Which index (tabix or CSI) next to a bgzip file belongs to it.

The layout of an index is that of the SAM/BAM and tabix specifications.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_SUFFIXES = (".tbi", ".csi")
_STREAMED_BELOW = 8_000_000
"""Size in bytes of files that are read whole in a blink: their index is not asked."""
_LARGEST_BLOCK = 65_536
_END_BLOCK = 28
_BLOCK_START = re.compile(rb"\x1f\x8b\x08\x04.{6}..BC\x02\0(..)", re.DOTALL)
_GZIP_MEMBER = 31  # zlib's word for it
_LAST_BLOCKS = 16
"""Blocks of an index, of 64 kB: more than its part for one human chromosome takes."""
_PLACE = 8
_CHUNK = 2 * _PLACE


def index_of(path: Path) -> Path | None:
    """An index next to the file that is not older and points into the last blocks of the file.

    An index of another file would let records vanish without a word, so it is not believed by its
    name alone.
    """
    size = path.stat().st_size
    if size < _STREAMED_BELOW:
        return None
    for suffix in _SUFFIXES:
        index = path.with_name(path.name + suffix)
        if not index.is_file() or index.stat().st_mtime < path.stat().st_mtime:
            continue
        if any(_is_last_block(path, size, place) for place in last_blocks(index)):
            return index
    return None


def _is_last_block(path: Path, size: int, place: int) -> bool:
    """Whether a block begins at this byte of a file (which no byte does by chance), near its end.

    After the last block of records stands an empty one.
    """
    if not size - _LARGEST_BLOCK - _END_BLOCK <= place <= size:
        return False
    with path.open("rb") as stream:
        stream.seek(place)
        return _BLOCK_START.match(stream.read(_END_BLOCK)) is not None


def last_blocks(index: Path) -> Iterator[int]:
    """Where the last block that an index points into begins, in bytes; the quickest answer first.

    Where several are given, one that fits is enough. Nothing for what is not such an index.
    """
    try:
        blocks = list(_blocks(index.read_bytes()))
        layout = _layout(_unpacked(blocks[:1]))
        counted = _end_of_last_counts(blocks[-_LAST_BLOCKS:], layout)
        if counted is not None:
            yield counted >> 16
            return
        if layout.has_intervals:
            yield _last_interval(_unpacked(blocks[-_LAST_BLOCKS:])) >> 16
        yield _highest_end(_unpacked(blocks), layout) >> 16
    except (OSError, struct.error, zlib.error):
        return


def _blocks(packed: bytes) -> Iterator[bytes]:
    """The blocks of a bgzip file, each still packed."""
    start = 0
    while found := _BLOCK_START.match(packed, start):
        end = start + int.from_bytes(found[1], "little") + 1
        yield packed[start:end]
        start = end


def _unpacked(blocks: Iterable[bytes]) -> bytes:
    return b"".join(zlib.decompress(block, _GZIP_MEMBER) for block in blocks)


@dataclass(frozen=True)
class _Layout:
    """What tells the two kinds of index apart.

    `references_at` is the offset of the number of references, `names` the bytes between that
    number and the first of them; `gap` the bytes between a bin's number and that of its chunks;
    `depth` the levels of bins below the first; `has_intervals` whether a linear index follows.
    """

    references_at: int
    names: int
    gap: int
    depth: int
    has_intervals: bool

    @property
    def counting(self) -> int:
        """The number of the bin that holds counts: one past the last of the depth."""
        return ((1 << 3 * (self.depth + 1)) - 1) // 7 + 1

    @property
    def bin_start(self) -> struct.Struct:
        """A bin's number and that of its chunks."""
        return struct.Struct(f"<I{self.gap}xI")

    @cached_property
    def bin_of_counts(self) -> re.Pattern[bytes]:
        """Its bytes, of two chunks; the group is the virtual offset at which its reference ends."""
        number, chunks = (re.escape(struct.pack("<I", each)) for each in (self.counting, 2))
        return re.compile(rb"%b.{%d}%b.{8}(.{8})" % (number, self.gap, chunks), re.DOTALL)


def _layout(content: bytes) -> _Layout:
    """By the beginning of an unpacked index."""
    if content.startswith(b"TBI\x01"):
        (names,) = struct.unpack_from("<I", content, 32)
        return _Layout(4, 24 + 4 + names, gap=0, depth=5, has_intervals=True)
    if content.startswith(b"CSI\x01"):
        depth, auxiliary = struct.unpack_from("<II", content, 8)
        return _Layout(16 + auxiliary, 0, gap=8, depth=depth, has_intervals=False)
    raise struct.error("no index")


def _end_of_last_counts(blocks: list[bytes], layout: _Layout) -> int | None:
    """The end that the last bin of counts names; htslib writes such a bin for every reference.

    Unpacked from behind and found by its bytes, since to unpack and walk over all bins of a
    genome takes longer than the reading. None where there is none: GATK (htsjdk) writes none.
    """
    after = b""  # a bin may lie across two blocks
    for block in reversed(blocks):
        content = _unpacked([block]) + after
        found = layout.bin_of_counts.findall(content)
        if found:
            return int.from_bytes(found[-1], "little")
        after = content[: layout.bin_start.size + 2 * _CHUNK]
    return None


def _last_interval(content: bytes) -> int:
    """The last entry of the linear index: where the records of the last 16 kb begin.

    After it may stand a number (of records without a place) or references without records: zeros.
    """
    end = len(content)
    while content[end - _PLACE : end] == bytes(_PLACE):
        end -= _PLACE
    return int.from_bytes(content[max(0, end - _PLACE) : end], "little")


def _highest_end(content: bytes, layout: _Layout) -> int:
    """The highest virtual offset that a chunk ends at, by a walk over all bins."""
    (references,) = struct.unpack_from("<I", content, layout.references_at)
    offset = layout.references_at + 4 + layout.names
    highest = 0
    for _ in range(references):
        end, offset = _walk_bins(content, offset, layout)
        highest = max(highest, end)
        if layout.has_intervals:
            (intervals,) = struct.unpack_from("<I", content, offset)
            offset += 4 + _PLACE * intervals
    return highest


def _walk_bins(content: bytes, offset: int, layout: _Layout) -> tuple[int, int]:
    """The highest end in the bins of one reference, and the offset behind them."""
    (bins,) = struct.unpack_from("<I", content, offset)
    offset += 4
    start, highest = layout.bin_start, 0
    for _ in range(bins):
        number, chunks = start.unpack_from(content, offset)
        offset += start.size + _CHUNK * chunks
        if chunks and number != layout.counting:
            (end,) = struct.unpack_from("<Q", content, offset - _PLACE)
            highest = max(highest, end)
    return highest, offset
