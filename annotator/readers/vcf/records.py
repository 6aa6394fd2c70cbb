"""One record of a VCF: its columns, INFO and the values of the tumor's column, as written.

Read by column and not with htslib, which refuses or changes what real callers write: values that
break the declared type or number, a decimal comma, undeclared filters, an END on another
chromosome (CHR2), which is how several callers write a translocation.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.readers.vcf.header import VcfHeader
from annotator.readers.vcf.lines import RecordLine

PASSING = frozenset({"pass", "keep"})
"""The words for a record that passed, in lower case; MuTect's own is KEEP."""
_NO_FILTER = frozenset({*PASSING, ".", ""})


class BadValue(Exception):  # noqa: N818 - it never leaves the readers
    """A value of a record that cannot be what its field says."""

    def __init__(self, column: str, found: str, expected: str) -> None:
        """Keep the parts; the reader adds file and line."""
        super().__init__(found)
        self.column = column
        self.found = found
        self.expected = expected


class Record(NamedTuple):
    """A record; `info` and `sample` hold the values by key, flags and missing ones as written.

    `sample` is empty where the file has no sample column.
    """

    line: int | None
    chrom: str
    position: int
    identifier: str
    ref: str
    alts: list[str]
    filters: list[str]
    info: Mapping[str, str]
    sample: Mapping[str, str]

    @property
    def sample_filters(self) -> list[str]:
        """The filters of the sample's own FT."""
        return _filters(self.sample.get("FT", ""))


def parse_record(
    record: RecordLine, header: VcfHeader, sample: str | None, unnamed: Sequence[str] = ()
) -> Record:
    """The record with the values of one sample column; its columns must have been counted.

    `unnamed` are the keys under which further columns, which the header does not name, stand
    with the values of the sample.
    """
    cells = record.text.decode("utf-8", "replace").split("\t")
    fields: dict[str, str] = {}
    if sample is not None:
        values = cells[header.columns.index(sample)].split(":")
        fields = dict(zip(cells[8].split(":"), values, strict=False))  # the last may be left out
        fields.update(zip(unnamed, cells[len(header.columns) :], strict=False))
    return Record(
        line=record.line,
        chrom=cells[0],
        position=int(cells[1]),
        identifier=cells[2],
        ref=cells[3],
        alts=[alt for alt in cells[4].split(",") if alt not in (".", "")],
        filters=_filters(cells[6]),
        info=_info(cells[7]),
        sample=fields,
    )


def genotype(record: Record) -> tuple[list[int | None], bool]:
    """The alleles of GT (None for a missing one; empty without GT) and whether they are phased.

    VCF 4.4 may write the phase of the first allele before it (`|0|1`).
    """
    text = record.sample.get("GT", "")
    phased = "|" in text and "/" not in text
    alleles = text.lstrip("/|").replace("|", "/").split("/") if text else []
    return [int(a) if a.isascii() and a.isdigit() and len(a) < 5 else None for a in alleles], phased


def _filters(cell: str) -> list[str]:
    names = dict.fromkeys(cell.split(";"))
    return [name for name in names if name.lower() not in _NO_FILTER]


def _info(cell: str) -> dict[str, str]:
    return dict(field.partition("=")[::2] for field in cell.split(";") if field not in ("", "."))
