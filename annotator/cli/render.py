"""The command `render`: report.json to PDF."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.arguments import add_command, add_run
from annotator.cli.runs import run_documents

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = add_command(commands, "render", "report.json to PDF.")
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT.json")
    add_run(parser)
    parser.set_defaults(run=_render)


def _render(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.document_stages import render_reports
    from annotator.pipeline.environment import Environment

    run = partial(render_reports, Environment(), arguments.outdir)
    return run_documents(run, arguments.reports, ["pdf"], arguments)
