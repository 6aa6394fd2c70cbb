"""The weight of evidence: its order, its words, and the joint effect of statements."""

from collections.abc import Sequence
from typing import get_args

from annotator.knowledge.model import EvidenceLevel, EvidenceType, Statement
from annotator.model.base import Effect

EVIDENCE_FIRST: tuple[str, ...] = get_args(EvidenceType)
EVIDENCE_WORDS = {name: name.replace("_", " ") for name in EVIDENCE_FIRST} | {
    "model": "model or inference"
}

INFERENTIAL: EvidenceLevel = "E"
"""The level of evidence without a study of this allele and drug."""

ADVERSE: frozenset[Effect] = frozenset({"reduced", "conflicting", "resistant"})
"""The effects that speak against a drug."""
PRECLINICAL: frozenset[EvidenceType] = frozenset({"cell_line", "model"})
"""The kinds of evidence without patients."""


def weight(statement: Statement) -> int:
    """Return the rank of a statement's evidence by weight; 0 is the weightiest."""
    return EVIDENCE_FIRST.index(statement.evidence_type)


def weightiest(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements of the weightiest kind of evidence among those given."""
    best = min(map(weight, statements), default=0)
    return tuple(s for s in statements if weight(s) == best)


def weigh(statements: Sequence[Statement]) -> Effect:
    """Return the joint effect of statements on one profile.

    The weightiest kind of evidence decides; where its statements disagree the call is
    `conflicting`. Raises ValueError when there is no statement.
    """
    if not statements:
        raise ValueError("no statement to weigh")
    effects = {statement.effect for statement in weightiest(statements)}
    return effects.pop() if len(effects) == 1 else "conflicting"
