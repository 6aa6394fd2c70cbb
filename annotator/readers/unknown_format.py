"""Why no format fits a file, and what to do: the message of an unknown format."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence

from annotator.model.evidence import evidence_text
from annotator.model.roles import Role
from annotator.readers.format import Format, NotRead
from annotator.readers.vcf.header import OWN_FILE, QUOTED, is_quoted

_SHOWN = 60
_LIST = "`annotator formats` lists how each is recognized."
_DESCRIBE = "Another table of {what} can be described in a YAML file, MINE.yaml=FILE ({page})."
_OTHER_TABLES: Mapping[Role, str] = {
    "fusions": _DESCRIBE.format(what="fusions", page="docs/fusions.md"),
    "structural_variants": _DESCRIBE.format(what="junctions", page="docs/fusions.md"),
    "copy_number": _DESCRIBE.format(what="segments", page="docs/copy-number.md")
    + " Copies by FISH, MLPA, ddPCR or a panel can be given as a table gene, method, value, unit.",
    "small_variants": "Small variants are read from a VCF or a MAF.",
    "coverage": "Depths can be given as a BED: chromosome, start, end, mean depth.",
}
"""What takes a file of no known format, by role."""


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


_DELIMITERS: Mapping[str, tuple[str, Callable[[str], list[str]]]] = {
    "commas": (",", lambda line: _cells(line, ",")),
    "semicolons": (";", lambda line: _cells(line, ";")),
    "tabs": ("\t", lambda line: line.split("\t")),
    "blanks": (" ", lambda line: line.split()),
}


def unknown_format(
    head: Sequence[str], role: Role, formats: Sequence[Format], not_read: Iterable[NotRead]
) -> tuple[str, str, str]:
    """What was found, what was expected and what to do, of a file whose format is not known.

    `head` are its first lines, `formats` those of all roles.
    """
    count = sum(each.role == role for each in formats)
    expected = f"a {role.replace('_', ' ')} file in one of its {count} formats"
    if head and is_quoted(head[0]):
        return QUOTED, expected, OWN_FILE
    others = [each for each in formats if each.recognize(list(head))]
    if others:
        found = f"unknown format; the first line is {first_line(head)}"
        return found, expected, _other_role(others)
    known = next((each for each in not_read if each.recognize(list(head))), None)
    if known is not None:
        return f"this is {known.what}, which is not read", expected, known.advice
    return _other_delimiter(head, role, formats) or (
        f"unknown format; the first line is {first_line(head)}",
        expected,
        f"{_LIST} {_OTHER_TABLES[role]}",
    )


def _other_role(found: Sequence[Format]) -> str:
    """Where a file belongs that is of a format, but of another role than it was given for."""
    options = {f"--{each.role.replace('_', '-')}": evidence_text(each.evidence) for each in found}
    names = dict.fromkeys(each.name for each in found)
    named = f"Its format is {' or '.join(names)}"
    if len(options) == 1:
        return f"{named}: give it as {next(iter(options))}."
    listed = " or ".join(f"{option} ({shows})" for option, shows in options.items())
    return f"{named}: give it, by what it holds, as {listed}."


def _other_delimiter(
    head: Sequence[str], role: Role, formats: Sequence[Format]
) -> tuple[str, str, str] | None:
    """The message on a table that a format would fit if its cells were separated otherwise."""
    of_role_first = sorted(formats, key=lambda form: form.role != role)
    for found, (mark, cells) in _DELIMITERS.items():
        for wanted, by in (("tabs", "\t"), ("commas", ",")):
            rows = [line for line in head if line.strip() and not line.startswith("##")]
            if not rows or mark not in rows[0] or by in rows[0]:
                continue
            rewritten = [by.join(cells(line)) if mark in line else line for line in head]
            fitting = next((each for each in of_role_first if each.recognize(rewritten)), None)
            if fitting is not None:
                option = f"--{fitting.role.replace('_', '-')}"
                return (
                    f"the cells are separated by {found}",
                    f"{wanted}, as in a table of {fitting.about.title} ({fitting.name})",
                    f"Save the table with {wanted}, and give it as {option}.",
                )
    return None


def first_line(head: Sequence[str]) -> str:
    """The first line that is not blank, as messages show it."""
    first = next((line for line in head if line.strip()), None)
    if first is None:
        return "blank"
    if "\x00" in first or "�" in first:
        return "binary data"
    return repr(first if len(first) <= _SHOWN else first[:_SHOWN] + "…")
