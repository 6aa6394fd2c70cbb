"""Two rows of one place in a table of copies: of one sample there is one row each."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from annotator.model.observations import GeneCopiesObservation, SegmentObservation
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile

Observation = TypeVar("Observation", SegmentObservation, GeneCopiesObservation)

_LISTED = 3
_SHORTEST_SEGMENT = 100_000
"""Rows of fewer base pairs may be bins, which overlap where the amplicons of a panel do."""
_LAYERS = 1.5
"""How often a chromosome may be covered on average; real tables of one sample reach 1.0."""


def one_segment_each(
    file: DataFile, segments: Iterable[SegmentObservation]
) -> tuple[list[SegmentObservation], list[ReportWarning]]:
    """The segments, each interval (of a table of genes: with its gene) once.

    Rows that are alike are counted once, with a warning. Raises `InputProblem` for two of one
    interval that differ: they may be of two samples, and their mean would be of neither.
    """
    return _one_each(
        file,
        list(segments),
        lambda s: (s.caller, s.chrom, s.start, s.end, s.gene),
        lambda s: f"{s.gene or 'the segment'} at {s.chrom}:{s.start}-{s.end}",
    )


def check_one_layer(file: DataFile, segments: Iterable[SegmentObservation]) -> None:
    """Raise `InputProblem` where the segments of a chromosome lie over each other.

    The segments of one sample lie side by side. Those of two samples in one table, without a column
    that names them, cover most of a chromosome twice. Short rows are left out: they are bins, which
    may overlap.
    """
    by_chromosome: dict[str, list[SegmentObservation]] = {}
    for segment in segments:
        if segment.end - segment.start >= _SHORTEST_SEGMENT:
            by_chromosome.setdefault(segment.chrom, []).append(segment)
    for on_one in by_chromosome.values():
        ordered = sorted(on_one, key=lambda each: (each.start, each.end))
        covered, before, over = 0, ordered[0], None
        length = sum(each.end - each.start + 1 for each in ordered)
        reached = 0
        for each in ordered:
            covered += max(0, each.end - max(each.start - 1, reached))
            if each.start <= reached and over is None:
                over = before, each
            if each.end > reached:
                reached, before = each.end, each
        if over is not None and length > _LAYERS * covered:
            raise _lie_over(file, *over)


def _lie_over(file: DataFile, one: SegmentObservation, other: SegmentObservation) -> Exception:
    places = [f"{each.chrom}:{each.start}-{each.end}" for each in (one, other)]
    return file.problem(
        f"segments lie over each other: {places[0]} in line {one.source.line} and {places[1]} in "
        f"line {other.source.line}, so that most of {one.chrom} is covered twice",
        line=other.source.line,
        expected="the segments of one sample, side by side",
        advice="If the file holds several samples, give the rows of this one alone, or name the "
        "samples in a column `sample`.",
    )


def one_row_a_gene(
    file: DataFile, rows: Iterable[GeneCopiesObservation]
) -> tuple[list[GeneCopiesObservation], list[ReportWarning]]:
    """The rows of genes, each gene once; as `one_segment_each`."""
    return _one_each(file, list(rows), lambda row: (row.caller, row.gene), lambda row: row.gene)


def _one_each(
    file: DataFile,
    rows: Sequence[Observation],
    place: Callable[[Observation], Hashable],
    named: Callable[[Observation], str],
) -> tuple[list[Observation], list[ReportWarning]]:
    first: dict[Hashable, Observation] = {}
    alike: list[Observation] = []
    for row in rows:
        before = first.setdefault(place(row), row)
        if before is row:
            continue
        if before.model_copy(update={"source": row.source}) != row:
            raise _twice(file, named(row), before.source.line, row.source.line)
        alike.append(row)
    return list(first.values()), _alike_warning(file, [named(row) for row in alike])


def _twice(file: DataFile, what: str, first: int | None, second: int | None) -> Exception:
    return file.problem(
        f"{what} stands in the lines {first} and {second} with other values",
        line=second,
        expected="one row of each gene or segment: the rows of one sample",
        advice="If the file holds several samples, give the rows of this one alone, or name the "
        "samples in a column `sample`.",
    )


def _alike_warning(file: DataFile, names: Sequence[str]) -> list[ReportWarning]:
    if not names:
        return []
    listed = "; ".join(names[:_LISTED]) + ("; …" if len(names) > _LISTED else "")
    message = f"rows that stand twice, alike, count once: {listed}"
    return [ReportWarning(code="repeated_rows", message=message, source=file.name)]
