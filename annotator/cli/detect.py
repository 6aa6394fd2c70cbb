"""The command `detect`: inputs to findings.json."""

import argparse
from functools import partial
from typing import TYPE_CHECKING

from annotator.cli.arguments import add_command, add_knowledge, add_run, add_samples, timestamp
from annotator.cli.requests import creation_day, requested_samples
from annotator.cli.runs import exit_status, open_environment, run_samples

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = add_command(commands, "detect", "Inputs to findings.json.")
    add_samples(parser)
    add_run(parser)
    add_knowledge(parser, dated=False)
    parser.add_argument(
        "--created",
        type=timestamp,
        metavar="TIME",
        help="time stamp of the reports to be made: a sample with a later day fails; default: now",
    )
    parser.add_argument(
        "--one-knowledge",
        action="store_true",
        help="a sample with a knowledge folder of its own fails: the stages after this one use the "
        "same knowledge for all",
    )
    parser.set_defaults(run=_detect)


def _detect(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.stages import SampleRun, detect_samples

    samples = requested_samples(arguments, creation_day(arguments))
    run = SampleRun(open_environment(arguments), arguments.outdir, arguments.keep_going)
    failures = run_samples(partial(detect_samples, run), samples, arguments)
    return exit_status(failures, arguments)
