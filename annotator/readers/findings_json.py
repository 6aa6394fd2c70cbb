"""Reads a findings document that an earlier stage wrote."""

from pathlib import Path

from pydantic import ValidationError

from annotator.model.errors import InputProblem
from annotator.model.findings import FindingsDocument


def read_findings(path: Path) -> FindingsDocument:
    """Read and check a `findings.json`. Raises InputProblem when it is none."""
    expected = "a findings.json of this program"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputProblem(f"cannot be read: {reason}", file=str(path), expected=expected) from None
    try:
        return FindingsDocument.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputProblem(
            f"not a findings document: {first['msg']}",
            file=str(path),
            column=".".join(str(part) for part in first["loc"]) or None,
            expected=expected,
            advice="Make it again with the detect command",
        ) from None
