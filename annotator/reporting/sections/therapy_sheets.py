"""The therapies named: approvals by agency, and adverse events by what they were counted in."""

from annotator.model.base import Model
from annotator.model.report import AdverseEvent, ApprovalLine, Report, ReportTherapy
from annotator.model.since import since_words
from annotator.reporting.sections.citations import Citations, named


class Approval(Model):
    """One approval. `reference` is a number of the list of references, null where none is given.

    `since` is the date in words.
    """

    indication: str
    since: str
    reference: int | None
    unverified: bool
    laboratories: list[str]


class Agency(Model):
    """The approvals of one agency."""

    name: str
    approvals: list[Approval]


class Event(Model):
    """One adverse event with its frequency as published."""

    name: str
    frequency: str


class Grade(Model):
    """Events of one grade; null where none is given."""

    name: str | None
    events: list[Event]


class EventLine(Model):
    """Adverse events counted in one population, from one source."""

    population: str
    grades: list[Grade]
    reference: int | None
    unverified: bool
    laboratories: list[str]


class TherapySheet(Model):
    """One therapy: what it is, where it is approved, what harm it does."""

    name: str
    description: str
    agencies: list[Agency]
    events: list[EventLine]
    laboratories: list[str]


def therapy_sheets(report: Report, citations: Citations) -> list[TherapySheet]:
    """Sheets in order of the report; those with no approval and no adverse event last."""
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
            Agency(name=name, approvals=[_approval(item, citations) for item in items])
            for name, items in agencies.items()
        ],
        events=[_event_line(items, citations) for items in populations.values()],
        laboratories=named(therapy),
    )


def _approval(item: ApprovalLine, citations: Citations) -> Approval:
    return Approval(
        indication=item.indication,
        since=since_words(item.since, item.date_known),
        reference=citations.number.get(item.reference) if item.reference else None,
        unverified=item.curation == "unverified",
        laboratories=named(item),
    )


def _event_line(items: list[AdverseEvent], citations: Citations) -> EventLine:
    grades: dict[str | None, list[AdverseEvent]] = {}
    for item in items:
        grades.setdefault(item.grade, []).append(item)
    return EventLine(
        population=items[0].population,
        grades=[
            Grade(
                name=name,
                events=[Event(name=item.event, frequency=item.frequency) for item in same],
            )
            for name, same in grades.items()
        ],
        reference=citations.number.get(items[0].reference),
        unverified=items[0].curation == "unverified",
        laboratories=named(items[0]),
    )
