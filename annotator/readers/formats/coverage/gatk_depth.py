"""GATK DepthOfCoverage: its table of loci (one base a row) and its summary of intervals.

GATK 3 writes tabs, GATK 4 commas unless asked otherwise. `Depth_for_SAMPLE` and
`SAMPLE_mean_cvg` are read for the tumor sample; with one sample it is the only one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.model.observations import DepthObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.table import BadCell, add_bad_row, bad_rows

_ABOUT = About(
    title="GATK DepthOfCoverage",
    files="by locus, or by interval",
    link="https://github.com/broadinstitute/gatk",
)

_PLACE = re.compile(r"([^:\t,]+):(\d{1,10})(?:-(\d{1,10}))?")
_NUMBER = re.compile(r"\d{1,12}(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)


@dataclass(frozen=True)
class _Layout:
    """How one of the two tables is recognized, and which columns hold the depth of a sample."""

    begins: tuple[str, str]
    sample_column: re.Pattern[str]


_LOCI = _Layout(("Locus", "Total_Depth"), re.compile(r"Depth_for_(.+)"))
_INTERVALS = _Layout(("Target", "total_coverage"), re.compile(r"(.+)_mean_cvg"))


def _recognize(head: list[str]) -> bool:
    return bool(head) and _layout(_cells(head[0])) is not None


def _layout(columns: list[str]) -> _Layout | None:
    begins = tuple(columns[:2])
    return next((each for each in (_LOCI, _INTERVALS) if each.begins == begins), None)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t" if "\t" in line else ",")]


def _rows(file: DataFile) -> Iterator[tuple[int, str]]:
    return ((number, raw.decode("utf-8", "replace")) for number, raw in file.lines())


def _read(file: DataFile, scope: Scope) -> Content:
    rows = _rows(file)
    columns = _cells(next(rows, (0, ""))[1])
    layout = _layout(columns)
    if layout is None:
        raise file.problem("not a table of DepthOfCoverage", expected="Locus or Target first")
    samples = _samples(columns, layout)
    own = scope.sample if scope.sample in samples else None
    sample = _tumor(file, samples, scope.tumor_sample or own)
    column = samples[sample]
    depths: list[DepthObservation] = []
    bad: list[tuple[int | None, BadCell]] = []
    for number, line in rows:
        place = _PLACE.match(line)
        if not line.strip() or (place and not scope.targets.depth_regions.on(place[1])):
            continue
        try:
            found = _observation(file, number, _cells(line), columns, column)
        except BadCell as problem:
            add_bad_row(file, bad, number, problem)
            continue
        if found and scope.targets.depth_regions.overlaps(found.chrom, found.start, found.end):
            depths.append(found)
    if bad:
        raise bad_rows(file, bad)
    return Content(depths=depths, sample_name=sample, sample_names=list(samples))


def _samples(columns: list[str], layout: _Layout) -> dict[str, int]:
    """The column of each sample."""
    named = [(i, layout.sample_column.fullmatch(name)) for i, name in enumerate(columns)]
    return {match[1]: index for index, match in named if match}


def _tumor(file: DataFile, samples: dict[str, int], wanted: str | None) -> str:
    """The tumor's name. Raises `InputProblem` where none or several could be it."""
    if wanted is not None and wanted in samples:
        return wanted
    if wanted is None and len(samples) == 1:
        return next(iter(samples))
    listed = ", ".join(samples) or "none"
    what = "several samples" if wanted is None and samples else f"no depth of sample {wanted!r}"
    raise file.problem(
        f"the table has {what}: {listed}" if samples else "the table has no sample's depth",
        line=1,
        expected="one sample, or the one that --tumor-sample names",
    )


def _observation(
    file: DataFile, line: int, cells: list[str], columns: list[str], column: int
) -> DepthObservation | None:
    """None for an interval of which no base is counted: GATK writes NaN where REF is N."""
    if len(cells) != len(columns):
        raise BadCell(f"{len(cells)} cells", expected=f"{len(columns)} cells as in the header")
    place = _PLACE.fullmatch(cells[0])
    if place is None:
        raise BadCell(repr(cells[0][:60]), column=columns[0], expected="chromosome:position")
    if cells[column] == "NaN":
        return None
    if not _NUMBER.fullmatch(cells[column]):
        raise BadCell(repr(cells[column][:60]), column=columns[column], expected="a depth")
    return DepthObservation(
        chrom=same_chromosome_name(place[1]),
        start=int(place[2]),
        end=int(place[3] or place[2]),
        depth=float(cells[column]),
        source=Source(file=file.name, line=line),
    )


FORMATS = [
    Format(
        name="gatk_depth_of_coverage",
        role="coverage",
        about=_ABOUT,
        recognized_by="header that begins Locus, Total_Depth or Target, total_coverage",
        coordinates="1-based",
        samples="columns",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
    )
]
