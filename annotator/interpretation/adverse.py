"""The weight of evidence against a drug: one laboratory paper alone does not rule it out."""

from collections.abc import Iterable

from annotator.interpretation.profile import Profile
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.evidence import ADVERSE, INFERENTIAL, PRECLINICAL, weigh
from annotator.knowledge.model import Statement
from annotator.knowledge.profile_tokens import FUSION, OTHER, alleles_of, is_alteration
from annotator.model.report import SensitivityCall

NOT_MEASURED = ("expert_consensus", "model")
_MOST_NAMED = 8
"""The most members of one allele that a reason names."""


class AdverseEvidence:
    """The evidence against drugs for one profile whose phases are known."""

    def __init__(self, profile: Profile, knowledge: KnowledgeAsOf) -> None:
        self.profile = profile
        self.knowledge = knowledge
        self.alleles = [
            frozenset(m.protein_change or m.label for m in clone)
            for clone in profile.clones("trans")
        ]
        # A database or a review that repeats a paper does not count as a second one.
        self.papers = {
            s.reference for s in knowledge.base.statements if s.evidence_type not in NOT_MEASURED
        }

    def caution(self, call: SensitivityCall) -> str | None:
        """Return a caution where the evidence against a drug is too weak to rule it out.

        Such evidence has no clinical data and no second laboratory paper. Returns None for a call
        with stronger evidence, for one that rests on more than mutations, and for one that does
        not speak against the drug.
        """
        if call.call not in ("reduced", "resistant") or not self._on_alleles_alone(call):
            return None
        against = [*self._statements_against(call)]
        if any(s.evidence_type not in PRECLINICAL and s.level != INFERENTIAL for s in against):
            return None
        measured = any(s.evidence_type == "cell_line" for s in against)
        if measured and len(self._papers_of(against)) > 1:
            return None
        source = "one cell-line paper alone" if measured else "inference alone"
        return f"caution: this rests on {source}, without clinical data"

    def _papers_of(self, statements: Iterable[Statement]) -> set[str]:
        """Return the papers behind statements; of an inference only where it was checked there."""
        return {
            name
            for s in statements
            if s.evidence_type == "cell_line" or s.curation == "verified"
            for name in self.knowledge.published([s.reference, *s.further_references])
            if name in self.papers
        }

    def _on_alleles_alone(self, call: SensitivityCall) -> bool:
        return all(
            alleles_of(s) and not any(map(is_alteration, s.requires))
            for s in self._known(call)
            if s.id in call.deciding
        )

    def doubted(self, call: SensitivityCall) -> bool:
        """Return whether a cited statement speaks against a drug that the call leaves open.

        One of several mutations by itself is enough. A call is open where it is unknown, or
        sensitive on inferential evidence alone.
        """
        cited = [s for s in self._known(call) if s.id in call.statements]
        if call.call == "sensitive":
            inferred = all(s.level == INFERENTIAL for s in cited if s.id in call.deciding)
            return inferred and any(s.effect in ADVERSE for s in cited)
        if call.call != "unknown":
            return False
        parts: dict[frozenset[str], list[Statement]] = {}
        for statement in cited:
            parts.setdefault(frozenset(statement.requires), []).append(statement)
        return any(weigh(part) in ADVERSE for part in parts.values())

    def unknown_allele(self, call: SensitivityCall) -> str | None:
        """Return what is unknown about a drug on the mutations; None where nothing is open."""
        if call.call != "unknown" or not self.profile.mutations:
            return None
        known = self._known(call)
        if any(is_alteration(t) for s in known if s.id in call.statements for t in s.requires):
            return None
        changes = frozenset[str]().union(*self.alleles)
        members = self.profile.mutations
        several = len(self.alleles) > 1 or len(members) > _MOST_NAMED
        has_statement = any(alleles_of(s) and alleles_of(s) <= changes for s in known)
        if call.statements or several or has_statement:
            return call.reason
        names = "+".join(m.protein_change or m.label for m in members)
        return f"{call.gene} {names}: no data on this allele with {call.therapy}"

    def _known(self, call: SensitivityCall) -> list[Statement]:
        return self.knowledge.statements(call.gene, call.therapy)

    def _statements_against(self, call: SensitivityCall) -> Iterable[Statement]:
        """Return the adverse statements that the call cites, or that are on a part of an allele."""
        effects = ADVERSE if call.call == "reduced" else frozenset({"resistant"})
        for statement in self._known(call):
            if statement.effect in effects and (
                statement.id in call.statements or self._on_part(statement)
            ):
                yield statement

    def _on_part(self, statement: Statement) -> bool:
        required = alleles_of(statement)
        conditional = statement.excludes or statement.prior_therapy or statement.not_after
        needs_alteration = any(map(is_alteration, statement.requires))
        if not required or conditional or needs_alteration or FUSION not in statement.requires:
            return False
        further = OTHER in statement.requires
        return any(
            required < allele or (required == allele and not further) for allele in self.alleles
        )
