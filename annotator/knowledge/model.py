"""The formats of the knowledge base: one model per file of `resources/knowledge`."""

import datetime as dt
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from annotator.knowledge.dates import InForce, PartialDate, last_day
from annotator.model.base import Curation, DiseaseSetting, Effect, Model
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
)

ALL_OF = " + "
"""What joins the tokens of one history in a cell that lists several."""


EvidenceType = Literal[
    "prospective_trial", "clinical_series", "case_report", "expert_consensus", "cell_line", "model"
]
"""In order of weight: the first decides over the later ones."""
EvidenceLevel = Literal["A", "B", "C", "D", "E"]
"""CIViC levels: validated, clinical, case, preclinical, inferential."""
Category = Literal["preferred", "alternative", "investigational", "avoid"]


def _digits_alone(value: str) -> str:
    if not (value.isascii() and value.isdigit()):
        raise ValueError("a PMID is digits alone, such as 27432227")
    return value


def _bare_doi(value: str) -> str:
    if not value.startswith("10."):
        raise ValueError("a DOI begins with 10., without an address before it")
    return value


class Reference(Model):
    """A source (`references.tsv`). Identifiers stay null where none was seen.

    `published` is when it appeared, null where that is not known. A report as of an earlier day
    does not name it beside what it cites.
    """

    id: str
    published: PartialDate | None = None
    pmid: Annotated[str, AfterValidator(_digits_alone)] | None = None
    doi: Annotated[str, AfterValidator(_bare_doi)] | None = None
    citation: str


class Target(Model):
    """A kinase that a therapy blocks; `generation` is null where none is customary."""

    gene: str
    generation: int | None = None
    active: bool = True


class Development(InForce):
    """What became of a therapy, from a date on: a submission, a stop."""

    text: str
    reference: str | None = None
    curation: Curation


class Decision(InForce):
    """A decision on an approval that an agency is to take; `since` is when its day was known.

    It ends the day before the decision is known. `due` is the day by which it was announced.
    """

    agency: str
    gene: str
    due: PartialDate
    reference: str
    curation: Curation
    note: str | None = None


class Therapy(Model):
    """A therapy (`therapies.yaml`). `name` is the INN in lower case.

    `description` holds on any day, `development` what holds from a day on, `decisions` those of
    agencies that are awaited; `status` is that of the
    release. `cns_activity` is `high` where more than half of the patients with measurable lesions
    responded in the central nervous system, in some trial cited. `made_of` lists what a regimen is
    made of: of each list one therapy.
    """

    name: str
    synonyms: list[str] = []
    kind: Literal["tki", "antibody_drug_conjugate", "chemotherapy", "immunotherapy", "generic"]
    targets: list[Target] = []
    cns_activity: Literal["high", "moderate", "low", "unknown"] = "unknown"
    status: Literal["marketed", "in_trials", "discontinued"]
    description: str
    development: list[Development] = []
    decisions: list[Decision] = []
    made_of: list[list[str]] = []
    references: list[str] = []
    curation: Curation


class Approval(InForce):
    """One authorisation (`approvals.tsv`). `gene` is the biomarker; `lines`: any, first, later.

    `after` lists the histories that the label asks for, any of which must hold; the history tokens
    of one are joined by ` + `. `none` there: no TKI of the gene, in any setting. Empty: the label
    asks for none beyond `lines`.
    """

    therapy: str
    agency: str
    gene: str
    lines: Literal["any", "first", "later", "adjuvant"]
    after: list[str] = []
    indication: str
    kind: str | None = None
    trial: str | None = None
    reference: str | None = None
    curation: Curation
    note: str | None = None

    @property
    def histories(self) -> list[list[str]]:
        """The tokens of each history that the label asks for."""
        return [history.split(ALL_OF) for history in self.after]


class AdverseEventRow(InForce):
    """One adverse event of a therapy (`adverse_events.tsv`), known from `since` on."""

    therapy: str
    event: str
    frequency: str
    grade: str | None = None
    population: str
    reference: str
    curation: Curation
    note: str | None = None


class ToxicityKind(Model):
    """A kind of toxicity that a history can name (`toxicity_kinds.tsv`).

    `kind` is what is written after `toxicity/`, `name` what reports call it.
    """

    kind: str
    name: str
    synonyms: list[str] = []


class Toxicity(InForce):
    """What is known of a therapy and a kind of toxicity (`toxicities.tsv`).

    `again` says whether its label allows the therapy to be given again after it: `never`, or
    `conditional` where that depends on what `text` says; null where the line does not speak of it.
    `events` names those of its adverse events (`adverse_events.tsv`) that are of this kind.
    """

    therapy: str
    kind: str
    again: Literal["never", "conditional"] | None = None
    text: str | None = None
    events: list[str] = []
    reference: str | None = None
    curation: Curation
    note: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Toxicity":
        if not self.text and (self.again or not self.events):
            raise ValueError("text says what `again` rests on; without both, events are named")
        return self


class TrialResult(InForce):
    """One published figure. `until` is the day before a later cut replaced it."""

    endpoint: str
    value: str
    population: str | None = None
    reference: str
    curation: Curation
    note: str | None = None


class Trial(Model):
    """A clinical trial (`trials.yaml`) with its published figures."""

    id: str
    nct: str | None = None
    phase: str | None = None
    gene: str
    setting: str
    arms: str
    therapies: list[str]
    results: list[TrialResult]


class Statement(InForce):
    """One cited claim (`statements/*.tsv`): profile x therapy -> effect.

    `requires` lists what must be present: `fusion` (a driver fusion of `gene`), an allele of `gene`
    (`G1202R`), `other` (at least one more on-target mutation on the same allele), or an alteration
    token (`MET amplification`, `MET kinase mutation`). A statement that requires `fusion` alone
    speaks of the unmutated fusion kinase. One that requires an allele alone speaks of that mutated
    kinase as the target, for a gene without driver fusions. `phase` is `cis` for compounds on one
    allele. `prior_therapy` lists history tokens, any of which must hold (see `HistoryCondition`;
    `none`: no TKI of the gene was given), `not_after` tokens of which none may hold. `rechallenge`:
    the therapy is effective also where it was given before.
    """

    id: str
    gene: str
    requires: list[str] = Field(min_length=1)
    excludes: list[str] = []
    phase: Literal["cis"] | None = None
    prior_therapy: list[str] = []
    not_after: list[str] = []
    therapy: str
    effect: Effect
    evidence_type: EvidenceType
    level: EvidenceLevel
    value: str | None = None
    unit: str | None = None
    fold: float | None = None
    model: str | None = None
    reference: str
    further_references: list[str] = []
    trial: str | None = None
    rechallenge: bool = False
    curation: Curation
    note: str | None = None
    note_since: PartialDate | None = None

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
    `none: true` holds when no TKI of the gene was given, or none but such as show no resistance.
    """

    none: bool = False
    all_of: list[str] = []
    any_of: list[str] = []
    none_of: list[str] = []


class RuleCondition(Model):
    """When a rule fires. Omitted parts do not matter.

    `requires`/`requires_any`/`excludes` hold profile tokens: an allele (`G1202R`), a compound in
    cis (`L1196M+G1202R`), `on_target_mutation` (one that statements know), `no_on_target_mutation`
    (looked for and absent), `compound` (two or more on one allele), an alteration (`MET
    amplification`; `MET kinase mutation`, one that resists a drug by some statement; `MET
    fusion`; a functional class, `TP53 mutation` also where it counts for no bypass), an allele of
    a bypass gene (`KRAS G12C`), or the fusion as the report writes it (`EML4::ALK E13;A20
    (variant 1)`).
    `cns_metastases: true` fires only when they are known to be present, `false` when they are
    absent or unknown. A rule is for advanced disease unless its `setting` is `resected`, and for
    every agency unless `jurisdictions` names some.
    """

    setting: DiseaseSetting = "advanced"
    jurisdictions: list[str] = []
    prior: HistoryCondition = HistoryCondition()
    cns_metastases: bool | None = None
    requires: list[str] = []
    requires_any: list[str] = []
    excludes: list[str] = []


class RulePart(Model):
    """A part of a rule. `since` and `until` narrow the dates of the rule."""

    since: PartialDate | None = None
    until: PartialDate | None = None
    references: list[str] = []

    def in_force(self, as_of: date) -> bool:
        """Whether this part holds on a date on which its rule does."""
        begun = self.since is None or last_day(self.since) <= as_of
        return begun and (self.until is None or as_of <= last_day(self.until))


class RuleOption(RulePart):
    """One option of a rule. Several therapies are a combination given together.

    `rechallenge` allows a therapy that was given before (resensitisation).
    """

    therapies: list[str] = Field(min_length=1)
    category: Category
    reason: str
    rechallenge: bool = False
    trials: list[str] = []


class RuleNote(RulePart):
    """A sentence the guidance adds when the rule fires."""

    text: str


class Rule(InForce):
    """One guidance rule (`rules/*.yaml`). Lower `priority` ranks first within a category."""

    id: str
    gene: str
    title: str
    reason: str
    priority: int = 50
    when: RuleCondition
    options: list[RuleOption] = []
    notes: list[RuleNote] = []
    evidence_type: EvidenceType
    references: list[str] = Field(min_length=1)
    curation: Curation


class Branch(Model):
    """A history assumed where the patient's is unknown (`branches.yaml`)."""

    gene: str
    name: str
    prior_therapies: list[str]
    note: str | None = None


class TierRow(Model):
    """What a kind of evidence amounts to (`tiers.tsv`): AMP/ASCO/CAP and ESCAT tier.

    ESCAT ranks targets, so it speaks of sensitivity alone; null where it has no tier for the kind.
    """

    level: EvidenceLevel
    evidence_type: EvidenceType | None = None
    tier: str
    escat: Literal["I", "II", "III", "IV", "V", "X"] | None = None
    reference: str | None = None
    curation: Curation = "unverified"
    note: str | None = None


class Agency(Model):
    """An agency whose approvals are on record; not `complete`: others of it may be missing here."""

    name: str
    complete: bool


class Disagreement(Model):
    """Two statements that contradict each other on equal evidence, and are both kept on purpose.

    (`disagreements.tsv`.) The call is `conflicting` and cites both.
    """

    statement: str
    against: str
    reason: str


class Release(Model):
    """The release of the knowledge base (`release.yaml`); `version` is a calendar one (2026.11).

    `jurisdiction` is the agency whose approvals count unless another of `agencies` is asked for.
    """

    version: str
    date: date
    jurisdiction: str
    agencies: list[Agency] = []
    title: str
    changes: list[str]


class OverlayRelease(Model):
    """The release of a folder that is laid over (`release.yaml` there): whose it is, and what of.

    `date` and `jurisdiction` take the place of those below, as one of `agencies` does of the same
    name; `version` and `changes` are its own.
    """

    laboratory: str | None = None
    version: str | None = None
    date: dt.date | None = None
    jurisdiction: str | None = None
    agencies: list[Agency] = []
    title: str | None = None
    changes: list[str] = []


class Retired(Model):
    """A statement or rule that a laboratory no longer holds (`retired.tsv` of its folder).

    It ends the day before `since`; without a date it is not there at all.
    """

    id: str
    reason: str
    since: PartialDate | None = None


class Overlay(Model):
    """A folder that was laid over the knowledge base.

    `name` is that of the laboratory, or of the folder where it gives none. `items` lists by table
    what it adds or changes; an item that says what was there before is none. `sha256` is the hash
    of its files.
    """

    name: str
    version: str | None
    sha256: str
    changes: list[str]
    items: dict[str, list[str]]
    retired: list[Retired]


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
