"""The trials cited; figures of the same source, date and note share a line."""

from annotator.model.base import Model
from annotator.model.report import Report, ReportTrial, TrialFigure
from annotator.model.since import since_words
from annotator.reporting.sections.citations import Citations, laboratories_of
from annotator.reporting.sections.recurring import SharedNotes
from annotator.reporting.sections.sentences import sentence


class Figure(Model):
    """One figure; `population` is null where it is not stated."""

    endpoint: str
    value: str
    population: str | None


class FigureLine(Model):
    """Figures of one source and date; `reference` is a number of the list of references.

    `since` is the date in words. `shared` are the letters of sentences in its note that other
    lines have too.
    """

    figures: list[Figure]
    since: str
    reference: int | None
    unverified: bool
    note: str | None
    shared: list[str]


class TrialSheet(Model):
    """One trial; `facts` are registration, phase, setting and arms, as far as given."""

    id: str
    facts: list[str]
    lines: list[FigureLine]
    laboratories: list[str]


def shared_notes_on_trials(report: Report) -> SharedNotes:
    """Return the sentences that recur in the notes of the figures."""
    return SharedNotes(
        sentence(note)
        for trial in report.trials
        for note in dict.fromkeys(figure.note for figure in trial.figures)
        if note
    )


def trial_sheets(report: Report, citations: Citations) -> list[TrialSheet]:
    """Return the trials in order of the report; lines in order of their first figure."""
    shared = shared_notes_on_trials(report)
    return [_sheet(trial, citations, shared) for trial in report.trials]


def _sheet(trial: ReportTrial, citations: Citations, shared: SharedNotes) -> TrialSheet:
    phase = f"phase {trial.phase}" if trial.phase else None
    alike: dict[tuple[str, ...], list[TrialFigure]] = {}
    for figure in trial.figures:
        key = (
            figure.reference,
            since_words(figure.since, figure.date_known),
            figure.curation,
            figure.note or "",
        )
        alike.setdefault(key, []).append(figure)
    return TrialSheet(
        id=trial.id,
        facts=[fact for fact in (trial.nct, phase, trial.setting, trial.arms) if fact],
        lines=[_line(figures, citations, shared) for figures in alike.values()],
        laboratories=laboratories_of(trial),
    )


def _line(figures: list[TrialFigure], citations: Citations, shared: SharedNotes) -> FigureLine:
    first = figures[0]
    note = sentence(first.note) if first.note else None
    return FigureLine(
        figures=[
            Figure(endpoint=item.endpoint, value=item.value, population=item.population)
            for item in figures
        ],
        since=since_words(first.since, first.date_known),
        reference=citations.number.get(first.reference),
        unverified=first.curation == "unverified",
        note=shared.own(note),
        shared=shared.letters(note),
    )
