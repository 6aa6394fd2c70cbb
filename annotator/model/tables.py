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
    """A kinase whose fusions are looked for (`fusion_kinases.tsv`).

    `role` is `driver` for the kinases that the program is about, `off_target` for one whose fusion
    bypasses them. `kept_side` is the side on which an active fusion has the gene: 3', or either,
    whichever keeps the domain. `canonical_exons` are the exons with which its fusions usually
    begin; where none is given, no breakpoint counts as uncommon.
    """

    gene: str
    role: FusionRole
    kept_side: Literal["three_prime", "either"] = "three_prime"
    canonical_exons: list[int] = []
    reference: str
    curation: Curation
    note: str | None = None


class PartnerGene(Model):
    """A known 5' partner of a kinase (`fusion_partners.tsv`)."""

    gene: str
    partner: str
    note: str | None = None
    reference: str
    curation: Curation


class FusionVariant(Model):
    """A named exon join (`fusion_variants.tsv`).

    `offset` is how far the breakpoint lies past the end of the 5' exon, `three_prime_offset` how
    far past the start of the 3' exon (negative in the intron before it), in genomic nucleotides
    in the direction of transcription; `inserted` the nucleotides that the transcript gains there.
    """

    gene: str
    partner: str
    five_prime_exon: int
    offset: int = 0
    inserted: int = 0
    three_prime_exon: int
    three_prime_offset: int = 0
    exon_label: str
    name: str | None = None
    reference: str
    curation: Curation
    note: str | None = None


class FusionRule(Model):
    """One line of the classification table (`fusion_rules.tsv`); the first that matches decides.

    A condition left empty does not matter. The conditions speak of the junction that stands for
    the event, apart from: `assay` (RNA where any RNA row shows it), `filtered` (whether the callers
    filtered every junction of its orientation), `min_reads` (split + spanning reads of the caller
    that saw most), `reads_given` (whether any caller gives reads), `min_callers`.
    `located` is whether breakpoints are given; `read_through` whether the 5' gene lies before
    the 3' gene, near and on its strand; `partner_named` whether a gene is known or named at the
    other side; `canonical` whether the kinase part begins with one of its usual exons, and
    `at_border` whether it begins at the border of an exon. Where `finding` is false the event is
    told in a notice alone.
    """

    id: str
    role: FusionRole | None = None
    event: list[FusionEvent] = []
    functional_class: str | None = None
    junction: list[JunctionKind] = []
    orientation: list[FusionOrientation] = []
    frame: list[Frame] = []
    kinase_domain: list[KinaseState] = []
    known_partner: bool | None = None
    read_through: bool | None = None
    partner_named: bool | None = None
    canonical: bool | None = None
    at_border: bool | None = None
    located: bool | None = None
    assay: Assay | None = None
    filtered: bool | None = None
    reads_given: bool | None = None
    min_reads: int | None = None
    min_callers: int | None = None
    classification: FusionClass
    finding: bool = True
    reason: str
    reference: str
    curation: Curation

    @property
    def matches_always(self) -> bool:
        """Whether the line has no condition."""
        told = {"id", "classification", "finding", "reason", "reference", "curation"}
        conditions = type(self).model_fields.keys() - told
        return all(getattr(self, name) in (None, []) for name in conditions)


CopyChange = Literal["gain", "loss"]


class CopyNumberRule(Model):
    """One line of a copy-number table; the first match decides.

    A line is of one `gene` (`copy_number_rules.tsv`), or of every gene that `copy_number_genes.tsv`
    lists with its `change` and that has no lines of its own (`copy_number_changes.tsv`). Bounds:
    `min_*` inclusive, `max_*` exclusive. Copy number in copies per cell; `ratio` is the gene
    against the rest of its arm (of FISH, its centromere), empty when it must not matter. `method`
    is `fish` or `discrete` for lines of these alone (`min_discrete` is a level of the latter),
    `*_to_ploidy` bound copies over the ploidy (2 where not known), `specimen` is that of the
    sample, empty for both. In plasma copies are as measured, not corrected for the tumor fraction.
    `loss` says which loss a line is of; its `level` is `none`, and of a line of losses `result` is
    that of looking for a homozygous one.
    """

    id: str
    gene: str | None = None
    change: CopyChange | None = None
    min_copy_number: float | None = None
    max_copy_number: float | None = None
    min_ratio: float | None = None
    max_ratio: float | None = None
    focality: Literal["focal", "arm_level", "unknown"] | None = None
    method: Literal["fish", "discrete"] | None = None
    min_discrete: float | None = None
    min_to_ploidy: float | None = None
    max_to_ploidy: float | None = None
    specimen: Specimen | None = None
    level: CopyNumberLevel
    loss: Loss | None = None
    result: Literal["present", "absent", "indeterminate", "no_call"]
    token: str | None = None
    reason: str
    reference: str
    curation: Curation

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
    """A gene beside MET whose copies are graded, as context (`copy_number_genes.tsv`).

    `change` is what is looked for in it. `token` is what an amplification or a homozygous loss of
    it brings into the profile, where one is described as a way around the blocked kinase; without
    one it is context alone. `meaning` is for people.
    """

    gene: str
    change: CopyChange
    token: str | None = None
    meaning: str
    references: list[str] = []
    curation: Curation

    @property
    def target(self) -> str:
        """What is looked for, as an assessment names it."""
        return f"{self.gene} {'amplification' if self.change == 'gain' else 'homozygous loss'}"


class Polymorphism(Model):
    """A common germline allele (`polymorphisms.tsv`)."""

    gene: str
    protein_change: str
    reference: str
    curation: Curation
    note: str | None = None


class LiteratureName(Model):
    """What the literature calls a protein change (`literature_names.tsv`).

    `protein_change` is the HGVS one in short (`T1151dup`), `name` the other (`1151Tins`).
    """

    gene: str
    protein_change: str
    name: str
    reference: str
    curation: Curation
    note: str | None = None


class FunctionalRegion(Model):
    """Where alleles do one thing whatever their own name (`functional_regions.tsv`).

    `first` and `last` are c. positions of `transcript` (`2888-2`), inclusive. `alleles` says which
    alleles that overlap the region count: `any` (of insertions those that break a splice site),
    `deletion` (what removes bases), `missense`; `exon` stands for no allele but for junctions that
    leave out exactly this exon. The first line that fits an allele decides. What fits a `driver`
    line drives lung cancers of its own.
    """

    id: str
    gene: str
    transcript: str
    first: str
    last: str
    alleles: Literal["any", "deletion", "missense", "exon"]
    functional_class: str
    role: Literal["bypass", "other"]
    driver: bool = False
    reference: str
    curation: Curation
    note: str | None = None


class BypassGene(Model):
    """A gene whose alterations are a way around the blocked kinase (`bypass_genes.tsv`).

    `transcript` numbers its alleles. What takes a `suppressor` away is of the class `loss_class`,
    whatever its name. One that means something only beside an alteration of another gene names
    that gene in `together_with`.
    """

    gene: str
    transcript: str
    kind: Literal["oncogene", "suppressor"]
    loss_class: str | None = None
    together_with: str | None = None
    meaning: str
    references: list[str] = []
    curation: Curation

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "BypassGene":
        if (self.loss_class is None) == (self.kind == "suppressor"):
            raise ValueError("a gene has a loss_class if, and only if, it is a suppressor")
        return self


class BypassAllele(Model):
    """An allele, or a kind of allele, of a bypass gene (`bypass.tsv`).

    An `exact` one has its place in both builds: `ref` and `alt` on the plus strand, positions
    1-based, `hgvs_c` without accession. An `inframe_deletion` or `inframe_insertion` is any such
    that touches one of the residues `first_residue` to `last_residue`. `driver`: it drives lung
    cancers of itself, in which no ALK or ROS1 fusion is expected.
    """

    gene: str
    name: str
    alleles: Literal["exact", "inframe_deletion", "inframe_insertion"]
    hgvs_c: str | None = None
    chrom: str | None = None
    position_grch37: int | None = None
    position_grch38: int | None = None
    ref: str = ""
    alt: str = ""
    first_residue: int | None = None
    last_residue: int | None = None
    functional_class: str
    driver: bool = False
    references: list[str] = Field(min_length=1)
    curation: Curation
    note: str | None = None

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
    """What counts as seen or not seen (`limits.yaml`). Depths in reads, lengths in base pairs.

    `focal_max_length` is the longest segment that is still focal; `breakpoint_tolerance` how far
    a caller's breakpoint may lie from an exon boundary; `read_through_distance` the greatest one
    between two neighbours on one strand whose join may be read-through. `min_gene_covered` is
    the share of a gene (0-1; of its bases or of its exons) that copy-number segments must cover
    for a call. `plausible_purity` and `plausible_ploidy` are the bounds between which copies are
    computed where purity or ploidy is not given; below the least purity ratios are mostly noise.
    `longest_mean_depth` is the longest interval whose mean depth still stands for each place in it;
    `knowledge_current_days` is how long after its release the knowledge counts as current;
    `early_end_records` is how many records a VCF must hold, and how many must be expected after
    its last one, to be taken for cut where it ends before a place;
    `rna_after_negative_dna` that of tumors in which RNA found a driver that DNA had not shown.
    """

    min_depth: dict[Literal["tissue", "plasma"], float]
    longest_mean_depth: int
    early_end_records: int
    breakpoint_tolerance: int
    read_through_distance: int
    rna_after_negative_dna: float
    focal_max_length: int
    focal_min_ratio: float
    min_gene_covered: float
    plausible_purity: tuple[float, float]
    plausible_ploidy: tuple[float, float]
    cis_max_distance: int
    knowledge_current_days: Annotated[int, Field(ge=0)] = 90
    references: list[str]
    note: str


class CataloguedAllele(Model):
    """An allele that some statement speaks of; `residue` is the first one it changes."""

    gene: str
    protein_change: str
    residue: int


class KnownCompound(Model):
    """Alleles of a kinase that some statement or rule speaks of together."""

    gene: str
    protein_changes: list[str]


class DetectionTables(Model):
    """Everything that detection needs of the knowledge base."""

    fusion_kinases: list[FusionKinase]
    fusion_partners: list[PartnerGene]
    fusion_variants: list[FusionVariant]
    fusion_rules: list[FusionRule]
    copy_number_rules: list[CopyNumberRule]
    copy_number_genes: list[CopyNumberGene] = []
    polymorphisms: list[Polymorphism]
    literature_names: list[LiteratureName] = []
    functional_regions: list[FunctionalRegion] = []
    bypass_genes: list[BypassGene] = []
    bypass_alleles: list[BypassAllele] = []
    limits: DetectionLimits
    catalogue: list[CataloguedAllele]
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
    def graded_genes(self) -> list[str]:
        """Every gene whose copies are graded: those with lines of their own come first."""
        own = [rule.gene for rule in self.copy_number_rules if rule.gene]
        changes = {rule.change for rule in self.copy_number_rules}
        further = [each.gene for each in self.copy_number_genes if each.change in changes]
        return list(dict.fromkeys([*own, *further]))

    def copy_number_lines(self, gene: str) -> list[CopyNumberRule]:
        """The lines that grade a gene: its own, else those of its change."""
        own = [rule for rule in self.copy_number_rules if rule.gene == gene]
        changes = {each.change for each in self.copy_number_genes if each.gene == gene}
        return own or [rule for rule in self.copy_number_rules if rule.change in changes]
