"""Sentences that many rows of a table share; they stand once, under a letter."""

import re
from collections import Counter
from collections.abc import Iterable
from string import ascii_lowercase

from annotator.model.base import Model

_OFTEN = 3
"""How many rows share a sentence before it gets a letter."""


class SharedNote(Model):
    """A sentence of several rows and the letter that stands for it in them."""

    letter: str
    text: str


class SharedNotes:
    """Finds the sentences that recur in the curators' notes of rows."""

    def __init__(self, notes: Iterable[str | None]) -> None:
        """`notes` are those of all rows of one table."""
        counts = Counter(part for note in notes if note for part in dict.fromkeys(sentences(note)))
        often = [part for part, count in counts.items() if count >= _OFTEN]
        self._letters = dict(zip(often, ascii_lowercase, strict=False))

    @property
    def shared(self) -> list[SharedNote]:
        """The sentences with their letters, in order of first appearance."""
        return [SharedNote(letter=letter, text=text) for text, letter in self._letters.items()]

    def own(self, note: str | None) -> str | None:
        """Return the sentences of a note that are its own; None where there are none."""
        parts = [part for part in sentences(note or "") if part not in self._letters]
        return " ".join(parts) or None

    def letters(self, note: str | None) -> list[str]:
        """Return the letters of the sentences that a note shares."""
        return [self._letters[part] for part in sentences(note or "") if part in self._letters]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with its full stop.

    >>> sentences("Not re-checked. Seen in 2.5 % of cells.")
    ['Not re-checked.', 'Seen in 2.5 % of cells.']
    """
    return [part for part in re.split(r"(?<=\.) (?=[A-Z])", text) if part]
