"""Resolves the drugs and toxicities of a history to the names of the knowledge base."""

import difflib
from collections.abc import Iterable, Sequence

from annotator.knowledge.model import Therapy, ToxicityKind
from annotator.knowledge.therapy_names import plain_name, resolve_therapies
from annotator.model.context import Course
from annotator.model.errors import InputProblem


def resolve_courses(
    courses: Sequence[Course], therapies: Sequence[Therapy], kinds: Sequence[ToxicityKind]
) -> list[Course]:
    """Return the courses with every name as in the knowledge base.

    Raises InputProblem for an unknown drug or kind of toxicity, with the nearest known one.
    """
    return [
        course.model_copy(update={"toxicity": resolve_kind(course.toxicity, kinds)})
        for course in resolve_drugs(courses, therapies)
    ]


def resolve_drugs(courses: Sequence[Course], therapies: Sequence[Therapy]) -> list[Course]:
    """Return the courses with every drug as in the knowledge base.

    Raises InputProblem for an unknown drug.
    """
    resolved = [resolve_therapies(course.therapies, therapies) for course in courses]
    return [
        course.model_copy(update={"therapies": list(dict.fromkeys(names))})
        for course, names in zip(courses, resolved, strict=True)
    ]


def resolve_kind(text: str | None, kinds: Iterable[ToxicityKind]) -> str | None:
    """Return a kind of toxicity by its name or a synonym, in any case.

    Raises InputProblem for an unknown one.
    """
    if text is None:
        return None
    spelled = {
        plain_name(name): kind.kind for kind in kinds for name in (kind.kind, *kind.synonyms)
    }
    known = spelled.get(plain_name(text))
    if known is not None:
        return known
    near = difflib.get_close_matches(plain_name(text), spelled, n=1)
    names = list(dict.fromkeys(spelled.values()))
    raise InputProblem(
        f"unknown kind of toxicity {text!r}",
        column="prior_therapies",
        expected=f"one of {', '.join(names)}" if names else "none: this knowledge base lists none",
        advice=f"Did you mean {spelled[near[0]]}?" if near else "Write other for any further kind",
    )
