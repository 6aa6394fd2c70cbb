"""Short tables of the knowledge base, as detection uses them."""

from typing import Any

from annotator.model.tables import (
    CatalogedAllele,
    CopyNumberRule,
    DetectionLimits,
    DetectionTables,
    FusionKinase,
    FusionRule,
    FusionVariant,
    PartnerGene,
    Polymorphism,
)

CITED: dict[str, Any] = {"reference": "ref", "curation": "verified"}


def limits(**more: Any) -> DetectionLimits:
    """The limits of detection."""
    defaults: dict[str, Any] = {
        "min_depth": {"tissue": 250, "plasma": 1000},
        "breakpoint_tolerance": 10,
        "read_through_distance": 100_000,
        "rna_after_negative_dna": 0.14,
        "focal_max_length": 10_000_000,
        "longest_mean_depth": 800_000,
        "early_end_records": 20,
        "min_gene_covered": 0.5,
        "plausible_purity": (0.2, 1.0),
        "plausible_ploidy": (1.5, 4.0),
        "focal_min_ratio": 1.8,
        "cis_max_distance": 100,
        "references": [],
        "note": "",
    }
    return DetectionLimits(**(defaults | more))


def tables(**more: Any) -> DetectionTables:
    """Tables of two kinases and one copy-number gene, short enough to see through."""
    rules = [
        FusionRule(
            id="lost",
            kinase_domain=["lost"],
            classification="not_functional",
            reason="kinase lost",
            **CITED,
        ),
        FusionRule(
            id="frame",
            frame=["out_of_frame"],
            classification="needs_confirmation",
            reason="out of frame",
            **CITED,
        ),
        FusionRule(
            id="thin",
            assay="rna",
            min_reads=3,
            orientation=["productive"],
            frame=["in_frame"],
            known_partner=True,
            classification="driver",
            reason="known, in frame, 3 reads",
            **CITED,
        ),
        FusionRule(
            id="dna",
            assay="dna",
            frame=["in_frame"],
            classification="likely_driver",
            reason="in frame in DNA",
            **CITED,
        ),
        FusionRule(id="rest", classification="needs_confirmation", reason="nothing else", **CITED),
    ]
    copies = [
        CopyNumberRule(
            id="high",
            gene="MET",
            min_copy_number=10,
            focality="focal",
            level="high",
            result="present",
            token="MET amplification",
            reason="high",
            **CITED,
        ),
        CopyNumberRule(
            id="poly",
            gene="MET",
            min_copy_number=5,
            max_ratio=1.8,
            level="polysomy",
            result="absent",
            reason="polysomy",
            **CITED,
        ),
        CopyNumberRule(
            id="mid",
            gene="MET",
            min_copy_number=5,
            level="intermediate",
            result="indeterminate",
            reason="FISH",
            **CITED,
        ),
        CopyNumberRule(
            id="gain",
            gene="MET",
            min_copy_number=4,
            level="gain",
            result="absent",
            reason="gain",
            **CITED,
        ),
        CopyNumberRule(
            id="none", gene="MET", level="none", result="absent", reason="none", **CITED
        ),
    ]
    defaults: dict[str, Any] = {
        "fusion_kinases": [
            FusionKinase(gene="ALK", role="driver", canonical_exons=[20], **CITED),
            FusionKinase(gene="ROS1", role="driver", canonical_exons=[32, 34], **CITED),
            FusionKinase(gene="MET", role="off_target", **CITED),
        ],
        "fusion_partners": [
            PartnerGene(gene="ALK", partner="EML4", **CITED),
            PartnerGene(gene="ROS1", partner="CD74", **CITED),
        ],
        "fusion_variants": [
            FusionVariant(
                gene="ALK",
                partner="EML4",
                five_prime_exon=13,
                three_prime_exon=20,
                exon_label="E13;A20",
                name="variant 1",
                **CITED,
            ),
            FusionVariant(
                gene="ALK",
                partner="EML4",
                five_prime_exon=6,
                offset=220,
                inserted=33,
                three_prime_exon=20,
                exon_label="E6b;A20",
                name="variant 3b",
                **CITED,
            ),
        ],
        "fusion_rules": rules,
        "copy_number_rules": copies,
        "polymorphisms": [Polymorphism(gene="ALK", protein_change="K1491R", **CITED)],
        "limits": limits(),
        "catalog": [
            CatalogedAllele(gene="ALK", protein_change="G1202R", residue=1202),
            CatalogedAllele(gene="ALK", protein_change="L1196M", residue=1196),
            CatalogedAllele(gene="ROS1", protein_change="G2032R", residue=2032),
        ],
    }
    return DetectionTables(**(defaults | more))
