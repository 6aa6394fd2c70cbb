"""Tables of several samples: the rows of the one that is reported."""

from collections.abc import Iterable
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

    A table of one sample is taken to be of it, whatever name it writes. In one of several the
    sample is that of `--tumor-sample`, else of `--sample`. A name that is not there may be a
    sample of which the table lists nothing: then there are no rows, and a notice says so.
    Raises `InputProblem` where `--tumor-sample` names none of several samples.
    """
    found = list(rows)
    names = list(dict.fromkeys(name for name, _ in found if name is not None))
    if len(names) <= 1:
        return [row for _, row in found], []
    wanted = scope.tumor_sample or scope.sample
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
