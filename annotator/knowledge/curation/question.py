"""Reads the profile that a person asks about, in the form of the knowledge base."""

import difflib
import re
from dataclasses import dataclass

from annotator.knowledge.canonical_alleles import Canonical, compound
from annotator.knowledge.model import KnowledgeBase
from annotator.knowledge.profile_tokens import (
    FUSION,
    alleles_of,
    alteration_tokens,
    driver_genes,
    residue,
)
from annotator.model.errors import InputProblem

_EXPECTED = "a gene with alleles (ALK G1202R+L1196M), alone (ALK), or an alteration"


@dataclass(frozen=True, slots=True)
class Question:
    """The profile asked about: changes of a gene on one allele, in residue order, or an alteration.

    Without either it is the unmutated fusion of `gene`.
    """

    gene: str
    alleles: tuple[str, ...] = ()
    alteration: str | None = None

    @property
    def text(self) -> str:
        """The profile in one line: `ALK L1196M+G1202R`."""
        if self.alteration is not None:
            return self.alteration
        return f"{self.gene} {'+'.join(self.alleles)}" if self.alleles else f"{self.gene} fusion"


def read_question(text: str, base: KnowledgeBase, canonical: Canonical) -> Question:
    """Read a profile in any usual spelling: members in any order, in either numbering.

    Raises InputProblem for an unknown gene, alteration or allele, with the nearest known ones.
    """
    first, _, rest = text.strip().partition(" ")
    gene = _gene(first, base)
    rest = rest.strip()
    for token in alteration_tokens(base):
        if token.casefold() == f"{gene} {rest}".casefold():
            return Question(gene, alteration=token)
    if rest.casefold().startswith(FUSION):
        rest = rest[len(FUSION) :].strip().removeprefix("with ").strip()
    if not rest:
        return _fusion(gene, base)
    if not any(character.isdigit() for character in rest):
        raise _unknown_alteration(gene, rest, base)
    known = _known(gene, base)
    if not known:
        raise InputProblem(
            f"the knowledge base has no statement on an allele of {gene}",
            expected=_EXPECTED,
            advice=f"Name one of: {', '.join(_alterations_of(gene, base))}",
        )
    named = {_allele(gene, part.strip(), base, canonical) for part in rest.split("+")}
    if not named & set(known):
        name = compound(named)
        raise InputProblem(
            f"the knowledge base has no statement on {gene} {name}",
            expected="an allele that it knows, or a compound with one",
            advice=_nearest(gene, name, known),
        )
    return Question(gene, alleles=tuple(compound(named).split("+")))


def _gene(name: str, base: KnowledgeBase) -> str:
    of_alterations = [token.split()[0] for token in alteration_tokens(base)]
    known = sorted({*(s.gene for s in base.statements), *of_alterations})
    gene = next((gene for gene in known if gene.casefold() == name.casefold()), None)
    if gene is None:
        near = difflib.get_close_matches(name.upper(), known, n=3) or known
        raise InputProblem(
            f"the knowledge base does not know the gene {name!r}",
            expected=_EXPECTED,
            advice=f"Nearest: {', '.join(near)}",
        )
    return gene


def _fusion(gene: str, base: KnowledgeBase) -> Question:
    if gene in driver_genes(base):
        return Question(gene)
    alleles = _known(gene, base)
    allele = f"an allele, such as {gene} {alleles[0]}, or " if alleles else ""
    raise InputProblem(
        f"a fusion of {gene} is not a driver here",
        expected=_EXPECTED,
        advice=f"Name {allele}one of: {', '.join(_alterations_of(gene, base))}",
    )


def _alterations_of(gene: str, base: KnowledgeBase) -> list[str]:
    return [token for token in alteration_tokens(base) if token.startswith(f"{gene} ")]


def _unknown_alteration(gene: str, rest: str, base: KnowledgeBase) -> InputProblem:
    known = alteration_tokens(base)
    near = difflib.get_close_matches(f"{gene} {rest}", known, n=3) or known
    return InputProblem(
        f"the knowledge base does not know the alteration {gene} {rest!r}",
        expected=_EXPECTED,
        advice=f"Nearest: {', '.join(near)}",
    )


def _allele(gene: str, text: str, base: KnowledgeBase, canonical: Canonical) -> str:
    """Return the one name of an allele. Raises InputProblem where the reference does not fit it."""
    literature = {(n.gene, n.name): n.protein_change for n in base.literature_names}
    text = text.upper() if re.fullmatch(r"[a-z]\d+[a-z]", text) else text
    try:
        return canonical(gene, literature.get((gene, text), text))
    except InputProblem as problem:
        raise InputProblem(
            problem.found,
            expected=problem.expected,
            advice=problem.advice or _nearest(gene, text, _known(gene, base)),
        ) from None


def _known(gene: str, base: KnowledgeBase) -> list[str]:
    alleles = {allele for s in base.statements if s.gene == gene for allele in alleles_of(s)}
    return sorted(alleles, key=lambda allele: (residue(allele) or 0, allele))


def _nearest(gene: str, text: str, known: list[str]) -> str:
    """Name the known alleles of the same residue, then those of similar spelling."""
    digits = "".join(character for character in text if character.isdigit())
    same = [allele for allele in known if digits and str(residue(allele)) == digits]
    near = [*same, *difflib.get_close_matches(text, known, n=3, cutoff=0.6)]
    names = [f"{gene} {allele}" for allele in dict.fromkeys(near)]
    return f"Nearest: {', '.join(names[:5]) or 'none'}"
