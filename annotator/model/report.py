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
    PhasedAlleles,
    ReferenceUsed,
    Software,
    UnlistedPairs,
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
    `verified` where one statement of that weight and effect is. Of the `statements` cited,
    `deciding` made the call; the others are on record beside them. `limited_by` names, of a
    sensitive call, the alterations outside the kinase that can bypass it and that no statement
    behind the call speaks of: the drug is called sensitive for the kinase alone.
    """

    therapy: str
    gene: str
    call: Effect
    tier: str | None
    escat: str | None = None
    scenario: Literal["cis", "trans"] | None
    findings: list[str]
    statements: list[str]
    deciding: list[str] = []
    limited_by: list[str] = []
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

    Lines are those of systemic therapy for advanced disease. `stop_reasons` as in the clinical
    context; `history` says each course in words. `switched_for_toxicity` names the drugs that were
    left for toxicity within their line.
    """

    gene: str | None
    line: str
    prior_therapies: list[str] | None
    stop_reasons: list[StopReason | None] = []
    history: list[str] = []
    switched_for_toxicity: list[str] = []
    cns_metastases: bool | None


Category = Literal["preferred", "alternative", "investigational", "avoid"]
StepKind = Literal[
    "rule",
    "further_rule",
    "call",
    "tolerance",
    "cns_activity",
    "approval",
    "awaited",
    "other_option",
    "phase",
]


class OptionStep(Model):
    """One step of how an option came to its category; `category` is that after the step.

    `kind` says what decided: the most specific `rule`, a `further_rule` that adds its reason, the
    `call`s on its therapies, the `tolerance` of one given before, its `cns_activity` where there
    are CNS metastases, an `approval` that is not there, one that is `awaited` of the agency, the
    `other_option`s offered, or the unknown `phase` of mutations. `references` are those of the
    reason of a rule: its own, else those of the rule. A step on tolerance names what it rests on
    in `toxicities` (entries of the table of that name) and `references`.
    """

    kind: StepKind
    category: Category
    reason: str
    rules: list[str] = []
    statements: list[str] = []
    toxicities: list[str] = []
    references: list[str] = []


class GuidanceOption(Model):
    """One option, ranked within its branch.

    `approvals` are those of the agency that cover its therapies in this setting; none of an option
    to avoid.

    `branch` is null when the history is known; otherwise it names the history assumed.
    `curation` is `verified` when the rule that set the category and the evidence of every call on
    its therapies are. `steps` tell in order how it came to its category.
    """

    rank: int
    branch: str | None = None
    therapies: list[str]
    category: Category
    reasons: list[str]
    rules: list[str]
    statements: list[str]
    trials: list[str] = []
    approvals: list[str] = []
    curation: Curation | None = None
    steps: list[OptionStep] = []

    @property
    def telling_steps(self) -> list[OptionStep]:
        """The steps a reader needs: of an option to avoid, those that speak against it alone."""
        if self.category != "avoid":
            return self.steps
        return [
            step
            for step in self.steps
            if step.category == "avoid"
            and step.kind not in ("further_rule", "cns_activity", "approval")
        ]


class UnmetRule(Model):
    """A rule in force that names a therapy and did not fire, and what it asks for in vain."""

    rule: str
    title: str
    condition: str


class NotConsidered(Model):
    """A therapy of the gene that is not among the options, and why.

    `rules` fired and name it all the same, `unmet` did not fire. `statements` are those of the
    calls on it.
    """

    branch: str | None = None
    therapies: list[str]
    reason: str
    rules: list[str] = []
    unmet: list[UnmetRule] = []
    statements: list[str] = []


NoteKind = Literal[
    "rule", "history", "mutations", "assessment", "kinase_effect", "no_option", "driver"
]


class NoteSource(Model):
    """What a note of the guidance rests on.

    `kind` says what made it: a `rule` in force, the `history` of treatment, the `mutations` found
    (their phase or significance), an `assessment` of what was looked at, a `kinase_effect`, that
    the rules leave `no_option`, or that no `driver`, or more than one, was found. `assessments`
    are targets, `references` those of the note itself.
    """

    note: str
    kind: NoteKind
    rules: list[str] = []
    statements: list[str] = []
    findings: list[str] = []
    assessments: list[str] = []
    references: list[str] = []


class Guidance(Model):
    """Options in order for the setting, as of a date. Support for a decision, not the decision.

    `jurisdiction` is the agency whose approvals counted. `rules` are those that fired, with or
    without an option. `note_sources` holds, in the order of `notes`, what each of them rests on.
    """

    setting: GuidanceSetting
    as_of: date
    jurisdiction: str | None = None
    options: list[GuidanceOption]
    rules: list[str] = []
    notes: list[str]
    note_sources: list[NoteSource] = []
    not_considered: list[NotConsidered]


class ReportStatement(Model):
    """One cited claim: profile x therapy -> effect. `fold` is against the unmutated fusion.

    It counts from `since`, which is the date itself where `date_known`.
    `laboratory` is the one that added or changed it; null for one of the packaged knowledge base.
    """

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
    date_known: bool = True
    curation: Curation
    note: str | None = None
    laboratory: str | None = None


class TrialFigure(Model):
    """One published figure of a trial. `since` and `date_known` as in `ReportStatement`."""

    endpoint: str
    value: str
    population: str | None
    since: str
    date_known: bool = True
    reference: str
    curation: Curation
    note: str | None = None


class ReportTrial(Model):
    """A trial that an option rests on, with the figures in force at the date of the report.

    `laboratory` as in `ReportStatement`.
    """

    id: str
    nct: str | None
    phase: str | None
    setting: str
    arms: str
    figures: list[TrialFigure]
    laboratory: str | None = None


class AdverseEvent(Model):
    """One adverse event of a therapy, with its frequency as published.

    `laboratory` as in `ReportStatement`.
    """

    event: str
    frequency: str
    grade: str | None
    population: str
    reference: str
    curation: Curation
    laboratory: str | None = None


class ApprovalLine(Model):
    """One marketing authorization in force at the date of the report.

    `id` is what options point at; `since`, `date_known` and `laboratory` as in `ReportStatement`.
    """

    id: str | None = None
    agency: str
    indication: str
    since: str
    date_known: bool = True
    reference: str | None
    curation: Curation
    laboratory: str | None = None


class ReportTherapy(Model):
    """A therapy named in the report: what it is, where it is approved, what harm it does.

    `laboratory` is the one that added or changed what is said of the therapy itself.
    """

    name: str
    description: str
    approvals: list[ApprovalLine]
    adverse_events: list[AdverseEvent]
    laboratory: str | None = None


class ReportReference(Model):
    """A source. `id` is what statements, trials and rules point at.

    `laboratory` as in `ReportStatement`.
    """

    id: str
    pmid: str | None
    doi: str | None
    citation: str
    laboratory: str | None = None


class ReportRule(Model):
    """A guidance rule that fired, in words. `laboratory` as in `ReportStatement`."""

    id: str
    title: str
    reason: str
    since: str
    evidence_type: str
    references: list[str]
    curation: Curation
    laboratory: str | None = None


class RetiredItem(Model):
    """A statement or rule that a laboratory no longer holds; from `since` on, where it says so."""

    id: str
    reason: str
    since: str | None


class OverlayUsed(Model):
    """A laboratory's folder that was laid over the knowledge base.

    `items` counts by table what it adds or changes, `used` names those of them that the report
    rests on or shows; `sha256` is the hash of its files.
    """

    name: str
    version: str | None
    sha256: str
    items: dict[str, int]
    used: dict[str, list[str]] = {}
    retired: list[RetiredItem]


class KnowledgeUsed(Model):
    """The knowledge base behind a report: release version, hash over its content, date asked.

    `sha256` is the hash of everything together, `overlays` what was laid over, in order.
    `asked_as_of` and `asked_jurisdiction` are null where none was asked for and the report followed
    the release.
    """

    version: str
    sha256: str
    as_of: date
    asked_as_of: date | None = None
    asked_jurisdiction: str | None = None
    overlays: list[OverlayUsed] = []


class Provenance(Model):
    """Everything needed to make the report again."""

    software: Software
    knowledge: KnowledgeUsed
    reference: ReferenceUsed
    inputs: list[InputFile]
    settings: dict[str, str | int | float | bool | None]


class Report(Model):
    """`report.json`: the whole report. PDF and every other form are drawn from it alone.

    `banners` are the sentences that stand over page 1, without which the report may mislead.
    """

    schema_version: SchemaVersion = SCHEMA_VERSION
    report_id: str
    created: datetime
    status: Literal["complete", "failed"] = "complete"
    errors: list[InputError] = []
    sample: Sample
    clinical_context: ClinicalContext
    banners: list[str] = []
    summary: list[SummaryLine]
    findings: list[Finding]
    phased_alleles: list[PhasedAlleles] = []
    unlisted_pairs: list[UnlistedPairs] = []
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
