"""The sample and what is known of the patient: all of it comes from the sample sheet."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from annotator.model.base import (
    CourseSetting,
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
    `genome_build_proven` is false where small variants were read of whose build and coordinates
    neither a header nor enough REF alleles give proof; null where none were read.
    """

    id: str
    patient_id: str | None = None
    specimen: Specimen = "tissue"
    collected_on: date | None = None
    genome_build: GenomeBuild | None
    genome_build_proven: bool | None = None
    tumor_purity: Annotated[float, Field(gt=0, le=1)] | None = None
    ploidy: Annotated[float, Field(gt=0, le=20)] | None = None
    rna_quality: RnaQuality | None = None


TOGETHER = "+"
"""What joins the names of drugs that were given together."""


class Course(Model):
    """One course of treatment: the drugs given together, and how it ended.

    `setting` is null but for an adjuvant course. `stopped` is why it ended, `toxicity` the kind of
    toxicity that ended it; both are null where that was not stated.
    """

    therapies: Annotated[list[str], Field(min_length=1)]
    setting: CourseSetting | None = None
    stopped: StopReason | None = None
    toxicity: str | None = None

    @model_validator(mode="after")
    def _a_kind_of_toxicity_alone(self) -> Self:
        if self.toxicity is not None and self.stopped != "toxicity":
            raise ValueError("toxicity is given, and the course was not stopped for it")
        return self

    @property
    def name(self) -> str:
        """The drugs in one text: `carboplatin+pemetrexed`."""
        return TOGETHER.join(self.therapies)

    @property
    def shows_no_resistance(self) -> bool:
        """Whether it ended for another reason than progression."""
        return self.stopped in ("toxicity", "completed")


def named_courses(names: Sequence[str]) -> list[Course]:
    """Courses of which the names alone are known; `+` joins drugs given together."""
    return [Course(therapies=name.split(TOGETHER)) for name in names]


def history_fields(courses: Sequence[Course] | None) -> dict[str, object]:
    """The fields of a clinical context that hold a history; null: it is unknown."""
    reasons = [course.stopped for course in courses or ()]
    return {
        "prior_therapies": None if courses is None else [course.name for course in courses],
        "stop_reasons": reasons if any(reasons) else [],
        "courses": list(courses or ()),
    }


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

    `diagnosis` is null where it was not given, `known_driver` where no driver was stated. Each of
    the therapies is one course, the names of drugs given together joined by `+`. `stop_reasons`
    says why each was stopped, null where that was not stated; it is empty where nothing was stated
    of any. `courses` holds the same with the setting and the kind of toxicity; a document without
    it has neither. `disease_setting` and `cns_metastases` are null when unknown.
    """

    diagnosis: str | None = None
    known_driver: KnownDriver | None = None
    prior_therapies: list[str] | None = None
    stop_reasons: list[StopReason | None] = []
    courses: list[Course] = []
    disease_setting: DiseaseSetting | None = None
    cns_metastases: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _courses_of_names(cls, data: Any) -> Any:
        """Fill in the courses of a document that has the names and reasons alone."""
        if not isinstance(data, dict) or data.get("courses"):
            return data
        names, reasons = data.get("prior_therapies"), data.get("stop_reasons") or []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            return data
        if not isinstance(reasons, list) or len(reasons) not in (0, len(names)):
            return data
        reasons = reasons or [None] * len(names)
        courses = [
            {"therapies": name.split(TOGETHER), "stopped": reason}
            for name, reason in zip(names, reasons, strict=True)
        ]
        return {**data, "courses": courses}

    @model_validator(mode="after")
    def _one_reason_a_therapy(self) -> Self:
        prior = self.prior_therapies or []
        if self.stop_reasons and len(self.stop_reasons) != len(prior):
            raise ValueError("stop_reasons and prior_therapies differ in length")
        if [course.name for course in self.courses] != prior:
            raise ValueError("courses and prior_therapies name different therapies")
        reasons = [course.stopped for course in self.courses]
        if any(reasons) and reasons != self.stop_reasons:
            raise ValueError("courses and stop_reasons give different reasons")
        return self

    @property
    def not_tolerated(self) -> frozenset[str]:
        """The drugs stopped for toxicity, and never for a reason that can show resistance."""
        reasons: dict[str, set[StopReason | None]] = {}
        for course in self.courses:
            for therapy in course.therapies:
                reasons.setdefault(therapy, set()).add(course.stopped)
        without = {"toxicity", "completed"}
        return frozenset(n for n, ends in reasons.items() if "toxicity" in ends and ends <= without)
