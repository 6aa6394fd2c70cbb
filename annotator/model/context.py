"""The sample and what is known of the patient: all of it comes from the sample sheet."""

from datetime import date
from typing import Annotated

from pydantic import Field

from annotator.model.base import GenomeBuild, Model, RnaQuality, Specimen


class Sample(Model):
    """One sequenced specimen. `tumor_purity` is a fraction (0-1], `ploidy` a mean copy number.

    `rna_quality` is what the laboratory says of the RNA, null where it says nothing.
    `genome_build` is null only where no input could tell it (a failed sample).
    """

    id: str
    patient_id: str | None = None
    specimen: Specimen = "tissue"
    collected_on: date | None = None
    genome_build: GenomeBuild | None
    tumor_purity: Annotated[float, Field(gt=0, le=1)] | None = None
    ploidy: Annotated[float, Field(gt=0, le=20)] | None = None
    rna_quality: RnaQuality | None = None


class ClinicalContext(Model):
    """What the request form said. `prior_therapies` in order; null = unknown, [] = none given.

    `cns_metastases` is null when unknown.
    """

    diagnosis: str = "non-small cell lung cancer"
    prior_therapies: list[str] | None = None
    cns_metastases: bool | None = None
