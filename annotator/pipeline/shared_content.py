"""One content in two rows of a sheet: a file of one patient must not be read for another.

A row is of another patient where both rows name their patient and the names differ. Rows of one
patient may share a file. Where a row names no patient, a shared file is a warning of both.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.errors import InputProblem
from annotator.model.observations import Notice
from annotator.readers.datafile import DataFile
from annotator.readers.format import ROLES, Role
from annotator.readers.registry import split_forced
from annotator.readers.sample import content_for

if TYPE_CHECKING:
    from annotator.readers.format import Content
    from annotator.readers.sample import Surroundings
    from annotator.readers.sheet.request import SampleRequest


@dataclass(frozen=True)
class _Given:
    """A file as a row gives it."""

    request: "SampleRequest"
    role: Role
    spec: str
    file: DataFile


@dataclass
class SharedContents:
    """By sample: why it is refused, or the warnings of files that another row has too."""

    problems: dict[str, InputProblem] = field(default_factory=dict)
    notices: dict[str, list[Notice]] = field(default_factory=dict)


def shared_contents(
    requests: Sequence["SampleRequest"],
    of: Collection[str],
    surroundings: "Callable[[], Surroundings]",
) -> SharedContents:
    """What of the samples `of` stands in other rows of the sheet too, byte by byte.

    Files that hold no record are no one's; so are those of a format in which two patients can
    agree by chance. Of a table of several samples each row may read its own.
    """
    shared = SharedContents()
    for group in _same_content(requests, of):
        for alike in _read_alike(group, surroundings):
            for each in alike:
                if each.request.sample in of:
                    _judge(each, alike, shared)
    return shared


def _same_content(
    requests: Sequence["SampleRequest"], of: Collection[str]
) -> Iterator[list[_Given]]:
    """The files of one content in rows that are not of one patient, some of them in `of`.

    Sizes are compared first, so that of a sheet of thousands few files are read.
    """
    hashes: dict[Path, str] = {}
    for same_size in _grouped(_files(requests), lambda each: each.file.path.stat().st_size):
        if not _concerns(same_size, of):
            continue
        for each in same_size:
            if each.file.path not in hashes:
                hashes[each.file.path] = each.file.sha256()
        for group in _grouped(same_size, lambda each: hashes[each.file.path]):
            if _concerns(group, of):
                yield group


def _grouped(files: Sequence[_Given], key: Callable[[_Given], object]) -> list[list[_Given]]:
    groups: dict[object, list[_Given]] = {}
    for each in files:
        groups.setdefault(key(each), []).append(each)
    return list(groups.values())


def _files(requests: Sequence["SampleRequest"]) -> list[_Given]:
    """The files that can be read; the others are reported with their own sample."""
    found = []
    for request in requests:
        for role in ROLES:
            for spec in getattr(request, role):
                path = split_forced(spec)[1]
                file = DataFile(Path(path), path)
                try:
                    file.check()
                except InputProblem:
                    continue
                found.append(_Given(request, role, spec, file))
    return found


def _concerns(files: Sequence[_Given], of: Collection[str]) -> bool:
    """Whether the files are of several rows, not all of one patient, some of them in `of`."""
    rows = {each.request.sample for each in files}
    patients = {each.request.patient for each in files}
    of_one = len(patients) == 1 and None not in patients
    return len(rows) > 1 and not of_one and not rows.isdisjoint(of)


def _read_alike(
    group: list[_Given], surroundings: "Callable[[], Surroundings]"
) -> list[list[_Given]]:
    """The files of one content by the sample that is read of it; none where that says nothing."""

    def content(each: _Given) -> "Content | None":
        return content_for(each.request, each.role, each.spec, surroundings())

    first = content(group[0]) if _holds_records(group[0].file) else None
    if first is None:
        return []
    names = first.sample_names
    if len(names) <= 1:
        return [group]

    def wanted(each: _Given) -> str | None:
        asked = (each.request.tumor_sample, each.request.sample)
        named = next((name for name in asked if name in names), None)
        own = None if named else content(each)
        return own.sample_name if own else named

    return _grouped(group, wanted)


def _holds_records(file: DataFile) -> bool:
    """Whether there is a line beside the first, which names the columns, and those with `#`."""
    first = True
    try:
        for _, line in file.lines():
            if line.strip() and not first and not line.startswith(b"#"):
                return True
            first = first and not line.strip()
    except InputProblem:
        pass  # reported with its own sample
    return False


def _judge(own: _Given, alike: Sequence[_Given], shared: SharedContents) -> None:
    """Refuse a file of another patient; warn where a row does not name its patient."""
    sample, patient = own.request.sample, own.request.patient
    others = [each.request for each in alike if each.request.sample != sample]
    of_others = [each for each in others if patient and each.patient not in (None, patient)]
    unnamed = [each for each in others if patient is None or each.patient is None]
    if of_others:
        shared.problems.setdefault(sample, _refusal(own, of_others[0].sample))
    elif unnamed:
        message = (
            f"{own.file.name} has the content of a file of the sample {unnamed[0].sample}, and the "
            "sheet does not say that both are of one patient: check whose file it is"
        )
        notice = Notice(code="content_in_two_rows", message=message, source=own.file.name)
        shared.notices.setdefault(sample, []).append(notice)


def _refusal(own: _Given, other: str) -> InputProblem:
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
