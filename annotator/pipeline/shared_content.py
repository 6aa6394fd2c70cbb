"""Files with equal content in two rows of a sheet: one patient's file must not count for another.

Two rows are of different patients where both name their patient and the names differ. Rows of one
patient can share a file. Where a row does not name its patient, both rows get a warning.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.errors import InputProblem
from annotator.model.roles import ROLES, Role
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.registry import split_forced
from annotator.readers.sample import content_for

if TYPE_CHECKING:
    from annotator.readers.format import Content
    from annotator.readers.sheet.request import SampleRequest
    from annotator.readers.targets import TargetsOf


@dataclass(frozen=True)
class _RowFile:
    """A file of a row."""

    request: "SampleRequest"
    role: Role
    spec: str
    file: DataFile


@dataclass
class SharedContents:
    """By sample: its problem, or its warnings, where another row has a file of equal content."""

    problems: dict[str, InputProblem] = field(default_factory=dict)
    warnings: dict[str, list[ReportWarning]] = field(default_factory=dict)


def shared_contents(
    requests: Sequence["SampleRequest"],
    of: Collection[str],
    targets: "Callable[[], TargetsOf]",
) -> SharedContents:
    """Return the problems and warnings of the samples `of` whose files other rows have too.

    Files without records do not count, nor do formats in which two patients can agree by chance.
    Rows that read different samples of one table do not share it.
    """
    shared = SharedContents()
    for group in _same_content(requests, of):
        for sharing in _by_sample_read(group, targets):
            for file in sharing:
                if file.request.sample in of:
                    _judge(file, sharing, shared)
    return shared


def _same_content(
    requests: Sequence["SampleRequest"], of: Collection[str]
) -> Iterator[list[_RowFile]]:
    """The files of equal content in rows that are not of one patient, some of them in `of`.

    Sizes are compared first, so that few files of a large sheet are read.
    """
    hashes: dict[Path, str] = {}
    for same_size in _grouped(_files(requests), lambda one: one.file.path.stat().st_size):
        if not _concerns(same_size, of):
            continue
        for one in same_size:
            if one.file.path not in hashes:
                hashes[one.file.path] = one.file.sha256()
        for group in _grouped(same_size, lambda one: hashes[one.file.path]):
            if _concerns(group, of):
                yield group


def _grouped(files: Sequence[_RowFile], key: Callable[[_RowFile], object]) -> list[list[_RowFile]]:
    groups: dict[object, list[_RowFile]] = {}
    for file in files:
        groups.setdefault(key(file), []).append(file)
    return list(groups.values())


def _files(requests: Sequence["SampleRequest"]) -> list[_RowFile]:
    """The files that can be read; the others are reported with their own sample."""
    files = []
    for request in requests:
        for role in ROLES:
            for spec in request.files(role):
                path = split_forced(spec)[1]
                file = DataFile(Path(path), path)
                try:
                    file.check()
                except InputProblem:
                    continue
                files.append(_RowFile(request, role, spec, file))
    return files


def _concerns(files: Sequence[_RowFile], of: Collection[str]) -> bool:
    """Whether the files are of several rows, not all of one patient, some of them in `of`."""
    rows = {file.request.sample for file in files}
    patients = {file.request.patient for file in files}
    same_patient = len(patients) == 1 and None not in patients
    return len(rows) > 1 and not same_patient and not rows.isdisjoint(of)


def _by_sample_read(
    group: list[_RowFile], targets: "Callable[[], TargetsOf]"
) -> list[list[_RowFile]]:
    """The files of one content by the sample that is read from it; none without records."""

    def content(file: _RowFile) -> "Content | None":
        return content_for(file.request, file.role, file.spec, targets())

    first = content(group[0]) if _holds_records(group[0].file) else None
    if first is None:
        return []
    names = first.sample_names
    if len(names) <= 1:
        return [group]

    def sample_read(file: _RowFile) -> str | None:
        asked = (file.request.tumor_sample, file.request.sample)
        named = next((name for name in asked if name in names), None)
        own = None if named else content(file)
        return own.sample_name if own else named

    return _grouped(group, sample_read)


def _holds_records(file: DataFile) -> bool:
    """Whether a file has a line besides its first one, the column names, and those with `#`."""
    first = True
    try:
        for _, line in file.lines():
            if line.strip() and not first and not line.startswith(b"#"):
                return True
            first = first and not line.strip()
    except InputProblem:
        pass  # reported with its own sample
    return False


def _judge(own: _RowFile, sharing: Sequence[_RowFile], shared: SharedContents) -> None:
    """Refuse a file of another patient; warn where a row does not name its patient."""
    sample, patient = own.request.sample, own.request.patient
    others = [file.request for file in sharing if file.request.sample != sample]
    of_others = [row for row in others if patient and row.patient not in (None, patient)]
    unnamed = [row for row in others if patient is None or row.patient is None]
    if of_others:
        shared.problems.setdefault(sample, _refusal(own, of_others[0].sample))
    elif unnamed:
        message = (
            f"{own.file.name} has the content of a file of the sample {unnamed[0].sample}, and the "
            "sheet does not say that both are of one patient: check whose file it is"
        )
        warning = ReportWarning(code="content_in_two_rows", message=message, source=own.file.name)
        shared.warnings.setdefault(sample, []).append(warning)


def _refusal(own: _RowFile, other: str) -> InputProblem:
    sheet, line = own.request.row or (None, None)
    return InputProblem(
        f"{own.file.shown} has the content of a file of the sample {other}, which is of another "
        "patient",
        file=sheet,
        line=line,
        column=own.role,
        expected="each patient's own files",
        advice="Correct the row that has the wrong file",
    )
