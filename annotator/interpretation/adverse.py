"""How strong the evidence is that speaks against a drug: one laboratory paper rules out none."""

from collections.abc import Iterable

from annotator.interpretation.profile import Profile
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.evidence import INFERENTIAL, weigh
from annotator.knowledge.model import Statement
from annotator.knowledge.profile_tokens import FUSION, OTHER, alleles_of, is_alteration
from annotator.model.base import Effect
from annotator.model.report import SensitivityCall

AGAINST: tuple[Effect, ...] = ("reduced", "conflicting", "resistant")
PRECLINICAL = ("cell_line", "model")
NOT_MEASURED = ("expert_consensus", "model")
MOST_NAMED = 8
"""So many members of one allele are named in a reason."""


class AdverseEvidence:
    """The evidence against drugs for one profile whose phases are known."""

    def __init__(self, profile: Profile, knowledge: KnowledgeAsOf) -> None:
        self.profile = profile
        self.knowledge = knowledge
        self.alleles = [
            frozenset(m.protein_change or m.label for m in clone)
            for clone in profile.clones("trans")
        ]
        # A database or a review that repeats a paper is no second one.
        self.papers = {
            s.reference for s in knowledge.base.statements if s.evidence_type not in NOT_MEASURED
        }

    def caution(self, call: SensitivityCall) -> str | None:
        """What to say of mutations called resistant or reduced on evidence that rules out no drug.

        That is evidence without clinical data and without a second laboratory paper. Null for a
        call of stronger evidence, for one that rests on more than mutations, and for one that does
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
        """The papers behind statements; behind an inference only where it was checked there."""
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
        """Whether something cited speaks against a drug that the call leaves open.

        So does one of several mutations by itself. A call is open where it is unknown, or sensitive
        on inferential evidence alone.
        """
        cited = [s for s in self._known(call) if s.id in call.statements]
        if call.call == "sensitive":
            inferred = all(s.level == INFERENTIAL for s in cited if s.id in call.deciding)
            return inferred and any(s.effect in AGAINST for s in cited)
        if call.call != "unknown":
            return False
        parts: dict[frozenset[str], list[Statement]] = {}
        for statement in cited:
            parts.setdefault(frozenset(statement.requires), []).append(statement)
        return any(weigh(part) in AGAINST for part in parts.values())

    def unknown_allele(self, call: SensitivityCall) -> str | None:
        """What is not known of a drug on the mutations, in words; null where nothing is open."""
        if call.call != "unknown" or not self.profile.mutations:
            return None
        known = self._known(call)
        if any(is_alteration(t) for s in known if s.id in call.statements for t in s.requires):
            return None
        found = frozenset[str]().union(*self.alleles)
        members = self.profile.mutations
        several = len(self.alleles) > 1 or len(members) > MOST_NAMED
        spoken_of = any(alleles_of(s) and alleles_of(s) <= found for s in known)
        if call.statements or several or spoken_of:
            return call.reason
        names = "+".join(m.protein_change or m.label for m in members)
        return f"{call.gene} {names}: no data on this allele with {call.therapy}"

    def _known(self, call: SensitivityCall) -> list[Statement]:
        return self.knowledge.statements(call.gene, call.therapy)

    def _statements_against(self, call: SensitivityCall) -> Iterable[Statement]:
        """Those that the call cites, and those on a part or on the class of an allele."""
        effects = AGAINST if call.call == "reduced" else ("resistant",)
        for statement in self._known(call):
            if statement.effect in effects and (
                statement.id in call.statements or self._on_part(statement)
            ):
                yield statement

    def _on_part(self, statement: Statement) -> bool:
        named = alleles_of(statement)
        conditional = statement.excludes or statement.prior_therapy or statement.not_after
        beside = any(map(is_alteration, statement.requires))
        if not named or conditional or beside or FUSION not in statement.requires:
            return False
        further = OTHER in statement.requires
        return any(named < allele or (named == allele and not further) for allele in self.alleles)
