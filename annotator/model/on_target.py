"""Which kinase is the target: that of the driver, or any driver kinase where none is shown."""

from collections.abc import Collection, Iterable, Sequence

from annotator.model.findings import (
    Assessment,
    CompoundMutation,
    Finding,
    FindingsDocument,
    Fusion,
    Mutation,
)


def driver_kinases(findings: Iterable[Finding]) -> frozenset[str]:
    """The kinases whose fusion is shown to drive the tumor."""
    return frozenset(f.gene for f in findings if isinstance(f, Fusion) and f.is_driver)


def is_on_target(gene: str, drivers: frozenset[str]) -> bool:
    """Whether mutations of a kinase are on-target with these drivers (none: not shown)."""
    return not drivers or gene in drivers


def of_drivers_alone(mutations: Iterable[Mutation], drivers: frozenset[str]) -> list[Mutation]:
    """The mutations; with a driver shown, those of another fusion kinase are not on-target."""
    return [
        m
        if m.role != "on_target" or is_on_target(m.gene, drivers)
        else m.model_copy(update={"role": "other"})
        for m in mutations
    ]


def with_roles(document: FindingsDocument, drivers: frozenset[str]) -> FindingsDocument:
    """The document, its mutations on-target where the driver is.

    One of an older release may mix them, and detection knows no driver of an earlier test.
    """
    kinases = [a.gene for a in document.assessments if a.category == "fusion"]
    return document.model_copy(
        update={
            "findings": [
                of_drivers_alone([f], drivers)[0] if isinstance(f, Mutation) else f
                for f in document.findings
                if not isinstance(f, CompoundMutation) or is_on_target(f.gene, drivers)
            ],
            "phased_alleles": [p for p in document.phased_alleles if is_on_target(p.gene, drivers)],
            "unlisted_pairs": [p for p in document.unlisted_pairs if is_on_target(p.gene, drivers)],
            "assessments": with_remarks(document.assessments, kinases, drivers),
        }
    )


def with_remarks(
    assessments: Iterable[Assessment], kinases: Collection[str], drivers: frozenset[str]
) -> list[Assessment]:
    """The assessments; a mutation in a fusion kinase that is not the driver gets that remark."""
    return [
        _with_remark(a, f"; {a.gene} is not the driver kinase of this report")
        if a.category in ("residue", "kinase_domain")
        and a.result in ("present", "indeterminate")
        and a.gene in kinases
        and not is_on_target(a.gene, drivers)
        else a
        for a in assessments
    ]


def _with_remark(assessment: Assessment, remark: str) -> Assessment:
    """The assessment with a remark behind its reason, once."""
    if assessment.reason.endswith(remark):
        return assessment
    return assessment.model_copy(update={"reason": assessment.reason + remark})


def beside_the_driver(
    findings: Sequence[Finding], kinases: Iterable[str], drivers: Collection[str]
) -> list[Mutation]:
    """Mutations, not filtered, of those of the fusion kinases that are not among the drivers."""
    others = set(kinases) - set(drivers) if drivers else set()
    return [
        f
        for f in findings
        if isinstance(f, Mutation) and f.gene in others and f.alters_kinase and not f.filters
    ]
