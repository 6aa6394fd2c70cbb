"""Messages to people and machines, on stderr."""

import json
import logging
import sys

LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


class _Plain(logging.Formatter):
    """`annotator: error: text`."""

    def format(self, record: logging.LogRecord) -> str:
        text = f"annotator: {record.levelname.lower()}: {record.getMessage()}"
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return text


class _JsonLines(logging.Formatter):
    """One JSON object a line: level, message, and the trace where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {"level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def start_log(verbosity: int, as_json: bool) -> None:
    """Send the program's messages to stderr. `verbosity` 0 warnings, 1 info, 2 debug."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if as_json else _Plain())
    log = logging.getLogger("annotator")
    log.handlers[:] = [handler]
    log.propagate = False
    log.setLevel(LEVELS[min(verbosity, len(LEVELS) - 1)])
