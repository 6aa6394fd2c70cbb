"""Small findings and knowledge bases, so that each rule of the engine stands alone in its test.

The names are invented on purpose (GENE1, drug-a): the engine must not know any real one.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import combinations
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
from annotator.model.base import Phase, Result
from annotator.model.context import ClinicalContext, Sample
from annotator.model.findings import (
    Assessment,
    CompoundMutation,
    CopyNumber,
    DetectionProvenance,
    Finding,
    FindingsDocument,
    Fusion,
    FusionPartner,
    Mutation,
    ReferenceUsed,
    Software,
)
from annotator.model.tables import DetectionLimits

TODAY = date(2026, 11, 22)


def fusion(classification: str = "driver", gene: str = "GENE1", identifier: str = "F1") -> Fusion:
    return Fusion(
        id=identifier,
        gene=gene,
        label=f"PART::{gene} fusion",
        name=f"PART::{gene}",
        five_prime=FusionPartner(gene="PART", chrom="chr1", pos=1),
        three_prime=FusionPartner(gene=gene, chrom="chr2", pos=2),
        nomenclature=f"PART::{gene} P1;G2",
        frame="in_frame",
        kinase_domain="retained",
        orientation="productive",
        classification=classification,
        classification_reason="as the test says",
        assays=["rna"],
        known_partner=True,
        support=[],
    )


def mutation(
    change: str,
    gene: str = "GENE1",
    role: str = "on_target",
    filters: Sequence[str] = (),
    significance: str = "catalogued",
) -> Mutation:
    return Mutation(
        id=f"M-{gene}-{change}",
        gene=gene,
        label=f"{gene} {change}",
        hgvs_g="g",
        hgvs_c=None,
        hgvs_p=None,
        protein_change=change,
        residue=int(re.sub(r"\D.*", "", change[1:])),
        exon=1,
        in_kinase_domain=True,
        consequence="missense_variant",
        filters=list(filters),
        role=role,
        significance=significance,
        support=[],
    )


def compounds(mutations: Sequence[Mutation], phase: Phase) -> list[CompoundMutation]:
    """One compound per pair, all of one phase."""
    return [
        CompoundMutation(
            id=f"C{number}",
            gene=a.gene,
            label=f"{a.label}+{b.protein_change}",
            members=[a.id, b.id],
            phase=phase,
            phase_evidence="as the test says",
        )
        for number, (a, b) in enumerate(combinations(mutations, 2), start=1)
    ]


def amplification(gene: str = "GENE9") -> CopyNumber:
    return CopyNumber(
        id="N1",
        gene=gene,
        label=f"{gene} copy number 20",
        copy_number=20,
        log2_ratio=3.3,
        relative_to_arm=9,
        purity_corrected=True,
        focality="focal",
        level="high",
        amplified=True,
        rule="as the test says",
        support=[],
    )


def looked(result: Result) -> Assessment:
    """The result of looking for mutations in the kinase of GENE1."""
    return Assessment(
        target="GENE1 kinase domain",
        gene="GENE1",
        category="kinase_domain",
        result=result,
        reason="as the test says",
    )


def document(
    findings: Sequence[Finding],
    prior: list[str] | None = None,
    cns: bool | None = None,
) -> FindingsDocument:
    return FindingsDocument(
        sample=Sample(id="S1", genome_build="GRCh38"),
        clinical_context=ClinicalContext(prior_therapies=prior, cns_metastases=cns),
        findings=list(findings),
        assessments=[],
        provenance=DetectionProvenance(
            software=Software(name="annotator", version="0"),
            reference=ReferenceUsed(version="0", sha256="0", transcripts=[], kinase_domains=[]),
            inputs=[],
            settings={},
        ),
        warnings=[],
    )


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
    lines: str = "any",
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
        limits=DetectionLimits(
            min_depth={"tissue": 250, "plasma": 1000},
            breakpoint_tolerance=10,
            read_through_distance=1,
            rna_after_negative_dna=0.1,
            focal_max_length=1,
            longest_mean_depth=800_000,
            early_end_records=20,
            min_gene_covered=0.5,
            plausible_purity=(0.2, 1.0),
            plausible_ploidy=(1.5, 4.0),
            focal_min_ratio=1,
            cis_max_distance=1,
            references=[],
            note="",
        ),
        sha256="0",
    )
    return KnowledgeAsOf(base, as_of)
