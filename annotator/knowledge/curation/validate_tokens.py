"""Checks the tokens of statements and rules: whether a sample or a history can have them."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.knowledge.history_tokens import NONE, TKI, implied, is_history_token
from annotator.knowledge.model import KnowledgeBase, Therapy
from annotator.knowledge.profile_tokens import (
    PROFILE_WORDS,
    alteration_tokens,
    bypass_allele_names,
    fusion_names,
    is_alteration,
    residue,
)


class Tokens:
    """The tokens that a knowledge base defines."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.therapies: dict[str, Therapy] = {therapy.name: therapy for therapy in base.therapies}
        self.alterations = alteration_tokens(base)
        self.bypass_alleles = bypass_allele_names(base)
        self.fusions = fusion_names(base)
        self.agencies = [agency.name for agency in base.release.agencies]
        self.generations = {
            (target.gene, target.generation)
            for therapy in base.therapies
            for target in therapy.targets
            if target.active
        }

    def profile_faults(self, tokens: Iterable[str]) -> Iterator[str]:
        """Return what is wrong with profile tokens."""
        for token in tokens:
            if token in PROFILE_WORDS:
                continue
            if is_alteration(token):
                if token not in self.alterations:
                    known = ", ".join(self.alterations) or "none"
                    yield f"no finding has the alteration {token!r}; expected one of: {known}"
                continue
            members = token.split("+")
            residues = [residue(member) for member in members]
            if len(set(residues)) < len(members):
                yield f"{token!r} has two changes of one residue: no allele carries both"

    def history_faults(self, gene: str, tokens: Iterable[str]) -> Iterator[str]:
        """Return what is wrong with history tokens of a gene."""
        for token in tokens:
            kind, _, value = token.partition(":")
            if not is_history_token(token):
                forms = (
                    "none, tki, generation:N, therapy:NAME, toxicity, toxicity:NAME, completed, "
                    "completed:NAME, adjuvant, adjuvant:NAME"
                )
                yield f"{token!r} is not a history token ({forms})"
            elif kind == "generation" and (gene, int(value)) not in self.generations:
                yield f"{token!r}: no TKI of {gene} is of that generation"

    def no_history(
        self, gene: str, all_of: Sequence[str], any_of: Sequence[str], none_of: Iterable[str]
    ) -> bool:
        """Return whether no history has all of `all_of`, one of `any_of` and none of `none_of`.

        An empty `any_of` asks for nothing.
        """
        needed = {implied for token in all_of for implied in self._implied(token, gene)}
        refused = set(none_of)
        if needed & refused:
            return True
        return bool(any_of) and all(
            TKI in needed if token == NONE else self._implied(token, gene) & refused
            for token in any_of
        )

    def _implied(self, token: str, gene: str) -> frozenset[str]:
        return implied(token, gene, self.therapies)
