"""Whether each bypass gene is altered; absence only where its cataloged codons are covered."""

from collections.abc import Mapping, Sequence

from annotator.detection.bypass.findings import UNNAMED
from annotator.detection.case import ALLELE_ROLES, COPY_ROLES, Case
from annotator.detection.copy_number.calls import CopyNumberCall
from annotator.detection.copy_number.find import Calls
from annotator.detection.mutations.absence import Place
from annotator.detection.mutations.assess import looked_for, named_allele
from annotator.model.base import Result
from annotator.model.findings import PAIR, Assessment, Mutation
from annotator.model.roles import InputRole
from annotator.model.tables import BypassGene
from annotator.reference import Genome

Losses = Mapping[str, CopyNumberCall]
"""The calls of genes that are lost, or may be."""


def assess_bypass(case: Case, mutations: Sequence[Mutation], calls: Calls) -> list[Assessment]:
    """Each gene of the bypass catalog, by name; a homozygous loss is an alteration too."""
    losses = {gene: call for gene, call in calls.items() if call and _may_be_lost(call)}
    done: set[str] = set()
    assessments = []
    for gene in case.catalog.genes:
        if gene.together_with is None:
            assessments.append(_bypass_gene(case, gene, mutations, losses))
        elif gene.together_with not in done:
            assessments.append(_pair(case, gene.gene, gene.together_with, mutations, losses))
        done.add(gene.gene)
    return assessments


def _bypass_gene(
    case: Case, gene: BypassGene, mutations: Sequence[Mutation], losses: Losses
) -> Assessment:
    """`present` by a cataloged alteration; `absent` only where its codons were covered."""
    of_gene = [m for m in mutations if m.gene == gene.gene]
    here = [m for m in of_gene if m.functional_class]
    unnamed = [m.label for m in of_gene if m.consequence == UNNAMED]

    def codons(genome: Genome) -> list[tuple[str, int]]:
        return case.catalog_in(genome).positions(gene.gene)

    place = case.absence.place(codons)
    result, reason = looked_for(case, here, place)
    loss = losses.get(gene.gene)
    if loss is not None and result != "present":
        result = "present" if loss.finding.lost else "indeterminate"
        reason = _loss_text(loss)
    elif not here and unnamed:
        result = "indeterminate"
        reason = f"{', '.join(unnamed)}: at a known codon; the protein change is not named"
    elif not here and gene.kind == "suppressor":
        result, reason = _no_loss(case)
    elif result == "absent":
        reason += "; known alleles only"
    roles = ALLELE_ROLES if loss is None else (*ALLELE_ROLES, *COPY_ROLES)
    return _assessment(case, (gene.gene,), result, reason, place, roles)


def _pair(
    case: Case, one: str, other: str, mutations: Sequence[Mutation], losses: Losses
) -> Assessment:
    """Two genes whose alterations count together; two doubtful losses alone are no cue."""
    named = [m for g in (one, other) for m in mutations if m.gene == g and m.functional_class]
    lost = {gene: losses[gene] for gene in (one, other) if gene in losses}
    losses_seen = [c.finding.label for c in lost.values() if c.finding.loss == "homozygous"]
    found = [*named, *losses_seen]
    altered = {*(m.gene for m in named), *lost}
    if altered != {one, other} or not found:
        result, reason = _no_loss(case)
        if found:
            second = ", ".join(gene for gene in (one, other) if gene not in altered)
            seen = [*map(named_allele, named), *losses_seen]
            reason = f"{', '.join(seen)} alone; {second} not excluded: {reason}"
    else:
        certain = {m.gene for m in named if not m.filters} | {
            gene for gene, call in lost.items() if call.finding.lost
        }
        result = "present" if certain == {one, other} else "indeterminate"
        reason = ", ".join([*map(named_allele, named), *map(_loss_text, lost.values())])
    roles = (*ALLELE_ROLES, *COPY_ROLES) if lost else ALLELE_ROLES
    return _assessment(case, (one, other), result, reason, None, roles)


def _no_loss(case: Case) -> tuple[Result, str]:
    if case.observations.small_variants is None:
        return looked_for(case, [], None)
    return "not_assessed", "loss can arise anywhere in the gene"


def _assessment(
    case: Case,
    genes: tuple[str] | tuple[str, str],
    result: Result,
    reason: str,
    place: Place | None,
    roles: Sequence[InputRole],
) -> Assessment:
    return Assessment(
        target=PAIR.join(genes),
        gene=genes[0],
        aspect=None,
        pair=genes if len(genes) == 2 else None,
        category="bypass",
        result=result,
        reason=reason,
        depth=place.depth if place else None,
        inputs=case.files(roles),
    )


def _may_be_lost(call: CopyNumberCall) -> bool:
    """Whether a homozygous loss was found, or could not be settled."""
    looked_for = call.listed is not None and call.listed.change == "loss"
    return call.finding.loss == "homozygous" or (looked_for and call.doubt is not None)


def _loss_text(call: CopyNumberCall) -> str:
    """A loss with its copies; one that is not settled with the reason."""
    if call.finding.loss == "homozygous":
        return call.finding.label
    return f"{call.finding.gene} homozygous loss not settled: {call.reason}"
