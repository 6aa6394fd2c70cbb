"""Reads the files of the knowledge base into their models, with the line of every fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, get_origin

from pydantic import ValidationError

from annotator.files.yaml_file import read_text, read_yaml
from annotator.knowledge.curation.faults import item_problems, nearest
from annotator.model.base import Model
from annotator.model.errors import InputProblem

M = TypeVar("M", bound=Model)
LIST_SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Located(Generic[M]):
    """An item with the place it was read from; `line` is 1-based."""

    item: M
    file: str
    line: int


def read_rows(path: Path, model: type[M]) -> Iterator[Located[M] | InputProblem]:
    """Rows of a TSV file whose header names the fields of `model`; a bad row is a problem.

    Cells that hold a list are separated by `;`; an empty cell stands for the field's default.
    Problems name line and column. One that concerns the whole file comes alone.
    """
    try:
        reader = (line.split("\t") for line in read_text(path).split("\n"))
    except InputProblem as problem:
        yield problem
        return
    header = [name.strip() for name in next(reader, [])]
    try:
        _check_header(header, path, model)
    except InputProblem as problem:
        yield problem
        return
    names = list(model.model_fields)
    lists = {name for name in names if get_origin(model.model_fields[name].annotation) is list}
    for line, cells in enumerate(reader, start=2):
        if (cells and cells[0].startswith("#")) or not any(cell.strip() for cell in cells):
            continue
        try:
            written = dict(zip(header, _cells(cells, len(header), path, line), strict=True))
        except InputProblem as problem:
            yield problem
            continue
        values = {
            name: _split(cell) if name in lists else cell for name, cell in written.items() if cell
        }
        try:
            yield Located(model.model_validate(values), str(path), line)
        except ValidationError as error:
            yield from item_problems(error, path, names, line)


def _check_header(header: list[str], path: Path, model: type[Model]) -> None:
    names = list(model.model_fields)
    unknown = [name for name in header if name not in names]
    expected = "a header of " + ", ".join(names)
    place: dict[str, Any] = {"file": str(path), "line": 1, "expected": expected}
    if not any(header):
        raise InputProblem("the table is empty", **place)
    if len(header) == 1 and unknown:
        raise InputProblem(
            f"the header is one cell, {header[0][:60]!r}",
            **place,
            advice="Save the table as text with tabs between the columns",
        )
    if unknown:
        advice = nearest(unknown[0], names)
        raise InputProblem(f"unknown column {unknown[0]!r}", **place, advice=advice)
    twice = [name for number, name in enumerate(header) if name in header[:number]]
    if twice:
        raise InputProblem(f"the column {twice[0]!r} stands twice", **place)


def _cells(cells: list[str], count: int, path: Path, line: int) -> list[str]:
    """The stripped cells of a row, without a spreadsheet's quotes. Raises InputProblem."""
    if len(cells) != count:
        raise InputProblem(
            f"{len(cells)} cells",
            file=str(path),
            line=line,
            expected=f"{count} cells, as in the header",
            advice="Look for a tab too many, or for spaces or a line break in its place",
        )
    return [_unquoted(cell.strip(), path, line) for cell in cells]


def _unquoted(cell: str, path: Path, line: int) -> str:
    """A cell as it was before a spreadsheet put it in quotes. Raises InputProblem."""
    if not cell.startswith('"'):
        return cell
    if cell.count('"') == 1:
        raise InputProblem(
            f"a quote that is not closed in {cell[:60]!r}",
            file=str(path),
            line=line,
            expected="a cell without line breaks",
        )
    inner = cell[1:-1]
    if not cell.endswith('"') or '"' in inner.replace('""', ""):
        return cell  # words in quotes at both ends of a sentence
    return inner.replace('""', '"').strip()


def read_items(path: Path, model: type[M]) -> Iterator[Located[M] | InputProblem]:
    """The items of a YAML file that is a list of mappings; a bad item is a problem with its line.

    One that concerns the whole file comes alone.
    """
    try:
        items, node = read_yaml(path)
    except InputProblem as problem:
        yield problem
        return
    if not isinstance(items, list):
        yield InputProblem("not a list", file=str(path), line=1, expected="a YAML list of items")
        return
    for item, place in zip(items, node.value, strict=True):
        try:
            yield Located(model.model_validate(item), str(path), place.start_mark.line + 1)
        except ValidationError as error:
            names = list(model.model_fields)
            yield from item_problems(error, path, names, node=place)


def read_item(path: Path, model: type[M]) -> Located[M]:
    """The one item of a YAML file that is a mapping. Raises InputProblem with line."""
    item, node = read_yaml(path)
    try:
        return Located(model.model_validate(item), str(path), 1)
    except ValidationError as error:
        names = list(model.model_fields)
        raise next(item_problems(error, path, names, node=node)) from None


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip()]
