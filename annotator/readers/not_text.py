"""Files that are not the lines of a caller, by their first bytes: what each is, and what to do.

>>> what_it_is(b"BZh91AY&SY").found
'this is a file packed with bzip2'
"""

import gzip
import zlib
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_UNPACK = "Unpack it, or pack it with bgzip or gzip."
_AS_TEXT = "Save the table as tab-separated text (in a spreadsheet: File, Save As)."
_AGAIN = "Give the caller's own file: what was saved may be the page around it."
_ALIGNMENTS = "Alignments are given as --alignments."
_START = 512
_TAR = slice(257, 262)


class NotText(NamedTuple):
    """What a file is, and what to do with it."""

    found: str
    advice: str


_BY_START: tuple[tuple[bytes, NotText], ...] = (
    (b"PK\x03\x04", NotText("this is a zip archive", _UNPACK)),
    (b"BZh", NotText("this is a file packed with bzip2", _UNPACK)),
    (b"\xfd7zXZ\x00", NotText("this is a file packed with xz", _UNPACK)),
    (b"\x28\xb5\x2f\xfd", NotText("this is a file packed with zstd", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", NotText("this is a 7z archive", _UNPACK)),
    (b"\xd0\xcf\x11\xe0", NotText("this is an old Excel workbook (xls)", _AS_TEXT)),
    (b"%PDF-", NotText("this is a PDF", "Give the caller's own file, not the report of it.")),
    (b"\xff\xfe", NotText("this is text in UTF-16", "Save it as UTF-8.")),
    (b"\xfe\xff", NotText("this is text in UTF-16", "Save it as UTF-8.")),
    (b"BAM\x01", NotText("this is a BAM file", _ALIGNMENTS)),
    (b"CRAM\x02", NotText("this is a CRAM file", _ALIGNMENTS)),
    (b"CRAM\x03", NotText("this is a CRAM file", _ALIGNMENTS)),
    (
        b"version https://git-lfs.github.com/spec/",
        NotText(
            "this is a pointer of Git LFS and not the file itself",
            "Fetch the file with `git lfs pull`.",
        ),
    ),
)
_WORKBOOK = NotText("this is an Excel workbook (xlsx)", _AS_TEXT)
_OPEN_DOCUMENT = NotText("this is an OpenDocument spreadsheet (ods)", _AS_TEXT)
_ARCHIVE = NotText("this is a tar archive", "Unpack it and give the file in it.")
_PAGE = NotText("this is a web page (HTML)", _AGAIN)
_IN_WORKBOOK = (b"[Content_Types].xml", b"xl/", b"_rels/", b"docProps/")


def what_it_is(start: bytes) -> NotText | None:
    """What a file with these first bytes, unpacked from gzip, is; None where it may be text."""
    if start.startswith(b"PK\x03\x04") and any(name in start for name in _IN_WORKBOOK):
        return _WORKBOOK
    if start.startswith(b"PK\x03\x04") and b"opendocument.spreadsheet" in start:
        return _OPEN_DOCUMENT
    if start[_TAR] == b"ustar":
        return _ARCHIVE
    if start.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        return _PAGE
    return next((what for magic, what in _BY_START if start.startswith(magic)), None)


def first_bytes(path: Path) -> bytes:
    """The first bytes of a file, unpacked where it is gzip; of a damaged one, those that are."""
    with path.open("rb") as stream:
        start = stream.read(_START)
    if start.startswith(b"\x1f\x8b"):
        with suppress(OSError, EOFError, zlib.error), gzip.open(path) as unpacked:
            return unpacked.read(_START)
    return start
