"""Loads the knowledge base: the packaged one, with any laboratory folders laid over it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from annotator.knowledge import model as m
from annotator.knowledge.tables import read_item, read_items, read_table
from annotator.model import tables as t
from annotator.model.base import Model
from annotator.model.errors import InputProblem
from annotator.resources import resource_folder

M = TypeVar("M", bound=Model)


def load_knowledge(overlays: Sequence[Path] = ()) -> m.KnowledgeBase:
    """The packaged knowledge base with `overlays` laid over it in order.

    An overlay holds files of the same names. An item with the key of an earlier one replaces it,
    others are added; ordered tables (classification, copy number, functional regions, tiers) are
    replaced whole.
    Raises InputProblem for a folder that is none and for any fault in a file.
    """
    folders = [resource_folder("knowledge"), *overlays]
    for folder in overlays:
        if not folder.is_dir():
            raise InputProblem("no such folder", file=str(folder), expected="a knowledge folder")
    return m.KnowledgeBase(
        release=_last(folders, "release.yaml", m.Release),
        references=_merged(folders, "references.tsv", m.Reference, lambda x: x.id),
        therapies=_merged(folders, "therapies.yaml", m.Therapy, lambda x: x.name),
        approvals=_merged(
            folders,
            "approvals.tsv",
            m.Approval,
            lambda x: (x.therapy, x.agency, x.gene, x.lines, x.since),
        ),
        adverse_events=_merged(
            folders,
            "adverse_events.tsv",
            m.AdverseEventRow,
            lambda x: (x.therapy, x.event, x.population, x.grade),
        ),
        trials=_merged(folders, "trials.yaml", m.Trial, lambda x: x.id),
        statements=_merged(folders, "statements/*.tsv", m.Statement, lambda x: x.id),
        rules=_merged(folders, "rules/*.yaml", m.Rule, lambda x: x.id),
        branches=_merged(folders, "branches.yaml", m.Branch, lambda x: (x.gene, x.name)),
        fusion_kinases=_merged(folders, "fusion_kinases.tsv", t.FusionKinase, lambda x: x.gene),
        fusion_partners=_merged(
            folders, "fusion_partners.tsv", t.PartnerGene, lambda x: (x.gene, x.partner)
        ),
        fusion_variants=_merged(
            folders,
            "fusion_variants.tsv",
            t.FusionVariant,
            lambda x: (x.gene, x.partner, x.exon_label),
        ),
        fusion_rules=_whole(folders, "fusion_rules.tsv", t.FusionRule),
        copy_number_rules=_whole(folders, "copy_number_rules.tsv", t.CopyNumberRule),
        polymorphisms=_merged(
            folders, "polymorphisms.tsv", t.Polymorphism, lambda x: (x.gene, x.protein_change)
        ),
        literature_names=_merged(
            folders,
            "literature_names.tsv",
            t.LiteratureName,
            lambda x: (x.gene, x.protein_change, x.name),
        ),
        functional_regions=_whole(folders, "functional_regions.tsv", t.FunctionalRegion),
        bypass_genes=_merged(folders, "bypass_genes.tsv", t.BypassGene, lambda x: x.gene),
        bypass_alleles=_merged(
            folders, "bypass.tsv", t.BypassAllele, lambda x: (x.gene, x.name, x.hgvs_c)
        ),
        tiers=_whole(folders, "tiers.tsv", m.TierRow),
        limits=_last(folders, "limits.yaml", t.DetectionLimits),
        sha256=_sha256(folders),
    )


def knowledge_files(folder: Path) -> list[Path]:
    """Every file of a knowledge folder, in a fixed order."""
    return sorted(
        path for path in folder.rglob("*") if path.suffix in {".tsv", ".yaml"} and path.is_file()
    )


def _read(path: Path, model: type[M]) -> list[M]:
    return read_table(path, model) if path.suffix == ".tsv" else read_items(path, model)


def _merged(
    folders: Iterable[Path], pattern: str, model: type[M], key: Callable[[M], object]
) -> list[M]:
    """Items of all folders; a later folder replaces by key, within a folder a key stands once."""
    merged: dict[object, M] = {}
    for folder in folders:
        seen: set[object] = set()
        for path in sorted(folder.glob(pattern)):
            for item in _read(path, model):
                name = key(item)
                if name in seen:
                    raise InputProblem(
                        f"{name!r} stands twice", file=str(path), expected="each item once"
                    )
                seen.add(name)
                merged[name] = item
    return list(merged.values())


def _whole(folders: Iterable[Path], name: str, model: type[M]) -> list[M]:
    items: list[M] = []
    for folder in folders:
        if (folder / name).is_file():
            items = _read(folder / name, model)
    return items


def _last(folders: Sequence[Path], name: str, model: type[M]) -> M:
    found = [folder / name for folder in folders if (folder / name).is_file()]
    if not found:
        raise InputProblem("the file is missing", file=str(folders[0] / name))
    return read_item(found[-1], model)


def _sha256(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in knowledge_files(folder):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
