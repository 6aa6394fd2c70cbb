"""What the laboratory's own system says of the case: printed as given, judged by nothing."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from annotator.model.base import Model

Sex = Literal["female", "male", "other", "unknown"]
IssueStatus = Literal["draft", "final", "amended"]


class Amends(Model):
    """The report that a report takes the place of."""

    report_id: str
    """The id of the earlier report."""
    reason: str
    """Why it was amended, in words."""


class CaseRecord(Model):
    """The identifiers, dates and remarks of a case that a report is issued for."""

    accession: str | None = None
    """The laboratory's number of the case; null where none was given."""
    block: str | None = None
    """The block or tube that was sequenced; null where none was given."""
    second_identifier: str | None = None
    """A second identifier of the patient, besides `patient_id`; null where none was given."""
    birth_date: date | None = None
    """The patient's day of birth; null where it was not given."""
    sex: Sex | None = None
    """The patient's administrative sex; null where it was not given."""
    physician: str | None = None
    """Who ordered the test; null where it was not given."""
    site: str | None = None
    """The site of the body that the specimen is from; null where it was not given."""
    histology: str | None = None
    """The histological type, in words; null where it was not given."""
    stage: str | None = None
    """The stage of the disease, as given; null where it was not given."""
    tumor_content: Annotated[float, Field(ge=0, le=1)] | None = None
    """The share of tumor cells that was counted in the section (0-1); null where it was not
    given."""
    received: date | None = None
    """The day on which the laboratory received the specimen; null where it was not given."""
    reported: date | None = None
    """The day of issue; null where it was not given, and the day of making counts."""
    status: IssueStatus | None = None
    """Whether the report is a draft, final or amended; null where it was not stated."""
    amends: Amends | None = None
    """The earlier report that this one takes the place of; null where there is none."""
    comment: str | None = None
    """The pathologist's own interpretation; null where none was given."""


def amended(case: CaseRecord) -> CaseRecord:
    """The record; one that takes the place of a report is `amended` where no status is stated."""
    if case.amends is None or case.status is not None:
        return case
    return case.model_copy(update={"status": "amended"})
