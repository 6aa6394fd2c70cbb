"""What is said of a driver of another gene beside a driver fusion, as the history makes it."""

from collections.abc import Iterable, Mapping, Sequence

from annotator.interpretation.history import TKI, course_tokens
from annotator.interpretation.profile import sample_drivers
from annotator.knowledge.model import Therapy
from annotator.model.context import ClinicalContext
from annotator.model.findings import Finding, Fusion, Mutation
from annotator.model.warning import ReportWarning


def driver_mutations(findings: Iterable[Finding]) -> list[Mutation | Fusion]:
    """What can drive lung cancer by itself and is no fusion: alleles, and events within a gene."""
    return [
        f
        for f in findings
        if (isinstance(f, Mutation) and f.drives_another)
        or (isinstance(f, Fusion) and f.drives_within)
    ]


def other_drivers(findings: Iterable[Finding]) -> list[Fusion]:
    """The driver fusions of genes that are no driver of this report."""
    return [f for f in findings if isinstance(f, Fusion) and f.drives_another]


def after_tki(
    findings: Iterable[Finding], context: ClinicalContext, therapies: Mapping[str, Therapy]
) -> bool | None:
    """Whether a TKI of a driver found had been given; null where the history is unknown."""
    if context.prior_therapies is None:
        return None
    genes = {driver.gene for driver in sample_drivers(findings, context.known_driver)}
    return any(TKI in course_tokens(context.courses, gene, therapies.values()) for gene in genes)


def second_driver_sentence(findings: Sequence[Finding], treated: bool | None) -> str:
    """What the driver line of page 1 says of drivers of other genes; `treated` as `after_tki`."""
    others = [f.name for f in other_drivers(findings)]
    names = ", ".join([*others, *(m.label for m in driver_mutations(findings))])
    if not names:
        return ""
    if treated is None:
        return (
            f" Also found: {names}, which is unusual before any TKI (check the sample's identity) "
            "and is read as a bypass after one."
        )
    if treated:
        return f" Also found, after a TKI: {names}, read as a bypass."
    return (
        f" Also found: {names}, which is unusual together with a driver fusion: check the "
        "sample's identity."
    )


def second_driver_warnings(
    findings: Sequence[Finding], treated: bool | None
) -> list[ReportWarning]:
    """A warning where a driver of another gene stands beside a driver fusion.

    After a TKI it is no doubt of the sample but a bypass, which the summary and the guidance tell.
    """
    drivers = [f.nomenclature for f in findings if isinstance(f, Fusion) and f.is_driver]
    fusions = [f for f in findings if isinstance(f, Fusion)]
    others = [f.nomenclature for f in fusions if f.drives_another or f.drives_within]
    others += [f.label for f in findings if isinstance(f, Mutation) and f.drives_another]
    if not drivers or not others or treated:
        return []
    both = f"{', '.join(drivers)} and {', '.join(others)} in one sample are unusual"
    message = f"{both} before any TKI: check the sample's identity."
    if treated is None:
        message = (
            f"{both} before any TKI: check the sample's identity. After a TKI the second is read "
            "as a bypass; the treatment history is unknown."
        )
    return [ReportWarning(code="second_driver", message=message)]
