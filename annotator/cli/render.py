"""The command `render`: report.json to PDF and other forms."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.arguments import add_command, add_forms, add_run
from annotator.cli.runs import run_documents

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = add_command(commands, "render", "report.json to PDF and other forms.")
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT.json")
    add_run(parser)
    add_forms(parser)
    parser.set_defaults(run=_render)


def _render(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.document_stages import render_reports
    from annotator.pipeline.environment import Environment

    forms = arguments.formats
    run = partial(render_reports, Environment(), arguments.outdir, forms)
    return run_documents(run, arguments.reports, forms, arguments)
