"""The tables of a knowledge folder: their files, models and keys."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from annotator.knowledge import model as m
from annotator.model import tables as t
from annotator.model.base import Model

Key = str | tuple[str | None, ...]
Owner = tuple[str, Key]
"""An item of the knowledge base: the table that holds it and its key there."""

RELEASE, LIMITS, RETIRED = "release.yaml", "limits.yaml", "retired.tsv"
RETIRABLE = ("statements", "rules")
"""The tables whose items an overlay can retire."""


@dataclass(frozen=True)
class Table:
    """One table of the knowledge base.

    `name` is its field of `KnowledgeBase`, `pattern` matches its files in a folder. An item of a
    later folder replaces one of the same `key`; a `whole` table, where the order of lines matters,
    is replaced as a whole.
    """

    name: str
    pattern: str
    model: type[Model]
    key: Callable[[Any], Key]
    whole: bool = False


def _id(item: Any) -> Key:
    key: str = item.id
    return key


TABLES: tuple[Table, ...] = (
    Table("references", "references.tsv", m.Reference, _id),
    Table("therapies", "therapies.yaml", m.Therapy, lambda x: x.name),
    Table(
        "approvals",
        "approvals.tsv",
        m.Approval,
        lambda x: (x.therapy, x.agency, x.gene, x.lines, x.counts_from),
    ),
    Table(
        "adverse_events",
        "adverse_events.tsv",
        m.AdverseEventRow,
        lambda x: (x.therapy, x.event, x.population, x.grade),
    ),
    Table("toxicity_kinds", "toxicity_kinds.tsv", m.ToxicityKind, lambda x: x.kind),
    Table("toxicities", "toxicities.tsv", m.Toxicity, lambda x: (x.therapy, x.kind, x.since)),
    Table("trials", "trials.yaml", m.Trial, _id),
    Table("statements", "statements/*.tsv", m.Statement, _id),
    Table("disagreements", "disagreements.tsv", m.Disagreement, lambda x: (x.statement, x.against)),
    Table("rules", "rules/*.yaml", m.Rule, _id),
    Table("branches", "branches.yaml", m.Branch, lambda x: (x.gene, x.name)),
    Table("fusion_kinases", "fusion_kinases.tsv", t.FusionKinase, lambda x: x.gene),
    Table("fusion_partners", "fusion_partners.tsv", t.PartnerGene, lambda x: (x.gene, x.partner)),
    Table(
        "fusion_variants",
        "fusion_variants.tsv",
        t.FusionVariant,
        lambda x: (x.gene, x.partner, x.exon_label),
    ),
    Table("fusion_rules", "fusion_rules.tsv", t.FusionRule, _id, whole=True),
    Table("copy_number_rules", "copy_number_rules.tsv", t.CopyNumberRule, _id, whole=True),
    Table("copy_number_changes", "copy_number_changes.tsv", t.CopyNumberRule, _id, whole=True),
    Table("copy_number_genes", "copy_number_genes.tsv", t.CopyNumberGene, lambda x: x.gene),
    Table("rna_quality", "rna_quality.tsv", t.RnaQualityLimit, lambda x: (x.caller, x.metric)),
    Table(
        "polymorphisms", "polymorphisms.tsv", t.Polymorphism, lambda x: (x.gene, x.protein_change)
    ),
    Table(
        "literature_names",
        "literature_names.tsv",
        t.LiteratureName,
        lambda x: (x.gene, x.protein_change, x.name),
    ),
    Table("functional_regions", "functional_regions.tsv", t.FunctionalRegion, _id, whole=True),
    Table("bypass_genes", "bypass_genes.tsv", t.BypassGene, lambda x: x.gene),
    Table("bypass_alleles", "bypass.tsv", t.BypassAllele, lambda x: (x.gene, x.name, x.hgvs_c)),
    Table("tiers", "tiers.tsv", m.TierRow, lambda x: (x.level, x.evidence_type), whole=True),
)

KEYS: dict[str, Callable[[Any], Key]] = {table.name: table.key for table in TABLES}


def key_text(key: Key) -> str:
    """Return the key of an item as text, for messages and reports."""
    return key if isinstance(key, str) else " ".join(part for part in key if part)
