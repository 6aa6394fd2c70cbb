"""The arguments that several commands share, and how their values are read."""

import argparse
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from annotator.model.base import NameCheck
from annotator.model.roles import ROLES, Role
from annotator.readers.tables.numbers import whole_number

if TYPE_CHECKING:
    from annotator.pipeline.forms import Form

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # its only name

FILE_HELP: dict[Role, str] = {
    "small_variants": "VCF of small variants",
    "structural_variants": "VCF or table of structural variants",
    "fusions": "table or VCF of an RNA fusion caller",
    "copy_number": "copy-number segments",
    "coverage": "read depth by region",
}
VALUE_ARGUMENTS = (
    ("patient", "ID", "patient identifier"),
    ("specimen", "KIND", "tissue (default) or plasma"),
    ("collected-on", "DATE", "collection date, YYYY-MM-DD"),
    ("genome-build", "BUILD", "GRCh37 or GRCh38; default: detected from the files"),
    ("tumor-sample", "NAME", "the tumor's column in a VCF of several samples"),
    ("tumor-purity", "FRACTION", "share of tumor cells, above 0 up to 1"),
    ("ploidy", "NUMBER", "mean copy number of the tumor"),
    ("rna-quality", "QUALITY", "adequate or inadequate, as the laboratory judges its RNA"),
    ("assay", "NAME", "the assay, as the file of --laboratory describes it"),
    ("diagnosis", "TEXT", "the diagnosis, printed in the report as given"),
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

CASE_ARGUMENTS = (
    ("accession", "ID", "the laboratory's number of the case"),
    ("block", "ID", "the block or tube that was sequenced"),
    ("second-identifier", "ID", "a second identifier of the patient"),
    ("birth-date", "DATE", "the patient's day of birth, YYYY-MM-DD"),
    ("sex", "SEX", "female, male, other or unknown"),
    ("physician", "NAME", "who ordered the test"),
    ("site", "TEXT", "the site of the body that the specimen is from"),
    ("histology", "TEXT", "the histological type"),
    ("stage", "TEXT", "the stage of the disease"),
    ("tumor-content", "FRACTION", "share of tumor cells counted in the section, 0.3 or 30%%"),
    ("received", "DATE", "the day on which the laboratory received the specimen"),
    ("reported", "DATE", "the day of issue; default: that of making"),
    ("status", "STATUS", "draft, final or amended"),
    ("amends", "ID:REASON", "the report that this one takes the place of, and why"),
    ("comment", "TEXT", "the pathologist's interpretation, in place of the composed one"),
)
"""What the laboratory's own system says of the case."""
KNOWN_DRIVER = ("known_driver", "known_driver_by", "known_driver_on")
"""The values that together state one driver."""
CONTEXT_VALUES = (
    "diagnosis",
    *KNOWN_DRIVER,
    "prior_therapies",
    "disease_setting",
    "cns_metastases",
)
"""The values that belong to the patient, not to the sample: interpretation can change them."""


def process_count(text: str) -> int:
    """Return a whole number of 1 or more. Raises ArgumentTypeError for any other text."""
    count = whole_number(text)
    if not count:
        raise argparse.ArgumentTypeError(
            f"invalid number of processes {text!r}; expected 1 or more"
        )
    return count


def file_mode(text: str) -> int:
    """Return the mode of output files from an octal number. Raises ArgumentTypeError.

    The owner can read and write them, and nobody can execute them.
    """
    mode = int(text, 8) if re.fullmatch(r"0?[0-7]{3}", text) else 0
    if mode & 0o111 or mode & 0o600 != 0o600:
        raise argparse.ArgumentTypeError(
            f"invalid mode of output files {text!r}; expected an octal number such as "
            "0600, 0640 or 0664"
        )
    return mode


def calendar_date(text: str) -> date:
    """Return a date, written as in the sample sheet. Raises ArgumentTypeError."""
    from annotator.readers.sheet import values as sample_values
    from annotator.readers.tables.table import BadCell

    try:
        return sample_values.calendar_date(text)
    except BadCell:
        raise argparse.ArgumentTypeError(f"invalid date {text!r}; expected YYYY-MM-DD") from None


def timestamp(text: str) -> datetime:
    """Return a time in its zone, in UTC without one. Raises ArgumentTypeError."""
    try:
        time = datetime.fromisoformat(text)
        time = time if time.tzinfo else time.replace(tzinfo=UTC)
        time.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"invalid time {text!r}; expected ISO 8601, e.g. 2026-11-22T09:30:00Z"
        raise argparse.ArgumentTypeError(message) from None
    return time


def add_samples(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for samples: which ones, their inputs, and what is known of them."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--sample", metavar="ID", help="one sample, its inputs given as arguments")
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
    for name, value, text in (*VALUE_ARGUMENTS, *CASE_ARGUMENTS):
        parser.add_argument(f"--{name}", metavar=value, help=text)
    add_laboratory(parser)
    add_sample_names(parser)
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="a sample that fails gets failed documents in place of its results; exit status 0",
    )


def add_laboratory(parser: argparse.ArgumentParser) -> None:
    """Add the argument for the file of the laboratory."""
    parser.add_argument(
        "--laboratory",
        type=Path,
        metavar="FILE.yaml",
        help="the laboratory that issues the reports, and its assays",
    )


def add_sample_names(parser: argparse.ArgumentParser) -> None:
    """Add the argument for files with the name of another sample."""
    parser.add_argument(
        "--sample-names",
        choices=get_args(NameCheck),
        default="warn",
        help="a file that names its sample unlike the sample, the patient and the other files: "
        "refuse it (strict), read it with a warning (warn, the default) or without one (off)",
    )


def add_run(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for outputs and for the number of processes."""
    add_outdir(parser)
    parser.add_argument(
        "--jobs", type=process_count, default=1, metavar="N", help="processes to use; default: 1"
    )


def forms(text: str) -> "tuple[Form, ...]":
    """Return the forms of a report in a list with commas. Raises ArgumentTypeError."""
    from annotator.pipeline.forms import FORMS, forms_of

    try:
        return forms_of(text)
    except ValueError as error:
        expected = f"expected some of {', '.join(FORMS)}, with commas between them"
        raise argparse.ArgumentTypeError(f"{error}; {expected}") from None


def add_forms(parser: argparse.ArgumentParser) -> None:
    """Add the argument for the forms of a report."""
    from annotator.pipeline.forms import DEFAULT_FORMS, FORMS

    parser.add_argument(
        "--formats",
        type=forms,
        default=DEFAULT_FORMS,
        metavar="LIST",
        help=f"in which forms to draw the report, of {', '.join(FORMS)}, with commas between them; "
        f"default: {','.join(DEFAULT_FORMS)}",
    )


def add_outdir(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for outputs: their folder and their mode."""
    parser.add_argument("--outdir", metavar="DIR", type=Path, required=True, help="output folder")
    parser.add_argument(
        "--mode",
        type=file_mode,
        metavar="MODE",
        help="who may read and write the outputs, as octal number (0640); default: by the umask",
    )


def add_knowledge(parser: argparse.ArgumentParser, dated: bool = True) -> None:
    """Add the arguments for the knowledge base; if `dated`, also for its day and the report's."""
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
    """Add the argument for the agency whose approvals count."""
    parser.add_argument(
        "--jurisdiction",
        metavar="AGENCY",
        help=f"whose approvals count (FDA, EMA, ...); default: {default}",
    )


def add_context(parser: argparse.ArgumentParser, instead_of: str) -> None:
    """Add the arguments for the patient, which override what documents say."""
    for name, value, text in VALUE_ARGUMENTS:
        if name.replace("-", "_") in CONTEXT_VALUES:
            text = f"{text} (instead of what {instead_of} say)"
            parser.add_argument(f"--{name}", metavar=value, help=text)


def add_case(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the case record, which override what documents say."""
    for name, value, text in CASE_ARGUMENTS:
        parser.add_argument(
            f"--{name}", metavar=value, help=f"{text} (instead of what the findings say)"
        )


def add_as_of(
    parser: argparse.ArgumentParser,
    text: str = "knowledge as it stood on this day; default: its release date",
) -> None:
    """Add the argument for the day whose knowledge counts."""
    parser.add_argument("--as-of", type=calendar_date, metavar="DATE", help=text)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add the argument for a result as JSON."""
    parser.add_argument("--json", action="store_true", help="as JSON, for machines")


def add_command(commands: "Commands", name: str, text: str) -> argparse.ArgumentParser:
    """Add a command with the arguments that all commands have."""
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--log-json", action="store_true", help="messages as JSON lines")
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="log more (-vv: tracebacks too)"
    )
    return parser
