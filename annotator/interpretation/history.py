"""The courses given before, as the tokens that statements, rules and approvals ask for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.knowledge.history_tokens import (
    ADJUVANT,
    COMPLETED,
    NONE,
    THERAPY,
    TKI,
    TOXICITY,
    implied,
)
from annotator.knowledge.model import HistoryCondition, Therapy
from annotator.knowledge.profile_tokens import any_history_words, history_words
from annotator.model.context import Course, named_courses

__all__ = [
    "NONE",
    "TKI",
    "TOXICITY",
    "course_tokens",
    "history_tokens",
    "regimens",
    "unmet_history",
]


def history_tokens(prior: Sequence[str], gene: str, therapies: Iterable[Therapy]) -> frozenset[str]:
    """Return the tokens of courses whose names alone are known; see `course_tokens`."""
    return course_tokens(named_courses(prior), gene, therapies)


def course_tokens(
    courses: Sequence[Course], gene: str, therapies: Iterable[Therapy]
) -> frozenset[str]:
    """Return the tokens that hold for a history.

    A drug gives `therapy:NAME`; a TKI of `gene` also gives `tki` and `generation:N`. A regimen
    counts as given where its parts were given one by one.

    A drug that was always stopped for toxicity, or given to its planned end, shows no resistance:
    it gives `toxicity:NAME` or `completed:NAME` instead, and a TKI of `gene` also `toxicity` or
    `completed`. An adjuvant drug also gives `adjuvant:NAME`, and a TKI of `gene` `adjuvant`.
    """
    by_name = {therapy.name: therapy for therapy in therapies}
    kinds: dict[str, set[str]] = {}
    for course in courses:
        for name in course.therapies:
            kinds.setdefault(name, set()).update(_kinds(course, by_name.get(name)))
    for name, parts in regimens(kinds, by_name.values()).items():
        kinds.setdefault(name, set()).update(*(kinds[part] for part in parts))
    tokens: set[str] = set()
    for name, kinds_of_drug in kinds.items():
        outweighed = {TOXICITY, COMPLETED} if THERAPY in kinds_of_drug else set()
        for kind in kinds_of_drug - outweighed:
            tokens |= implied(f"{kind}:{name}", gene, by_name)
    return frozenset(tokens)


def _kinds(course: Course, therapy: Therapy | None) -> Iterator[str]:
    """Return the kinds of token that a course gives a drug.

    A planned end counts for TKIs and adjuvant courses alone.
    """
    if course.setting == "adjuvant":
        yield ADJUVANT
    planned = course.setting == "adjuvant" or (therapy is not None and therapy.kind == "tki")
    if course.stopped == "toxicity":
        yield TOXICITY
    elif course.stopped == "completed" and planned:
        yield COMPLETED
    else:
        yield THERAPY


def regimens(given: Iterable[str], therapies: Iterable[Therapy]) -> dict[str, list[str]]:
    """Return the regimens whose every part was given, each with the drugs given of it."""
    names = set(given)
    return {
        therapy.name: sorted(names & {name for part in therapy.made_of for name in part})
        for therapy in therapies
        if therapy.made_of and all(names & set(part) for part in therapy.made_of)
    }


def unmet_history(condition: HistoryCondition, tokens: frozenset[str]) -> str | None:
    """Return what a condition asks of the history and does not find; None where it is met."""
    if condition.none and TKI in tokens:
        return history_words(NONE)
    missing = [token for token in condition.all_of if token not in tokens]
    if missing:
        return " and ".join(map(history_words, missing))
    if condition.any_of and not set(condition.any_of) & tokens:
        return any_history_words(condition.any_of)
    refused = [token for token in condition.none_of if token in tokens]
    return f"not {any_history_words(refused)}" if refused else None


def drugs_of(courses: Iterable[Course]) -> list[str]:
    """Return every drug of some courses, in order, each once."""
    return list(dict.fromkeys(name for course in courses for name in course.therapies))


def targets_of(names: Iterable[str], therapies: Mapping[str, Therapy]) -> set[str]:
    """Return the kinases that the TKIs among some drugs inhibit."""
    return {
        target.gene
        for name in names
        if name in therapies and therapies[name].kind == "tki"
        for target in therapies[name].targets
        if target.active
    }
