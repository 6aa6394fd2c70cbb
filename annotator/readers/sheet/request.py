"""What was asked for one sample: its input files as written, and what is known of it."""

from datetime import date

from pydantic import Field

from annotator.model.base import (
    DiseaseSetting,
    DriverTest,
    GenomeBuild,
    Model,
    NameCheck,
    RnaQuality,
    Specimen,
)
from annotator.model.case_record import CaseRecord, amended
from annotator.model.context import Course
from annotator.model.roles import Role
from annotator.model.warning import ReportWarning


class StatedDriver(Model):
    """A driver that an earlier test showed, as written: a fusion or a kinase gene, test and day."""

    known_driver: str | None = None
    known_driver_by: DriverTest | None = None
    known_driver_on: date | None = None


class SampleRequest(StatedDriver, CaseRecord):
    """One sample as given by the options of the command line or by a row of the sample sheet.

    The lists by role hold input files as written: a path, or `FORMAT=path`. `prior_therapies` in
    order, null = unknown, [] = none given. `tumor_purity` is a fraction. `as_of` is the day as of
    which the knowledge is asked, `knowledge` folders laid over the knowledge base, the first of
    which may be a whole one in its place. `row` is the sheet and the 1-based line it was read from;
    it is not part of what was asked. `sample_names` says what becomes of a file whose name of the
    sample is unlike those of the row. `warnings` are those of a look at the whole sheet.
    """

    sample: str
    patient: str | None = None
    specimen: Specimen = "tissue"
    collected_on: date | None = None
    genome_build: GenomeBuild | None = None
    tumor_sample: str | None = None
    tumor_purity: float | None = None
    ploidy: float | None = None
    rna_quality: RnaQuality | None = None
    assay: str | None = None
    small_variants: list[str] = []
    structural_variants: list[str] = []
    fusions: list[str] = []
    copy_number: list[str] = []
    coverage: list[str] = []
    diagnosis: str | None = None
    prior_therapies: list[Course] | None = None
    disease_setting: DiseaseSetting | None = None
    cns_metastases: bool | None = None
    as_of: date | None = None
    knowledge: list[str] = []
    sample_names: NameCheck = "warn"
    warnings: list[ReportWarning] = Field(default=[], exclude=True)
    row: tuple[str, int] | None = Field(default=None, exclude=True)

    @property
    def case_record(self) -> CaseRecord:
        """What the laboratory's own system says of the case."""
        fields = {name: getattr(self, name) for name in CaseRecord.model_fields}
        return amended(CaseRecord.model_construct(**fields))

    def files(self, role: Role) -> list[str]:
        """The input files of one role, as written."""
        specs: list[str] = getattr(self, role)
        return specs
