"""Detects what one sample holds: the public function of the stage."""

from datetime import date

from annotator import __version__
from annotator.detection.assessments import Assessor
from annotator.detection.bypass.catalog import BypassCatalogue
from annotator.detection.bypass.findings import BypassFinder, lost_gene_notices
from annotator.detection.copy_number.assessments import CopyAssessor
from annotator.detection.copy_number.calls import WeakFiles, copy_number_calls
from annotator.detection.copy_number.genes import beside_their_pairs
from annotator.detection.fusions.events import FusionDetector
from annotator.detection.mutations.absence import early_end_notices, open_files
from annotator.detection.mutations.alleles import check_build, merge_alleles, name_records
from annotator.detection.mutations.annotation_check import annotation_notices
from annotator.detection.mutations.clonality import placed_in_both
from annotator.detection.mutations.codons import split_by_codon
from annotator.detection.mutations.compounds import compound_findings
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.detection.mutations.mutations import MutationFinder
from annotator.detection.mutations.region_deletions import class_deletions
from annotator.model.base import NameCheck
from annotator.model.context import ClinicalContext, Sample
from annotator.model.findings import (
    DetectionProvenance,
    FindingsDocument,
    Fusion,
    InputError,
    ReferenceUsed,
    Software,
)
from annotator.model.observations import FusionObservation, InputFile, Notice, Observations
from annotator.model.on_target import driver_kinases, of_drivers_alone
from annotator.model.tables import DetectionTables
from annotator.reference import Genome, Reference


def detect(
    sample: Sample,
    genome: Genome,
    context: ClinicalContext,
    observations: Observations,
    tables: DetectionTables,
    as_of: date | None = None,
    sample_names: NameCheck = "warn",
) -> FindingsDocument:
    """Judge the observations of one sample. Raises InputProblem for a wrong genome build.

    `as_of` and `sample_names` change nothing here: they are kept for the interpretation of this
    sample, and as what was asked.
    """
    variants = observations.small_variants or []
    check_build(variants, genome)
    classes = FunctionalClasses(tables.functional_regions, genome)
    detector = FusionDetector(genome, tables, classes)
    fusions = detector.detect(observations.fusions or [])
    segments = observations.segments or []
    named = name_records(variants, genome, classes)
    rows = [part for row in variants for part in split_by_codon(row, genome)]
    parts = name_records(rows, genome, classes)
    alleles, codon_notices = merge_alleles(parts, genome, classes)
    drivers = driver_kinases(fusions)
    placed = placed_in_both(segments, observations.without_build, genome)
    finder = MutationFinder(sample, placed, genome.reference, tables, classes)
    mutations = of_drivers_alone(finder.findings(alleles), drivers)
    catalogue = BypassCatalogue(tables, genome)
    bypass = BypassFinder(catalogue)
    weak = WeakFiles(frozenset(observations.without_build), open_files(observations))
    copies = copy_number_calls(segments, observations.gene_copies, sample, genome, tables, weak)
    changed = [call.finding for call in copies.values() if call and call.is_shown]
    others = bypass.findings(variants, len(mutations) + 1, changed)
    changed = beside_their_pairs(changed, others, tables.bypass_genes)
    lost = class_deletions(_unjudged(observations, fusions), classes, genome)
    compounds = compound_findings(mutations, alleles, tables.limits, tables.known_compounds)
    assessor = Assessor(sample, genome, observations, tables)
    of_copies = CopyAssessor(sample, observations, tables, copies)
    limits = tables.limits
    return FindingsDocument(
        sample=sample,
        clinical_context=context,
        findings=[
            *fusions,
            *mutations,
            *others,
            *compounds.findings,
            *changed,
        ],
        phased_alleles=compounds.phased,
        unlisted_pairs=compounds.unlisted,
        assessments=[
            *assessor.fusions(fusions, detector.misplaced),
            *assessor.residues(mutations, drivers),
            *of_copies.amplifications(),
            *assessor.other_fusions(fusions, detector.misplaced),
            *assessor.bypass(mutations, classes, lost, fusions),
            *of_copies.further_genes(),
            *assessor.bypass_genes(others, copies, catalogue),
        ],
        provenance=_provenance(
            genome.reference,
            observations.inputs,
            {
                "genome_build": genome.build,
                "min_depth": limits.min_depth[sample.specimen],
                "breakpoint_tolerance": limits.breakpoint_tolerance,
                "focal_max_length": limits.focal_max_length,
                "focal_min_ratio": limits.focal_min_ratio,
                **({"as_of": as_of.isoformat()} if as_of else {}),
                **({"sample_names": sample_names} if sample_names != "warn" else {}),
            },
        ),
        warnings=[
            *observations.notices,
            *early_end_notices(observations, limits),
            *_once([*detector.notices, *(deletion.notice for deletion in lost)]),
            *_once([*annotation_notices(named, genome), *codon_notices]),
            *_once(bypass.notices),
            *lost_gene_notices(others, changed),
        ],
    )


def _unjudged(observations: Observations, fusions: list[Fusion]) -> list[FusionObservation]:
    """The junctions that are no support of a finding with a functional class."""
    judged = {
        (row.source, row.raw_breakpoints)
        for fusion in fusions
        if fusion.functional_class
        for row in fusion.support
    }
    rows = observations.fusions or []
    return [row for row in rows if (row.source.place, row.raw_breakpoints) not in judged]


def failed_document(
    sample: Sample, context: ClinicalContext, error: InputError, reference: Reference
) -> FindingsDocument:
    """The document of a sample whose input could not be read: it claims nothing."""
    return FindingsDocument(
        status="failed",
        errors=[error],
        sample=sample,
        clinical_context=context,
        findings=[],
        assessments=[],
        provenance=_provenance(reference, [], {}),
        warnings=[],
    )


def _provenance(
    reference: Reference,
    inputs: list[InputFile],
    settings: dict[str, str | int | float | bool | None],
) -> DetectionProvenance:
    domains = [reference.kinase_domain(gene) for gene in reference.kinase_genes]
    return DetectionProvenance(
        software=Software(name="annotator", version=__version__),
        reference=ReferenceUsed(
            version=reference.version,
            sha256=reference.sha256,
            transcripts=[domain.transcript for domain in domains],
            kinase_domains=domains,
        ),
        inputs=inputs,
        settings=settings,
    )


def _once(notices: list[Notice]) -> list[Notice]:
    """Each notice once, in order."""
    return list({n.model_dump_json(): n for n in notices}.values())
