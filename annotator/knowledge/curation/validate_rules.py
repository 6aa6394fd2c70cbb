"""Checks guidance rules: they can fire, have content, and prefer nothing on weak evidence."""

from collections.abc import Iterable, Iterator

from annotator.knowledge.canonical_alleles import Fault
from annotator.knowledge.curation.validate_tokens import Tokens
from annotator.knowledge.dates import last_day
from annotator.knowledge.evidence import PRECLINICAL
from annotator.knowledge.history_tokens import TKI
from annotator.knowledge.model import KnowledgeBase, Rule, RulePart
from annotator.knowledge.profile_tokens import FUSION, OTHER, driver_genes, is_allele

NEVER = "it can never fire"


def rule_faults(loaded: KnowledgeBase, base: KnowledgeBase) -> Iterator[Fault]:
    """Return every fault of the rules; `base` is `loaded` with its alleles in one numbering."""
    tokens, drivers = Tokens(base), driver_genes(base)
    branches = {branch.gene for branch in base.branches}
    for written, rule in zip(loaded.rules, base.rules, strict=True):
        faults = [
            *_tokens(rule, tokens),
            *_never(rule, tokens),
            *_options(rule),
        ]
        if _compounds(written) != _compounds(rule):
            faults.append("names a compound out of residue order")
        if rule.gene not in drivers:
            faults.append(f"{rule.gene} is not a driver kinase: {NEVER}")
        if rule.gene not in branches:
            faults.append(f"branches.yaml holds no branch for {rule.gene}")
        yield from ((("rules", rule.id), fault) for fault in faults)


def _profile_tokens(rule: Rule) -> list[str]:
    return [*rule.when.requires, *rule.when.requires_any, *rule.when.excludes]


def _compounds(rule: Rule) -> list[list[str]]:
    """Return the order of the residues of every compound."""
    compounds = [token.split("+") for token in _profile_tokens(rule) if "+" in token]
    return [["".join(c for c in m if c.isdigit()) for m in members] for members in compounds]


def _tokens(rule: Rule, tokens: Tokens) -> Iterator[str]:
    prior = rule.when.prior
    named = [*prior.all_of, *prior.any_of, *prior.none_of]
    fusions = [token for token in _profile_tokens(rule) if "::" in token]
    known = {*fusions, *tokens.bypass_alleles}
    yield from tokens.profile_faults(t for t in _profile_tokens(rule) if t not in known)
    for fusion in fusions:
        if fusion not in tokens.fusions:
            yield f"fusion_variants.tsv holds no variant {fusion!r}"
    yield from tokens.history_faults(rule.gene, named)
    for agency in rule.when.jurisdictions:
        if tokens.agencies and agency not in tokens.agencies:
            yield f"release.yaml lists no agency {agency!r}: {', '.join(tokens.agencies)}"
    if "none" in named:
        yield "'none' is not a token of a rule's history: write `none: true`"
    for word in (FUSION, OTHER):
        if word in _profile_tokens(rule):
            yield f"{word!r} is a word of statements: no profile of a rule holds it"


def _never(rule: Rule, tokens: Tokens) -> Iterator[str]:
    when = rule.when
    refused = [*when.prior.none_of, *([TKI] if when.prior.none else [])]
    if tokens.no_history(rule.gene, when.prior.all_of, when.prior.any_of, refused):
        yield f"no history meets what it asks for (prior): {NEVER}"
    required = _closure(when.requires)
    excluded = set(when.excludes)
    if required & excluded:
        yield f"requires what it excludes: {NEVER}"
    elif when.requires_any and all(_closure([t]) & excluded for t in when.requires_any):
        yield f"excludes each of requires_any: {NEVER}"
    elif "no_on_target_mutation" in required and required & {"on_target_mutation", "compound"}:
        yield f"requires mutations and none: {NEVER}"
    elif "no_on_target_mutation" in required and any(map(is_allele, required)):
        yield f"requires a mutation and none: {NEVER}"


def _closure(tokens: Iterable[str]) -> set[str]:
    """Return tokens with those that a profile with them has as well."""
    closure = set(tokens)
    for token in tokens:
        if "+" in token:
            closure |= {"compound", *token.split("+")}
    return closure


def _options(rule: Rule) -> Iterator[str]:
    if not rule.options and not rule.notes:
        yield "has neither options nor notes, so it has no effect"
    for option in rule.options:
        if rule.evidence_type in PRECLINICAL and option.category == "preferred":
            yield "prefers an option on preclinical evidence alone"
        if _never_in_force(rule, option):
            yield f"its option {' + '.join(option.therapies)} is never in force while the rule is"
    for note in rule.notes:
        if _never_in_force(rule, note):
            yield f"its note {note.text!r} is never in force while the rule is"


def _never_in_force(rule: Rule, part: RulePart) -> bool:
    begins = max(last_day(day) for day in (rule.since, part.since) if day is not None)
    ends = [last_day(day) for day in (rule.until, part.until) if day is not None]
    return bool(ends) and min(ends) < begins
