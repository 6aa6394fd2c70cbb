"""The settings against their schema, and the schemas against the files they speak of."""

import csv
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from annotator.model.errors import InputProblem
from annotator.pipeline.workflow_settings import config_problems, read_schema, settings
from annotator.readers.sheet.sheet import COLUMNS, sample_sheet_problems


@pytest.fixture(scope="module")
def schema(repository):
    return read_schema(repository / "workflow" / "schemas" / "config.schema.yaml")


@pytest.fixture(scope="module")
def row_schema(repository):
    return read_schema(repository / "workflow" / "schemas" / "samples.schema.yaml")


@pytest.fixture
def sheet(tmp_path) -> Path:
    path = tmp_path / "samples.tsv"
    path.write_text("sample\nS1\n")
    return path


def test_defaults_fill_what_is_left_out(schema, sheet, repository) -> None:
    found = settings({"samples": str(sheet), "as_of": None}, schema, repository)
    assert (found.outdir, found.batch_size, found.knowledge) == ("results", 25, ())
    assert (found.as_of, found.jurisdiction, found.created) == (None, None, None)
    config = {"samples": str(sheet), "jurisdiction": "EMA"}
    assert config_problems(config, schema) == []
    assert settings(config, schema, repository).jurisdiction == "EMA"


def test_a_date_that_yaml_turned_into_one_is_text_again(schema, sheet, repository) -> None:
    config = {"samples": str(sheet), "as_of": date(2023, 4, 30)}
    assert config_problems(config, schema) == []
    assert settings(config, schema, repository).as_of == "2023-04-30"


def test_a_setting_that_stands_twice_is_told_with_its_line(schema, tmp_path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("samples: s.tsv\nas_of: 2023-04-30\nas_of: 2026-11-22\n", encoding="utf-8")
    config = {"samples": "s.tsv", "as_of": date(2026, 11, 22)}
    (problem,) = config_problems(config, schema, [path])
    assert (problem.where, problem.found.split(" ")[:3]) == (
        f"{path}:3:as_of",
        ["the", "key", "'as_of'"],
    )
    path.write_text("samples: s.tsv\nas_of: 2023-04-30\n", encoding="utf-8")
    assert config_problems(config, schema, [path]) == []


@pytest.mark.parametrize("size", [1, 500])
def test_batch_sizes_at_the_bounds_are_allowed(schema, size) -> None:
    assert config_problems({"samples": "s.tsv", "batch_size": size}, schema) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("batch_size", 0),
        ("batch_size", 501),
        ("batch_size", "ten"),
        ("samples", ""),
        ("samples", 3),
        ("as_of", "April 2023"),
        ("created", "noon"),
        ("knowledge", "lab"),
        ("knowledge", [1]),
        ("outdir", None),
    ],
)
def test_a_wrong_value_is_one_problem_that_names_the_setting(schema, key, value) -> None:
    (problem,) = config_problems({"samples": "s.tsv", key: value}, schema)
    assert problem.column == key
    assert problem.expected == schema["properties"][key]["description"]


def test_an_unknown_setting_and_a_missing_one(schema) -> None:
    problems = config_problems({"sample": "s.tsv"}, schema)
    assert {problem.column: problem.found for problem in problems} == {
        "sample": "unknown setting",
        "samples": "not given",
    }


def test_the_line_is_that_of_the_file_unless_the_value_came_from_elsewhere(
    schema, tmp_path
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("# settings\nsamples: s.tsv\nbatch_size: 0\n")
    (in_file,) = config_problems({"samples": "s.tsv", "batch_size": 0}, schema, [file])
    assert (in_file.file, in_file.line) == (str(file), 3)
    (elsewhere,) = config_problems({"samples": "s.tsv", "batch_size": -1}, schema, [file])
    assert (elsewhere.file, elsewhere.line) == ("config", None)


def test_a_path_counts_from_the_working_directory_and_then_from_the_workflow(
    schema, sheet, monkeypatch, tmp_path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert settings({"samples": "samples.tsv"}, schema, tmp_path).samples == sheet
    (elsewhere / "samples.tsv").write_text("sample\nS2\n")
    assert settings({"samples": "samples.tsv"}, schema, tmp_path).samples == Path("samples.tsv")
    with pytest.raises(InputProblem, match=r"other.tsv does not exist"):
        settings({"samples": "other.tsv"}, schema, tmp_path)
    with pytest.raises(InputProblem, match=r"knowledge: lab does not exist"):
        settings({"samples": "samples.tsv", "knowledge": ["lab"]}, schema, tmp_path)


def test_the_settings_that_come_with_the_workflow_are_right(schema, repository) -> None:
    config = yaml.safe_load((repository / "config" / "config.yaml").read_text())
    assert config_problems(config, schema) == []
    assert set(config) == set(schema["properties"])


def test_the_schema_of_the_sheet_names_the_columns_that_are_read(row_schema) -> None:
    assert set(row_schema["properties"]) == set(COLUMNS)


@pytest.mark.parametrize("name", ["resources/example/samples.tsv", "config/samples.tsv"])
def test_the_sheets_that_come_with_the_workflow_are_right(repository, row_schema, name) -> None:
    assert sample_sheet_problems(repository / name) == []
    with (repository / name).open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            jsonschema.validate(row, row_schema)
            files = [row[column] for column in ("small_variants", "fusions", "coverage")]
            for file in ";".join(filter(None, files)).split(";"):
                assert (repository / name).parent.joinpath(file).is_file()


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("sample", "a b"),
        ("specimen", "blood"),
        ("collected_on", "12.1.2026"),
        ("genome_build", "hg17"),
        ("tumor_purity", "60"),
        ("ploidy", "two"),
        ("cns_metastases", "maybe"),
    ],
)
def test_schema_and_reader_refuse_the_same_cells(row_schema, tmp_path, column, cell) -> None:
    row = {"sample": "S1", column: cell}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(row, row_schema)
    sheet = tmp_path / "samples.tsv"
    sheet.write_text("\t".join(row) + "\n" + "\t".join(row.values()) + "\n")
    assert [problem.column for problem in sample_sheet_problems(sheet)] == [column]


def test_guidance_as_of_a_day_after_the_reports_is_refused(schema, sheet, repository) -> None:
    config = {"samples": str(sheet), "created": "2026-11-22T00:00:00Z"}
    assert settings({**config, "as_of": "2026-11-22"}, schema, repository).as_of == "2026-11-22"
    with pytest.raises(InputProblem, match="lies after the day of the report") as caught:
        settings({**config, "as_of": "2026-11-23"}, schema, repository)
    assert caught.value.where == "config:as_of"
    with pytest.raises(InputProblem, match="today"):
        settings({"samples": str(sheet), "as_of": "9999-01-01"}, schema, repository)
    with pytest.raises(InputProblem, match="too far back"):
        settings({"samples": str(sheet), "as_of": "0001-01-01"}, schema, repository)


@pytest.mark.parametrize("key", ["samples", "outdir", "knowledge"])
def test_braces_in_a_path_are_told(schema, sheet, repository, key) -> None:
    value = ["lab{1}"] if key == "knowledge" else "x{1}"
    with pytest.raises(InputProblem, match="wildcards") as caught:
        settings({"samples": str(sheet), key: value}, schema, repository)
    assert caught.value.where == f"config:{key}"


@pytest.mark.parametrize(("written", "mode"), [("off", "off"), ("strict", "strict"), ("", "warn")])
def test_sample_names_are_warned_of_unless_set(schema, sheet, repository, written, mode) -> None:
    """YAML reads a bare `off` as false."""
    config = yaml.safe_load(f"samples: {sheet}\nsample_names: {written}\n")
    assert settings(config, schema, repository).sample_names == mode
    config = {key: value for key, value in config.items() if value is not None}
    assert config_problems(config, schema) == []


def test_another_word_for_sample_names_is_refused(schema, sheet) -> None:
    (problem,) = config_problems({"samples": str(sheet), "sample_names": "loud"}, schema)
    assert (problem.column, "strict, warn or off" in str(problem.expected)) == (
        "sample_names",
        True,
    )
