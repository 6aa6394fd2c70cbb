"""The command `check`: every problem of every input, before a run."""

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.arguments import add_command, add_knowledge, add_laboratory, add_sample_names
from annotator.cli.requests import creation_day
from annotator.cli.runs import BAD_INPUT, DONE, open_environment

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = add_command(commands, "check", "Every problem of every input of a sample sheet.")
    parser.add_argument("sheet", type=Path, metavar="SHEET")
    add_sample_names(parser)
    add_laboratory(parser)
    add_knowledge(parser, dated=False)
    parser.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.checks import check_sheet

    limit = creation_day(arguments)
    checked = check_sheet(
        open_environment(arguments), arguments.sheet, limit, arguments.sample_names
    )
    log = logging.getLogger("annotator")
    for doubt in checked.doubts:
        log.warning("%s", doubt)
    for problem in checked.problems:
        log.error("%s", problem)
    return BAD_INPUT if checked.problems else DONE
