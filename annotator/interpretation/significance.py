"""What the knowledge base of today says of mutations, which an earlier one may have judged."""

from collections.abc import Sequence

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.evidence import ADVERSE
from annotator.model.findings import Finding, Mutation

OF_A_KINASE = ("on_target", "met_kinase")


def with_significance(findings: Sequence[Finding], knowledge: KnowledgeAsOf) -> list[Finding]:
    """Add to each mutation of a kinase what the statements of today say of it.

    Detection marks the alleles that the statements of its day know. A later release may know more
    alleles or fewer, and findings are interpreted without being detected again.
    """
    resistance = _Resistance(knowledge)
    counted: dict[tuple[str, str], set[str]] = {}
    for f in findings:
        if isinstance(f, Mutation) and f.protein_change and not f.filters:
            counted.setdefault((f.gene, f.role), set()).add(f.protein_change)
    return [
        _with_significance(f, counted.get((f.gene, f.role), set()), resistance)
        if isinstance(f, Mutation) and (f.role in OF_A_KINASE or f.alters_kinase)
        else f
        for f in findings
    ]


def _with_significance(
    mutation: Mutation, counted: set[str], resistance: "_Resistance"
) -> Mutation:
    """Return the mutation; `counted` are the changes of its kinase that no caller filtered."""
    known = resistance.knowledge.alleles(mutation.gene)
    change = mutation.protein_change
    if change is None or mutation.residue is None:
        return mutation
    last = mutation.last_residue or mutation.residue
    cataloged = any(allele.protein_change == change for allele in known)
    neighbors = [
        allele.protein_change
        for allele in known
        if mutation.residue <= allele.residue <= last and allele.protein_change != change
    ]
    return mutation.model_copy(
        update={
            "significance": "catalogued" if cataloged else "unknown" if known else None,
            "known_at_residue": neighbors,
            "resists": resistance.resisted(mutation.gene, change, frozenset(counted | {change})),
            "resisting_at_residue": [
                neighbor
                for neighbor in neighbors
                if resistance.resisted(mutation.gene, neighbor, frozenset({neighbor}))
            ],
        }
    )


class _Resistance:
    """Looks up the therapies that a change resists, once for each set of changes."""

    def __init__(self, knowledge: KnowledgeAsOf) -> None:
        self.knowledge = knowledge
        self._resisted: dict[tuple[str, str, frozenset[str]], list[str]] = {}

    def resisted(self, gene: str, change: str, present: frozenset[str]) -> list[str]:
        """Return the therapies that a change resists or weakens by statements in force.

        The statements are on the change alone, or on it with other changes that are `present`.
        """
        key = (gene, change, present)
        if key not in self._resisted:
            self._resisted[key] = [
                therapy
                for therapy in sorted(self.knowledge.therapies_with_statements(gene))
                if any(
                    statement.effect in ADVERSE
                    for alleles, statements in self.knowledge.by_alleles(
                        gene, therapy
                    ).exact.items()
                    if change in alleles and alleles <= present
                    for statement in statements
                )
            ]
        return self._resisted[key]
