"""Finds the mutations of the kinase genes in one sample, alone and together on one allele."""

from dataclasses import dataclass

from annotator.detection.case import Case
from annotator.detection.fusions.find import FoundFusions
from annotator.detection.mutations.alleles import check_build, merge_alleles, name_record
from annotator.detection.mutations.annotation_check import annotation_notices
from annotator.detection.mutations.clonality import placed_in_both
from annotator.detection.mutations.codon_haplotypes import Named
from annotator.detection.mutations.codons import split_by_codon
from annotator.detection.mutations.compounds import Compounds, compound_findings
from annotator.detection.mutations.mutations import MutationFinder
from annotator.detection.mutations.region_deletions import ClassDeletion, class_deletions
from annotator.model.findings import Fusion, Mutation
from annotator.model.observations import FusionObservation, Notice, Observations
from annotator.model.on_target import of_drivers_alone


@dataclass(frozen=True)
class FoundMutations:
    """The mutations, their compounds, deletions whose effect is not judged, and warnings."""

    findings: list[Mutation]
    compounds: Compounds
    deletions: list[ClassDeletion]
    notices: list[Notice]


def find_mutations(case: Case, fusions: FoundFusions) -> FoundMutations:
    """Name the alleles of the kinase genes and merge those of all callers.

    A mutation of a driver kinase is on-target only where no fusion of another driver is shown.
    Raises InputProblem where REF alleles contradict the genome build.
    """
    observations, genome = case.observations, case.genome
    check_build(observations.small_variants or [], genome)
    whole, by_codon = _named_records(case)
    alleles, codon_notices = merge_alleles(by_codon, genome, case.classes)
    segments = placed_in_both(observations.segments or [], observations.without_build, genome)
    finder = MutationFinder(case.sample, segments, genome.reference, case.tables, case.classes)
    mutations = of_drivers_alone(finder.findings(alleles), fusions.drivers)
    limits, known = case.tables.limits, case.tables.known_compounds
    return FoundMutations(
        mutations,
        compound_findings(mutations, alleles, limits, known),
        class_deletions(_unjudged(observations, fusions.findings), case.classes, genome),
        [*annotation_notices(whole, genome), *codon_notices],
    )


def _named_records(case: Case) -> tuple[list[Named], list[Named]]:
    """The records that have a name in a kinase gene: as written, and one codon a record."""
    whole: list[Named] = []
    by_codon: list[Named] = []
    for record in case.observations.small_variants or []:
        name = name_record(record, case.genome, case.classes)
        if name is not None:
            whole.append((record, name))
        rows = split_by_codon(record, case.genome)
        if len(rows) == 1:
            by_codon += [(record, name)] if name is not None else []
            continue
        for row in rows:
            part = name_record(row, case.genome, case.classes)
            by_codon += [(row, part)] if part is not None else []
    return whole, by_codon


def _unjudged(observations: Observations, fusions: list[Fusion]) -> list[FusionObservation]:
    """The junctions that do not support a finding with a functional class."""
    judged = {
        (row.source, row.raw_breakpoints)
        for fusion in fusions
        if fusion.functional_class
        for row in fusion.support
    }
    rows = observations.fusions or []
    return [row for row in rows if (row.source.place, row.raw_breakpoints) not in judged]
