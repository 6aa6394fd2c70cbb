"""What a file may hold at most: far more than any real one, so that a hostile one ends early.

Each bound is wide of what callers and people write. A file beyond one is refused with the place
where it is passed, instead of taking all memory or time of the machine. Those of `FileBounds` are
settings: an environment variable of the same name raises or lowers one.
"""

import os
import re
from dataclasses import dataclass, fields
from functools import cache

from annotator.model.errors import InputProblem

HEAD_BYTES = 64 * 1024**2
"""What is read of the beginning of a file to tell its format."""

BAD_ROWS = 1000
"""Rows of one table that are kept to be reported as bad; the reading ends there."""

DOCUMENT_BYTES = 256 * 1024**2
"""Size of a JSON document, a YAML file or a table of the knowledge base."""

YAML_DEPTH = 100
"""Levels of nesting in a YAML file."""

YAML_NODES = 1_000_000
"""Values in a YAML file, those that aliases repeat counted each time."""

WHOLE_NUMBER = 2**63 - 1
"""The largest whole number of a document: what every program that reads it can hold."""


@dataclass(frozen=True)
class FileBounds:
    """The bounds of files of callers. `line_bytes` is set by `ANNOTATOR_LINE_BYTES`, and so on."""

    line_bytes: int = 32 * 1024**2
    """Length of one line of a text file, unpacked. The longest known, of VCFs of thousands of
    samples or of long inserted sequences, are of a few million bytes."""

    line_cells: int = 1_000_000
    """Cells of one line of a table or VCF."""

    unpacked_bytes: int = 2 * 1024**4
    """Size of a compressed file when unpacked: several times the per-base depth of a whole
    genome."""

    packed_freely_bytes: int = 4 * 1024**3
    """Up to this unpacked size, a file may be compressed however tightly."""

    packed_times: int = 500
    """Beyond that size, how many times smaller a file may be than its content. Callers' files are
    5 to 50 times smaller, the tightest gzip is about 1000 times."""


@cache
def file_bounds() -> FileBounds:
    """The bounds of this run.

    Raises InputProblem for an environment variable that is not a whole number of 1 or more.
    """
    values = {}
    for field in fields(FileBounds):
        name = f"ANNOTATOR_{field.name.upper()}"
        text = os.environ.get(name, "")
        if text and not re.fullmatch(r"[1-9][0-9]{0,17}", text):
            raise InputProblem(
                f"invalid bound {text!r}",
                file=f"environment variable {name}",
                expected="a whole number of 1 or more",
            )
        if text:
            values[field.name] = int(text)
    return FileBounds(**values)
