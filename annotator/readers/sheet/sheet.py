"""The sample sheet: one row per sample, its columns the options of the command line.

Tab-separated, or comma-separated where the header has no tab. Several files or therapies in one
cell are separated by `;`. An empty cell means "not given". Lines that start with `#` after the
header are comments.
"""

import csv
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.files.paths import is_there
from annotator.model.errors import InputProblem
from annotator.model.roles import ROLES
from annotator.readers.datafile import DataFile
from annotator.readers.registry import all_formats, is_description
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.sheet.sample_ids import name_of_row, sample_id
from annotator.readers.sheet.values import VALUES
from annotator.readers.tables.table import BadCell

COLUMNS: tuple[str, ...] = (*VALUES, *ROLES, "knowledge")


@dataclass(frozen=True)
class SampleSheet:
    """The samples that can be run, and the problem of each other one.

    `samples` names all of them in the order of the sheet.
    """

    requests: list[SampleRequest]
    problems: dict[str, InputProblem]
    samples: list[str]


@dataclass(frozen=True)
class _Line:
    number: int
    cells: list[str]


@dataclass(frozen=True)
class _Met:
    """An identifier and the line where it stands."""

    sample: str
    line: int


@dataclass
class _Read:
    """A sheet as far as it could be read; `structural` concern more than one sample."""

    requests: list[SampleRequest]
    by_sample: dict[str, list[InputProblem]]
    structural: list[InputProblem]
    samples: list[str]


def read_sample_sheet(path: Path) -> SampleSheet:
    """Read a sheet. A bad cell concerns its own sample only, and is kept with the requests.

    Raises `InputProblem` for what concerns the sheet: no such file, unknown, repeated or missing
    columns, no sample, a sample identifier that is repeated. A row whose identifier is missing or
    cannot name files fails alone, under the name of its line (`_row3`).
    """
    read = _read(_data_file(path))
    if read.structural:
        raise read.structural[0]
    problems = {name: all_[0] for name, all_ in read.by_sample.items()}
    return SampleSheet(read.requests, problems, read.samples)


def sample_sheet_problems(path: Path) -> list[InputProblem]:
    """Every problem of a sheet, in the order of its lines."""
    try:
        read = _read(_data_file(path))
    except InputProblem as problem:
        return [problem]
    found = read.structural + [each for all_ in read.by_sample.values() for each in all_]
    return sorted(found, key=lambda problem: problem.line or 0)


def _data_file(path: Path) -> DataFile:
    return DataFile(path, str(path))


def _read(file: DataFile) -> _Read:
    file.check()
    lines = list(_lines(file))
    if not lines:
        raise file.problem("the sample sheet has no header", expected="a column named sample")
    _refuse_semicolons(file, lines[0])
    columns = [cell.removeprefix("#").strip().replace("-", "_") for cell in lines[0].cells]
    read = _Read([], {}, _column_problems(file, lines[0].number, columns), [])
    if read.structural:
        return read
    met: dict[str, _Met] = {}
    for line in lines[1:]:
        _add_row(file, read, columns, line, met)
    if len(lines) == 1:
        read.structural.append(file.problem("the sample sheet has no sample", expected="a row"))
    return read


def _refuse_semicolons(file: DataFile, header: _Line) -> None:
    """Raise `InputProblem` for cells separated as a spreadsheet of some countries does."""
    if len(header.cells) == 1 and ";" in header.cells[0]:
        raise file.problem(
            "the columns are separated by ';'",
            line=header.number,
            expected="columns separated by tabs or commas",
            advice="A ';' separates the files of one cell: save the sheet with tabs.",
        )


def _lines(file: DataFile) -> Iterator[_Line]:
    """The lines that hold something, split into stripped cells."""
    separator: str | None = None
    for number, raw in file.lines():
        text = _text(file, number, raw)
        if not text.strip() or (separator and text.startswith("#")):
            continue
        if separator is None:
            separator = "\t" if "\t" in text else ","
        # A tab-separated sheet has no quoting: a stray quote is a character.
        cells = text.split("\t") if separator == "\t" else _comma_cells(file, number, text)
        stripped = [cell.strip().strip('"') for cell in cells]
        if any(stripped):
            yield _Line(number, stripped)


def _text(file: DataFile, number: int, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise file.problem(
            "a character that is not UTF-8",
            line=number,
            expected="a text file in UTF-8",
            advice="Save the sheet as UTF-8.",
        ) from None


def _comma_cells(file: DataFile, number: int, text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error as error:
        raise file.problem(
            f"a line that is not a comma-separated row ({error})",
            line=number,
            expected="cells in one line, quotes closed",
        ) from None


def _column_problems(file: DataFile, line: int, columns: list[str]) -> list[InputProblem]:
    problems = []
    met: set[str] = set()
    for number, name in enumerate(columns, 1):
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            advice = f"Did you mean {near[0]}?" if near else None
            expected = f"one of {', '.join(COLUMNS)}"
            found = f"unknown column {name!r}" if name else "a column without a name"
            problems.append(
                file.problem(found, line=line, column=number, expected=expected, advice=advice)
            )
        elif name in met:
            problems.append(
                file.problem(f"the column {name} is repeated", line=line, column=number)
            )
        met.add(name)
    if "sample" not in columns:
        problems.append(
            file.problem("no column named sample", line=line, expected="a column named sample")
        )
    return problems


def _add_row(
    file: DataFile, read: _Read, columns: list[str], line: _Line, met: dict[str, _Met]
) -> None:
    """Add the row's request, or its problems under its sample.

    A row whose identifier cannot name its outputs fails under the name of its line.
    """
    sample = dict(zip(columns, line.cells, strict=False)).get("sample", "")
    first = met.get(sample.casefold())
    if first and first.sample == sample:
        read.structural.append(
            file.problem(
                f"the sample {sample!r} stands in line {first.line} already",
                line=line.number,
                column="sample",
                expected="each sample once",
            )
        )
        return
    try:
        sample_id(sample)
        if first:
            raise BadCell(
                f"{sample!r}, which differs in case alone from {first.sample!r} of "
                f"line {first.line}",
                expected="identifiers that name different folders on every system",
            )
    except BadCell as bad:
        name = name_of_row(line.number)
        read.samples.append(name)
        read.by_sample[name] = [_cell_problem(file, line, "sample", bad)]
        return
    met[sample.casefold()] = _Met(sample, line.number)
    read.samples.append(sample)
    values, problems = _values(file, columns, line)
    if problems:
        read.by_sample[sample] = problems
    else:
        row = (file.shown, line.number)
        read.requests.append(SampleRequest.model_validate({**values, "row": row}))


def _values(
    file: DataFile, columns: list[str], line: _Line
) -> tuple[dict[str, object], list[InputProblem]]:
    if any(line.cells[len(columns) :]):
        found, expected = f"{len(line.cells)} cells", f"at most {len(columns)} as in the header"
        return {}, [file.problem(found, line=line.number, expected=expected)]
    values: dict[str, object] = {}
    problems = []
    for column, cell in zip(columns, line.cells, strict=False):
        if not cell:
            continue
        try:
            values[column] = _value(file, column, cell)
        except BadCell as bad:
            problems.append(_cell_problem(file, line, column, bad))
    return values, problems


def _value(file: DataFile, column: str, cell: str) -> object:
    if column in VALUES:
        return VALUES[column](cell)
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    return [_beside_sheet(file.path.parent, part) for part in parts]


def _beside_sheet(folder: Path, spec: str) -> str:
    """The input with its path relative to the sheet's folder.

    It stays as written where it is absolute, or is found from the working directory only.
    """
    name, separator, rest = spec.partition("=")
    if separator and is_description(name):
        return f"{_found_from(folder, name)}={_found_from(folder, rest)}"
    if separator and name in {each.name for each in all_formats()}:
        return f"{name}={_found_from(folder, rest)}"
    return _found_from(folder, spec)


def _found_from(folder: Path, path: str) -> str:
    beside = folder / path
    if is_there(beside) or not (is_there(Path(path)) or "=" in path):
        return str(beside)
    return path


def _cell_problem(file: DataFile, line: _Line, column: str, bad: BadCell) -> InputProblem:
    return file.problem(bad.found, line=line.number, column=column, expected=bad.expected)
