"""Documents as files: equal content gives equal text, and a file is written whole or not at all."""

import json
import math
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from annotator.files import bounds
from annotator.files.paths import is_file, is_there
from annotator.model.errors import InputProblem

PART = ".part"
"""The end of the name of a file that is not yet complete."""
_MAYBE_LARGE = re.compile(r"[0-9]{19}|[0-9][eE]\+?[0-9]{2}")
_LONGEST_WHOLE = 20
_SHOWN = 30
_DRAFT_NAME = re.compile(r"\.[0-9a-f]{16}" + re.escape(PART))


def document_text(document: BaseModel) -> str:
    """Return the JSON text of a document, indented, its fields in the order of the model.

    Equal documents give equal text. It ends with one newline.
    """
    return document.model_dump_json(indent=2) + "\n"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    A missing folder is made. A link is followed; a device or a pipe is written into, not replaced.
    Raises InputProblem where the system refuses to write (no permission, a file in place of a
    folder, a full disk); then nothing is left behind.
    """
    write_together([(path, content)])


def write_together(
    files: Sequence[tuple[Path, bytes]],
    stale: Sequence[Path] = (),
    permit: Callable[[], None] = lambda: None,
) -> None:
    """Write files that belong together so that old and new ones are never mixed.

    All are first written in full under other names. Then `stale`, and the old files that differ,
    are removed, the last one first, and the new files take their names in order: a crash leaves
    fewer files, never a mixture of two runs. Where no content differs, nothing is changed.
    `permit` is called before each change and can stop it by raising an error. Raises InputProblem
    as `write_whole` does.
    """
    drafts: list[_Draft] = []
    path = Path()
    try:
        for path, content in files:
            drafts.append(_Draft(path, content))
        changed = [draft for draft in drafts if not draft.is_there_already()]
        outdated = [draft.path for draft in changed[1:] if draft.part is not None]
        for path in reversed([*outdated, *stale] if changed else []):
            permit()
            path.unlink(missing_ok=True)
        for draft in changed:
            path = draft.asked
            permit()
            draft.publish()
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        for draft in drafts:
            draft.discard()


@contextmanager
def outputs_of_mode(mode: int | None) -> Iterator[None]:
    """Give new files this mode, and new folders the one that fits; None leaves it to the umask.

    It also applies to processes that are started inside.
    """
    if mode is None:
        yield
        return
    entered = (mode & 0o444) >> 2  # whoever can read the files can enter their folder
    before = os.umask(0o777 & ~(mode | entered))
    try:
        yield
    finally:
        os.umask(before)


class _Draft:
    """The full content of one file under another name, until it is published."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.asked = path
        self.path = Path(os.path.realpath(path)) if path.is_symlink() else path
        self.content = content
        self.part: Path | None = None
        if self.path.exists() and not self.path.is_file():
            return  # a device or a pipe is written into
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.part = self.path.with_name(f".{secrets.token_hex(8)}{PART}")
        try:
            with self.part.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            self.discard()
            raise

    def is_there_already(self) -> bool:
        """Whether a regular file of this name has this content and the same mode."""
        if self.part is None or not self.path.is_file():
            return False
        same_mode = self.part.stat().st_mode == self.path.stat().st_mode
        return same_mode and self.path.read_bytes() == self.content

    def publish(self) -> None:
        """Give the content its name."""
        if self.part is not None:
            self.part.replace(self.path)
            self.part = None
            return
        with self.path.open("wb") as stream:
            stream.write(self.content)

    def discard(self) -> None:
        """Remove the content if it was not published."""
        if self.part is not None:
            self.part.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove a file if it exists. Raises InputProblem where the system refuses."""
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        raise _unwritable(path, error) from error


def remove_drafts(folder: Path, older_than: float = 0.0) -> None:
    """Remove drafts of an interrupted run that are at least `older_than` seconds old.

    The age keeps the drafts of other runs that are writing to the folder.
    """
    for path in folder.glob(f".*{PART}"):
        with suppress(FileNotFoundError):
            if (
                _DRAFT_NAME.fullmatch(path.name)
                and time.time() - path.stat().st_mtime >= older_than
            ):
                remove(path)


def _unwritable(path: Path, error: OSError) -> InputProblem:
    return InputProblem(
        f"cannot be written: {error.strerror or error}",
        file=str(path),
        expected="a folder that can be written to, with space left",
        advice="Give another --outdir, or make room",
    )


D = TypeVar("D", bound=BaseModel)


def read_document(path: Path, model: type[D], name: str, stage: str) -> D:
    """Read and check a document that an earlier stage wrote.

    `name` is the kind of file (`report.json`) and `stage` the command that makes it. Raises
    InputProblem for any other file.
    """
    return parse_document(document_source(path, name), path, model, name, stage)


def document_source(path: Path, name: str) -> str:
    """Return the unchecked text of a document. Raises InputProblem for an unreadable file."""
    expected = f"a {name} of this program"
    if is_there(path) and not is_file(path):
        raise InputProblem("not a regular file", file=str(path), expected=expected)
    try:
        if path.stat().st_size > bounds.DOCUMENT_BYTES:
            size = f"at most {bounds.DOCUMENT_BYTES >> 20} MiB"
            raise InputProblem("the file is too large", file=str(path), expected=size)
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputProblem(f"cannot be read: {reason}", file=str(path), expected=expected) from None


def parse_document(text: str, path: Path, model: type[D], name: str, stage: str) -> D:
    """Check the text of a document. Raises InputProblem as `read_document` does."""
    expected = f"a {name} of this program"
    try:
        _refuse_large_numbers(text, path, expected)
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


def _refuse_large_numbers(text: str, path: Path, expected: str) -> None:
    """Raise InputProblem for a number beyond 64 bits, which not every program can read."""
    if _MAYBE_LARGE.search(text) is None:
        return

    def whole(digits: str) -> int:
        if len(digits) > _LONGEST_WHOLE or abs(int(digits)) > bounds.WHOLE_NUMBER:
            raise refusal(digits)
        return int(digits)

    def refusal(written: str) -> InputProblem:
        return InputProblem(
            f"the number {written[:_SHOWN]} is too large", file=str(path), expected=expected
        )

    def decimal(written: str) -> float:
        value = float(written)
        if not math.isfinite(value):
            raise refusal(written)
        return value

    with suppress(ValueError, RecursionError):  # the model reports invalid JSON
        json.loads(text, parse_int=whole, parse_float=decimal)
