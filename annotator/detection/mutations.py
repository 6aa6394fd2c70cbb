"""Mutations of the kinase genes: alleles of the callers, named, merged and given a role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.detection.codons import split_by_codon
from annotator.model.base import GenomeBuild
from annotator.model.errors import InputProblem
from annotator.model.findings import Mutation, MutationSupport
from annotator.model.observations import SmallVariantObservation
from annotator.model.tables import DetectionTables
from annotator.reference import Reference, VariantName, builds_matching, name_variant

NOT_CODING = frozenset(
    {
        "synonymous_variant",
        "stop_retained_variant",
        "intron_variant",
        "splice_region_variant",
        "5_prime_UTR_variant",
        "3_prime_UTR_variant",
    }
)
"""Consequences (Sequence Ontology) that are no findings."""
KINASE_ALTERING = frozenset(
    {"missense_variant", "inframe_insertion", "inframe_deletion", "protein_altering_variant"}
)
"""Consequences that leave a kinase and change it; a truncated kinase resists nothing."""
Role = Literal["on_target", "met_kinase", "polymorphism", "other"]


@dataclass(frozen=True, slots=True)
class NamedAllele:
    """One allele with its name and every observation of it."""

    name: VariantName
    observations: tuple[SmallVariantObservation, ...]


def check_build(
    observations: Sequence[SmallVariantObservation], build: GenomeBuild, reference: Reference
) -> None:
    """Check every REF against the reference. Raises InputProblem for a wrong build or row."""
    wrong = [
        o for o in observations if reference.check_ref(build, o.chrom, o.position, o.ref) is False
    ]
    if not wrong:
        return
    agreement = builds_matching(reference, ((o.chrom, o.position, o.ref) for o in observations))
    here = agreement[build]
    first = wrong[0]
    counts = ", ".join(
        f"{a.build} {a.matching} match and {a.contradicting} contradict" for a in agreement.values()
    )
    better = [a.build for a in agreement.values() if a.contradicting < here.contradicting]
    advice = (
        f"The file looks like {better[0]}: give --genome-build {better[0]}"
        if better and agreement[better[0]].matching >= here.matching
        else "Correct the row, or the genome build of the sample"
    )
    raise InputProblem(
        f"REF {first.ref} at {first.chrom}:{first.position} is not the base of {build} there "
        f"(REF alleles at known bases: {counts})",
        file=first.source.file,
        line=first.source.line,
        column="REF",
        expected=f"REF alleles of {build}",
        advice=advice,
    )


def name_alleles(
    observations: Iterable[SmallVariantObservation], build: GenomeBuild, reference: Reference
) -> list[NamedAllele]:
    """The alleles that change a kinase gene's protein, each once, in order of gene and position.

    A substitution over several codons counts as one allele per codon.
    """
    named: dict[str, tuple[VariantName, list[SmallVariantObservation]]] = {}
    parts = (part for each in observations for part in split_by_codon(each, build, reference))
    for observation in parts:
        name = name_variant(
            reference,
            build,
            observation.chrom,
            observation.position,
            observation.ref,
            observation.alt,
        )
        if name is not None and name.consequence not in NOT_CODING:
            named.setdefault(name.hgvs_g, (name, []))[1].append(observation)
    alleles = [NamedAllele(name, tuple(seen)) for name, seen in named.values()]
    return sorted(alleles, key=lambda a: (a.name.gene, a.name.residue or 0, a.name.hgvs_g))


def mutation_findings(
    alleles: Iterable[NamedAllele], reference: Reference, tables: DetectionTables
) -> list[Mutation]:
    """One finding per allele, in the same order, with ids M1, M2, ..."""
    driver_genes = {partner.gene for partner in tables.fusion_partners}
    return [
        _finding(f"M{number}", allele, reference, tables, driver_genes)
        for number, allele in enumerate(alleles, start=1)
    ]


def _finding(
    identifier: str,
    allele: NamedAllele,
    reference: Reference,
    tables: DetectionTables,
    driver_genes: set[str],
) -> Mutation:
    name = allele.name
    domain = reference.kinase_domain(name.gene)
    inside = name.residue is not None and domain.start <= name.residue <= domain.end
    best = max(allele.observations, key=lambda o: (not o.filters, o.vaf is not None, o.depth or 0))
    sets = {o.phase_set for o in allele.observations if o.phase_set}
    return Mutation(
        id=identifier,
        gene=name.gene,
        label=f"{name.gene} {name.protein_change or name.hgvs_c or name.hgvs_g}",
        hgvs_g=name.hgvs_g,
        hgvs_c=name.hgvs_c,
        hgvs_p=name.hgvs_p,
        protein_change=name.protein_change,
        residue=name.residue,
        exon=name.exon,
        in_kinase_domain=inside,
        alternative_names=list(name.alternative_names),
        consequence=name.consequence,
        vaf=best.vaf,
        depth=best.depth,
        alt_reads=best.alt_reads,
        filters=best.filters,
        phase_set=min(sets) if sets else None,
        role=_role(name, inside, name.gene in driver_genes, tables),
        support=[_support(observation) for observation in allele.observations],
    )


def _role(name: VariantName, inside: bool, driver: bool, tables: DetectionTables) -> Role:
    for polymorphism in tables.polymorphisms:
        if (polymorphism.gene, polymorphism.protein_change) == (name.gene, name.protein_change):
            return "polymorphism"
    if not inside or name.consequence not in KINASE_ALTERING:
        return "other"
    return "on_target" if driver else "met_kinase"


def _support(observation: SmallVariantObservation) -> MutationSupport:
    source = observation.source
    return MutationSupport(
        caller=observation.caller,
        source=source.file if source.line is None else f"{source.file}:{source.line}",
        depth=observation.depth,
        alt_reads=observation.alt_reads,
        vaf=observation.vaf,
        filters=observation.filters,
    )
