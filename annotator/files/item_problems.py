"""Describes what is wrong with an item of a file that a person writes, for that person."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from annotator.files.yaml_file import yaml_line
from annotator.model.errors import InputProblem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

A_DATE = "a date as 2026-07-22, or 2026-07 or 2026 where no more is known"
_EXPECTED_FORMS = {
    "string_pattern_mismatch": A_DATE,
    "list_type": "a list, such as [one] or [one, other]",
    "float_parsing": "a number, with a point for decimals",
    "int_parsing": "a whole number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "model_type": "keys with values",
}


def item_problems(
    error: ValidationError, path: Path, names: list[str], line: int = 1, node: Any = None
) -> Iterator[InputProblem]:
    """Return one problem for each fault; `names` are the columns or keys that the item may have.

    `line` is the 1-based line of the item. `node` is its YAML node, which gives the lines within.
    """
    for fault in sorted(error.errors(), key=lambda fault: fault["type"] == "missing"):
        at = line if node is None else yaml_line(node, fault["loc"])
        yield _problem(fault, path, names, at)


def nearest(name: str, known: list[str]) -> str | None:
    """Return advice that names the nearest known name; None where none is near."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else None


def _problem(fault: "ErrorDetails", path: Path, names: list[str], line: int) -> InputProblem:
    column = ".".join(str(part) for part in fault["loc"]) or None
    kind, value = fault["type"], fault.get("input")
    shown = f"found {value!r}" if isinstance(value, str | int | float) else "found something else"
    location: dict[str, Any] = {"file": str(path), "line": line, "column": column}
    if kind == "missing":
        return InputProblem("nothing is given, and it is needed", **location)
    if kind == "extra_forbidden":
        near = nearest(str(fault["loc"][-1]), names) if len(fault["loc"]) == 1 else None
        return InputProblem("unknown key", **location, advice=near)
    if kind == "string_type" and isinstance(value, int | float):
        return InputProblem(shown, **location, expected="a text", advice="Put it in quotes")
    if kind == "literal_error":
        options = str(fault.get("ctx", {}).get("expected", ""))
        near = nearest(str(value).casefold(), re.findall("'([^']*)'", options))
        return InputProblem(shown, **location, expected=options, advice=near)
    if kind.startswith("date"):
        return InputProblem(shown, **location, expected="a date as 2026-07-22")
    if kind in _EXPECTED_FORMS:
        return InputProblem(shown, **location, expected=_EXPECTED_FORMS[kind])
    message = str(fault.get("ctx", {}).get("error", fault["msg"]))
    scalar = isinstance(value, str | int | float)
    return InputProblem(f"{shown}: {message}" if scalar else message, **location)
