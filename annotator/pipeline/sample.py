"""One sample: its files are read, then its findings detected."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from annotator.detection.assay import held_to_assay
from annotator.detection.detect import detect
from annotator.model.base import GenomeBuild
from annotator.model.context import ClinicalContext, Sample
from annotator.model.errors import InputProblem
from annotator.model.findings import FindingsDocument
from annotator.model.laboratory import LaboratoryAssay
from annotator.model.observations import Observations
from annotator.model.warning import ReportWarning
from annotator.pipeline.environment import Environment
from annotator.readers.sample import read_observations
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.tumor_content import tumor_content

_NOT_DESCRIBED = ReportWarning(
    code="assay_not_described",
    message="The assay is named, and no laboratory file (--laboratory) says which genes it covers "
    "and what it detects: results are given as if it covered every gene.",
)


@dataclass(frozen=True)
class SampleData:
    """One sample after reading: who it is of, and what its files and its request say.

    `environment` is the one that it was read in and is detected in. `request` is what was asked
    for, `sample` the identity with purity and ploidy, `context` the clinical context,
    `observations` the records of all files in `genome_build`, `assay` what the sample was sequenced
    with.
    """

    environment: Environment = field(repr=False)
    request: SampleRequest = field(repr=False)
    genome_build: GenomeBuild
    sample: Sample
    context: ClinicalContext
    observations: Observations = field(repr=False)
    assay: LaboratoryAssay | None = None


def detect_sample(environment: Environment, request: SampleRequest) -> FindingsDocument:
    """Read one sample and detect its findings, under the knowledge folders that it names.

    Raises InputProblem as `read_sample` and `detect_findings` do.
    """
    return detect_findings(read_sample(environment.laid_over(request.knowledge), request))


def read_sample(environment: Environment, request: SampleRequest) -> SampleData:
    """Read all files of one sample, and name its therapies as the knowledge base does.

    Raises InputProblem for files that cannot be read or contradict each other, and for a therapy
    that the knowledge base does not know.
    """
    context = _clinical_context(environment, request)
    with _row_named(request, "assay"):
        assay = environment.assay(request.assay)
    reading = read_observations(request, environment.targets_of)
    content = tumor_content(request, reading.observations)
    warnings = [*reading.observations.notices, *content.warnings]
    if assay is not None and environment.laboratory is None:
        warnings.append(_NOT_DESCRIBED)
    sample = Sample(
        id=request.sample,
        patient_id=request.patient,
        specimen=request.specimen,
        collected_on=request.collected_on,
        genome_build=reading.genome_build,
        genome_build_proven=reading.build_proven,
        tumor_purity=content.purity,
        ploidy=content.ploidy,
        rna_quality=request.rna_quality,
    )
    return SampleData(
        environment=environment,
        request=request,
        genome_build=reading.genome_build,
        sample=sample,
        context=context,
        observations=reading.observations.model_copy(update={"notices": warnings}),
        assay=assay,
    )


def detect_findings(data: SampleData) -> FindingsDocument:
    """Detect the findings of a sample after reading.

    Raises InputProblem where its variants do not fit the genome build.
    """
    genome = data.environment.reference.in_build(data.genome_build)
    document = detect(
        data.sample,
        genome,
        data.context,
        data.observations,
        data.environment.tables,
        data.request.as_of,
        data.request.sample_names,
    )
    document = document.model_copy(update={"case": data.request.case_record})
    return document if data.assay is None else held_to_assay(document, data.assay, genome)


def _clinical_context(environment: Environment, request: SampleRequest) -> ClinicalContext:
    """The clinical context that a request states. Raises InputProblem with its row."""
    with _row_named(request):
        history = environment.history(request.prior_therapies)
    with _row_named(request, "known_driver"):
        driver = environment.known_driver(request)
    return ClinicalContext.model_validate(
        {
            **history,
            **driver,
            "diagnosis": request.diagnosis,
            "disease_setting": request.disease_setting,
            "cns_metastases": request.cns_metastases,
        }
    )


@contextmanager
def _row_named(request: SampleRequest, column: str | None = None) -> Iterator[None]:
    """Add the row of a request, and its column, to a problem without a file."""
    try:
        yield
    except InputProblem as problem:
        if request.row is not None and problem.file is None:
            problem.file, problem.line = request.row
            problem.column = column or problem.column
        raise
