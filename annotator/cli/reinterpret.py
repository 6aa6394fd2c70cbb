"""The command `reinterpret`: whose report changes under other knowledge, and how."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.arguments import add_as_of, add_command, add_context, add_jurisdiction
from annotator.cli.messages import put_out
from annotator.cli.requests import context_values, creation_day

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = add_command(
        commands, "reinterpret", "Whose calls and options change under other knowledge, and why."
    )
    parser.add_argument("findings", nargs="+", type=Path, metavar="FINDINGS.json")
    for name, text, needed in (
        ("knowledge", "the new knowledge: laid over the packaged one, or whole in its place", True),
        ("against", "the old knowledge, given likewise; default: the packaged one", False),
    ):
        parser.add_argument(
            f"--{name}",
            action="append",
            type=Path,
            default=[],
            required=needed,
            metavar="DIR",
            help=f"{text} (repeatable: later ones lie over the first)",
        )
    add_as_of(
        parser,
        "both as they stood on this day; default: the day that the report next to the findings, "
        "or the sample sheet, asked for, else the release date of each",
    )
    add_jurisdiction(parser, "the one that the report asked for, else that of each base")
    add_context(parser, "report and findings")
    parser.add_argument(
        "--outdir", metavar="DIR", type=Path, help="folder for reinterpret.tsv; default: print it"
    )
    parser.set_defaults(run=_reinterpret)


def _reinterpret(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.environment import Environment
    from annotator.pipeline.reinterpret import Asked, reinterpret, write_table

    limit = creation_day(arguments)
    limit.refuse("--as-of", arguments.as_of)
    old = Environment.of_folders(arguments.against)
    new = Environment.of_folders(arguments.knowledge, resources=old.resources)
    asked = Asked(arguments.as_of, arguments.jurisdiction, context_values(new, arguments, limit))
    table, failures = reinterpret(old, new, asked, arguments.findings)
    put_out(table if arguments.outdir is None else write_table(arguments.outdir, table))
    return failures.exit_status
