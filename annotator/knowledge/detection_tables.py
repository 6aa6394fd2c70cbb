"""The part of the knowledge base that detection uses."""

from collections.abc import Iterable

from annotator.knowledge.model import KnowledgeBase
from annotator.knowledge.profile_tokens import alleles_of, is_allele, residue
from annotator.model.tables import CatalogedAllele, DetectionTables, KnownCompound


def detection_tables(base: KnowledgeBase) -> DetectionTables:
    """Return the tables of detection."""
    return DetectionTables(
        fusion_kinases=base.fusion_kinases,
        fusion_partners=base.fusion_partners,
        fusion_variants=base.fusion_variants,
        fusion_rules=base.fusion_rules,
        copy_number_rules=[*base.copy_number_rules, *base.copy_number_changes],
        copy_number_genes=base.copy_number_genes,
        rna_quality=base.rna_quality,
        polymorphisms=base.polymorphisms,
        literature_names=base.literature_names,
        functional_regions=base.functional_regions,
        bypass_genes=base.bypass_genes,
        bypass_alleles=base.bypass_alleles,
        limits=base.limits,
        catalog=catalog(base),
        known_compounds=known_compounds(base),
    )


def known_compounds(base: KnowledgeBase) -> list[KnownCompound]:
    """Return the sets of alleles that statements or rules of any date require together."""
    known = {(s.gene, alleles_of(s)) for s in base.statements}
    for rule in base.rules:
        when = rule.when
        for token in (*when.requires, *when.requires_any, *when.excludes):
            known.add((rule.gene, frozenset(filter(is_allele, token.split("+")))))
    compounds = [(gene, _in_residue_order(alleles)) for gene, alleles in known if len(alleles) > 1]
    return [KnownCompound(gene=gene, protein_changes=named) for gene, named in sorted(compounds)]


def _in_residue_order(alleles: Iterable[str]) -> list[str]:
    return sorted(alleles, key=lambda allele: (residue(allele) or 0, allele))


def catalog(base: KnowledgeBase) -> list[CatalogedAllele]:
    """Return every allele that a statement requires, by gene and residue."""
    alleles: dict[tuple[str, str], CatalogedAllele] = {}
    for statement in base.statements:
        for token in statement.requires:
            at = residue(token)
            if at is not None:
                alleles[statement.gene, token] = CatalogedAllele(
                    gene=statement.gene, protein_change=token, residue=at
                )
    return sorted(alleles.values(), key=lambda a: (a.gene, a.residue, a.protein_change))
