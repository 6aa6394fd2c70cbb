"""The header of a VCF, and the caller that it names."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from annotator.readers.datafile import DataFile
from annotator.readers.vcf.bcf import MAGIC, bcf_header, is_bcf

FIXED_COLUMNS = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
_WITHOUT_HEADER = {8: FIXED_COLUMNS, 10: (*FIXED_COLUMNS, "FORMAT", "sample")}
_JUNCTION = re.compile(r"<(INV|DEL|DUP|BND|TRA|CTX)[^>]*>|[^\[\]]*[\[\]].+[\[\]][^\[\]]*")
_QUOTED = '"#'
QUOTED = "the header is written in quotes, as a spreadsheet saves it"
OWN_FILE = "Give the caller's own file, not one that a spreadsheet saved."
_COLUMNS_EXPECTED = "the VCF columns " + " ".join(FIXED_COLUMNS)


@dataclass(frozen=True)
class VcfHeader:
    """The `##` lines, the columns of the `#CHROM` line and its 1-based line number."""

    meta: list[str]
    columns: list[str]
    line: int

    @property
    def samples(self) -> list[str]:
        """The sample columns; empty where the file has none (LoFreq)."""
        return self.columns[9:]

    @property
    def only_sample(self) -> str | None:
        """The sample of a file that has one column of samples; null for none or several."""
        return self.samples[0] if len(self.samples) == 1 else None

    @cached_property
    def contigs(self) -> dict[str, int | None]:
        """Contig names and lengths (None where the header gives no length), in file order."""
        found: dict[str, int | None] = {}
        for line in self.meta:
            name = re.match(r"##contig=<(?:.*,)?ID=([^,>]+)", line)
            if name:
                length = re.search(r"[<,]length=(\d{1,10})(?!\d)", line)
                found[name[1]] = int(length[1]) if length else None
        return found

    def values(self, key: str) -> list[str]:
        """The values of the lines `##key=value`."""
        start = f"##{key}="
        return [line.removeprefix(start).strip() for line in self.meta if line.startswith(start)]


def looks_like_vcf(head: list[str]) -> bool:
    """Whether the first line is that of a VCF or BCF."""
    first = head[0] if head else ""
    return first.startswith(
        ("##fileformat=VCF", _QUOTED + "#fileformat=VCF", "#CHROM\tPOS\tID", MAGIC)
    )


def is_quoted(line: str) -> bool:
    """Whether a line of a header is written in quotes, as a spreadsheet saves it."""
    return line.startswith(_QUOTED)


def looks_like_junctions(head: list[str]) -> bool:
    """Whether the first line is a record of a structural variant, of a VCF without its header."""
    cells = head[0].split("\t") if head else []
    alone = len(cells) in _WITHOUT_HEADER and cells[1].isdigit()
    return alone and _JUNCTION.fullmatch(cells[4]) is not None


def read_header(file: DataFile, junctions_alone: bool = False) -> VcfHeader:
    """Read up to the `#CHROM` line. Raises `InputProblem` where it is missing or wrong.

    With `junctions_alone` a file of structural variants may lack all of it: its columns are then
    the usual ones, of at most one sample, and `line` is 0.
    """
    meta: list[str] = []
    number = 0
    for number, line in _header_lines(file):
        if number == 1 and junctions_alone and looks_like_junctions([line]):
            return VcfHeader([], [*_WITHOUT_HEADER[line.count("\t") + 1]], 0)
        if line.startswith("##"):
            meta.append(line)
        elif line.startswith("#CHROM"):
            return VcfHeader(meta, _columns(file, number, line), number)
        elif is_quoted(line):
            raise file.problem(
                QUOTED, line=number, expected="header lines that begin with ##", advice=OWN_FILE
            )
        elif line.strip():
            break
    if not meta:
        raise file.problem("this is not a VCF", line=number, expected="a first line ##fileformat")
    raise file.problem(
        "the VCF has no #CHROM line before its records", line=number, expected=_COLUMNS_EXPECTED
    )


def _header_lines(file: DataFile) -> Iterator[tuple[int, str]]:
    if is_bcf(file):
        yield from enumerate(bcf_header(file), 1)
        return
    for number, raw in file.lines():
        yield number, raw.decode("utf-8", "replace")


def _columns(file: DataFile, number: int, line: str) -> list[str]:
    columns = line.split("\t")
    if len(columns) == 1 and tuple(line.split()[:8]) == FIXED_COLUMNS:
        raise file.problem(
            "the columns of the #CHROM line are separated by blanks",
            line=number,
            expected="columns separated by tabs",
            advice="An editor may have replaced the tabs: give the caller's own file.",
        )
    if tuple(columns[:8]) != FIXED_COLUMNS or columns[8:9] not in ([], ["FORMAT"]):
        raise file.problem(
            "the #CHROM line is malformed",
            line=number,
            expected=_COLUMNS_EXPECTED + " [FORMAT samples], separated by tabs",
        )
    samples = columns[9:]
    repeated = sorted(name for name, times in Counter(samples).items() if times > 1)
    if repeated or "" in samples:
        what = f"repeats the sample {repeated[0]}" if repeated else "has a sample without a name"
        raise file.problem(f"the #CHROM line {what}", line=number)
    return columns
