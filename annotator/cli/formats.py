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


def _formats(_arguments: argparse.Namespace) -> int:
    from annotator.readers.registry import all_formats

    lines = ["\t".join(_COLUMNS)]
    for form in all_formats():
        about = form.about
        cells = (form.role, form.name, form.recognized_by, form.coordinates, about.title)
        tested = "yes" if about.real else "no"
        lines.append("\t".join((*cells, ", ".join(about.versions), tested, about.link)))
    put_out("\n".join(lines) + "\n")
    return DONE
