"""The sample and what is known of the patient: all of it comes from the sample sheet."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from annotator.model.base import (
    DiseaseSetting,
    DriverTest,
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


TEST_WORDS: dict[DriverTest, str] = {
    "fish": "FISH",
    "ihc": "IHC",
    "rna": "an RNA test",
    "dna": "a DNA test",
    "report": "a report",
}
"""How the test that showed a driver is named in a sentence."""


class KnownDriver(Model):
    """A driver fusion that an earlier test showed, as the request form states it.

    `name` is what was stated: `EML4::ALK`, or the kinase gene alone where the partner is not known.
    `method` and `tested_on` are null where they were not stated.
    """

    name: str
    gene: str
    method: DriverTest | None = None
    tested_on: date | None = None

    @property
    def partner(self) -> str | None:
        """The partner gene; null where the kinase alone was stated."""
        return self.name.partition("::")[0] if "::" in self.name else None

    @property
    def fusion(self) -> str:
        """The fusion in words: `EML4::ALK`, or `the ALK fusion` where the partner is not known."""
        return self.name if self.partner else f"the {self.gene} fusion"

    @property
    def as_stated(self) -> str:
        """The name with the test and its day: `EML4::ALK (FISH, 2025-03-02)`."""
        said = [self.test, self.tested_on.isoformat() if self.tested_on else "date not given"]
        return f"{self.name} ({', '.join(said)})"

    @property
    def test(self) -> str:
        """The test that showed it: `FISH`."""
        return TEST_WORDS[self.method] if self.method else "an earlier test"

    @property
    def origin(self) -> str:
        """The test and its day: `FISH of 2025-03-02`."""
        day = self.tested_on
        return f"{self.test} of {day}" if day else f"{self.test} (date not given)"


class ClinicalContext(Model):
    """What the request form said. `prior_therapies` in order; null = unknown, [] = none given.

    `diagnosis` is null where it was not given, `known_driver` where no driver was stated.
    `stop_reasons` says why each of them was stopped, null where that was not told; it is empty
    where nothing was told of any. `disease_setting` and `cns_metastases` are null when unknown.
    """

    diagnosis: str | None = None
    known_driver: KnownDriver | None = None
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
