"""The weight of evidence: its order, its words, and what statements on one profile amount to."""

from collections.abc import Sequence
from typing import get_args

from annotator.knowledge.model import EvidenceType, Statement
from annotator.model.base import Effect

EVIDENCE_FIRST: tuple[str, ...] = get_args(EvidenceType)
EVIDENCE_WORDS = {name: name.replace("_", " ") for name in EVIDENCE_FIRST} | {
    "model": "model or inference"
}


def weightiest(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements of the weightiest kind of evidence among those given."""
    places = [EVIDENCE_FIRST.index(s.evidence_type) for s in statements]
    best = min(places, default=0)
    return tuple(s for s, place in zip(statements, places, strict=True) if place == best)


def weigh(statements: Sequence[Statement]) -> Effect:
    """The effect that statements of one profile amount to.

    The weightiest kind of evidence decides; where its statements disagree the call is
    `conflicting`. Raises ValueError when there is no statement.
    """
    if not statements:
        raise ValueError("no statement to weigh")
    effects = {statement.effect for statement in weightiest(statements)}
    return effects.pop() if len(effects) == 1 else "conflicting"
