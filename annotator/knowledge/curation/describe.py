"""Describes an item of the knowledge base as named facts, in a clinician's words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from annotator.knowledge.dates import InForce
from annotator.knowledge.evidence import EVIDENCE_WORDS
from annotator.knowledge.model import (
    Agency,
    Approval,
    Decision,
    Development,
    HistoryCondition,
    Rule,
    RuleNote,
    RuleOption,
    Target,
    TrialResult,
)
from annotator.knowledge.profile_tokens import any_history_words, history_words, profile_text
from annotator.model.base import Model
from annotator.model.since import since_words

FIELD_NAMES = {
    "since": "in force since",
    "until": "in force until",
    "cns_activity": "CNS activity",
    "cns_metastases": "CNS metastases",
    "evidence_type": "evidence",
    "pmid": "PMID",
    "doi": "DOI",
    "nct": "NCT number",
    "min_ratio": "ratio to the rest of the arm, at least",
    "max_ratio": "ratio to the rest of the arm, below",
    "min_copy_number": "copies, at least",
    "max_copy_number": "copies, below",
    "min_to_ploidy": "copies to the ploidy, at least",
    "max_to_ploidy": "copies to the ploidy, below",
    "min_depth": "reads needed in",
    "results": "figure",
    "options": "option",
    "decisions": "decision",
    "notes": "note",
    "targets": "target",
    "prior_therapy": "holds",
    "not_after": "not",
}
"""The names of fields for people; any other field keeps its own name."""

SUBJECTS: dict[str, Callable[[Any], str]] = {
    "references": lambda x: f"{x.id}: {x.citation}",
    "therapies": lambda x: x.name,
    "approvals": lambda x: f"{x.agency} approval of {x.therapy}, {x.gene}, {_line(x)}",
    "adverse_events": lambda x: f"{x.therapy}, {x.event} ({x.population})",
    "trials": lambda x: x.id,
    "statements": lambda x: f"{x.therapy} on {profile_text(x)} [{x.id}]",
    "disagreements": lambda x: f"{x.statement} against {x.against}",
    "rules": lambda x: f"{x.title} [{x.id}]",
    "branches": lambda x: f"{x.gene} {x.name}",
    "copy_number_rules": lambda x: f"{x.gene} {x.level} [{x.id}]",
    "copy_number_changes": lambda x: f"{x.change} {x.loss or x.level} [{x.id}]",
    "copy_number_genes": lambda x: x.target,
    "fusion_rules": lambda x: f"{x.classification.replace('_', ' ')} [{x.id}]",
    "tiers": lambda x: f"level {x.level}, {x.evidence_type or 'any evidence'}",
}
"""The name of an item in a sentence, by table; in other tables its key."""

SUMMARIES: dict[str, Callable[[Any], str]] = {
    "therapies": lambda x: x.description,
    "approvals": lambda x: f"{x.indication}, {_since(x)}",
    "adverse_events": lambda x: x.frequency,
    "trials": lambda x: f"{x.setting}: {x.arms}",
    "statements": lambda x: (
        f"{x.effect} ({EVIDENCE_WORDS[x.evidence_type]}, level {x.level}, {_since(x)}, "
        f"{x.reference}, {x.curation})"
    ),
    "disagreements": lambda x: x.reason,
    "rules": lambda x: f"{x.reason} {_offers(x)}".strip(),
    "copy_number_rules": lambda x: x.reason,
    "copy_number_changes": lambda x: x.reason,
    "copy_number_genes": lambda x: x.meaning,
    "fusion_rules": lambda x: x.reason,
}
"""The content of a new or removed item in short, by table."""


def _offers(rule: Rule) -> str:
    offers = [f"{' + '.join(option.therapies)} {option.category}" for option in rule.options]
    return f"Options: {', '.join(offers)}." if offers else ""


def _since(item: InForce) -> str:
    return since_words(item.counts_from, item.date_known)


def _line(approval: Approval) -> str:
    return {"any": "any line", "first": "first line", "later": "later lines"}.get(
        approval.lines, approval.lines
    )


def facts_of(item: Model) -> dict[str, str]:
    """Return every fact of an item by its name in words; empty ones are left out.

    The parts of a list are named by their subject, not by their position.
    """
    return dict(_facts(item, "", ""))


def _facts(value: Any, name: str, field: str) -> Iterator[tuple[str, str]]:
    """Yield the facts of a value; `name` is its name in words, `field` that of its field."""
    if isinstance(value, HistoryCondition):
        yield from _history(value)
    elif isinstance(value, Model):
        for part in type(value).model_fields:
            words = FIELD_NAMES.get(part, part.replace("_", " "))
            yield from _facts(getattr(value, part), _joined(name, words), part)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _facts(part, _joined(name, str(key)), field)
    elif isinstance(value, list) and value and isinstance(value[0], Model):
        yield from _parts(value, name)
    elif value is not None and value not in ([], "", False):
        yield name, _text(field, value)


def _parts(parts: list[Model], name: str) -> Iterator[tuple[str, str]]:
    counts: dict[str, int] = {}
    for part in parts:
        subject = _subject(part)
        counts[subject] = counts.get(subject, 0) + 1
        number = f" ({counts[subject]})" if counts[subject] > 1 else ""
        for key, text in _facts(part, "", ""):
            yield f"{name} {subject}{number}, {key}", text


def _subject(part: Model) -> str:
    if isinstance(part, RuleOption):
        return " + ".join(part.therapies)
    if isinstance(part, TrialResult):
        return f"{part.endpoint} ({part.population})" if part.population else part.endpoint
    if isinstance(part, Target):
        return part.gene
    if isinstance(part, Agency):
        return part.name
    if isinstance(part, RuleNote | Development):
        return f"'{part.text[:40]}...'"
    if isinstance(part, Decision):
        return f"of the {part.agency} on {part.gene}"
    return type(part).__name__


def _history(condition: HistoryCondition) -> Iterator[tuple[str, str]]:
    words = [history_words("none")] if condition.none else []
    words += [" and ".join(map(history_words, condition.all_of))] if condition.all_of else []
    words += [any_history_words(condition.any_of)] if condition.any_of else []
    words += ["not " + any_history_words(condition.none_of)] if condition.none_of else []
    if words:
        yield "history", ", ".join(words)


def _joined(name: str, part: str) -> str:
    return f"{name} {part}" if name and name != "when" else part


def _text(field: str, value: Any) -> str:
    if isinstance(value, list):
        if value and isinstance(value[0], list):
            return ", ".join(" or ".join(alternatives) for alternatives in value)
        if field in ("prior_therapy", "not_after"):
            return any_history_words(value)
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "evidence_type":
        return EVIDENCE_WORDS.get(str(value), str(value))
    return f"{value:g}" if isinstance(value, float) else str(value)
