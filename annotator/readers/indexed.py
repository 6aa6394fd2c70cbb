"""Lines of a bgzip file by its index (tabix or CSI), where there is one that fits the file."""

from collections.abc import Iterator
from pathlib import Path

from annotator.readers.datafile import DataFile
from annotator.readers.regions import Regions

_SUFFIXES = (".tbi", ".csi")


def index_of(path: Path) -> Path | None:
    """An index beside the file that is not older than the file."""
    for suffix in _SUFFIXES:
        index = path.with_name(path.name + suffix)
        if index.is_file() and index.stat().st_mtime >= path.stat().st_mtime:
            return index
    return None


def indexed_lines(file: DataFile, regions: Regions) -> Iterator[bytes] | None:
    """The lines that touch the regions, each once; None where no index can be used."""
    index = index_of(file.path)
    if index is None or not file.is_bgzip():
        return None
    import pysam

    quiet = pysam.set_verbosity(0)
    try:
        with pysam.TabixFile(str(file.path), index=str(index)) as tabix:
            lines = [
                line.encode()
                for contig in tabix.contigs
                for start, end in regions.on(contig)
                for line in tabix.fetch(contig, start - 1, end)
            ]
    except (OSError, ValueError):  # an index that cannot be used: the stream is always right
        return None
    finally:
        pysam.set_verbosity(quiet)
    # A line that touches two regions is fetched for both.
    return (line.rstrip(b"\r") for line in dict.fromkeys(lines))


def indexed_contigs(file: DataFile) -> list[str] | None:
    """The chromosomes that the index lists; None where no index can be used."""
    index = index_of(file.path)
    if index is None or not file.is_bgzip():
        return None
    import pysam

    quiet = pysam.set_verbosity(0)
    try:
        with pysam.TabixFile(str(file.path), index=str(index)) as tabix:
            return list(tabix.contigs)
    except (OSError, ValueError):
        return None
    finally:
        pysam.set_verbosity(quiet)
