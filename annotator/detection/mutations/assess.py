"""Whether each cataloged residue and functional class is mutated; absence only where covered."""

from collections.abc import Iterator, Sequence
from functools import partial

from annotator.detection.case import ALLELE_ROLES, JUNCTION_ROLES, Case
from annotator.detection.fusions.find import FoundFusions
from annotator.detection.mutations.absence import Place
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
"""What is said of residues that are counted; the others are named."""
_BY_NAME: dict[Result, str] = {
    "present": "mutated:",
    "indeterminate": "not settled at",
    "no_call": "data too thin at",
}


def assess_mutations(
    case: Case, mutations: Sequence[Mutation], drivers: frozenset[str] = frozenset()
) -> list[Assessment]:
    """`GENE residue` for every cataloged residue of a kinase domain, and the domain over them.

    The driver kinases come first. `drivers` are those of which a fusion is shown. A mutation
    that is there makes a target `present`, whatever is known of it; the reason says what. A
    cataloged allele outside the domain resists nothing there.
    """
    catalog: dict[str, dict[int, str]] = {gene: {} for gene in case.tables.driver_kinases}
    for allele in case.tables.catalog:
        domain = case.genome.reference.kinase_domain(allele.gene)
        if not domain.start <= allele.residue <= domain.end:
            continue
        label = f"{allele.protein_change[0]}{allele.residue}"
        catalog.setdefault(allele.gene, {})[allele.residue] = label
    assessments = []
    for gene, residues in catalog.items():
        of_gene = [m for m in mutations if m.gene == gene and m.in_kinase_domain]
        made = [
            _residue(case, gene, label, residue, of_gene)
            for residue, label in sorted(residues.items())
        ]
        assessments += [*made, _kinase_domain(case, gene, made, of_gene)]
    return with_remarks(assessments, case.tables.driver_kinases, drivers)


def _residue(
    case: Case, gene: str, label: str, residue: int, mutations: Sequence[Mutation]
) -> Assessment:
    here = [m for m in at_residue(mutations, residue) if m.role != "polymorphism"]

    def codon(genome: Genome) -> list[tuple[str, int]]:
        transcript = genome.transcript(gene)
        return [(transcript.chrom, at) for at in transcript.codon(residue)]

    place = case.absence.place(codon)
    result, reason = looked_for(case, here, place)
    return Assessment(
        target=f"{gene} {label}",
        gene=gene,
        aspect=label,
        residue=residue,
        category="residue",
        result=result,
        reason=reason,
        depth=place.depth,
        inputs=case.files(ALLELE_ROLES),
    )


def looked_for(case: Case, here: Sequence[Mutation], place: Place | None) -> tuple[Result, str]:
    """The result at a place: the mutations found there, else what its cover allows to say."""
    passing = [m for m in here if not m.filters]
    if passing:
        return "present", ", ".join(map(_named, passing))
    if here:
        return "indeterminate", "; ".join(map(named_allele, here))
    return case.absence.unlisted(place)


def _kinase_domain(
    case: Case, gene: str, singles: Sequence[Assessment], mutations: Sequence[Mutation]
) -> Assessment:
    """The joint answer: present where any mutation is, absent only where all residues are."""
    altering = [m for m in mutations if m.alters_kinase]
    passing = [m for m in altering if not m.filters]
    others = [result for result in RESULTS if result != "present"]
    counts = [(r, sum(single.result == r for single in singles)) for r in others]
    result: Result
    if passing:
        result, reason = "present", ", ".join(map(_named, passing))
    elif altering:
        result = "indeterminate"
        reason = ", ".join(f"{_named(m)} filtered" for m in altering)
    elif len({single.reason for single in singles}) == 1:
        result, reason = singles[0].result, singles[0].reason
    else:
        result = next((r for r, n in counts if n), "not_assessed")
        reason = "; ".join(_residues(singles, r, n) for r, n in counts if n)
    depths = [single.depth for single in singles if single.depth is not None]
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
    """Each functional class of alleles.

    A class is `present` by an allele, or by a junction that leaves its exon out; where only
    an unjudged deletion or a doubtful junction was seen it is `indeterminate`.
    """
    assessments = []
    for gene, name in case.classes.classes():
        place = case.absence.place(partial(_class_positions, case, name))
        here = [m for m in mutations.findings if m.gene == gene and m.functional_class == name]
        lost = [
            d.message for d in mutations.deletions if (d.gene, d.functional_class) == (gene, name)
        ]
        junctions = [f for f in fusions.findings if (f.gene, f.functional_class) == (gene, name)]
        lost += [
            f"{f.nomenclature}: {f.classification_reason}" for f in junctions if not f.is_functional
        ]
        roles = (*ALLELE_ROLES, *JUNCTION_ROLES) if lost or junctions else ALLELE_ROLES
        result, reason = looked_for(case, here, place)
        if shown := [f.nomenclature for f in junctions if f.is_functional]:
            before = [reason] if result == "present" else []
            result, reason = "present", ", ".join([*before, *shown])
        if lost and result != "present":
            seen = [reason] if result == "indeterminate" else []
            result, reason = "indeterminate", "; ".join([*seen, *lost])
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
                depth=place.depth,
                inputs=case.files(roles),
            )
        )
    return assessments


def _class_positions(case: Case, name: str, genome: Genome) -> Iterator[tuple[str, int]]:
    return case.classes_in(genome).positions(name)


def named_allele(mutation: Mutation) -> str:
    """A mutation; one that a caller filtered with its filters."""
    if not mutation.filters:
        return _named(mutation)
    return f"{_named(mutation)} filtered: {', '.join(mutation.filters)}"


def _residues(singles: Sequence[Assessment], result: Result, count: int) -> str:
    """The residues of one result: by name where something could be missed, else their number."""
    if result in _WITHOUT_NAMES:
        return f"{_WITHOUT_NAMES[result]} {count} residues"
    those = [single for single in singles if single.result == result]
    names = ", ".join(single.aspect or single.target for single in those)
    depths = [single.depth for single in those if single.depth is not None]
    lowest = f" (lowest depth {min(depths):g})" if depths else ""
    return f"{_BY_NAME[result]} {names}{lowest}"


def _named(mutation: Mutation) -> str:
    """A mutation, with what a variant of a kinase that no statement knows is."""
    if mutation.significance != "unknown" or not mutation.alters_kinase:
        return mutation.label
    return f"{mutation.label} (variant of unknown significance: effect not known)"
