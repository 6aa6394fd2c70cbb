"""Findings that a case states itself, so that a vignette needs no files of its own.

Fusions are taken to be functional, mutations to pass every filter. Copy numbers go through the
table of the knowledge base: the two numbers are the copies of the gene and of the rest of its arm.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from annotator.detection.copy_number.calls import CopyNumberCall, copy_number_calls
from annotator.detection.copy_number.genes import beside_their_pairs
from annotator.detection.mutations.compounds import Compounds, compounds_of
from annotator.model.context import Sample
from annotator.model.findings import (
    Assessment,
    DetectionProvenance,
    Finding,
    FindingsDocument,
    Fusion,
    FusionPartner,
    FusionSupport,
    Mutation,
    ReferenceUsed,
    Software,
)
from annotator.model.observations import SegmentObservation, Source
from annotator.model.on_target import driver_kinases, of_drivers_alone
from annotator.pipeline.environment import Environment

if TYPE_CHECKING:
    from annotator.model.base import Phase, Result

BUILD = "GRCh38"


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
        return FindingsDocument(
            sample=self.sample,
            clinical_context={},
            findings=findings,
            phased_alleles=compounds.phased,
            unlisted_pairs=compounds.unlisted,
            assessments=[
                *self._fusion_assessments(fusions),
                *self._kinase_assessments(mutations),
                *self._copy_number_assessments(calls),
            ],
            provenance=DetectionProvenance(
                software=Software(name="annotator", version="stated"),
                reference=ReferenceUsed(version="-", sha256="-", transcripts=[], kinase_domains=[]),
                inputs=[],
                settings={},
            ),
            warnings=[],
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
        return Fusion(
            id=f"F{number}",
            role=self.kinases[gene],
            gene=gene,
            label=f"{name} fusion",
            name=name,
            five_prime=FusionPartner(gene=five),
            three_prime=FusionPartner(gene=three),
            nomenclature=text + "".join(f" ({variant})" for variant in named),
            variants=[exons] if named else [],
            frame="in_frame",
            domain=self.environment.reference.kinase_domain(gene).name,
            kinase_domain="retained",
            orientation="productive",
            classification="driver",
            classification_reason="as the case states",
            assays=["rna"],
            known_partner=True,
            support=[FusionSupport(caller="stated", assay="rna", source="-", raw_breakpoints="-")],
        )

    def _mutation(self, text: str) -> Mutation:
        gene, change = text.split()
        change = self.environment.canonical_allele(gene, change)
        known = {(a.gene, a.protein_change) for a in self.environment.tables.catalog}
        return Mutation(
            id=f"M-{gene}-{change}",
            gene=gene,
            label=f"{gene} {change}",
            hgvs_g="-",
            hgvs_c=None,
            hgvs_p=None,
            protein_change=change,
            residue=int("".join(c for c in change[1:5] if c.isdigit())),
            exon=None,
            in_kinase_domain=True,
            consequence="missense_variant",
            role="on_target" if self.kinases[gene] == "driver" else "met_kinase",
            significance="catalogued" if (gene, change) in known else "unknown",
            support=[],
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
        return Mutation(
            id=f"B{number}",
            gene=gene,
            label=name,
            hgvs_g="-",
            hgvs_c=None,
            hgvs_p=None,
            protein_change=None,
            residue=None,
            exon=None,
            in_kinase_domain=False,
            consequence="splice_donor_variant",
            role="bypass",
            functional_class=entry.functional_class if entry else name,
            is_driver=bool(entry.driver if entry else regions),
            support=[],
        )

    def _compounds(self, mutations: Sequence[Mutation]) -> Compounds:
        phase: Phase = self.case.get("phase", "unknown")
        known = self.environment.tables.known_compounds
        return compounds_of(mutations, lambda a, b: (phase, "as the case states"), known)

    def _copy_numbers(self) -> dict[str, CopyNumberCall | None]:
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
                SegmentObservation(
                    source=Source(file="stated", line=1),
                    caller="stated",
                    chrom=transcript.chrom,
                    start=start,
                    end=end,
                    log2_ratio=math.log2(float(number) / 2),
                )
                for start, end, number in places
            ]
        tables = self.environment.tables
        return copy_number_calls(segments, [], self.sample, reference.in_build(BUILD), tables)

    def _fusion_assessments(self, fusions: Sequence[Fusion]) -> list[Assessment]:
        assessments = []
        for gene, role in self.kinases.items():
            named = [f.nomenclature for f in fusions if f.gene == gene]
            if not named and gene not in self.environment.reference.kinase_genes:
                continue
            assessments.append(
                Assessment(
                    target=f"{gene} fusion",
                    gene=gene,
                    category="fusion" if role == "driver" else "bypass",
                    result="present" if named else self.case.get("fusion_result", "absent"),
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
                Assessment(
                    target=f"{gene} kinase domain",
                    gene=gene,
                    category="kinase_domain",
                    result="present" if named else looked,
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
            Assessment(
                target=f"{gene} {name}",
                gene=gene,
                category="residue",
                result="present" if residue in here else self.case.get("kinase_domain", "absent"),
                reason=here.get(residue, "as the case states"),
            )
            for residue, name in {
                a.residue: f"{a.protein_change[0]}{a.residue}" for a in alleles
            }.items()
        ]

    def _copy_number_assessments(self, copies: Mapping[str, CopyNumberCall]) -> list[Assessment]:
        return [
            Assessment(
                target=f"{gene} amplification",
                gene=gene,
                category="copy_number",
                result=copies[gene].rule.result if gene in copies else "not_assessed",
                reason=f"{copies[gene].finding.label}: {copies[gene].rule.reason}"
                if gene in copies
                else "not stated",
            )
            for gene in self.environment.tables.amplified_genes
        ]
