"""Two rows of one place in a table of copies: of one sample there is one row each."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from annotator.model.observations import GeneCopiesObservation, SegmentObservation
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile

Observation = TypeVar("Observation", SegmentObservation, GeneCopiesObservation)

_LISTED = 3


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
