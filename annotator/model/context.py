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
    """One sequenced specimen, as the command line or the sample sheet describes it."""

    id: str
    """The name of the sample: the key of its documents and the stem of their file names."""
    patient_id: str | None = None
    """The laboratory's name for the patient; null where none was given."""
    specimen: Specimen = "tissue"
    """What was sequenced: tumor tissue, or cell-free DNA of plasma."""
    collected_on: date | None = None
    """The day on which the specimen was taken; null where it was not given."""
    genome_build: GenomeBuild | None
    """The genome build of all positions; null only in a failed sample whose inputs did not show
    it."""
    genome_build_proven: bool | None = None
    """Whether a header or enough REF alleles prove the build of the small variants; null where none
    were read."""
    tumor_purity: Annotated[float, Field(gt=0, le=1)] | None = None
    """The share of tumor cells among all cells of the specimen, above 0 up to 1; null where it is
    not known."""
    ploidy: Annotated[float, Field(gt=0, le=20)] | None = None
    """The mean copy number of the tumor genome, in copies per cell; null where it is not known."""
    rna_quality: RnaQuality | None = None
    """The laboratory's judgement of the RNA; null where it gave none."""


TOGETHER = "+"
"""What joins the names of drugs that were given together."""


class Course(Model):
    """One course of treatment: the drugs given together, and how it ended."""

    therapies: Annotated[list[str], Field(min_length=1)]
    """The names (INN, lower case) of the drugs that were given together."""
    setting: CourseSetting | None = None
    """`adjuvant` for a course after resection, null for any other."""
    stopped: StopReason | None = None
    """Why the course ended; null where that was not stated."""
    toxicity: str | None = None
    """The kind of toxicity that ended the course; null where none was stated or it ended
    otherwise."""

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
    """A driver fusion that an earlier test showed, as the request form states it."""

    name: str
    """What was stated: `EML4::ALK`, or the kinase gene alone where the partner is not known."""
    gene: str
    """The kinase gene of the fusion."""
    method: DriverTest | None = None
    """The test that showed the fusion; null where it was not stated."""
    tested_on: date | None = None
    """The day of that test; null where it was not stated."""

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
    """What the request form says of the patient.

    `prior_therapies`, `stop_reasons` and `courses` describe the same courses, one entry per course
    in the same order.
    """

    diagnosis: str | None = None
    """The diagnosis as given; null where none was given."""
    known_driver: KnownDriver | None = None
    """The driver fusion that an earlier test showed; null where none was stated."""
    prior_therapies: list[str] | None = None
    """The courses in the order given, each the names of its drugs joined by `+`; null where the
    history is unknown, empty where nothing was given."""
    stop_reasons: list[StopReason | None] = []
    """Why each course was stopped, null where that was not stated; empty where no reason was stated
    for any course."""
    courses: list[Course] = []
    """The courses with their setting and the kind of toxicity; documents of older releases do not
    have it."""
    disease_setting: DiseaseSetting | None = None
    """Whether the disease is advanced or was resected; null where it is not known."""
    cns_metastases: bool | None = None
    """Whether there are metastases in the central nervous system; null where it is not known."""

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
