"""The program: its parser, and the exit status of a command."""

import argparse
import logging
from collections.abc import Sequence

from annotator import __version__
from annotator.cli import (
    check,
    cohort,
    detect,
    formats,
    interpret,
    knowledge,
    reinterpret,
    render,
    report,
)
from annotator.cli.runs import BAD_INPUT, DONE, INTERNAL, log_starter
from annotator.files.documents import outputs_of_mode
from annotator.model.errors import InputProblem

COMMANDS = (report, detect, interpret, render, cohort, check, formats, knowledge, reinterpret)
"""The commands in the order of the help. Each imports its stage when it runs."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Exit status: 0 done, 2 wrong usage or bad input, 1 internal error."""
    arguments = _parser().parse_args(argv)
    log_starter(arguments)()
    try:
        with outputs_of_mode(getattr(arguments, "mode", None)):
            status: int = arguments.run(arguments)
    except InputProblem as problem:
        logging.getLogger("annotator").error("%s", problem)
        return BAD_INPUT
    except BrokenPipeError:
        return DONE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        log = logging.getLogger("annotator")
        log.error("internal error: %s: %s", type(error).__name__, error)
        log.debug("traceback", exc_info=True)
        return INTERNAL
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="annotator",
        description="ALK/ROS1 genomic reports: driver, resistance, sensitivity, guidance.",
        epilog="For qualified professionals; not a medical device.",
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser
