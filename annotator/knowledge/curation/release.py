"""Describes the release of a knowledge base: its content, its changes and its overlays."""

from collections.abc import Iterator
from datetime import date

from annotator.knowledge.layout import TABLES
from annotator.knowledge.model import KnowledgeBase, Overlay
from annotator.model.base import Model


class ReleaseAnswer(Model):
    """A release; `sha256` is the hash of all files with overlays, `items` counts items by table."""

    version: str
    date: date
    title: str
    jurisdiction: str
    sha256: str
    items: dict[str, int]
    changes: list[str]
    overlays: list[Overlay]


def release_of(base: KnowledgeBase) -> ReleaseAnswer:
    """Return the release of a base, with the folders laid over it."""
    release = base.release
    return ReleaseAnswer(
        version=release.version,
        date=release.date,
        title=release.title,
        jurisdiction=release.jurisdiction,
        sha256=base.sha256,
        items={table.name: len(getattr(base, table.name)) for table in TABLES},
        changes=release.changes,
        overlays=base.overlays,
    )


def release_text(answer: ReleaseAnswer) -> str:
    """Return the release as text for a person."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: ReleaseAnswer) -> Iterator[str]:
    yield f"knowledge {answer.version} of {answer.date}: {answer.title}"
    yield f"sha256 {answer.sha256}"
    yield f"jurisdiction {answer.jurisdiction}"
    counts = (f"{count} {name.replace('_', ' ')}" for name, count in answer.items.items())
    yield "holds " + ", ".join(counts)
    yield "\nChanges"
    yield from (f"  {change}" for change in answer.changes)
    for overlay in answer.overlays:
        yield from _overlay(overlay)


def _overlay(overlay: Overlay) -> Iterator[str]:
    version = f", version {overlay.version}" if overlay.version else ""
    yield f"\nLaid over by {overlay.name}{version}"
    yield f"  sha256 {overlay.sha256}"
    yield from (f"  {change}" for change in overlay.changes)
    for table, items in overlay.items.items():
        yield f"  {table.replace('_', ' ')} added or changed: {', '.join(items)}"
    for item in overlay.retired:
        since = f" from {item.since}" if item.since else ""
        yield f"  retired{since}: {item.id}: {item.reason}"
