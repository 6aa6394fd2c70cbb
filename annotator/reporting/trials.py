"""The trials cited, their figures in few lines: equal source, date and note are said once."""

from annotator.model.base import Model
from annotator.model.report import Report, ReportTrial, TrialFigure
from annotator.model.since import since_words
from annotator.reporting.citations import Citations, named
from annotator.reporting.sentences import sentence


class Figure(Model):
    """One figure: what was measured, in whom (null where that is not said), and its value."""

    endpoint: str
    value: str
    population: str | None


class FigureLine(Model):
    """Figures of one source and date. `reference` is a number of the list of references.

    `since` is the date in words.
    """

    figures: list[Figure]
    since: str
    reference: int | None
    unverified: bool
    note: str | None


class TrialSheet(Model):
    """One trial. `facts`: registration, phase, setting and arms, as far as given."""

    id: str
    facts: list[str]
    lines: list[FigureLine]
    laboratories: list[str]


def trial_sheets(report: Report, citations: Citations) -> list[TrialSheet]:
    """Trials in order of the report; lines in order of their first figure."""
    return [_sheet(trial, citations) for trial in report.trials]


def _sheet(trial: ReportTrial, citations: Citations) -> TrialSheet:
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
        lines=[_line(figures, citations) for figures in alike.values()],
        laboratories=named(trial),
    )


def _line(figures: list[TrialFigure], citations: Citations) -> FigureLine:
    first = figures[0]
    return FigureLine(
        figures=[
            Figure(endpoint=item.endpoint, value=item.value, population=item.population)
            for item in figures
        ],
        since=since_words(first.since, first.date_known),
        reference=citations.number.get(first.reference),
        unverified=first.curation == "unverified",
        note=sentence(first.note) if first.note else None,
    )
