"""Loads the knowledge base: the packaged one, with any laboratory folders laid over it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from annotator.files.package_data import resource_folder
from annotator.files.paths import is_file, is_folder
from annotator.knowledge import model as m
from annotator.knowledge.dates import last_day
from annotator.knowledge.layout import (
    LIMITS,
    RELEASE,
    RETIRABLE,
    RETIRED,
    TABLES,
    Key,
    Owner,
    Table,
    key_text,
)
from annotator.knowledge.tables import Located, read_tsv_items, read_yaml_item, read_yaml_items
from annotator.model import tables as t
from annotator.model.base import Model
from annotator.model.errors import InputProblem

M = TypeVar("M", bound=Model)
NEEDED = (RELEASE, LIMITS, "tiers.tsv", "fusion_rules.tsv")
DATA_FILES = {".tsv", ".csv", ".yaml", ".yml"}
SPREADSHEETS = {".xlsx", ".xls", ".ods", ".numbers"}


@dataclass(frozen=True, slots=True)
class ItemSource:
    """The source of an item: the file as given, and the 1-based line.

    `layer` is the number of its folder, 0 for the lowest.
    """

    file: str
    line: int
    layer: int = 0


@dataclass
class LoadResult:
    """A loaded knowledge base with the source of every item; None where there are `faults`."""

    base: m.KnowledgeBase | None = None
    sources: dict[Owner, ItemSource] = field(default_factory=dict)
    faults: list[InputProblem] = field(default_factory=list)


def load_knowledge(overlays: Sequence[Path] = (), below: Path | None = None) -> m.KnowledgeBase:
    """Load the packaged knowledge base, or that of the folder `below`, with `overlays` over it.

    An overlay holds any number of files of the same names. An item with the key of an earlier one
    replaces it, others are added; ordered tables (classification, copy number, functional regions,
    tiers) are replaced as a whole. Its `retired.tsv` removes statements and rules, its
    `release.yaml` names the laboratory.
    Raises InputProblem for a missing folder and for any fault in a file.
    """
    result = read_knowledge(overlays, below)
    if result.base is None:
        raise result.faults[0]
    return result.base


def read_knowledge(overlays: Sequence[Path] = (), below: Path | None = None) -> LoadResult:
    """Load like `load_knowledge`, with the source of every item; collect faults, raise none."""
    return _Reader([below or resource_folder("knowledge"), *overlays]).read()


def problem_at(sources: Mapping[Owner, ItemSource], owner: Owner, message: str) -> InputProblem:
    """Return a fault of an item as a problem with its file and line, as far as known."""
    source = sources.get(owner)
    text = f"{key_text(owner[1]) or owner[0]}: {message}"
    if source is None:
        return InputProblem(text)
    return InputProblem(text, file=source.file, line=source.line)


def is_whole(folder: Path) -> bool:
    """Return whether a folder is a whole knowledge base, and not an overlay.

    A whole base has all files that are needed, and its release names no laboratory. A folder whose
    release cannot be read counts as an overlay; reading it reports the fault.
    """
    if not all(is_file(folder / name) for name in NEEDED):
        return False
    try:
        return read_yaml_item(folder / RELEASE, m.OverlayRelease).item.laboratory is None
    except InputProblem:
        return False


def knowledge_files(folder: Path) -> list[Path]:
    """Return every file of a knowledge folder, in a fixed order."""
    return sorted(
        path for path in folder.rglob("*") if path.suffix in {".tsv", ".yaml"} and path.is_file()
    )


class _Reader:
    """Reads folders one over the other."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.layer = 0
        self.result = LoadResult()
        self.items: dict[str, dict[Key, Any]] = {table.name: {} for table in TABLES}
        self.overlays: list[m.Overlay] = []
        self.release: m.Release | None = None
        self.limits: t.DetectionLimits | None = None

    def read(self) -> LoadResult:
        for folder in self.folders:
            if not is_folder(folder):
                self._fault("no such folder", file=str(folder), expected="a knowledge folder")
                return self.result
        self._base()
        for folder in self.folders[1:]:
            self.layer += 1
            self._overlay(folder)
        if not self.result.faults and self.release and self.limits:
            tables: dict[str, Any] = {name: [*items.values()] for name, items in self.items.items()}
            self.result.base = m.KnowledgeBase(
                release=self.release,
                limits=self.limits,
                overlays=self.overlays,
                sha256=_sha256(self.folders),
                **tables,
            )
        return self.result

    def _fault(self, message: str, **more: Any) -> None:
        self.result.faults.append(InputProblem(message, **more))

    def _base(self) -> None:
        folder = self.folders[0]
        self.release = self._item(folder / RELEASE, m.Release)
        self.limits = self._item(folder / LIMITS, t.DetectionLimits)
        self._unknown_files(folder, RELEASE, LIMITS)
        for table in TABLES:
            self._lay(folder, table)

    def _overlay(self, folder: Path) -> None:
        release = m.OverlayRelease()
        if (folder / RELEASE).is_file():
            release = self._item(folder / RELEASE, m.OverlayRelease) or release
            self._locate_release(folder / RELEASE, release)
        self._unknown_files(folder, RELEASE, LIMITS, RETIRED)
        items: dict[str, list[Key]] = {
            "release": self._lay_release(release),
            "limits": self._lay_limits(folder / LIMITS),
            **{table.name: self._lay(folder, table) for table in TABLES},
        }
        self.overlays.append(
            m.Overlay(
                name=release.laboratory or folder.resolve().name,
                version=release.version,
                sha256=_sha256([folder]),
                changes=release.changes,
                items={
                    name: [key_text(key) for key in keys] for name, keys in items.items() if keys
                },
                retired=self._retire(folder),
            )
        )

    def _locate_release(self, path: Path, release: m.OverlayRelease) -> None:
        """Let faults of the release point at the overlay where it changes the release."""
        if release.date or release.jurisdiction or release.agencies:
            self.result.sources[path.stem, ""] = ItemSource(str(path), 1, self.layer)

    def _lay_release(self, release: m.OverlayRelease) -> list[Key]:
        """Take date and agencies from an overlay; return the names of the fields that change."""
        if self.release is None:
            return []
        agencies = {a.name: a for a in (*self.release.agencies, *release.agencies)}
        given = {
            "date": release.date,
            "jurisdiction": release.jurisdiction,
            "agencies": [*agencies.values()],
        }
        new = {k: v for k, v in given.items() if v not in (None, getattr(self.release, k))}
        self.release = self.release.model_copy(update=new)
        return [*new]

    def _lay_limits(self, path: Path) -> list[Key]:
        before = self.limits
        if path.is_file():
            self.limits = self._item(path, t.DetectionLimits)
        return [LIMITS] if self.limits != before else []

    def _item(self, path: Path, model: type[M]) -> M | None:
        if model is not m.OverlayRelease:
            self.result.sources[path.stem, ""] = ItemSource(str(path), 1, self.layer)
        if not path.is_file():
            self._fault("the file is missing", file=str(path))
            return None
        try:
            return read_yaml_item(path, model).item
        except InputProblem as problem:
            self.result.faults.append(problem)
            return None

    def _unknown_files(self, folder: Path, *further: str) -> None:
        """Report misspelled file names, since nothing in such a file would be read."""
        known = {path for table in TABLES for path in folder.glob(table.pattern)}
        known |= {folder / name for name in further}
        names = ", ".join([*further, *(table.pattern for table in TABLES)])
        for path in sorted(set(folder.rglob("*")) - known):
            kinds = {suffix.lower() for suffix in path.suffixes}
            if kinds & {*DATA_FILES, *SPREADSHEETS} and path.is_file():
                advice = "Save it as text with tabs" if kinds & SPREADSHEETS else None
                self._fault(
                    "not a file of a knowledge base", file=str(path), expected=names, advice=advice
                )
        if self.layer and not any(path.is_file() for path in known):
            self._fault(
                "holds no file of a knowledge base",
                file=str(folder),
                expected=names,
                advice="Is it the folder that was meant?",
            )

    def _lay(self, folder: Path, table: Table) -> list[Key]:
        """Lay the items of a folder over those there; return the keys of new or changed items."""
        merged = self.items[table.name]
        read: dict[Key, Any] = {}
        for located in self._located(folder, table):
            key = table.key(located.item)
            if key in read:
                first = self.result.sources[table.name, key]
                self._fault(
                    f"{key_text(key)!r} stands twice",
                    file=located.file,
                    line=located.line,
                    expected=f"each item once; the first is {first.file}:{first.line}",
                )
                continue
            read[key] = located.item
            self.result.sources[table.name, key] = ItemSource(
                located.file, located.line, self.layer
            )
        changed = [key for key, item in read.items() if merged.get(key) != item]
        if table.whole and read:
            changed = [*read] if [*merged.items()] != [*read.items()] else []
            merged.clear()
        merged.update(read)
        return changed

    def _located(self, folder: Path, table: Table) -> Iterator[Located[Any]]:
        for path in sorted(folder.glob(table.pattern)):
            read = read_tsv_items if path.suffix == ".tsv" else read_yaml_items
            for row in read(path, table.model):
                if isinstance(row, InputProblem):
                    self.result.faults.append(row)
                else:
                    yield row

    def _retire(self, folder: Path) -> list[m.Retired]:
        """Remove the items that `retired.tsv` lists; an unknown id is a fault."""
        path = folder / RETIRED
        retired: list[m.Retired] = []
        if not path.is_file():
            return retired
        for row in read_tsv_items(path, m.Retired):
            if isinstance(row, InputProblem):
                self.result.faults.append(row)
            else:
                retired.append(row.item)
                self._remove(row)
        return retired

    def _remove(self, row: Located[m.Retired]) -> None:
        name = row.item.id
        holding = [table for table in RETIRABLE if name in self.items[table]]
        own = [t for t in holding if self.result.sources[t, name].layer == self.layer]
        if not holding or own:
            reason = "stands in the same folder" if own else "is not a statement or rule below"
            self._fault(
                f"{name!r} {reason}",
                file=row.file,
                line=row.line,
                column="id",
                expected="the id of a statement or rule of the folders below",
            )
            return
        for table in holding:
            self._end(self.items[table], row.item)

    def _end(self, items: dict[Key, Any], retired: m.Retired) -> None:
        item = items.pop(retired.id)
        if retired.since is None:
            return
        until = last_day(retired.since) - timedelta(days=1)
        if until < last_day(item.since):
            return
        if item.until is None or last_day(item.until) > until:
            item = item.model_copy(update={"until": until.isoformat()})
        items[retired.id] = item


def _items_of(path: Path, model: type[Model]) -> Sequence[Located[Any] | InputProblem]:
    """Return the items of a file and its faults; a sound file is parsed once while it stays so."""
    try:
        return _sound_items_of(path, hashlib.sha256(path.read_bytes()).digest(), model)
    except (InputProblem, OSError):
        return [*_parser(path)(path, model)]


@lru_cache(maxsize=256)
def _sound_items_of(
    path: Path,
    sha256: bytes,  # noqa: ARG001 - a part of the key
    model: type[Model],
) -> list[Located[Any]]:
    """Return the items of a file with this hash. Raises its first fault: no fault is kept."""
    items: list[Located[Any]] = []
    for item in _parser(path)(path, model):
        if isinstance(item, InputProblem):
            raise item
        items.append(item)
    return items


def _parser(path: Path) -> Callable[[Path, type[Model]], Iterator[Located[Any] | InputProblem]]:
    return read_tsv_items if path.suffix == ".tsv" else read_yaml_items


def _sha256(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in knowledge_files(folder):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
