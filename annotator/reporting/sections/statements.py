"""The statements used, by profile, numbered so that options can point at them in few characters."""

from annotator.model.base import Effect, Model
from annotator.model.report import Report, ReportStatement
from annotator.model.since import DATE_NOT_KNOWN
from annotator.reporting.sections.citations import Citations
from annotator.reporting.sections.recurring import SharedNotes
from annotator.reporting.sections.sentences import sentence


class StatementRow(Model):
    """One statement; `number` counts through all groups, `references` are numbers of the list.

    `shared` are the letters of sentences in its note that other rows have too. `first` is false
    where the row above is on the same therapy. `laboratories` names the one that added or changed
    the statement, as in all rows of the page.
    """

    number: int
    id: str
    therapy: str
    first: bool
    effect: Effect
    evidence_type: str
    level: str
    since: str
    values: list[str]
    references: list[int]
    unverified: bool
    laboratories: list[str]
    note: str | None
    shared: list[str]


class StatementGroup(Model):
    """The statements on one profile."""

    profile: str
    rows: list[StatementRow]


def shared_notes(report: Report) -> SharedNotes:
    """Return the sentences that recur in the notes of the statements."""
    return SharedNotes(_note(item) for item in report.statements)


def statement_groups(report: Report, citations: Citations) -> list[StatementGroup]:
    """Return the profiles in order of the report, each with its therapies in the order of calls.

    Level A comes first.
    """
    shared = shared_notes(report)
    therapies = list(dict.fromkeys(call.therapy for call in report.sensitivity))

    def sort_key(item: ReportStatement) -> tuple[int, str, str]:
        known = item.therapy in therapies
        return therapies.index(item.therapy) if known else len(therapies), item.therapy, item.level

    by_profile: dict[str, list[ReportStatement]] = {}
    for item in report.statements:
        by_profile.setdefault(item.profile, []).append(item)
    groups: list[StatementGroup] = []
    number = 0
    for profile, items in by_profile.items():
        rows: list[StatementRow] = []
        for item in sorted(items, key=sort_key):
            number += 1
            first = not rows or rows[-1].therapy != item.therapy
            rows.append(_row(item, number, citations, shared, first=first))
        groups.append(StatementGroup(profile=profile, rows=rows))
    return groups


def _note(item: ReportStatement) -> str | None:
    return sentence(item.note) if item.note else None


def _row(
    item: ReportStatement, number: int, citations: Citations, shared: SharedNotes, *, first: bool
) -> StatementRow:
    values = [] if item.value is None else [" ".join(filter(None, (item.value, item.unit)))]
    if item.fold is not None:
        values.append(f"{item.fold:g}-fold")
    return StatementRow(
        number=number,
        id=item.id,
        therapy=item.therapy,
        first=first,
        effect=item.effect,
        evidence_type=item.evidence_type,
        level=item.level,
        since=item.since if item.date_known else DATE_NOT_KNOWN,
        values=values,
        references=citations.numbers(statements=[item.id]),
        unverified=item.curation == "unverified",
        laboratories=citations.laboratories(statements=[item.id]),
        note=shared.own(_note(item)),
        shared=shared.letters(_note(item)),
    )
