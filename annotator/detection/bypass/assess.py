"""Whether each bypass gene is altered; absence only where its cataloged codons are covered."""

from collections.abc import Mapping, Sequence

from annotator.detection.bypass.findings import UNNAMED
from annotator.detection.case import ALLELE_ROLES, COPY_ROLES, Case
from annotator.detection.copy_number.calls import Calls
from annotator.detection.copy_number.source_call import CopyNumberCall
from annotator.detection.mutations.assess import looked_for, named_allele
from annotator.model.base import Result
from annotator.model.findings import PAIR, Assessment, Mutation
from annotator.model.tables import BypassGene
from annotator.reference import Genome

Losses = Mapping[str, CopyNumberCall]
"""The calls of genes that are lost or may be lost."""


def assess_bypass(case: Case, mutations: Sequence[Mutation], calls: Calls) -> list[Assessment]:
    """Assess each gene of the bypass catalog; a homozygous loss is an alteration too."""
    losses = {gene: call for gene, call in calls.items() if call and _may_be_lost(call)}
    assessed: set[str] = set()
    assessments = []
    for gene in case.catalog.genes:
        if gene.together_with is None:
            assessments.append(_gene(case, gene, mutations, losses))
        elif gene.together_with not in assessed:
            pair = gene.gene, gene.together_with
            assessments.append(_pair(case, pair, mutations, losses))
        assessed.add(gene.gene)
    return assessments


def _gene(
    case: Case, gene: BypassGene, mutations: Sequence[Mutation], losses: Losses
) -> Assessment:
    """`present` with a cataloged alteration; `absent` only where all its codons are covered."""
    of_gene = [m for m in mutations if m.gene == gene.gene]
    here = [m for m in of_gene if m.functional_class]
    unnamed = [m.label for m in of_gene if m.consequence == UNNAMED]

    def codons(genome: Genome) -> list[tuple[str, int]]:
        return case.catalog_in(genome).positions(gene.gene)

    target = case.absence.target(codons)
    result, reason = looked_for(case, here, target)
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
    return Assessment(
        target=gene.gene,
        gene=gene.gene,
        aspect=None,
        category="bypass",
        result=result,
        reason=reason,
        depth=target.depth,
        inputs=case.files(roles),
    )


def _pair(
    case: Case, pair: tuple[str, str], mutations: Sequence[Mutation], losses: Losses
) -> Assessment:
    """Two genes whose alterations count only together.

    Two uncertain losses without any certain alteration do not count.
    """
    one, other = pair
    named = [m for g in (one, other) for m in mutations if m.gene == g and m.functional_class]
    lost = {gene: losses[gene] for gene in (one, other) if gene in losses}
    certain_losses = [c.finding.label for c in lost.values() if c.finding.loss == "homozygous"]
    altered = {*(m.gene for m in named), *lost}
    if altered != {one, other} or not (named or certain_losses):
        result, reason = _no_loss(case)
        if named or certain_losses:
            second = ", ".join(gene for gene in pair if gene not in altered)
            first = ", ".join([*map(named_allele, named), *certain_losses])
            reason = f"{first} alone; {second} not excluded: {reason}"
    else:
        certain = {m.gene for m in named if not m.filters} | {
            gene for gene, call in lost.items() if call.finding.lost
        }
        result = "present" if certain == {one, other} else "indeterminate"
        reason = ", ".join([*map(named_allele, named), *map(_loss_text, lost.values())])
    roles = (*ALLELE_ROLES, *COPY_ROLES) if lost else ALLELE_ROLES
    return Assessment(
        target=f"{one}{PAIR}{other}",
        gene=one,
        aspect=None,
        pair=(one, other),
        category="bypass",
        result=result,
        reason=reason,
        depth=None,
        inputs=case.files(roles),
    )


def _no_loss(case: Case) -> tuple[Result, str]:
    if case.observations.small_variants is None:
        return looked_for(case, [], None)
    return "not_assessed", "loss can arise anywhere in the gene"


def _may_be_lost(call: CopyNumberCall) -> bool:
    """Whether the gene has a homozygous loss, or whether that is uncertain."""
    of_loss = call.listed is not None and call.listed.change == "loss"
    return call.finding.loss == "homozygous" or (of_loss and call.doubt is not None)


def _loss_text(call: CopyNumberCall) -> str:
    """A loss with its copies; an uncertain one with the reason."""
    if call.finding.loss == "homozygous":
        return call.finding.label
    return f"{call.finding.gene} homozygous loss not settled: {call.reason}"
