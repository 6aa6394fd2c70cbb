"""Loads the knowledge base: the packaged one, with any laboratory folders laid over it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
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
from annotator.knowledge.tables import Located, read_item, read_items, read_rows
from annotator.model import tables as t
from annotator.model.base import Model
from annotator.model.errors import InputProblem

M = TypeVar("M", bound=Model)
NEEDED = (RELEASE, LIMITS, "tiers.tsv", "fusion_rules.tsv")
DATA_FILES = {".tsv", ".csv", ".yaml", ".yml"}
SPREADSHEETS = {".xlsx", ".xls", ".ods", ".numbers"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: the file as given, and the 1-based line.

    `layer` is the number of the folder it belongs to, 0 for the lowest.
    """

    file: str
    line: int
    layer: int = 0


@dataclass
class Reading:
    """What was read: the knowledge base, null where `faults` kept it from being made."""

    base: m.KnowledgeBase | None = None
    places: dict[Owner, Place] = field(default_factory=dict)
    faults: list[InputProblem] = field(default_factory=list)


def load_knowledge(overlays: Sequence[Path] = (), below: Path | None = None) -> m.KnowledgeBase:
    """The packaged knowledge base, or that of the folder `below`, with `overlays` laid over it.

    An overlay holds files of the same names, in any number. An item with the key of an earlier
    one replaces it, others are added; ordered tables (classification, copy number, functional
    regions, tiers) are replaced whole. Its `retired.tsv` takes statements and rules away, its
    `release.yaml` names the laboratory.
    Raises InputProblem for a folder that is none and for any fault in a file.
    """
    reading = read_knowledge(overlays, below)
    if reading.base is None:
        raise reading.faults[0]
    return reading.base


def read_knowledge(overlays: Sequence[Path] = (), below: Path | None = None) -> Reading:
    """As `load_knowledge`, with the place of every item, and every fault instead of an error."""
    return _Reader([below or resource_folder("knowledge"), *overlays]).read()


def problem_at(places: Mapping[Owner, Place], owner: Owner, message: str) -> InputProblem:
    """A fault of an item as a problem with its file and line, as far as known."""
    place = places.get(owner)
    found = f"{key_text(owner[1]) or owner[0]}: {message}"
    if place is None:
        return InputProblem(found)
    return InputProblem(found, file=place.file, line=place.line)


def is_whole(folder: Path) -> bool:
    """Whether a folder is a knowledge base of its own.

    It then holds what every base needs, and its release names no laboratory. A release that cannot
    be read makes none; reading the folder tells why.
    """
    if not all(is_file(folder / name) for name in NEEDED):
        return False
    try:
        return read_item(folder / RELEASE, m.OverlayRelease).item.laboratory is None
    except InputProblem:
        return False


def knowledge_files(folder: Path) -> list[Path]:
    """Every file of a knowledge folder, in a fixed order."""
    return sorted(
        path for path in folder.rglob("*") if path.suffix in {".tsv", ".yaml"} and path.is_file()
    )


class _Reader:
    """Reads folders one over the other."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.layer = 0
        self.reading = Reading()
        self.items: dict[str, dict[Key, Any]] = {table.name: {} for table in TABLES}
        self.overlays: list[m.Overlay] = []
        self.release: m.Release | None = None
        self.limits: t.DetectionLimits | None = None

    def read(self) -> Reading:
        for folder in self.folders:
            if not is_folder(folder):
                self._fault("no such folder", file=str(folder), expected="a knowledge folder")
                return self.reading
        self._base()
        for folder in self.folders[1:]:
            self.layer += 1
            self._overlay(folder)
        if not self.reading.faults and self.release and self.limits:
            tables: dict[str, Any] = {name: [*each.values()] for name, each in self.items.items()}
            self.reading.base = m.KnowledgeBase(
                release=self.release,
                limits=self.limits,
                overlays=self.overlays,
                sha256=_sha256(self.folders),
                **tables,
            )
        return self.reading

    def _fault(self, found: str, **more: Any) -> None:
        self.reading.faults.append(InputProblem(found, **more))

    def _base(self) -> None:
        folder = self.folders[0]
        self.release = self._item(folder / RELEASE, m.Release)
        self.limits = self._item(folder / LIMITS, t.DetectionLimits)
        self._unknown_files(folder, RELEASE, LIMITS)
        for table in TABLES:
            self._lay(folder, table)

    def _overlay(self, folder: Path) -> None:
        said = m.OverlayRelease()
        if (folder / RELEASE).is_file():
            said = self._item(folder / RELEASE, m.OverlayRelease) or said
            self._place_release(folder / RELEASE, said)
        self._unknown_files(folder, RELEASE, LIMITS, RETIRED)
        items: dict[str, list[Key]] = {
            "release": self._lay_release(said),
            "limits": self._lay_limits(folder / LIMITS),
            **{table.name: self._lay(folder, table) for table in TABLES},
        }
        self.overlays.append(
            m.Overlay(
                name=said.laboratory or folder.resolve().name,
                version=said.version,
                sha256=_sha256([folder]),
                changes=said.changes,
                items={
                    name: [key_text(key) for key in keys] for name, keys in items.items() if keys
                },
                retired=self._retire(folder),
            )
        )

    def _place_release(self, path: Path, said: m.OverlayRelease) -> None:
        """A fault of what an overlay says of the release is one of its own file."""
        if said.date or said.jurisdiction or said.agencies:
            self.reading.places[path.stem, ""] = Place(str(path), 1, self.layer)

    def _lay_release(self, said: m.OverlayRelease) -> list[Key]:
        """Take date and agencies of an overlay; gives the names of those that differ."""
        if self.release is None:
            return []
        agencies = {each.name: each for each in (*self.release.agencies, *said.agencies)}
        told = {
            "date": said.date,
            "jurisdiction": said.jurisdiction,
            "agencies": [*agencies.values()],
        }
        new = {k: v for k, v in told.items() if v not in (None, getattr(self.release, k))}
        self.release = self.release.model_copy(update=new)
        return [*new]

    def _lay_limits(self, path: Path) -> list[Key]:
        before = self.limits
        if path.is_file():
            self.limits = self._item(path, t.DetectionLimits)
        return [LIMITS] if self.limits != before else []

    def _item(self, path: Path, model: type[M]) -> M | None:
        if model is not m.OverlayRelease:
            self.reading.places[path.stem, ""] = Place(str(path), 1, self.layer)
        if not path.is_file():
            self._fault("the file is missing", file=str(path))
            return None
        try:
            return read_item(path, model).item
        except InputProblem as problem:
            self.reading.faults.append(problem)
            return None

    def _unknown_files(self, folder: Path, *further: str) -> None:
        """A misspelt file name must not pass in silence: nothing in it would be read."""
        known = {path for table in TABLES for path in folder.glob(table.pattern)}
        known |= {folder / name for name in further}
        names = ", ".join([*further, *(table.pattern for table in TABLES)])
        for path in sorted(set(folder.rglob("*")) - known):
            kinds = {suffix.lower() for suffix in path.suffixes}
            if kinds & {*DATA_FILES, *SPREADSHEETS} and path.is_file():
                advice = "Save it as text with tabs" if kinds & SPREADSHEETS else None
                self._fault(
                    "no file of a knowledge base", file=str(path), expected=names, advice=advice
                )
        if self.layer and not any(path.is_file() for path in known):
            self._fault(
                "holds no file of a knowledge base",
                file=str(folder),
                expected=names,
                advice="Is it the folder that was meant?",
            )

    def _lay(self, folder: Path, table: Table) -> list[Key]:
        """Lay the items of a folder over those there; gives the keys of what is new or changed."""
        merged = self.items[table.name]
        read: dict[Key, Any] = {}
        for found in self._located(folder, table):
            key = table.key(found.item)
            if key in read:
                first = self.reading.places[table.name, key]
                self._fault(
                    f"{key_text(key)!r} stands twice",
                    file=found.file,
                    line=found.line,
                    expected=f"each item once; the first is {first.file}:{first.line}",
                )
                continue
            read[key] = found.item
            self.reading.places[table.name, key] = Place(found.file, found.line, self.layer)
        changed = [key for key, item in read.items() if merged.get(key) != item]
        if table.whole and read:
            changed = [*read] if [*merged.items()] != [*read.items()] else []
            merged.clear()
        merged.update(read)
        return changed

    def _located(self, folder: Path, table: Table) -> Iterator[Located[Any]]:
        for path in sorted(folder.glob(table.pattern)):
            read = read_rows if path.suffix == ".tsv" else read_items
            for found in read(path, table.model):
                if isinstance(found, InputProblem):
                    self.reading.faults.append(found)
                else:
                    yield found

    def _retire(self, folder: Path) -> list[m.Retired]:
        """Take away what `retired.tsv` lists; an id that is not there is a fault."""
        path = folder / RETIRED
        retired: list[m.Retired] = []
        if not path.is_file():
            return retired
        for found in read_rows(path, m.Retired):
            if isinstance(found, InputProblem):
                self.reading.faults.append(found)
            else:
                retired.append(found.item)
                self._take_away(found)
        return retired

    def _take_away(self, found: Located[m.Retired]) -> None:
        name = found.item.id
        holding = [table for table in RETIRABLE if name in self.items[table]]
        own = [t for t in holding if self.reading.places[t, name].layer == self.layer]
        if not holding or own:
            what = "stands in the same folder" if own else "is not a statement or rule below"
            self._fault(
                f"{name!r} {what}",
                file=found.file,
                line=found.line,
                column="id",
                expected="the id of a statement or rule of the folders below",
            )
            return
        for table in holding:
            self._end(self.items[table], found.item)

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


def _sha256(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in knowledge_files(folder):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
