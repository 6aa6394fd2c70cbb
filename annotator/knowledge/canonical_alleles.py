"""Brings every allele of a knowledge base into one numbering and spelling."""

from collections.abc import Callable, Iterable

from annotator.knowledge.layout import Owner
from annotator.knowledge.model import KnowledgeBase, Rule, Statement
from annotator.knowledge.profile_tokens import PROFILE_WORDS, is_alteration, residue
from annotator.model.errors import InputProblem

Canonical = Callable[[str, str], str]
"""Returns the one name of a gene's protein change. Raises InputProblem for an invalid one."""
Fault = tuple[Owner, str]
"""An item and what is wrong with it."""


def canonical_knowledge(
    base: KnowledgeBase, canonical: Canonical
) -> tuple[KnowledgeBase, list[Fault]]:
    """Return the base with its alleles in the preferred numbering, and the faults met.

    Names of the literature table are understood too; the members of a compound are put in residue
    order. An allele that fits no reference residue, or two, stays as it is and is a fault.
    """
    rename = _Renaming(base, canonical)
    renamed = base.model_copy(
        update={
            "statements": [rename.statement(s) for s in base.statements],
            "rules": [rename.rule(r) for r in base.rules],
            "polymorphisms": [
                p.model_copy(
                    update={
                        "protein_change": rename.allele(
                            ("polymorphisms", (p.gene, p.protein_change)), p.gene, p.protein_change
                        )
                    }
                )
                for p in base.polymorphisms
            ],
            "literature_names": [
                n.model_copy(
                    update={
                        "protein_change": rename.allele(
                            ("literature_names", (n.gene, n.protein_change, n.name)),
                            n.gene,
                            n.protein_change,
                        )
                    }
                )
                for n in base.literature_names
            ],
        }
    )
    return renamed, rename.faults


def compound(alleles: Iterable[str]) -> str:
    """Join alleles of one gene into one token, in residue order: `L1196M+G1202R`."""
    return "+".join(sorted(alleles, key=lambda allele: (residue(allele) or 0, allele)))


class _Renaming:
    def __init__(self, base: KnowledgeBase, canonical: Canonical) -> None:
        self.canonical = canonical
        self.literature = {(n.gene, n.name): n.protein_change for n in base.literature_names}
        self.faults: list[Fault] = []
        self._known: dict[tuple[str, str], str | InputProblem] = {}

    def statement(self, statement: Statement) -> Statement:
        owner = ("statements", statement.id)
        return statement.model_copy(
            update={
                "requires": self._tokens(owner, statement.gene, statement.requires),
                "excludes": self._tokens(owner, statement.gene, statement.excludes),
            }
        )

    def rule(self, rule: Rule) -> Rule:
        when = rule.when.model_copy(
            update={
                name: self._tokens(("rules", rule.id), rule.gene, getattr(rule.when, name))
                for name in ("requires", "requires_any", "excludes")
            }
        )
        return rule.model_copy(update={"when": when})

    def _tokens(self, owner: Owner, gene: str, tokens: list[str]) -> list[str]:
        return [self._token(owner, gene, token) for token in tokens]

    def _token(self, owner: Owner, gene: str, token: str) -> str:
        if token in PROFILE_WORDS or is_alteration(token):
            return token
        return compound([self.allele(owner, gene, part) for part in token.split("+")])

    def allele(self, owner: Owner, gene: str, text: str) -> str:
        """Return the one name of an allele; where it has none, itself, and record a fault."""
        key = (gene, self.literature.get((gene, text), text))
        if key not in self._known:
            try:
                self._known[key] = self.canonical(*key)
            except InputProblem as problem:
                self._known[key] = problem
        name = self._known[key]
        if isinstance(name, InputProblem):
            self.faults.append((owner, name.message))
            return text
        return name
