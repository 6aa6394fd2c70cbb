"""The command `interpret`: findings.json to report.json."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.arguments import (
    add_case,
    add_command,
    add_context,
    add_knowledge,
    add_laboratory,
    add_run,
)
from annotator.cli.requests import case_values, context_values, creation_day
from annotator.cli.runs import open_environment, run_documents
from annotator.pipeline.days import creation_time

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = add_command(commands, "interpret", "findings.json to report.json.")
    parser.add_argument("findings", nargs="+", type=Path, metavar="FINDINGS.json")
    add_run(parser)
    add_knowledge(parser)
    add_context(parser, "the findings")
    add_case(parser)
    add_laboratory(parser)
    parser.add_argument(
        "--explain",
        action="store_true",
        help="also write S.explanation.txt: why each call, option and exclusion is as it is",
    )
    parser.set_defaults(run=_interpret)


def _interpret(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.document_stages import interpret_documents
    from annotator.pipeline.findings_report import ReportRequest
    from annotator.pipeline.outputs import DERIVED

    limit = creation_day(arguments)
    limit.refuse("--as-of", arguments.as_of)
    environment = open_environment(arguments)
    asked = ReportRequest(
        created=creation_time(arguments.created),
        limit=limit,
        as_of=arguments.as_of,
        context=context_values(environment, arguments, limit),
        case=case_values(arguments),
    )
    run = partial(interpret_documents, environment, arguments.outdir, asked, arguments.explain)
    return run_documents(run, arguments.findings, DERIVED["findings"], arguments)
