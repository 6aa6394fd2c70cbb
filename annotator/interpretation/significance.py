"""What the knowledge base says of mutations that were found, perhaps under an earlier one."""

from collections.abc import Sequence

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.base import Effect
from annotator.model.findings import Finding, Mutation

OF_A_KINASE = ("on_target", "met_kinase")
AGAINST: tuple[Effect, ...] = ("resistant", "conflicting", "reduced")
"""The effects by which a mutation counts as one of resistance."""


def with_significance(findings: Sequence[Finding], knowledge: KnowledgeAsOf) -> list[Finding]:
    """The findings, with what statements say of each mutation of a kinase.

    Detection calls catalogued what the statements of its day speak of. A later release may know
    more alleles, or hold fewer, and findings are interpreted without being detected again.
    """
    counted: dict[tuple[str, str], set[str]] = {}
    for f in findings:
        if isinstance(f, Mutation) and f.protein_change and not f.filters:
            counted.setdefault((f.gene, f.role), set()).add(f.protein_change)
    return [
        _of_today(f, counted.get((f.gene, f.role), set()), knowledge)
        if isinstance(f, Mutation) and (f.role in OF_A_KINASE or f.alters_kinase)
        else f
        for f in findings
    ]


def _of_today(mutation: Mutation, counted: set[str], knowledge: KnowledgeAsOf) -> Mutation:
    """The mutation; `counted` are the changes of its kinase that no caller filtered."""
    known = knowledge.alleles(mutation.gene)
    change = mutation.protein_change
    if change is None or mutation.residue is None:
        return mutation
    last = mutation.last_residue or mutation.residue
    catalogued = any(allele.protein_change == change for allele in known)
    neighbours = [
        allele.protein_change
        for allele in known
        if mutation.residue <= allele.residue <= last and allele.protein_change != change
    ]
    return mutation.model_copy(
        update={
            "significance": "catalogued" if catalogued else "unknown" if known else None,
            "known_at_residue": neighbours,
            "resists": _resisted(mutation.gene, change, counted | {change}, knowledge),
            "resisting_at_residue": [
                each for each in neighbours if _resisted(mutation.gene, each, {each}, knowledge)
            ],
        }
    )


def _resisted(gene: str, change: str, beside: set[str], knowledge: KnowledgeAsOf) -> list[str]:
    """The therapies that statements in force say are resisted or weakened by a change.

    They speak of the change alone, or together with changes that stand beside it.
    """
    return [
        therapy
        for therapy in sorted(knowledge.therapies_spoken_of(gene))
        if any(
            statement.effect in AGAINST
            for alleles, statements in knowledge.by_alleles(gene, therapy).exact.items()
            if change in alleles and alleles <= beside
            for statement in statements
        )
    ]
