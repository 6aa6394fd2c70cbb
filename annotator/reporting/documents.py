"""Documents as files: the same text for the same content, and whole or not at all."""

import secrets
from pathlib import Path

from pydantic import BaseModel, ValidationError

from annotator.model.errors import InputProblem
from annotator.model.report import Report


def document_text(document: BaseModel) -> str:
    """The JSON text of a document: fields in the order of the model, indented, one final newline.

    Equal documents give equal text.
    """
    return document.model_dump_json(indent=2) + "\n"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    The folder is made where it is missing. Raises OSError as the system gives it; then nothing
    is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as stream:
            stream.write(content)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def read_report(path: Path) -> Report:
    """Read and check a `report.json`. Raises InputProblem when it is none."""
    expected = "a report.json of this program"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputProblem(f"cannot be read: {reason}", file=str(path), expected=expected) from None
    try:
        return Report.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputProblem(
            f"not a report: {first['msg']}",
            file=str(path),
            column=where or None,
            expected=expected,
            advice="Make it again with the interpret command",
        ) from None
