"""Tables of fusion callers: one fusion to write, its table changed cell by cell, and reading."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from hypothesis import strategies as st

from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.format import Content, Scope
from annotator.readers.registry import all_formats, format_of
from tests.builders import observations
from tests.builders.files import data_file, nowhere, scope

Writer = Callable[[FusionObservation], str]
"""Writes a file of one format that holds this fusion alone."""
Told = Literal["genes", "order", "place", "strand", "split_reads", "spanning_reads", "frame"]
"""What a format may not tell of a fusion. Without `order` the 5' side is written first."""

_KINASES = frozenset({"ALK", "ROS1", "MET"})
_NAME = r"[A-Z][A-Z0-9]{1,7}(-[A-Z0-9]{1,2}|\.[1-9])?"
_NO_NAMES = frozenset({"NA", "NULL", "GF"})  # a line that begins with GF is of a log of LongGF


def columns(names: str, separator: str | None = None) -> list[str]:
    """The columns of a header, or the cells of a row, which are written here in one string."""
    return names.split(separator)


def table(header: Sequence[str], *rows: Sequence[str], delimiter: str = "\t") -> str:
    """The text of a table."""
    return "".join(f"{delimiter.join(cells)}\n" for cells in (header, *rows))


def row_of(header: Sequence[str], cells: Mapping[str, object], other: str = "x") -> list[str]:
    """A row in the order of a header; columns that are not given hold `other`.

    Raises `KeyError` for a cell of no column, which is a mistake of the test.
    """
    if unknown := set(cells).difference(header):
        raise KeyError(f"no column {unknown}")
    return [str(cells.get(column, other)) for column in header]


def read_text(
    folder: Path, text: str, within: Scope | None = None, *, name: str = "calls.txt"
) -> Content:
    """Write a text, recognize it as a file of fusions, and read it."""
    (folder / name).write_text(text)
    return read_file(folder / name, within)


def read_file(path: Path, within: Scope | None = None) -> Content:
    """Recognise a file of fusions and read it."""
    file = data_file(path)
    return format_of(file, "fusions").read(file, within or scope())


def summary(path: Path, sample: str | None = None) -> tuple[str, int, int]:
    """Of a real file: its format, its observations, and those that name ALK, ROS1 or MET."""
    file = data_file(path)
    form = format_of(file, "fusions")
    found = form.read(file, scope(tumor_sample=sample)).fusions
    kinase = [each for each in found if _KINASES.intersection(_genes(each))]
    return form.name, len(found), len(kinase)


def called(fusions: Sequence[FusionObservation], *genes: str) -> list[FusionObservation]:
    """The fusions whose two sides name these genes, in this order."""
    five, three = genes
    return [f for f in fusions if five in f.five_prime.genes and three in f.three_prime.genes]


def places(fusion: FusionObservation) -> str:
    """Both sides in short, `chr2:42295516+ chr2:29223528-` (`?` where the strand is not told)."""
    ends = (fusion.five_prime, fusion.three_prime)
    return " ".join(f"{end.chrom}:{end.position}{end.strand or '?'}" for end in ends)


def _genes(fusion: FusionObservation) -> list[str]:
    return [*fusion.five_prime.genes, *fusion.three_prime.genes]


_ENDS = st.builds(
    FusionEnd,
    gene=st.from_regex(_NAME, fullmatch=True).filter(lambda name: name not in _NO_NAMES),
    chrom=st.sampled_from([f"chr{name}" for name in (*range(1, 23), "X", "Y")]),
    position=st.integers(1, 240_000_000),
    strand=st.sampled_from(["+", "-"]),
)
_COUNTS = st.integers(0, 10**6)
fusions = st.builds(
    FusionObservation,
    caller=st.just("star_fusion"),
    assay=st.just("rna"),
    five_prime=_ENDS,
    three_prime=_ENDS,
    junction=st.just("sense"),
    split_reads=_COUNTS,
    spanning_reads=_COUNTS,
    frame=st.sampled_from(["in_frame", "out_of_frame", "unknown"]),
    raw_breakpoints=st.just(""),
    source=st.just(Source(file="")),
).filter(lambda fusion: _differ(fusion.five_prime, fusion.three_prime))
"""A sense fusion of two genes with all that a caller can tell of it."""


def _differ(five: FusionEnd, three: FusionEnd) -> bool:
    """Two genes at two places, so that a scope can tell their strands apart."""
    return five.gene != three.gene and five.place != three.place


def scope_of(fusion: FusionObservation) -> Scope:
    """A scope whose gene models are those of the fusion, for callers that tell kept sides."""
    strands = {end.place: end.strand for end in (fusion.five_prime, fusion.three_prime)}
    return Scope(nowhere(lambda chrom, position: strands.get((chrom, position))))


FORMAT_NAMES = sorted(
    each.name
    for each in all_formats()
    if each.role == "fusions" and each.evidence != ("rna_quality",)
)


EML4_ALK = observations.fusion(
    split_reads=12, frame="in_frame", raw_breakpoints="", source=Source(file="")
)


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
