"""Writes an answer of the knowledge base as text for a person."""

from collections.abc import Iterator

from annotator.knowledge.curation.answer import NamingRule, ProfileAnswer, Section, TherapyAnswer
from annotator.knowledge.curation.statement_record import StatementRecord
from annotator.knowledge.evidence import EVIDENCE_WORDS
from annotator.knowledge.model import Reference
from annotator.model.since import since_words


def answer_text(answer: ProfileAnswer) -> str:
    """Return each therapy with its effect and statements, then the rules that name the profile."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: ProfileAnswer) -> Iterator[str]:
    yield f"{answer.profile}, as of {answer.as_of} (knowledge {answer.knowledge_version})"
    if answer.as_of > answer.knowledge_date:
        yield f"Knowledge of {answer.knowledge_date}; nothing later is known."
    for section in answer.sections:
        yield ""
        yield from _member(section) if section.kind == "member" else _section(section)
    if answer.silent:
        yield f"\nNo statement on this profile itself: {', '.join(answer.silent)}"
    if answer.not_in_force:
        yield (
            f"\nStatements on this profile that are not in force on {answer.as_of}: "
            f"{answer.not_in_force}, the earliest since {answer.first_since}"
        )
    if answer.rules:
        yield "\nGuidance rules that name it"
        yield from map(_rule, answer.rules)


def _member(section: Section) -> Iterator[str]:
    """Write the effects on a part of the profile, without the statements behind them."""
    yield f"{section.title} (ask for it to see its statements)"
    for therapy in section.therapies:
        sides = dict.fromkeys(s.effect for s in therapy.statements if s.id in therapy.deciding)
        both = f": {' v '.join(sides)}" if len(sides) > 1 else ""
        evidence = EVIDENCE_WORDS[therapy.statements[0].evidence_type]
        yield f"  {therapy.therapy}: {therapy.effect} ({evidence}{both})"


def _section(section: Section) -> Iterator[str]:
    if section.kind == "class":
        yield section.title
    if not section.therapies:
        yield "No statement on this profile itself."
    profiles = {therapy.profile for therapy in section.therapies}
    if len(profiles) == 1:
        yield f"{profiles.pop()}:"
    for therapy in section.therapies:
        yield f"  {therapy.therapy}: {therapy.effect}" + (
            f" ({therapy.profile})" if profiles else ""
        )
        yield from _statements(therapy)


def _statements(therapy: TherapyAnswer) -> Iterator[str]:
    for statement in therapy.statements:
        outweighed = "" if statement.id in therapy.deciding else " (outweighed)"
        yield f"    {_statement(statement)}{outweighed}"
        for reference in statement.references:
            yield f"        {_reference(reference)}"
        if statement.note:
            yield f"        Note: {statement.note}"


def _statement(item: StatementRecord) -> str:
    parts = [
        f"{item.effect}: {EVIDENCE_WORDS[item.evidence_type]}, level {item.level}",
        *([f"tier {item.tier}"] if item.tier else []),
        *([" ".join(filter(None, (item.value, item.unit)))] if item.value else []),
        *([f"{item.fold:g}-fold"] if item.fold is not None else []),
        *([item.model] if item.model else []),
        *([f"trial {item.trial}"] if item.trial else []),
        since_words(item.since, item.date_known) + (f" until {item.until}" if item.until else ""),
        *(["also where it was given before"] if item.rechallenge else []),
        item.curation,
        *([f"of {item.laboratory}"] if item.laboratory else []),
    ]
    return f"{', '.join(parts)}  [{item.id}]"


def _reference(reference: Reference) -> str:
    numbers = [
        *([f"PMID {reference.pmid}"] if reference.pmid else []),
        *([f"doi:{reference.doi}"] if reference.doi else []),
    ]
    return " ".join([reference.citation, *numbers])


def _rule(rule: NamingRule) -> str:
    laboratory = f", of {rule.laboratory}" if rule.laboratory else ""
    return f"  {rule.title}: {rule.reason}  [{rule.id}, since {rule.since}{laboratory}]"
