"""Findings that a case states itself, so that a vignette needs no files of its own.

Fusions are taken to be functional, mutations to pass every filter. Copy numbers go through the
table of the knowledge base: the two numbers are the copies of the gene and of the rest of its arm.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.detection.case import Case
from annotator.detection.copy_number.calls import Calls, copy_number_calls
from annotator.detection.copy_number.genes import beside_their_pairs
from annotator.detection.copy_number.source_call import CopyNumberCall
from annotator.detection.mutations.compounds import Compounds, compounds_of
from annotator.model.base import GenomeBuild, Phase, Result
from annotator.model.context import Sample
from annotator.model.findings import (
    Assessment,
    Finding,
    FindingsDocument,
    Fusion,
    FusionPartner,
    FusionSupport,
    Mutation,
)
from annotator.model.observations import Observations
from annotator.model.on_target import driver_kinases, of_drivers_alone
from annotator.pipeline.environment import Environment
from tests.builders.findings import assessment, document, fusion, mutation
from tests.builders.observations import segment

BUILD: GenomeBuild = "GRCh38"


class StatedCase:
    """The findings of one case file."""

    def __init__(self, name: str, case: Mapping[str, Any], environment: Environment) -> None:
        self.case = case
        self.environment = environment
        self.sample = Sample(
            id=name,
            genome_build=BUILD,
            specimen=case.get("specimen", "tissue"),
            tumor_purity=1,
            ploidy=2,
        )
        self.kinases = {k.gene: k.role for k in environment.tables.fusion_kinases}

    def document(self) -> FindingsDocument:
        """The document that interpretation reads; the clinical context is left to the caller."""
        fusions = [self._fusion(n, text) for n, text in enumerate(self._listed("fusions"), 1)]
        stated = [self._mutation(text) for text in self._listed("mutations")]
        mutations = of_drivers_alone(stated, driver_kinases(fusions))
        compounds = self._compounds(mutations)
        calls = {gene: call for gene, call in self._copy_numbers().items() if call is not None}
        bypass = [self._bypass(n, name) for n, name in enumerate(self._listed("bypass"), 1)]
        changed = [call.finding for call in calls.values() if call.is_shown]
        findings: list[Finding] = [
            *fusions,
            *mutations,
            *compounds.findings,
            *beside_their_pairs(changed, bypass, self.environment.tables.bypass_genes),
            *bypass,
        ]
        return document(
            findings,
            sample=self.sample,
            clinical_context={},
            phased_alleles=compounds.phased,
            unlisted_pairs=compounds.unlisted,
            assessments=[
                *self._fusion_assessments(fusions),
                *self._kinase_assessments(mutations),
                *self._copy_number_assessments(calls),
            ],
        )

    def _listed(self, key: str) -> Sequence[str]:
        listed: Sequence[str] = self.case.get(key, [])
        return listed

    def _fusion(self, number: int, text: str) -> Fusion:
        """`EML4::ALK E13;A20`, or `ST7::MET` where no exon is stated."""
        name, _, exons = text.partition(" ")
        five, three = name.split("::")
        partner, gene = (five, three) if three in self.kinases else (three, five)
        named = [
            variant.name
            for variant in self.environment.tables.fusion_variants
            if (variant.gene, variant.partner, variant.exon_label) == (gene, partner, exons)
            and variant.name
        ]
        return fusion(
            gene=gene,
            identifier=f"F{number}",
            role=self.kinases[gene],
            label=f"{name} fusion",
            name=name,
            five_prime=FusionPartner(gene=five),
            three_prime=FusionPartner(gene=three),
            nomenclature=text + "".join(f" ({variant})" for variant in named),
            variants=[exons] if named else [],
            domain=self.environment.reference.kinase_domain(gene).name,
            classification_reason="as the case states",
            support=[FusionSupport(caller="stated", assay="rna", source="-", raw_breakpoints="-")],
        )

    def _mutation(self, text: str) -> Mutation:
        gene, change = text.split()
        change = self.environment.canonical_allele(gene, change)
        known = {(a.gene, a.protein_change) for a in self.environment.tables.catalog}
        return mutation(
            change,
            gene,
            "on_target" if self.kinases[gene] == "driver" else "met_kinase",
            significance="catalogued" if (gene, change) in known else "unknown",
            hgvs_g="-",
            exon=None,
        )

    def _bypass(self, number: int, name: str) -> Mutation:
        """An allele of a bypass gene (`KRAS G12C`), or a functional class (`RB1 loss`)."""
        gene = name.split()[0]
        entry = next(
            (a for a in self.environment.tables.bypass_alleles if f"{a.gene} {a.name}" == name),
            None,
        )
        regions = [
            r
            for r in self.environment.tables.functional_regions
            if r.driver and r.functional_class == name
        ]
        return mutation(
            None,
            gene,
            "bypass",
            id=f"B{number}",
            label=name,
            hgvs_g="-",
            exon=None,
            in_kinase_domain=False,
            consequence="splice_donor_variant",
            significance=None,
            functional_class=entry.functional_class if entry else name,
            is_driver=bool(entry.driver if entry else regions),
        )

    def _compounds(self, mutations: Sequence[Mutation]) -> Compounds:
        phase: Phase = self.case.get("phase", "unknown")
        known = self.environment.tables.known_compounds
        return compounds_of(mutations, lambda a, b: (phase, "as the case states"), known)

    def _copy_numbers(self) -> Calls:
        reference, segments = self.environment.reference, []
        for gene, (copies, arm_copies) in self.case.get("copy_number", {}).items():
            transcript = reference.in_build(BUILD).transcript(gene)
            arm = reference.in_build(BUILD).chromosome_arm(transcript.chrom, transcript.start)
            places = [
                (arm.start, transcript.start - 1, arm_copies),
                (transcript.start, transcript.end, copies),
                (transcript.end + 1, arm.end, arm_copies),
            ]
            segments += [
                segment(start, end, math.log2(float(number) / 2), transcript.chrom)
                for start, end, number in places
            ]
        observed, tables = Observations(segments=segments), self.environment.tables
        return copy_number_calls(Case(self.sample, reference.in_build(BUILD), observed, tables))

    def _fusion_assessments(self, fusions: Sequence[Fusion]) -> list[Assessment]:
        assessments = []
        for gene, role in self.kinases.items():
            named = [f.nomenclature for f in fusions if f.gene == gene]
            if not named and gene not in self.environment.reference.kinase_genes:
                continue
            assessments.append(
                assessment(
                    f"{gene} fusion",
                    "fusion" if role == "driver" else "bypass",
                    "present" if named else self.case.get("fusion_result", "absent"),
                    reason="; ".join(named) or "none is stated",
                )
            )
        return assessments

    def _kinase_assessments(self, mutations: Sequence[Mutation]) -> list[Assessment]:
        looked: Result = self.case.get("kinase_domain", "absent")
        assessments = []
        for gene in self.environment.reference.kinase_genes:
            named = [m.label for m in mutations if m.gene == gene]
            assessments.append(
                assessment(
                    f"{gene} kinase domain",
                    "kinase_domain",
                    "present" if named else looked,
                    reason=", ".join(named) or "as the case states",
                )
            )
            unknown = any(m.gene == gene and m.of_unknown_significance for m in mutations)
            if unknown or (named and "residues" in self.case):
                assessments += self._residue_assessments(gene, mutations)
        return assessments

    def _residue_assessments(self, gene: str, mutations: Sequence[Mutation]) -> list[Assessment]:
        """What was seen at the cataloged residues, beside mutations that may resist nothing."""
        alleles = [a for a in self.environment.tables.catalog if a.gene == gene]
        here = {m.residue: m.label for m in mutations if m.gene == gene}
        return [
            assessment(
                f"{gene} {name}",
                "residue",
                "present" if residue in here else self.case.get("kinase_domain", "absent"),
                reason=here.get(residue, "as the case states"),
            )
            for residue, name in {
                a.residue: f"{a.protein_change[0]}{a.residue}" for a in alleles
            }.items()
        ]

    def _copy_number_assessments(self, copies: Mapping[str, CopyNumberCall]) -> list[Assessment]:
        return [
            assessment(
                f"{gene} amplification",
                "copy_number",
                copies[gene].rule.result if gene in copies else "not_assessed",
                reason=f"{copies[gene].finding.label}: {copies[gene].rule.reason}"
                if gene in copies
                else "not stated",
            )
            for gene in self.environment.tables.amplified_genes
        ]
