"""The tables that detection judges by; their content is part of the knowledge base.

They stand here because detection does not know the knowledge base: it is handed these tables.
"""

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from annotator.model.base import (
    Assay,
    CopyNumberLevel,
    Curation,
    Focality,
    Frame,
    FusionClass,
    FusionEvent,
    FusionOrientation,
    FusionRole,
    GenomeBuild,
    KinaseState,
    Loss,
    Model,
    Specimen,
)
from annotator.model.observations import JunctionKind


class FusionKinase(Model):
    """A gene whose fusions are looked for (`fusion_kinases.tsv`)."""

    gene: str
    """The gene symbol."""
    role: FusionRole
    """`driver` for a kinase that the program is about, `off_target` for a gene whose fusion
    bypasses those."""
    kept_side: Literal["three_prime", "either"] = "three_prime"
    """The side on which an active fusion has the gene: 3', or either one, whichever keeps the
    domain."""
    canonical_exons: list[int] = []
    """The exons with which its fusions usually begin; where none is given, no breakpoint counts as
    uncommon."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class PartnerGene(Model):
    """A known 5' partner of a kinase (`fusion_partners.tsv`)."""

    gene: str
    """The kinase gene."""
    partner: str
    """The partner gene."""
    note: str | None = None
    """A remark of the curator."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""


class FusionVariant(Model):
    """A named exon join (`fusion_variants.tsv`)."""

    gene: str
    """The kinase gene."""
    partner: str
    """The 5' partner gene."""
    five_prime_exon: int
    """The last exon of the partner, in its transcript."""
    offset: int = 0
    """How far the breakpoint lies past the end of the 5' exon, in genomic nucleotides in the
    direction of transcription."""
    inserted: int = 0
    """The number of nucleotides that the transcript gains at the junction."""
    three_prime_exon: int
    """The first exon of the kinase, in its transcript."""
    three_prime_offset: int = 0
    """How far the breakpoint lies past the start of the 3' exon, in genomic nucleotides in the
    direction of transcription; negative in the intron before it."""
    exon_label: str
    """The exons as the literature writes them (`E13;A20`)."""
    name: str | None = None
    """The name of the variant (`variant 1`); null where it has none."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class FusionRule(Model):
    """One line of the classification table (`fusion_rules.tsv`); the first that matches decides.

    A condition left empty does not matter. The conditions are about the junction that stands for
    the event, apart from `assay`, `both_assays`, `frame_from`, `filtered`, `min_reads`,
    `min_rna_reads`, `reads_given` and `min_callers`, which are about all of its rows that count:
    those of the same product that passed their filters, or all where none passed. `beside_rna` is
    about the other events of the gene.
    """

    id: str
    """The id of the line."""
    role: FusionRole | None = None
    """The role of the gene."""
    event: list[FusionEvent] = []
    """The kinds of event."""
    functional_class: str | None = None
    """The class of a junction within a gene."""
    junction: list[JunctionKind] = []
    """How the two sides meet."""
    orientation: list[FusionOrientation] = []
    """Whether it is the productive or the reciprocal product."""
    frame: list[Frame] = []
    """The reading frame."""
    kinase_domain: list[KinaseState] = []
    """How much of the domain is kept."""
    known_partner: bool | None = None
    """Whether the partner is a known one of the gene."""
    read_through: bool | None = None
    """Whether the 5' gene lies before the 3' gene, near it and on its strand."""
    partner_named: bool | None = None
    """Whether a gene is known or named at the other side."""
    canonical: bool | None = None
    """Whether the part of the kinase begins with one of its usual exons."""
    at_border: bool | None = None
    """Whether the part of the kinase begins at the border of an exon."""
    located: bool | None = None
    """Whether breakpoints are given."""
    assay: Assay | None = None
    """The assay that shows the event; RNA where a row of RNA counts."""
    both_assays: bool | None = None
    """Whether rows of RNA and of DNA that passed join the two genes, in any orientation."""
    beside_rna: bool | None = None
    """Whether RNA shows another, functional fusion of the gene, and not this one."""
    frame_from: Assay | None = None
    """The assay whose rows give the reading frame; RNA where one of its rows does."""
    filtered: bool | None = None
    """Whether the callers filtered every row of the same product."""
    reads_given: bool | None = None
    """Whether any caller gives reads."""
    min_reads: int | None = None
    """The least number of split and spanning reads, of the caller that saw most."""
    min_rna_reads: int | None = None
    """The least number of them in RNA."""
    min_callers: int | None = None
    """The least number of callers."""
    classification: FusionClass
    """What the event is held to be."""
    finding: bool = True
    """Whether the event is a finding; where false it is only reported in a warning."""
    reason: str
    """Why, for the report; `{domain}` stands for the name of the domain, and what stands in square
    brackets is said only of DNA, where no RNA was given that could show the event."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""

    @property
    def matches_always(self) -> bool:
        """Whether the line has no condition."""
        told = {"id", "classification", "finding", "reason", "reference", "curation"}
        conditions = type(self).model_fields.keys() - told
        return all(getattr(self, name) in (None, []) for name in conditions)


CopyChange = Literal["gain", "loss"]
AMPLIFICATION = "amplification"
"""What is looked for where copies are gained, as the name of a target ends."""


class CopyNumberRule(Model):
    """One line of a copy-number table; the first that matches decides.

    A line is of one gene (`copy_number_rules.tsv`), or of every gene that `copy_number_genes.tsv`
    lists with its change and that has no lines of its own (`copy_number_changes.tsv`). An empty
    condition does not matter. In plasma copies are as measured, not corrected for the tumor
    fraction.
    """

    id: str
    """The id of the line."""
    gene: str | None = None
    """The gene of the line; null for a line of a change."""
    change: CopyChange | None = None
    """The change that the line is about; null for a line of one gene."""
    min_copy_number: float | None = None
    """The least copies per cell, inclusive."""
    max_copy_number: float | None = None
    """The copies per cell below which the line holds, exclusive."""
    min_ratio: float | None = None
    """The least ratio of the gene to the rest of its arm (of FISH, to its centromere),
    inclusive."""
    max_ratio: float | None = None
    """The ratio to the rest of the arm below which the line holds, exclusive."""
    focality: Focality | None = None
    """Whether the change is confined to a short segment or shared by the arm."""
    method: Literal["fish", "discrete"] | None = None
    """`fish` or `discrete` for a line of that method alone."""
    min_discrete: float | None = None
    """The least level of a cohort (-2 to 2), inclusive; only for `discrete`."""
    min_to_ploidy: float | None = None
    """The least ratio of the copies to the ploidy (2 where it is not known), inclusive."""
    max_to_ploidy: float | None = None
    """The ratio of the copies to the ploidy below which the line holds, exclusive."""
    specimen: Specimen | None = None
    """The specimen of the line; empty for both."""
    level: CopyNumberLevel
    """The level of the copy number; `none` for a line of a loss."""
    loss: Loss | None = None
    """The loss that the line is about."""
    result: Literal["present", "absent", "indeterminate", "no_call"]
    """The result of looking for the amplification, or for a homozygous loss."""
    token: str | None = None
    """What the change brings into the profile; only for a line of one gene."""
    reason: str
    """Why, for the report."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""

    @model_validator(mode="after")
    def _is_of_something(self) -> "CopyNumberRule":
        if (self.gene is None) == (self.change is None):
            raise ValueError("a line has a gene or a change (gain, loss), and not both")
        if self.loss is not None and self.level != "none":
            raise ValueError("a line of a loss has the level none")
        if self.change is not None and self.token is not None:
            raise ValueError("a line of a change has no token: that of the gene counts")
        return self


class CopyNumberGene(Model):
    """A gene besides MET whose copies are assessed, as context (`copy_number_genes.tsv`)."""

    gene: str
    """The gene symbol."""
    change: CopyChange
    """The change that is looked for."""
    token: str | None = None
    """What an amplification or a homozygous loss brings into the profile, where it is described as
    a way around the blocked kinase; null for context alone."""
    meaning: str
    """What the change means, for people."""
    references: list[str] = []
    """The ids of the sources."""
    curation: Curation
    """Whether the line was checked against its sources."""

    @property
    def aspect(self) -> str:
        """What is looked for in the gene."""
        return AMPLIFICATION if self.change == "gain" else "homozygous loss"

    @property
    def target(self) -> str:
        """What is looked for, as an assessment names it."""
        return f"{self.gene} {self.aspect}"


class RnaQualityLimit(Model):
    """The values of a metric at which RNA can exclude a fusion (`rna_quality.tsv`).

    Where a file states limits of its own for the metric, those count.
    """

    caller: str
    """The assay or caller that gives the metric."""
    metric: str
    """The name of the metric, as its files write it."""
    min: float | None = None
    """The least good value, inclusive."""
    max: float | None = None
    """The greatest good value, inclusive."""
    reference: str | None = None
    """The id of the source; null where none was seen."""
    curation: Curation
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class Polymorphism(Model):
    """A common germline allele (`polymorphisms.tsv`)."""

    gene: str
    """The gene symbol."""
    protein_change: str
    """The protein change in short (`I1461V`)."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class LiteratureName(Model):
    """What the literature calls a protein change (`literature_names.tsv`)."""

    gene: str
    """The gene symbol."""
    protein_change: str
    """The HGVS name in short (`T1151dup`)."""
    name: str
    """The name in the literature (`1151Tins`)."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class FunctionalRegion(Model):
    """A region whose alleles all do one thing, whatever their own name (`functional_regions.tsv`).

    The first line that fits an allele decides.
    """

    id: str
    """The id of the line."""
    gene: str
    """The gene symbol."""
    transcript: str
    """The accession of the transcript that numbers the region."""
    first: str
    """The first position of the region in HGVS c. numbering, without `c.` (`2888-2`)."""
    last: str
    """The last position of the region, inclusive."""
    alleles: Literal["any", "deletion", "missense", "exon"]
    """The alleles that count of those that overlap the region: `any` (of insertions those that
    break a splice site), `deletion` (what removes bases) or `missense`; `exon` counts no allele,
    but junctions that leave out exactly this exon."""
    functional_class: str
    """The class of these alleles (`MET exon 14 skipping`)."""
    role: Literal["bypass", "other"]
    """What these alleles count as in the profile."""
    driver: bool = False
    """Whether they drive lung cancers of their own."""
    reference: str
    """The id of the source."""
    curation: Curation
    """Whether the line was checked against its source."""
    note: str | None = None
    """A remark of the curator."""


class BypassGene(Model):
    """A gene whose alterations are a way around the blocked kinase (`bypass_genes.tsv`)."""

    gene: str
    """The gene symbol."""
    transcript: str
    """The accession of the transcript that numbers its alleles."""
    kind: Literal["oncogene", "suppressor"]
    """Whether activation (`oncogene`) or loss (`suppressor`) is looked for."""
    loss_class: str | None = None
    """The class of every alteration that takes a suppressor away; only for suppressors."""
    together_with: str | None = None
    """The gene whose alteration must stand beside it for it to mean something; null where it means
    something alone."""
    meaning: str
    """What the alterations mean, for people."""
    references: list[str] = []
    """The ids of the sources."""
    curation: Curation
    """Whether the line was checked against its sources."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "BypassGene":
        if (self.loss_class is None) == (self.kind == "suppressor"):
            raise ValueError("a gene has a loss_class if, and only if, it is a suppressor")
        return self


class BypassAllele(Model):
    """An allele, or a kind of allele, of a bypass gene (`bypass.tsv`)."""

    gene: str
    """The gene symbol."""
    name: str
    """The name of the allele (`G12C`), or of the kind of allele."""
    alleles: Literal["exact", "inframe_deletion", "inframe_insertion"]
    """`exact` for one allele, else the kind of change that counts at the residues `first_residue`
    to `last_residue`."""
    hgvs_c: str | None = None
    """The coding change of an exact allele, without accession and `c.` (`34G>T`)."""
    chrom: str | None = None
    """The chromosome of an exact allele."""
    position_grch37: int | None = None
    """The 1-based position of an exact allele in GRCh37."""
    position_grch38: int | None = None
    """The 1-based position of an exact allele in GRCh38."""
    ref: str = ""
    """The reference allele of an exact allele, on the plus strand."""
    alt: str = ""
    """The alternate allele of an exact allele, on the plus strand."""
    first_residue: int | None = None
    """The first residue of a kind of allele, any of which must be touched."""
    last_residue: int | None = None
    """The last residue of a kind of allele, inclusive."""
    functional_class: str
    """The class of the allele (`KRAS activating mutation`)."""
    driver: bool = False
    """Whether it drives lung cancers of its own, in which no ALK or ROS1 fusion is expected."""
    references: list[str] = Field(min_length=1)
    """The ids of the sources."""
    curation: Curation
    """Whether the line was checked against its sources."""
    note: str | None = None
    """A remark of the curator."""

    @model_validator(mode="after")
    def _is_placed(self) -> "BypassAllele":
        if self.alleles == "exact":
            places = (self.hgvs_c, self.chrom, self.position_grch37, self.position_grch38)
            if None in places or not (self.ref and self.alt):
                raise ValueError("an exact allele has c. name, chromosome, positions, ref and alt")
            if not re.fullmatch(r"[A-Z]\d+[A-Z]", self.name):
                raise ValueError("the name of an exact allele is a change such as G12C")
        elif self.first_residue is None or self.last_residue is None:
            raise ValueError("a kind of allele has its first and last residue")
        return self

    def position(self, build: GenomeBuild) -> int | None:
        """The position in a build; null for a kind of allele."""
        return self.position_grch37 if build == "GRCh37" else self.position_grch38


class DetectionLimits(Model):
    """What counts as seen or not seen (`limits.yaml`)."""

    min_depth: dict[Literal["tissue", "plasma"], float]
    """The least depth at which absence can be claimed, in reads, by specimen."""
    longest_mean_depth: int
    """The longest interval, in base pairs, whose mean depth still stands for each position in
    it."""
    early_end_records: int
    """How many records a VCF must hold, and how many must be expected after its last one, for it to
    be taken for cut where it ends before a locus."""
    breakpoint_tolerance: int
    """How far a caller's breakpoint may lie from an exon boundary, in base pairs."""
    named_exon_rounding: int = 0
    """How far a caller's breakpoint may lie from the border of an exon that it names, in base
    pairs, and the name still counts."""
    read_through_distance: int
    """The greatest distance, in base pairs, between two neighbors on one strand whose join may be
    read-through."""
    rna_after_negative_dna: float
    """The share of tumors (0-1) in which RNA found a driver that DNA had not shown."""
    focal_max_length: int
    """The longest segment that is still focal, in base pairs."""
    focal_min_ratio: float
    """The least ratio of a gene to the rest of its chromosome arm for a focal change."""
    min_gene_covered: float
    """The share of a gene (0-1, of its bases or of its exons) that copy-number segments must cover
    for a call."""
    plausible_purity: tuple[float, float]
    """The lowest and the highest purity (0-1) for which copies are computed where it is not given;
    below the lowest, ratios are mostly noise."""
    plausible_ploidy: tuple[float, float]
    """The lowest and the highest ploidy, in copies per cell, for which copies are computed where it
    is not given."""
    cis_max_distance: int
    """The greatest distance, in base pairs, at which one read can show two mutations."""
    knowledge_current_days: Annotated[int, Field(ge=0)] = 90
    """How long after its release the knowledge counts as current, in days."""
    references: list[str]
    """The ids of the sources."""
    note: str
    """Where each limit comes from, in words."""


class CatalogedAllele(Model):
    """An allele that some statement is about."""

    gene: str
    """The gene symbol."""
    protein_change: str
    """The protein change in short (`G1202R`)."""
    residue: int
    """The first residue that it changes."""


class KnownCompound(Model):
    """Alleles of a kinase that some statement or rule names together."""

    gene: str
    """The kinase gene."""
    protein_changes: list[str]
    """The protein changes in short, in the order of their residues."""


class DetectionTables(Model):
    """Everything that detection needs of the knowledge base."""

    fusion_kinases: list[FusionKinase]
    fusion_partners: list[PartnerGene]
    fusion_variants: list[FusionVariant]
    fusion_rules: list[FusionRule]
    copy_number_rules: list[CopyNumberRule]
    copy_number_genes: list[CopyNumberGene] = []
    rna_quality: list[RnaQualityLimit] = []
    polymorphisms: list[Polymorphism]
    literature_names: list[LiteratureName] = []
    functional_regions: list[FunctionalRegion] = []
    bypass_genes: list[BypassGene] = []
    bypass_alleles: list[BypassAllele] = []
    limits: DetectionLimits
    catalog: list[CatalogedAllele]
    known_compounds: list[KnownCompound] = []

    @property
    def driver_kinases(self) -> list[str]:
        """The kinases whose fusions are drivers here, by name."""
        return sorted(kinase.gene for kinase in self.fusion_kinases if kinase.role == "driver")

    @property
    def off_target_kinases(self) -> list[str]:
        """The genes whose fusions bypass the drivers, by name."""
        return sorted(kinase.gene for kinase in self.fusion_kinases if kinase.role == "off_target")

    @property
    def amplified_genes(self) -> list[str]:
        """The genes whose amplification is a finding of its own, in the order of the table."""
        further = {listed.gene for listed in self.copy_number_genes}
        genes = dict.fromkeys(r.gene for r in self.copy_number_rules if r.gene and r.token)
        return [gene for gene in genes if gene not in further]

    @property
    def called_genes(self) -> list[str]:
        """Every gene whose copies are called; those with lines of their own come first."""
        own = [rule.gene for rule in self.copy_number_rules if rule.gene]
        changes = {rule.change for rule in self.copy_number_rules}
        further = [each.gene for each in self.copy_number_genes if each.change in changes]
        return list(dict.fromkeys([*own, *further]))

    def copy_number_lines(self, gene: str) -> list[CopyNumberRule]:
        """The lines that grade a gene: its own, else those of its change."""
        own = [rule for rule in self.copy_number_rules if rule.gene == gene]
        changes = {each.change for each in self.copy_number_genes if each.gene == gene}
        return own or [rule for rule in self.copy_number_rules if rule.change in changes]
