"""The report: findings read together with the knowledge base and the patient's history."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import model_validator

from annotator.model.base import (
    SCHEMA_VERSION,
    Curation,
    Effect,
    Model,
    Result,
    SchemaVersion,
    StopReason,
)
from annotator.model.context import ClinicalContext, Sample
from annotator.model.findings import (
    Assessment,
    Finding,
    InputError,
    ReferenceUsed,
    Software,
    check_findings,
)
from annotator.model.observations import InputFile, Notice


class SummaryLine(Model):
    """One sentence of page 1 that answers one question of the reader."""

    question: Literal["driver", "on_target", "met", "bypass"]
    result: Result
    answer: str


class SensitivityCall(Model):
    """What the findings together predict for one therapy.

    `scenario` is null, or the phase (`cis`, `trans`) for which the call holds where the phase of
    the mutations is unknown. `tier` is the AMP/ASCO/CAP 2017 tier of the deciding evidence, `escat`
    its ESCAT tier (of sensitive calls alone: that scale ranks targets), and `curation` its state:
    `verified` where one statement of that weight and effect is.
    """

    therapy: str
    gene: str
    call: Effect
    tier: str | None
    escat: str | None = None
    scenario: Literal["cis", "trans"] | None
    findings: list[str]
    statements: list[str]
    reason: str
    curation: Curation | None = None


class KinaseEffect(Model):
    """What is known of one therapy against a mutated kinase that no fusion drives.

    It speaks of `gene` as the target, in tumors or cells that depend on it, and of one mutation by
    itself. It predicts nothing of a tumor that a fusion drives and changes no call and no option.
    """

    finding: str
    gene: str
    therapy: str
    effect: Effect
    statements: list[str]
    reason: str
    curation: Curation | None = None


class GuidanceSetting(Model):
    """The setting that guidance was given for; `line` is `1L`, `2L`, ..., `adjuvant` or `unknown`.

    `stop_reasons` as in the clinical context.
    """

    gene: str | None
    line: str
    prior_therapies: list[str] | None
    stop_reasons: list[StopReason | None] = []
    cns_metastases: bool | None


class GuidanceOption(Model):
    """One option, ranked within its branch.

    `branch` is null when the history is known; otherwise it names the history assumed.
    `curation` is `verified` when the rule that set the category and the evidence of every call on
    its therapies are.
    """

    rank: int
    branch: str | None = None
    therapies: list[str]
    category: Literal["preferred", "alternative", "investigational", "avoid"]
    reasons: list[str]
    rules: list[str]
    statements: list[str]
    trials: list[str] = []
    curation: Curation | None = None


class NotConsidered(Model):
    """A therapy of the gene that is not among the options, and why."""

    branch: str | None = None
    therapies: list[str]
    reason: str


class Guidance(Model):
    """Options in order for the setting, as of a date. Support for a decision, not the decision.

    `jurisdiction` is the agency whose approvals counted. `rules` are those that fired, with or
    without an option.
    """

    setting: GuidanceSetting
    as_of: date
    jurisdiction: str | None = None
    options: list[GuidanceOption]
    rules: list[str] = []
    notes: list[str]
    not_considered: list[NotConsidered]


class ReportStatement(Model):
    """One cited claim: profile x therapy -> effect. `fold` is against the unmutated fusion."""

    id: str
    profile: str
    therapy: str
    effect: Effect
    evidence_type: str
    level: str
    value: str | None
    unit: str | None
    fold: float | None
    reference: str
    further_references: list[str] = []
    since: str
    curation: Curation
    note: str | None = None


class TrialFigure(Model):
    """One published figure of a trial."""

    endpoint: str
    value: str
    population: str | None
    since: str
    reference: str
    curation: Curation
    note: str | None = None


class ReportTrial(Model):
    """A trial that an option rests on, with the figures in force at the date of the report."""

    id: str
    nct: str | None
    phase: str | None
    setting: str
    arms: str
    figures: list[TrialFigure]


class AdverseEvent(Model):
    """One adverse event of a therapy, with its frequency as published."""

    event: str
    frequency: str
    grade: str | None
    population: str
    reference: str
    curation: Curation


class ApprovalLine(Model):
    """One marketing authorisation in force at the date of the report."""

    agency: str
    indication: str
    since: str
    reference: str | None
    curation: Curation


class ReportTherapy(Model):
    """A therapy named in the report: what it is, where it is approved, what harm it does."""

    name: str
    description: str
    approvals: list[ApprovalLine]
    adverse_events: list[AdverseEvent]


class ReportReference(Model):
    """A source. `id` is what statements, trials and rules point at."""

    id: str
    pmid: str | None
    doi: str | None
    citation: str


class ReportRule(Model):
    """A guidance rule that fired, in words."""

    id: str
    title: str
    reason: str
    since: str
    evidence_type: str
    references: list[str]
    curation: Curation


class KnowledgeUsed(Model):
    """The knowledge base behind a report: release version, hash over its content, date asked."""

    version: str
    sha256: str
    as_of: date


class Provenance(Model):
    """Everything needed to make the report again."""

    software: Software
    knowledge: KnowledgeUsed
    reference: ReferenceUsed
    inputs: list[InputFile]
    settings: dict[str, str | int | float | bool | None]


class Report(Model):
    """`report.json`: the whole report. PDF and every other form are drawn from it alone."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    report_id: str
    created: datetime
    status: Literal["complete", "failed"] = "complete"
    errors: list[InputError] = []
    sample: Sample
    clinical_context: ClinicalContext
    summary: list[SummaryLine]
    findings: list[Finding]
    assessments: list[Assessment]
    sensitivity: list[SensitivityCall]
    other_kinases: list[KinaseEffect] = []
    guidance: Guidance
    statements: list[ReportStatement]
    rules: list[ReportRule]
    trials: list[ReportTrial]
    therapies: list[ReportTherapy]
    references: list[ReportReference]
    provenance: Provenance
    warnings: list[Notice]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_findings(self.findings)
        known = {each.id for each in self.statements}
        calls = [(f"call on {call.therapy}", call.statements) for call in self.sensitivity]
        effects = [(f"effect of {each.therapy}", each.statements) for each in self.other_kinases]
        options = [(f"option {each.rank}", each.statements) for each in self.guidance.options]
        for name, cited in [*calls, *effects, *options]:
            missing = sorted(set(cited) - known)
            if missing:
                raise ValueError(f"the {name} cites the statement {missing[0]}, which is not here")
        return self
