"""The effects of drugs on mutated kinases that no fusion drives, one table per mutation."""

from annotator.model.base import Effect, Model
from annotator.model.findings import Mutation
from annotator.model.report import KinaseEffect, Report
from annotator.reporting.sections.citations import Citations
from annotator.reporting.sections.sentences import sentence
from annotator.reporting.sections.therapies import EFFECTS


class KinaseRow(Model):
    """One therapy; `references` are numbers of the list of references."""

    therapy: str
    effect: Effect
    reason: str
    references: list[int]
    unverified: bool
    laboratories: list[str]


class KinaseTable(Model):
    """The rows of one mutation of `gene`; `driver` is the gene of the guidance, or null."""

    label: str
    gene: str
    driver: str | None
    rows: list[KinaseRow]


def kinase_tables(report: Report, citations: Citations) -> list[KinaseTable]:
    """Return one table for each mutation, in order of the findings; what may help comes first."""
    tables = []
    for finding in report.findings:
        effects = [e for e in report.other_kinases if e.finding == finding.id]
        if isinstance(finding, Mutation) and effects:
            tables.append(
                KinaseTable(
                    label=finding.label,
                    gene=finding.gene,
                    driver=report.guidance.setting.gene,
                    rows=[
                        _row(effect, citations)
                        for effect in sorted(effects, key=lambda e: EFFECTS.index(e.effect))
                    ],
                )
            )
    return tables


def _row(effect: KinaseEffect, citations: Citations) -> KinaseRow:
    return KinaseRow(
        therapy=effect.therapy,
        effect=effect.effect,
        reason=sentence(effect.evidence or effect.reason),
        references=citations.leading(statements=effect.statements),
        unverified=effect.curation == "unverified",
        laboratories=citations.laboratories(statements=effect.statements),
    )
