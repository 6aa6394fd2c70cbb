"""The small-variant half of detection, as the tests call it."""

from collections.abc import Sequence

from annotator.detection.case import Case
from annotator.detection.mutations.alleles import NamedAllele, merge_alleles, name_record
from annotator.detection.mutations.codon_haplotypes import NamedRecord
from annotator.detection.mutations.codons import split_by_codon
from annotator.detection.mutations.mutations import MutationFinder
from annotator.model.base import GenomeBuild
from annotator.model.context import Sample
from annotator.model.findings import Mutation
from annotator.model.observations import (
    Observations,
    SegmentObservation,
    SmallVariantObservation,
)
from annotator.model.tables import DetectionTables
from annotator.model.warning import ReportWarning
from annotator.reference import Reference
from tests.builders.detection_tables import tables

SAMPLE = Sample(id="S", genome_build="GRCh38")
Judged = tuple[list[Mutation], list[NamedAllele], list[ReportWarning]]


def judged(
    reference: Reference,
    *records: SmallVariantObservation,
    sample: Sample = SAMPLE,
    segments: Sequence[SegmentObservation] = (),
    used: DetectionTables | None = None,
    build: GenomeBuild = "GRCh38",
) -> Judged:
    """Mutations, their alleles and the warnings of records."""
    used = used or tables()
    genome = reference.in_build(build)
    case = Case(sample, genome, Observations(), used)
    classes = case.classes
    rows = [part for row in records for part in split_by_codon(row, genome)]
    named = [NamedRecord(row, name) for row in rows if (name := name_record(row, genome, classes))]
    alleles, warnings = merge_alleles(named, genome, classes)
    finder = MutationFinder(case, segments)
    return finder.findings(alleles), alleles, warnings
