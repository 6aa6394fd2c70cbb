"""The records of a VCF or BCF as lines: by index where there is one, else streamed once.

The stream keeps one block of some MB in memory and searches it at once for the chromosomes and
positions of the loci; Python looks at the few lines found there alone.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.model.errors import InputProblem
from annotator.readers.datafile import DataFile
from annotator.readers.lines.indexed import indexed_contigs, indexed_lines
from annotator.readers.lines.regions import Regions
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import quoted
from annotator.readers.vcf.bcf import bcf_lines, is_bcf
from annotator.readers.vcf.header import VcfHeader
from annotator.readers.vcf.skipped_records import SkippedRecords

_BASES = re.compile(rb"[ACGTUNRYSWKMBDHV]+$", re.IGNORECASE)  # IUPAC codes
_END = re.compile(rb"(?:^|;)END=(\d{1,10})(?:;|$)")
_SAME_IN_PARTS = ("##fileformat=", "##reference=", "##contig=", "##source=")
_LONGEST_POSITION = 10
_STEP_DIGITS = 5
_MOST_STEPS = 100


class RecordLine(NamedTuple):
    """One record: its 1-based line (None when read by index) and its bytes without line end."""

    line: int | None
    text: bytes


def locus_lines(
    file: DataFile,
    header: VcfHeader,
    regions: Regions,
    blocks: bool = False,
    skipped: SkippedRecords | None = None,
) -> Iterator[RecordLine]:
    """Yield the records whose REF touches a region, in file order.

    With `blocks`, a record reaches to the END of its INFO (the reference blocks of a gVCF).
    Without an index, a REF of more than 100 kb that begins before a region is not found.
    `skipped` counts the records of too many or too few columns that were met on other chromosomes.

    Raises `InputProblem` for a record whose chromosome cannot be read, for one on a chromosome of
    the regions that has the wrong number of columns, no position, or, at the loci, a REF that is
    not of IUPAC letters; and where all records, or the last one, have the wrong number of columns.
    """
    columns = _Columns(file, header, skipped)
    near = _near(file, header, regions, blocks, columns)
    yield from _at_loci(file, header, regions, near, blocks, columns)
    columns.check_end()


class _Columns:
    """Records whose number of columns is not that of the header.

    One alone, between others and elsewhere, may be left out. Where the last record has too few or
    too many columns the file may be cut, and where all have, the header is not theirs.
    """

    def __init__(self, file: DataFile, header: VcfHeader, skipped: SkippedRecords | None) -> None:
        self._file = file
        self._header = header
        self._skipped = skipped
        self._first: RecordLine | None = None
        self._last: RecordLine | None = None
        self._some_fit = False

    def fits(self, record: RecordLine, unnamed: int = 0) -> bool:
        """Whether a record has the columns of the header. Raises `InputProblem` for one that has
        not, unless it is left out."""
        count = record.text.count(b"\t") + 1
        if count in (len(self._header.columns), len(self._header.columns) + unnamed):
            self.some_fit()
            return True
        if self._skipped is None or not self._skipped.takes(*record):
            _check_columns(self._file, self._header, record, count)
        self._first, self._last = self._first or record, record
        return False

    def some_fit(self) -> None:
        """Keep that a record fits, and that none of those before it is the last one."""
        self._some_fit, self._last = True, None

    def check_end(self) -> None:
        """Raise `InputProblem` where the last record does not fit, or none does."""
        record = self._last if self._some_fit else self._first
        if record is not None:
            _check_columns(self._file, self._header, record, record.text.count(b"\t") + 1)


def _near(
    file: DataFile, header: VcfHeader, regions: Regions, blocks: bool, columns: _Columns
) -> Iterable[RecordLine]:
    if is_bcf(file):
        return (RecordLine(None, text) for text in bcf_lines(file, regions))
    indexed = indexed_lines(file, regions)
    if indexed is not None:
        return (RecordLine(None, text) for text in indexed if not text.startswith(b"#"))
    return _searched(file, header, regions, blocks, columns)


def seen_chromosomes(file: DataFile, header: VcfHeader) -> set[str]:
    """The chromosomes that the contigs of the header or, failing these, the records name."""
    if header.contigs:
        return set(header.contigs)
    contigs = indexed_contigs(file)
    if contigs is not None:
        return set(contigs)
    named = {text.partition(b"\t")[0] for _, text in all_records(file, header)}
    return {name.decode("utf-8", "replace") for name in named}


def all_lines(
    file: DataFile,
    header: VcfHeader,
    unnamed: int = 0,
    skipped: SkippedRecords | None = None,
) -> Iterator[RecordLine]:
    """Yield every record. Raises `InputProblem` for one of wrong columns or position.

    A record may have `unnamed` columns more than the header names. `skipped` takes bad records
    that touch no gene looked at; not so where all records, or the last one, have wrong columns.
    """
    columns = _Columns(file, header, skipped)
    for record in all_records(file, header):
        if not columns.fits(record, unnamed):
            continue
        try:
            _position(file, record.line, record.text.split(b"\t", 2)[1])
        except InputProblem:
            if skipped is None or not skipped.takes(*record):
                raise
            continue
        yield record
    columns.check_end()


def all_records(file: DataFile, header: VcfHeader) -> Iterator[RecordLine]:
    """Yield every record, unchecked. Raises `InputProblem` for a second header that differs."""
    if is_bcf(file):
        yield from (RecordLine(None, text) for text in bcf_lines(file, None))
        return
    for number, line in file.lines():
        text = _trimmed(line)
        if number > header.line and text:
            if text.startswith(b"#"):
                _check_second_header(file, header, number, text)
            else:
                yield RecordLine(number, text)


def _searched(
    file: DataFile, header: VcfHeader, regions: Regions, whole: bool, columns: _Columns
) -> Iterator[RecordLine]:
    """The lines near the regions, and every line that may be malformed on their chromosomes."""
    wanted = _pattern(regions, whole)
    tabs = len(header.columns) - 1
    number = 1  # of the first line of the block
    for block in file.blocks():
        lines = block.count(b"\n")
        uneven = block.count(b"\t") != tabs * lines
        if number <= header.line or b"\n#" in block or uneven or _is_padded(b"\n" + block):
            yield from _one_by_one(file, block, number, header)
        else:
            columns.some_fit()
            yield from _matching(block, number, wanted)
        number += lines


def _one_by_one(
    file: DataFile, block: bytes, number: int, header: VcfHeader
) -> Iterator[RecordLine]:
    """Every line of a block that holds a header, a blank line or a line of wrong columns."""
    for line, text in enumerate(block.split(b"\n"), number):
        record = _trimmed(text.rstrip(b"\r"))
        if line > header.line and record:
            if record.startswith(b"#"):
                _check_second_header(file, header, line, record)
            else:
                yield RecordLine(line, record)


def _is_padded(text: bytes) -> bool:
    """Whether cells may have blanks or quotes around them, as a spreadsheet leaves them."""
    return any(sign in text for sign in (b"\t ", b" \t", b"\n ", b"\n\t", b'\n"', b'\t"'))


def _trimmed(line: bytes) -> bytes:
    """A line without blanks and quotes around its cells; its text where it has none of them."""
    plain = b" " not in line and b'"' not in line
    if plain or line.startswith(b"#") or not _is_padded(b"\n" + line):
        return line
    return b"\t".join(
        cell[1:-1].strip(b" ") if len(cell) > 1 and cell[:1] == cell[-1:] == b'"' else cell
        for cell in (cell.strip(b" ") for cell in line.split(b"\t"))
    )


def _check_second_header(file: DataFile, header: VcfHeader, line: int, text: bytes) -> None:
    """Raise `InputProblem` for a line of a second header that says something else than the first.

    The parts of one sample's VCF may be joined with their headers, which are then alike. Only what
    tells the sample, the build or the caller has to be.
    """
    written = text.decode("utf-8", "replace")
    if written.startswith("#CHROM"):
        alike = written.split("\t") == header.columns
    else:
        alike = not written.startswith(_SAME_IN_PARTS) or written in header.meta
    if not alike:
        raise file.problem(
            f"a second header, which differs from the first: {quoted(written)}",
            line=line,
            expected="the records of one VCF",
            advice="Two VCFs may have been joined: give each as a file of its own.",
        )


def _matching(block: bytes, number: int, wanted: re.Pattern[bytes]) -> Iterator[RecordLine]:
    text = b"\n" + block
    counted, line = 1, number
    for match in wanted.finditer(text):
        start = match.start() + 1
        line += text.count(b"\n", counted, start)
        counted = start
        end = text.find(b"\n", start)
        yield RecordLine(line, text[start : end if end >= 0 else None].rstrip(b"\r"))


def _pattern(regions: Regions, whole: bool) -> re.Pattern[bytes]:
    r"""The beginnings of lines: `\n`, a chromosome of the regions, a position near them.

    A position is near by its digits before the last five, one step further down than the region
    for a REF that reaches into it. What is not a position at all is wanted too, to be refused.
    """
    named, numbered = [], []
    for key in sorted(regions.chromosomes):
        near = r"" if whole else _near_positions(regions.on(key))
        named.append(rf"(?i:{re.escape(key)})\t{near}")
        if key.isdigit():
            numbered.append(rf"{int(key):02d}\.\d+\t{near}")
    # The beginning that all share is read once, however many chromosomes there are.
    either = [
        rf"(?i:chr)?(?:{'|'.join(named) or '(?!)'})",
        rf"NC_0000(?:{'|'.join(numbered) or '(?!)'})",
    ]
    return re.compile(rf"\n(?:{'|'.join(either)})".encode())


def _near_positions(spans: list[tuple[int, int]]) -> str:
    size = 10**_STEP_DIGITS
    steps = {
        step for start, end in spans for step in range(max(0, start // size - 1), end // size + 1)
    }
    if 0 in steps or len(steps) > _MOST_STEPS:
        return ""
    listed = "|".join(map(str, sorted(steps)))
    return rf"(?:0*(?:{listed})\d{{{_STEP_DIGITS}}}\t|\d*+[^\d\t]|\t|\d{{{_LONGEST_POSITION + 1}}})"


def _at_loci(
    file: DataFile,
    header: VcfHeader,
    regions: Regions,
    records: Iterable[RecordLine],
    blocks: bool,
    columns: _Columns,
) -> Iterator[RecordLine]:
    spans_of: dict[bytes, list[tuple[int, int]]] = {}
    for record in records:
        cells = record.text.split(b"\t", 8)
        chrom = cells[0]
        spans = spans_of.get(chrom)
        if spans is None:
            spans = spans_of[chrom] = regions.on(chrom.decode("utf-8", "replace"))
            _check_chromosome(file, record, chrom)
        if len(cells) == 1:
            _check_columns(file, header, record, 1)
        if not columns.fits(record) or not spans:
            continue
        start = _position(file, record.line, cells[1])
        reference = cells[3]
        last = start + len(reference) - 1
        block = _END.search(cells[7]) if blocks else None
        if block:
            last = max(last, int(block[1]))
        if any(start <= end and last >= begin for begin, end in spans):
            _check_reference(file, record, reference)
            yield record


def _check_chromosome(file: DataFile, record: RecordLine, chrom: bytes) -> None:
    if chrom in (b"", b".") or b'"' in chrom:
        raise file.problem(
            quoted(chrom.decode("utf-8", "replace")),
            line=record.line,
            column="CHROM",
            expected="the name of a chromosome",
        )


def _check_columns(file: DataFile, header: VcfHeader, record: RecordLine, count: int) -> None:
    if count != len(header.columns):
        raise file.problem(
            f"a record of {count} columns",
            line=record.line,
            expected=f"{len(header.columns)} columns as in the #CHROM line",
        )


def _position(file: DataFile, line: int | None, cell: bytes) -> int:
    text = cell.decode("utf-8", "replace")
    value = whole_number(text)
    if value is None:
        before = text.startswith("-") and whole_number(text[1:]) is not None
        found = f"{quoted(text)}, a position before the chromosome begins" if before else None
        raise file.problem(
            found or quoted(text),
            line=line,
            column="POS",
            expected="a whole number of 1 or more" if before else "a whole number",
            advice="The caller could not place this record: take it out." if before else None,
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
