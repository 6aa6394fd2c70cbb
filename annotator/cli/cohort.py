"""The command `cohort`: many report.json to the tables of a run."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.arguments import add_command, add_outdir
from annotator.cli.runs import DONE

if TYPE_CHECKING:
    from annotator.cli.arguments import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = add_command(commands, "cohort", "Many report.json to tables and a page of the run.")
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT.json")
    add_outdir(parser)
    parser.set_defaults(run=_cohort)


def _cohort(arguments: argparse.Namespace) -> int:
    from annotator.pipeline.cohort import write_cohort

    write_cohort(arguments.reports, arguments.outdir)
    return DONE
