"""Messages on stderr, for people or machines, and results on standard output."""

import json
import logging
import os
import sys
import unicodedata

from annotator.model.errors import InputProblem

LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)
_LONGEST = 4000
"""Characters of a message that are shown: file contents can be of any length."""
_UNSHOWN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co"})
"""Unicode categories that can move the cursor, forge a line or hide text."""


def one_line(text: str) -> str:
    """Return the text as one line that a terminal shows as it is.

    Control and formatting characters are written as escapes (`\\x1b`, `\\n`). A long text is
    cut, and the number of characters left out is added.
    """
    cut = text[:_LONGEST]
    shown = "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in _UNSHOWN else char
        for char in cut
    )
    left = len(text) - len(cut)
    return f"{shown} ... ({left} more characters)" if left else shown


class _Plain(logging.Formatter):
    """`annotator: error: text`."""

    def format(self, record: logging.LogRecord) -> str:
        text = f"annotator: {record.levelname.lower()}: {one_line(record.getMessage())}"
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return text


class _JsonLines(logging.Formatter):
    """One JSON object a line: level, message, and the trace where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        message = one_line(record.getMessage())
        entry = {"level": record.levelname.lower(), "message": message}
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def start_log(verbosity: int, as_json: bool) -> None:
    """Send the program's messages to stderr. `verbosity`: 0 warnings, 1 info, 2 debug."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if as_json else _Plain())
    log = logging.getLogger("annotator")
    log.handlers[:] = [handler]
    log.propagate = False
    log.setLevel(LEVELS[min(verbosity, len(LEVELS) - 1)])


def put_out(text: str) -> None:
    """Write a result to standard output.

    Raises InputProblem where it cannot be written, and BrokenPipeError where the reader has ended.
    """
    if sys.stdout is None:  # closed by the shell: `>&-`
        raise InputProblem("standard output is closed", expected="a place to write the result to")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # The rest of the buffer would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise InputProblem(
            f"standard output cannot be written: {error.strerror or error}",
            expected="a place with space left",
        ) from error
