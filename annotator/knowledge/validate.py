"""Checks of the knowledge base that go beyond the form of a single item."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from annotator.knowledge.canonical import Canonical, Fault, canonical_knowledge
from annotator.knowledge.load import knowledge_files
from annotator.knowledge.model import KnowledgeBase, Rule, Statement, last_day
from annotator.model.errors import InputProblem

ALLELE = re.compile(r"[A-Z](\d+)\S*")
HISTORY_TOKEN = re.compile(r"none|tki|generation:\d+|therapy:(.+)")
PRECLINICAL = {"cell_line", "model"}


def knowledge_problems(
    loaded: KnowledgeBase, folders: Sequence[Path], canonical: Canonical
) -> list[InputProblem]:
    """Every contradiction within a loaded knowledge base, with file and line where found.

    Alleles are compared in the preferred numbering: `canonical` gives it, or says what is wrong.
    """
    base, misnamed = canonical_knowledge(loaded, canonical)
    faults = [
        *misnamed,
        *_references(base),
        *_names(base),
        *_statements(base),
        *_rules(base),
        *_tables(base),
        *_bypass(base),
    ]
    lines = _line_index(folders)
    problems = []
    for item, message in faults:
        file, line = lines.get(item, (None, None))
        problems.append(InputProblem(f"{item}: {message}", file=file, line=line))
    return problems


def _line_index(folders: Sequence[Path]) -> dict[str, tuple[str, int]]:
    """Where each id stands first: the first cell of a row, or an `id:`/`name:` of YAML."""
    index: dict[str, tuple[str, int]] = {}
    for folder in folders:
        for path in knowledge_files(folder):
            lines = path.read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines, start=1):
                found = re.match(r"-?\s*(?:id|name):\s*['\"]?(.+?)['\"]?\s*$", line.strip())
                name = found[1] if found else line.split("\t")[0]
                index[name] = (str(path), number)
    return index


def _references(base: KnowledgeBase) -> Iterator[Fault]:
    known = {reference.id for reference in base.references}
    used: set[str] = set()
    for owner, names in _cited(base):
        used.update(names)
        for name in names:
            if name not in known:
                yield owner, f"cites {name!r}, which references.tsv does not hold"
    for name in sorted(known - used):
        yield name, "is a reference that nothing cites"


def _cited(base: KnowledgeBase) -> Iterator[tuple[str, list[str]]]:
    for statement in base.statements:
        yield statement.id, [statement.reference, *statement.further_references]
    for therapy in base.therapies:
        yield therapy.name, therapy.references
    for approval in base.approvals:
        yield approval.therapy, [approval.reference] if approval.reference else []
    for event in base.adverse_events:
        yield event.therapy, [event.reference]
    for trial in base.trials:
        yield trial.id, [result.reference for result in trial.results]
    for rule in base.rules:
        yield rule.id, rule.references
        for part in (*rule.options, *rule.notes):
            yield rule.id, list(getattr(part, "references", []))
    for kinase in base.fusion_kinases:
        yield kinase.gene, [kinase.reference]
    for partner in base.fusion_partners:
        yield partner.gene, [partner.reference]
    for variant in base.fusion_variants:
        yield variant.gene, [variant.reference]
    for fusion_rule in base.fusion_rules:
        yield fusion_rule.id, [fusion_rule.reference]
    for copy_rule in base.copy_number_rules:
        yield copy_rule.id, [copy_rule.reference]
    for polymorphism in base.polymorphisms:
        yield polymorphism.gene, [polymorphism.reference]
    for bypass_gene in base.bypass_genes:
        yield bypass_gene.gene, bypass_gene.references
    for allele in base.bypass_alleles:
        yield allele.gene, allele.references
    for named in base.literature_names:
        yield named.name, [named.reference]
    for region in base.functional_regions:
        yield region.id, [region.reference]
    yield "limits.yaml", base.limits.references


def _names(base: KnowledgeBase) -> Iterator[Fault]:
    therapies = {therapy.name for therapy in base.therapies}
    trials = {trial.id for trial in base.trials}
    for owner, names in _named_therapies(base):
        for name in names:
            if name not in therapies:
                yield owner, f"names the therapy {name!r}, which therapies.yaml does not hold"
    for statement in base.statements:
        if statement.trial and statement.trial not in trials:
            yield statement.id, f"names the trial {statement.trial!r}, which is not there"
    for rule in base.rules:
        for option in rule.options:
            for trial in option.trials:
                if trial not in trials:
                    yield rule.id, f"names the trial {trial!r}, which is not there"
    spelled: dict[str, str] = {}
    for therapy in base.therapies:
        for name in (therapy.name, *therapy.synonyms):
            other = spelled.setdefault(name.casefold(), therapy.name)
            if other != therapy.name:
                yield therapy.name, f"shares the name {name!r} with {other}"


def _named_therapies(base: KnowledgeBase) -> Iterator[tuple[str, list[str]]]:
    yield from ((s.id, [s.therapy]) for s in base.statements)
    yield from ((a.therapy, [a.therapy]) for a in base.approvals)
    yield from ((e.therapy, [e.therapy]) for e in base.adverse_events)
    yield from ((t.id, t.therapies) for t in base.trials)
    yield from ((b.name, b.prior_therapies) for b in base.branches)
    yield from ((r.id, option.therapies) for r in base.rules for option in r.options)


def _statements(base: KnowledgeBase) -> Iterator[Fault]:
    seen: dict[object, list[Statement]] = {}
    drivers = {kinase.gene for kinase in base.fusion_kinases if kinase.role == "driver"}
    for statement in base.statements:
        same = seen.setdefault(
            (
                statement.gene,
                frozenset(statement.requires),
                frozenset(statement.prior_therapy),
                frozenset(statement.not_after),
                statement.therapy,
                statement.effect,
                statement.evidence_type,
                statement.reference,
            ),
            [],
        )
        for other in same:
            if _both_in_force(statement, other):
                yield statement.id, f"says the same as {other.id} at the same time"
        same.append(statement)
        yield from _statement_tokens(statement)
        yield from _statement_target(statement, drivers)


def _both_in_force(one: Statement, other: Statement) -> bool:
    """Whether there is a day on which both hold."""
    later = max(last_day(one.since), last_day(other.since))
    return one.in_force(later) and other.in_force(later)


def _statement_tokens(statement: Statement) -> Iterator[Fault]:
    yield from _history(statement.id, [*statement.prior_therapy, *statement.not_after])
    alleles = [t for t in statement.requires if _residue(t) is not None]
    if alleles != sorted(alleles, key=lambda t: _residue(t) or 0):
        yield statement.id, "lists its alleles out of residue order"
    if (len(alleles) > 1 or "other" in statement.requires) != (statement.phase == "cis"):
        yield statement.id, "must have phase cis exactly when it needs two mutations or more"


def _statement_target(statement: Statement, drivers: set[str]) -> Iterator[Fault]:
    """A statement on a fusion that never drives, or on an allele in words that nothing matches."""
    fused = "fusion" in statement.requires
    if statement.gene in drivers and not fused:
        yield statement.id, f"must require the fusion of {statement.gene}"
    if statement.gene not in drivers and fused:
        yield statement.id, f"requires a fusion of {statement.gene}, which is no driver kinase"
    if statement.gene not in drivers and _residue(statement.lone_allele or "") is None:
        yield statement.id, "must require one allele alone, in any history, without a driver kinase"


def _residue(token: str) -> int | None:
    found = ALLELE.fullmatch(token)
    return int(found[1]) if found else None


def _history(owner: str, tokens: Iterable[str]) -> Iterator[Fault]:
    for token in tokens:
        if HISTORY_TOKEN.fullmatch(token) is None:
            yield owner, f"{token!r} is no history token (tki, generation:N, therapy:NAME)"


def _rules(base: KnowledgeBase) -> Iterator[Fault]:
    for rule in base.rules:
        when = rule.when
        for tokens in (when.prior.all_of, when.prior.any_of, when.prior.none_of):
            yield from _history(rule.id, tokens)
        if when.prior.none and (when.prior.all_of or when.prior.any_of):
            yield rule.id, "asks for no prior TKI and for one: it can never fire"
        if set(when.requires) & set(when.excludes):
            yield rule.id, "requires what it excludes: it can never fire"
        yield from _rule_evidence(rule)


def _rule_evidence(rule: Rule) -> Iterator[Fault]:
    if rule.evidence_type in PRECLINICAL:
        for option in rule.options:
            if option.category == "preferred":
                yield rule.id, "prefers an option on preclinical evidence alone"


def _tables(base: KnowledgeBase) -> Iterator[Fault]:
    last = base.fusion_rules[-1] if base.fusion_rules else None
    if last is None or not last.matches_always:
        yield last.id if last else "fusion_rules.tsv", "the last line must match always"
    kinases = {kinase.gene for kinase in base.fusion_kinases}
    for partner in base.fusion_partners:
        if partner.gene not in kinases:
            yield partner.gene, "has partners, and fusion_kinases.tsv does not hold it"
    levels = {row.level for row in base.tiers}
    for statement in base.statements:
        if statement.level not in levels:
            yield statement.id, f"has level {statement.level}, which tiers.tsv does not map"
    genes = {rule.gene for rule in base.rules}
    for gene in sorted(genes - {branch.gene for branch in base.branches}):
        yield "branches.yaml", f"holds no branch for {gene}"


def _bypass(base: KnowledgeBase) -> Iterator[Fault]:
    kinds = {gene.gene: gene.kind for gene in base.bypass_genes}
    pairs = {gene.gene: gene.together_with for gene in base.bypass_genes}
    for gene in base.bypass_genes:
        if gene.together_with and pairs.get(gene.together_with) != gene.gene:
            yield gene.gene, f"goes together with {gene.together_with}, which does not say the same"
    for allele in base.bypass_alleles:
        if kinds.get(allele.gene, "fusion") == "fusion":
            yield allele.gene, "has alleles, and bypass_genes.tsv does not number them"
        if allele.curation == "verified" and len(set(allele.references)) < 2:
            yield allele.gene, f"{allele.name} is verified, and one source alone shows its place"
