"""The genes whose copies are called, and what a change of one counts for."""

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


def called_transcripts(tables: DetectionTables, genome: Genome) -> dict[str, Transcript]:
    """The transcript of each gene whose copies are called.

    Raises InputProblem for a gene that is not in the reference.
    """
    models = {gene: genome.find_transcript(gene) for gene in tables.called_genes}
    missing = [gene for gene, model in models.items() if model is None]
    if missing:
        raise InputProblem(
            f"no gene model of {', '.join(missing)}, named by the copy-number tables",
            expected="a gene of the reference",
        )
    return {gene: model for gene, model in models.items() if model is not None}


def profile_token(listed: CopyNumberGene | None, rule: CopyNumberRule) -> str | None:
    """The token of the profile for a change; a rule for one gene names its own."""
    return listed.token if listed is not None and rule.gene is None else rule.token


def role_of(listed: CopyNumberGene | None, token: str | None) -> CopyNumberRole:
    """What a change counts for; `token` is its token of the profile, if any."""
    if listed is None:
        return "target"
    return "bypass" if token else "context"


def copies_label(gene: str, loss: Loss | None, settled: bool, copies: str) -> str:
    """A gene with its loss, if any, and its copies in words."""
    if loss is None:
        return f"{gene} {copies}"
    return f"{gene} {loss} loss{'' if settled else ' not settled'}, {copies}"


def altered_genes(findings: Iterable[Mutation | CopyNumber]) -> set[str]:
    """The genes with an unfiltered alteration of a functional class."""
    return {
        finding.gene
        for finding in findings
        if finding.functional_class and not (isinstance(finding, Mutation) and finding.filters)
    }


def counts(gene: str, altered: set[str], genes: Sequence[BypassGene]) -> bool:
    """Whether an alteration counts: by itself, or because the other gene of its pair is altered."""
    other = next((line.together_with for line in genes if line.gene == gene), None)
    return other is None or other in altered


def beside_their_pairs(
    copy_numbers: Sequence[CopyNumber], mutations: Sequence[Mutation], genes: Sequence[BypassGene]
) -> list[CopyNumber]:
    """The findings, with the role `context` for one whose pair is not altered.

    `genes` names the pairs, whose alterations count only together.
    """
    altered = altered_genes([*copy_numbers, *mutations])
    return [
        finding
        if finding.role != "bypass" or counts(finding.gene, altered, genes)
        else finding.model_copy(update={"role": "context"})
        for finding in copy_numbers
    ]
