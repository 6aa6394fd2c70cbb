"""The command `formats`: what can be read, and how it is recognized."""

import argparse
from typing import TYPE_CHECKING

from annotator.cli.arguments import add_command
from annotator.cli.messages import put_out
from annotator.cli.runs import DONE

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = add_command(commands, "formats", "What can be read, and how it is recognized.")
    parser.add_argument(
        "--all",
        action="store_true",
        help="also what each format can show, and how it is guarded against faults of real files",
    )
    parser.set_defaults(run=_formats)


_COLUMNS = (
    "role",
    "format",
    "recognized by",
    "coordinates",
    "name",
    "versions seen",
    "tested on a real file",
    "link",
)


def _formats(arguments: argparse.Namespace) -> int:
    from annotator.model.evidence import evidence_text
    from annotator.readers import guards
    from annotator.readers.registry import all_formats

    columns = (*_COLUMNS, "files", "can show", *guards.COLUMNS) if arguments.all else _COLUMNS
    lines = ["\t".join(columns)]
    for form in all_formats():
        about = form.about
        tested = "yes" if about.real else "no"
        cells = [form.role, form.name, form.recognized_by, form.coordinates, about.title]
        cells += [", ".join(about.versions), tested, about.link]
        if arguments.all:
            cells += [about.files, evidence_text(form.evidence), *guards.guards_of(form)]
        lines.append("\t".join(cells))
    put_out("\n".join(lines) + "\n")
    return DONE
