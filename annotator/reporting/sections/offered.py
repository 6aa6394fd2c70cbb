"""The therapies that the guidance offers, in order, and why one that may help is not offered."""

from annotator.model.report import Report
from annotator.reporting.sections.sentences import sentence


def offered_order(report: Report) -> list[str]:
    """Return the therapies of the options in order, without those that are only to be avoided."""
    named = (
        therapy
        for option in report.guidance.options
        if option.category != "avoid"
        for therapy in option.therapies
    )
    return list(dict.fromkeys(named))


def why_no_option(report: Report, therapy: str) -> str | None:
    """Return why a therapy is not an option; None where it is one, or without guidance.

    For an unknown history each reason names the branches for which it holds.
    """
    if therapy in offered_order(report):
        return None
    reasons: dict[str, list[str]] = {}
    for entry in report.guidance.not_considered:
        if entry.therapies == [therapy]:
            reasons.setdefault(entry.reason, []).append(entry.branch or "")
    for option in report.guidance.options:
        if option.therapies == [therapy]:
            # The therapy stands among the options only as one to avoid.
            against = option.reasons[0].rstrip(".")
            reasons.setdefault(f"to be avoided: {against}", []).append(option.branch or "")
    if not reasons:
        return None
    texts = [
        f"{', '.join(branches)}: {reason}" if len(reasons) > 1 else reason
        for reason, branches in reasons.items()
    ]
    return sentence("not an option: " + "; ".join(texts).rstrip(".") + ".")
