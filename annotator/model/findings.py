"""Findings: what the program holds to be in the sample, and what could not be assessed."""

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from annotator.model.base import (
    SCHEMA_VERSION,
    Assay,
    CopyNumberLevel,
    CopyNumberRole,
    Curation,
    Focality,
    Frame,
    FusionClass,
    FusionEvent,
    FusionOrientation,
    FusionRole,
    KinaseState,
    Loss,
    Model,
    MutationRole,
    Phase,
    Result,
    SchemaVersion,
    Strand,
)
from annotator.model.case_record import CaseRecord
from annotator.model.context import ClinicalContext, Sample
from annotator.model.laboratory import LaboratoryAssay
from annotator.model.observations import CopyMethod, InputFile
from annotator.model.warning import ReportWarning

UNKNOWN_PARTNER = "unknown"
"""Stands in the place of a partner gene that is not known."""


class FusionPartner(Model):
    """One side of a fusion."""

    gene: str
    """The gene symbol, or `unknown` where the gene of this side is not known."""
    transcript: str | None = None
    """The accession of the transcript that numbers the exons; null where the gene has no model
    here."""
    exon: int | None = None
    """The last exon kept on the 5' side, the first one on the 3' side, counted from 1 in
    `transcript`; null where the breakpoint lies outside it."""
    exon_count: int | None = None
    """The number of exons of the transcript."""
    at_exon_boundary: bool | None = None
    """Whether the breakpoint lies at the boundary of the exon (RNA), or in the intron next to it
    (DNA)."""
    chrom: str | None = None
    """The chromosome of the breakpoint; null where the caller names genes alone."""
    pos: int | None = None
    """The 1-based position of the breakpoint; null where the caller names genes alone."""
    strand: Strand | None = None
    """The strand that is transcribed at this side; null where it is not known."""


class FusionExon(Model):
    """One exon of the fusion transcript, in the order of transcription."""

    gene: str
    """The gene that the exon is from."""
    exon: int
    """The number of the exon in the transcript of its gene, from 1."""
    coding_length: int
    """The length of its coding sequence, in nucleotides."""
    kinase_length: int
    """How much of that encodes the kinase domain, in nucleotides."""


class FusionSupport(Model):
    """One caller's row behind a fusion."""

    caller: str
    """The caller that wrote the row."""
    assay: Assay
    """Whether RNA or DNA was sequenced."""
    source: str
    """The file and line of the row (`arriba.tsv:2`)."""
    split_reads: int | None = None
    """The number of reads that span the junction itself; null where the caller does not give it."""
    spanning_reads: int | None = None
    """The number of read pairs with one mate on each side; null where the caller does not give
    it."""
    raw_support: dict[str, str] = {}
    """The columns of read counts, by their name, as the caller wrote them."""
    frame: Frame = "unknown"
    """The reading frame as the caller states it."""
    orientation: FusionOrientation = "unknown"
    """Whether the junction of this row is the productive one, with the kinase domain, or its
    reciprocal."""
    counted: bool = True
    """Whether its reads count for the finding: it shows the same product, and passed its filters
    where any row of that product did."""
    confidence: str | None = None
    """The caller's own confidence, as written; null where it gives none."""
    filters: list[str] = []
    """The caller's filters that the row did not pass."""
    flags: list[str] = []
    """Other remarks of the caller."""
    raw_breakpoints: str
    """The two breakpoints as the caller wrote them."""


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
    """A fusion of one of the kinase genes, or a junction within one gene, over all callers."""

    id: str
    """The id of the finding in its document (`F1`)."""
    kind: Literal["fusion"] = "fusion"
    """The kind of finding."""
    event: FusionEvent = "fusion"
    """What the junction is; `fusion` where two genes are joined, any other within one gene."""
    role: FusionRole = "driver"
    """`driver` for a kinase that the program is about, `off_target` for a gene whose fusion
    bypasses those."""
    gene: str
    """The gene that is looked for: the kinase, or the ligand of an off-target fusion."""
    label: str
    """The name of the finding for people (`EML4::ALK fusion`)."""
    name: str
    """The two genes, 5' first, with `::` between them; or the gene alone within one."""
    five_prime: FusionPartner
    """The 5' side."""
    three_prime: FusionPartner
    """The 3' side."""
    nomenclature: str
    """The name with its exons and the name of the variant (`EML4::ALK E13;A20 (variant 1)`)."""
    variants: list[str] = []
    """The exons of the lines of `fusion_variants.tsv` that name the variant (`E13;A20`)."""
    frame: Frame
    """Whether the two coding sequences are joined in frame, computed from the exons or else as the
    callers state it."""
    domain: str = "kinase domain"
    """The domain that `kinase_domain` is about; of a ligand it is not a kinase domain."""
    kinase_domain: KinaseState
    """How much of the domain the fusion protein keeps."""
    kinase_residues: str | None = None
    """The residues of the domain that are kept (`1116-1392`), in the numbering of the gene's
    transcript; null where they are not known."""
    orientation: FusionOrientation
    """Whether this is the productive product, with the kinase domain, or the reciprocal one."""
    classification: FusionClass
    """What the fusion is held to be, by the first line of `fusion_rules.tsv` that fits."""
    classification_reason: str
    """The reason that this line gives."""
    classification_rule: str | None = None
    """The id of this line."""
    classification_reference: str | None = None
    """The id of the source of this line."""
    functional_class: str | None = None
    """What a junction within a gene does, as one of a class (`MET exon 14 skipping`); null for any
    other."""
    functional_class_reference: str | None = None
    """The id of the source of the class."""
    class_is_driver: bool = False
    """Whether the class drives lung cancers of its own."""
    assays: list[Assay]
    """The assays that show the event."""
    known_partner: bool
    """Whether the partner is a known one of the gene; false within one gene."""
    exons: list[FusionExon] = []
    """The exons of the fusion transcript; empty where they are not known."""
    support: list[FusionSupport]
    """The rows of all callers behind the finding."""

    @property
    def reads(self) -> int:
        """Reads of the caller that saw most, without those of the other product."""
        alike = (self.orientation, "unknown")
        return most_reads(r for r in self.support if r.counted and r.orientation in alike)

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
    """One VCF record, or one row of a MAF, behind a mutation."""

    caller: str
    """The caller that wrote the record."""
    source: str
    """The file and line of the record."""
    depth: int | None = None
    """The number of reads at the position; null where the file does not give it."""
    alt_reads: int | None = None
    """The number of reads with the allele; null where the file does not give it."""
    vaf: float | None = None
    """The fraction of reads with the allele (0-1); null where the file does not give it."""
    filters: list[str] = []
    """The filters that the record did not pass."""


KINASE_ALTERING = frozenset(
    {"missense_variant", "inframe_insertion", "inframe_deletion", "protein_altering_variant"}
)
"""Consequences that leave a kinase and change it."""


class Mutation(Model):
    """A coding change of ALK, ROS1, MET or a bypass gene."""

    id: str
    """The id of the finding in its document (`M1`)."""
    kind: Literal["mutation"] = "mutation"
    """The kind of finding."""
    gene: str
    """The gene symbol."""
    label: str
    """The name of the finding for people (`ALK G1202R`)."""
    hgvs_g: str
    """The genomic change in HGVS, with the accession of the chromosome."""
    hgvs_c: str | None
    """The coding change in HGVS, with the accession of the transcript; null where it cannot be
    named."""
    hgvs_p: str | None
    """The predicted protein change in HGVS, with the accession of the protein; null where there is
    none."""
    protein_change: str | None
    """The protein change in short (`G1202R`); null where there is none."""
    residue: int | None
    """The first residue that is changed, in the numbering of the gene's transcript; null where none
    is."""
    last_residue: int | None = None
    """The last residue that is replaced, removed or repeated; null where none is."""
    exon: int | None
    """The exon of the change, counted from 1; null outside exons."""
    in_kinase_domain: bool
    """Whether the change lies in the kinase domain."""
    alternative_names: list[str] = []
    """The same change in the numbering of other transcripts, and its names in the literature."""
    consequence: str
    """What the change does to the protein, in the terms of the Sequence Ontology."""
    vaf: float | None = None
    """The fraction of reads with the allele (0-1), the lowest where substitutions of one codon were
    joined; null where no caller gives it."""
    depth: int | None = None
    """The number of reads at the position; null where no caller gives it."""
    alt_reads: int | None = None
    """The number of reads with the allele; null where no caller gives it."""
    filters: list[str] = []
    """The filters that the mutation did not pass; empty where some caller passed it."""
    phase_set: str | None = None
    """The name of the caller's phase set; null without phase."""
    cancer_cell_fraction: float | None = None
    """The share of tumor cells (0-1) with the mutation, supposing that it is somatic; null without
    purity or `local_copy_number`."""
    local_copy_number: float | None = None
    """The copies per tumor cell at the mutation; null where they are not known."""
    role: MutationRole
    """What the mutation counts as in the profile of the sample."""
    functional_class: str | None = None
    """What the allele does, as one of a class (`KRAS activating mutation`); null where it is in
    none."""
    functional_class_reference: str | None = None
    """The id of the source of the class."""
    functional_class_curation: Curation | None = None
    """Whether the line of the knowledge base that gives the class was checked against its
    source."""
    significance: Literal["catalogued", "unknown"] | None = None
    """`catalogued` where the knowledge base has statements on this very allele, `unknown` where it
    has some on the gene alone; null where it has none on the gene."""
    known_at_residue: list[str] = []
    """The alleles at the same residues that the knowledge base knows; their effects say nothing
    about this one."""
    resists: list[str] | None = None
    """The therapies that it resists or weakens by a statement in force, alone or together with
    other findings; null before the knowledge of drugs is read."""
    resisting_at_residue: list[str] = []
    """Those of `known_at_residue` that resist a therapy; empty before the knowledge of drugs is
    read."""
    annotated_by: str | None = None
    """The annotator that named a bypass allele; null where the program names it itself."""
    is_driver: bool = False
    """Whether the allele drives lung cancers of its own."""
    support: list[MutationSupport]
    """The records of all callers behind the finding."""

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
    """The id of the finding in its document (`C1`)."""
    kind: Literal["compound_mutation"] = "compound_mutation"
    """The kind of finding."""
    gene: str
    """The gene symbol."""
    label: str
    """The name of the finding for people, in the order of the residues (`ALK L1196M+G1202R`)."""
    members: list[str]
    """The ids of the mutations, in the order of their residues."""
    phase: Phase
    """Whether one allele carries all of them (`cis`), separate alleles do (`trans`), or the data do
    not show it."""
    phase_evidence: str
    """What shows the phase, or why it is not known, in words."""


class CopyNumberSupport(Model):
    """One segment or row behind a copy-number finding, as written."""

    caller: str
    """The caller that wrote the row."""
    source: str
    """The file and line of the row."""
    segment: str
    """The interval (`chr7:116672405-116798386`, 1-based, inclusive), or the gene with the values of
    its row."""
    log2_ratio: float | None = None
    """The log2 of the ratio to a diploid reference; null where the file does not give it."""
    copy_number: float | None = None
    """The copies per cell as the caller wrote them; null where it gives none."""


class CopyNumber(Model):
    """The copy number of a gene.

    Where purity or ploidy is not known, several copy numbers are possible. The first possibility is
    that of the given purity and ploidy, or else of tumor cells alone and a diploid tumor.
    """

    id: str
    """The id of the finding in its document (`N1`)."""
    kind: Literal["copy_number"] = "copy_number"
    """The kind of finding."""
    gene: str
    """The gene symbol."""
    label: str
    """The name of the finding for people (`MET amplification`)."""
    copy_number: float | None
    """The mean over the gene in copies per cell; null where purity or ploidy is not known, or the
    source gives no copies."""
    copy_number_range: tuple[float, float] | None = None
    """The lowest and the highest possible copy number, where `copy_number` is null because purity
    or ploidy is not known."""
    caller_copy_number: float | None = None
    """The copies that the caller itself wrote, where `copy_number` differs because it is corrected
    for the purity; else null."""
    lowest_exon: float | None = None
    """The copies of the exon that has the fewest, at the first possibility; null where exons are
    not measured."""
    log2_ratio: float | None
    """The mean log2 ratio of the gene to a diploid reference; null where the source gives none."""
    relative_to_arm: float | None
    """The ratio of the gene to the rest of its chromosome arm, which stands in for MET/CEP7 of
    FISH; null where the rest is not measured."""
    relative_to_centromere: float | None = None
    """The ratio of the gene to the part of its arm between it and the centromere, or of FISH to the
    centromere itself; null where it is not measured."""
    relative_to_other_arm: float | None = None
    """The ratio of the gene to the other arm of its chromosome; null where that is not measured."""
    purity_corrected: bool
    """Whether the copies are those of the tumor cells alone."""
    method: CopyMethod = "sequencing"
    """The method of measurement."""
    focality: Focality
    """Whether the change is confined to a short segment (`focal`) or shared by the chromosome
    arm."""
    level: CopyNumberLevel
    """The level of the copy number at the first possibility, by the threshold table."""
    levels: list[CopyNumberLevel] = []
    """The levels of all possibilities, the lowest first."""
    amplified: bool
    """Whether the gene is amplified at every possibility."""
    loss: Loss | None = None
    """The loss at the first possibility; null where there is none."""
    lost: bool = False
    """Whether the gene is lost homozygously at every possibility."""
    role: CopyNumberRole = "target"
    """`target` for MET, `bypass` for a change described as a way around the blocked kinase,
    `context` for one that nothing rests on."""
    functional_class: str | None = None
    """What the change brings into the profile (`MET amplification`); null where it brings
    nothing."""
    functional_class_reference: str | None = None
    """The id of the source of the class."""
    meaning: str | None = None
    """What the change means, for people; null where the knowledge base does not say."""
    meaning_curation: Curation | None = None
    """Whether the meaning was checked against its source."""
    rule: str
    """The reason that the deciding line of the threshold table gives."""
    rule_id: str | None = None
    """The id of this line."""
    rule_reference: str | None = None
    """The id of the source of this line."""
    support: list[CopyNumberSupport]
    """The segments or rows behind the finding."""


class PhasedAlleles(Model):
    """What phase decides among more than a few on-target mutations of one kinase."""

    gene: str
    """The kinase gene."""
    alleles: list[list[str]]
    """The ids of the mutations by allele: those of one list share an allele, those of different
    lists lie on separate ones."""


class UnlistedPairs(Model):
    """How many pairs of on-target mutations of one kinase are not in any finding.

    Among more than a few mutations only those sets are findings that the knowledge base names or
    that phase decides.
    """

    gene: str
    """The kinase gene."""
    cis: int = 0
    """The number of pairs on one allele."""
    trans: int = 0
    """The number of pairs on separate alleles."""
    unknown: int = 0
    """The number of pairs whose phase is not known."""


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


PAIR = " with "
"""Joins the names of two genes whose alterations count only together: `TP53 with RB1`."""
ASPECTS = ("fusion", "amplification")
"""What is looked for in a gene that bypasses the driver, besides its mutations."""


class Assessment(Model):
    """The result of looking for one target."""

    target: str
    """What was looked for (`ALK fusion`, `ALK G1202`, `MET amplification`)."""
    gene: str
    """The gene of the target; of two genes that count only together, the first."""
    aspect: str | None = None
    """What was looked for in the gene (`fusion`, `G1202`, `amplification`); null where the target
    is the gene itself, two genes, or a class with a name of its own."""
    residue: int | None = None
    """The residue of a target of the category `residue`, in the numbering of the gene's transcript;
    null for any other target."""
    pair: tuple[str, str] | None = None
    """The two genes of a target whose alterations count only together; null for any other
    target."""
    category: AssessmentCategory
    """The kind of target; `copy_number` is that of MET, `gain` and `loss` those of further
    genes."""
    result: Result
    """How looking for the target ended."""
    reason: str
    """Why, in words."""
    depth: float | None = None
    """The read depth at the target, in reads; null where no coverage was given or it does not
    apply."""
    inputs: list[str] = []
    """The base names of the files in which the target was looked for."""
    limit_of_detection: str | None = None
    """What the assay detects of such a target at the least, in the laboratory's words; null for a
    target that is not absent, and where the laboratory does not state it."""

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, values: Any) -> Any:
        """Complete a row of an earlier release, which holds the target alone."""
        if not isinstance(values, dict) or "aspect" in values:
            return values
        target, gene = str(values.get("target")), str(values.get("gene"))
        first, _, second = target.partition(PAIR)
        if second:
            return {**values, "pair": (first, second)}
        aspect = target.removeprefix(f"{gene} ")
        if aspect == target or (values.get("category") == "bypass" and aspect not in ASPECTS):
            return values
        digits = re.search(r"\d+", aspect) if values.get("category") == "residue" else None
        return {**values, "aspect": aspect, "residue": int(digits[0]) if digits else None}


class KinaseDomain(Model):
    """The extent of a kinase domain, or of another domain that an active fusion keeps."""

    gene: str
    """The gene symbol."""
    name: str = "kinase domain"
    """The name of the domain (`kinase domain`, `EGF-like domain`)."""
    transcript: str
    """The accession of the transcript that numbers the residues."""
    protein: str
    """The accession of its protein."""
    start: int
    """The first residue, counted from 1."""
    end: int
    """The last residue, inclusive."""
    source: str
    """The source of the extent."""


class ReferenceUsed(Model):
    """The reference data that named the findings."""

    version: str
    """The version of the reference data."""
    sha256: str
    """The SHA-256 over the reference data, in hexadecimal."""
    transcripts: list[str]
    """The accessions of the transcripts that number the residues of the domains."""
    kinase_domains: list[KinaseDomain]
    """The domains and their extent."""


class Software(Model):
    """The program that made a document."""

    name: str
    """The name of the program."""
    version: str
    """Its version."""


class InputError(Model):
    """Why a sample has no result."""

    message: str
    """The problem, what was expected and what to do."""
    source: str | None = None
    """The file, line and column of the problem; null where it is in no file."""


def check_findings(findings: Sequence[Finding]) -> None:
    """Raise ValueError where ids repeat, or a compound names what is not a mutation."""
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
    """The program that made the document."""
    reference: ReferenceUsed
    """The reference data by which the findings were named."""
    inputs: list[InputFile]
    """The input files."""
    caller_names: dict[str, str] = {}
    """The names for people of the callers of the input files, by the codes in the findings; empty
    in documents of versions that did not say them."""
    settings: dict[str, str | int | float | bool | None]
    """The limits and choices of the run, by name."""


class FindingsDocument(Model):
    """`findings.json`: what the sample holds, before any knowledge of drugs."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    """The version of the document's format."""
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
    assay: LaboratoryAssay | None = None
    """The assay that the sample was sequenced with; null where none was named."""
    findings: list[Finding]
    """What the program holds to be in the sample."""
    phased_alleles: list[PhasedAlleles] = []
    """What phase decides among the on-target mutations, where there are more than a few."""
    unlisted_pairs: list[UnlistedPairs] = []
    """How many pairs of on-target mutations are not among the findings, by kinase."""
    assessments: list[Assessment]
    """The result of looking for each target, found or not."""
    provenance: DetectionProvenance
    """What the document was made from and with."""
    warnings: list[ReportWarning]
    """What the reader must know of the inputs and findings."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_findings(self.findings)
        return self
