"""The part of the knowledge base that detection is handed."""

from annotator.knowledge.model import KnowledgeBase
from annotator.knowledge.profiles import residue
from annotator.model.tables import CataloguedAllele, DetectionTables


def detection_tables(base: KnowledgeBase) -> DetectionTables:
    """The tables of detection."""
    return DetectionTables(
        fusion_kinases=base.fusion_kinases,
        fusion_partners=base.fusion_partners,
        fusion_variants=base.fusion_variants,
        fusion_rules=base.fusion_rules,
        copy_number_rules=[*base.copy_number_rules, *base.copy_number_changes],
        copy_number_genes=base.copy_number_genes,
        polymorphisms=base.polymorphisms,
        literature_names=base.literature_names,
        functional_regions=base.functional_regions,
        bypass_genes=base.bypass_genes,
        bypass_alleles=base.bypass_alleles,
        limits=base.limits,
        catalogue=catalogue(base),
    )


def catalogue(base: KnowledgeBase) -> list[CataloguedAllele]:
    """Every allele that a statement requires, by gene and residue."""
    alleles: dict[tuple[str, str], CataloguedAllele] = {}
    for statement in base.statements:
        for token in statement.requires:
            at = residue(token)
            if at is not None:
                alleles[statement.gene, token] = CataloguedAllele(
                    gene=statement.gene, protein_change=token, residue=at
                )
    return sorted(alleles.values(), key=lambda a: (a.gene, a.residue, a.protein_change))
