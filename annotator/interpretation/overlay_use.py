"""Which items of the knowledge base a report rests on, to show what laboratories added."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.interpretation.sources import Sources
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.layout import KEYS, LIMITS, key_text
from annotator.knowledge.model import Overlay
from annotator.model.findings import CopyNumber, Finding, Fusion, Mutation
from annotator.model.report import Guidance, SensitivityCall

Used = tuple[str, str]
"""A table of the knowledge base and the key of an item in it, as text."""


def used_items(
    findings: Sequence[Finding],
    sensitivity: Sequence[SensitivityCall],
    guidance: Guidance,
    sources: Sources,
    knowledge: KnowledgeAsOf,
) -> dict[str, set[str]]:
    """Return the keys of the items behind a report, by table.

    The items that detection used are derived from the findings, by the knowledge base of today.
    """
    used: dict[str, set[str]] = defaultdict(set)
    for table, item in (
        *_cited(sources),
        *_of_release(knowledge),
        *_of_calls(sensitivity, guidance, sources, knowledge),
        *_of_findings(findings, knowledge),
    ):
        used[table].add(item)
    return used


def used_of(overlay: Overlay, used: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Return the items of a laboratory's folder that were used, by table and in its order."""
    shown = {
        table: [item for item in items if item in used.get(table, ())]
        for table, items in overlay.items.items()
    }
    return {table: items for table, items in shown.items() if items}


def _cited(sources: Sources) -> Iterator[Used]:
    yield from (("statements", item.id) for item in sources.statements)
    yield from (("rules", item.id) for item in sources.rules)
    yield from (("trials", item.id) for item in sources.trials)
    yield from (("references", item.id) for item in sources.references)
    for therapy in sources.therapies:
        yield "therapies", therapy.name
        yield from (("approvals", item.id) for item in therapy.approvals if item.id)
        for event in therapy.adverse_events:
            key = (therapy.name, event.event, event.population, event.grade)
            yield "adverse_events", key_text(key)


def _of_release(knowledge: KnowledgeAsOf) -> Iterator[Used]:
    """Return what every report rests on, without what the user chose instead."""
    yield "limits", LIMITS
    yield "release", "agencies"
    if knowledge.asked_as_of is None:
        yield "release", "date"
    if knowledge.asked_jurisdiction is None:
        yield "release", "jurisdiction"


def _of_calls(
    sensitivity: Iterable[SensitivityCall],
    guidance: Guidance,
    sources: Sources,
    knowledge: KnowledgeAsOf,
) -> Iterator[Used]:
    deciding = {name for call in sensitivity for name in call.deciding}
    for statement in knowledge.base.statements:
        row = knowledge.tier_row(statement) if statement.id in deciding else None
        if row is not None:
            yield "tiers", key_text(KEYS["tiers"](row))
    cited = {item.id for item in sources.statements}
    for pair in knowledge.base.disagreements:
        if {pair.statement, pair.against} <= cited:
            yield "disagreements", key_text(KEYS["disagreements"](pair))
    for option in guidance.options:
        yield from (("toxicities", item) for step in option.steps for item in step.toxicities)
        if option.branch is not None:
            yield "branches", key_text((guidance.setting.gene, option.branch))


def _of_findings(findings: Iterable[Finding], knowledge: KnowledgeAsOf) -> Iterator[Used]:
    for finding in findings:
        if isinstance(finding, CopyNumber):
            yield from _of_copies(finding, knowledge)
        if isinstance(finding, Fusion):
            yield from _of_fusion(finding, knowledge)
        if isinstance(finding, Mutation):
            yield from _of_mutation(finding, knowledge)
        if isinstance(finding, Fusion | Mutation) and finding.functional_class:
            for region in knowledge.base.functional_regions:
                if region.functional_class == finding.functional_class:
                    yield "functional_regions", region.id


def _of_copies(copies: CopyNumber, knowledge: KnowledgeAsOf) -> Iterator[Used]:
    base = knowledge.base
    for table, rules in (
        ("copy_number_rules", base.copy_number_rules),
        ("copy_number_changes", base.copy_number_changes),
    ):
        yield from ((table, rule.id) for rule in rules if rule.id == copies.rule_id)
    if copies.role != "target":
        yield "copy_number_genes", copies.gene


def _of_fusion(fusion: Fusion, knowledge: KnowledgeAsOf) -> Iterator[Used]:
    yield "fusion_kinases", fusion.gene
    if fusion.classification_rule:
        yield "fusion_rules", fusion.classification_rule
    if fusion.known_partner:
        yield "fusion_partners", key_text((fusion.gene, fusion.partner))
    for variant in knowledge.base.fusion_variants:
        joins_both = (variant.gene, variant.partner) == (fusion.gene, fusion.partner)
        if joins_both and variant.exon_label in fusion.variants:
            yield "fusion_variants", key_text(KEYS["fusion_variants"](variant))


def _of_mutation(mutation: Mutation, knowledge: KnowledgeAsOf) -> Iterator[Used]:
    change = (mutation.gene, mutation.protein_change)
    if mutation.role == "polymorphism":
        yield "polymorphisms", key_text(change)
    for name in knowledge.base.literature_names:
        if (name.gene, name.protein_change) == change:
            yield "literature_names", key_text(KEYS["literature_names"](name))
    if mutation.role == "bypass":
        yield "bypass_genes", mutation.gene
        for allele in knowledge.base.bypass_alleles:
            if mutation.label == f"{allele.gene} {allele.name}":
                yield "bypass_alleles", key_text(KEYS["bypass_alleles"](allele))
