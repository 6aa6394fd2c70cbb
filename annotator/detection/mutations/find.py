"""Finds the mutations of the kinase genes in one sample, alone and together on one allele."""

from dataclasses import dataclass

from annotator.detection.case import Case
from annotator.detection.fusions.find import FoundFusions
from annotator.detection.mutations.alleles import check_build, merge_alleles, name_record
from annotator.detection.mutations.annotation_check import annotation_warnings
from annotator.detection.mutations.clonality import placed_in_both
from annotator.detection.mutations.codon_haplotypes import NamedRecord
from annotator.detection.mutations.codons import split_by_codon
from annotator.detection.mutations.compounds import Compounds, compound_findings
from annotator.detection.mutations.mutations import MutationFinder
from annotator.detection.mutations.region_deletions import ClassDeletion, class_deletions
from annotator.model.findings import Fusion, Mutation
from annotator.model.observations import (
    FusionObservation,
    Observations,
    SmallVariantObservation,
)
from annotator.model.on_target import of_drivers_alone
from annotator.model.warning import ReportWarning


@dataclass(frozen=True)
class FoundMutations:
    """The mutations, their compounds, deletions of unknown effect, and warnings."""

    findings: list[Mutation]
    compounds: Compounds
    deletions: list[ClassDeletion]
    warnings: list[ReportWarning]


def find_mutations(case: Case, fusions: FoundFusions) -> FoundMutations:
    """Name the alleles of the kinase genes and merge those of all callers.

    A mutation of a driver kinase is on-target only where no fusion of another driver is present.
    Raises InputProblem where REF alleles contradict the genome build.
    """
    observations, genome = case.observations, case.genome
    check_build(observations.small_variants or [], genome)
    whole, by_codon = _named_records(case)
    alleles, codon_warnings = merge_alleles(by_codon, genome, case.classes)
    segments = placed_in_both(observations.segments or [], observations.without_build, genome)
    finder = MutationFinder(case, segments)
    mutations = of_drivers_alone(finder.findings(alleles), fusions.drivers)
    limits, known = case.tables.limits, case.tables.known_compounds
    return FoundMutations(
        mutations,
        compound_findings(mutations, alleles, limits, known),
        class_deletions(_unjudged(observations, fusions.findings), case.classes, genome),
        [*annotation_warnings(whole, genome), *codon_warnings],
    )


def _named_records(case: Case) -> tuple[list[NamedRecord], list[NamedRecord]]:
    """The records that have a name in a kinase gene: as written, and split by codon."""
    whole: list[NamedRecord] = []
    by_codon: list[NamedRecord] = []
    for record in case.observations.small_variants or []:
        named = _named(case, record)
        whole += named
        rows = split_by_codon(record, case.genome)
        by_codon += named if len(rows) == 1 else [one for row in rows for one in _named(case, row)]
    return whole, by_codon


def _named(case: Case, record: SmallVariantObservation) -> list[NamedRecord]:
    """The record with its name; empty outside the kinase genes."""
    name = name_record(record, case.genome, case.classes)
    return [] if name is None else [NamedRecord(record, name)]


def _unjudged(observations: Observations, fusions: list[Fusion]) -> list[FusionObservation]:
    """The junctions that support no finding with a functional class."""
    judged = {
        (row.source, row.raw_breakpoints)
        for fusion in fusions
        if fusion.functional_class
        for row in fusion.support
    }
    rows = observations.fusions or []
    return [row for row in rows if (row.source.place, row.raw_breakpoints) not in judged]
