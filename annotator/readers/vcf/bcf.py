"""BCF: the header and the records of a binary VCF, written as the lines of a VCF."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.readers.datafile import DataFile
from annotator.readers.index_fit import index_of
from annotator.readers.regions import Regions

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

    quiet = pysam.set_verbosity(0)
    try:
        with _opened(file) as source:
            for record in _records(file, source, regions):
                yield str(record).rstrip("\r\n").encode()
    except (OSError, ValueError, UnicodeError) as error:
        raise file.problem(
            "the BCF is damaged or truncated", advice="Copy or write the file again."
        ) from error
    finally:
        pysam.set_verbosity(quiet)


def _opened(file: DataFile) -> "VariantFile":
    import pysam

    index = index_of(file.path)
    try:
        return pysam.VariantFile(str(file.path), index_filename=str(index) if index else None)
    except (OSError, ValueError) as error:
        raise file.problem("the header of the BCF cannot be read") from error


def _records(
    file: DataFile, source: "VariantFile", regions: Regions | None
) -> Iterator["VariantRecord"]:
    if regions is None or index_of(file.path) is None:
        yield from source
        return
    for contig in map(str, source.header.contigs):
        for start, end in regions.on(contig):
            yield from source.fetch(contig, start - 1, end)
