"""Lines of a bgzip file by its index (tabix or CSI), where there is one that fits the file."""

import gzip
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotator.readers.datafile import DataFile
from annotator.readers.regions import Regions

if TYPE_CHECKING:
    import pysam

T = TypeVar("T")
_SUFFIXES = (".tbi", ".csi")
_LARGEST_BLOCK = 65_536
_END_BLOCK = 28
_TABIX_BIN = struct.Struct("<Ii")
_CSI_BIN = struct.Struct("<IQi")
_STREAMED_BELOW = 8_000_000
"""Size in bytes of files that are read whole in a blink: their index is not asked."""


def index_of(path: Path) -> Path | None:
    """An index beside the file that is not older and ends where the file ends.

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
        end = last_block(index)
        if end is not None and size - _LARGEST_BLOCK - _END_BLOCK <= end <= size:
            return index
    return None


def last_block(index: Path) -> int | None:
    """Where the last block that a tabix or CSI index points into begins or ends, in bytes.

    None for what is no such index. The layout is that of the SAM/BAM and tabix specifications.
    """
    try:
        with gzip.open(index) as stream:
            content = stream.read()
        offset, references, layout, counting = _index_start(content)
        last = _end_of_last_counts(content, layout, counting)
        if last is None:
            last = 0
            for _ in range(references):
                end, offset = _walk_bins(content, offset, layout, counting)
                last = max(last, end)
    except (OSError, EOFError, struct.error, zlib.error):
        return None
    return last >> 16 or None


def _index_start(content: bytes) -> tuple[int, int, struct.Struct, int]:
    """Offset of the first reference, their number, the layout of a bin, and the bin of counts.

    That bin is one past the last of its depth: 5 in tabix, written in the header of CSI.
    """
    if content.startswith(b"TBI\x01"):
        references, names = struct.unpack_from("<i24xi", content, 4)
        return 36 + names, references, _TABIX_BIN, _bin_of_counts(5)
    if content.startswith(b"CSI\x01"):
        depth, auxiliary = struct.unpack_from("<ii", content, 8)
        (references,) = struct.unpack_from("<i", content, 16 + auxiliary)
        return 20 + auxiliary, references, _CSI_BIN, _bin_of_counts(depth)
    raise struct.error("no index")


def _end_of_last_counts(content: bytes, layout: struct.Struct, counting: int) -> int | None:
    """The highest virtual offset that the last bin of counts names; htslib writes one a reference.

    Found by its bytes, since a walk over all bins of a genome takes longer than the reading. None
    where there is none, as other programs write no such bin.
    """
    between = b"" if layout is _TABIX_BIN else b".{8}"
    pattern = re.escape(struct.pack("<I", counting)) + between + re.escape(struct.pack("<i", 2))
    ends = [found.end() for found in re.finditer(pattern, content, re.DOTALL)]
    if not ends or ends[-1] + 16 > len(content):
        return None
    (end,) = struct.unpack_from("<Q", content, ends[-1] + 8)
    return int(end)


def _bin_of_counts(depth: int) -> int:
    return ((1 << 3 * (depth + 1)) - 1) // 7 + 1


def _walk_bins(
    content: bytes, offset: int, layout: struct.Struct, counting: int
) -> tuple[int, int]:
    """Highest virtual offset that the bins of one reference end at, and where the next begins."""
    (bins,) = struct.unpack_from("<i", content, offset)
    offset += 4
    last = 0
    for _ in range(bins):
        number, *_, chunks = layout.unpack_from(content, offset)
        offset += layout.size
        # The second chunk of the bin past all others holds counts, not places.
        places = 1 if number == counting and chunks == 2 else chunks
        if places > 0:
            last = max(last, struct.unpack_from("<Q", content, offset + 16 * places - 8)[0])
        offset += 16 * chunks
    if layout is _TABIX_BIN:
        (intervals,) = struct.unpack_from("<i", content, offset)
        offset += 4 + 8 * intervals
    return last, offset


def indexed_lines(file: DataFile, regions: Regions) -> Iterator[bytes] | None:
    """The lines that touch the regions, each once; None where no index can be used."""

    def fetched(tabix: "pysam.TabixFile") -> list[bytes]:
        return [
            line.encode()
            for contig in tabix.contigs
            for start, end in regions.on(contig)
            for line in tabix.fetch(contig, start - 1, end)
        ]

    lines = _by_index(file, fetched)
    if lines is None:
        return None
    # A line that touches two regions is fetched for both.
    return (line.rstrip(b"\r") for line in dict.fromkeys(lines))


def indexed_contigs(file: DataFile) -> list[str] | None:
    """The chromosomes that the index lists; None where no index can be used."""
    return _by_index(file, lambda tabix: list(tabix.contigs))


def _by_index(file: DataFile, ask: Callable[["pysam.TabixFile"], list[T]]) -> list[T] | None:
    """What the file's index answers; None where there is none, or none that can be used."""
    index = index_of(file.path)
    if index is None or not file.is_bgzip():
        return None
    import pysam

    quiet = pysam.set_verbosity(0)
    try:
        with pysam.TabixFile(str(file.path), index=str(index)) as tabix:
            return ask(tabix)
    except (OSError, ValueError):  # an index that cannot be used: the stream is always right
        return None
    finally:
        pysam.set_verbosity(quiet)
