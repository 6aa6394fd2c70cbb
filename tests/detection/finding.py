"""The small-variant half of detection, as the tests call it."""

from collections.abc import Sequence

from annotator.detection.mutations.alleles import NamedAllele, merge_alleles, name_record
from annotator.detection.mutations.codons import split_by_codon
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.detection.mutations.mutations import MutationFinder
from annotator.model.base import GenomeBuild
from annotator.model.context import Sample
from annotator.model.findings import Mutation
from annotator.model.observations import Notice, SegmentObservation, SmallVariantObservation
from annotator.model.tables import DetectionTables
from annotator.reference import Reference
from tests.detection.builders import tables

SAMPLE = Sample(id="S", genome_build="GRCh38")
Judged = tuple[list[Mutation], list[NamedAllele], list[Notice]]


def judged(
    reference: Reference,
    *records: SmallVariantObservation,
    sample: Sample = SAMPLE,
    segments: Sequence[SegmentObservation] = (),
    used: DetectionTables | None = None,
    build: GenomeBuild = "GRCh38",
) -> Judged:
    """Mutations, their alleles and the notices of records."""
    used = used or tables()
    genome = reference.in_build(build)
    classes = FunctionalClasses(used.functional_regions, genome)
    rows = [part for row in records for part in split_by_codon(row, genome)]
    named = [(row, name) for row in rows if (name := name_record(row, genome, classes))]
    alleles, notices = merge_alleles(named, genome, classes)
    finder = MutationFinder(sample, segments, reference, used, classes)
    return finder.findings(alleles), alleles, notices
