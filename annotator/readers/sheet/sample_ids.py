"""Which identifiers of samples can name the folder and the files of their outputs."""

import re

from annotator.readers.tables.table import BadCell

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ROW_NAME = re.compile(r"_row[0-9]{1,18}")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
OF_THE_RUN = re.compile(
    r"cohort\.(tsv|html)|annotator_mqc\.json|reinterpret\.tsv|hotspots\..*\.bed|complete\.txt|logs",
    re.IGNORECASE,
)
"""The names of the outputs of a whole run, which stand next to the folders of the samples."""


def sample_id(text: str) -> str:
    """An identifier that can name a folder and files, on every system. Raises `BadCell`."""
    if not _FILE_NAME.fullmatch(text):
        raise BadCell(
            repr(text),
            expected="a name for files: letters, digits, '.', '_' and '-', at most 100, "
            "the first a letter or digit",
        )
    if OF_THE_RUN.fullmatch(text):
        raise BadCell(
            f"{text!r}, the name of an output of the whole run",
            expected="an identifier of the sample that no other output has as its name",
        )
    if _DEVICE.fullmatch(text) or text.endswith("."):
        raise BadCell(
            f"{text!r}, which names no file on Windows",
            expected="a name for files on every system: no device such as CON, no '.' at its end",
        )
    return text


def output_id(text: str) -> str:
    """The identifier of a document: of a sample, or of a row without one. Raises `BadCell`."""
    return text if _ROW_NAME.fullmatch(text) else sample_id(text)


def name_of_row(line: int) -> str:
    """What stands for the identifier of a row of the sheet (1-based line) that has none.

    No sample can have this name.
    """
    return f"_row{line}"
