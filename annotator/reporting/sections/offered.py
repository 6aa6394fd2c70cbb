"""Which therapies the guidance offers, in its order, and why one that may help is not offered."""

from annotator.model.report import Report
from annotator.reporting.sections.sentences import sentence


def offered_order(report: Report) -> list[str]:
    """The therapies of the options in their order; none that is only to be avoided."""
    named = (
        therapy
        for option in report.guidance.options
        if option.category != "avoid"
        for therapy in option.therapies
    )
    return list(dict.fromkeys(named))


def why_no_option(report: Report, therapy: str) -> str | None:
    """Why a therapy is no option; null where it is one, or where no guidance was given.

    For a history that is not known, the reason with the branch that it holds for.
    """
    if therapy in offered_order(report):
        return None
    reasons: dict[str, list[str]] = {}
    for entry in report.guidance.not_considered:
        if entry.therapies == [therapy]:
            reasons.setdefault(entry.reason, []).append(entry.branch or "")
    for option in report.guidance.options:
        if option.therapies == [therapy]:
            # All that is left of it is to be avoided.
            against = option.reasons[0].rstrip(".")
            reasons.setdefault(f"to be avoided: {against}", []).append(option.branch or "")
    if not reasons:
        return None
    said = [
        f"{', '.join(branches)}: {reason}" if len(reasons) > 1 else reason
        for reason, branches in reasons.items()
    ]
    return sentence("not an option: " + "; ".join(said).rstrip(".") + ".")
