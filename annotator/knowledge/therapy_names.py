"""Resolves the names of therapies to those of the knowledge base."""

import difflib
import re
from collections.abc import Iterable, Sequence

from annotator.knowledge.model import Therapy
from annotator.model.errors import InputProblem

OF_A_HISTORY = (
    "the names of therapies given before, in order, with ';' between them and '+' between drugs "
    "given together; or none; or unknown"
)
_MARKS = re.compile(r"[\s\-_/+®™]+")
"""The characters in which usual spellings of a name differ: `PF-02341066`, `PF02341066`."""
_PARTS = re.compile(r"[\s,+/&>→]+")
"""The separators that people write between two names in place of `;`."""


def resolve_therapies(
    names: Sequence[str], therapies: Iterable[Therapy], expected: str = OF_A_HISTORY
) -> list[str]:
    """Resolve names (INN, code or brand name, in any case) to those of the knowledge base.

    Raises InputProblem for an unknown name, with the nearest known ones.
    """
    spelled = spellings(therapies)
    return [_resolved(name, spelled, expected) for name in names]


def spellings(therapies: Iterable[Therapy]) -> dict[str, tuple[str, str]]:
    """Return, by bare name, the therapy and the name as written."""
    return {
        plain_name(name): (therapy.name, name)
        for therapy in therapies
        for name in (therapy.name, *therapy.synonyms)
    }


def nearest_therapy(name: str, therapies: Iterable[Therapy]) -> str | None:
    """Return the therapy whose name is nearest; None where none is near."""
    spelled = spellings(therapies)
    near = difflib.get_close_matches(plain_name(name), spelled, n=1)
    return spelled[near[0]][0] if near else None


def plain_name(name: str) -> str:
    """Return a name without case and without the characters in which spellings differ."""
    return _MARKS.sub("", name.casefold())


def _resolved(name: str, spelled: dict[str, tuple[str, str]], expected: str) -> str:
    known = spelled.get(plain_name(name))
    if known is not None:
        return known[0]
    several = [part for part in _PARTS.split(name) if plain_name(part) in spelled]
    near = difflib.get_close_matches(plain_name(name), spelled, n=3)
    written = dict.fromkeys(spelled[key][1] for key in near)
    advice = f"Did you mean {' or '.join(written)}?" if near else "Correct the name"
    if len(several) > 1:
        together = " (one after the other) or " + "+".join(several) + " (together)"
        advice = f"Did you mean {';'.join(several)}{together if expected == OF_A_HISTORY else ''}?"
    raise InputProblem(
        f"unknown therapy {name!r}",
        column="prior_therapies" if expected == OF_A_HISTORY else None,
        expected=expected,
        advice=advice,
    )
