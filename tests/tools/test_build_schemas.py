"""The committed JSON Schemas are those of the models, and documents are valid against them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotator.model.observations import Observations
from tests.builders.findings import document, fusion, mutation


def _undescribed(schema: dict[str, Any]) -> Iterator[str]:
    """The properties without a description, each named `Model.field`."""
    for model in (schema, *schema.get("$defs", {}).values()):
        for name, field in model.get("properties", {}).items():
            if not field.get("description"):
                yield f"{model['title']}.{name}"


def _build(repository: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(repository / "tools" / "build_schemas.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=repository)


@pytest.fixture(scope="module")
def folder(repository):
    return repository / "resources" / "schemas"


def test_committed_schemas_are_current(repository):
    done = _build(repository, "--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_schema_that_is_not_current_and_one_left_over_are_named(repository, tmp_path):
    assert _build(repository, "--outdir", str(tmp_path)).returncode == 0
    changed = tmp_path / "knowledge" / "limits.schema.json"
    changed.write_text("{}\n", encoding="utf-8")
    (tmp_path / "old.schema.json").write_text("{}\n", encoding="utf-8")
    done = _build(repository, "--outdir", str(tmp_path), "--check")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "knowledge/limits.schema.json: not current",
        "old.schema.json: left over",
    ]


def test_every_property_has_a_description(folder):
    paths = sorted(folder.rglob("*.json"))
    assert paths
    undescribed = {
        f"{path.relative_to(folder)}: {name}"
        for path in paths
        for name in _undescribed(json.loads(path.read_text(encoding="utf-8")))
    }
    assert sorted(undescribed) == []


def test_a_property_without_a_description_is_named(folder):
    schema = json.loads((folder / "findings.schema.json").read_text(encoding="utf-8"))
    del schema["properties"]["sample"]["description"]
    schema["$defs"]["Mutation"]["properties"]["vaf"]["description"] = ""
    assert sorted(_undescribed(schema)) == ["FindingsDocument.sample", "Mutation.vaf"]


def test_a_description_stands_on_one_line(folder):
    schema = json.loads((folder / "report.schema.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["FusionPartner"]["properties"]["transcript"]["description"] == (
        "The accession of the transcript that numbers the exons; "
        "null where the gene has no model here."
    )


def test_a_findings_document_fits_its_schema(folder):
    schema = json.loads((folder / "findings.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    text = document([fusion(), mutation("G12R")], prior=[]).model_dump_json()
    assert list(validator.iter_errors(json.loads(text))) == []
    broken = json.loads(text) | {"findings": [{"kind": "unheard of"}]}
    assert list(validator.iter_errors(broken))


def test_observations_keep_not_given_apart_from_nothing_found():
    assert Observations().fusions is None
    assert Observations(fusions=[]).fusions == []
