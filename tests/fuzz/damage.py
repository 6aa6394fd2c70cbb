"""How a sound file is damaged: its bytes, its lines, its cells, its numbers, its JSON values."""

import json
import re
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.seeds import Kind, Seed, seeds

_NUMBER = re.compile(rb"\d+")
_CELL_ENDS = re.compile(rb"[\t,;:|=\n]")
_PIECES = [
    *(b"", b".", b"-", b"NA", b"0", b"-1", b"1", b"9" * 19, b"9" * 5000, b"1e999", b"nan", b"inf"),
    *(b"\t", b"\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b";", b",", b'"', b"'", b"=", b"|"),
    *(b"[" * 200, b"{", b"- " * 300, b"&a [*a]", b"!!int x", b"2026-13-45", b"0001-01-01"),
    *(b"x" * 5000, b"a=b" * 2000, b"../x", b"/dev/zero", b"{1}", b"%s", b"<b>", b"\x1b[31m"),
    *("²".encode(), "٣".encode(), b"CON", b"ALK", b"chr2", b"*", b"N[chr2:1["),
]
_VALUES: list[Any] = [
    *(None, True, 0, -1, 1, 10**15, 10**18, 2**63, 1e308, -1e308, 0.5, "", "x", "x" * 5000, [], {}),
    *("ALK", "../x", "9" * 500, "<b>", "\x1b[31m", "\ud7ff", "0001-01-01", "none", [None], ["x"]),
]
_TEXT_KINDS: tuple[Kind, ...] = ("reader", "sheet", "overlay", "layout", "settings")


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Seed, bytes]:
    """A seed and its content after one to four changes."""
    seed = draw(st.sampled_from(_by_kind(draw(st.sampled_from(_kinds())))))
    if seed.kind in _TEXT_KINDS or draw(st.integers(0, 9)) == 0:
        content = seed.content.encode()
        for _ in range(draw(st.integers(1, 4))):
            content = draw(st.sampled_from(_CHANGES))(draw, content)
        return seed, content
    document = json.loads(seed.content)
    for _ in range(draw(st.integers(1, 3))):
        _change_a_value(draw, document)
    return seed, json.dumps(document).encode("utf-8", "replace")


def _kinds() -> list[Kind]:
    """The kinds: the readers most often, and seldom the overlays, whose reading takes long."""
    readers: list[Kind] = ["reader"] * 8
    quick: list[Kind] = [*readers, "sheet", "layout", "settings", "findings", "report"]
    return [*quick, *quick, "overlay"]


def _by_kind(kind: Kind) -> list[Seed]:
    return [seed for seed in seeds() if seed.kind == kind]


def _place(draw: st.DrawFn, content: bytes) -> int:
    return draw(st.integers(0, len(content)))


def _bytes(draw: st.DrawFn, content: bytes) -> bytes:
    at, removed = _place(draw, content), draw(st.integers(0, 12))
    piece = draw(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=6)))
    return content[:at] + piece + content[at + removed :]


def _cell(draw: st.DrawFn, content: bytes) -> bytes:
    """Another text in the place of a whole cell."""
    at = _place(draw, content)
    ends = [match.start() for match in _CELL_ENDS.finditer(content)]
    before = max((end + 1 for end in ends if end < at), default=0)
    after = min((end for end in ends if end >= at), default=len(content))
    return content[:before] + draw(st.sampled_from(_PIECES)) + content[after:]


def _number(draw: st.DrawFn, content: bytes) -> bytes:
    """Another number in the place of one."""
    found = list(_NUMBER.finditer(content))
    if not found:
        return content
    match = draw(st.sampled_from(found))
    other = draw(st.sampled_from([b"0", b"1", b"9" * 18, b"9" * 19, b"9" * 5000, b"-1", b"1.5"]))
    return content[: match.start()] + other + content[match.end() :]


def _lines(draw: st.DrawFn, content: bytes) -> bytes:
    """Lines in another order, some of them lost and some repeated."""
    lines = content.splitlines(keepends=True)
    kept = draw(st.lists(st.integers(0, max(0, len(lines) - 1)), max_size=len(lines) + 2))
    return b"".join(lines[number] for number in kept if number < len(lines))


def _cut(draw: st.DrawFn, content: bytes) -> bytes:
    return content[: _place(draw, content)]


_CHANGES = (_bytes, _cell, _cell, _number, _lines, _cut)


def _change_a_value(draw: st.DrawFn, document: Any) -> None:
    """Give some value within a document, however deep, another one, or take it away."""
    inner = document
    while True:
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        key = draw(st.sampled_from(keys))
        deeper = isinstance(inner[key], dict | list) and len(inner[key]) > 0
        if not deeper or draw(st.integers(0, 19)) == 0:
            break
        inner = inner[key]
    if draw(st.integers(0, 9)) == 0:
        del inner[key]
    else:
        inner[key] = deepcopy(draw(st.sampled_from(_VALUES)))
    if not document:
        document["x"] = None
