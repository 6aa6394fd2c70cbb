"""Purity and ploidy of the tumor: as given for the sample, else as a copy-number caller found."""

from dataclasses import dataclass

from annotator.model.observations import Observations, TumorContent
from annotator.model.warning import ReportWarning
from annotator.readers.registry import caller_names
from annotator.readers.sheet.request import SampleRequest

_APART = 0.1
"""Difference of purity from which two statements are worth a warning."""
_PLOIDY_APART = 0.5


@dataclass(frozen=True, slots=True)
class UsedContent:
    """The purity (0-1) and ploidy that are used; null where nothing tells. With what to know."""

    purity: float | None
    ploidy: float | None
    warnings: list[ReportWarning]


def tumor_content(request: SampleRequest, observations: Observations) -> UsedContent:
    """What the request says holds; what it leaves out comes from one file that tells it."""
    found = [c for c in observations.tumor_contents if c.purity is not None]
    if not found:
        return UsedContent(request.tumor_purity, request.ploidy, [])
    first = found[0]
    purity = first.purity if request.tumor_purity is None else request.tumor_purity
    ploidy = request.ploidy
    if request.tumor_purity is None and ploidy is None:  # both are of one fit
        ploidy = first.ploidy
    warnings = [_used(first)] if request.tumor_purity is None else []
    warnings += [_apart(each, purity) for each in found if _far(each.purity, purity, _APART)]
    warnings += [
        _ploidy_apart(each, ploidy) for each in found if _far(each.ploidy, ploidy, _PLOIDY_APART)
    ]
    return UsedContent(purity, ploidy, warnings)


def _name(content: TumorContent) -> str:
    return caller_names([content.caller]).get(content.caller, content.caller)


def _far(told: float | None, used: float | None, apart: float) -> bool:
    return told is not None and used is not None and abs(told - used) > apart


def _used(each: TumorContent) -> ReportWarning:
    ploidy = "" if each.ploidy is None else f" and its ploidy {each.ploidy:g}"
    message = f"the tumor purity {each.purity:g}{ploidy} are those that {_name(each)} found"
    if not ploidy:
        message = f"the tumor purity {each.purity:g} is that which {_name(each)} found"
    return ReportWarning(code="purity_of_caller", message=message, source=each.source.place)


def _apart(each: TumorContent, used: float | None) -> ReportWarning:
    message = f"{_name(each)} found a tumor purity of {each.purity:g}; {used:g} is used"
    return ReportWarning(code="purity_differs", message=message, source=each.source.place)


def _ploidy_apart(each: TumorContent, used: float | None) -> ReportWarning:
    message = f"{_name(each)} found a ploidy of {each.ploidy:g}; {used:g} is used"
    return ReportWarning(code="ploidy_differs", message=message, source=each.source.place)
