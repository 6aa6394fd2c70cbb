"""On-target mutations by what is known of them, and whether known resistance was excluded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model.base import RESULTS, Result
from annotator.model.findings import Assessment, Mutation

_COUNTED: dict[Result, str] = {"not_assessed": "not assessed at", "absent": "none found at"}
_NAMED: dict[Result, str] = {"indeterminate": "not settled at", "no_call": "data too thin at"}


@dataclass(frozen=True, slots=True)
class OnTarget:
    """The on-target mutations of a report, by what is known of them.

    `resisting` are known to resist or weaken some drug, `harmless` are known and do not, `unknown`
    are variants of unknown significance. `filtered` are those of any kind that a caller filtered.
    """

    resisting: list[Mutation]
    harmless: list[Mutation]
    unknown: list[Mutation]
    filtered: list[Mutation]

    @classmethod
    def of(cls, mutations: Iterable[Mutation]) -> "OnTarget":
        """Sort the on-target mutations among these."""
        on_target = [m for m in mutations if m.role == "on_target"]
        passing = [m for m in on_target if not m.filters]
        return cls(
            resisting=[m for m in passing if m.counts_as_resistance],
            harmless=[m for m in passing if m.known_without_resistance],
            unknown=[m for m in passing if m.of_unknown_significance],
            filtered=[m for m in on_target if m.filters],
        )

    @property
    def passing(self) -> list[Mutation]:
        """Those that no caller filtered."""
        return [*self.resisting, *self.harmless, *self.unknown]


class KnownResistance:
    """The result of looking for the known resistance mutations of one kinase."""

    def __init__(self, gene: str, on_target: OnTarget, assessments: Sequence[Assessment]) -> None:
        """`assessments` are those of any target of the report."""
        self.gene = gene
        self.mutations = [m for m in (*on_target.passing, *on_target.filtered) if m.gene == gene]
        of_gene = [a for a in assessments if a.gene == gene]
        self.domain = next((a for a in of_gene if a.category == "kinase_domain"), None)
        self.residues = [a for a in of_gene if a.category == "residue"]

    @property
    def result(self) -> Result:
        """The result; a variant of unknown effect does not count as resistance by itself.

        It leaves open only a residue where another change is known to resist.
        """
        if any(m.counts_as_resistance and not m.filters for m in self.mutations):
            return "present"
        if any(m.counts_as_resistance for m in self.mutations):
            return "indeterminate"
        if not self.mutations and self.domain is not None:
            return self.domain.result
        results = {result for _, result, _ in self._looked_at()}
        return next((result for result in RESULTS if result in results), "not_assessed")

    @property
    def reason(self) -> str:
        """Why, in words that do not name the mutations found."""
        residues = list(self._looked_at())
        reasons = {reason for _, _, reason in residues}
        if len(reasons) == 1:
            return reasons.pop()
        parts = []
        for result in RESULTS:
            names = [name for name, its_result, _ in residues if its_result == result]
            if names and result in _COUNTED:
                parts.append(f"{_COUNTED[result]} {len(names)} residues")
            elif names and result in _NAMED:
                parts.append(f"{_NAMED[result]} {', '.join(names)}")
        return "; ".join(parts)

    def _looked_at(self) -> Iterator[tuple[str, Result, str]]:
        """Return each residue with its result for known resistance, and the reason."""
        for single in self.residues:
            name = single.aspect or single.target
            here = [m for m in self.mutations if _touches(m, single.residue)]
            if not here or any(m.counts_as_resistance for m in here):
                yield name, single.result, single.reason
            elif undecided := [
                m for m in here if m.of_unknown_significance and m.resisting_at_residue
            ]:
                labels = ", ".join(m.label for m in undecided)
                yield name, "indeterminate", f"{labels} changes a residue of known resistance"


def _touches(mutation: Mutation, residue: int | None) -> bool:
    """Return whether a mutation changes a residue, counted from 1."""
    if residue is None or mutation.residue is None:
        return False
    return mutation.residue <= residue <= (mutation.last_residue or mutation.residue)
