"""Findings and findings documents, so that each rule of the engine stands alone in its test.

The names are invented on purpose (GENE1, PART): the engine must not know any real one.
"""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Any

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


def fusion(
    classification: str = "driver", gene: str = "GENE1", identifier: str = "F1", **more: Any
) -> Fusion:
    """A fusion of the whole kinase of a gene with PART, in frame, seen in RNA."""
    defaults: dict[str, Any] = {
        "id": identifier,
        "gene": gene,
        "label": f"PART::{gene} fusion",
        "name": f"PART::{gene}",
        "five_prime": FusionPartner(gene="PART", chrom="chr1", pos=1),
        "three_prime": FusionPartner(gene=gene, chrom="chr2", pos=2),
        "nomenclature": f"PART::{gene} P1;G2",
        "frame": "in_frame",
        "kinase_domain": "retained",
        "orientation": "productive",
        "classification": classification,
        "classification_reason": "as the test says",
        "assays": ["rna"],
        "known_partner": True,
        "support": [],
    }
    return Fusion(**(defaults | more))


def mutation(
    change: str | None,
    gene: str = "GENE1",
    role: str = "on_target",
    filters: Sequence[str] = (),
    significance: str = "catalogued",
    **more: Any,
) -> Mutation:
    """A missense mutation of the kinase domain by its protein change, such as `G12R`."""
    position = re.search(r"\d+", change or "")
    defaults: dict[str, Any] = {
        "id": f"M-{gene}-{change}",
        "gene": gene,
        "label": f"{gene} {change}",
        "hgvs_g": "g",
        "hgvs_c": None,
        "hgvs_p": None,
        "protein_change": change,
        "residue": int(position.group()) if position else None,
        "exon": 1,
        "in_kinase_domain": True,
        "consequence": "missense_variant",
        "filters": list(filters),
        "role": role,
        "significance": significance,
        "support": [],
    }
    return Mutation(**(defaults | more))


def compound(
    number: int, members: Sequence[Mutation], phase: Phase, **more: Any
) -> CompoundMutation:
    """Mutations of one gene that are found together."""
    first, *others = members
    defaults: dict[str, Any] = {
        "id": f"C{number}",
        "gene": first.gene,
        "label": "+".join([first.label, *(str(other.protein_change) for other in others)]),
        "members": [member.id for member in members],
        "phase": phase,
        "phase_evidence": "as the test says",
    }
    return CompoundMutation(**(defaults | more))


def compounds(mutations: Sequence[Mutation], phase: Phase) -> list[CompoundMutation]:
    """One compound per pair, all of one phase."""
    pairs = enumerate(combinations(mutations, 2), start=1)
    return [compound(number, pair, phase) for number, pair in pairs]


def amplification(gene: str = "GENE9", **more: Any) -> CopyNumber:
    """A focal gain to 20 copies, well above the chromosome arm."""
    defaults: dict[str, Any] = {
        "id": "N1",
        "gene": gene,
        "label": f"{gene} copy number 20",
        "copy_number": 20,
        "log2_ratio": 3.3,
        "relative_to_arm": 9,
        "purity_corrected": True,
        "focality": "focal",
        "level": "high",
        "amplified": True,
        "rule": "as the test says",
        "support": [],
    }
    return CopyNumber(**(defaults | more))


def assessment(target: str, category: str, result: str, **more: Any) -> Assessment:
    """The result of looking for a target, whose first word is its gene."""
    defaults: dict[str, Any] = {
        "target": target,
        "gene": target.split()[0],
        "category": category,
        "result": result,
        "reason": "as the test says",
    }
    return Assessment(**(defaults | more))


def looked(result: Result, gene: str = "GENE1") -> Assessment:
    """The result of looking for mutations in the kinase of a gene."""
    return assessment(f"{gene} kinase domain", "kinase_domain", result)


def document(
    findings: Sequence[Finding] = (),
    prior: list[str] | None = None,
    cns: bool | None = None,
    **more: Any,
) -> FindingsDocument:
    """A findings document of sample S1, in GRCh38."""
    defaults: dict[str, Any] = {
        "sample": Sample(id="S1", genome_build="GRCh38"),
        "clinical_context": ClinicalContext(prior_therapies=prior, cns_metastases=cns),
        "findings": list(findings),
        "assessments": [],
        "provenance": DetectionProvenance(
            software=Software(name="annotator", version="0"),
            reference=ReferenceUsed(version="0", sha256="0", transcripts=[], kinase_domains=[]),
            inputs=[],
            settings={},
        ),
        "warnings": [],
    }
    return FindingsDocument(**(defaults | more))
