"""Reads the files of the knowledge base into their models, with the line of every fault."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, get_origin

from pydantic import ValidationError

from annotator.model.base import Model
from annotator.model.errors import InputProblem
from annotator.yaml_file import read_text, read_yaml, yaml_line

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
        reader = csv.reader(io.StringIO(read_text(path)), delimiter="\t", quoting=csv.QUOTE_NONE)
    except InputProblem as problem:
        yield problem
        return
    header = next(reader, [])
    unknown = [name for name in header if name not in model.model_fields]
    if not header or unknown:
        yield InputProblem(
            f"unknown column {unknown[0]!r}" if unknown else "the table is empty",
            file=str(path),
            line=1,
            expected="a header of " + ", ".join(model.model_fields),
        )
        return
    lists = {
        name for name, field in model.model_fields.items() if get_origin(field.annotation) is list
    }
    for line, cells in enumerate(reader, start=2):
        if not cells or cells[0].startswith("#"):
            continue
        if len(cells) != len(header):
            yield InputProblem(
                f"{len(cells)} cells", file=str(path), line=line, expected=f"{len(header)} cells"
            )
            continue
        values = {
            name: _split(cell) if name in lists else cell.strip()
            for name, cell in zip(header, cells, strict=True)
            if cell.strip()
        }
        try:
            yield Located(model.model_validate(values), str(path), line)
        except ValidationError as error:
            yield _fault(error, path, line)


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
            yield _fault(error, path, yaml_line(place, error.errors()[0]["loc"]))


def read_item(path: Path, model: type[M]) -> Located[M]:
    """The one item of a YAML file that is a mapping. Raises InputProblem with line."""
    item, node = read_yaml(path)
    try:
        return Located(model.model_validate(item), str(path), 1)
    except ValidationError as error:
        raise _fault(error, path, yaml_line(node, error.errors()[0]["loc"])) from None


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip()]


def _fault(error: ValidationError, path: Path, line: int) -> InputProblem:
    first = error.errors()[0]
    column = ".".join(str(part) for part in first["loc"]) or None
    found = first.get("input")
    shown = f"{found!r}: " if isinstance(found, str | int | float) else ""
    unquoted = first["type"] == "string_type" and isinstance(found, int | float)
    return InputProblem(
        f"{shown}{first['msg']}",
        file=str(path),
        line=line,
        column=column,
        advice="Put it in quotes" if unquoted else None,
    )
