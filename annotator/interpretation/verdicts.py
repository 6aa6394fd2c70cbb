"""Verdicts: the effect of one therapy on one allele or alteration, with its evidence in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.knowledge.evidence import EVIDENCE_WORDS, weigh, weightiest
from annotator.knowledge.model import Statement
from annotator.model.base import Curation, Effect

WORST_FIRST: tuple[Effect, ...] = ("resistant", "conflicting", "reduced", "unknown", "sensitive")
MOST_MEMBERS = 8
"""The most members of an allele whose effects are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The effect of one therapy on one allele or alteration.

    `subject` names the allele or alteration, `evidence` gives the effect with the kind of evidence
    in words. `allele` is the name of an allele of the driver kinase without its gene; null for
    anything else.
    """

    effect: Effect
    subject: str
    statements: tuple[Statement, ...]
    evidence: str
    allele: str | None = None

    @property
    def reason(self) -> str:
        """The subject with the evidence."""
        return f"{self.subject}: {self.evidence}"

    @property
    def deciding(self) -> tuple[Statement, ...]:
        """The statements of the weightiest kind of evidence."""
        return weightiest(self.statements)


def worst(effects: Iterable[Effect]) -> Effect:
    """Return the effect that guidance must rest on when several hold at once."""
    return min(effects, key=WORST_FIRST.index)


def verdict_on(subject: str, statements: Sequence[Statement], remark: str = "") -> Verdict:
    """Weigh the statements on one subject; name their evidence and any dissent.

    `remark` follows the evidence. Raises ValueError when there is no statement.
    """
    effect = weigh(statements)
    deciding = weightiest(statements)[0].evidence_type
    kind = EVIDENCE_WORDS[deciding]
    if effect == "conflicting":
        sides = sorted({s.effect for s in statements if s.evidence_type == deciding})
        kind += ": " + " v ".join(sides)
    if effect == "unknown":
        kind = "no value on record"
    evidence = f"{effect} ({kind}){remark}"
    dissent = sorted(
        {
            f"{s.effect} in {EVIDENCE_WORDS[s.evidence_type]}"
            for s in statements
            if s.effect != effect and s.evidence_type != deciding
        }
    )
    if dissent:
        evidence += "; other evidence: " + ", ".join(dissent)
    return Verdict(effect, subject, tuple(statements), evidence)


def verdict_by_members(
    subject: str, parts: Sequence[tuple[str, list[Statement]]], therapy: str
) -> Verdict:
    """Judge an allele without statements of its own: resistant where a part is, else unknown.

    `parts` are the parts of the allele that have statements, by name. The verdict is never
    sensitive by addition.
    """
    effects = {name: weigh(statements) for name, statements in parts}
    for name, statements in parts:
        if effects[name] == "resistant":
            evidence = f"no data on it as a whole; {name} is already resistant"
            return Verdict("resistant", subject, tuple(statements), evidence)
    evidence = f"no data on {therapy}"
    if parts:
        evidence += f"; its members alone: {_effects_of_members(effects)}"
    cited = tuple(s for _, statements in parts for s in statements)
    return Verdict("unknown", subject, cited, evidence)


def _effects_of_members(effects: Mapping[str, Effect]) -> str:
    """List members with their effects; of many members name the worst and count the others."""
    names = list(effects)
    if len(names) > MOST_MEMBERS:
        names.sort(key=lambda name: WORST_FIRST.index(effects[name]))
    listed = [f"{name} {effects[name]}" for name in names[:MOST_MEMBERS]]
    more = len(names) - MOST_MEMBERS
    return ", ".join([*listed, *([f"and {more} further"] if more > 0 else [])])


def curation_of(deciding: Sequence[Statement], effect: Effect) -> Curation | None:
    """Return `verified` where one of the deciding statements that carry the effect is.

    Returns None where no statement carries it.
    """
    carrying = [s for s in deciding if effect in (s.effect, "conflicting")]
    if not carrying:
        return None
    verified = any(s.curation == "verified" for s in carrying)
    return "verified" if verified else "unverified"
