"""What the mutations of the driver's kinase amount to: resistance, or not known to be."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model.base import RESULTS, Result
from annotator.model.findings import Assessment, Mutation

_COUNTED: dict[Result, str] = {"not_assessed": "not assessed at", "absent": "none found at"}
_NAMED: dict[Result, str] = {"indeterminate": "not settled at", "no_call": "data too thin at"}


@dataclass(frozen=True, slots=True)
class OnTarget:
    """The on-target mutations of a report, by what is known of them.

    `resisting` resist or weaken some drug, `harmless` are known without that, `unknown` are
    variants of unknown significance; `filtered` are those of any kind that a caller filtered.
    """

    resisting: list[Mutation]
    harmless: list[Mutation]
    unknown: list[Mutation]
    filtered: list[Mutation]

    @classmethod
    def of(cls, mutations: Iterable[Mutation]) -> "OnTarget":
        """The on-target ones of these mutations."""
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
    """What came of looking for the resistance mutations that are known of one kinase."""

    def __init__(self, gene: str, found: OnTarget, assessments: Sequence[Assessment]) -> None:
        """`assessments` are those of any target of the report."""
        self.gene = gene
        self.found = [m for m in (*found.passing, *found.filtered) if m.gene == gene]
        of_gene = [a for a in assessments if a.gene == gene]
        self.domain = next((a for a in of_gene if a.category == "kinase_domain"), None)
        self.residues = [a for a in of_gene if a.category == "residue"]

    @property
    def result(self) -> Result:
        """The result; a variant whose effect is not known is no resistance by itself.

        It leaves open only a residue of which another change is known to resist.
        """
        if any(m.counts_as_resistance and not m.filters for m in self.found):
            return "present"
        if any(m.counts_as_resistance for m in self.found):
            return "indeterminate"
        if not self.found and self.domain is not None:
            return self.domain.result
        results = {result for _, result, _ in self._looked_at()}
        return next((result for result in RESULTS if result in results), "not_assessed")

    @property
    def reason(self) -> str:
        """Why, in words that do not name the mutations found."""
        seen = list(self._looked_at())
        reasons = {reason for _, _, reason in seen}
        if len(reasons) == 1:
            return reasons.pop()
        parts = []
        for result in RESULTS:
            names = [name for name, found, _ in seen if found == result]
            if names and result in _COUNTED:
                parts.append(f"{_COUNTED[result]} {len(names)} residues")
            elif names and result in _NAMED:
                parts.append(f"{_NAMED[result]} {', '.join(names)}")
        return "; ".join(parts)

    def _looked_at(self) -> Iterator[tuple[str, Result, str]]:
        """Each residue with its result as to known resistance, and why."""
        for single in self.residues:
            name = single.target.removeprefix(f"{self.gene} ")
            here = [m for m in self.found if _touches(m, name)]
            if not here or any(m.counts_as_resistance for m in here):
                yield name, single.result, single.reason
            elif open_ones := [
                m for m in here if m.of_unknown_significance and m.resisting_at_residue
            ]:
                labels = ", ".join(m.label for m in open_ones)
                yield name, "indeterminate", f"{labels} changes a residue of known resistance"


def _touches(mutation: Mutation, residue_name: str) -> bool:
    """Whether a mutation changes a residue (`G1202`)."""
    number = re.search(r"\d+", residue_name)
    if number is None or mutation.residue is None:
        return False
    return mutation.residue <= int(number[0]) <= (mutation.last_residue or mutation.residue)
