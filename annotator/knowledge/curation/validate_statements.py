"""Checks statements: duplicates, contradictions, order, and profiles that nothing can match."""

from collections.abc import Callable, Iterator
from itertools import combinations

from annotator.knowledge.canonical_alleles import Fault
from annotator.knowledge.curation.validate_tokens import Tokens
from annotator.knowledge.dates import last_day
from annotator.knowledge.evidence import EVIDENCE_WORDS
from annotator.knowledge.layout import Owner
from annotator.knowledge.model import KnowledgeBase, Statement
from annotator.knowledge.profile_tokens import (
    FUSION,
    OTHER,
    PROFILE_WORDS,
    driver_genes,
    is_allele,
    profile_text,
    residue,
)

Pair = tuple[Statement, Statement]


def statement_faults(loaded: KnowledgeBase, base: KnowledgeBase) -> Iterator[Fault]:
    """Return every fault of the statements; `base` is `loaded` in one numbering of alleles."""
    tokens, drivers = Tokens(base), driver_genes(base)
    levels = {row.level for row in base.tiers}
    for written, statement in zip(loaded.statements, base.statements, strict=True):
        faults = [
            *_order(written),
            *_tokens(statement, tokens),
            *_target(statement, drivers),
        ]
        if statement.level not in levels:
            faults.append(f"has level {statement.level}, which tiers.tsv does not map")
        yield from ((_owner(statement), fault) for fault in faults)
    yield from _twice(base)
    yield from _contradictions(base)


def _owner(statement: Statement) -> Owner:
    return "statements", statement.id


def _order(statement: Statement) -> Iterator[str]:
    alleles = [token for token in statement.requires if is_allele(token)]
    if alleles != sorted(alleles, key=lambda token: residue(token) or 0):
        yield "lists its alleles out of residue order"


def _tokens(statement: Statement, tokens: Tokens) -> Iterator[str]:
    gene, prior, not_after = statement.gene, statement.prior_therapy, statement.not_after
    yield from tokens.profile_faults([*statement.requires, *statement.excludes])
    yield from tokens.history_faults(gene, [*prior, *not_after])
    for token in (*statement.requires, *statement.excludes):
        if "+" in token:
            yield f"{token!r}: write each allele by itself, 'A1G; B2C', with phase cis"
        elif token in PROFILE_WORDS - {FUSION, OTHER}:
            yield f"{token!r} is a word of rules: no profile of a statement holds it"
    if tokens.no_history(gene, [], prior, not_after):
        yield "holds for no history: each that it asks for is one that it excludes"
    if set(statement.requires) & set(statement.excludes):
        yield "requires what it excludes: it can never hold"
    alleles = [token for token in statement.requires if is_allele(token)]
    if len({residue(allele) for allele in alleles}) < len(alleles):
        yield "requires two changes of one residue: no allele carries both"
    if (len(alleles) > 1 or OTHER in statement.requires) != (statement.phase == "cis"):
        yield "must have phase cis exactly when it needs two mutations or more"


def _target(statement: Statement, drivers: list[str]) -> Iterator[str]:
    """Find statements on a fusion that never drives, or on an allele that nothing matches."""
    fused = FUSION in statement.requires
    if statement.gene in drivers and not fused:
        yield f"must require the fusion of {statement.gene}"
    if statement.gene not in drivers and fused:
        yield f"requires a fusion of {statement.gene}, which is not a driver kinase"
    if statement.gene not in drivers and not is_allele(statement.lone_allele or ""):
        yield "must require one allele alone, in any history, without a driver kinase"


def _profile(statement: Statement) -> tuple[object, ...]:
    """Return what two statements on the same patients and the same therapy share."""
    return (
        statement.gene,
        frozenset(statement.requires),
        frozenset(statement.excludes),
        frozenset(statement.not_after),
        statement.therapy,
        statement.evidence_type,
    )


def _pairs(base: KnowledgeBase, alike: Callable[[Statement], object]) -> Iterator[Pair]:
    """Pair statements that are alike and in force on the same day, in the order of the base."""
    groups: dict[object, list[Statement]] = {}
    for statement in base.statements:
        groups.setdefault(alike(statement), []).append(statement)
    for group in groups.values():
        yield from (pair for pair in combinations(group, 2) if _both_in_force(*pair))


def _both_in_force(one: Statement, other: Statement) -> bool:
    """Return whether both are in force on some day."""
    later = max(last_day(one.since), last_day(other.since))
    return one.in_force(later) and other.in_force(later)


def _twice(base: KnowledgeBase) -> Iterator[Fault]:
    for first, second in _pairs(
        base, lambda s: (_profile(s), frozenset(s.prior_therapy), s.effect, s.reference)
    ):
        yield _owner(second), f"says the same as {first.id} at the same time"


def _contradictions(base: KnowledgeBase) -> Iterator[Fault]:
    """Find opposite claims on equal evidence, other than those that a curator keeps."""
    kept = {frozenset((row.statement, row.against)) for row in base.disagreements}
    contradictions = {
        frozenset((first.id, second.id)): (first, second)
        for first, second in _pairs(base, _profile)
        if first.effect != second.effect and _histories_meet(first, second)
    }
    for names, (first, second) in contradictions.items():
        if names not in kept:
            evidence = EVIDENCE_WORDS[second.evidence_type]
            yield (
                _owner(second),
                f"says {second.effect} where {first.id} says {first.effect} on the same evidence "
                f"({evidence}) of {second.therapy} for {profile_text(second)}: correct one, or "
                "keep both by a line in disagreements.tsv",
            )
    retired = {item.id for overlay in base.overlays for item in overlay.retired}
    known = {statement.id for statement in base.statements}
    for row in base.disagreements:
        missing = [name for name in (row.statement, row.against) if name not in known]
        owner: Owner = ("disagreements", (row.statement, row.against))
        if missing and not retired & set(missing):
            yield owner, f"names the statement {missing[0]!r}, which is not there"
        elif not missing and frozenset((row.statement, row.against)) not in contradictions:
            yield owner, "is not a contradiction (any more): remove the line"


def _histories_meet(one: Statement, other: Statement) -> bool:
    """Return whether a patient can have a history that both require; no condition fits everyone."""
    first, second = set(one.prior_therapy), set(other.prior_therapy)
    return not first or not second or bool(first & second)
