"""Exports the statements for other programs: as a table, and as evidence items of CIViC."""

import csv
import io
from datetime import date
from typing import Literal

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.curation.statement_record import StatementRecord, statement_record
from annotator.knowledge.evidence import EVIDENCE_WORDS
from annotator.knowledge.profile_tokens import FUSION, OTHER, is_allele, is_alteration
from annotator.model.base import Curation, Effect, Model

Significance = Literal["SENSITIVITYRESPONSE", "RESISTANCE", "REDUCED_SENSITIVITY", "NA"]
Predicate = Literal["predictsSensitivityTo", "predictsResistanceTo"]
SIGNIFICANCE: dict[Effect, Significance] = {
    "sensitive": "SENSITIVITYRESPONSE",
    "resistant": "RESISTANCE",
    "reduced": "REDUCED_SENSITIVITY",
    "conflicting": "NA",
    "unknown": "NA",
}
PREDICATES: dict[Effect, Predicate] = {
    "sensitive": "predictsSensitivityTo",
    "resistant": "predictsResistanceTo",
}
"""The predicates of GA4GH VA-Spec; it has none for the other effects."""
DISEASE = "non-small cell lung cancer"
"""The disease that the evidence items are on."""
REFERENCE_COLUMNS = ("references", "pmids", "dois", "citations")


class MolecularProfile(Model):
    """The alterations required in the tumor: `alleles` of `gene`, together where `phase` is cis."""

    name: str
    gene: str
    fusion: bool
    alleles: list[str]
    any_further_mutation: bool
    phase: str | None
    alterations: list[str]
    excludes: list[str]
    prior_therapy: list[str]
    not_after: list[str]


class EvidenceSource(Model):
    """A source; with a PMID `source_type` is PUBMED, and `citation_id` is the PMID."""

    id: str
    source_type: Literal["PUBMED", "OTHER"]
    citation_id: str | None
    doi: str | None
    citation: str


class EvidenceItem(Model):
    """One statement as an evidence item of CIViC, with the predicate that GA4GH VA-Spec has.

    `evidence_basis` is the kind of evidence, `tier` that of AMP/ASCO/CAP. The item counts from
    `since`, which is the date itself where `date_known`.
    """

    id: str
    molecular_profile: MolecularProfile
    disease: str
    therapies: list[str]
    evidence_type: Literal["PREDICTIVE"] = "PREDICTIVE"
    evidence_direction: Literal["SUPPORTS", "NA"]
    significance: Significance
    predicate: Predicate | None
    evidence_level: str
    evidence_basis: str
    tier: str | None
    value: str | None
    unit: str | None
    fold: float | None
    assay: str | None
    since: str
    date_known: bool
    until: str | None
    sources: list[EvidenceSource]
    evidence_statement: str | None
    curation: Curation
    laboratory: str | None


class EvidenceExport(Model):
    """The statements of a knowledge base; `as_of` is null for statements of any date."""

    knowledge_version: str
    knowledge_sha256: str
    released: date
    as_of: date | None
    evidence_items: list[EvidenceItem]


def statement_records(knowledge: KnowledgeAsOf, all_dates: bool) -> list[StatementRecord]:
    """Return the statements in force, or those of any date, in the order of the base."""
    return [
        statement_record(
            statement if all_dates else knowledge.without_later_note(statement), knowledge
        )
        for statement in knowledge.base.statements
        if all_dates or statement.in_force(knowledge.as_of)
    ]


def statements_csv(records: list[StatementRecord]) -> str:
    """Return one comma-separated row per statement; lists and references are joined by `; `."""
    fields = [name for name in StatementRecord.model_fields if name != "references"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*fields, *REFERENCE_COLUMNS])
    for item in records:
        values = [_cell(getattr(item, name)) for name in fields]
        references = [
            _cell([reference.id for reference in item.references]),
            _cell([reference.pmid for reference in item.references if reference.pmid]),
            _cell([reference.doi for reference in item.references if reference.doi]),
            _cell([reference.citation for reference in item.references]),
        ]
        writer.writerow([*values, *references])
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def evidence_export(
    knowledge: KnowledgeAsOf, records: list[StatementRecord], disease: str, all_dates: bool
) -> EvidenceExport:
    """Return records as evidence items on a disease."""
    return EvidenceExport(
        knowledge_version=knowledge.base.release.version,
        knowledge_sha256=knowledge.base.sha256,
        released=knowledge.base.release.date,
        as_of=None if all_dates else knowledge.as_of,
        evidence_items=[_item(item, disease) for item in records],
    )


def _item(item: StatementRecord, disease: str) -> EvidenceItem:
    significance = SIGNIFICANCE[item.effect]
    return EvidenceItem(
        id=item.id,
        molecular_profile=_profile(item),
        disease=disease,
        therapies=[item.therapy],
        evidence_direction="NA" if significance == "NA" else "SUPPORTS",
        significance=significance,
        predicate=PREDICATES.get(item.effect),
        evidence_level=item.level,
        evidence_basis=EVIDENCE_WORDS[item.evidence_type],
        tier=item.tier,
        value=item.value,
        unit=item.unit,
        fold=item.fold,
        assay=item.model,
        since=item.since,
        date_known=item.date_known,
        until=item.until,
        sources=[
            EvidenceSource(
                id=reference.id,
                source_type="PUBMED" if reference.pmid else "OTHER",
                citation_id=reference.pmid,
                doi=reference.doi,
                citation=reference.citation,
            )
            for reference in item.references
        ],
        evidence_statement=item.note,
        curation=item.curation,
        laboratory=item.laboratory,
    )


def _profile(item: StatementRecord) -> MolecularProfile:
    return MolecularProfile(
        name=item.profile,
        gene=item.gene,
        fusion=FUSION in item.requires,
        alleles=[token for token in item.requires if is_allele(token)],
        any_further_mutation=OTHER in item.requires,
        phase=item.phase,
        alterations=[token for token in item.requires if is_alteration(token)],
        excludes=item.excludes,
        prior_therapy=item.prior_therapy,
        not_after=item.not_after,
    )
