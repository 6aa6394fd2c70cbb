"""Reports of invented patients, as the interpretation would hand them over.

What a report says of therapies stands in `patients/*.yaml`: plausible, and cited, so that the
drawn report can be judged by eye. Whether it is right is a matter for the knowledge base's tests.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from annotator.model.base import Phase
from annotator.model.findings import (
    Assessment,
    Finding,
    KinaseDomain,
    ReferenceUsed,
    Software,
)
from annotator.model.report import KinaseEffect, KnowledgeUsed, Provenance, Report
from tests.builders.observations import input_file
from tests.builders.patient_assessments import everything
from tests.builders.patient_findings import (
    RNA,
    SEGMENTS,
    VCF,
    cd74_ros1,
    eml4_alk,
    g1202r,
    germline,
    l1196m,
    l1196m_g1202r,
    met,
)

PATIENTS = Path(__file__).parent / "patients"


@cache
def _content(name: str) -> Any:
    return yaml.safe_load((PATIENTS / f"{name}.yaml").read_text("utf-8"))


def provenance() -> Provenance:
    files = [
        ("small_variants", VCF, "VCF 4.2 (Mutect2)", "3f", 91204),
        ("fusions", RNA, "STAR-Fusion", "a7", 2210),
        ("copy_number", SEGMENTS, "CNVkit call.cns", "0c", 41800),
    ]
    domains = [
        ("ALK", "NM_004304.5", "NP_004295.2", 1116, 1383),
        ("ROS1", "NM_002944.3", "NP_002935.2", 1945, 2215),
        ("MET", "NM_000245.4", "NP_000236.2", 1078, 1337),
    ]
    return Provenance(
        caller_names={"arriba": "Arriba", "star_fusion": "STAR-Fusion"},
        software=Software(name="annotator", version="0.1.0"),
        knowledge=KnowledgeUsed(version="2026.10", sha256="be" * 32, as_of=date(2026, 10, 1)),
        reference=ReferenceUsed(
            version="2026.1",
            sha256="9d" * 32,
            transcripts=[domain[1] for domain in domains],
            kinase_domains=[
                KinaseDomain(
                    gene=gene,
                    transcript=transcript,
                    protein=protein,
                    start=start,
                    end=end,
                    source="Pfam PF07714",
                )
                for gene, transcript, protein, start, end in domains
            ],
        ),
        inputs=[
            input_file(role, name, format=form, sha256=byte * 32, bytes=size)
            for role, name, form, byte, size in files
        ],
        settings={"as_of": "2026-10-01", "tumor_sample": "TUMOUR", "min_depth": None},
    )


def build(name: str, findings: list[Finding], assessments: list[Assessment]) -> Report:
    """The report of one patient: its YAML, and the findings and assessments given."""
    content = dict(_content(name))
    lists = ("findings", "sensitivity", "statements", "rules", "trials", "therapies", "warnings")
    base: dict[str, Any] = {field: [] for field in lists}
    sources = _content("references")
    cited = [
        {"id": item, "pmid": None, "doi": None} | sources[item]
        for item in content.pop("references", [])
    ]
    return Report.model_validate(
        base
        | content
        | {
            "report_id": f"{content['sample']['id']}-2026.10-7c1e0a",
            "created": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
            "findings": findings,
            "assessments": assessments,
            "references": cited,
            "provenance": provenance(),
        }
    )


def g1202r_after_alectinib() -> Report:
    """EML4::ALK variant 3 with G1202R after alectinib, CNS disease."""
    present = {"ALK fusion": "EML4::ALK E6;A20.", "ALK G1202": "ALK G1202R, 192 of 612 reads."}
    found: list[Finding] = [eml4_alk(3), g1202r(1), germline(8), met(amplified=False)]
    return build("g1202r", found, everything(present, 420, "absent"))


def met_mutated() -> Report:
    """G1202R after alectinib with MET D1228N: crizotinib is spoken of against ALK and MET."""
    report = g1202r_after_alectinib()
    found = l1196m(9).model_copy(
        update={"gene": "MET", "label": "MET D1228N", "role": "met_kinase", "residue": 1228}
    )
    statements = [
        report.statements[0].model_copy(
            update={
                "id": f"MET-{therapy}",
                "profile": "MET D1228N, with MET as the target",
                "therapy": therapy,
                "effect": effect,
            }
        )
        for therapy, effect in (("crizotinib", "resistant"), ("foretinib", "sensitive"))
    ]
    effects = [
        KinaseEffect(
            finding=found.id,
            gene="MET",
            therapy=statement.therapy,
            effect=statement.effect,
            statements=[statement.id],
            reason=f"MET D1228N: {statement.effect} (case report)",
            evidence=f"{statement.effect} (case report)",
            curation="verified" if statement.effect == "resistant" else "unverified",
        )
        for statement in statements
    ]
    return report.model_copy(
        update={
            "findings": [*report.findings, found],
            "statements": [*report.statements, *statements],
            "other_kinases": effects,
        }
    )


def compound_after_lorlatinib(phase: Phase) -> Report:
    """EML4::ALK with L1196M and G1202R after alectinib and lorlatinib; in cis, or unknown."""
    present = {"ALK fusion": "EML4::ALK E6;A20.", "ALK L1196": "L1196M.", "ALK G1202": "G1202R."}
    found: list[Finding] = [eml4_alk(3), l1196m(1), g1202r(2), l1196m_g1202r(phase)]
    return build(
        f"compound_{phase}",
        [*found, met(amplified=False)],
        everything(present, 510, "absent"),
    )


def naive_unknown_history() -> Report:
    """EML4::ALK variant 1 with CNS disease; the treatment history is unknown."""
    present = {"ALK fusion": "EML4::ALK E13;A20."}
    return build("branches", [eml4_alk(1)], everything(present, 388, "not_assessed"))


def ros1_naive() -> Report:
    """CD74::ROS1 before any therapy, with MET amplification."""
    present = {"ROS1 fusion": "CD74::ROS1 C6;R34."}
    return build("ros1", [cd74_ros1(), met(amplified=True)], everything(present, 401, "present"))


def negative() -> Report:
    """Nothing found, where nearly everything was covered."""
    return build("negative", [met(amplified=False)], everything({}, 397, "absent"))


def not_assessed() -> Report:
    """Nothing found, and nothing that could have shown it: a VCF alone."""
    return build("not_assessed", [], everything({}, None, "not_assessed", rna=False))


def failed() -> Report:
    """A sample whose input could not be read."""
    report = build("failed", [], [])
    unread = report.provenance.model_copy(update={"inputs": []})
    return report.model_copy(update={"provenance": unread})


REPORTS: dict[str, Callable[[], Report]] = {
    "g1202r": g1202r_after_alectinib,
    "met_mutated": met_mutated,
    "compound_cis": partial(compound_after_lorlatinib, "cis"),
    "compound_unknown": partial(compound_after_lorlatinib, "unknown"),
    "branches": naive_unknown_history,
    "ros1": ros1_naive,
    "negative": negative,
    "not_assessed": not_assessed,
    "failed": failed,
}
"""What makes each report of this module, by a short name."""


@cache
def all_reports() -> dict[str, Report]:
    """Every report of this module by its short name."""
    return {name: make() for name, make in REPORTS.items()}
