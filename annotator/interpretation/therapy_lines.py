"""Counts the courses given before as lines of therapy, and writes a course in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.interpretation.history import targets_of
from annotator.knowledge.model import Therapy
from annotator.model.context import Course


@dataclass(frozen=True, slots=True)
class LineCount:
    """The next line of therapy: `1L`, `2L`, ..., or `unknown`.

    `switched` holds the therapies of the courses that were left for toxicity within their line.
    """

    line: str
    switched: list[tuple[str, ...]]


def count_lines(
    courses: Sequence[Course] | None, gene: str | None, therapies: Mapping[str, Therapy]
) -> LineCount:
    """Count lines of systemic therapy for advanced disease as clinicians do.

    An adjuvant course does not count. Drugs given together are one line. A switch to another
    inhibitor of the same kinase (of the driver `gene` where it is known) after toxicity stays
    within the line, and so does the next treatment. Maintenance stays within it too: a drug that
    goes on from a finished combination.
    """
    if courses is None:
        return LineCount("unknown", [])
    advanced = [course for course in courses if course.setting is None]
    within = [_within_line(one, other, gene, therapies) for one, other in pairwise(advanced)]
    if advanced:  # the next treatment is supposed to be another inhibitor of the class
        within.append(_left_for_toxicity(advanced[-1], gene, therapies))
    switched = [
        tuple(course.therapies)
        for course, stays in zip(advanced, within, strict=True)
        if stays and course.stopped == "toxicity"
    ]
    return LineCount(f"{1 + within.count(False)}L", list(dict.fromkeys(switched)))


def _left_for_toxicity(course: Course, gene: str | None, therapies: Mapping[str, Therapy]) -> bool:
    return course.stopped == "toxicity" and bool(_class(course, gene, therapies))


def _class(course: Course, gene: str | None, therapies: Mapping[str, Therapy]) -> set[str]:
    """Return the kinases that a course inhibits; of a known driver `gene` that one alone."""
    targets = targets_of(course.therapies, therapies)
    return targets if gene is None else targets & {gene}


def _within_line(
    left: Course, course: Course, gene: str | None, therapies: Mapping[str, Therapy]
) -> bool:
    """Return whether a course belongs to the line of the one before it."""
    if left.stopped == "completed":
        return set(course.therapies) < set(left.therapies)
    shared = _class(left, gene, therapies) & _class(course, gene, therapies)
    return left.stopped == "toxicity" and bool(shared)


def course_words(course: Course, toxicity_name: Callable[[str], str]) -> str:
    """Return a course in words: `alectinib (adjuvant, completed)`."""
    reason: str | None = course.stopped
    if course.toxicity is not None:
        reason = f"toxicity: {toxicity_name(course.toxicity)}"
    further = ", ".join(filter(None, (course.setting, reason)))
    name = " + ".join(course.therapies)
    return f"{name} ({further})" if further else name
