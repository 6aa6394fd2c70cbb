"""Finds the alterations of bypass genes in one sample."""

from dataclasses import dataclass

from annotator.detection.bypass.findings import BypassFinder, lost_gene_notices
from annotator.detection.case import Case
from annotator.detection.copy_number.genes import beside_their_pairs
from annotator.model.findings import CopyNumber, Mutation
from annotator.model.observations import Notice


@dataclass(frozen=True)
class FoundBypass:
    """The mutations of bypass genes, the copy numbers read together with them, and warnings."""

    findings: list[Mutation]
    copy_numbers: list[CopyNumber]
    notices: list[Notice]
    lost_gene_notices: list[Notice]


def find_bypass(case: Case, first_number: int, copy_numbers: list[CopyNumber]) -> FoundBypass:
    """Name the alleles of bypass genes, with ids from M`first_number` on.

    Genes that count only together, as a pair, count by mutations and by losses of copies.
    """
    finder = BypassFinder(case.catalog)
    records = case.observations.small_variants or []
    mutations = finder.findings(records, first_number, copy_numbers)
    paired = beside_their_pairs(copy_numbers, mutations, case.tables.bypass_genes)
    lost = lost_gene_notices(mutations, paired)
    return FoundBypass(mutations, paired, finder.notices, lost)
