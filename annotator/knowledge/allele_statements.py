"""The statements on one therapy, found by the alleles that they require."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.knowledge.model import Statement
from annotator.knowledge.profile_tokens import OTHER, alleles_of, is_alteration, residue

Alleles = frozenset[str]


@dataclass(frozen=True, slots=True)
class AlleleStatements:
    """Statements that require no alteration outside the kinase.

    `exact` holds those on just these alleles (none: the unmutated fusion), `of_class` those on
    alleles with any further one beside them.
    """

    exact: dict[Alleles, list[Statement]]
    of_class: list[tuple[Alleles, Statement]]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> "AlleleStatements":
        """The statements by their alleles, each list in the order given."""
        found = cls({}, [])
        for statement in statements:
            if any(is_alteration(token) for token in statement.requires):
                continue
            alleles = alleles_of(statement)
            if OTHER in statement.requires:
                found.of_class.append((alleles, statement))
            else:
                found.exact.setdefault(alleles, []).append(statement)
        return found

    def on(self, alleles: Alleles) -> list[Statement]:
        """The statements on just these alleles."""
        return self.exact.get(alleles, [])

    def on_class(self, alleles: Alleles) -> list[Statement]:
        """The statements on a part of these alleles with any further one."""
        return [statement for part, statement in self.of_class if part < alleles]

    def on_parts(self, alleles: Alleles) -> list[tuple[str, list[Statement]]]:
        """The statements on each part of these alleles, the largest part first, with its name.

        Only parts that some statement speaks of are looked at: all others would be too many.
        """
        if len(alleles) < 2:
            return []
        ordered = sorted(alleles, key=lambda allele: (residue(allele) or 0, allele))
        place = {allele: index for index, allele in enumerate(ordered)}
        parts = [sorted(place[a] for a in part) for part in self.exact if part and part < alleles]
        named = [[ordered[i] for i in part] for part in sorted(parts, key=lambda p: (-len(p), p))]
        return [("+".join(part), self.exact[frozenset(part)]) for part in named]
