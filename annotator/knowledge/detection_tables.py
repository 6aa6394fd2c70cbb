"""The part of the knowledge base that detection is handed."""

import re

from annotator.knowledge.model import KnowledgeBase
from annotator.model.tables import CataloguedAllele, DetectionTables


def detection_tables(base: KnowledgeBase) -> DetectionTables:
    """The tables of detection; the catalogue is every allele that a statement requires."""
    alleles: dict[tuple[str, str], CataloguedAllele] = {}
    for statement in base.statements:
        for token in statement.requires:
            residue = re.match(r"[A-Z](\d+)", token)
            if residue and " " not in token:
                alleles[statement.gene, token] = CataloguedAllele(
                    gene=statement.gene, protein_change=token, residue=int(residue[1])
                )
    return DetectionTables(
        fusion_kinases=base.fusion_kinases,
        fusion_partners=base.fusion_partners,
        fusion_variants=base.fusion_variants,
        fusion_rules=base.fusion_rules,
        copy_number_rules=base.copy_number_rules,
        polymorphisms=base.polymorphisms,
        literature_names=base.literature_names,
        functional_regions=base.functional_regions,
        bypass_genes=base.bypass_genes,
        bypass_alleles=base.bypass_alleles,
        limits=base.limits,
        catalogue=sorted(alleles.values(), key=lambda a: (a.gene, a.residue, a.protein_change)),
    )
