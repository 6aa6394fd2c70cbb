"""The input files of one sample: opened, named and of a known format, before they are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.errors import InputProblem
from annotator.model.roles import ROLES, Role
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile, FileStamp
from annotator.readers.format import Format
from annotator.readers.lines.last_line import check_last_line
from annotator.readers.registry import format_of, is_description, split_forced
from annotator.readers.sheet.request import SampleRequest


@dataclass(frozen=True)
class Input:
    """A file with its format, and its stamp from before anything of it was read.

    `description` is the YAML file that describes the format, where a user gave one. `doubts` are
    what its content leaves open, where the user does not force the format.
    """

    role: Role
    file: DataFile
    stamp: FileStamp
    format: Format
    description: tuple[DataFile, FileStamp] | None = None
    doubts: Sequence[ReportWarning] = ()


def open_input(role: Role, spec: str) -> Input:
    """Open one input, `FILE` or `FORMAT=FILE`.

    Raises `InputProblem` for a file that is missing, empty, or not of a format of the role.
    """
    forced, path = split_forced(spec)
    if not path:
        raise InputProblem(
            f"no file is named by {spec!r}, given as {role.replace('_', ' ')}",
            expected="FILE, or FORMAT=FILE",
        )
    file = DataFile(Path(path), path)
    file.check()
    check_last_line(file, file.head())
    stamp = file.stamp()
    description = None
    if forced is not None and is_description(forced):
        described = DataFile(Path(forced), forced)
        described.check()
        description = described, described.stamp()
    form = format_of(file, role, forced)
    doubts = form.doubts(file) if forced is None else []
    return Input(role, file, stamp, form, description, doubts)


def open_inputs(request: SampleRequest) -> list[Input]:
    """Open every input of a sample: by role, then by name.

    Several files of one name are numbered. Raises `InputProblem` as `open_input` does, where one
    content is given twice for a role, and where no file is given.
    """
    inputs = list(_numbered(request))
    if not inputs:
        sheet, line = request.row or (None, None)
        raise InputProblem(
            f"no input file is given for sample {request.sample!r}",
            file=sheet,
            line=line,
            expected="at least one file",
        )
    return inputs


def _numbered(request: SampleRequest) -> Iterator[Input]:
    paths_by_name: dict[str, list[Path]] = {}
    for role in ROLES:
        shown_by_content: dict[str, str] = {}
        specs = sorted(request.files(role), key=lambda spec: (Path(spec).name, spec))
        inputs = [open_input(role, spec) for spec in specs]
        for given in sorted(inputs, key=lambda one: (one.file.name, one.stamp.sha256)):
            paths = paths_by_name.setdefault(given.file.name, [])
            path = given.file.path.resolve()
            if path not in paths:
                paths.append(path)
            file = replace(given.file, number=paths.index(path) + 1)
            content = given.stamp.sha256
            if content in shown_by_content:
                # Counted twice, its reads would look like twice the evidence.
                raise file.problem(
                    f"this content is given twice as {role.replace('_', ' ')}, also as "
                    f"{shown_by_content[content]}"
                )
            shown_by_content[content] = file.shown
            yield replace(given, file=file)


def check_inputs(request: SampleRequest) -> list[InputProblem]:
    """Return a problem of each file that is missing, empty or of no known format, unread."""
    problems = []
    for role in ROLES:
        for spec in request.files(role):
            try:
                open_input(role, spec)
            except InputProblem as problem:
                problems.append(problem)
    return problems
