"""The settings of a workflow run, checked against their schema.

The schema (`workflow/schemas/config.schema.yaml`) alone has the keys, their defaults and their
meaning; its descriptions are the `expected` of messages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.files.paths import is_there
from annotator.files.yaml_file import read_yaml, yaml_entries
from annotator.model.errors import InputProblem
from annotator.pipeline.days import CreationDay
from annotator.pipeline.forms import FORMS, Form

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True)
class Settings:
    """Valid settings. `as_of`, `jurisdiction` and `created` are None for the commands' defaults."""

    samples: Path
    outdir: str
    batch_size: int
    knowledge: tuple[Path, ...]
    sample_names: str
    formats: tuple[Form, ...]
    laboratory: Path | None
    as_of: str | None
    jurisdiction: str | None
    created: str | None


def read_schema(path: Path) -> dict[str, Any]:
    """Read a JSON Schema that is written as YAML."""
    schema: dict[str, Any] = read_yaml(path)[0]
    return schema


def config_problems(
    config: Mapping[str, Any], schema: Mapping[str, Any], files: Sequence[Path] = ()
) -> list[InputProblem]:
    """Return a problem for each setting of `config` that the schema does not allow.

    `files` are the configuration files, the last of which takes precedence. A setting is reported
    with the file and line that give it the same value.
    """
    from jsonschema import Draft202012Validator

    files = [path for path in files if path.suffix != ".json"]
    unreadable = list(_unreadable(files))
    if unreadable:
        return unreadable
    values = {key: _plain(value) for key, value in config.items()}
    errors = Draft202012Validator(schema).iter_errors(values)
    problems = [problem for error in errors for problem in _explain(error, values, schema, files)]
    return sorted(problems, key=str)


def _unreadable(files: Sequence[Path]) -> Iterator[InputProblem]:
    """The problems of files that give a key twice, of which Snakemake takes the last value."""
    for path in files:
        try:
            read_yaml(path)
        except InputProblem as problem:
            yield problem


def settings(config: Mapping[str, Any], schema: Mapping[str, Any], home: Path) -> Settings:
    """Return the settings of a `config` without problems, with the defaults of the schema.

    Relative paths start at the working directory, else at `home`, the folder of the workflow, so
    that its own example runs from anywhere. Raises InputProblem for a sample sheet or knowledge
    folder that does not exist, for braces in a path, and for an `as_of` after the day of the
    reports.
    """
    defaults = {
        key: part["default"] for key, part in schema["properties"].items() if "default" in part
    }
    values = {**defaults, **{key: value for key, value in config.items() if value is not None}}
    laboratory = values.get("laboratory")
    for key in ("samples", "outdir", "knowledge", "laboratory"):
        written = values.get(key) or []
        for name in [written] if isinstance(written, str) else written:
            _refuse_braces(key, name)
    as_of, created = _plain(values.get("as_of")), _plain(values.get("created"))
    limit = _creation_day(created)
    if as_of is not None and (late := limit.problem("the day", date.fromisoformat(as_of))):
        late.file, late.column = "config", "as_of"
        raise late
    return Settings(
        samples=_existing("samples", values["samples"], home, "a sample sheet"),
        outdir=str(values["outdir"]).rstrip("/") or "/",
        batch_size=int(values["batch_size"]),
        knowledge=tuple(
            _existing("knowledge", folder, home, "a folder laid over the knowledge base")
            for folder in values["knowledge"]
        ),
        formats=tuple(form for form in FORMS if form in values["formats"]),
        laboratory=None
        if laboratory is None
        else _existing("laboratory", laboratory, home, "the file of a laboratory"),
        sample_names=values["sample_names"] or "off",  # YAML reads a bare `off` as false
        as_of=as_of,
        jurisdiction=values.get("jurisdiction"),
        created=created,
    )


def _refuse_braces(key: str, name: str) -> None:
    """Raise InputProblem for a path with braces, which Snakemake reads as wildcards."""
    if "{" in name or "}" in name:
        raise InputProblem(
            f"{name} has braces, which Snakemake reads as wildcards",
            file="config",
            column=key,
            expected="a path without { and }",
        )


def _creation_day(created: str | None) -> CreationDay:
    """The day of the reports: that of the setting `created`, else today."""
    if created is None:
        return CreationDay.today()
    moment = datetime.fromisoformat(created)
    return CreationDay.of(moment if moment.tzinfo else moment.replace(tzinfo=UTC), "created")


def _plain(value: Any) -> Any:
    """The value, a date or time as ISO text: YAML reads unquoted ones as dates."""
    return value.isoformat() if isinstance(value, date) else value


def _existing(key: str, name: str, home: Path, expected: str) -> Path:
    for path in (Path(name), home / name):
        if is_there(path):
            return path
    raise InputProblem(
        f"{name} does not exist",
        file="config",
        column=key,
        expected=expected,
        advice=f"Looked in the working directory {Path.cwd()} and in the folder of the workflow",
    )


def _explain(
    error: "ValidationError",
    config: Mapping[str, Any],
    schema: Mapping[str, Any],
    files: Sequence[Path],
) -> Iterator[InputProblem]:
    """One problem per key that a schema error is about."""
    known = ", ".join(schema["properties"])
    if error.validator == "additionalProperties":
        for key in sorted(set(map(str, config)) - set(schema["properties"])):
            source = _source(key, config, files)
            yield InputProblem("unknown setting", column=key, expected=f"one of {known}", **source)
        return
    if error.validator == "required":
        for key in sorted(set(schema["required"]) - set(config)):
            expected = schema["properties"][key]["description"]
            yield InputProblem("not given", file="config", column=key, expected=expected)
        return
    key = str(error.absolute_path[0])
    expected = schema["properties"][key]["description"]
    source = _source(key, config, files)
    yield InputProblem(f"found {error.instance!r}", column=key, expected=expected, **source)


def _source(key: str, config: Mapping[str, Any], files: Sequence[Path]) -> dict[str, Any]:
    """File and line of a setting; `config` alone when it came from the command line."""
    written = {str(name): value for name, value in config.items()}
    for path in reversed(files):
        for name, value, line in _entries(path):
            if name == key and _plain(value) == written.get(key):
                return {"file": str(path), "line": line}
    return {"file": "config"}


def _entries(path: Path) -> Iterator[tuple[str, object, int]]:
    """Key, value and 1-based line of the top-level entries of a YAML mapping."""
    content, node = read_yaml(path, dates_as_text=False)
    for name, line in yaml_entries(node):
        yield name, content.get(name), line
