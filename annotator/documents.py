"""Documents as files: the same text for the same content, and whole or not at all."""

import secrets
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from annotator.model.errors import InputProblem


def document_text(document: BaseModel) -> str:
    """The JSON text of a document: fields in the order of the model, indented, one final newline.

    Equal documents give equal text.
    """
    return document.model_dump_json(indent=2) + "\n"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    The folder is made where it is missing. Raises InputProblem where the system refuses to write
    (no permission, a file in the place of a folder, a full disk); then nothing is left behind.
    """
    try:
        _write(path, content)
    except OSError as error:
        raise _unwritable(path, error) from error


def remove(path: Path) -> None:
    """Remove a file where it is there. Raises InputProblem where the system refuses."""
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> InputProblem:
    return InputProblem(
        f"cannot be written: {error.strerror or error}",
        file=str(path),
        expected="a folder that can be written to, with space left",
        advice="Give another --outdir, or make room",
    )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as stream:
            stream.write(content)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


D = TypeVar("D", bound=BaseModel)


def read_document(path: Path, model: type[D], name: str, stage: str) -> D:
    """Read and check a document that an earlier stage wrote.

    `name` is the file's kind (`report.json`) and `stage` the command that makes it. Raises
    InputProblem when the file is none.
    """
    expected = f"a {name} of this program"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputProblem(f"cannot be read: {reason}", file=str(path), expected=expected) from None
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputProblem(
            f"not a {name}: {first['msg']}",
            file=str(path),
            column=".".join(str(part) for part in first["loc"]) or None,
            expected=expected,
            advice=f"Make it again with the {stage} command",
        ) from None
