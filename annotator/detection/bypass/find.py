"""Finds the alterations of bypass genes in one sample."""

from dataclasses import dataclass

from annotator.detection.bypass.findings import BypassFinder, lost_gene_warnings
from annotator.detection.case import Case
from annotator.detection.copy_number.genes import beside_their_pairs
from annotator.model.findings import CopyNumber, Mutation
from annotator.model.warning import ReportWarning


@dataclass(frozen=True)
class FoundBypass:
    """The mutations of bypass genes, all copy numbers after pairing with them, and warnings."""

    findings: list[Mutation]
    copy_numbers: list[CopyNumber]
    warnings: list[ReportWarning]
    lost_gene_warnings: list[ReportWarning]


def find_bypass(case: Case, first_number: int, copy_numbers: list[CopyNumber]) -> FoundBypass:
    """Name the alleles of bypass genes, with ids from M`first_number` on.

    Genes that count only as a pair count by mutations and by losses of copies.
    """
    finder = BypassFinder(case.catalog)
    records = case.observations.small_variants or []
    mutations = finder.findings(records, first_number, copy_numbers)
    paired = beside_their_pairs(copy_numbers, mutations, case.tables.bypass_genes)
    lost = lost_gene_warnings(mutations, paired)
    return FoundBypass(mutations, paired, finder.warnings, lost)
