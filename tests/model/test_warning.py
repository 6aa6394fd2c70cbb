"""The codes of warnings are a closed list, in use and in the documentation."""

import ast
import json
import re
from typing import get_args

import pytest
from pydantic import ValidationError

from annotator.model.warning import DOUBTS, ReportWarning, WarningCode

CODES = get_args(WarningCode)


def _documented(text: str) -> list[str]:
    """The codes of the tables, with a cell for when, what it means and what to do."""
    rows = re.findall(r"^\| `(\w+)` \|([^|]+)\|([^|]+)\|([^|]+)\|$", text, re.MULTILINE)
    return [code for code, *cells in rows if all(cell.strip() for cell in cells)]


def test_every_code_is_documented_in_order(repository):
    text = (repository / "docs" / "warnings.md").read_text(encoding="utf-8")
    assert _documented(text) == list(CODES)


def test_a_code_without_what_to_do_is_not_documented():
    head = "| code | when | meaning | what to do |\n|---|---|---|---|\n"
    assert _documented(head + "| `one_codon` | x | y | z |\n") == ["one_codon"]
    assert _documented(head + "| `one_codon` | x | y | |\n") == []
    assert _documented(head + "| `one_codon` | x | y |\n") == []


def test_every_code_is_given_somewhere(repository):
    package = repository / "annotator"
    paths = [p for p in package.rglob("*.py") if p != package / "model" / "warning.py"]
    texts = {
        node.value
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [code for code in CODES if code not in texts] == []


def test_no_code_stands_twice():
    assert len(set(CODES)) == len(CODES)
    assert set(CODES) > DOUBTS


def test_the_schema_lists_the_codes(repository):
    path = repository / "resources" / "schemas" / "report.schema.json"
    (field,) = [
        model["properties"]["code"]
        for model in json.loads(path.read_text(encoding="utf-8"))["$defs"].values()
        if "code" in model["properties"]
    ]
    assert (field["type"], field["enum"]) == ("string", list(CODES))


@pytest.mark.filterwarnings("error")
def test_a_code_of_another_release_is_read_and_written_as_it_is():
    text = '{"code":"of_another_release","message":"x","source":null}'
    assert ReportWarning.model_validate_json(text).model_dump_json() == text


@pytest.mark.parametrize("code", [7, None, ["one_codon"]])
def test_a_code_is_text(code):
    with pytest.raises(ValidationError):
        ReportWarning.model_validate({"code": code, "message": "x"})
