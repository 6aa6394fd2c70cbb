"""Reads the files of the knowledge base into their models, with the line of every fault."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, get_origin

from pydantic import ValidationError

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
        reader = csv.reader(io.StringIO(_text(path)), delimiter="\t", quoting=csv.QUOTE_NONE)
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
        items, node = _yaml(path)
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
            yield _fault(error, path, _yaml_line(place, error.errors()[0]["loc"]))


def read_item(path: Path, model: type[M]) -> Located[M]:
    """The one item of a YAML file that is a mapping. Raises InputProblem with line."""
    item, node = _yaml(path)
    try:
        return Located(model.model_validate(item), str(path), 1)
    except ValidationError as error:
        raise _fault(error, path, _yaml_line(node, error.errors()[0]["loc"])) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblem(
            f"byte {error.start} is not UTF-8", file=str(path), line=1, expected="UTF-8 text"
        ) from None
    except OSError as error:
        raise InputProblem(f"cannot be read: {error.strerror or error}", file=str(path)) from None


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


def _yaml(path: Path) -> tuple[Any, Any]:
    """The content of a YAML file, and its nodes, which know their lines."""
    import yaml

    # Dates stay text: the models check them, and partial dates are allowed.
    loader = _without_dates(getattr(yaml, "CSafeLoader", yaml.SafeLoader))(_text(path))
    try:
        node = loader.get_single_node()
        _refuse_repeated_keys(node, path)
        return (None if node is None else loader.construct_document(node)), node
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputProblem(
            f"not YAML: {getattr(error, 'problem', None) or getattr(error, 'reason', error)}",
            file=str(path),
            line=mark.line + 1 if mark else 1,
            expected="a YAML document",
        ) from None
    finally:
        loader.dispose()


def _refuse_repeated_keys(node: Any, path: Path) -> None:
    """YAML would take the last of two values of one key and say nothing. Raises InputProblem."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            _refuse_repeated_keys(child, path)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                raise InputProblem(
                    f"{key.value!r} stands twice in one item",
                    file=str(path),
                    line=key.start_mark.line + 1,
                )
            seen.add(str(key.value))
            _refuse_repeated_keys(value, path)


def _without_dates(loader: Any) -> Any:
    resolvers = {
        first: [(tag, regexp) for tag, regexp in pairs if tag != "tag:yaml.org,2002:timestamp"]
        for first, pairs in loader.yaml_implicit_resolvers.items()
    }
    return type("DatesAsText", (loader,), {"yaml_implicit_resolvers": resolvers})


def _yaml_line(node: Any, location: tuple[int | str, ...]) -> int:
    """The 1-based line of the deepest node below `node` that `location` reaches."""
    for part in location:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return 1 if node is None else int(node.start_mark.line) + 1


def _child(node: Any, part: int | str) -> Any:
    import yaml

    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value
    return None
