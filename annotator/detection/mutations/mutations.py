"""Mutations of the kinase genes: named alleles with their role and significance."""

from collections.abc import Iterable, Sequence
from typing import Literal

from annotator.detection.case import Case
from annotator.detection.mutations.alleles import NamedAllele
from annotator.detection.mutations.clonality import cancer_cell_fraction, local_copy_number
from annotator.model.base import MutationRole
from annotator.model.findings import KINASE_ALTERING, Mutation, MutationSupport
from annotator.model.observations import SegmentObservation, SmallVariantObservation
from annotator.model.tables import FunctionalRegion
from annotator.reference import VariantName


class MutationFinder:
    """Turns the named alleles of one sample into findings."""

    def __init__(
        self,
        case: Case,
        segments: Sequence[SegmentObservation],
    ) -> None:
        """`segments` give the copies at a mutation, for the share of tumor cells that carry it."""
        self.sample = case.sample
        self.segments = segments
        self.reference = case.genome.reference
        self.tables = case.tables
        self.classes = case.classes
        self.driver_genes = set(case.tables.driver_kinases)
        self.cataloged = {(a.gene, a.protein_change) for a in case.tables.catalog}
        self.cataloged |= {(p.gene, p.protein_change) for p in case.tables.polymorphisms}

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
        weakest = best.weakest
        phase_sets = {record.phase_set for record in allele.observations if record.phase_set}
        copies = None
        if role != "polymorphism":
            chrom = self.reference.normalize_chrom(weakest.chrom)
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
            vaf=weakest.vaf,
            depth=weakest.depth,
            alt_reads=weakest.alt_reads,
            filters=best.filters,
            phase_set=min(phase_sets) if phase_sets else None,
            cancer_cell_fraction=self._cell_fraction(weakest.vaf, copies),
            local_copy_number=copies,
            role=role,
            functional_class=region.functional_class if region else None,
            functional_class_reference=region.reference if region else None,
            functional_class_curation=region.curation if region else None,
            is_driver=bool(region and region.driver),
            significance=self._significance(name, region),
            known_at_residue=self._neighbors(name),
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
        """Whether the catalog lists the allele; None for a gene without cataloged alleles."""
        if region or (name.gene, name.protein_change) in self.cataloged:
            return "catalogued"
        return "unknown" if any(a.gene == name.gene for a in self.tables.catalog) else None

    def _neighbors(self, name: VariantName) -> list[str]:
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
    """The record of a caller as support of a mutation."""
    return MutationSupport(
        caller=observation.caller,
        source=observation.source.place,
        depth=observation.depth,
        alt_reads=observation.alt_reads,
        vaf=observation.vaf,
        filters=observation.filters,
    )
