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


def _formats(_arguments: argparse.Namespace) -> int:
    from annotator.readers.registry import describe_formats

    lines = ["role\tformat\trecognized by\tcoordinates"]
    for entry in describe_formats():
        lines.append(f"{entry.role}\t{entry.name}\t{entry.recognized_by}\t{entry.coordinates}")
    put_out("\n".join(lines) + "\n")
    return DONE
