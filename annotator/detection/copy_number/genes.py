"""The genes whose copies are graded, and what a change of one counts for."""

from collections.abc import Iterable, Sequence

from annotator.model.base import CopyNumberRole, Loss
from annotator.model.errors import InputProblem
from annotator.model.findings import CopyNumber, Mutation
from annotator.model.tables import (
    BypassGene,
    CopyNumberGene,
    CopyNumberRule,
    DetectionTables,
)
from annotator.reference import Genome, Transcript


def graded_transcripts(tables: DetectionTables, genome: Genome) -> dict[str, Transcript]:
    """The model of each gene whose copies are graded.

    Raises InputProblem for a gene that the reference does not hold.
    """
    models = {gene: genome.find_transcript(gene) for gene in tables.graded_genes}
    missing = [gene for gene, model in models.items() if model is None]
    if missing:
        raise InputProblem(
            f"the copy-number tables name {', '.join(missing)}, of which no model is held",
            expected="a gene of the reference",
        )
    return {gene: model for gene, model in models.items() if model is not None}


def profile_token(listed: CopyNumberGene | None, rule: CopyNumberRule) -> str | None:
    """What a change brings into the profile: a line of one gene says so itself."""
    return listed.token if listed is not None and rule.gene is None else rule.token


def role_of(listed: CopyNumberGene | None, token: str | None) -> CopyNumberRole:
    """What a change counts for, with the token that it brings into the profile."""
    if listed is None:
        return "target"
    return "bypass" if token else "context"


def copies_label(gene: str, loss: Loss | None, settled: bool, copies: str) -> str:
    """A gene with its loss, if any, and its copies in words."""
    if loss is None:
        return f"{gene} {copies}"
    return f"{gene} {loss} loss{'' if settled else ' not settled'}, {copies}"


def altered_genes(findings: Iterable[Mutation | CopyNumber]) -> set[str]:
    """The genes of which some alteration is of a class that counts, and is not filtered."""
    return {
        each.gene
        for each in findings
        if each.functional_class and not (isinstance(each, Mutation) and each.filters)
    }


def counts(gene: str, altered: set[str], genes: Sequence[BypassGene]) -> bool:
    """Whether an alteration counts by itself, or beside that of the gene it goes together with."""
    pair = next((each.together_with for each in genes if each.gene == gene), None)
    return pair is None or pair in altered


def beside_their_pairs(
    found: Sequence[CopyNumber], mutations: Sequence[Mutation], genes: Sequence[BypassGene]
) -> list[CopyNumber]:
    """The findings; one that counts only beside another gene's alteration is context alone."""
    altered = altered_genes([*found, *mutations])
    return [
        finding
        if finding.role != "bypass" or counts(finding.gene, altered, genes)
        else finding.model_copy(update={"role": "context"})
        for finding in found
    ]
