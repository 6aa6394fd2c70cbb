"""The therapies of the report: approvals by agency, and adverse events by population."""

from annotator.model.base import Model
from annotator.model.report import AdverseEvent, ApprovalLine, Report, ReportTherapy
from annotator.model.since import since_words
from annotator.reporting.sections.citations import Citations, laboratories_of


class ApprovalRow(Model):
    """One approval; `since` is the date in words.

    `reference` is a number of the list of references; null where none is given.
    """

    indication: str
    since: str
    reference: int | None
    unverified: bool
    laboratories: list[str]


class AgencySection(Model):
    """The approvals of one agency."""

    name: str
    approvals: list[ApprovalRow]


class EventFrequency(Model):
    """One adverse event with its frequency as published."""

    name: str
    frequency: str


class GradeEvents(Model):
    """The events of one CTCAE grade; `name` is null where no grade is given."""

    name: str | None
    events: list[EventFrequency]


class EventLine(Model):
    """The adverse events counted in one population, from one source."""

    population: str
    grades: list[GradeEvents]
    reference: int | None
    unverified: bool
    laboratories: list[str]


class TherapySheet(Model):
    """One therapy: its description, approvals and adverse events."""

    name: str
    description: str
    agencies: list[AgencySection]
    events: list[EventLine]
    laboratories: list[str]


def therapy_sheets(report: Report, citations: Citations) -> list[TherapySheet]:
    """Return the sheets in order of the report; those without any entry come last."""
    sheets = [_sheet(therapy, citations) for therapy in report.therapies]
    return sorted(sheets, key=lambda sheet: not (sheet.agencies or sheet.events))


def _sheet(therapy: ReportTherapy, citations: Citations) -> TherapySheet:
    agencies: dict[str, list[ApprovalLine]] = {}
    for approval in therapy.approvals:
        agencies.setdefault(approval.agency, []).append(approval)
    populations: dict[tuple[str, ...], list[AdverseEvent]] = {}
    for event in therapy.adverse_events:
        key = (event.population, event.reference, event.curation, event.laboratory or "")
        populations.setdefault(key, []).append(event)
    return TherapySheet(
        name=therapy.name,
        description=therapy.description,
        agencies=[
            AgencySection(name=name, approvals=[_approval(item, citations) for item in items])
            for name, items in agencies.items()
        ],
        events=[_event_line(items, citations) for items in populations.values()],
        laboratories=laboratories_of(therapy),
    )


def _approval(item: ApprovalLine, citations: Citations) -> ApprovalRow:
    return ApprovalRow(
        indication=item.indication,
        since=since_words(item.since, item.date_known),
        reference=citations.number.get(item.reference) if item.reference else None,
        unverified=item.curation == "unverified",
        laboratories=laboratories_of(item),
    )


def _event_line(items: list[AdverseEvent], citations: Citations) -> EventLine:
    grades: dict[str | None, list[AdverseEvent]] = {}
    for item in items:
        grades.setdefault(item.grade, []).append(item)
    return EventLine(
        population=items[0].population,
        grades=[
            GradeEvents(
                name=name,
                events=[EventFrequency(name=item.event, frequency=item.frequency) for item in same],
            )
            for name, same in grades.items()
        ],
        reference=citations.number.get(items[0].reference),
        unverified=items[0].curation == "unverified",
        laboratories=laboratories_of(items[0]),
    )
