"""Whether each cataloged residue and functional class is mutated; absence only where covered."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from annotator.detection.case import ALLELE_ROLES, JUNCTION_ROLES, Case
from annotator.detection.fusions.find import FoundFusions
from annotator.detection.mutations.absence import Target
from annotator.detection.mutations.codons import at_residue
from annotator.detection.mutations.find import FoundMutations
from annotator.model.base import RESULTS, Result
from annotator.model.findings import Assessment, Mutation
from annotator.model.on_target import with_remarks
from annotator.reference import Genome

_WITHOUT_NAMES: dict[Result, str] = {
    "absent": "no mutation at",
    "not_assessed": "not assessed at",
}
"""The words for residues that are counted."""
_BY_NAME: dict[Result, str] = {
    "present": "mutated:",
    "indeterminate": "not settled at",
    "no_call": "data too thin at",
}
"""The words for residues that are named."""


def assess_mutations(
    case: Case, mutations: Sequence[Mutation], drivers: frozenset[str] = frozenset()
) -> list[Assessment]:
    """Assess each cataloged residue of a kinase domain, and the domain as a whole.

    The driver kinases come first. `drivers` are those of which a fusion is present. Any mutation
    makes a target `present`, whatever its effect; the reason names it. Cataloged alleles outside
    the kinase domain are not targets.
    """
    assessments = []
    for gene, residues in _cataloged_residues(case).items():
        of_gene = [m for m in mutations if m.gene == gene and m.in_kinase_domain]
        of_residues = [
            _residue(case, _Residue(gene, number, name), of_gene)
            for number, name in sorted(residues.items())
        ]
        assessments += [*of_residues, _kinase_domain(case, gene, of_residues, of_gene)]
    return with_remarks(assessments, case.tables.driver_kinases, drivers)


class _Residue(NamedTuple):
    """A residue of a protein, such as G1202."""

    gene: str
    number: int
    name: str


def _cataloged_residues(case: Case) -> dict[str, dict[int, str]]:
    """The cataloged residues of each kinase domain, by gene and number, with their names."""
    residues: dict[str, dict[int, str]] = {gene: {} for gene in case.tables.driver_kinases}
    for allele in case.tables.catalog:
        domain = case.genome.reference.kinase_domain(allele.gene)
        if domain.start <= allele.residue <= domain.end:
            name = f"{allele.protein_change[0]}{allele.residue}"
            residues.setdefault(allele.gene, {})[allele.residue] = name
    return residues


def _residue(case: Case, residue: _Residue, mutations: Sequence[Mutation]) -> Assessment:
    here = [m for m in at_residue(mutations, residue.number) if m.role != "polymorphism"]

    def codon(genome: Genome) -> list[tuple[str, int]]:
        transcript = genome.transcript(residue.gene)
        return [(transcript.chrom, position) for position in transcript.codon(residue.number)]

    target = case.absence.target(codon)
    result, reason = looked_for(case, here, target)
    return Assessment(
        target=f"{residue.gene} {residue.name}",
        gene=residue.gene,
        aspect=residue.name,
        residue=residue.number,
        category="residue",
        result=result,
        reason=reason,
        depth=target.depth,
        inputs=case.files(ALLELE_ROLES),
    )


def looked_for(case: Case, here: Sequence[Mutation], target: Target | None) -> tuple[Result, str]:
    """The result for a target: the mutations there, else what its coverage can show."""
    passing = [m for m in here if not m.filters]
    if passing:
        return "present", ", ".join(map(_named, passing))
    if here:
        return "indeterminate", "; ".join(map(named_allele, here))
    return case.absence.unlisted(target)


def _kinase_domain(
    case: Case, gene: str, residues: Sequence[Assessment], mutations: Sequence[Mutation]
) -> Assessment:
    """The whole domain: `present` with any mutation, `absent` only where all residues are."""
    altering = [m for m in mutations if m.alters_kinase]
    passing = [m for m in altering if not m.filters]
    others = [result for result in RESULTS if result != "present"]
    counts = [(r, sum(residue.result == r for residue in residues)) for r in others]
    result: Result
    if passing:
        result, reason = "present", ", ".join(map(_named, passing))
    elif altering:
        result = "indeterminate"
        reason = ", ".join(f"{_named(m)} filtered" for m in altering)
    elif len({residue.reason for residue in residues}) == 1:
        result, reason = residues[0].result, residues[0].reason
    else:
        result = next((r for r, n in counts if n), "not_assessed")
        reason = "; ".join(_residues(residues, r, n) for r, n in counts if n)
    depths = [residue.depth for residue in residues if residue.depth is not None]
    return Assessment(
        target=f"{gene} kinase domain",
        gene=gene,
        aspect="kinase domain",
        category="kinase_domain",
        result=result,
        reason=reason,
        depth=min(depths, default=None),
        inputs=case.files(ALLELE_ROLES),
    )


def assess_classes(
    case: Case, mutations: FoundMutations, fusions: FoundFusions
) -> list[Assessment]:
    """Assess each functional class of alleles.

    A class is `present` with an allele of it, or a junction that leaves its exon out. It is
    `indeterminate` with a deletion of unknown effect, a doubtful junction, or a change within the
    gene of unknown exons alone.
    """
    assessments = []
    for gene, name in case.classes.classes():
        target = case.absence.target(partial(_class_positions, case, name))
        here = [m for m in mutations.findings if m.gene == gene and m.functional_class == name]
        doubtful = [
            d.message for d in mutations.deletions if (d.gene, d.functional_class) == (gene, name)
        ]
        junctions = [f for f in fusions.findings if (f.gene, f.functional_class) == (gene, name)]
        doubtful += [
            f"{f.nomenclature}: {f.classification_reason}" for f in junctions if not f.is_functional
        ]
        if not junctions and case.classes.has_exon_of(gene):
            doubtful += fusions.unplaced.get(gene, [])
        roles = (*ALLELE_ROLES, *JUNCTION_ROLES) if doubtful or junctions else ALLELE_ROLES
        result, reason = looked_for(case, here, target)
        if shown := [f.nomenclature for f in junctions if f.is_functional]:
            alleles = [reason] if result == "present" else []
            result, reason = "present", ", ".join([*alleles, *shown])
        if doubtful and result != "present":
            alleles = [reason] if result == "indeterminate" else []
            result, reason = "indeterminate", "; ".join([*alleles, *doubtful])
        if result == "absent":
            reason += "; only small variants were examined"
        assessments.append(
            Assessment(
                target=name,
                gene=gene,
                aspect=None,
                category="bypass",
                result=result,
                reason=reason,
                depth=target.depth,
                inputs=case.files(roles),
            )
        )
    return assessments


def _class_positions(case: Case, name: str, genome: Genome) -> Iterator[tuple[str, int]]:
    return case.classes_in(genome).positions(name)


def named_allele(mutation: Mutation) -> str:
    """The label of a mutation, with the filters if a caller filtered it."""
    if not mutation.filters:
        return _named(mutation)
    return f"{_named(mutation)} filtered: {', '.join(mutation.filters)}"


def _residues(residues: Sequence[Assessment], result: Result, count: int) -> str:
    """The residues of one result: by name where a mutation could be missed, else their number."""
    if result in _WITHOUT_NAMES:
        return f"{_WITHOUT_NAMES[result]} {count} residues"
    of_result = [residue for residue in residues if residue.result == result]
    names = ", ".join(residue.aspect or residue.target for residue in of_result)
    depths = [residue.depth for residue in of_result if residue.depth is not None]
    lowest = f" (lowest depth {min(depths):g})" if depths else ""
    return f"{_BY_NAME[result]} {names}{lowest}"


def _named(mutation: Mutation) -> str:
    """The label of a mutation; of an unknown variant of a kinase domain, that it is unknown."""
    if mutation.significance != "unknown" or not mutation.alters_kinase:
        return mutation.label
    return f"{mutation.label} (variant of unknown significance: effect not known)"
