"""What the knowledge base of today says of mutations that were found under an earlier one."""

from collections.abc import Iterable

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.findings import Finding, Mutation

OF_A_KINASE = ("on_target", "met_kinase")


def with_significance(findings: Iterable[Finding], knowledge: KnowledgeAsOf) -> list[Finding]:
    """The findings, with each mutation of a kinase catalogued where a statement speaks of it.

    Detection says so of the statements of its day. A later release may know more alleles, or hold
    fewer, and findings are interpreted without being detected again.
    """
    return [
        _of_today(f, knowledge) if isinstance(f, Mutation) and f.role in OF_A_KINASE else f
        for f in findings
    ]


def _of_today(mutation: Mutation, knowledge: KnowledgeAsOf) -> Mutation:
    known = knowledge.alleles(mutation.gene)
    if mutation.protein_change is None or mutation.residue is None:
        return mutation
    last = mutation.last_residue or mutation.residue
    catalogued = any(allele.protein_change == mutation.protein_change for allele in known)
    return mutation.model_copy(
        update={
            "significance": "catalogued" if catalogued else "unknown" if known else None,
            "known_at_residue": [
                allele.protein_change
                for allele in known
                if mutation.residue <= allele.residue <= last
                and allele.protein_change != mutation.protein_change
            ],
        }
    )
