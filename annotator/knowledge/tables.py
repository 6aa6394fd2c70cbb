"""Reads the files of the knowledge base into their models, with the line of every fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, get_origin

from pydantic import ValidationError

from annotator.files.item_problems import item_problems, nearest
from annotator.files.yaml_file import read_text, read_yaml
from annotator.model.base import Model
from annotator.model.errors import InputProblem

M = TypeVar("M", bound=Model)
LIST_SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Located(Generic[M]):
    """An item with the file and the 1-based line that it was read from."""

    item: M
    file: str
    line: int


def read_tsv_items(path: Path, model: type[M]) -> Iterator[Located[M] | InputProblem]:
    """Read the rows of a TSV file whose header names the fields of `model`.

    A list in a cell is separated by `;`; an empty cell stands for the field's default. Yields a
    problem with line and column for each bad row. A problem of the whole file comes alone.
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
            by_column = dict(zip(header, _cells(cells, len(header), path, line), strict=True))
        except InputProblem as problem:
            yield problem
            continue
        values = {
            name: _split(cell) if name in lists else cell
            for name, cell in by_column.items()
            if cell
        }
        try:
            yield Located(model.model_validate(values), str(path), line)
        except ValidationError as error:
            yield from item_problems(error, path, names, line)


def _check_header(header: list[str], path: Path, model: type[Model]) -> None:
    names = list(model.model_fields)
    unknown = [name for name in header if name not in names]
    expected = "a header of " + ", ".join(names)
    at_header: dict[str, Any] = {"file": str(path), "line": 1, "expected": expected}
    if not any(header):
        raise InputProblem("the table is empty", **at_header)
    if len(header) == 1 and unknown:
        raise InputProblem(
            f"the header is one cell, {header[0][:60]!r}",
            **at_header,
            advice="Save the table as text with tabs between the columns",
        )
    if unknown:
        advice = nearest(unknown[0], names)
        raise InputProblem(f"unknown column {unknown[0]!r}", **at_header, advice=advice)
    twice = [name for number, name in enumerate(header) if name in header[:number]]
    if twice:
        raise InputProblem(f"the column {twice[0]!r} stands twice", **at_header)


def _cells(cells: list[str], count: int, path: Path, line: int) -> list[str]:
    """Return the stripped cells of a row, without the quotes of a spreadsheet.

    Raises InputProblem where their number is not `count`.
    """
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
    """Return a cell without the quotes of a spreadsheet.

    Raises InputProblem for a quote that is not closed.
    """
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


def read_yaml_items(path: Path, model: type[M]) -> Iterator[Located[M] | InputProblem]:
    """Read the items of a YAML file that is a list of mappings.

    Yields a problem with its line for each bad item. A problem of the whole file comes alone.
    """
    try:
        items, node = read_yaml(path)
    except InputProblem as problem:
        yield problem
        return
    if not isinstance(items, list):
        yield InputProblem("not a list", file=str(path), line=1, expected="a YAML list of items")
        return
    for item, item_node in zip(items, node.value, strict=True):
        try:
            yield Located(model.model_validate(item), str(path), item_node.start_mark.line + 1)
        except ValidationError as error:
            names = list(model.model_fields)
            yield from item_problems(error, path, names, node=item_node)


def read_yaml_item(path: Path, model: type[M]) -> Located[M]:
    """Read the one item of a YAML file that is a mapping.

    Raises InputProblem with the line of a fault.
    """
    item, node = read_yaml(path)
    try:
        return Located(model.model_validate(item), str(path), 1)
    except ValidationError as error:
        names = list(model.model_fields)
        raise next(item_problems(error, path, names, node=node)) from None


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip()]
