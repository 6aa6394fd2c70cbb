"""The page: everything that the template draws, arranged from a report."""

from datetime import UTC, datetime

from annotator.model.base import Model
from annotator.model.findings import Fusion
from annotator.model.report import Report
from annotator.reporting.sections.assessed import AssessedSection, assessed_sections
from annotator.reporting.sections.citations import Citations
from annotator.reporting.sections.drawings import (
    FusionDrawing,
    MutationDrawing,
    fusion_drawing,
    mutation_drawings,
)
from annotator.reporting.sections.each_drug import (
    DrugInFull,
    LeftOutOfSome,
    drugs_in_full,
    left_out_of_some,
)
from annotator.reporting.sections.issue import Issue, issue_of
from annotator.reporting.sections.kinases import KinaseTable, kinase_tables
from annotator.reporting.sections.left_out import LeftOut, left_out_everywhere
from annotator.reporting.sections.note_rows import NoteRow, note_rows
from annotator.reporting.sections.option_rows import (
    Avoided,
    OptionBranch,
    avoided,
    avoided_in_short,
    option_branches,
)
from annotator.reporting.sections.recurring import SharedNote
from annotator.reporting.sections.results import AMPLIFICATION_WORDS, ResultRow, result_rows
from annotator.reporting.sections.rule_rows import RuleRow, rule_rows
from annotator.reporting.sections.statements import StatementGroup, shared_notes, statement_groups
from annotator.reporting.sections.therapies import TherapyRow, therapy_rows
from annotator.reporting.sections.therapy_sheets import TherapySheet, therapy_sheets
from annotator.reporting.sections.trials import TrialSheet, shared_notes_on_trials, trial_sheets


class Page(Model):
    """The content of a report in the order and grouping that is drawn.

    `issue` is what makes it one that a laboratory issues. `created` is a time of UTC as text.
    `known_driver` is the stated driver with its test and day. `amplification` says in words whether
    a target gene is amplified. `numbers` are those of the list of references, by id. `callers` and
    `formats` are the names of those in the report, by code.
    """

    report: Report
    issue: Issue
    created: str
    numbers: dict[str, int]
    callers: dict[str, str]
    formats: dict[str, str]
    results: list[ResultRow]
    known_driver: str | None
    therapy_rows: list[TherapyRow]
    branches: list[OptionBranch]
    avoided_in_short: list[Avoided]
    drugs: list[DrugInFull]
    avoided: list[Avoided]
    left_out_of_some: list[LeftOutOfSome]
    left_out: list[LeftOut]
    notes: list[NoteRow]
    assessed: list[AssessedSection]
    fusion_drawings: dict[str, FusionDrawing]
    mutation_drawings: list[MutationDrawing]
    amplification: dict[str, str]
    kinases: list[KinaseTable]
    statements: list[StatementGroup]
    notes_on_statements: list[SharedNote]
    rules: list[RuleRow]
    trials: list[TrialSheet]
    notes_on_trials: list[SharedNote]
    sheets: list[TherapySheet]


def arrange(report: Report) -> Page:
    """Group, number and order the content of a report, without adding to it."""
    citations = Citations(report)
    known = report.clinical_context.known_driver
    fusions = [finding for finding in report.findings if isinstance(finding, Fusion)]
    effects = therapy_rows(report, citations)
    statements = statement_groups(report, citations)
    branches = option_branches(report, citations, effects, statements)
    drawn = ((fusion.id, fusion_drawing(fusion)) for fusion in fusions)
    return Page(
        report=report,
        issue=issue_of(report, utc(report.created).date()),
        known_driver=known.as_stated if known else None,
        created=f"{utc(report.created):%Y-%m-%d %H:%M} UTC",
        numbers=citations.number,
        callers=report.provenance.caller_names,
        formats={f.format: f.format_name or f.format for f in report.provenance.inputs},
        results=result_rows(report),
        therapy_rows=effects,
        branches=branches,
        avoided_in_short=avoided_in_short(branches),
        drugs=drugs_in_full(branches),
        avoided=avoided(branches),
        left_out_of_some=left_out_of_some(branches),
        left_out=left_out_everywhere(report.guidance),
        notes=note_rows(report, citations),
        assessed=assessed_sections(report),
        fusion_drawings={name: drawing for name, drawing in drawn if drawing is not None},
        mutation_drawings=mutation_drawings(report),
        amplification={
            item.gene: AMPLIFICATION_WORDS[item.result]
            for item in report.assessments
            if item.category == "copy_number" and item.result in AMPLIFICATION_WORDS
        },
        kinases=kinase_tables(report, citations),
        statements=statements,
        notes_on_statements=shared_notes(report).shared,
        rules=rule_rows(report, citations),
        trials=trial_sheets(report, citations),
        notes_on_trials=shared_notes_on_trials(report).shared,
        sheets=therapy_sheets(report, citations),
    )


def utc(moment: datetime) -> datetime:
    """Return a moment in UTC; a moment without a zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
