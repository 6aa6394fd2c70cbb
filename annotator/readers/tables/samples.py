"""Tables of several samples: the rows of the one that is reported."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.format import Scope

T = TypeVar("T")

_SHOWN = 10
_USUAL_COLUMNS = frozenset(
    {
        "sample",
        "sampleid",
        "samplename",
        "tumorid",
        "tumorsample",
        "tumorsampleid",
        "tumorsamplebarcode",
        "tumoursample",
        "tumoursampleid",
        "kidsfirstbiospecimenid",
        "biospecimenid",
        "specimenid",
        "caseid",
        "patientid",
        "subjectid",
    }
)
"""Names of a column of samples, in small letters without `_`, `.`, `-` and blanks."""


def sample_column(columns: Iterable[str], known: Iterable[str] = ()) -> str | None:
    """The first column whose name is a usual one of a column of samples; null for none.

    `known` are columns that the format reads for something else.
    """
    taken = set(known)
    for column in columns:
        bare = re.sub(r"[ _.-]", "", column).lower()
        if bare in _USUAL_COLUMNS and column not in taken:
            return column
    return None


@dataclass(frozen=True)
class SampleRows(Generic[T]):
    """The rows of one sample, its name in the table, and all names there.

    `name` is None where the table names no sample, or not the one reported.
    """

    rows: list[T]
    name: str | None
    names: Sequence[str]
    warnings: list[ReportWarning] = field(default_factory=list)


def rows_of_sample(
    file: DataFile, rows: Iterable[tuple[str | None, T]], scope: Scope
) -> SampleRows[T]:
    """The rows of the sample, given each with the name in its sample column (None: no name).

    A table of one sample is taken to be of it, whatever name it writes. In one of several the
    sample is that of `--tumor-sample`, else of `--sample`. A name that is not there may be a
    sample of which the table lists nothing: then there are no rows, and a warning says so.
    Raises `InputProblem` where `--tumor-sample` names none of several samples.
    """
    found = list(rows)
    names = list(dict.fromkeys(name for name, _ in found if name is not None))
    wanted = scope.tumor_sample or scope.sample
    if len(names) <= 1:
        return SampleRows([row for _, row in found], names[0] if names else None, names)
    if wanted in names:
        return SampleRows([row for name, row in found if name == wanted], wanted, names)
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
    warning = ReportWarning(code="sample_not_in_table", message=message, source=file.name)
    return SampleRows([], None, names, [warning])


def column_of_sample(
    file: DataFile, samples: Sequence[str], scope: Scope
) -> tuple[str | None, list[ReportWarning]]:
    """The sample whose column is read, of those that have one; as `rows_of_sample` of rows.

    None, with a warning, where the table holds several samples and not the one reported.
    """
    if len(samples) == 1:
        return samples[0], []
    wanted = scope.tumor_sample or scope.sample
    if wanted in samples:
        return wanted, []
    found = rows_of_sample(file, [(name, None) for name in samples], scope)
    return None, found.warnings
