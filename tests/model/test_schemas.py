"""The committed JSON Schemas are those of the models, and documents are valid against them."""

import importlib.util
import json

import pytest
from jsonschema import Draft202012Validator

from annotator.model.observations import Observations
from tests.interpretation.builders import document, fusion, mutation


@pytest.fixture(scope="module")
def builder(repository):
    path = repository / "tools" / "build_schemas.py"
    spec = importlib.util.spec_from_file_location("build_schemas", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_committed_schemas_are_current(builder):
    for name, text in builder.schemas().items():
        assert (builder.FOLDER / name).read_text(encoding="utf-8") == text, name


def test_no_schema_is_left_over(builder):
    found = {p.relative_to(builder.FOLDER).as_posix() for p in builder.FOLDER.rglob("*.json")}
    assert found == set(builder.schemas())


def test_a_findings_document_fits_its_schema(builder):
    schema = json.loads((builder.FOLDER / "findings.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    text = document([fusion(), mutation("G12R")], prior=[]).model_dump_json()
    assert list(validator.iter_errors(json.loads(text))) == []
    broken = json.loads(text) | {"findings": [{"kind": "unheard of"}]}
    assert list(validator.iter_errors(broken))


def test_observations_keep_not_given_apart_from_nothing_found():
    assert Observations().fusions is None
    assert Observations(fusions=[]).fusions == []
