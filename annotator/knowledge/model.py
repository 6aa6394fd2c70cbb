"""The formats of the knowledge base: one model per file of `resources/knowledge`."""

import datetime as dt
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from annotator.knowledge.dates import InForce, PartialDate, last_day
from annotator.model.base import Curation, DiseaseSetting, Effect, Model, OptionCategory
from annotator.model.tables import (
    BypassAllele,
    BypassGene,
    CopyNumberGene,
    CopyNumberRule,
    DetectionLimits,
    FunctionalRegion,
    FusionKinase,
    FusionRule,
    FusionVariant,
    LiteratureName,
    PartnerGene,
    Polymorphism,
    RnaQualityLimit,
)

ALL_OF = " + "
"""What joins the tokens of one history in a cell that lists several."""


EvidenceType = Literal[
    "prospective_trial", "clinical_series", "case_report", "expert_consensus", "cell_line", "model"
]
"""In order of weight: the first decides over the later ones."""
EvidenceLevel = Literal["A", "B", "C", "D", "E"]
"""CIViC levels: validated, clinical, case, preclinical, inferential."""


def _digits_alone(value: str) -> str:
    if not (value.isascii() and value.isdigit()):
        raise ValueError("a PMID is digits alone, such as 27432227")
    return value


def _bare_doi(value: str) -> str:
    if not value.startswith("10."):
        raise ValueError("a DOI begins with 10., without an address before it")
    return value


class Reference(Model):
    """A source (`references.tsv`)."""

    id: str
    """The id that everything else points at."""
    published: PartialDate | None = None
    """The date, or part of one, on which it appeared; a report as of an earlier day does not cite
    it. Null where it is not known."""
    pmid: Annotated[str, AfterValidator(_digits_alone)] | None = None
    """The PubMed id; null where none was found."""
    doi: Annotated[str, AfterValidator(_bare_doi)] | None = None
    """The DOI without an address; null where none was found."""
    citation: str
    """The citation in words."""


class Target(Model):
    """A kinase that a therapy blocks."""

    gene: str
    """The gene symbol."""
    generation: int | None = None
    """The generation of the inhibitor; null where none is customary."""
    active: bool = True
    """Whether the therapy counts as an inhibitor of the kinase."""


class Development(InForce):
    """What became of a therapy from a date on: a submission, a stop."""

    text: str
    """The sentence for the report."""
    reference: str | None = None
    """The id of the source."""
    curation: Curation
    """Whether the entry was checked against its source."""


class Decision(InForce):
    """A decision on an approval that an agency is to take.

    It counts from the day on which its date was known, and ends the day before it is taken.
    """

    agency: str
    """The agency."""
    gene: str
    """The biomarker of the indication."""
    due: PartialDate
    """The day, or part of a date, by which the decision was announced."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the entry was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class Therapy(Model):
    """A therapy (`therapies.yaml`)."""

    name: str
    """The INN in lower case."""
    synonyms: list[str] = []
    """Other names that are understood in a history, in any case."""
    kind: Literal["tki", "antibody_drug_conjugate", "chemotherapy", "immunotherapy", "generic"]
    """The kind of therapy; `generic` for a group of drugs or a way of treatment."""
    targets: list[Target] = []
    """The kinases that it blocks."""
    cns_activity: Literal["high", "moderate", "low", "unknown"] = "unknown"
    """`high` where more than half of the patients with measurable lesions in the central nervous
    system responded there, in some trial cited."""
    status: Literal["marketed", "in_trials", "discontinued"]
    """Its status at the release of the knowledge base."""
    description: str
    """What the therapy is, in words that hold on any day."""
    development: list[Development] = []
    """What became of it from a day on."""
    decisions: list[Decision] = []
    """Decisions of agencies that are awaited."""
    made_of: list[list[str]] = []
    """What a regimen is made of: one therapy of each list."""
    references: list[str] = []
    """The ids of the sources."""
    curation: Curation
    """Whether the entry was checked against its sources."""


class Approval(InForce):
    """One marketing authorization (`approvals.tsv`)."""

    therapy: str
    """The name of the therapy."""
    agency: str
    """The agency that gave it."""
    gene: str
    """The gene of the biomarker."""
    lines: Literal["any", "first", "later", "adjuvant"]
    """The lines of therapy that the label covers."""
    after: list[str] = []
    """The histories that the label asks for, any of which must hold, the tokens of one joined by `
    + `; `none` stands for no TKI of the gene in any setting. Empty where the label asks for nothing
    beyond `lines`."""
    indication: str
    """The indication in words."""
    kind: str | None = None
    """The kind of approval (`accelerated`, `regular`)."""
    trial: str | None = None
    """The id of the trial that it rests on."""
    reference: str | None = None
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""

    @property
    def histories(self) -> list[list[str]]:
        """The tokens of each history that the label asks for."""
        return [history.split(ALL_OF) for history in self.after]


class AdverseEventRow(InForce):
    """One adverse event of a therapy (`adverse_events.tsv`), known from `since` on."""

    therapy: str
    """The name of the therapy."""
    event: str
    """The event in words."""
    frequency: str
    """How often it was seen, as published."""
    grade: str | None = None
    """The CTCAE grades that were counted."""
    population: str
    """The patients it was seen in."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class ToxicityKind(Model):
    """A kind of toxicity that a history can name (`toxicity_kinds.tsv`)."""

    kind: str
    """What is written after `toxicity/` in a history."""
    name: str
    """What reports call it."""
    synonyms: list[str] = []
    """Other words that are understood after `toxicity/`."""


class Toxicity(InForce):
    """What is known of a therapy and a kind of toxicity (`toxicities.tsv`)."""

    therapy: str
    """The name of the therapy."""
    kind: str
    """The kind of toxicity."""
    again: Literal["never", "conditional"] | None = None
    """Whether the label allows the therapy again after it: `never`, or `conditional` where that
    depends on what `text` says; null where the line is not about that."""
    text: str | None = None
    """The sentence for the report."""
    events: list[str] = []
    """The adverse events of the therapy (`adverse_events.tsv`) that are of this kind."""
    reference: str | None = None
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""

    @model_validator(mode="after")
    def _says_something(self) -> "Toxicity":
        if not self.text and (self.again or not self.events):
            raise ValueError("text says what `again` rests on; without both, events are named")
        return self


class TrialResult(InForce):
    """One published figure of a trial.

    It ends the day before a later data cut replaced it.
    """

    endpoint: str
    """What was measured (`median progression-free survival`)."""
    value: str
    """The figure as published, with its unit."""
    population: str | None = None
    """The patients it was measured in; null for all of the trial."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the figure was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class Trial(Model):
    """A clinical trial (`trials.yaml`) with its published figures."""

    id: str
    """The name of the trial, which is its id."""
    nct: str | None = None
    """The number at ClinicalTrials.gov."""
    phase: str | None = None
    """The phase of the trial (`1/2`)."""
    gene: str
    """The gene of the biomarker."""
    setting: str
    """The patients that the trial treats, in words."""
    arms: str
    """What the trial compares, in words."""
    therapies: list[str]
    """The names of the therapies that it tests or compares with."""
    results: list[TrialResult]
    """The published figures."""


class Statement(InForce):
    """One cited claim (`statements/*.tsv`): profile x therapy -> effect."""

    id: str
    """The id of the statement."""
    gene: str
    """The kinase that the claim is about."""
    requires: list[str] = Field(min_length=1)
    """What must be present: `fusion` (a driver fusion of `gene`, alone: the unmutated one), an
    allele of `gene` (`G1202R`; alone: that mutated kinase as the target, for a gene without driver
    fusions), `other` (at least one more on-target mutation on the same allele), or an alteration
    (`MET amplification`, `MET kinase mutation`)."""
    excludes: list[str] = []
    """What must not be present, in the words of `requires`."""
    phase: Literal["cis"] | None = None
    """`cis` for a compound on one allele; else null."""
    prior_therapy: list[str] = []
    """History tokens, any of which must hold (see `HistoryCondition`); `none` for no TKI of the
    gene. Empty where the history does not matter."""
    not_after: list[str] = []
    """History tokens of which none may hold."""
    therapy: str
    """The name of the therapy."""
    effect: Effect
    """The effect that is claimed."""
    evidence_type: EvidenceType
    """The kind of evidence."""
    level: EvidenceLevel
    """The CIViC level of the evidence."""
    value: str | None = None
    """The measured value as published."""
    unit: str | None = None
    """What the value measures, and in which unit."""
    fold: float | None = None
    """The value as a multiple of that of the unmutated fusion."""
    model: str | None = None
    """The cells or the model in which it was measured."""
    reference: str
    """The id of the source."""
    further_references: list[str] = []
    """The ids of further sources."""
    trial: str | None = None
    """The id of the trial."""
    rechallenge: bool = False
    """Whether the therapy is effective also where it was given before."""
    curation: Curation
    """Whether the statement was checked against its source."""
    note: str | None = None
    """A remark of the curator, which the report shows."""
    note_since: PartialDate | None = None
    """The date, or part of one, from which the note is shown."""

    @property
    def lone_allele(self) -> str | None:
        """The allele of a statement that requires it alone and asks for no history; else None."""
        conditions = (self.excludes, self.prior_therapy, self.not_after)
        if len(self.requires) != 1 or "fusion" in self.requires or any(conditions):
            return None
        return self.requires[0]


class HistoryCondition(Model):
    """A condition on the prior therapies, over tokens.

    Tokens: `tki` (any TKI of the gene), `generation:2` (a TKI of the gene of that generation),
    `therapy:crizotinib`: given until progression, or until an end that was not stated. What was
    stopped for toxicity, or given to its planned end, shows no resistance and has its own tokens:
    `toxicity` (any TKI of the gene), `toxicity:crizotinib`, `completed`, `completed:alectinib`.
    `adjuvant` and `adjuvant:alectinib` hold where one was given as adjuvant, whatever its end.
    """

    none: bool = False
    """Whether it holds only where no TKI of the gene was given, apart from those that show no
    resistance."""
    all_of: list[str] = []
    """Tokens all of which must hold."""
    any_of: list[str] = []
    """Tokens any of which must hold; empty where none need to."""
    none_of: list[str] = []
    """Tokens of which none may hold."""


class RuleCondition(Model):
    """When a rule fires. Omitted parts do not matter.

    Profile tokens are an allele (`G1202R`), a compound in cis (`L1196M+G1202R`),
    `on_target_mutation` (one that statements know), `no_on_target_mutation` (looked for and
    absent), `compound` (two or more on one allele), an alteration (`MET amplification`; `MET kinase
    mutation`, one that resists a drug by some statement; `MET fusion`; a functional class, `TP53
    mutation` also where it counts for no bypass), an allele of a bypass gene (`KRAS G12C`), or the
    fusion as the report writes it (`EML4::ALK E13;A20 (variant 1)`).
    """

    setting: DiseaseSetting = "advanced"
    """The setting of the disease that the rule is for."""
    jurisdictions: list[str] = []
    """The agencies that the rule is for; empty for every agency."""
    prior: HistoryCondition = HistoryCondition()
    """The condition on the prior therapies."""
    cns_metastases: bool | None = None
    """True fires only where CNS metastases are known to be present, false where they are absent or
    unknown."""
    requires: list[str] = []
    """Profile tokens all of which must be present."""
    requires_any: list[str] = []
    """Profile tokens any of which must be present."""
    excludes: list[str] = []
    """Profile tokens of which none may be present."""


class RulePart(Model):
    """A part of a rule, which may hold for less time than the rule."""

    since: PartialDate | None = None
    """The date, or part of one, from which this part counts; null where it is that of the rule."""
    until: PartialDate | None = None
    """The last day on which this part holds; null where it is that of the rule."""
    references: list[str] = []
    """The ids of the sources of this part."""

    def in_force(self, as_of: date) -> bool:
        """Whether this part holds on a date on which its rule does."""
        begun = self.since is None or last_day(self.since) <= as_of
        return begun and (self.until is None or as_of <= last_day(self.until))


class RuleOption(RulePart):
    """One option of a rule."""

    therapies: list[str] = Field(min_length=1)
    """The names of the therapies; several are a combination given together."""
    category: OptionCategory
    """How the option is held to compare with the others."""
    reason: str
    """Why, for the report."""
    rechallenge: bool = False
    """Whether a therapy that was given before is allowed again."""
    trials: list[str] = []
    """The ids of the trials that it rests on."""


class RuleNote(RulePart):
    """A sentence that the guidance adds when the rule fires."""

    text: str
    """The sentence."""


class Rule(InForce):
    """One guidance rule (`rules/*.yaml`)."""

    id: str
    """The id of the rule."""
    gene: str
    """The driver kinase."""
    title: str
    """The title for the report."""
    reason: str
    """Why, for the report."""
    priority: int = 50
    """The rank of its options within a category; the lowest comes first."""
    when: RuleCondition
    """When the rule fires."""
    options: list[RuleOption] = []
    """The options that it gives."""
    notes: list[RuleNote] = []
    """The sentences that it adds."""
    evidence_type: EvidenceType
    """The kind of evidence that it rests on."""
    references: list[str] = Field(min_length=1)
    """The ids of the sources."""
    curation: Curation
    """Whether the rule was checked against its sources."""


class Branch(Model):
    """A history assumed where the patient's is unknown (`branches.yaml`)."""

    gene: str
    """The driver kinase."""
    name: str
    """The name of the branch (`after crizotinib`)."""
    prior_therapies: list[str]
    """The therapies that are assumed, in order."""
    note: str | None = None
    """A remark for the report."""


class TierRow(Model):
    """What a kind of evidence amounts to (`tiers.tsv`)."""

    level: EvidenceLevel
    """The CIViC level."""
    evidence_type: EvidenceType | None = None
    """The kind of evidence; empty for any of that level."""
    tier: str
    """The AMP/ASCO/CAP 2017 tier."""
    escat: Literal["I", "II", "III", "IV", "V", "X"] | None = None
    """The ESCAT tier, which ranks targets and so applies to sensitivity alone; null where there is
    none for the kind."""
    reference: str | None = None
    """The id of the source."""
    curation: Curation = "unverified"
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class Agency(Model):
    """An agency whose approvals are on record."""

    name: str
    """The name of the agency."""
    complete: bool
    """Whether all its approvals for these kinases are on record."""


class Disagreement(Model):
    """Two statements that contradict each other on equal evidence, and are both kept on purpose.

    (`disagreements.tsv`.) The call is `conflicting` and cites both.
    """

    statement: str
    """The id of the one statement."""
    against: str
    """The id of the other."""
    reason: str
    """Why both are kept."""


class Release(Model):
    """The release of the knowledge base (`release.yaml`)."""

    version: str
    """The calendar version (`2026.11`)."""
    date: date
    """The day of the release, and the default of `--as-of`."""
    jurisdiction: str
    """The agency whose approvals count unless another is asked for."""
    agencies: list[Agency] = []
    """The agencies whose approvals are on record."""
    title: str
    """The title of the release."""
    changes: list[str]
    """What changed, one sentence per entry."""


class OverlayRelease(Model):
    """The release of a folder that is laid over the knowledge base (`release.yaml` there)."""

    laboratory: str | None = None
    """The name of the laboratory."""
    version: str | None = None
    """The laboratory's own version."""
    date: dt.date | None = None
    """The day that takes the place of that of the packaged release."""
    jurisdiction: str | None = None
    """The agency that takes the place of that of the packaged release."""
    agencies: list[Agency] = []
    """Agencies to add, each in place of one of the same name."""
    title: str | None = None
    """The title of the folder."""
    changes: list[str] = []
    """What the folder adds or changes, one sentence per entry."""


class Retired(Model):
    """A statement or rule that a laboratory no longer holds (`retired.tsv` of its folder)."""

    id: str
    """The id of the statement or rule."""
    reason: str
    """Why it is retired."""
    since: PartialDate | None = None
    """The date, or part of one, before which it still holds; null where it never does."""


class Overlay(Model):
    """A folder that was laid over the knowledge base."""

    name: str
    """The name of the laboratory, or of the folder where it gives none."""
    version: str | None
    """The laboratory's version; null where it gives none."""
    sha256: str
    """The SHA-256 over the files of the folder, in hexadecimal."""
    changes: list[str]
    """What the folder says that it changes."""
    items: dict[str, list[str]]
    """The items that it adds or changes, by table; an item that repeats what was there is not
    one."""
    retired: list[Retired]
    """What the laboratory no longer holds."""


class KnowledgeBase(Model):
    """All files of the knowledge base together."""

    release: Release
    references: list[Reference]
    therapies: list[Therapy]
    approvals: list[Approval]
    adverse_events: list[AdverseEventRow]
    toxicity_kinds: list[ToxicityKind] = []
    toxicities: list[Toxicity] = []
    trials: list[Trial]
    statements: list[Statement]
    rules: list[Rule]
    branches: list[Branch]
    fusion_kinases: list[FusionKinase]
    fusion_partners: list[PartnerGene]
    fusion_variants: list[FusionVariant]
    fusion_rules: list[FusionRule]
    copy_number_rules: list[CopyNumberRule]
    copy_number_changes: list[CopyNumberRule] = []
    copy_number_genes: list[CopyNumberGene] = []
    rna_quality: list[RnaQualityLimit] = []
    polymorphisms: list[Polymorphism]
    literature_names: list[LiteratureName] = []
    functional_regions: list[FunctionalRegion] = []
    bypass_genes: list[BypassGene] = []
    bypass_alleles: list[BypassAllele] = []
    tiers: list[TierRow]
    limits: DetectionLimits
    disagreements: list[Disagreement] = []
    overlays: list[Overlay] = []
    sha256: str

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "KnowledgeBase":
        for name in (
            "references",
            "statements",
            "rules",
            "trials",
            "fusion_rules",
            "functional_regions",
        ):
            seen: set[str] = set()
            for item in getattr(self, name):
                if item.id in seen:
                    raise ValueError(f"{name}: id {item.id!r} stands twice")
                seen.add(item.id)
        return self
