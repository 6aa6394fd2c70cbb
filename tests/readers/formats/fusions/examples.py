"""One fusion, EML4::ALK in GRCh38, and tables of it with some cells changed."""

from collections.abc import Mapping
from pathlib import Path

from annotator.model.observations import FusionEnd, FusionObservation, Source
from tests.readers.formats.fusions.builders import read_text, scope_of

EML4_ALK = FusionObservation(
    caller="star_fusion",
    assay="rna",
    five_prime=FusionEnd(gene="EML4", chrom="chr2", position=42295516, strand="+"),
    three_prime=FusionEnd(gene="ALK", chrom="chr2", position=29223528, strand="-"),
    junction="sense",
    split_reads=12,
    spanning_reads=5,
    frame="in_frame",
    raw_breakpoints="",
    source=Source(file=""),
)


def columns(names: str) -> list[str]:
    """The names of columns that have no blanks."""
    return names.split()


def changed(text: str, cells: Mapping[str, object], delimiter: str = "\t") -> str:
    """A table with cells of its last row changed, by column; a new column is added to it."""
    *before, header_line, last = text.splitlines()
    header = header_line.split(delimiter)
    values = dict(zip((name.removeprefix("#") for name in header), last.split(delimiter),
                      strict=True))  # fmt: skip
    header += [column for column in cells if column not in values]
    values |= {column: str(cell) for column, cell in cells.items()}
    lines = [*before, delimiter.join(header), delimiter.join(values.values())]
    return "".join(f"{line}\n" for line in lines)


def without(text: str, *columns: str) -> str:
    """A tab-separated table without some columns."""
    rows = [line.split("\t") for line in text.splitlines()]
    kept = [number for number, name in enumerate(rows[0]) if name not in columns]
    return "".join("\t".join(row[number] for number in kept) + "\n" for row in rows)


def fusions_of(folder: Path, text: str, *, name: str = "calls.txt") -> list[FusionObservation]:
    """The fusions of a text, with gene models that know EML4 and ALK alone."""
    return read_text(folder, text, scope_of(EML4_ALK), name=name).fusions


def fusion_of(folder: Path, text: str) -> FusionObservation:
    """The one fusion of a text."""
    (found,) = fusions_of(folder, text)
    return found
