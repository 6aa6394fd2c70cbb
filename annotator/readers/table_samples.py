"""Tables of several samples: the rows of the one that is reported."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from annotator.model.observations import Notice
from annotator.readers.datafile import DataFile
from annotator.readers.format import Scope

T = TypeVar("T")

_SHOWN = 10
SAMPLE_NOT_IN_TABLE = "sample_not_in_table"
"""Code of the notice of a table that holds several samples, and not the one reported."""


def rows_of_sample(
    file: DataFile, rows: Iterable[tuple[str | None, T]], scope: Scope
) -> tuple[list[T], list[Notice]]:
    """The rows of the sample, given each with the name in its sample column (None: no name).

    A table of one sample is taken to be of it, whatever name it writes; a notice tells a name that
    is not alike. In one of several the sample is that of `--tumor-sample`, else of `--sample`. A
    name that is not there may be a sample of which the table lists nothing: then there are no
    rows, and a notice says so.
    Raises `InputProblem` where `--tumor-sample` names none of several samples.
    """
    found = list(rows)
    names = list(dict.fromkeys(name for name, _ in found if name is not None))
    wanted = scope.tumor_sample or scope.sample
    if len(names) <= 1:
        return [row for _, row in found], _named_otherwise(file, names, scope)
    if wanted in names:
        return [row for name, row in found if name == wanted], []
    listed = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    if scope.tumor_sample is not None:
        raise file.problem(
            f"no row is of the sample {wanted!r}",
            expected=f"one of {listed}",
            advice="Correct --tumor-sample.",
        )
    message = (
        f"the table holds {len(names)} samples ({listed}) and none of them is {wanted}; if its "
        "rows have another name, give it as --tumor-sample"
    )
    return [], [Notice(code=SAMPLE_NOT_IN_TABLE, message=message, source=file.name)]


def column_of_sample(
    file: DataFile, samples: Sequence[str], scope: Scope
) -> tuple[str | None, list[Notice]]:
    """The sample whose column is read, of those that have one; as `rows_of_sample` of rows.

    None, with a notice, where the table holds several samples and not the one reported.
    """
    if len(samples) == 1:
        return samples[0], []
    wanted = scope.tumor_sample or scope.sample
    if wanted in samples:
        return wanted, []
    _, notices = rows_of_sample(file, [(name, None) for name in samples], scope)
    return None, notices


def _named_otherwise(file: DataFile, names: list[str], scope: Scope) -> list[Notice]:
    """A notice of the one name in a table, where it and those of the sample are not alike."""
    known = [each for each in (scope.tumor_sample, scope.sample) if each is not None]
    if not names or not known or any(_alike(names[0], each) for each in known):
        return []
    message = (
        f"every row is of {names[0]} and is taken to be of {known[-1]}; in a table of several "
        f"samples, {known[-1]} would be one without rows"
    )
    return [Notice(code="sample_named_otherwise", message=message, source=file.name)]


def _alike(name: str, other: str) -> bool:
    """Whether one name is part of the other, in any case of letters."""
    name, other = name.lower(), other.lower()
    return name in other or other in name
