"""Which kinase is the target: that of the driver, or any driver kinase where none is shown."""

from collections.abc import Collection, Iterable, Sequence

from annotator.model.findings import CompoundMutation, Finding, Fusion, Mutation


def driver_kinases(findings: Iterable[Finding]) -> frozenset[str]:
    """The kinases whose fusion is shown to drive the tumor."""
    return frozenset(f.gene for f in findings if isinstance(f, Fusion) and f.is_driver)


def is_on_target(gene: str, drivers: frozenset[str]) -> bool:
    """Whether mutations of a kinase are on-target beside these drivers (none: not shown)."""
    return not drivers or gene in drivers


def of_drivers_alone(mutations: Iterable[Mutation], drivers: frozenset[str]) -> list[Mutation]:
    """The mutations; beside a driver those of another fusion kinase are not on-target."""
    return [
        m
        if m.role != "on_target" or is_on_target(m.gene, drivers)
        else m.model_copy(update={"role": "other"})
        for m in mutations
    ]


def with_roles(findings: Sequence[Finding], drivers: frozenset[str]) -> list[Finding]:
    """The findings, on-target where the driver is.

    A document of an older release may mix them, and detection knows no driver of an earlier test.
    """
    return [
        of_drivers_alone([f], drivers)[0] if isinstance(f, Mutation) else f
        for f in findings
        if not isinstance(f, CompoundMutation) or is_on_target(f.gene, drivers)
    ]


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
