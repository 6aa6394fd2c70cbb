"""Lines of a bgzip file by its index (tabix or CSI), where there is one that fits the file."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from annotator.readers.datafile import DataFile
from annotator.readers.lines.index_check import index_of
from annotator.readers.lines.isolated import isolated
from annotator.readers.lines.regions import Regions

if TYPE_CHECKING:
    import pysam

T = TypeVar("T")


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

    def asked() -> list[T]:
        pysam.set_verbosity(0)
        with pysam.TabixFile(str(file.path), index=str(index)) as tabix:
            return ask(tabix)

    # Of an index that cannot be used, or that crashes htslib: the stream is always right.
    return isolated(asked)
