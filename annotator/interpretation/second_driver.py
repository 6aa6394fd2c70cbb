"""Drivers of other genes besides a driver fusion, and what they mean by the history."""

from collections.abc import Iterable, Sequence

from annotator.model.findings import Finding, Fusion, Mutation
from annotator.model.warning import ReportWarning


def driver_mutations(findings: Iterable[Finding]) -> list[Mutation | Fusion]:
    """Return alleles, and events within a gene, that can drive lung cancer by themselves."""
    return [
        f
        for f in findings
        if (isinstance(f, Mutation) and f.drives_another)
        or (isinstance(f, Fusion) and f.drives_within)
    ]


def other_drivers(findings: Iterable[Finding]) -> list[Fusion]:
    """Return the driver fusions of genes that this report does not cover."""
    return [f for f in findings if isinstance(f, Fusion) and f.drives_another]


def second_driver_sentence(findings: Sequence[Finding], after_tki: bool | None) -> str:
    """Return a sentence on the drivers of other genes for page 1; empty where there are none.

    `after_tki` says whether a TKI of the driver had been given; None where that is unknown.
    """
    others = [f.name for f in other_drivers(findings)]
    names = ", ".join([*others, *(m.label for m in driver_mutations(findings))])
    if not names:
        return ""
    if after_tki is None:
        return (
            f" Also found: {names}, which is unusual before any TKI (check the sample's identity) "
            "and is read as a bypass after one."
        )
    if after_tki:
        return f" Also found, after a TKI: {names}, read as a bypass."
    return (
        f" Also found: {names}, which is unusual together with a driver fusion: check the "
        "sample's identity."
    )


def second_driver_warnings(
    findings: Sequence[Finding], after_tki: bool | None
) -> list[ReportWarning]:
    """Warn where a driver of another gene was found besides a driver fusion.

    After a TKI it does not cast doubt on the sample: it is a bypass, which the summary names.
    """
    drivers = [f.nomenclature for f in findings if isinstance(f, Fusion) and f.is_driver]
    fusions = [f for f in findings if isinstance(f, Fusion)]
    others = [f.nomenclature for f in fusions if f.drives_another or f.drives_within]
    others += [f.label for f in findings if isinstance(f, Mutation) and f.drives_another]
    if not drivers or not others or after_tki:
        return []
    both = f"{', '.join(drivers)} and {', '.join(others)} in one sample are unusual"
    message = f"{both} before any TKI: check the sample's identity."
    if after_tki is None:
        message = (
            f"{both} before any TKI: check the sample's identity. After a TKI the second is read "
            "as a bypass; the treatment history is unknown."
        )
    return [ReportWarning(code="second_driver", message=message)]
