"""The command `report`: all stages in one process, inputs to PDF and JSON."""

import argparse
from functools import partial
from typing import TYPE_CHECKING

from annotator.cli.arguments import add_command, add_forms, add_knowledge, add_run, add_samples
from annotator.cli.requests import creation_day, requested_samples
from annotator.cli.runs import exit_status, open_environment, run_samples
from annotator.pipeline.days import creation_time

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = add_command(commands, "report", "All stages in one process: inputs to PDF and JSON.")
    add_samples(parser)
    add_run(parser)
    add_forms(parser)
    add_knowledge(parser)
    parser.set_defaults(run=_report)


def _report(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.stages import SampleRun, report_samples

    limit = creation_day(arguments)
    limit.refuse("--as-of", arguments.as_of)
    samples = requested_samples(arguments, limit)
    run = SampleRun(
        open_environment(arguments), arguments.outdir, arguments.keep_going, arguments.formats
    )
    work = partial(report_samples, run, arguments.as_of, creation_time(arguments.created))
    return exit_status(run_samples(work, samples, arguments), arguments)
