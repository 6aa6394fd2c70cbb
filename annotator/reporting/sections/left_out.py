"""The therapies that are not among the options, by reason; once where all branches agree."""

from collections.abc import Iterable

from annotator.model.base import Model
from annotator.model.report import Guidance, NotConsidered
from annotator.reporting.sections.sentences import sentence

_Key = tuple[str, tuple[str, ...]]


class LeftOut(Model):
    """The therapies that are not among the options for one reason."""

    reason: str
    therapies: list[str]


def left_out_of_branch(guidance: Guidance, branch: str | None) -> list[LeftOut]:
    """Return what one branch leaves out, without what all branches leave out alike."""
    common = _common(guidance)
    return _by_reason(entry for entry in _of(guidance, branch) if _key(entry) not in common)


def left_out_everywhere(guidance: Guidance) -> list[LeftOut]:
    """Return what all of several branches leave out for the same reason."""
    common = _common(guidance)
    entries = {_key(entry): entry for entry in guidance.not_considered if _key(entry) in common}
    return _by_reason(entries.values())


def _common(guidance: Guidance) -> set[_Key]:
    """Return the entries that all of several branches share."""
    names = dict.fromkeys(
        [option.branch for option in guidance.options]
        + [entry.branch for entry in guidance.not_considered]
    )
    of_branches = [{_key(entry) for entry in _of(guidance, name)} for name in names]
    return set.intersection(*of_branches) if len(of_branches) > 1 else set()


def _of(guidance: Guidance, branch: str | None) -> list[NotConsidered]:
    return [entry for entry in guidance.not_considered if entry.branch == branch]


def _key(entry: NotConsidered) -> _Key:
    return entry.reason, tuple(entry.therapies)


def _by_reason(entries: Iterable[NotConsidered]) -> list[LeftOut]:
    therapies: dict[str, list[str]] = {}
    for entry in entries:
        therapies.setdefault(entry.reason, []).append(" + ".join(entry.therapies))
    return [
        LeftOut(reason=sentence(reason).rstrip("."), therapies=names)
        for reason, names in therapies.items()
    ]
