"""The records of a VCF at the loci: by index where there is one, else streamed once.

The stream keeps no more than one line in memory and looks at bytes only; whole records are made
of the few lines at the loci alone.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.readers.datafile import DataFile
from annotator.readers.numbers import whole_number
from annotator.readers.regions import Regions
from annotator.readers.table import quoted
from annotator.readers.vcf.header import VcfHeader

_BASES = re.compile(rb"[ACGTUNRYSWKMBDHV]+$", re.IGNORECASE)  # IUPAC codes


class RecordLine(NamedTuple):
    """One record: its 1-based line (None when read by index) and its bytes without line end."""

    line: int | None
    text: bytes


def locus_lines(file: DataFile, header: VcfHeader, regions: Regions) -> Iterator[RecordLine]:
    """Yield the records whose REF touches a region, in file order.

    Raises `InputProblem` for a record on a chromosome of the regions that has the wrong number
    of columns, no position, or, at the loci, a REF that is not of IUPAC letters.
    """
    indexed = _indexed_lines(file, regions)
    if indexed is not None:
        yield from _at_loci(file, header, regions, indexed)
    else:
        yield from _at_loci(file, header, regions, _streamed(file, header))


def seen_chromosomes(file: DataFile, header: VcfHeader) -> set[str]:
    """The chromosomes that the contigs of the header or, failing these, the records name."""
    if header.contigs:
        return set(header.contigs)
    return {
        record.text.partition(b"\t")[0].decode("utf-8", "replace")
        for record in _streamed(file, header)
    }


def all_lines(file: DataFile, header: VcfHeader) -> Iterator[tuple[RecordLine, list[bytes]]]:
    """Yield every record with its columns. Raises `InputProblem` for a malformed one."""
    for record in _streamed(file, header):
        columns = record.text.split(b"\t")
        _check_columns(file, header, record, len(columns))
        _position(file, record, columns[1])
        yield record, columns


def _streamed(file: DataFile, header: VcfHeader) -> Iterator[RecordLine]:
    for number, text in file.lines():
        if number > header.line and text and not text.startswith(b"#"):
            yield RecordLine(number, text)


def _at_loci(
    file: DataFile, header: VcfHeader, regions: Regions, records: Iterator[RecordLine]
) -> Iterator[RecordLine]:
    spans_of: dict[bytes, list[tuple[int, int]]] = {}
    for record in records:
        text = record.text
        chrom = text[: text.find(b"\t")] if b"\t" in text else text
        spans = spans_of.get(chrom)
        if spans is None:
            spans = spans_of[chrom] = regions.on(chrom.decode("utf-8", "replace"))
            if b"\t" not in text:
                _check_columns(file, header, record, 1)
        if not spans:
            continue
        _check_columns(file, header, record, text.count(b"\t") + 1)
        _, position, _, reference, _ = text.split(b"\t", 4)
        start = _position(file, record, position)
        if any(start <= end and start + len(reference) > begin for begin, end in spans):
            _check_reference(file, record, reference)
            yield record


def _check_columns(file: DataFile, header: VcfHeader, record: RecordLine, count: int) -> None:
    if count != len(header.columns):
        raise file.problem(
            f"a record of {count} columns",
            line=record.line,
            expected=f"{len(header.columns)} columns as in the #CHROM line",
        )


def _position(file: DataFile, record: RecordLine, position: bytes) -> int:
    text = position.decode("utf-8", "replace")
    value = whole_number(text)
    if value is None:
        raise file.problem(
            quoted(text),
            line=record.line,
            column="POS",
            expected="a whole number",
        )
    return value


def _check_reference(file: DataFile, record: RecordLine, reference: bytes) -> None:
    if not _BASES.match(reference):
        raise file.problem(
            repr(reference[:60].decode("utf-8", "replace")),
            line=record.line,
            column="REF",
            expected="the letters of one or more bases",
        )


def _indexed_lines(file: DataFile, regions: Regions) -> Iterator[RecordLine] | None:
    """The records by index; None where there is no index that fits the file."""
    index = _index_of(file.path)
    if index is None or not file.is_gzip():
        return None
    import pysam

    quiet = pysam.set_verbosity(0)
    try:
        with pysam.TabixFile(str(file.path), index=str(index)) as tabix:
            texts = [
                text.encode()
                for contig in tabix.contigs
                for start, end in regions.on(contig)
                for text in tabix.fetch(contig, start - 1, end)
            ]
    except (OSError, ValueError):  # an index that cannot be used: the stream is always right
        return None
    finally:
        pysam.set_verbosity(quiet)
    return (RecordLine(None, text.rstrip(b"\r")) for text in texts)


def _index_of(path: Path) -> Path | None:
    """An index beside the file that is not older than the file."""
    for suffix in (".tbi", ".csi"):
        index = path.with_name(path.name + suffix)
        if index.is_file() and index.stat().st_mtime >= path.stat().st_mtime:
            return index
    return None
