"""What is known of mutated kinases that no fusion drives: context for a finding, not a call.

A statement that requires an allele alone is about the mutated kinase as the target of a drug, in
tumors that depend on it. A tumor that a fusion drives need not, so nothing is predicted from it.
"""

from collections.abc import Iterable, Sequence

from annotator.interpretation.verdicts import curation_of, verdict_on
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import Statement
from annotator.model.findings import Finding, Mutation
from annotator.model.report import GuidanceOption, KinaseEffect, NoteSource


def effects_on_other_kinases(
    findings: Iterable[Finding], knowledge: KnowledgeAsOf
) -> list[KinaseEffect]:
    """Return one effect for each unfiltered mutation and therapy with a statement in force."""
    return [
        _effect(finding, therapy, statements)
        for finding in findings
        if isinstance(finding, Mutation) and finding.protein_change and not finding.filters
        for therapy in sorted(knowledge.therapies_with_statements(finding.gene))
        if (statements := _statements(finding, therapy, knowledge))
    ]


def _statements(mutation: Mutation, therapy: str, knowledge: KnowledgeAsOf) -> list[Statement]:
    known = knowledge.by_alleles(mutation.gene, therapy)
    alleles = frozenset({mutation.protein_change or mutation.label})
    return [statement for statement in known.on(alleles) if statement.lone_allele]


def _effect(mutation: Mutation, therapy: str, statements: Sequence[Statement]) -> KinaseEffect:
    verdict = verdict_on(mutation.label, statements)
    return KinaseEffect(
        finding=mutation.id,
        gene=mutation.gene,
        therapy=therapy,
        effect=verdict.effect,
        statements=[statement.id for statement in statements],
        reason=verdict.reason,
        evidence=verdict.evidence,
        curation=curation_of(verdict.deciding, verdict.effect),
    )


def notes_on_options(
    effects: Iterable[KinaseEffect], driver: str, options: Iterable[GuidanceOption]
) -> list[NoteSource]:
    """Note the effect on the other kinase of each drug among the options that inhibits both."""
    offered = {t for option in options if option.category != "avoid" for t in option.therapies}
    return [
        NoteSource(
            note=f"{effect.therapy.capitalize()} as an inhibitor of {effect.gene}, not of "
            f"{driver}: {effect.reason}. Weigh it where {effect.therapy} is to block "
            f"{effect.gene}; it does not apply to {driver}.",
            kind="kinase_effect",
            statements=effect.statements,
            findings=[effect.finding],
        )
        for effect in effects
        if effect.therapy in offered
    ]
