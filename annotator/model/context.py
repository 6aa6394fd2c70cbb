"""The sample and what is known of the patient: all of it comes from the sample sheet."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from annotator.model.base import (
    DiseaseSetting,
    GenomeBuild,
    Model,
    RnaQuality,
    Specimen,
    StopReason,
)


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


class PriorTherapy(Model):
    """A therapy given before, its name as written; `stopped` is why it ended, null = not told."""

    name: str
    stopped: StopReason | None = None


class ClinicalContext(Model):
    """What the request form said. `prior_therapies` in order; null = unknown, [] = none given.

    `stop_reasons` says why each of them was stopped, null where that was not told; it is empty
    where nothing was told of any. `disease_setting` and `cns_metastases` are null when unknown.
    """

    diagnosis: str = "non-small cell lung cancer"
    prior_therapies: list[str] | None = None
    stop_reasons: list[StopReason | None] = []
    disease_setting: DiseaseSetting | None = None
    cns_metastases: bool | None = None

    @model_validator(mode="after")
    def _one_reason_a_therapy(self) -> Self:
        if self.stop_reasons and len(self.stop_reasons) != len(self.prior_therapies or []):
            raise ValueError("stop_reasons and prior_therapies differ in length")
        return self

    @property
    def not_tolerated(self) -> frozenset[str]:
        """The therapies that were stopped for toxicity each time they were given."""
        reasons: dict[str, set[StopReason | None]] = {}
        for therapy, reason in zip(self.prior_therapies or [], self.stop_reasons, strict=False):
            reasons.setdefault(therapy, set()).add(reason)
        return frozenset(name for name, all_ in reasons.items() if all_ == {"toxicity"})
