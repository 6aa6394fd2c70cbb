"""Findings of invented patients: fusions, mutations and copy numbers as detection gives them."""

from typing import Literal

from annotator.model.base import Phase
from annotator.model.findings import (
    CompoundMutation,
    CopyNumber,
    CopyNumberSupport,
    Fusion,
    FusionExon,
    FusionPartner,
    FusionSupport,
    Mutation,
    MutationSupport,
)
from tests.builders.findings import amplification, compound, fusion, mutation

VCF, RNA, SEGMENTS = (
    "tumor.mutect2.vcf.gz",
    "star-fusion.fusion_predictions.tsv",
    "tumor.call.cns",
)

# Coding lengths of exons, and for the kinases the part of it in the kinase domain, nucleotides.
EML4 = [25, 183, 130, 174, 129, 26, 124, 150, 70, 111, 96, 135, 136]
CD74 = [125, 173, 80, 63, 96, 88]
ALK = {20: (187, 14), 21: (91, 91), 22: (65, 65), 23: (130, 130), 24: (98, 98), 25: (93, 93)}
ALK |= {26: (102, 102), 27: (135, 135), 28: (91, 76), 29: (699, 0)}
ROS1 = {34: (84, 0), 35: (136, 0), 36: (163, 108), 37: (65, 65), 38: (130, 130)}
ROS1 |= {39: (98, 98), 40: (201, 201), 41: (135, 135), 42: (164, 76), 43: (311, 0)}


def partner(
    gene: str, transcript: str, exon: int, of: int, locus: str, strand: Literal["+", "-"]
) -> FusionPartner:
    chrom, pos = locus.split(":")
    return FusionPartner(
        gene=gene,
        transcript=transcript,
        exon=exon,
        exon_count=of,
        at_exon_boundary=True,
        chrom=chrom,
        pos=int(pos),
        strand=strand,
    )


def exons(gene: str, lengths: list[int]) -> list[FusionExon]:
    return [
        FusionExon(gene=gene, exon=number, coding_length=length, kinase_length=0)
        for number, length in enumerate(lengths, start=1)
    ]


def kinase_exons(gene: str, table: dict[int, tuple[int, int]]) -> list[FusionExon]:
    return [
        FusionExon(gene=gene, exon=number, coding_length=length, kinase_length=kinase)
        for number, (length, kinase) in table.items()
    ]


def driver(
    five_prime: FusionPartner,
    three_prime: FusionPartner,
    label: str,
    kinase: str,
    transcript: list[FusionExon],
    support: list[FusionSupport],
) -> Fusion:
    name = f"{five_prime.gene}::{three_prime.gene}"
    return fusion(
        gene=three_prime.gene,
        label=f"{name} fusion",
        name=name,
        five_prime=five_prime,
        three_prime=three_prime,
        nomenclature=f"{name} {label}",
        kinase_residues=kinase,
        classification_reason="In frame, with the whole kinase domain, seen by RNA.",
        exons=transcript,
        support=support,
    )


def seen(caller: str, source: str, split: int, spanning: int | None, raw: str) -> FusionSupport:
    return FusionSupport(
        caller=caller,
        assay="rna",
        source=source,
        split_reads=split,
        spanning_reads=spanning,
        frame="in_frame",
        orientation="productive",
        confidence="high" if spanning is None else None,
        filters=["duplicates(3)"] if spanning is None else [],
        raw_breakpoints=raw,
    )


def eml4_alk(variant: Literal[1, 3]) -> Fusion:
    exon, pos = {1: (13, 42295516), 3: (6, 42264731)}[variant]
    return driver(
        partner("EML4", "NM_019063.5", exon, 23, f"chr2:{pos}", "+"),
        partner("ALK", "NM_004304.5", 20, 29, "chr2:29223528", "-"),
        {1: "E13;A20 (variant 1)", 3: "E6;A20 (variant 3a)"}[variant],
        "1116–1383",
        exons("EML4", EML4[:exon]) + kinase_exons("ALK", ALK),
        [
            seen("STAR-Fusion", f"{RNA}:2", 41, 15, f"chr2:{pos}:+ chr2:29223528:-"),
            seen("Arriba", "arriba.fusions.tsv:2", 12, None, f"2:{pos} 2:29223528"),
        ],
    )


def cd74_ros1() -> Fusion:
    return driver(
        partner("CD74", "NM_004355.4", 6, 8, "chr5:150404680", "-"),
        partner("ROS1", "NM_002944.3", 34, 43, "chr6:117324415", "-"),
        "C6;R34",
        "1945–2215",
        exons("CD74", CD74) + kinase_exons("ROS1", ROS1),
        [seen("STAR-Fusion", f"{RNA}:2", 22, 8, "chr5:150404680:- chr6:117324415:-")],
    )


def alk_mutation(
    number: int,
    change: str,
    coding: str,
    protein: str,
    genomic: str,
    vaf: float,
    role: Literal["on_target", "polymorphism"] = "on_target",
) -> Mutation:
    depth = 612
    reads = round(depth * vaf)
    return mutation(
        change,
        gene="ALK",
        role=role,
        id=f"M{number}",
        hgvs_g=f"NC_000002.12:g.{genomic}",
        hgvs_c=f"NM_004304.5:c.{coding}",
        hgvs_p=f"NP_004295.2:p.({protein})",
        exon=23 if role == "on_target" else 29,
        in_kinase_domain=role == "on_target",
        consequence="missense",
        vaf=vaf,
        depth=depth,
        alt_reads=reads,
        support=[
            MutationSupport(
                caller="Mutect2",
                source=f"{VCF}:{4100 + number}",
                depth=depth,
                alt_reads=reads,
                vaf=vaf,
                filters=[],
            )
        ],
    )


def g1202r(number: int) -> Mutation:
    return alk_mutation(number, "G1202R", "3604G>A", "Gly1202Arg", "29220747C>T", 0.3139)


def l1196m(number: int) -> Mutation:
    return alk_mutation(number, "L1196M", "3586C>A", "Leu1196Met", "29220765G>T", 0.298)


def germline(number: int) -> Mutation:
    change = ("D1529E", "4587G>C", "Asp1529Glu", "29193706C>G")
    return alk_mutation(number, *change, 0.502, "polymorphism")


def l1196m_g1202r(phase: Phase) -> CompoundMutation:
    return compound(
        1,
        [l1196m(1), g1202r(2)],
        phase,
        id="X1",
        phase_evidence="Both carry phase set 29220747, haplotype 1 (Mutect2)."
        if phase == "cis"
        else "The caller gave no phase; 18 nt apart.",
    )


def met(*, amplified: bool) -> CopyNumber:
    copies, log2, ratio = (14.2, 2.83, 5.1) if amplified else (2.3, 0.2, 1.0)
    return amplification(
        "MET",
        id="C1",
        label="MET amplification, high level" if amplified else "MET not amplified",
        copy_number=copies,
        log2_ratio=log2,
        relative_to_arm=ratio,
        focality="focal" if amplified else "arm_level",
        level="high" if amplified else "none",
        amplified=amplified,
        rule="At least 10 copies on a focal segment, or ratio to the arm ≥ 4: high."
        if amplified
        else "Fewer than 5 copies and ratio to the arm below 1.8: not amplified.",
        support=[
            CopyNumberSupport(
                caller="CNVkit",
                source=f"{SEGMENTS}:212",
                segment="chr7:116672196-116798386",
                log2_ratio=log2,
                copy_number=round(copies),
            )
        ],
    )
