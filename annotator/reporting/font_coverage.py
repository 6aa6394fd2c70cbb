"""Which characters the shipped fonts can draw, and what is drawn in place of the others.

A PDF/A file must not hold a character without a glyph. Such a character is written as its code
point, `[U+5C71]`. Unlike a box or a question mark this keeps two names apart that differ in that
character alone, so that no sample is shown under the name of another. The report's JSON inside the
PDF holds the text as it was given.
"""

import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias, Union

Json: TypeAlias = Union[bool, int, float, str, list["Json"], dict[str, "Json"], None]  # noqa: UP007


class FontCoverage:
    """The characters that a folder of fonts covers."""

    def __init__(self, covered: frozenset[int]) -> None:
        self.covered = covered
        self._shown = _Shown(covered)

    @classmethod
    def of_fonts(cls, folder: Path) -> "FontCoverage":
        """Read the character maps of all TrueType and OpenType fonts of a folder.

        Raises FileNotFoundError where there are no fonts.
        """
        fonts = sorted(path for path in folder.iterdir() if path.suffix in (".ttf", ".otf"))
        if not fonts:
            raise FileNotFoundError(f"no fonts in {folder}")
        return cls(frozenset().union(*(_characters(path.read_bytes()) for path in fonts)))

    def printable(self, text: str) -> str:
        """Return the text in one line, with the code point of each character without a glyph."""
        return text.translate(self._shown)

    def printable_tree(self, value: Json) -> Json:
        """Return a JSON value with every text made printable; keys of objects stay as they are."""
        if isinstance(value, str):
            return self.printable(value)
        if isinstance(value, list):
            return [self.printable_tree(item) for item in value]
        if isinstance(value, dict):
            return {key: self.printable_tree(item) for key, item in value.items()}
        return value


class _Shown(dict[int, str]):
    """A translation table that is filled as characters occur."""

    def __init__(self, covered: frozenset[int]) -> None:
        super().__init__()
        self._covered = covered

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # Invisible characters (controls, direction marks) could make two names look the same.
        invisible = unicodedata.category(character).startswith("C")
        if character.isspace():
            shown = " "
        elif invisible or code not in self._covered:
            shown = f"[U+{code:04X}]"
        else:
            shown = character
        self[code] = shown
        return shown


def _characters(font: bytes) -> frozenset[int]:
    """Return the code points in the Unicode character maps (formats 4 and 12) of a font."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    codes: set[int] = set()
    for index in range(count):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        if platform not in (0, 3):
            continue
        for first, last in _ranges(font, start + offset):
            codes.update(range(first, last + 1))
    return frozenset(codes)


def _table(font: bytes, tag: bytes) -> int:
    """Return the offset of a table in a font, in bytes. Raises ValueError where it is missing."""
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"font without a {tag.decode()} table")


def _ranges(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Return the first and last code point of each range of a character map."""
    (form,) = struct.unpack_from(">H", font, start)
    if form == 12:
        (groups,) = struct.unpack_from(">I", font, start + 12)
        for index in range(groups):
            first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * index)
            yield first, last
    elif form == 4:
        (double,) = struct.unpack_from(">H", font, start + 6)
        segments = double // 2
        lasts = struct.unpack_from(f">{segments}H", font, start + 14)
        firsts = struct.unpack_from(f">{segments}H", font, start + 16 + double)
        for first, last in zip(firsts, lasts, strict=True):
            if first != 0xFFFF:
                yield first, last
