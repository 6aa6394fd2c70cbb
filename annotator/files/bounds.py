"""Upper bounds of input files, far beyond any real file, so that a hostile one is refused early.

A file beyond a bound is refused with its line, instead of taking all memory or time of the
machine. The bounds of `FileBounds` are settings: an environment variable of the same name changes
one.
"""

import os
import re
from dataclasses import dataclass, fields
from functools import cache

from annotator.model.errors import InputProblem

HEAD_BYTES = 64 * 1024**2
"""Bytes at the beginning of a file that are read to recognize its format."""

BAD_ROWS = 1000
"""Bad rows of one table that are collected for the message; reading ends there."""

DOCUMENT_BYTES = 256 * 1024**2
"""Bytes of a JSON document, a YAML file or a table of the knowledge base."""

YAML_DEPTH = 100
"""Levels of nesting in a YAML file."""

YAML_NODES = 1_000_000
"""Values in a YAML file; those repeated by aliases count each time."""

WHOLE_NUMBER = 2**63 - 1
"""The largest whole number in a document: 64 bits with sign, which every program can read."""


@dataclass(frozen=True)
class FileBounds:
    """The bounds of callers' files. `ANNOTATOR_LINE_BYTES` sets `line_bytes`, and so on."""

    line_bytes: int = 32 * 1024**2
    """Bytes of one line of a text file, unpacked. The longest known lines, in VCFs with thousands
    of samples or long inserted sequences, have a few million bytes."""

    line_cells: int = 1_000_000
    """Cells of one line of a table or VCF."""

    unpacked_bytes: int = 2 * 1024**4
    """Bytes of a compressed file when unpacked: several times the per-base depth of a whole
    genome."""

    packed_freely_bytes: int = 4 * 1024**3
    """Bytes when unpacked up to which a file can have any compression ratio."""

    packed_times: int = 500
    """The highest compression ratio beyond that size. Callers' files have 5 to 50, the tightest
    gzip about 1000."""


@cache
def file_bounds() -> FileBounds:
    """Return the bounds of this run.

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
