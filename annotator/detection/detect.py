"""Detects the alterations of one sample: the public function of the stage."""

from datetime import date

from annotator import __version__
from annotator.detection.bypass.assess import assess_bypass
from annotator.detection.bypass.find import FoundBypass, find_bypass
from annotator.detection.case import Case
from annotator.detection.copy_number.assess import assess_copy_numbers, assess_further_genes
from annotator.detection.copy_number.find import find_copy_numbers
from annotator.detection.fusions.assess import assess_fusions, assess_other_fusions
from annotator.detection.fusions.find import FoundFusions, find_fusions
from annotator.detection.mutations.assess import assess_classes, assess_mutations
from annotator.detection.mutations.find import FoundMutations, find_mutations
from annotator.model.base import NameCheck
from annotator.model.context import ClinicalContext, Sample
from annotator.model.findings import (
    DetectionProvenance,
    FindingsDocument,
    InputError,
    ReferenceUsed,
    Software,
)
from annotator.model.observations import Observations
from annotator.model.tables import DetectionTables
from annotator.model.warning import ReportWarning
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
    """Find and assess the alterations of one sample, by subject.

    `as_of` and `sample_names` do not affect the findings: the document keeps them for the
    interpretation, and as what was asked. Raises InputProblem for the wrong genome build.
    """
    case = Case(sample, genome, observations, tables)
    fusions = find_fusions(case)
    mutations = find_mutations(case, fusions)
    copies = find_copy_numbers(case)
    bypass = find_bypass(case, len(mutations.findings) + 1, copies.findings)
    return FindingsDocument(
        sample=sample,
        clinical_context=context,
        findings=[
            *fusions.findings,
            *mutations.findings,
            *bypass.findings,
            *mutations.compounds.findings,
            *bypass.copy_numbers,
        ],
        phased_alleles=mutations.compounds.phased,
        unlisted_pairs=mutations.compounds.unlisted,
        assessments=[
            *assess_fusions(case, fusions),
            *assess_mutations(case, mutations.findings, fusions.drivers),
            *assess_copy_numbers(case, copies.calls),
            *assess_other_fusions(case, fusions),
            *assess_classes(case, mutations, fusions),
            *assess_further_genes(case, copies.calls),
            *assess_bypass(case, bypass.findings, copies.calls),
        ],
        provenance=_provenance(
            genome.reference, observations, _settings(case, as_of, sample_names)
        ),
        warnings=_warnings(case, fusions, mutations, bypass),
    )


def _warnings(
    case: Case, fusions: FoundFusions, mutations: FoundMutations, bypass: FoundBypass
) -> list[ReportWarning]:
    """The warnings of the readers, then those of each subject, each once."""
    return [
        *case.observations.notices,
        *case.cut_files.warnings,
        *_once([*fusions.warnings, *(deletion.warning for deletion in mutations.deletions)]),
        *_once(mutations.warnings),
        *_once(bypass.warnings),
        *bypass.lost_gene_warnings,
    ]


def _settings(
    case: Case, as_of: date | None, sample_names: NameCheck
) -> dict[str, str | int | float | bool | None]:
    """The settings that determine the findings, as the provenance keeps them."""
    limits = case.tables.limits
    return {
        "genome_build": case.genome.build,
        "min_depth": limits.min_depth[case.sample.specimen],
        "breakpoint_tolerance": limits.breakpoint_tolerance,
        "focal_max_length": limits.focal_max_length,
        "focal_min_ratio": limits.focal_min_ratio,
        **({"as_of": as_of.isoformat()} if as_of else {}),
        **({"sample_names": sample_names} if sample_names != "warn" else {}),
    }


def failed_document(
    sample: Sample, context: ClinicalContext, error: InputError, reference: Reference
) -> FindingsDocument:
    """The document of a sample whose input could not be read, without findings or assessments."""
    return FindingsDocument(
        status="failed",
        errors=[error],
        sample=sample,
        clinical_context=context,
        findings=[],
        assessments=[],
        provenance=_provenance(reference, Observations(), {}),
        warnings=[],
    )


def _provenance(
    reference: Reference,
    observations: Observations,
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
        inputs=observations.inputs,
        caller_names=observations.caller_names,
        settings=settings,
    )


def _once(warnings: list[ReportWarning]) -> list[ReportWarning]:
    """The warnings in order, without repetitions."""
    return list({n.model_dump_json(): n for n in warnings}.values())
