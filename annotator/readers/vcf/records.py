"""Lines of a VCF as records of pysam."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.readers.datafile import DataFile
from annotator.readers.vcf.header import VcfHeader
from annotator.readers.vcf.lines import RecordLine

if TYPE_CHECKING:
    from pysam import VariantRecord


def parsed_records(
    file: DataFile, header: VcfHeader, lines: Iterable[RecordLine]
) -> Iterator[tuple[int | None, "VariantRecord"]]:
    """Yield (1-based line or None, record). Raises `InputProblem` for what htslib refuses."""
    import pysam

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "loci.vcf"
        numbers = _write(path, header, lines)
        if not numbers:
            return
        quiet = pysam.set_verbosity(0)
        try:
            yield from _records(file, header, path, numbers)
        finally:
            pysam.set_verbosity(quiet)


def _write(path: Path, header: VcfHeader, lines: Iterable[RecordLine]) -> list[int | None]:
    """Write header and lines; return the line number of each record."""
    numbers: list[int | None] = []
    meta = [line for line in header.meta if not line.startswith("##fileformat")]
    with path.open("wb") as stream:
        for text in ("##fileformat=VCFv4.2", *meta, "\t".join(header.columns)):
            stream.write(text.encode() + b"\n")
        for record in lines:
            stream.write(record.text + b"\n")
            numbers.append(record.line)
    return numbers


def _records(
    file: DataFile, header: VcfHeader, path: Path, numbers: list[int | None]
) -> Iterator[tuple[int | None, "VariantRecord"]]:
    import pysam

    try:
        source = pysam.VariantFile(str(path))
    except (OSError, ValueError) as error:
        raise file.problem("the header cannot be parsed", line=header.line) from error
    with source:
        records = iter(source)
        for number in numbers:
            try:
                record = next(records)
            except (OSError, ValueError, StopIteration) as error:
                raise file.problem(
                    "a record that cannot be parsed", line=number, expected="a VCF record"
                ) from error
            yield number, record
