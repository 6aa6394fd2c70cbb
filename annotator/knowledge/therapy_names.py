"""The therapies of a history under their names of the knowledge base."""

import difflib
from collections.abc import Iterable, Sequence

from annotator.knowledge.model import Therapy
from annotator.model.errors import InputProblem

OF_A_HISTORY = "the names of therapies given before, in order, or none"


def resolve_therapies(
    names: Sequence[str], therapies: Iterable[Therapy], expected: str = OF_A_HISTORY
) -> list[str]:
    """Names as written (INN, code or brand name, any case) to names of the knowledge base.

    Raises InputProblem for a name that is not known, with the nearest ones that are.
    """
    spelled: dict[str, str] = {}
    for therapy in therapies:
        for name in (therapy.name, *therapy.synonyms):
            spelled[name.casefold()] = therapy.name
    return [_resolved(name, spelled, expected) for name in names]


def _resolved(name: str, spelled: dict[str, str], expected: str) -> str:
    known = spelled.get(name.strip().casefold())
    if known is not None:
        return known
    near = difflib.get_close_matches(name.casefold(), spelled, n=3)
    raise InputProblem(
        f"unknown therapy {name!r}",
        column="prior_therapies" if expected == OF_A_HISTORY else None,
        expected=expected,
        advice=f"Did you mean {' or '.join(near)}?" if near else "Correct the name",
    )
