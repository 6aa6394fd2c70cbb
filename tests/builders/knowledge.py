"""Small knowledge bases, so that each rule of the engine stands alone in its test.

The names are invented on purpose (GENE1, drug-a): the engine must not know any real one.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import (
    Approval,
    Branch,
    KnowledgeBase,
    Reference,
    Release,
    Rule,
    Statement,
    Target,
    Therapy,
    TierRow,
)
from tests.builders.detection_tables import limits

TODAY = date(2026, 11, 22)


def statement(requires: str, therapy: str, effect: str, **more: Any) -> Statement:
    """A statement on GENE1; `requires` as in the table, without the leading `fusion`."""
    tokens = ["fusion", *(t.strip() for t in requires.split(";") if t.strip())]
    phase = "cis" if len([t for t in tokens[1:] if " " not in t]) > 1 else None
    defaults: dict[str, Any] = {
        "id": f"{requires}/{therapy}/{effect}/{more.get('evidence_type', 'clinical_series')}",
        "gene": "GENE1",
        "requires": tokens,
        "phase": phase,
        "therapy": therapy,
        "effect": effect,
        "evidence_type": "clinical_series",
        "level": "B",
        "reference": "ref",
        "curation": "verified",
        "since": "2020",
    }
    return Statement(**(defaults | more))


def on_allele_alone(allele: str, therapy: str, effect: str, **more: Any) -> Statement:
    """A statement that needs an allele of GENE9 alone: the fusions of that gene drive nothing."""
    made = statement(allele, therapy, effect, **more)
    return made.model_copy(
        update={"id": f"GENE9 {made.id}", "gene": "GENE9", "requires": [allele], "phase": None}
    )


def therapy(name: str, generation: int | None = 1, gene: str = "GENE1") -> Therapy:
    return Therapy(
        name=name,
        kind="tki",
        targets=[Target(gene=gene, generation=generation)],
        status="marketed",
        description=name,
        references=["ref"],
        curation="verified",
    )


def approval(
    name: str,
    agency: str = "FDA",
    since: str = "2020",
    lines: Any = "any",
    after: Sequence[str] = (),
) -> Approval:
    return Approval(
        therapy=name,
        agency=agency,
        gene="GENE1",
        lines=lines,
        after=list(after),
        indication="disease",
        since=since,
        reference="ref",
        curation="verified",
    )


def rule(identifier: str, options: Sequence[tuple[str, str]], **more: Any) -> Rule:
    """A rule of GENE1. Options are (therapies joined by +, category)."""
    defaults: dict[str, Any] = {
        "id": identifier,
        "gene": "GENE1",
        "title": identifier,
        "reason": "because",
        "when": {},
        "options": [
            {
                "therapies": names.split("+"),
                "category": category,
                "reason": f"{names} by {identifier}",
            }
            for names, category in options
        ],
        "evidence_type": "prospective_trial",
        "references": ["ref"],
        "curation": "verified",
        "since": "2020",
    }
    return Rule.model_validate(defaults | more)


def knowledge(
    statements: Sequence[Statement] = (),
    rules: Sequence[Rule] = (),
    therapies: Sequence[Therapy] | None = None,
    approvals: Sequence[Approval] | None = None,
    branches: Sequence[Branch] = (),
    as_of: date = TODAY,
) -> KnowledgeAsOf:
    """A knowledge base with drug-a (generation 1), drug-b (2) and drug-c (3), all approved."""
    known = therapies or [therapy("drug-a", 1), therapy("drug-b", 2), therapy("drug-c", 3)]
    base = KnowledgeBase(
        release=Release(
            version="2026.11", date=TODAY, jurisdiction="FDA", title="test", changes=["first"]
        ),
        references=[Reference(id="ref", citation="A paper")],
        therapies=list(known),
        approvals=list(approvals) if approvals is not None else [approval(t.name) for t in known],
        adverse_events=[],
        trials=[],
        statements=list(statements),
        rules=list(rules),
        branches=list(branches),
        fusion_kinases=[],
        fusion_partners=[],
        fusion_variants=[],
        fusion_rules=[],
        copy_number_rules=[],
        polymorphisms=[],
        tiers=[
            TierRow(level="A", tier="I-A"),
            TierRow(level="B", tier="I-B"),
            TierRow(level="C", evidence_type="case_report", tier="II-D"),
            TierRow(level="C", tier="II-C"),
            TierRow(level="D", tier="II-D"),
            TierRow(level="E", tier="III"),
        ],
        limits=limits(),
        sha256="0",
    )
    return KnowledgeAsOf(base, as_of)
