"""Compares two knowledge bases."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from typing import Any, Literal

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.curation.describe import SUBJECTS, SUMMARIES, facts_of
from annotator.knowledge.layout import LIMITS, RETIRABLE, TABLES, Table, key_text
from annotator.knowledge.model import KnowledgeBase, Statement
from annotator.model.base import Model

ChangeKind = Literal["added", "removed", "ended", "changed"]
GROUPS = {
    "release": "Release",
    "therapies": "Therapies",
    "approvals": "Approvals",
    "statements": "Statements",
    "disagreements": "Disagreements kept",
    "rules": "Guidance rules",
    "branches": "Histories shown where it is unknown",
    "trials": "Trials",
    "adverse_events": "Adverse events",
    "copy_number_rules": "Copy-number thresholds",
    "copy_number_changes": "Copy-number thresholds of further genes",
    "copy_number_genes": "Further genes whose copies are graded",
    "limits": "Limits of detection",
    "tiers": "Tiers",
}
"""The groups of a comparison in order; other tables follow by their names."""


class FactChange(Model):
    """One fact of an item; `before` is null where it is new, `after` where it is gone."""

    fact: str
    before: str | None
    after: str | None


class Change(Model):
    """One item that is new, gone, given an end, or otherwise changed; `subject` names it.

    `laboratory` is the one whose folder, laid over the new base, makes the change.
    """

    group: str
    kind: ChangeKind
    subject: str
    summary: str | None
    laboratory: str | None
    facts: list[FactChange]


class ComparedBase(Model):
    """One of the two knowledge bases; `laboratories` are those of its overlays, in order."""

    version: str
    date: date
    sha256: str
    laboratories: list[str] = []


class KnowledgeDiff(Model):
    """Everything that differs between two knowledge bases, by group."""

    old: ComparedBase
    new: ComparedBase
    changes: list[Change]


def knowledge_diff(old: KnowledgeBase, new: KnowledgeBase) -> KnowledgeDiff:
    """Return what `new` adds, drops and changes; both must have their alleles in one numbering."""
    difference = _Difference(old, new)
    changes = [
        *difference.changed("release", old.release, new.release, "release"),
        *difference.changed("limits", old.limits, new.limits, "limits", LIMITS),
        *(change for table in TABLES for change in difference.of_table(table)),
    ]
    order = [*GROUPS.values()]
    return KnowledgeDiff(
        old=_side(old),
        new=_side(new),
        changes=sorted(
            changes, key=lambda c: order.index(c.group) if c.group in order else len(order)
        ),
    )


def _side(base: KnowledgeBase) -> ComparedBase:
    return ComparedBase(
        version=base.release.version,
        date=base.release.date,
        sha256=base.sha256,
        laboratories=[overlay.name for overlay in base.overlays],
    )


class _Difference:
    """The changes from one base to another."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        self.old = old
        self.new = KnowledgeAsOf(new)
        self.retired = {
            item.id: (overlay.name, item.reason)
            for overlay in new.overlays
            for item in overlay.retired
        }

    def of_table(self, table: Table) -> Iterator[Change]:
        before, after = getattr(self.old, table.name), getattr(self.new.base, table.name)
        pairs, gone, fresh = _matched(table, before, after)
        for one, other in pairs:
            name = key_text(table.key(other))
            yield from self.changed(table.name, one, other, _subject(table, other), name)
        yield from (self._whole(table, item, "removed") for item in gone)
        yield from (self._whole(table, item, "added") for item in fresh)
        names = [key_text(table.key(item)) for item in after]
        moved = [key_text(table.key(item)) for item in before] != names
        if table.whole and moved and not gone and not fresh:
            yield Change(
                group=_group(table.name),
                kind="changed",
                subject="the order of the lines, of which the first that fits decides",
                summary=", ".join(names),
                laboratory=None,
                facts=[],
            )

    def _whole(self, table: Table, item: Any, kind: ChangeKind) -> Change:
        name = key_text(table.key(item))
        words = SUMMARIES.get(table.name)
        summary = words(item) if words else None
        laboratory, reason = self.new.laboratory(table.name, name), None
        if kind == "removed" and table.name in RETIRABLE:
            laboratory, reason = self.retired.get(name, (None, None))
        return Change(
            group=_group(table.name),
            kind=kind,
            subject=_subject(table, item),
            summary=f"{summary}. Retired: {reason}" if reason else summary,
            laboratory=laboratory,
            facts=[],
        )

    def changed(
        self, table: str, old: Model, new: Model, subject: str, name: str = ""
    ) -> Iterator[Change]:
        """Yield one change with every fact that differs; nothing where none does."""
        if old == new:
            return
        before, after = facts_of(old), facts_of(new)
        facts = [
            FactChange(fact=fact, before=before.get(fact), after=after.get(fact))
            for fact in dict.fromkeys([*before, *after])
            if before.get(fact) != after.get(fact)
        ]
        ended = getattr(old, "until", None) is None and getattr(new, "until", None) is not None
        laboratory, reason = self.new.laboratory(table, name), None
        if table in RETIRABLE and laboratory is None:
            laboratory, reason = self.retired.get(name, (None, None))
        yield Change(
            group=_group(table),
            kind="ended" if ended else "changed",
            subject=subject,
            summary=f"Retired: {reason}" if reason else None,
            laboratory=laboratory,
            facts=facts,
        )


def _group(table: str) -> str:
    return GROUPS.get(table, table.replace("_", " ").capitalize())


def _matched(
    table: Table, before: Sequence[Any], after: Sequence[Any]
) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Pair items by key, else by topic; return the pairs, the items gone and the new ones."""
    by_key = {table.key(item): item for item in before}
    keys = [table.key(item) for item in after]
    pairs = [(by_key[key], item) for key, item in zip(keys, after, strict=True) if key in by_key]
    kept = set(keys)
    unpaired: dict[Hashable, list[Any]] = {}
    for key, item in by_key.items():
        if key not in kept:
            unpaired.setdefault(_topic(table, item), []).append(item)
    fresh = []
    for key, item in zip(keys, after, strict=True):
        if key in by_key:
            continue
        alike = unpaired.get(_topic(table, item))
        if alike:
            pairs.append((alike.pop(0), item))
        else:
            fresh.append(item)
    return pairs, [item for items in unpaired.values() for item in items], fresh


def _topic(table: Table, item: Any) -> Hashable:
    """Return the topic of an item whose key may change: an approval's date, a statement's id."""
    if table.name == "approvals":
        return item.therapy, item.agency, item.gene, item.lines
    if isinstance(item, Statement):
        profile = (frozenset(item.requires), *map(tuple, (item.prior_therapy, item.not_after)))
        source = (item.evidence_type, item.reference, item.counts_from)
        return item.gene, profile, item.therapy, *source
    return table.key(item)


def _subject(table: Table, item: Any) -> str:
    name = SUBJECTS.get(table.name)
    return name(item) if name else key_text(table.key(item))


KIND_WORDS = {"added": "new", "removed": "no longer there", "ended": "ended", "changed": "changed"}


def diff_text(diff: KnowledgeDiff) -> str:
    """Return the difference as text for a person, in groups; one sentence where there is none."""
    return "\n".join(_lines(diff)) + "\n"


def _lines(diff: KnowledgeDiff) -> Iterator[str]:
    for name, side in (("from", diff.old), ("to", diff.new)):
        over = "".join(f" + {laboratory}" for laboratory in side.laboratories)
        yield f"{name} knowledge {side.version} of {side.date}{over} (sha256 {side.sha256[:16]})"
    if not diff.changes:
        yield "No difference."
    for group in dict.fromkeys(change.group for change in diff.changes):
        yield f"\n{group}"
        for change in (change for change in diff.changes if change.group == group):
            summary = f": {change.summary}" if change.summary else ""
            laboratory = f" (by {change.laboratory})" if change.laboratory else ""
            yield f"  {KIND_WORDS[change.kind]}{laboratory}: {change.subject}{summary}"
            yield from (f"      {_fact(fact)}" for fact in change.facts)


def _fact(change: FactChange) -> str:
    if change.before is None:
        return f"{change.fact}: {change.after}"
    if change.after is None:
        return f"{change.fact}: no longer {change.before}"
    return f"{change.fact}: {change.before} → {change.after}"
