"""The invented patients of the example cohort: who they are and what their tumours hold.

Nobody here exists. Positions are 1-based. Alleles are on the plus strand; where a position is the
same change in both genome builds, only the coordinate differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Build = Literal["GRCh37", "GRCh38"]
BUILDS: tuple[Build, Build] = ("GRCh37", "GRCh38")


@dataclass(frozen=True)
class Allele:
    """A single-base change: `positions` in GRCh37 and GRCh38."""

    chrom: str
    positions: tuple[int, int]
    ref: str
    alt: str
    rsid: str = "."

    def position(self, build: Build) -> int:
        """The position in one genome build."""
        return self.positions[BUILDS.index(build)]


ALLELES: Mapping[str, Allele] = {
    "ALK C1156Y": Allele("2", (29445258, 29222392), "C", "T"),
    "ALK I1171N": Allele("2", (29445213, 29222347), "A", "T"),
    "ALK L1196M": Allele("2", (29443631, 29220765), "G", "T"),
    "ALK L1198F": Allele("2", (29443625, 29220759), "G", "A"),
    "ALK G1202R": Allele("2", (29443613, 29220747), "C", "T"),
    "ALK L1256F": Allele("2", (29432722, 29209856), "G", "A"),
    "ROS1 G2032R": Allele("6", (117638347, 117317184), "C", "T"),
    "MET D1228N": Allele("7", (116423407, 116783353), "G", "A"),
    # Germline alleles and a silent one: present in many people, no cause of resistance.
    "ALK K1491R": Allele("2", (29416481, 29193615), "T", "C", "rs1881420"),
    "ALK D1529E": Allele("2", (29416366, 29193500), "G", "C", "rs1881421"),
    "ALK I1461V": Allele("2", (29416572, 29193706), "T", "C", "rs1670283"),
    "ALK G1125=": Allele("2", (29445458, 29222592), "G", "T"),
    "MET intron 12": Allele("7", (116411494, 116771440), "T", "C"),
    # Changes outside the kinase genes.
    "KRAS G12C": Allele("12", (25398285, 25245351), "C", "A"),
    "TP53 R175H": Allele("17", (7578406, 7675088), "C", "T"),
    "TP53 R248Q": Allele("17", (7577538, 7674220), "C", "T"),
    "TP53 R273H": Allele("17", (7577120, 7673802), "C", "T"),
    "APOE R176C": Allele("19", (45412079, 44908822), "C", "T", "rs7412"),
    "APOE C130R": Allele("19", (45411941, 44908684), "T", "C", "rs429358"),
}


@dataclass(frozen=True)
class Side:
    """One side of a junction: the last base of a 5' exon or the first base of a 3' exon."""

    gene: str
    gene_id: str
    transcript: str
    strand: Literal["+", "-"]
    chrom: str
    positions: tuple[int, int]

    def position(self, build: Build) -> int:
        """The position in one genome build."""
        return self.positions[BUILDS.index(build)]


EML4_EXON_13 = Side("EML4", "ENSG00000143924.18", "ENST00000318522", "+", "2", (42522656, 42295516))
EML4_EXON_6 = replace(EML4_EXON_13, positions=(42491871, 42264731))
EML4_EXON_20 = replace(EML4_EXON_13, positions=(42552694, 42325554))
ALK_EXON_20 = Side("ALK", "ENSG00000171094.17", "ENST00000389048", "-", "2", (29446394, 29223528))
CD74_EXON_6 = Side(
    "CD74", "ENSG00000019582.14", "ENST00000009530.12", "-", "5", (149784243, 150404680)
)
CD74_EXON_4 = replace(CD74_EXON_6, positions=(149785884, 150406321))
SLC34A2_EXON_4 = Side(
    "SLC34A2", "ENSG00000157765.12", "ENST00000382051", "+", "4", (25665952, 25664330)
)
ROS1_EXON_34 = Side(
    "ROS1", "ENSG00000047936.10", "ENST00000368508.7", "-", "6", (117645578, 117324415)
)


@dataclass(frozen=True)
class FusionEvent:
    """A fusion transcript and the reads that cross it; a `passenger` drives nothing."""

    five_prime: Side
    three_prime: Side
    junction_reads: int
    spanning_reads: int
    passenger: bool = False


@dataclass(frozen=True)
class Variant:
    """An allele of `ALLELES` in the tumour; `germline` alleles are in the normal sample too.

    `phase_group` names the haplotype block it was phased in; variants of one block are in cis.
    """

    name: str
    vaf: float
    depth: int
    germline: bool = False
    phase_group: str | None = None


@dataclass(frozen=True)
class SmallVariantFile:
    """How the VCF was made: with a matched normal or not, compressed or not, by which phaser."""

    paired: bool
    compressed: bool
    phaser: Literal["mutect2", "whatshap"] | None = None


@dataclass(frozen=True)
class CopyNumberFile:
    """A CNVkit file: `.cns`, or `.call.cns` when `called`. Log2 ratios as measured.

    `arms` overrides the log2 ratio of an arm (`7p`), `met_amplicon` puts a focal segment over
    MET at that log2 ratio.
    """

    called: bool = False
    arms: Mapping[str, float] = field(default_factory=dict)
    met_amplicon: float | None = None


@dataclass(frozen=True)
class CoverageFile:
    """Mean depth over the kinase exons; `thin` exons (`ROS1 38`) have the depth given."""

    depth: float
    thin: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Patient:
    """One line of the sample sheet and the files behind it; an empty text is unknown.

    `fusion_tables` are the callers whose tables were given, with or without a fusion in them.
    """

    sample: str
    patient: str
    collected_on: str
    build: Build
    chrom_prefix: Literal["chr", ""]
    prior_therapies: str
    cns_metastases: Literal["yes", "no", "unknown"]
    variants: tuple[Variant, ...]
    small_variants: SmallVariantFile
    fusion: FusionEvent | None = None
    fusion_tables: tuple[Literal["star_fusion", "arriba"], ...] = ()
    copy_number: CopyNumberFile | None = None
    coverage: CoverageFile | None = None
    purity: str = ""
    ploidy: str = ""
    specimen: str = "tissue"
    rna_quality: Literal["adequate", "inadequate", ""] = ""
    diagnosis: str = "non-small cell lung cancer"


PATIENTS: tuple[Patient, ...] = (
    Patient(
        sample="EX01_ALK_naive",
        patient="P-101",
        collected_on="2026-01-12",
        build="GRCh38",
        chrom_prefix="chr",
        prior_therapies="none",
        cns_metastases="yes",
        variants=(
            Variant("ALK I1461V", 0.51, 402, germline=True),
            Variant("TP53 R273H", 0.27, 356),
            Variant("MET intron 12", 0.06, 118),
        ),
        small_variants=SmallVariantFile(paired=True, compressed=True),
        fusion=FusionEvent(EML4_EXON_13, ALK_EXON_20, 64, 21),
        fusion_tables=("star_fusion",),
        copy_number=CopyNumberFile(),
        coverage=CoverageFile(412.0),
        purity="0.55",
        ploidy="2.1",
    ),
    Patient(
        sample="EX02_ALK_G1202R",
        patient="P-102",
        collected_on="2026-02-03",
        build="GRCh38",
        chrom_prefix="chr",
        prior_therapies="alectinib",
        cns_metastases="no",
        variants=(
            Variant("ALK G1202R", 0.22, 511),
            Variant("ALK K1491R", 0.49, 433, germline=True),
            Variant("ALK D1529E", 0.98, 420, germline=True),
            Variant("APOE C130R", 0.50, 388, germline=True),
        ),
        small_variants=SmallVariantFile(paired=False, compressed=False),
        fusion=FusionEvent(EML4_EXON_6, ALK_EXON_20, 37, 9),
        fusion_tables=("star_fusion", "arriba"),
        copy_number=CopyNumberFile(called=True),
        coverage=CoverageFile(486.0),
        purity="0.45",
        ploidy="2.3",
    ),
    Patient(
        sample="EX03_ALK_L1196M_G1202R",
        patient="P-103",
        collected_on="2026-02-17",
        build="GRCh38",
        chrom_prefix="chr",
        prior_therapies="alectinib;lorlatinib",
        cns_metastases="yes",
        variants=(
            Variant("ALK L1196M", 0.19, 624, phase_group="29220747_C_T"),
            Variant("ALK G1202R", 0.20, 631, phase_group="29220747_C_T"),
            Variant("TP53 R248Q", 0.31, 402),
        ),
        small_variants=SmallVariantFile(paired=True, compressed=True, phaser="mutect2"),
        fusion=FusionEvent(EML4_EXON_6, ALK_EXON_20, 51, 17),
        fusion_tables=("arriba",),
        copy_number=CopyNumberFile(arms={"7p": 0.31, "7q": 0.33}),
        coverage=CoverageFile(601.0),
        purity="0.50",
        ploidy="2.6",
    ),
    Patient(
        sample="EX04_ALK_C1156Y_L1198F",
        patient="P-104",
        collected_on="2026-02-24",
        build="GRCh37",
        chrom_prefix="chr",
        prior_therapies="crizotinib;lorlatinib",
        cns_metastases="no",
        variants=(
            Variant("ALK C1156Y", 0.33, 280, phase_group="29443625"),
            Variant("ALK L1198F", 0.31, 296, phase_group="29443625"),
            Variant("ALK G1125=", 0.47, 255, germline=True),
        ),
        small_variants=SmallVariantFile(paired=False, compressed=True, phaser="whatshap"),
        fusion=FusionEvent(EML4_EXON_13, ALK_EXON_20, 29, 6),
        fusion_tables=("star_fusion",),
    ),
    Patient(
        sample="EX05_ALK_I1171N_L1256F",
        patient="P-105",
        collected_on="2026-03-09",
        build="GRCh38",
        chrom_prefix="chr",
        prior_therapies="alectinib;lorlatinib",
        cns_metastases="yes",
        variants=(
            Variant("ALK I1171N", 0.28, 377, phase_group="29209856"),
            Variant("ALK L1256F", 0.26, 391, phase_group="29209856"),
            Variant("TP53 R175H", 0.35, 410),
        ),
        small_variants=SmallVariantFile(paired=True, compressed=False, phaser="whatshap"),
        fusion=FusionEvent(EML4_EXON_20, ALK_EXON_20, 83, 30),
        fusion_tables=("star_fusion",),
        coverage=CoverageFile(395.0),
    ),
    Patient(
        sample="EX06_ALK_MET_amplified",
        patient="P-106",
        collected_on="2026-03-16",
        build="GRCh38",
        chrom_prefix="chr",
        prior_therapies="alectinib",
        cns_metastases="unknown",
        variants=(
            Variant("TP53 R273H", 0.42, 318),
            Variant("APOE R176C", 0.52, 300, germline=True),
        ),
        small_variants=SmallVariantFile(paired=True, compressed=True),
        fusion=FusionEvent(EML4_EXON_13, ALK_EXON_20, 46, 12),
        fusion_tables=("arriba",),
        copy_number=CopyNumberFile(called=True, arms={"7p": 0.07, "7q": 0.05}, met_amplicon=2.20),
        coverage=CoverageFile(344.0),
        purity="0.60",
        ploidy="2.0",
    ),
    Patient(
        sample="EX07_ROS1_naive",
        patient="P-107",
        collected_on="2026-03-30",
        build="GRCh38",
        chrom_prefix="chr",
        prior_therapies="none",
        cns_metastases="no",
        variants=(Variant("APOE C130R", 0.48, 291, germline=True),),
        small_variants=SmallVariantFile(paired=False, compressed=True),
        fusion=FusionEvent(CD74_EXON_6, ROS1_EXON_34, 112, 40),
        fusion_tables=("star_fusion", "arriba"),
        copy_number=CopyNumberFile(),
        coverage=CoverageFile(310.0, thin={"ROS1 38": 18.0}),
        purity="0.40",
        ploidy="2.0",
    ),
    Patient(
        sample="EX08_ROS1_G2032R",
        patient="P-108",
        collected_on="2026-04-13",
        build="GRCh37",
        chrom_prefix="",
        prior_therapies="crizotinib",
        cns_metastases="yes",
        variants=(
            Variant("ROS1 G2032R", 0.24, 452),
            Variant("TP53 R248Q", 0.29, 390),
            Variant("ALK I1461V", 0.99, 371, germline=True),
        ),
        small_variants=SmallVariantFile(paired=True, compressed=True),
        fusion=FusionEvent(SLC34A2_EXON_4, ROS1_EXON_34, 58, 22),
        fusion_tables=("arriba",),
        copy_number=CopyNumberFile(called=True),
        coverage=CoverageFile(433.0),
        purity="0.50",
        ploidy="2.0",
    ),
    Patient(
        sample="EX09_negative",
        patient="P-109",
        collected_on="2026-04-20",
        build="GRCh38",
        chrom_prefix="chr",
        prior_therapies="",
        cns_metastases="unknown",
        variants=(
            Variant("TP53 R175H", 0.38, 402),
            Variant("ALK G1125=", 0.50, 398, germline=True),
        ),
        small_variants=SmallVariantFile(paired=True, compressed=True),
        fusion=FusionEvent(SLC34A2_EXON_4, CD74_EXON_4, 7, 3, passenger=True),
        fusion_tables=("star_fusion", "arriba"),
        copy_number=CopyNumberFile(),
        coverage=CoverageFile(405.0),
        purity="0.60",
        ploidy="2.0",
        rna_quality="adequate",
    ),
    Patient(
        sample="EX10_variants_only",
        patient="P-110",
        collected_on="2026-05-04",
        build="GRCh37",
        chrom_prefix="",
        prior_therapies="",
        cns_metastases="unknown",
        variants=(
            Variant("TP53 R248Q", 0.21, 164),
            Variant("APOE R176C", 0.47, 152, germline=True),
        ),
        small_variants=SmallVariantFile(paired=False, compressed=False),
        diagnosis="",
    ),
    Patient(
        sample="EX11_ALK_history_unknown",
        patient="P-111",
        collected_on="2026-05-11",
        build="GRCh37",
        chrom_prefix="chr",
        prior_therapies="",
        cns_metastases="unknown",
        variants=(
            Variant("ALK L1196M", 0.17, 339),
            Variant("ALK D1529E", 0.51, 310, germline=True),
        ),
        small_variants=SmallVariantFile(paired=False, compressed=True),
        fusion=FusionEvent(EML4_EXON_20, ALK_EXON_20, 24, 11),
        fusion_tables=("arriba",),
        coverage=CoverageFile(288.0),
    ),
    Patient(
        sample="EX12_ALK_MET_D1228N",
        patient="P-112",
        collected_on="2026-06-01",
        build="GRCh38",
        chrom_prefix="chr",
        prior_therapies="alectinib;lorlatinib;capmatinib",
        cns_metastases="no",
        variants=(
            Variant("MET D1228N", 0.21, 655),
            Variant("TP53 R273H", 0.40, 377),
        ),
        small_variants=SmallVariantFile(paired=True, compressed=True),
        fusion=FusionEvent(EML4_EXON_13, ALK_EXON_20, 41, 15),
        fusion_tables=("arriba",),
        copy_number=CopyNumberFile(called=True, arms={"7p": 0.06, "7q": 0.04}, met_amplicon=2.05),
        coverage=CoverageFile(468.0),
        purity="0.60",
        ploidy="2.0",
    ),
    Patient(
        sample="EX13_ALK_KRAS_G12C",
        patient="P-113",
        collected_on="2026-06-15",
        build="GRCh37",
        chrom_prefix="",
        prior_therapies="alectinib;lorlatinib",
        cns_metastases="no",
        variants=(
            Variant("KRAS G12C", 0.12, 540),
            Variant("TP53 R175H", 0.33, 402),
        ),
        small_variants=SmallVariantFile(paired=True, compressed=True),
        fusion=FusionEvent(EML4_EXON_13, ALK_EXON_20, 52, 18),
        fusion_tables=("arriba",),
        coverage=CoverageFile(440.0),
    ),
)
