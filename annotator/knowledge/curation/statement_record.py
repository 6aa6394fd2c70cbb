"""Statements with everything that they refer to, for answers and exports."""

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import EvidenceLevel, EvidenceType, Reference, Statement
from annotator.knowledge.profile_tokens import profile_text
from annotator.model.base import Curation, Effect, Model


class StatementRecord(Model):
    """A statement with its profile in words, its tier, and its references.

    It counts from `since`, which is the date itself where `date_known`. `laboratory` is the one
    that added or changed it; null for a statement of the packaged knowledge base.
    """

    id: str
    gene: str
    profile: str
    requires: list[str]
    excludes: list[str]
    phase: str | None
    prior_therapy: list[str]
    not_after: list[str]
    therapy: str
    effect: Effect
    evidence_type: EvidenceType
    level: EvidenceLevel
    tier: str | None
    value: str | None
    unit: str | None
    fold: float | None
    model: str | None
    trial: str | None
    since: str
    date_known: bool
    until: str | None
    rechallenge: bool
    references: list[Reference]
    curation: Curation
    note: str | None
    note_since: str | None
    laboratory: str | None


def statement_record(statement: Statement, knowledge: KnowledgeAsOf) -> StatementRecord:
    """Return a statement with what it refers to; a missing reference is named as such."""
    fields = statement.model_dump(exclude={"since", "reference", "further_references"})
    names = [statement.reference, *knowledge.published(statement.further_references)]
    return StatementRecord(
        **fields,
        since=statement.counts_from,
        date_known=statement.date_known,
        profile=profile_text(statement),
        tier=knowledge.tier(statement),
        references=[
            knowledge.references.get(name)
            or Reference(id=name, citation=f"{name}, which references.tsv does not hold")
            for name in names
        ],
        laboratory=knowledge.laboratory("statements", statement.id),
    )
