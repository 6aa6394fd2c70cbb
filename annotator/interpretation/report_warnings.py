"""The warnings of a report: those of detection, and those that interpretation adds."""

from datetime import date

from annotator.interpretation.knowledge_reach import reach_warnings
from annotator.interpretation.known_driver import known_driver_warnings
from annotator.interpretation.sample_findings import SampleFindings
from annotator.interpretation.second_driver import second_driver_warnings
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.findings import Mutation
from annotator.model.warning import ReportWarning


def finding_warnings(sample: SampleFindings) -> list[ReportWarning]:
    """Return the warnings of the findings document and those on its findings."""
    document = sample.document
    return [
        # Documents of earlier releases hold this warning, made without regard to the history.
        *(warning for warning in document.warnings if warning.code != "second_driver"),
        *second_driver_warnings(document.findings, sample.after_tki),
        *_filtered_mutations(sample),
        *_resistance_of_another_kinase(sample),
    ]


def caution_warnings(
    sample: SampleFindings, knowledge: KnowledgeAsOf, day: date
) -> list[ReportWarning]:
    """Return the warnings that also stand above page 1: without them the report may mislead."""
    if sample.failed:
        return []
    return [*known_driver_warnings(sample.document), *reach_warnings(knowledge, day)]


def _filtered_mutations(sample: SampleFindings) -> list[ReportWarning]:
    """Warn of on-target mutations that a caller filtered, which count in no call."""
    genes = {profile.gene for profile in sample.profiles}
    return [
        ReportWarning(
            code="filtered_on_target_mutation",
            message=(
                f"{f.label} was filtered by the caller ({', '.join(f.filters)}) and is not counted "
                "in the calls; confirm it by another method."
            ),
            source=f.support[0].source if f.support else None,
        )
        for f in sample.document.findings
        if isinstance(f, Mutation) and f.role == "on_target" and f.filters and f.gene in genes
    ]


def _resistance_of_another_kinase(sample: SampleFindings) -> list[ReportWarning]:
    """Warn of known resistance mutations of a kinase that does not drive this tumor."""
    by_gene: dict[str, list[Mutation]] = {}
    for mutation in sample.of_other_kinases:
        if mutation.counts_as_resistance:
            by_gene.setdefault(mutation.gene, []).append(mutation)
    return [
        ReportWarning(
            code="resistance_mutation_of_another_kinase",
            message=(
                f"{', '.join(m.label for m in mutations)}: known from resistance of {gene} "
                f"fusions, and {gene} is not the driver kinase of this report, so not counted as "
                f"on-target. Check whether a fusion of {gene} was missed, and the sample's "
                "identity."
            ),
            source=mutations[0].support[0].source if mutations[0].support else None,
        )
        for gene, mutations in by_gene.items()
    ]
