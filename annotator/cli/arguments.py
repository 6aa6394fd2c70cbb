"""The arguments that several commands share, and what their values mean."""

import argparse
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from annotator.model.base import NameCheck
from annotator.model.roles import ROLES, Role
from annotator.readers.tables.numbers import whole_number

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # its only name

FILE_HELP: dict[Role, str] = {
    "small_variants": "VCF of small variants",
    "structural_variants": "VCF or table of structural variants",
    "fusions": "table or VCF of an RNA fusion caller",
    "copy_number": "copy-number segments",
    "coverage": "read depth by region",
}
VALUE_OPTIONS = (
    ("patient", "ID", "patient identifier"),
    ("specimen", "KIND", "tissue (default) or plasma"),
    ("collected-on", "DATE", "collection date, YYYY-MM-DD"),
    ("genome-build", "BUILD", "GRCh37 or GRCh38; default: detected from the files"),
    ("tumor-sample", "NAME", "the tumor's column in a VCF of several samples"),
    ("tumor-purity", "FRACTION", "share of tumor cells, above 0 up to 1"),
    ("ploidy", "NUMBER", "mean copy number of the tumor"),
    ("rna-quality", "QUALITY", "adequate or inadequate, as the laboratory holds its RNA to be"),
    ("diagnosis", "TEXT", "the diagnosis, as the report is to show it"),
    ("known-driver", "FUSION", "driver shown by an earlier test: 'EML4::ALK', or the gene: ALK"),
    ("known-driver-by", "TEST", "the test that showed it: fish, ihc, rna, dna or report"),
    ("known-driver-on", "DATE", "the day of that test, YYYY-MM-DD"),
    (
        "prior-therapies",
        "LIST",
        "courses given before, in order, ';' between them, '+' between drugs given together; "
        "@adjuvant and why a course was stopped may follow: "
        "'a@adjuvant:completed;b:progression;c+d:toxicity/hepatic'; none; left out = unknown",
    ),
    ("disease-setting", "SETTING", "advanced (default) or resected"),
    ("cns-metastases", "ANSWER", "yes, no or unknown"),
)

KNOWN_DRIVER = ("known_driver", "known_driver_by", "known_driver_on")
"""The values that state one driver together."""
CONTEXT_VALUES = (
    "diagnosis",
    *KNOWN_DRIVER,
    "prior_therapies",
    "disease_setting",
    "cns_metastases",
)
"""The values that belong to the patient, not to the sample: interpretation may be told anew."""


def process_count(text: str) -> int:
    """Raise ArgumentTypeError for what is no whole number of 1 or more."""
    count = whole_number(text)
    if not count:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of processes; expected 1 or more"
        )
    return count


def file_mode(text: str) -> int:
    """The permissions of files as an octal number. Raises ArgumentTypeError.

    The owner may read and write them, and nobody runs them.
    """
    mode = int(text, 8) if re.fullmatch(r"0?[0-7]{3}", text) else 0
    if mode & 0o111 or mode & 0o600 != 0o600:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a mode of output files; expected an octal number such as 0600, 0640 "
            "or 0664"
        )
    return mode


def calendar_date(text: str) -> date:
    """A date as the sample sheet gives it. Raises ArgumentTypeError."""
    from annotator.readers.sheet import values as sample_values
    from annotator.readers.tables.table import BadCell

    try:
        return sample_values.calendar_date(text)
    except BadCell:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; expected YYYY-MM-DD") from None


def timestamp(text: str) -> datetime:
    """The time in its zone; a text without one is in UTC. Raises ArgumentTypeError."""
    try:
        time = datetime.fromisoformat(text)
        time = time if time.tzinfo else time.replace(tzinfo=UTC)
        time.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{text!r} is not a time; expected ISO 8601, e.g. 2026-11-22T09:30:00Z"
        raise argparse.ArgumentTypeError(message) from None
    return time


def add_samples(parser: argparse.ArgumentParser) -> None:
    """Which samples, their inputs and what is known of them."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--sample", metavar="ID", help="one sample, its inputs given as options")
    which.add_argument("--samples", metavar="SHEET", type=Path, help="a sample sheet")
    parser.add_argument(
        "--only", action="append", metavar="ID", help="of the sheet, only this sample (repeatable)"
    )
    for role in ROLES:
        parser.add_argument(
            f"--{role.replace('_', '-')}",
            action="append",
            metavar="[FORMAT=]FILE",
            help=f"{FILE_HELP[role]} (repeatable)",
        )
    for name, value, text in VALUE_OPTIONS:
        parser.add_argument(f"--{name}", metavar=value, help=text)
    add_sample_names(parser)
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="a sample that fails gets a failed document in place of its result; exit status 0",
    )


def add_sample_names(parser: argparse.ArgumentParser) -> None:
    """What a name of another sample in a file does."""
    parser.add_argument(
        "--sample-names",
        choices=get_args(NameCheck),
        default="warn",
        help="a file whose name of the sample is unlike sample, patient and the other files: "
        "refuse it (strict), read it with a warning (warn, the default) or without one (off)",
    )


def add_run(parser: argparse.ArgumentParser) -> None:
    """Where outputs go, and in how many processes."""
    add_outdir(parser)
    parser.add_argument(
        "--jobs", type=process_count, default=1, metavar="N", help="processes to use; default: 1"
    )


def add_outdir(parser: argparse.ArgumentParser) -> None:
    """Where outputs go, and who may read them."""
    parser.add_argument("--outdir", metavar="DIR", type=Path, required=True, help="output folder")
    parser.add_argument(
        "--mode",
        type=file_mode,
        metavar="MODE",
        help="who may read and write the outputs, as octal number (0640); default: by the umask",
    )


def add_knowledge(parser: argparse.ArgumentParser, dated: bool = True) -> None:
    """Which knowledge base; `dated`, also as of which day and when the report is made."""
    parser.add_argument(
        "--knowledge",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="a knowledge folder laid over the packaged one, or a whole one in its place "
        "(repeatable: later ones lie over the first)",
    )
    if dated:
        add_as_of(parser)
        add_jurisdiction(parser)
        parser.add_argument(
            "--created",
            type=timestamp,
            metavar="TIME",
            help="time stamp of the report; default: SOURCE_DATE_EPOCH, else now",
        )


def add_jurisdiction(
    parser: argparse.ArgumentParser, default: str = "that of the knowledge base"
) -> None:
    """Whose approvals count."""
    parser.add_argument(
        "--jurisdiction",
        metavar="AGENCY",
        help=f"whose approvals count (FDA, EMA, ...); default: {default}",
    )


def add_context(parser: argparse.ArgumentParser, instead_of: str) -> None:
    """What is known of the patient, `instead_of` what documents say."""
    for name, value, text in VALUE_OPTIONS:
        if name.replace("-", "_") in CONTEXT_VALUES:
            text = f"{text} (instead of what {instead_of} say)"
            parser.add_argument(f"--{name}", metavar=value, help=text)


def add_as_of(
    parser: argparse.ArgumentParser,
    text: str = "knowledge as it stood on this day; default: its release date",
) -> None:
    """The day whose knowledge counts."""
    parser.add_argument("--as-of", type=calendar_date, metavar="DATE", help=text)


def add_json(parser: argparse.ArgumentParser) -> None:
    """The result as JSON."""
    parser.add_argument("--json", action="store_true", help="as JSON, for machines")


def add_command(commands: "Commands", name: str, text: str) -> argparse.ArgumentParser:
    """A command with the arguments that all commands have."""
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--log-json", action="store_true", help="messages as JSON lines")
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="say more (-vv: where errors happened)"
    )
    return parser
