"""Findings: what the program holds to be in the sample, and what could not be assessed."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from annotator.model.base import (
    SCHEMA_VERSION,
    Assay,
    CopyNumberLevel,
    Curation,
    Frame,
    FusionClass,
    FusionEvent,
    FusionOrientation,
    FusionRole,
    KinaseState,
    Loss,
    Model,
    Phase,
    Result,
    SchemaVersion,
    Strand,
)
from annotator.model.context import ClinicalContext, Sample
from annotator.model.observations import CopyMethod, InputFile, Notice

UNKNOWN_PARTNER = "unknown"
"""Stands in the place of a partner gene that is not known."""


class FusionPartner(Model):
    """One side of a fusion. `pos` is 1-based; `exon` counts in `transcript`, null outside it.

    `chrom` and `pos` are null where the caller names genes alone.

    `exon_count` is the number of exons of the transcript, `at_exon_boundary` whether the
    breakpoint lies at the boundary (RNA) or the exon is the one it joins through an intron.
    """

    gene: str
    transcript: str | None = None
    exon: int | None = None
    exon_count: int | None = None
    at_exon_boundary: bool | None = None
    chrom: str | None = None
    pos: int | None = None
    strand: Strand | None = None


class FusionExon(Model):
    """One exon of the fusion transcript, in order. Lengths in nucleotides of coding sequence."""

    gene: str
    exon: int
    coding_length: int
    kinase_length: int


class FusionSupport(Model):
    """One caller's row behind a fusion; `raw_breakpoints`, `raw_support` as the caller wrote."""

    caller: str
    assay: Assay
    source: str
    split_reads: int | None = None
    spanning_reads: int | None = None
    raw_support: dict[str, str] = {}
    frame: Frame = "unknown"
    orientation: FusionOrientation = "unknown"
    confidence: str | None = None
    filters: list[str] = []
    flags: list[str] = []
    raw_breakpoints: str


def most_reads(support: Iterable[FusionSupport]) -> int:
    """Split and spanning reads of the caller that saw most: callers share the same reads.

    Split reads of one caller add up over its junctions; a junction written twice counts once. Pairs
    around one junction lie around its neighbours too, and some callers write those of the two genes
    in every row: of these the most of a row count.
    """
    split: dict[str, dict[str, int]] = {}
    pairs: dict[str, int] = {}
    for row in support:
        junctions = split.setdefault(row.caller, {})
        junctions[row.raw_breakpoints] = max(
            junctions.get(row.raw_breakpoints, 0), row.split_reads or 0
        )
        pairs[row.caller] = max(pairs.get(row.caller, 0), row.spanning_reads or 0)
    return max((sum(split[caller].values()) + pairs[caller] for caller in split), default=0)


class Fusion(Model):
    """A gene fusion of one of the kinase genes, or a junction within one, over all callers.

    `event` is `fusion` where two genes are joined. `role` is `off_target` for a kinase whose
    fusion bypasses the ones that the program is about. `domain` names what `kinase_domain` speaks
    of, which of a ligand is no kinase. `functional_class` names what a junction
    within a gene does as one of a class, `class_is_driver` whether that drives lung cancers of its
    own. `known_partner` is false within one gene.
    """

    id: str
    kind: Literal["fusion"] = "fusion"
    event: FusionEvent = "fusion"
    role: FusionRole = "driver"
    gene: str
    label: str
    name: str
    five_prime: FusionPartner
    three_prime: FusionPartner
    nomenclature: str
    frame: Frame
    domain: str = "kinase domain"
    kinase_domain: KinaseState
    kinase_residues: str | None = None
    orientation: FusionOrientation
    classification: FusionClass
    classification_reason: str
    classification_rule: str | None = None
    classification_reference: str | None = None
    functional_class: str | None = None
    functional_class_reference: str | None = None
    class_is_driver: bool = False
    assays: list[Assay]
    known_partner: bool
    exons: list[FusionExon] = []
    support: list[FusionSupport]

    @property
    def reads(self) -> int:
        """Reads of the caller that saw most, without those of the other product."""
        alike = (self.orientation, "unknown")
        return most_reads(row for row in self.support if row.orientation in alike)

    @property
    def is_functional(self) -> bool:
        """Whether it is held to be active: `driver` or `likely_driver`."""
        return self.classification in ("driver", "likely_driver")

    @property
    def is_driver(self) -> bool:
        """Whether it is an active fusion of one of the kinases that the program is about."""
        return self.is_functional and self.role == "driver" and self.event == "fusion"

    @property
    def partner(self) -> str:
        """The gene that is joined to `gene`, on either side; `gene` itself within one."""
        five, three = self.five_prime.gene, self.three_prime.gene
        return three if five == self.gene else five

    @property
    def partner_is_named(self) -> bool:
        """Whether the partner gene is known."""
        return self.partner != UNKNOWN_PARTNER

    @property
    def drives_another(self) -> bool:
        """Whether it is an active fusion of a gene that drives cancers which are not of these."""
        return self.is_functional and self.role == "off_target" and self.event == "fusion"

    @property
    def drives_within(self) -> bool:
        """Whether it is an active event within a gene, of a class that drives lung cancers."""
        return self.is_functional and self.class_is_driver


class MutationSupport(Model):
    """One VCF record behind a mutation."""

    caller: str
    source: str
    depth: int | None = None
    alt_reads: int | None = None
    vaf: float | None = None
    filters: list[str] = []


KINASE_ALTERING = frozenset(
    {"missense_variant", "inframe_insertion", "inframe_deletion", "protein_altering_variant"}
)
"""Consequences that leave a kinase and change it."""


class Mutation(Model):
    """A coding change of ALK, ROS1, MET or a bypass gene. `residue` is the first changed one.

    `last_residue` is the last one that is replaced, removed or repeated. `alternative_names` holds
    the same change in other transcripts' numbering and by its name in the literature. `vaf` is a
    fraction; of substitutions of one codon that were joined, the lowest. `cancer_cell_fraction`
    (0-1) supposes a somatic mutation; it is null without purity or `local_copy_number` (tumor
    copies per cell at the mutation). `functional_class` says what an allele does as one of a
    class, `functional_class_curation` whether the line that says so was checked against its
    source. `significance` is `catalogued` where the knowledge base speaks of this very allele,
    null where it speaks of none of the gene;
    `known_at_residue` lists the alleles it knows at the same residues, whose effects say nothing
    of this one. `resists` lists the therapies that it resists or weakens by some statement in
    force, alone or together with what stands beside it, and `resisting_at_residue` those of
    `known_at_residue` that resist one; in findings.json, before any knowledge of drugs, they are
    null and empty. `annotated_by` says whose annotation the name of a bypass allele was taken
    from, null where the program names it itself. `is_driver`: an allele that drives lung cancers
    of itself.
    """

    id: str
    kind: Literal["mutation"] = "mutation"
    gene: str
    label: str
    hgvs_g: str
    hgvs_c: str | None
    hgvs_p: str | None
    protein_change: str | None
    residue: int | None
    last_residue: int | None = None
    exon: int | None
    in_kinase_domain: bool
    alternative_names: list[str] = []
    consequence: str
    vaf: float | None = None
    depth: int | None = None
    alt_reads: int | None = None
    filters: list[str] = []
    phase_set: str | None = None
    cancer_cell_fraction: float | None = None
    local_copy_number: float | None = None
    role: Literal["on_target", "met_kinase", "bypass", "polymorphism", "other"]
    functional_class: str | None = None
    functional_class_reference: str | None = None
    functional_class_curation: Curation | None = None
    significance: Literal["catalogued", "unknown"] | None = None
    known_at_residue: list[str] = []
    resists: list[str] | None = None
    resisting_at_residue: list[str] = []
    annotated_by: str | None = None
    is_driver: bool = False
    support: list[MutationSupport]

    @model_validator(mode="after")
    def _on_target_is_named(self) -> Self:
        if self.role == "on_target" and (self.protein_change is None or self.residue is None):
            raise ValueError("an on-target mutation has a protein change and a residue")
        return self

    @property
    def drives_another(self) -> bool:
        """Whether it drives lung cancers by itself, and no caller filtered it."""
        return self.is_driver and not self.filters

    @property
    def of_unknown_significance(self) -> bool:
        """Whether no statement knows this very allele of a kinase: its effect is not known."""
        return self.significance == "unknown"

    @property
    def counts_as_resistance(self) -> bool:
        """Whether it is known to resist or weaken a drug; so it is where that was not looked up."""
        return not self.of_unknown_significance and self.resists != []

    @property
    def known_without_resistance(self) -> bool:
        """Whether statements know it and none says that it resists or weakens a drug."""
        return not self.of_unknown_significance and self.resists == []

    @property
    def alters_kinase(self) -> bool:
        """Whether it leaves a kinase domain and changes it; a truncated kinase resists nothing."""
        altering = self.in_kinase_domain and self.consequence in KINASE_ALTERING
        return altering and self.role != "polymorphism" and self.functional_class is None


class CompoundMutation(Model):
    """Two or more on-target mutations of one kinase, and whether one allele carries them."""

    id: str
    kind: Literal["compound_mutation"] = "compound_mutation"
    gene: str
    label: str
    members: list[str]
    phase: Phase
    phase_evidence: str


class CopyNumberSupport(Model):
    """One segment or row behind a copy-number finding, as written."""

    caller: str
    source: str
    segment: str
    log2_ratio: float | None = None
    copy_number: float | None = None


CopyNumberRole = Literal["target", "bypass", "context"]


class CopyNumber(Model):
    """The copy number of a gene. `copy_number` in copies per cell, `log2_ratio` against diploid.

    `copy_number` is the mean over the gene; it is null, and `copy_number_range` has its bounds,
    where purity or ploidy is not known, and both are null where the source gives no copies.
    `caller_copy_number` is what the caller itself wrote, where `copy_number` is corrected for the
    purity of the sample and that value is not: a reader must see why they differ.
    `lowest_exon` is the copies of the exon that has the fewest, at the first purity and ploidy
    that are possible (all cells tumor, diploid, where not given), as are the ratios.
    `relative_to_arm` is the ratio of the gene to the rest of its chromosome arm, the sequencing
    stand-in of FISH MET/CEP7; `relative_to_centromere` that to the part of the arm on the side of
    the centromere (of FISH, to the centromere), `relative_to_other_arm` that to the other arm.
    `level` is that of the first possibility and `levels` those of all, the lowest first. `rule` is
    the line of the threshold table that decided the level, `rule_id` its id.

    `loss` is that of the first possibility; `amplified` and `lost` (homozygously) are true only
    where it is certain. `role` is `bypass` for a change that is described as a way around the
    blocked kinase, `context` for one that nothing rests on, `target` for MET. `functional_class`
    is what the change brings into the profile, `meaning` is for people.
    """

    id: str
    kind: Literal["copy_number"] = "copy_number"
    gene: str
    label: str
    copy_number: float | None
    copy_number_range: tuple[float, float] | None = None
    caller_copy_number: float | None = None
    lowest_exon: float | None = None
    log2_ratio: float | None
    relative_to_arm: float | None
    relative_to_centromere: float | None = None
    relative_to_other_arm: float | None = None
    purity_corrected: bool
    method: CopyMethod = "sequencing"
    focality: Literal["focal", "arm_level", "unknown"]
    level: CopyNumberLevel
    levels: list[CopyNumberLevel] = []
    amplified: bool
    loss: Loss | None = None
    lost: bool = False
    role: CopyNumberRole = "target"
    functional_class: str | None = None
    functional_class_reference: str | None = None
    meaning: str | None = None
    meaning_curation: Curation | None = None
    rule: str
    rule_id: str | None = None
    rule_reference: str | None = None
    support: list[CopyNumberSupport]


class PhasedAlleles(Model):
    """What phase decides among more than a few on-target mutations of a kinase, by their ids.

    Mutations of one list share an allele; those of different lists lie on separate alleles.
    """

    gene: str
    alleles: list[list[str]]


class UnlistedPairs(Model):
    """How many pairs of on-target mutations are in no finding of their phase, by that phase.

    Of more than a few mutations only such sets are findings as the knowledge base speaks of, or
    as phase decides.
    """

    gene: str
    cis: int = 0
    trans: int = 0
    unknown: int = 0


def unlisted_said(unlisted: Sequence[UnlistedPairs], *, further: bool) -> list[str]:
    """One line on all of them (`75 further pairs of unknown phase are not listed`), if any."""
    counts = {
        "of unknown phase": sum(each.unknown for each in unlisted),
        "on separate alleles": sum(each.trans for each in unlisted),
        "on one allele": sum(each.cis for each in unlisted),
    }
    one = sum(counts.values()) == 1
    pairs = f"{'further ' if further else ''}{'pair' if one else 'pairs'}"
    said = ", ".join(f"{count} {pairs} {phase}" for phase, count in counts.items() if count)
    return [f"{said} {'is' if one else 'are'} not listed"] if said else []


Finding = Annotated[Fusion | Mutation | CompoundMutation | CopyNumber, Field(discriminator="kind")]


AssessmentCategory = Literal[
    "fusion", "residue", "kinase_domain", "copy_number", "bypass", "gain", "loss"
]
"""`copy_number` is that of MET; `gain` and `loss` are those of further genes, as context."""


TOGETHER = " with "
"""Joins the names of two genes whose alterations count only together: `TP53 with RB1`."""


class Assessment(Model):
    """The result of looking for one target, why, and in which inputs. `depth` in reads."""

    target: str
    gene: str
    category: AssessmentCategory
    result: Result
    reason: str
    depth: float | None = None
    inputs: list[str] = []

    @property
    def pair(self) -> tuple[str, ...]:
        """The two genes of a target whose alterations count only together, else none."""
        genes = tuple(self.target.split(TOGETHER))
        return genes if len(genes) > 1 else ()


class KinaseDomain(Model):
    """Extent of a kinase domain in residues of `transcript` (1-based, inclusive).

    `name` tells it from the domain that a ligand gives a fusion (`EGF-like domain`).
    """

    gene: str
    name: str = "kinase domain"
    transcript: str
    protein: str
    start: int
    end: int
    source: str


class ReferenceUsed(Model):
    """The reference data that named the findings: its version and the kinase domains."""

    version: str
    sha256: str
    transcripts: list[str]
    kinase_domains: list[KinaseDomain]


class Software(Model):
    """The program that made a document."""

    name: str
    version: str


class InputError(Model):
    """Why a sample has no result: what was found where, what was expected, what to do."""

    message: str
    source: str | None = None


def check_findings(findings: Sequence[Finding]) -> None:
    """Raise ValueError where ids repeat, or a compound names what is no mutation."""
    ids = [finding.id for finding in findings]
    repeated = sorted({each for each in ids if ids.count(each) > 1})
    if repeated:
        raise ValueError(f"the finding {repeated[0]} is there twice")
    mutations = {finding.id for finding in findings if isinstance(finding, Mutation)}
    for finding in findings:
        if isinstance(finding, CompoundMutation):
            unknown = sorted(set(finding.members) - mutations)
            if unknown or len(finding.members) < 2:
                found = (
                    f"{unknown[0]}, which is not a mutation here" if unknown else "too few members"
                )
                raise ValueError(f"the compound mutation {finding.id} names {found}")


class DetectionProvenance(Model):
    """What a findings document was made from and with."""

    software: Software
    reference: ReferenceUsed
    inputs: list[InputFile]
    settings: dict[str, str | int | float | bool | None]


class FindingsDocument(Model):
    """`findings.json`: what the sample holds, before any knowledge of drugs.

    `status` is `failed` only in a run that was told to keep going: then `errors` says why, and
    nothing is claimed of the sample.
    """

    schema_version: SchemaVersion = SCHEMA_VERSION
    status: Literal["complete", "failed"] = "complete"
    errors: list[InputError] = []
    sample: Sample
    clinical_context: ClinicalContext
    findings: list[Finding]
    phased_alleles: list[PhasedAlleles] = []
    unlisted_pairs: list[UnlistedPairs] = []
    assessments: list[Assessment]
    provenance: DetectionProvenance
    warnings: list[Notice]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_findings(self.findings)
        return self
