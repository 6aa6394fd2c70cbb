"""The therapies of a history under their names of the knowledge base."""

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
"""What usual spellings of one name differ in: `PF-02341066`, `PF02341066`."""
_PARTS = re.compile(r"[\s,+/&>→]+")
"""What stands between two names where it should be `;`."""


def resolve_therapies(
    names: Sequence[str], therapies: Iterable[Therapy], expected: str = OF_A_HISTORY
) -> list[str]:
    """Names as written (INN, code or brand name, any case) to names of the knowledge base.

    Raises InputProblem for a name that is not known, with the nearest ones that are.
    """
    spelled = spellings(therapies)
    return [_resolved(name, spelled, expected) for name in names]


def spellings(therapies: Iterable[Therapy]) -> dict[str, tuple[str, str]]:
    """Every name without its marks: the therapy it means and the name as it is written."""
    return {
        bare_name(name): (therapy.name, name)
        for therapy in therapies
        for name in (therapy.name, *therapy.synonyms)
    }


def meant_therapy(name: str, therapies: Iterable[Therapy]) -> str | None:
    """The therapy that a name is a synonym of, or most like a name of; null where none is near."""
    spelled = spellings(therapies)
    near = difflib.get_close_matches(bare_name(name), spelled, n=1)
    return spelled[near[0]][0] if near else None


def bare_name(name: str) -> str:
    """A name without what usual spellings of it differ in."""
    return _MARKS.sub("", name.casefold())


def _resolved(name: str, spelled: dict[str, tuple[str, str]], expected: str) -> str:
    known = spelled.get(bare_name(name))
    if known is not None:
        return known[0]
    several = [part for part in _PARTS.split(name) if bare_name(part) in spelled]
    near = difflib.get_close_matches(bare_name(name), spelled, n=3)
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
