"""The formats that can be read: each module and YAML file of `formats` states its own."""

import difflib
import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

from annotator.files.paths import is_there
from annotator.model.errors import InputProblem
from annotator.model.roles import Role
from annotator.readers.datafile import DataFile
from annotator.readers.format import Format, NotRead
from annotator.readers.tables.described import described_format
from annotator.readers.unknown_format import unknown_format

_LAYOUTS = (".yaml", ".yml")


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format, in the order of role and name.

    They are the `FORMATS` of each module in `annotator.readers.formats`, and what each YAML file
    there describes.
    """
    formats = [form for module in _modules() for form in module.FORMATS]
    for folder in _package().__path__:
        formats += map(described_format, Path(folder).rglob("*.yaml"))
    return tuple(sorted(formats, key=lambda form: (form.role, form.name)))


@cache
def not_read() -> tuple[NotRead, ...]:
    """The files of callers that are known and not read: `NOT_READ` of the modules of formats."""
    return tuple(each for module in _modules() for each in getattr(module, "NOT_READ", ()))


def _package() -> ModuleType:
    return importlib.import_module("annotator.readers.formats")


@cache
def _modules() -> tuple[ModuleType, ...]:
    package = _package()
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return tuple(importlib.import_module(each.name) for each in found if not each.ispkg)


@cache
def _names() -> Mapping[str, str]:
    """The names for people of callers, by code: those that a format gives before its own title."""
    formats = {form.name: form.about.title for form in all_formats()}
    return formats | {code: name for f in all_formats() for code, name in f.about.callers.items()}


def caller_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names for people of callers, by their codes; a code without a name is left out.

    >>> caller_names(["star_fusion", "our_own"])
    {'star_fusion': 'STAR-Fusion'}
    """
    return {code: _names()[code] for code in sorted(set(codes)) if code in _names()}


def is_description(forced: str) -> bool:
    """Whether what stands before `=path` is a YAML file that describes the table."""
    return forced.lower().endswith(_LAYOUTS)


def split_forced(spec: str) -> tuple[str | None, str]:
    """Split `CALLER=path` into format name and path; the name is None where none is forced.

    A path may itself contain `=`: the part before it is a format's name only if it is known. In
    its place may stand a YAML file that describes a table (`mine.yaml=path`).
    Raises `InputProblem` where it looks like a name, is not known and no such file exists.
    """
    name, separator, path = spec.partition("=")
    if separator and is_description(name) and not is_there(Path(spec)):
        return name, path
    if not separator or not re.fullmatch(r"[a-z0-9_]+", name):
        return None, spec
    known = sorted({each.name for each in all_formats()})
    if name in known:
        return name, path
    if is_there(Path(spec)):
        return None, spec
    near = difflib.get_close_matches(name, known, n=3)
    raise InputProblem(
        f"unknown format {name!r}",
        file=spec,
        expected="the name of a format, as `annotator formats` lists them",
        advice=f"Did you mean {' or '.join(near)}?" if near else None,
    )


def format_of(file: DataFile, role: Role, forced: str | None = None) -> Format:
    """The format of a file given for a role, by its content or by the forced name.

    Raises `InputProblem` where the content is of no format of the role, or where the forced
    format is of another role.
    """
    candidates = [each for each in all_formats() if each.role == role]
    if forced is not None and is_description(forced):
        described = described_format(Path(forced))
        if described.role != role:
            raise file.problem(
                f"{forced} describes a table of {described.role.replace('_', ' ')}",
                expected=f"one of {role.replace('_', ' ')}",
                advice=f"Give it as --{described.role.replace('_', '-')}, or correct its assay.",
            )
        return described
    if forced is not None:
        return _forced(file, role, forced, candidates)
    head = file.head()
    if not head:
        raise file.problem("the compressed file is empty", advice="Its caller may have failed.")
    matching = [each for each in candidates if each.recognize(head)]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise file.problem(
            f"the content fits several formats: {', '.join(each.name for each in matching)}",
            advice="Say which one with FORMAT=path.",
        )
    found, expected, advice = unknown_format(head, role, all_formats(), not_read())
    raise file.problem(found, expected=expected, advice=advice)


def _forced(file: DataFile, role: Role, forced: str, candidates: Sequence[Format]) -> Format:
    for each in candidates:
        if each.name == forced:
            return each
    raise file.problem(
        f"the format {forced} is not one of {role.replace('_', ' ')}",
        expected=f"one of {', '.join(each.name for each in candidates)}",
    )
