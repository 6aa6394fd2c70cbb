"""Checks the knowledge base as a whole, beyond the form of a single item."""

import re
from collections.abc import Iterator, Mapping

from annotator.knowledge.canonical_alleles import Canonical, Fault, canonical_knowledge
from annotator.knowledge.curation.validate_rules import rule_faults
from annotator.knowledge.curation.validate_statements import statement_faults
from annotator.knowledge.curation.validate_tokens import Tokens
from annotator.knowledge.dates import InForce, first_day, last_day
from annotator.knowledge.history_tokens import therapies_in
from annotator.knowledge.layout import KEYS, TABLES, Owner
from annotator.knowledge.load import ItemSource, problem_at
from annotator.knowledge.model import KnowledgeBase, Therapy
from annotator.knowledge.profile_tokens import driver_genes
from annotator.knowledge.therapy_names import nearest_therapy, plain_name
from annotator.model.errors import InputProblem

CALENDAR_VERSION = re.compile(r"(\d{4})\.(\d{2})(\.\d+)?")
RELEASE: Owner = ("release", "")
LIMITS: Owner = ("limits", "")
_ROWS_WITH_A_REFERENCE = tuple(
    table
    for table in TABLES
    if "reference" in table.model.model_fields and table.name != "statements"
)


def knowledge_problems(
    loaded: KnowledgeBase, sources: Mapping[Owner, ItemSource], canonical: Canonical
) -> list[InputProblem]:
    """Return every contradiction within a loaded knowledge base, with the source of the item.

    Alleles are compared in the preferred numbering, which `canonical` gives.
    """
    base, misnamed = canonical_knowledge(loaded, canonical)
    faults = [
        *misnamed,
        *_release(loaded),
        *_references(loaded, sources),
        *_names(loaded),
        *_dates(loaded),
        *statement_faults(loaded, base),
        *rule_faults(loaded, base),
        *_approvals(loaded),
        *_toxicities(loaded),
        *_tables(loaded),
        *_bypass(loaded),
    ]
    return [problem_at(sources, owner, message) for owner, message in dict.fromkeys(faults)]


def _release(base: KnowledgeBase) -> Iterator[Fault]:
    if CALENDAR_VERSION.fullmatch(base.release.version) is None:
        yield RELEASE, f"{base.release.version!r} is not a calendar version such as 2026.11"
    if not base.release.changes:
        yield RELEASE, "has no change log (changes)"
    agencies = [agency.name for agency in base.release.agencies]
    if agencies and base.release.jurisdiction not in agencies:
        yield RELEASE, f"lists no agency {base.release.jurisdiction!r} (jurisdiction)"


def _references(base: KnowledgeBase, sources: Mapping[Owner, ItemSource]) -> Iterator[Fault]:
    known = {reference.id for reference in base.references}
    used: set[str] = set()
    for owner, names in _cited(base):
        used.update(names)
        for name in names:
            if name not in known:
                yield owner, f"cites {name!r}, which references.tsv does not hold"
    for name in sorted(known - used):
        # A laboratory is not at fault where it no longer cites a reference of the base below.
        source = sources.get(("references", name))
        if not base.overlays or (source is not None and source.layer):
            yield ("references", name), "is a reference that nothing cites"
    first_with: dict[tuple[str, str], str] = {}
    for reference in base.references:
        for kind in ("pmid", "doi"):
            number = getattr(reference, kind)
            first = (
                first_with.setdefault((kind, number.casefold()), reference.id) if number else None
            )
            if first not in (None, reference.id):
                yield ("references", reference.id), f"has the {kind.upper()} of {first}"


def _cited(base: KnowledgeBase) -> Iterator[tuple[Owner, list[str]]]:
    for statement in base.statements:
        names = [statement.reference, *statement.further_references]
        yield ("statements", statement.id), names
    for rule in base.rules:
        of_options = [name for option in rule.options for name in option.references]
        of_notes = [name for note in rule.notes for name in note.references]
        yield ("rules", rule.id), [*rule.references, *of_options, *of_notes]
    for therapy in base.therapies:
        developments = [step.reference for step in therapy.development if step.reference]
        decisions = [decision.reference for decision in therapy.decisions]
        yield ("therapies", therapy.name), [*therapy.references, *developments, *decisions]
    for trial in base.trials:
        yield ("trials", trial.id), [result.reference for result in trial.results]
    for table in _ROWS_WITH_A_REFERENCE:
        for row in getattr(base, table.name):
            yield (table.name, table.key(row)), [row.reference] if row.reference else []
    for table_name in ("bypass_genes", "bypass_alleles", "copy_number_genes"):
        for row in getattr(base, table_name):
            yield (table_name, KEYS[table_name](row)), row.references
    yield LIMITS, base.limits.references


def _names(base: KnowledgeBase) -> Iterator[Fault]:
    therapies = {therapy.name for therapy in base.therapies}
    for owner, names in _named_therapies(base):
        for name in names:
            if name not in therapies:
                nearest = nearest_therapy(name, base.therapies)
                advice = f". Did you mean {nearest}?" if nearest else ""
                yield (
                    owner,
                    f"names the therapy {name!r}, which therapies.yaml does not hold{advice}",
                )
    for therapy in base.therapies:
        if therapy.name != therapy.name.lower().strip():
            yield ("therapies", therapy.name), "has a name that is not in lower case"
    trials = {trial.id for trial in base.trials}
    for owner, trial in _named_trials(base):
        if trial is not None and trial not in trials:
            yield owner, f"names the trial {trial!r}, which trials.yaml does not hold"
    spelled: dict[str, str] = {}
    for therapy in base.therapies:
        for name in (therapy.name, *therapy.synonyms):
            other = spelled.setdefault(plain_name(name), therapy.name)
            if other != therapy.name:
                yield ("therapies", therapy.name), f"shares the name {name!r} with {other}"
    rules = {rule.id for rule in base.rules}
    for statement in base.statements:
        if statement.id in rules:
            yield ("statements", statement.id), "is the id of a rule too"


def _named_therapies(base: KnowledgeBase) -> Iterator[tuple[Owner, list[str]]]:
    for approval in base.approvals:
        owner = ("approvals", KEYS["approvals"](approval))
        yield owner, [name for history in approval.histories for name in therapies_in(history)]
    for table in ("statements", "approvals", "adverse_events", "toxicities"):
        key = KEYS[table]
        yield from (((table, key(row)), [row.therapy]) for row in getattr(base, table))
    for statement in base.statements:
        tokens = [*statement.prior_therapy, *statement.not_after]
        yield ("statements", statement.id), therapies_in(tokens)
    for therapy in base.therapies:
        yield from ((("therapies", therapy.name), part) for part in therapy.made_of)
    for trial in base.trials:
        yield ("trials", trial.id), trial.therapies
    for branch in base.branches:
        yield ("branches", (branch.gene, branch.name)), branch.prior_therapies
    for rule in base.rules:
        prior = rule.when.prior
        tokens = [*prior.all_of, *prior.any_of, *prior.none_of]
        named = [name for option in rule.options for name in option.therapies]
        yield ("rules", rule.id), [*named, *therapies_in(tokens)]


def _named_trials(base: KnowledgeBase) -> Iterator[tuple[Owner, str | None]]:
    yield from ((("statements", s.id), s.trial) for s in base.statements)
    yield from ((("approvals", KEYS["approvals"](a)), a.trial) for a in base.approvals)
    for rule in base.rules:
        for option in rule.options:
            yield from ((("rules", rule.id), trial) for trial in option.trials)


def _dates(base: KnowledgeBase) -> Iterator[Fault]:
    dated: list[tuple[Owner, InForce]] = []
    for table in ("statements", "approvals", "adverse_events", "toxicities", "rules"):
        dated += (((table, KEYS[table](item)), item) for item in getattr(base, table))
    dated += ((("trials", t.id), result) for t in base.trials for result in t.results)
    dated += ((("therapies", t.name), step) for t in base.therapies for step in t.development)
    dated += ((("therapies", t.name), due) for t in base.therapies for due in t.decisions)
    for owner, item in dated:
        if item.until is not None and last_day(item.until) < last_day(item.since):
            yield owner, f"ends ({item.until}) before it begins ({item.since})"
    for therapy in base.therapies:
        for decision in therapy.decisions:
            if last_day(decision.due) < first_day(decision.since):
                fault = f"has a decision due ({decision.due}) before its day was known"
                yield ("therapies", therapy.name), f"{fault} ({decision.since})"


def _tables(base: KnowledgeBase) -> Iterator[Fault]:
    last = base.fusion_rules[-1] if base.fusion_rules else None
    if last is None:
        yield RELEASE, "fusion_rules.tsv holds no line"
    elif not last.matches_always:
        yield ("fusion_rules", last.id), "the last line must match always"
    kinases = {kinase.gene for kinase in base.fusion_kinases}
    for partner in base.fusion_partners:
        if partner.gene not in kinases:
            owner: Owner = ("fusion_partners", (partner.gene, partner.partner))
            yield owner, "fusion_kinases.tsv does not hold the kinase"
    for therapy in base.therapies:
        if therapy.curation == "verified" and not therapy.references:
            yield ("therapies", therapy.name), "is verified without a reference"
        yield from ((("therapies", therapy.name), fault) for fault in _decisions(therapy, base))


def _decisions(therapy: Therapy, base: KnowledgeBase) -> Iterator[str]:
    """Find decisions of an unknown agency or on an unknown gene, which no report could show."""
    agencies = [agency.name for agency in base.release.agencies]
    for decision in therapy.decisions:
        if agencies and decision.agency not in agencies:
            yield f"awaits a decision of {decision.agency!r}, which is not one of the agencies"
        if decision.gene not in driver_genes(base):
            yield f"awaits a decision on {decision.gene!r}, which is not a driver kinase"


def _approvals(base: KnowledgeBase) -> Iterator[Fault]:
    tokens = Tokens(base)
    for approval in base.approvals:
        owner: Owner = ("approvals", KEYS["approvals"](approval))
        if approval.curation == "verified" and not approval.reference:
            yield owner, "is verified without a reference"
        for history in approval.histories:
            yield from ((owner, fault) for fault in tokens.history_faults(approval.gene, history))


def _toxicities(base: KnowledgeBase) -> Iterator[Fault]:
    kinds = [kind.kind for kind in base.toxicity_kinds]
    known = {(row.therapy, row.event) for row in base.adverse_events}
    for row in base.toxicities:
        owner: Owner = ("toxicities", KEYS["toxicities"](row))
        if row.kind not in kinds:
            listed = ", ".join(kinds) or "none"
            yield owner, f"names the kind {row.kind!r}; toxicity_kinds.tsv lists {listed}"
        if row.curation == "verified" and not row.reference:
            yield owner, "is verified without a reference"
        for event in row.events:
            if (row.therapy, event) not in known:
                yield owner, f"names the event {event!r}, which adverse_events.tsv does not hold"
    spelled: dict[str, str] = {}
    for kind in base.toxicity_kinds:
        for name in (kind.kind, *kind.synonyms):
            other = spelled.setdefault(plain_name(name), kind.kind)
            if other != kind.kind:
                yield ("toxicity_kinds", kind.kind), f"shares the name {name!r} with {other}"


def _bypass(base: KnowledgeBase) -> Iterator[Fault]:
    pairs = {gene.gene: gene.together_with for gene in base.bypass_genes}
    for gene in base.bypass_genes:
        if gene.together_with and pairs.get(gene.together_with) != gene.gene:
            owner: Owner = ("bypass_genes", gene.gene)
            yield owner, f"goes together with {gene.together_with}, which does not say the same"
    for allele in base.bypass_alleles:
        owner = ("bypass_alleles", KEYS["bypass_alleles"](allele))
        if allele.gene not in pairs:
            yield owner, "has alleles, and bypass_genes.tsv does not number them"
        if allele.curation == "verified" and len(set(allele.references)) < 2:
            yield owner, "is verified, and one source alone shows its place"
    classes = {gene.gene: gene.loss_class for gene in base.bypass_genes}
    for listed in base.copy_number_genes:
        owner = ("copy_number_genes", listed.gene)
        lost_as = classes.get(listed.gene)
        if listed.change == "loss" and listed.token and listed.token != lost_as:
            yield owner, f"has the token {listed.token!r}, and bypass_genes.tsv says {lost_as!r}"
        if listed.curation == "verified" and not listed.references:
            yield owner, "is verified without a reference"
