"""The notes of the guidance, with the rules and sources that they rest on."""

from annotator.model.base import Model
from annotator.model.report import NoteKind, NoteSource, Report
from annotator.reporting.sections.citations import Citations


class NoteRow(Model):
    """One note; `rules` and `references` are numbers of their lists.

    `leading` are the few references with the strongest evidence, for page 1.
    """

    text: str
    kind: NoteKind
    rules: list[int]
    references: list[int]
    leading: list[int]
    unverified: bool
    laboratories: list[str]


def note_rows(report: Report, citations: Citations) -> list[NoteRow]:
    """Return the notes in the order of the report."""
    sources = {source.note: source for source in report.guidance.note_sources}
    return [
        _row(sources.get(note, NoteSource(note=note, kind="rule")), citations)
        for note in report.guidance.notes
    ]


def _row(source: NoteSource, citations: Citations) -> NoteRow:
    rules = source.rules if source.kind == "rule" else []
    return NoteRow(
        text=source.note,
        kind=source.kind,
        rules=citations.rules(rules),
        references=citations.numbers(statements=source.statements, references=source.references),
        leading=citations.leading(statements=source.statements, references=source.references),
        unverified=citations.unverified(rules=rules),
        laboratories=citations.laboratories(statements=source.statements, rules=rules),
    )
