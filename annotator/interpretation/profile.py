"""The profile of a sample: driver, on-target mutations with their phase, and alterations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from annotator.model.base import Result, Specimen
from annotator.model.findings import (
    Assessment,
    CompoundMutation,
    CopyNumber,
    Finding,
    Fusion,
    Mutation,
)

Scenario = Literal["cis", "trans"]
Clone = tuple[Mutation, ...]
"""On-target mutations that one allele carries, in residue order; empty = unmutated."""
KINASE_MUTATION = "kinase mutation"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kinase gene and its surroundings look like in a sample.

    `alterations` maps a token (`MET amplification`, `MET kinase mutation`, `MET fusion`, a
    functional class) to the id of its finding, of several the first. `bypass_alleles` holds further
    tokens for rules alone: the alleles of bypass genes (`KRAS G12C`), and the class of one that is
    no bypass by itself (`TP53 mutation`). `cis` and `trans` hold the
    pairs of mutation ids whose phase is known. `mutations_result` is the result of looking for
    mutations in the kinase domain: without `absent` in tissue, none found is not none present.
    `not_assessed` names the copy-number targets that could not be looked at, `not_settled` those
    whose result is in doubt.
    """

    gene: str
    fusion: Fusion
    mutations: Clone
    cis: frozenset[frozenset[str]]
    trans: frozenset[frozenset[str]]
    compounds: tuple[CompoundMutation, ...]
    alterations: dict[str, str]
    mutations_result: Result
    specimen: Specimen
    not_assessed: tuple[str, ...]
    not_settled: tuple[str, ...]
    bypass_alleles: frozenset[str] = frozenset()

    @property
    def phase_matters(self) -> bool:
        """Whether some pair of on-target mutations has no known phase."""
        pairs = {frozenset((a.id, b.id)) for a, b in combinations(self.mutations, 2)}
        return not pairs <= (self.cis | self.trans)

    @property
    def mutations_excluded(self) -> bool:
        """Whether none found in the kinase domain is none present: plasma cannot show that."""
        return self.mutations_result == "absent" and self.specimen == "tissue"

    @property
    def looked_for_mutations(self) -> str:
        """What came of looking for mutations in the kinase domain, in words."""
        if self.mutations_result == "absent" and not self.mutations_excluded:
            return f"none seen in {self.specimen}"
        return self.mutations_result.replace("_", " ")

    @property
    def catalogued(self) -> Clone:
        """The on-target mutations that statements speak of; the others are of unknown meaning."""
        return tuple(m for m in self.mutations if m.significance != "unknown")

    @property
    def bypasses(self) -> list[str]:
        """The alterations but for mutations of another kinase, which are told by themselves."""
        return [token for token in self.alterations if not token.endswith(KINASE_MUTATION)]

    def clones(self, scenario: Scenario) -> list[Clone]:
        """The alleles of the kinase, with pairs of unknown phase taken to be as `scenario` says.

        Mutations linked by cis pairs share an allele. Without a mutation there is one empty clone.
        """
        groups: list[set[str]] = []
        for mutation in self.mutations:
            joined = {mutation.id}
            apart = []
            for group in groups:
                if any(self._together(mutation.id, other, scenario) for other in group):
                    joined |= group
                else:
                    apart.append(group)
            groups = [*apart, joined]
        order = {mutation.id: index for index, mutation in enumerate(self.mutations)}
        ordered = sorted(groups, key=lambda group: min(order[i] for i in group))
        return [tuple(m for m in self.mutations if m.id in group) for group in ordered] or [()]

    def _together(self, a: str, b: str, scenario: Scenario) -> bool:
        pair = frozenset((a, b))
        if pair in self.cis:
            return True
        return pair not in self.trans and scenario == "cis"

    def tokens(self, scenario: Scenario) -> frozenset[str]:
        """Tokens that rules ask for: alleles, compounds on one allele, alterations and words."""
        tokens = {m.protein_change for m in self.mutations if m.protein_change}
        if self.catalogued:
            tokens.add("on_target_mutation")
        if not self.mutations and self.mutations_excluded:
            tokens.add("no_on_target_mutation")
        for clone in self.clones(scenario):
            for size in range(2, len(clone) + 1):
                tokens.add("compound")
                tokens |= {
                    "+".join(m.protein_change or m.label for m in members)
                    for members in combinations(clone, size)
                }
        tokens |= self.bypass_alleles
        return frozenset({*tokens, *self.alterations, self.fusion.nomenclature})


def functional_fusions(findings: Iterable[Finding]) -> dict[str, Fusion]:
    """The driver fusion of each kinase gene: the first functional one found."""
    fusions: dict[str, Fusion] = {}
    for finding in findings:
        if isinstance(finding, Fusion) and finding.is_driver:
            fusions.setdefault(finding.gene, finding)
    return fusions


def _alterations(findings: Iterable[Finding]) -> dict[str, str]:
    alterations: dict[str, str] = {}
    for finding in findings:
        token = _alteration(finding)
        if token is not None:
            alterations.setdefault(token, finding.id)
    return alterations


def _alteration(finding: Finding) -> str | None:
    """The token of a finding outside the driver kinase; null where it is none that counts."""
    if isinstance(finding, CopyNumber) and finding.role != "context":
        amplified = f"{finding.gene} amplification" if finding.amplified else None
        return finding.functional_class or amplified
    if isinstance(finding, Mutation) and not finding.filters:
        if finding.role == "met_kinase":
            return f"{finding.gene} {KINASE_MUTATION}"
        return finding.functional_class if finding.role == "bypass" else None
    if isinstance(finding, Fusion) and finding.role == "off_target" and finding.is_functional:
        of_two_genes = finding.event == "fusion"
        return f"{finding.gene} fusion" if of_two_genes else finding.functional_class
    return None


def _bypass_alleles(findings: Iterable[Finding]) -> frozenset[str]:
    """The names and classes of classed mutations outside the kinases that no caller filtered."""
    classed = [
        f
        for f in findings
        if isinstance(f, Mutation)
        and f.role in ("bypass", "other")
        and f.functional_class
        and not f.filters
    ]
    return frozenset(name for f in classed for name in (f.label, f.functional_class) if name)


def build_profile(
    fusion: Fusion,
    findings: Sequence[Finding],
    assessments: Iterable[Assessment],
    specimen: Specimen = "tissue",
) -> Profile:
    """The profile of the kinase of `fusion`. Mutations that a caller filtered do not count."""
    known = list(assessments)
    mutations = [
        f
        for f in findings
        if isinstance(f, Mutation)
        and f.gene == fusion.gene
        and f.role == "on_target"
        and not f.filters
    ]
    ids = {mutation.id for mutation in mutations}
    compounds = [f for f in findings if isinstance(f, CompoundMutation) and set(f.members) <= ids]
    pairs = {frozenset(c.members): c.phase for c in compounds if len(c.members) == 2}
    return Profile(
        gene=fusion.gene,
        fusion=fusion,
        mutations=tuple(sorted(mutations, key=lambda m: (m.residue or 0, m.label))),
        cis=frozenset(pair for pair, phase in pairs.items() if phase == "cis"),
        trans=frozenset(pair for pair, phase in pairs.items() if phase == "trans"),
        compounds=tuple(compounds),
        alterations=_alterations(findings),
        mutations_result=next(
            (a.result for a in known if a.category == "kinase_domain" and a.gene == fusion.gene),
            "not_assessed",
        ),
        specimen=specimen,
        not_assessed=_copy_targets(known, ("not_assessed", "no_call")),
        not_settled=_copy_targets(known, ("indeterminate",)),
        bypass_alleles=_bypass_alleles(findings),
    )


def _copy_targets(assessments: Iterable[Assessment], results: Sequence[Result]) -> tuple[str, ...]:
    return tuple(
        a.target for a in assessments if a.category == "copy_number" and a.result in results
    )
