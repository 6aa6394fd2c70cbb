"""The findings of one sample as they count today: roles, significance, drivers and profiles."""

from dataclasses import dataclass

from annotator.interpretation.history import TKI, course_tokens
from annotator.interpretation.profile import Driver, Profile, build_profile, sample_drivers
from annotator.interpretation.significance import with_significance
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.findings import FindingsDocument, Mutation
from annotator.model.on_target import beside_the_driver, with_roles


@dataclass(frozen=True)
class SampleFindings:
    """One findings document, read with the knowledge base.

    `drivers` are the driver fusions found, or the driver that an earlier test showed. `profiles`
    has one entry for each of them; it is empty for a failed document. `after_tki` says whether a
    TKI of a driver had been given; null where the history is unknown.
    """

    document: FindingsDocument
    drivers: list[Driver]
    profiles: list[Profile]
    after_tki: bool | None

    @property
    def failed(self) -> bool:
        """Whether the inputs of the sample could not be read."""
        return self.document.status == "failed"

    @property
    def fusion_kinases(self) -> list[str]:
        """The kinases whose fusions were looked for as drivers."""
        return [a.gene for a in self.document.assessments if a.category == "fusion"]

    @property
    def of_other_kinases(self) -> list[Mutation]:
        """The mutations, not filtered, of a fusion kinase that is not the driver."""
        genes = {driver.gene for driver in self.drivers}
        return beside_the_driver(self.document.findings, self.fusion_kinases, genes)


def read_findings(document: FindingsDocument, knowledge: KnowledgeAsOf) -> SampleFindings:
    """Settle what the findings count as, by the driver and by the knowledge of today."""
    context = document.clinical_context
    drivers = sample_drivers(document.findings, context.known_driver)
    genes = frozenset(driver.gene for driver in drivers)
    document = with_roles(document, genes)
    document = document.model_copy(
        update={"findings": with_significance(document.findings, knowledge)}
    )
    complete = document.status == "complete"
    return SampleFindings(
        document=document,
        drivers=drivers,
        profiles=[_profile(driver, document) for driver in drivers] if complete else [],
        after_tki=_after_tki(document, genes, knowledge),
    )


def _profile(driver: Driver, document: FindingsDocument) -> Profile:
    return build_profile(
        driver,
        document.findings,
        document.assessments,
        document.sample.specimen,
        document.phased_alleles,
    )


def _after_tki(
    document: FindingsDocument, genes: frozenset[str], knowledge: KnowledgeAsOf
) -> bool | None:
    """Return whether a TKI of one of the genes was given; None where the history is unknown."""
    context = document.clinical_context
    if context.prior_therapies is None:
        return None
    therapies = knowledge.therapies.values()
    return any(TKI in course_tokens(context.courses, gene, therapies) for gene in genes)
