"""Reads the files of the knowledge base into their models, with the line of every fault."""

import csv
import io
from pathlib import Path
from typing import Any, TypeVar, get_origin

from pydantic import ValidationError

from annotator.model.base import Model
from annotator.model.errors import InputProblem

M = TypeVar("M", bound=Model)
LIST_SEPARATOR = ";"


def read_table(path: Path, model: type[M]) -> list[M]:
    """Rows of a TSV file whose header names the fields of `model`.

    Cells that hold a list are separated by `;`; an empty cell stands for the field's default.
    Raises InputProblem with line and column.
    """
    reader = csv.reader(io.StringIO(_text(path)), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader, [])
    unknown = [name for name in header if name not in model.model_fields]
    if not header or unknown:
        raise InputProblem(
            f"unknown column {unknown[0]!r}" if unknown else "the table is empty",
            file=str(path),
            line=1,
            expected="a header of " + ", ".join(model.model_fields),
        )
    lists = {
        name for name, field in model.model_fields.items() if get_origin(field.annotation) is list
    }
    rows = []
    for line, cells in enumerate(reader, start=2):
        if not cells or cells[0].startswith("#"):
            continue
        if len(cells) != len(header):
            raise InputProblem(
                f"{len(cells)} cells", file=str(path), line=line, expected=f"{len(header)} cells"
            )
        values = {
            name: _split(cell) if name in lists else cell.strip()
            for name, cell in zip(header, cells, strict=True)
            if cell.strip()
        }
        rows.append(_validated(model, values, path, line))
    return rows


def read_items(path: Path, model: type[M]) -> list[M]:
    """The items of a YAML file that is a list of mappings. Raises InputProblem with line."""
    items = _yaml(path)
    if not isinstance(items, list):
        raise InputProblem("not a list", file=str(path), line=1, expected="a YAML list of items")
    result = []
    for index, item in enumerate(items):
        try:
            result.append(model.model_validate(item))
        except ValidationError as error:
            raise _fault(
                error, path, _yaml_line(path, (index, *error.errors()[0]["loc"]))
            ) from None
    return result


def read_item(path: Path, model: type[M]) -> M:
    """The one item of a YAML file that is a mapping. Raises InputProblem with line."""
    try:
        return model.model_validate(_yaml(path))
    except ValidationError as error:
        raise _fault(error, path, _yaml_line(path, error.errors()[0]["loc"])) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblem(
            f"byte {error.start} is not UTF-8", file=str(path), expected="UTF-8 text"
        ) from None


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip()]


def _validated(model: type[M], values: dict[str, Any], path: Path, line: int) -> M:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _fault(error, path, line) from None


def _fault(error: ValidationError, path: Path, line: int) -> InputProblem:
    first = error.errors()[0]
    column = ".".join(str(part) for part in first["loc"]) or None
    found = first.get("input")
    shown = f"{found!r}: " if isinstance(found, str | int | float) else ""
    return InputProblem(f"{shown}{first['msg']}", file=str(path), line=line, column=column)


def _yaml(path: Path) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # Dates stay text: the models check them, and partial dates are allowed.
        return yaml.load(_text(path), Loader=_without_dates(loader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputProblem(
            f"not YAML: {error.problem}", file=str(path), line=line, expected="a YAML document"
        ) from None


def _without_dates(loader: Any) -> Any:
    resolvers = {
        first: [(tag, regexp) for tag, regexp in pairs if tag != "tag:yaml.org,2002:timestamp"]
        for first, pairs in loader.yaml_implicit_resolvers.items()
    }
    return type("DatesAsText", (loader,), {"yaml_implicit_resolvers": resolvers})


def _yaml_line(path: Path, location: tuple[int | str, ...]) -> int:
    """The 1-based line of the deepest node of a YAML file that `location` reaches."""
    import yaml

    node: Any = yaml.compose(_text(path), Loader=yaml.SafeLoader)
    for part in location:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return int(node.start_mark.line) + 1


def _child(node: Any, part: int | str) -> Any:
    import yaml

    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value
    return None
