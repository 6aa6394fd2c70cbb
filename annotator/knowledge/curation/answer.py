"""Answers what the knowledge base holds on a profile, as of a date."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from annotator.knowledge.allele_statements import AlleleStatements
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.curation.question import Question
from annotator.knowledge.curation.statement_record import StatementRecord, statement_record
from annotator.knowledge.evidence import weigh, weight, weightiest
from annotator.knowledge.model import Rule, Statement
from annotator.knowledge.profile_tokens import OTHER, alleles_of, is_alteration, profile_text
from annotator.model.base import Effect, Model

SectionKind = Literal["profile", "class", "member"]


class TherapyAnswer(Model):
    """The statements on one profile and one therapy.

    `effect` is their joint effect, `conflicting` where those of the weightiest evidence disagree.
    `deciding` are the ids of the statements of the weightiest evidence.
    """

    therapy: str
    profile: str
    effect: Effect
    deciding: list[str]
    statements: list[StatementRecord]


class Section(Model):
    """The answers on the profile itself, on a class it belongs to, or on a part of it alone."""

    kind: SectionKind
    title: str
    therapies: list[TherapyAnswer]


class NamingRule(Model):
    """A guidance rule in force that names the profile."""

    id: str
    title: str
    reason: str
    since: str
    curation: str
    laboratory: str | None


class ProfileAnswer(Model):
    """Everything on a profile; `silent` are therapies of the gene without a statement on it.

    `not_in_force` counts the statements on the profile itself that are not in force on the day,
    and `first_since` is when the earliest of them begins.
    """

    profile: str
    gene: str
    as_of: date
    knowledge_version: str
    knowledge_sha256: str
    knowledge_date: date
    sections: list[Section]
    silent: list[str]
    not_in_force: int
    first_since: str | None
    rules: list[NamingRule]


def answer(question: Question, knowledge: KnowledgeAsOf, therapy: str | None) -> ProfileAnswer:
    """Answer on a profile, for all therapies or for one, by its name in the knowledge base."""
    about = [
        knowledge.without_later_note(s)
        for s in knowledge.base.statements
        if therapy in (None, s.therapy)
    ]
    current = [s for s in about if s.in_force(knowledge.as_of)]
    not_in_force = [
        s for s in about if not s.in_force(knowledge.as_of) and _is_on_profile(s, question)
    ]
    sections = list(_sections(question, current, knowledge))
    with_statements = {s.therapy for s in current if _is_on_profile(s, question)}
    return ProfileAnswer(
        profile=question.text,
        gene=question.gene,
        as_of=knowledge.as_of,
        knowledge_version=knowledge.base.release.version,
        knowledge_sha256=knowledge.base.sha256,
        knowledge_date=knowledge.base.release.date,
        sections=sections,
        silent=[
            name for name in _against(question, knowledge, therapy) if name not in with_statements
        ],
        not_in_force=len(not_in_force),
        first_since=min((s.counts_from for s in not_in_force), default=None),
        rules=[_naming(rule, knowledge) for rule in _rules(question, knowledge)],
    )


def _is_on_profile(statement: Statement, question: Question) -> bool:
    """Return whether a statement is on just this profile."""
    if question.alteration is not None:
        return question.alteration in statement.requires
    return (
        statement.gene == question.gene
        and alleles_of(statement) == set(question.alleles)
        and OTHER not in statement.requires
        and not any(map(is_alteration, statement.requires))
    )


def _sections(
    question: Question, statements: Sequence[Statement], knowledge: KnowledgeAsOf
) -> Iterator[Section]:
    exact = [s for s in statements if _is_on_profile(s, question)]
    yield _section("profile", question.text, exact, knowledge)
    members = set(question.alleles)
    of_gene = [s for s in statements if s.gene == question.gene]
    of_class = [
        s for s in of_gene if OTHER in s.requires and alleles_of(s) and alleles_of(s) < members
    ]
    if of_class:
        title = f"{question.text}: class evidence (a member with any further mutation)"
        yield _section("class", title, of_class, knowledge)
    for name, of_part in AlleleStatements.of(of_gene).on_parts(frozenset(members)):
        yield _section("member", f"{question.gene} {name} alone", of_part, knowledge)


def _section(
    kind: SectionKind, title: str, statements: Iterable[Statement], knowledge: KnowledgeAsOf
) -> Section:
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        groups.setdefault((statement.therapy, profile_text(statement)), []).append(statement)
    order = {name: index for index, name in enumerate(knowledge.therapies)}

    def sort_key(group: tuple[tuple[str, str], list[Statement]]) -> int:
        return order.get(group[0][0], len(order))

    return Section(
        kind=kind,
        title=title,
        therapies=[
            TherapyAnswer(
                therapy=therapy,
                profile=profile,
                effect=weigh(group),
                deciding=[s.id for s in weightiest(group)],
                statements=[statement_record(s, knowledge) for s in sorted(group, key=weight)],
            )
            for (therapy, profile), group in sorted(groups.items(), key=sort_key)
        ],
    )


def _against(question: Question, knowledge: KnowledgeAsOf, therapy: str | None) -> list[str]:
    """Return the therapies that inhibit the kinase; none for an alteration outside a kinase."""
    if question.alteration is not None:
        return []
    return [
        known.name
        for known in knowledge.therapies.values()
        if therapy in (None, known.name)
        and any(t.gene == question.gene and t.active for t in known.targets)
    ]


def _rules(question: Question, knowledge: KnowledgeAsOf) -> list[Rule]:
    """Return the rules in force that name the profile or a part of it."""

    def is_named(token: str) -> bool:
        return token == question.alteration or set(question.alleles).issuperset(token.split("+"))

    genes = dict.fromkeys(rule.gene for rule in knowledge.base.rules)
    return [
        rule
        for gene in genes
        if question.alteration is not None or gene == question.gene
        for rule in knowledge.rules(gene)
        if any(map(is_named, (*rule.when.requires, *rule.when.requires_any)))
    ]


def _naming(rule: Rule, knowledge: KnowledgeAsOf) -> NamingRule:
    return NamingRule(
        id=rule.id,
        title=rule.title,
        reason=rule.reason,
        since=rule.since,
        curation=rule.curation,
        laboratory=knowledge.laboratory("rules", rule.id),
    )
