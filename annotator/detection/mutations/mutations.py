"""Mutations of the kinase genes: named alleles, given a role and what is known of them."""

from collections.abc import Iterable, Sequence
from typing import Literal

from annotator.detection.mutations.alleles import NamedAllele
from annotator.detection.mutations.clonality import cancer_cell_fraction, local_copy_number
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import MutationRole
from annotator.model.context import Sample
from annotator.model.findings import KINASE_ALTERING, Mutation, MutationSupport
from annotator.model.observations import SegmentObservation, SmallVariantObservation
from annotator.model.tables import DetectionTables, FunctionalRegion
from annotator.reference import Reference, VariantName


class MutationFinder:
    """Makes findings of the named alleles of one sample."""

    def __init__(
        self,
        sample: Sample,
        segments: Sequence[SegmentObservation],
        reference: Reference,
        tables: DetectionTables,
        classes: FunctionalClasses,
    ) -> None:
        """`segments` give the copies at a mutation, for the share of cells that carry it."""
        self.sample = sample
        self.segments = segments
        self.reference = reference
        self.tables = tables
        self.classes = classes
        self.driver_genes = set(tables.driver_kinases)

    def findings(self, alleles: Iterable[NamedAllele]) -> list[Mutation]:
        """One finding per allele, in the same order, with ids M1, M2, ..."""
        return [
            self._finding(f"M{number}", allele) for number, allele in enumerate(alleles, start=1)
        ]

    def _finding(self, identifier: str, allele: NamedAllele) -> Mutation:
        name = allele.name
        domain = self.reference.kinase_domain(name.gene)
        inside = name.residue is not None and domain.start <= name.residue <= domain.end
        region = self.classes.region_of(name)
        role = self._role(name, inside, region)
        best = allele.best
        lead = best.weakest
        sets = {record.phase_set for record in allele.observations if record.phase_set}
        copies = None
        if role != "polymorphism":
            chrom = self.reference.normalise_chrom(lead.chrom)
            copies = local_copy_number(self.segments, self.sample, chrom, name.span[0])
        return Mutation(
            id=identifier,
            gene=name.gene,
            label=_label(name),
            hgvs_g=name.hgvs_g,
            hgvs_c=name.hgvs_c,
            hgvs_p=name.hgvs_p,
            protein_change=name.protein_change,
            residue=name.residue,
            last_residue=name.last_residue,
            exon=name.exon,
            in_kinase_domain=inside,
            alternative_names=[*name.alternative_names, *self._literature_names(name)],
            consequence=name.consequence,
            vaf=lead.vaf,
            depth=lead.depth,
            alt_reads=lead.alt_reads,
            filters=best.filters,
            phase_set=min(sets) if sets else None,
            cancer_cell_fraction=self._cell_fraction(lead.vaf, copies),
            local_copy_number=copies,
            role=role,
            functional_class=region.functional_class if region else None,
            functional_class_reference=region.reference if region else None,
            functional_class_curation=region.curation if region else None,
            is_driver=bool(region and region.driver),
            significance=self._significance(name, region),
            known_at_residue=self._neighbours(name),
            support=[mutation_support(record) for record in allele.observations],
        )

    def _role(
        self, name: VariantName, inside: bool, region: FunctionalRegion | None
    ) -> MutationRole:
        if any(_is_named(p.gene, p.protein_change, name) for p in self.tables.polymorphisms):
            return "polymorphism"
        if region is not None:
            return region.role
        if not inside or name.consequence not in KINASE_ALTERING:
            return "other"
        return "on_target" if name.gene in self.driver_genes else "met_kinase"

    def _cell_fraction(self, vaf: float | None, copies: float | None) -> float | None:
        if vaf is None or copies is None or self.sample.tumor_purity is None:
            return None
        return cancer_cell_fraction(vaf, self.sample.tumor_purity, copies)

    def _literature_names(self, name: VariantName) -> list[str]:
        return [
            known.name
            for known in self.tables.literature_names
            if _is_named(known.gene, known.protein_change, name)
        ]

    def _significance(
        self, name: VariantName, region: FunctionalRegion | None
    ) -> Literal["catalogued", "unknown"] | None:
        """Whether the catalog speaks of the allele; null for a gene of which it holds none."""
        if region or self._is_cataloged(name):
            return "catalogued"
        return "unknown" if any(a.gene == name.gene for a in self.tables.catalog) else None

    def _is_cataloged(self, name: VariantName) -> bool:
        known = {(a.gene, a.protein_change) for a in self.tables.catalog}
        known |= {(p.gene, p.protein_change) for p in self.tables.polymorphisms}
        return (name.gene, name.protein_change) in known

    def _neighbours(self, name: VariantName) -> list[str]:
        """The other cataloged alleles of the residues that an allele changes."""
        if name.residue is None or name.last_residue is None:
            return []
        return [
            allele.protein_change
            for allele in self.tables.catalog
            if allele.gene == name.gene
            and name.residue <= allele.residue <= name.last_residue
            and allele.protein_change != name.protein_change
        ]


def _label(name: VariantName) -> str:
    change = name.protein_change or (name.hgvs_c or name.hgvs_g).partition(":")[2]
    return f"{name.gene} {change}"


def _is_named(gene: str, protein_change: str, name: VariantName) -> bool:
    return (gene, protein_change) == (name.gene, name.protein_change)


def mutation_support(observation: SmallVariantObservation) -> MutationSupport:
    """The record of a caller as it stands behind a mutation."""
    return MutationSupport(
        caller=observation.caller,
        source=observation.source.place,
        depth=observation.depth,
        alt_reads=observation.alt_reads,
        vaf=observation.vaf,
        filters=observation.filters,
    )
