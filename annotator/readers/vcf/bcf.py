"""BCF: the header and the records of a binary VCF, written as the lines of a VCF."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.readers.datafile import DataFile
from annotator.readers.lines.index_check import index_of
from annotator.readers.lines.isolated import isolated
from annotator.readers.lines.regions import Regions

if TYPE_CHECKING:
    from pysam import VariantFile, VariantRecord

MAGIC = "BCF\x02"


def is_bcf(file: DataFile) -> bool:
    """Whether the content, unpacked, begins as BCF 2."""
    first = next(file.lines(), None)
    return first is not None and first[1].startswith(MAGIC.encode())


def bcf_header(file: DataFile) -> list[str]:
    """The header lines with the `#CHROM` line last. Raises `InputProblem`."""
    import pysam

    quiet = pysam.set_verbosity(0)
    try:
        with _opened(file) as source:
            return str(source.header).splitlines()
    finally:
        pysam.set_verbosity(quiet)


def bcf_lines(file: DataFile, regions: Regions | None) -> Iterator[bytes]:
    """The records as lines: those that touch the regions where the file has an index, else all.

    Raises `InputProblem` for a record that htslib cannot read.
    """
    import pysam

    indexed = None if regions is None else _indexed_lines(file, regions)
    if indexed is not None:
        yield from indexed
        return
    quiet = pysam.set_verbosity(0)
    try:
        with _opened(file) as source:
            for record in source:
                yield _line(record)
    except (OSError, ValueError, UnicodeError) as error:
        raise file.problem(
            "the BCF is damaged or truncated", advice="Copy or write the file again."
        ) from error
    finally:
        pysam.set_verbosity(quiet)


def _opened(file: DataFile) -> "VariantFile":
    import pysam

    try:
        return pysam.VariantFile(str(file.path))
    except (OSError, ValueError) as error:
        raise file.problem("the header of the BCF cannot be read") from error


def _indexed_lines(file: DataFile, regions: Regions) -> list[bytes] | None:
    """The records that touch the regions; null where no index can be used."""
    import pysam

    index = index_of(file.path)
    if index is None:
        return None

    def fetched() -> list[bytes]:
        pysam.set_verbosity(0)
        with pysam.VariantFile(str(file.path), index_filename=str(index)) as source:
            return [
                _line(record)
                for contig in map(str, source.header.contigs)
                for start, end in regions.on(contig)
                for record in source.fetch(contig, start - 1, end)
            ]

    return isolated(fetched)


def _line(record: "VariantRecord") -> bytes:
    return str(record).rstrip("\r\n").encode()
