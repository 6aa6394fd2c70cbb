"""The statements on one therapy, indexed by the alleles that they require."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.knowledge.model import Statement
from annotator.knowledge.profile_tokens import OTHER, alleles_of, is_alteration, residue

Alleles = frozenset[str]


@dataclass(frozen=True, slots=True)
class AlleleStatements:
    """Statements that require no alteration outside the kinase.

    `exact` holds those on just these alleles (no allele: the unmutated fusion), `of_class` those on
    alleles together with any further one.
    """

    exact: dict[Alleles, list[Statement]]
    of_class: list[tuple[Alleles, Statement]]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> "AlleleStatements":
        """Index statements by their alleles, each list in the order given."""
        index = cls({}, [])
        for statement in statements:
            if any(is_alteration(token) for token in statement.requires):
                continue
            alleles = alleles_of(statement)
            if OTHER in statement.requires:
                index.of_class.append((alleles, statement))
            else:
                index.exact.setdefault(alleles, []).append(statement)
        return index

    def on(self, alleles: Alleles) -> list[Statement]:
        """Return the statements on just these alleles."""
        return self.exact.get(alleles, [])

    def on_class(self, alleles: Alleles) -> list[Statement]:
        """Return the statements on a part of these alleles with any further one."""
        return [statement for part, statement in self.of_class if part < alleles]

    def on_parts(self, alleles: Alleles) -> list[tuple[str, list[Statement]]]:
        """Return the parts of these alleles with statements, the largest first, by name.

        Parts without a statement are left out: there would be too many.
        """
        if len(alleles) < 2:
            return []
        ordered = sorted(alleles, key=lambda allele: (residue(allele) or 0, allele))
        position = {allele: index for index, allele in enumerate(ordered)}
        parts = [
            sorted(position[a] for a in part) for part in self.exact if part and part < alleles
        ]
        named = [[ordered[i] for i in part] for part in sorted(parts, key=lambda p: (-len(p), p))]
        return [("+".join(part), self.exact[frozenset(part)]) for part in named]
