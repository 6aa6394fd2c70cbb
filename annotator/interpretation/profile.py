"""The profile of a sample: driver, on-target mutations with their phase, and alterations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Literal

from annotator.model.base import Phase, Result, Specimen
from annotator.model.context import KnownDriver
from annotator.model.findings import (
    Assessment,
    CompoundMutation,
    CopyNumber,
    Finding,
    Fusion,
    Mutation,
    PhasedAlleles,
)

Scenario = Literal["cis", "trans"]
Clone = tuple[Mutation, ...]
"""On-target mutations that one allele carries, in residue order; empty = unmutated."""
Partners = dict[str, set[str]]
Driver = Fusion | KnownDriver
"""What drives the tumor: a fusion found in the sample, or one that an earlier test showed."""


@dataclass(frozen=True)
class Profile:
    """One driver kinase in a sample: its mutations with their phase, and alterations elsewhere."""

    gene: str
    """The driver kinase."""
    driver: Driver
    """The fusion found, or the driver known before where this sample shows none."""
    mutations: Clone
    """The on-target mutations that no caller filtered, in residue order."""
    cis: frozenset[frozenset[str]]
    """The pairs of mutation ids that are known to lie on one allele."""
    trans: frozenset[frozenset[str]]
    """The pairs of mutation ids that are known to lie on separate alleles."""
    compounds: tuple[CompoundMutation, ...]
    """The compound mutations whose members are all among `mutations`."""
    alterations: dict[str, str]
    """The alterations outside the kinase by token (`MET amplification`, `MET kinase mutation`,
    `MET fusion`, a functional class), with the id of the first finding of each."""
    mutations_result: Result
    """The result of looking for mutations in the kinase domain."""
    specimen: Specimen
    """The specimen; only `absent` in tissue shows that there are no mutations."""
    not_assessed: tuple[str, ...]
    """The copy-number targets that were not assessed."""
    not_settled: tuple[str, ...]
    """The copy-number targets whose result is in doubt."""
    bypass_alleles: frozenset[str] = frozenset()
    """Further tokens for rules alone: the alleles of bypass genes (`KRAS G12C`), and the class of
    an allele that does not bypass by itself (`TP53 mutation`)."""
    unknown_in_bypass: Clone = ()
    """The variants of unknown significance in kinases that an alteration makes a bypass."""
    kinase_mutations: frozenset[str] = frozenset()
    """Those tokens of `alterations` that are a mutation of another kinase."""

    @property
    def fusion(self) -> Fusion | None:
        """The driver fusion where it was found in this sample."""
        return self.driver if isinstance(self.driver, Fusion) else None

    @property
    def known_driver(self) -> KnownDriver | None:
        """The driver where an earlier test alone shows it."""
        return self.driver if isinstance(self.driver, KnownDriver) else None

    @cached_property
    def phase_matters(self) -> bool:
        """Whether some pair of on-target mutations has no known phase."""
        of_all = len(self.mutations) * (len(self.mutations) - 1) // 2
        return len(self.cis | self.trans) < of_all

    @property
    def mutations_excluded(self) -> bool:
        """Whether the kinase domain was shown to be free of mutations; plasma cannot show that."""
        return self.mutations_result == "absent" and self.specimen == "tissue"

    @property
    def looked_for_mutations(self) -> str:
        """The result of looking for mutations in the kinase domain, in words."""
        if self.mutations_result == "absent" and not self.mutations_excluded:
            return f"none seen in {self.specimen}"
        return self.mutations_result.replace("_", " ")

    @property
    def cataloged(self) -> Clone:
        """The on-target mutations with statements; the others are of unknown significance."""
        return tuple(m for m in self.mutations if m.significance != "unknown")

    @property
    def bypasses(self) -> list[str]:
        """The alterations without the mutations of another kinase, which the report lists apart."""
        return [token for token in self.alterations if token not in self.kinase_mutations]

    def clones(self, scenario: Scenario) -> list[Clone]:
        """Return the alleles of the kinase, with pairs of unknown phase read as `scenario`.

        Mutations linked by cis pairs share an allele. Without a mutation there is one empty clone.
        """
        return self._clones[scenario]

    @cached_property
    def _clones(self) -> dict[Scenario, list[Clone]]:
        together, apart = _partners(self.cis), _partners(self.trans)
        scenarios: tuple[Scenario, ...] = ("cis", "trans")
        return {scenario: self._linked(scenario, together, apart) for scenario in scenarios}

    def whole_alleles(self, scenario: Scenario) -> list[str]:
        """Return the ids of the compounds that hold all mutations of an allele."""
        return self._whole[scenario]

    @cached_property
    def _whole(self) -> dict[Scenario, list[str]]:
        members = {
            scenario: {frozenset(m.id for m in clone) for clone in clones}
            for scenario, clones in self._clones.items()
        }
        return {
            scenario: [c.id for c in self.compounds if frozenset(c.members) in alleles]
            for scenario, alleles in members.items()
        }

    def _linked(self, scenario: Scenario, together: Partners, apart: Partners) -> list[Clone]:
        groups: list[set[str]] = []
        for mutation in (m.id for m in self.mutations):
            with_it, against = together.get(mutation, set()), apart.get(mutation, set())
            joined, others = {mutation}, []
            for group in groups:
                linked = group & with_it or (scenario == "cis" and group - against)
                if linked:
                    joined |= group
                else:
                    others.append(group)
            groups = [*others, joined]
        order = {mutation.id: index for index, mutation in enumerate(self.mutations)}
        ordered = sorted(groups, key=lambda group: min(order[i] for i in group))
        by_id = {mutation.id: mutation for mutation in self.mutations}
        return [tuple(by_id[i] for i in sorted(g, key=order.__getitem__)) for g in ordered] or [()]

    def tokens(self, scenario: Scenario, compounds: Iterable[str]) -> frozenset[str]:
        """Return the tokens for rules: alleles, compounds on one allele, alterations and words.

        `compounds` are those that some rule asks for (`L1196M+G1202R`); no other becomes a token.
        """
        tokens = {m.protein_change for m in self.mutations if m.protein_change}
        if self.cataloged:
            tokens.add("on_target_mutation")
        if not self.mutations and self.mutations_excluded:
            tokens.add("no_on_target_mutation")
        for clone in self.clones(scenario):
            if len(clone) > 1:
                tokens.add("compound")
            alleles = {m.protein_change for m in clone}
            tokens |= {name for name in compounds if alleles.issuperset(name.split("+"))}
        if self.fusion:
            tokens.add(self.fusion.nomenclature)
        return frozenset({*tokens, *self.bypass_alleles, *self.alterations})


def _partners(pairs: Iterable[frozenset[str]]) -> Partners:
    """Return the partners of each mutation in some pairs."""
    partners: Partners = {}
    for a, b in pairs:
        partners.setdefault(a, set()).add(b)
        partners.setdefault(b, set()).add(a)
    return partners


def functional_fusions(findings: Iterable[Finding]) -> dict[str, Fusion]:
    """Return the driver fusion of each kinase gene: the first functional one."""
    fusions: dict[str, Fusion] = {}
    for finding in findings:
        if isinstance(finding, Fusion) and finding.is_driver:
            fusions.setdefault(finding.gene, finding)
    return fusions


def sample_drivers(findings: Iterable[Finding], known: KnownDriver | None) -> list[Driver]:
    """Return the driver fusions found, one of each kinase gene, else the one known before.

    An earlier test that contradicts the fusion found predicts nothing: it gives a warning.
    """
    fusions: list[Driver] = [*functional_fusions(findings).values()]
    return fusions or ([] if known is None else [known])


def _alterations(findings: Iterable[Finding]) -> dict[str, str]:
    alterations: dict[str, str] = {}
    for finding in findings:
        token = _alteration(finding)
        if token is not None:
            alterations.setdefault(token, finding.id)
    return alterations


def _alteration(finding: Finding) -> str | None:
    """Return the token of a finding outside the driver kinase; None where it does not count."""
    if isinstance(finding, CopyNumber) and finding.role != "context":
        amplified = f"{finding.gene} amplification" if finding.amplified else None
        return finding.functional_class or amplified
    if isinstance(finding, Mutation) and not finding.filters:
        if finding.role == "met_kinase":
            return _kinase_mutation(finding) if finding.counts_as_resistance else None
        return finding.functional_class if finding.role == "bypass" else None
    if isinstance(finding, Fusion) and finding.role == "off_target" and finding.is_functional:
        of_two_genes = finding.event == "fusion"
        return f"{finding.gene} fusion" if of_two_genes else finding.functional_class
    return None


def _kinase_mutation(mutation: Mutation) -> str:
    """Return the token of a mutation of another kinase (`MET kinase mutation`)."""
    return f"{mutation.gene} kinase mutation"


def _bypass_alleles(findings: Iterable[Finding]) -> frozenset[str]:
    """Return names and classes of unfiltered mutations outside the kinases that have a class."""
    classed = [
        f
        for f in findings
        if isinstance(f, Mutation)
        and f.role in ("bypass", "other")
        and f.functional_class
        and not f.filters
    ]
    return frozenset(name for f in classed for name in (f.label, f.functional_class) if name)


def _unknown_in_bypass(findings: Sequence[Finding]) -> Clone:
    """Return variants of unknown significance in kinases that an alteration makes a bypass."""
    altered = {f.gene for f in findings if not isinstance(f, Mutation) and _alteration(f)}
    altered |= {f.gene for f in findings if isinstance(f, Mutation) and f.role == "bypass"}
    return tuple(
        f
        for f in findings
        if isinstance(f, Mutation)
        and (f.role, f.gene in altered) == ("met_kinase", True)
        and f.of_unknown_significance
        and not f.filters
    )


def build_profile(
    driver: Driver,
    findings: Sequence[Finding],
    assessments: Iterable[Assessment],
    specimen: Specimen = "tissue",
    phased: Iterable[PhasedAlleles] = (),
) -> Profile:
    """Return the profile of the kinase of a driver, without mutations that a caller filtered.

    The phase is that of the compounds, and of `phased` where not every pair is a compound.
    """
    known = list(assessments)
    mutations = [
        f
        for f in findings
        if isinstance(f, Mutation)
        and f.gene == driver.gene
        and f.role == "on_target"
        and not f.filters
    ]
    ids = {mutation.id for mutation in mutations}
    compounds = [f for f in findings if isinstance(f, CompoundMutation) and set(f.members) <= ids]
    pairs = _phases(compounds, [block for block in phased if block.gene == driver.gene])
    return Profile(
        gene=driver.gene,
        driver=driver,
        mutations=tuple(sorted(mutations, key=lambda m: (m.residue or 0, m.label))),
        cis=frozenset(pair for pair, phase in pairs.items() if phase == "cis" and pair <= ids),
        trans=frozenset(pair for pair, phase in pairs.items() if phase == "trans" and pair <= ids),
        compounds=tuple(compounds),
        alterations=_alterations(findings),
        mutations_result=next(
            (a.result for a in known if a.category == "kinase_domain" and a.gene == driver.gene),
            "not_assessed",
        ),
        specimen=specimen,
        not_assessed=_copy_targets(known, ("not_assessed", "no_call")),
        not_settled=_copy_targets(known, ("indeterminate",)),
        bypass_alleles=_bypass_alleles(findings),
        unknown_in_bypass=_unknown_in_bypass(findings),
        kinase_mutations=frozenset(
            _kinase_mutation(f)
            for f in findings
            if isinstance(f, Mutation) and f.role == "met_kinase"
        ),
    )


def _phases(
    compounds: Iterable[CompoundMutation], phased: Iterable[PhasedAlleles]
) -> dict[frozenset[str], Phase]:
    """Return the known phase of pairs; a set of known phase gives it to all of its pairs."""
    pairs: dict[frozenset[str], Phase] = {
        frozenset(pair): compound.phase
        for compound in compounds
        if compound.phase != "unknown"
        for pair in combinations(compound.members, 2)
    }
    for block in phased:
        for allele in block.alleles:
            pairs |= {frozenset(pair): "cis" for pair in combinations(allele, 2)}
        for one, other in combinations(block.alleles, 2):
            pairs |= {frozenset(pair): "trans" for pair in product(one, other)}
    return pairs


def _copy_targets(assessments: Iterable[Assessment], results: Sequence[Result]) -> tuple[str, ...]:
    return tuple(
        a.target for a in assessments if a.category == "copy_number" and a.result in results
    )
