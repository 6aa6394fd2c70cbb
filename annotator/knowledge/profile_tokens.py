"""The tokens of profiles, and a profile in a clinician's words."""

import re
from collections.abc import Sequence

from annotator.knowledge.model import KnowledgeBase, Statement

FUSION = "fusion"
OTHER = "other"
PROFILE_WORDS = frozenset(
    {FUSION, OTHER, "on_target_mutation", "no_on_target_mutation", "compound"}
)
"""The words of a profile that name no allele."""
ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth"}
_ALLELE = re.compile(r"[A-Z]([0-9]+)[^\s+]*")


def residue(token: str) -> int | None:
    """Return the residue of an allele (`G1202R`: 1202); None for any other token."""
    match = _ALLELE.fullmatch(token)
    return int(match[1]) if match else None


def is_allele(token: str) -> bool:
    """Return whether a token names an allele (`G1202R`), not a word or an alteration."""
    return residue(token) is not None


def is_compound(token: str) -> bool:
    """Return whether a token names several alleles together (`L1196M+G1202R`)."""
    parts = token.split("+")
    return len(parts) > 1 and all(map(is_allele, parts))


def is_alteration(token: str) -> bool:
    """Return whether a token names an alteration outside the kinase (`MET amplification`)."""
    return " " in token


def alleles_of(statement: Statement) -> frozenset[str]:
    """Return the alleles that a statement requires."""
    return frozenset(token for token in statement.requires if is_allele(token))


def profile_text(statement: Statement) -> str:
    """Return the profile of a statement in words: `ALK fusion with L1196M+G1202R in cis`."""
    if statement.lone_allele:
        return f"{statement.gene} {statement.lone_allele}, with {statement.gene} as the target"
    alleles = [token for token in statement.requires if is_allele(token)]
    alterations = [token for token in statement.requires if is_alteration(token)]
    text = f"{statement.gene} fusion" if FUSION in statement.requires else statement.gene
    if alleles:
        text += " with " + "+".join(alleles)
    if OTHER in statement.requires:
        text += " and any further on-target mutation"
    if statement.phase:
        text += f" in {statement.phase}"
    for alteration in alterations:
        text += f", {alteration}"
    if not alleles and not alterations:
        text += " without on-target mutation"
    if statement.excludes:
        text += ", without " + ", ".join(statement.excludes)
    if statement.prior_therapy:
        text += ", " + any_history_words(statement.prior_therapy)
    if statement.not_after:
        text += ", not " + any_history_words(statement.not_after)
    return text


def alteration_tokens(base: KnowledgeBase) -> list[str]:
    """Return the alterations outside a driver kinase that findings can add to a profile."""
    bypasses = [kinase.gene for kinase in base.fusion_kinases if kinase.role != "driver"]
    with_statements = {statement.gene for statement in base.statements}
    tokens = [rule.token for rule in base.copy_number_rules if rule.token]
    tokens += [listed.token for listed in base.copy_number_genes if listed.token]
    tokens += [f"{gene} kinase mutation" for gene in bypasses if gene in with_statements]
    tokens += [f"{gene} fusion" for gene in bypasses]
    tokens += [r.functional_class for r in base.functional_regions if r.role == "bypass"]
    tokens += [allele.functional_class for allele in base.bypass_alleles]
    tokens += [gene.loss_class for gene in base.bypass_genes if gene.loss_class]
    return list(dict.fromkeys(tokens))


def bypass_allele_names(base: KnowledgeBase) -> frozenset[str]:
    """Return the alleles of bypass genes as findings name them (`KRAS G12C`)."""
    return frozenset(f"{allele.gene} {allele.name}" for allele in base.bypass_alleles)


def fusion_names(base: KnowledgeBase) -> list[str]:
    """Return the known variants of fusions in report form: `EML4::ALK E20;A20 (variant 2)`."""
    return [
        f"{variant.partner}::{variant.gene} {variant.exon_label}"
        + (f" ({variant.name})" if variant.name else "")
        for variant in base.fusion_variants
    ]


def driver_genes(base: KnowledgeBase) -> list[str]:
    """Return the kinases whose fusions are drivers in this knowledge base."""
    return [kinase.gene for kinase in base.fusion_kinases if kinase.role == "driver"]


def any_history_words(tokens: Sequence[str]) -> str:
    """Return alternative history tokens in words; generations are joined."""
    generations = [t.partition(":")[2] for t in tokens if t.startswith("generation:")]
    rest = [history_words(t) for t in tokens if not t.startswith("generation:")]
    together = [f"after a {_ordinals(generations)} TKI"] if generations else []
    return " or ".join([*together, *rest])


def _ordinals(generations: Sequence[str]) -> str:
    """Return generations in words: `second-, third- or fourth-generation`."""
    words = [f"{ORDINALS.get(number, number)}-" for number in generations]
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) + "generation"


def history_words(token: str) -> str:
    """Return a history token in words: `generation:2` is `after a second-generation TKI`."""
    kind, _, value = token.partition(":")
    if kind == "none":
        return "before any TKI of the gene"
    if kind == "generation":
        return f"after a {_ordinals([value])} TKI"
    ended = {
        "toxicity": " stopped for toxicity",
        "completed": " given to its planned end",
        "adjuvant": " given as adjuvant therapy",
    }
    return f"after {value or 'a TKI of the gene'}{ended.get(kind, '')}"
