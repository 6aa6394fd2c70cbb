"""The report: findings read together with the knowledge base and the patient's history."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import model_validator

from annotator.model.base import (
    SCHEMA_VERSION,
    Curation,
    Effect,
    Model,
    OptionCategory,
    Result,
    SchemaVersion,
    StopReason,
)
from annotator.model.case_record import CaseRecord
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
from annotator.model.laboratory import Laboratory, LaboratoryAssay
from annotator.model.observations import InputFile
from annotator.model.warning import ReportWarning


class SummaryLine(Model):
    """One sentence of page 1 that answers one question of the reader."""

    question: Literal["driver", "on_target", "met", "bypass"]
    """The question: the driver, on-target resistance, MET, or other ways around the blocked
    kinase."""
    result: Result
    """How looking for it ended."""
    answer: str
    """The sentence."""


class SensitivityCall(Model):
    """What the findings together predict for one therapy."""

    therapy: str
    """The name of the therapy (INN, lower case)."""
    gene: str
    """The driver kinase that the call is about."""
    call: Effect
    """The predicted effect."""
    tier: str | None
    """The AMP/ASCO/CAP 2017 tier of the deciding evidence; null where there is none."""
    escat: str | None = None
    """The ESCAT tier of the deciding evidence; null where it has none, and for every call that is
    not `sensitive`, since that scale ranks targets."""
    scenario: Literal["cis", "trans"] | None
    """The phase for which the call holds, where the phase of the mutations is unknown; null where
    the call holds in any case."""
    findings: list[str]
    """The ids of the findings that the call rests on."""
    statements: list[str]
    """The ids of the statements that the call cites, and those on record besides the
    deciding ones."""
    deciding: list[str] = []
    """The ids of the statements that made the call."""
    limited_by: list[str] = []
    """For a sensitive call, the alterations outside the kinase that can bypass it and that no
    statement behind the call covers; the drug is then called sensitive for the kinase alone."""
    reason: str
    """Why, in words."""
    curation: Curation | None = None
    """`verified` where a deciding statement of that weight and effect is; null where no statement
    decided."""


class KinaseEffect(Model):
    """What is known of one therapy against a mutated kinase that no fusion drives.

    It speaks of `gene` as the target, in tumors or cells that depend on it, and of one mutation by
    itself. It predicts nothing of a tumor that a fusion drives and changes no call and no option.
    """

    finding: str
    """The id of the mutation."""
    gene: str
    """The mutated kinase."""
    therapy: str
    """The name of the therapy (INN, lower case)."""
    effect: Effect
    """The effect of the therapy on that kinase."""
    statements: list[str]
    """The ids of the statements that it rests on."""
    reason: str
    """Why, in words."""
    evidence: str | None = None
    """The reason without the name of the mutation; null in reports of earlier releases."""
    curation: Curation | None = None
    """`verified` where a deciding statement of that weight and effect is; null where no statement
    decided."""


class GuidanceSetting(Model):
    """The setting that guidance was given for."""

    gene: str | None
    """The driver kinase; null where none, or more than one, was found."""
    line: str
    """The next line of systemic therapy for advanced disease: `1L`, `2L` and so on, `adjuvant`
    after resection, or `unknown`."""
    prior_therapies: list[str] | None
    """The courses in the order given, each the names of its drugs joined by `+`; null where the
    history is unknown."""
    stop_reasons: list[StopReason | None] = []
    """Why each course was stopped, null where that was not stated; empty where no reason was stated
    for any course."""
    history: list[str] = []
    """Each course in words."""
    switched_for_toxicity: list[str] = []
    """The drugs that were left for toxicity within their line."""
    cns_metastases: bool | None
    """Whether there are metastases in the central nervous system; null where it is not known."""


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
    """One step of how an option came to its category."""

    kind: StepKind
    """What decided: the most specific `rule`, a `further_rule` that adds its reason, a `call` on a
    therapy, the `tolerance` of a therapy given before, its `cns_activity` where there are CNS
    metastases, an `approval` that is missing, one that is `awaited` from the agency, an
    `other_option`, or the unknown `phase` of mutations."""
    category: OptionCategory
    """The category after this step."""
    reason: str
    """Why, in words."""
    rules: list[str] = []
    """The ids of the rules that the step rests on."""
    statements: list[str] = []
    """The ids of the statements that the step rests on."""
    toxicities: list[str] = []
    """The entries of `toxicities.tsv` that a step on tolerance rests on."""
    references: list[str] = []
    """The ids of the sources of the reason; of a rule those of its reason, or else those of the
    rule."""


class GuidanceOption(Model):
    """One option, ranked within its branch."""

    rank: int
    """The rank within the branch, from 1."""
    branch: str | None = None
    """The history that is assumed where the patient's is unknown; null where it is known."""
    therapies: list[str]
    """The names of the therapies that are given together."""
    category: OptionCategory
    """How the option is held to compare with the others."""
    reasons: list[str]
    """Why, in words."""
    rules: list[str]
    """The ids of the rules that name the option."""
    statements: list[str]
    """The ids of the statements behind the calls on its therapies."""
    trials: list[str] = []
    """The ids of the trials that it rests on."""
    approvals: list[str] = []
    """The ids of the agency's approvals that cover its therapies in this setting; empty for an
    option to avoid."""
    curation: Curation | None = None
    """`verified` where the rule that set the category, and the evidence of every call on its
    therapies, are."""
    steps: list[OptionStep] = []
    """The steps in order that led to the category."""

    @property
    def deciding_steps(self) -> list[OptionStep]:
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
    """A rule in force that names a therapy and did not fire."""

    rule: str
    """The id of the rule."""
    title: str
    """Its title."""
    condition: str
    """The condition that is not met, in words."""


class NotConsidered(Model):
    """A therapy of the gene that is not among the options."""

    branch: str | None = None
    """The history that is assumed where the patient's is unknown; null where it is known."""
    therapies: list[str]
    """The names of the therapies."""
    reason: str
    """Why it is not among the options, in words."""
    rules: list[str] = []
    """The ids of the rules that fired and name it all the same."""
    unmet: list[UnmetRule] = []
    """The rules that name it and did not fire."""
    statements: list[str] = []
    """The ids of the statements behind the calls on it."""


NoteKind = Literal[
    "rule", "history", "mutations", "assessment", "kinase_effect", "no_option", "driver"
]


class NoteSource(Model):
    """What a note of the guidance rests on."""

    note: str
    """The text of the note."""
    kind: NoteKind
    """What made the note: a `rule` in force, the `history` of treatment, the `mutations` found
    (their phase or significance), an `assessment` of what was looked at, a `kinase_effect`, that
    the rules leave `no_option`, or that no `driver` or more than one was found."""
    rules: list[str] = []
    """The ids of the rules that it rests on."""
    statements: list[str] = []
    """The ids of the statements that it rests on."""
    findings: list[str] = []
    """The ids of the findings that it rests on."""
    assessments: list[str] = []
    """The targets whose assessments it rests on."""
    references: list[str] = []
    """The ids of the note's own sources."""


class Guidance(Model):
    """Options in order for the setting, as of a date. Support for a decision, not the decision."""

    setting: GuidanceSetting
    """The setting that the guidance was given for."""
    as_of: date
    """The date as of which knowledge and approvals counted."""
    jurisdiction: str | None = None
    """The agency whose approvals counted."""
    options: list[GuidanceOption]
    """The options, in order within each branch."""
    rules: list[str] = []
    """The ids of the rules that fired, with or without an option."""
    notes: list[str]
    """Sentences that hold for all options."""
    note_sources: list[NoteSource] = []
    """What each note rests on, in the order of `notes`."""
    not_considered: list[NotConsidered]
    """The therapies of the gene that are not among the options."""


class ReportStatement(Model):
    """One cited claim of the knowledge base: profile x therapy -> effect."""

    id: str
    """The id of the statement."""
    profile: str
    """The alterations that the claim is about, in words."""
    therapy: str
    """The name of the therapy (INN, lower case)."""
    effect: Effect
    """The effect that is claimed."""
    evidence_type: str
    """The kind of evidence."""
    level: str
    """The CIViC level of the evidence, A to E."""
    value: str | None
    """The measured value as published; null where there is none."""
    unit: str | None
    """What the value measures, and in which unit; null where there is no value."""
    fold: float | None
    """The value as a multiple of that of the unmutated fusion; null where it was not compared."""
    reference: str
    """The id of the source."""
    further_references: list[str] = []
    """The ids of further sources."""
    since: str
    """The date, or part of one, from which the statement counts."""
    date_known: bool = True
    """Whether `since` is the date itself; false where it stands in for one that is not known."""
    curation: Curation
    """Whether the statement was checked against its source."""
    note: str | None = None
    """A remark of the curator; null where there is none."""
    laboratory: str | None = None
    """The laboratory that added or changed the statement; null for one of the packaged knowledge
    base."""


class TrialFigure(Model):
    """One published figure of a trial."""

    endpoint: str
    """What was measured (`median progression-free survival`)."""
    value: str
    """The figure as published, with its unit."""
    population: str | None
    """The patients it was measured in; null for all of the trial."""
    since: str
    """The date, or part of one, from which the figure counts."""
    date_known: bool = True
    """Whether `since` is the date itself; false where it stands in for one that is not known."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the figure was checked against its source."""
    note: str | None = None
    """A remark of the curator; null where there is none."""


class ReportTrial(Model):
    """A trial that an option rests on."""

    id: str
    """The name of the trial, which is its id."""
    nct: str | None
    """The number at ClinicalTrials.gov; null where it has none."""
    phase: str | None
    """The phase of the trial; null where it is not stated."""
    setting: str
    """The patients that the trial treats, in words."""
    arms: str
    """What the trial compares, in words."""
    figures: list[TrialFigure]
    """The figures in force at the date of the report."""
    laboratory: str | None = None
    """The laboratory that added or changed the trial; null for one of the packaged knowledge
    base."""


class AdverseEvent(Model):
    """One adverse event of a therapy."""

    event: str
    """The event in words."""
    frequency: str
    """How often it was seen, as published."""
    grade: str | None
    """The CTCAE grades that were counted; null where they are not stated."""
    population: str
    """The patients it was seen in."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""
    laboratory: str | None = None
    """The laboratory that added or changed the line; null for one of the packaged knowledge
    base."""


class ApprovalLine(Model):
    """One marketing authorization in force at the date of the report."""

    id: str | None = None
    """The id that options point at."""
    agency: str
    """The agency that gave it."""
    indication: str
    """The indication in words."""
    since: str
    """The date, or part of one, of the approval."""
    date_known: bool = True
    """Whether `since` is the date itself; false where it stands in for one that is not known."""
    reference: str | None
    """The id of the source; null where none is on record."""
    curation: Curation
    """Whether the line was checked against its source."""
    laboratory: str | None = None
    """The laboratory that added or changed the line; null for one of the packaged knowledge
    base."""


class ReportTherapy(Model):
    """A therapy that the report names."""

    name: str
    """The name (INN, lower case)."""
    description: str
    """What the therapy is, in words."""
    approvals: list[ApprovalLine]
    """Its approvals in force at the date of the report."""
    adverse_events: list[AdverseEvent]
    """The harm on record."""
    laboratory: str | None = None
    """The laboratory that added or changed the description; null where it is that of the packaged
    knowledge base."""


class ReportReference(Model):
    """A source that the report cites."""

    id: str
    """The id that statements, trials and rules point at."""
    pmid: str | None
    """The PubMed id; null where none is on record."""
    doi: str | None
    """The DOI without an address; null where none is on record."""
    citation: str
    """The citation in words."""
    laboratory: str | None = None
    """The laboratory that added or changed the source; null for one of the packaged knowledge
    base."""


class ReportRule(Model):
    """A guidance rule that fired."""

    id: str
    """The id of the rule."""
    title: str
    """Its title."""
    reason: str
    """Its reason, in words."""
    since: str
    """The date, or part of one, from which the rule counts."""
    evidence_type: str
    """The kind of evidence that it rests on."""
    references: list[str]
    """The ids of its sources."""
    curation: Curation
    """Whether the rule was checked against its sources."""
    laboratory: str | None = None
    """The laboratory that added or changed the rule; null for one of the packaged knowledge
    base."""


class RetiredItem(Model):
    """A statement or rule that a laboratory no longer holds."""

    id: str
    """The id of the statement or rule."""
    reason: str
    """Why it is retired, in words."""
    since: str | None
    """The date, or part of one, from which it no longer counts; null where it never does."""


class OverlayUsed(Model):
    """A laboratory's folder that was laid over the knowledge base."""

    name: str
    """The name of the laboratory, or of the folder where it gives none."""
    version: str | None
    """The laboratory's version; null where it gives none."""
    sha256: str
    """The SHA-256 over the files of the folder, in hexadecimal."""
    items: dict[str, int]
    """The number of items that the folder adds or changes, by table."""
    used: dict[str, list[str]] = {}
    """Those of them that the report rests on or shows, by table."""
    retired: list[RetiredItem]
    """What the laboratory no longer holds."""


class KnowledgeUsed(Model):
    """The knowledge base behind a report."""

    version: str
    """The version of the release."""
    sha256: str
    """The SHA-256 over the knowledge base with everything laid over it, in hexadecimal."""
    as_of: date
    """The date as of which the knowledge was read."""
    asked_as_of: date | None = None
    """The date that was asked for; null where none was, and the report follows the release."""
    asked_jurisdiction: str | None = None
    """The agency that was asked for; null where none was, and the report follows the release."""
    overlays: list[OverlayUsed] = []
    """The folders that were laid over, in order."""


class Provenance(Model):
    """Everything needed to make the report again."""

    software: Software
    """The program that made the report."""
    knowledge: KnowledgeUsed
    """The knowledge base behind it."""
    reference: ReferenceUsed
    """The reference data by which the findings were named."""
    inputs: list[InputFile]
    """The input files."""
    caller_names: dict[str, str] = {}
    """The names for people of the callers of the input files, by the codes in the findings; empty
    in documents of versions that did not say them."""
    settings: dict[str, str | int | float | bool | None]
    """The limits and choices of the run, by name."""


class Report(Model):
    """`report.json`: the whole report. PDF and every other form are drawn from it alone."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    """The version of the document's format."""
    report_id: str
    """The id of the report: the sample with a hash of the content."""
    created: datetime
    """When the report was made."""
    status: Literal["complete", "failed"] = "complete"
    """`failed` where the inputs could not be read in a run that continues past such samples; then
    nothing is claimed about the sample."""
    errors: list[InputError] = []
    """Why a failed sample has no result; empty where the status is `complete`."""
    sample: Sample
    """The sequenced specimen."""
    clinical_context: ClinicalContext
    """What the request form says of the patient."""
    case: CaseRecord = CaseRecord()
    """What the laboratory's own system says of the case."""
    laboratory: Laboratory | None = None
    """The laboratory that issues the report; null where none was named."""
    assay: LaboratoryAssay | None = None
    """The assay that the sample was sequenced with; null where none was named."""
    interpretation: list[str] = []
    """What the findings mean, in two or three sentences; empty where the pathologist's `comment`
    takes their place, and where the status is `failed`."""
    banners: list[str] = []
    """Sentences above page 1, without which the report may mislead."""
    summary: list[SummaryLine]
    """The answers of page 1, one per question; empty where the status is `failed`."""
    findings: list[Finding]
    """What the program holds to be in the sample."""
    phased_alleles: list[PhasedAlleles] = []
    """What phase decides among the on-target mutations, where there are more than a few."""
    unlisted_pairs: list[UnlistedPairs] = []
    """How many pairs of on-target mutations are not among the findings, by kinase."""
    assessments: list[Assessment]
    """The result of looking for each target, found or not."""
    sensitivity: list[SensitivityCall]
    """What the findings together predict for each therapy."""
    other_kinases: list[KinaseEffect] = []
    """What is known of therapies against mutated kinases that no fusion drives."""
    guidance: Guidance
    """The options in order, with their reasons."""
    statements: list[ReportStatement]
    """The statements that the report cites."""
    rules: list[ReportRule]
    """The rules that fired."""
    trials: list[ReportTrial]
    """The trials that the options rest on."""
    therapies: list[ReportTherapy]
    """The therapies that the report names."""
    references: list[ReportReference]
    """The sources that the report cites."""
    provenance: Provenance
    """What the report was made from and with."""
    warnings: list[ReportWarning]
    """What the reader must know of inputs, findings and knowledge."""

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
