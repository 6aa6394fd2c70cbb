"""One small constructed file of each format: of fusions EML4::ALK, of copies a gain of MET."""

from annotator.readers.format import Format
from annotator.readers.registry import all_formats
from tests.builders.fusion_tables import EML4_ALK
from tests.readers.formats.copy_number.texts import TEXTS
from tests.readers.formats.fusions.writers import WRITERS

_VCF = "##fileformat=VCFv4.2"
_CHROM = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS"
_BEDPE = "#chrom1\tstart1\tend1\tchrom2\tstart2\tend2\tname\tscore\tstrand1\tstrand2"
_BEDPE_ROW = "2\t42295515\t42295516\t2\t29223527\t29223528\tEML4--ALK\t9\t+\t+"
_METRICS = "[RNA Library QC Metrics]\nMetric (UOM)\tLSL Guideline\tUSL Guideline\tS\n"


def _table(*lines: str) -> str:
    return "".join("\t".join(line.split(" ")) + "\n" for line in lines)


_OTHERS = {
    "bedtools_depth": _table("chr2 29220000 29220100 a 1 30", "chr2 29220000 29220100 a 2 30"),
    "callable_bed": _table("#chrom start end state", "chr2 29220000 29220100 CALLABLE"),
    "depth_bed": _table("#chrom start end depth", "chr2 29220000 29220100 30"),
    "gatk_depth_of_coverage": _table(
        "Locus Total_Depth Average_Depth_sample Depth_for_S", "chr2:29220831 9 9 9"
    ),
    "gvcf": "\n".join([_VCF, _CHROM, "chr2\t29220831\t.\tA\t<NON_REF>\t.\t.\tEND=29220931\t"
                       "GT:DP:MIN_DP\t0/0:30:30", ""]),
    "mosdepth_thresholds": _table(
        "#chrom start end region 10X", "chr2 29220000 29220100 exon 100"
    ),
    "samtools_depth": _table("#CHROM POS FILE", "chr2 29220831 30"),
    "bedcov": _table("#chrom start end sum", "chr2 29220000 29220100 3000"),
    "dragen_coverage": _table(
        "#chrom start end name total_cvg mean_cvg min_cvg", "chr2 29220000 29220100 a 3000 30 9"
    ),
    "picard_per_target": _table(
        "chrom start end length name %gc mean_coverage normalized_coverage pct_0x",
        "chr2 29220001 29220100 100 a 0.5 30 1 0",
    ),
    "ctat_splicing": _table(
        "intron strand genes uniq_mapped multi_mapped variant_name",
        "chr7:55087059-55223522 + EGFR 30 0 EGFRvIII",
    ),
    "dragen_rna_metrics": "MAPPING/ALIGNING SUMMARY,,Total input reads,9,100\n"
    "MAPPING/ALIGNING SUMMARY,,Mapped reads,9,100\n",
    "tso500_metrics": _METRICS + "MEDIAN_INSERT_SIZE (bp)\t80\tNA\t100\n",
    "maf": _table(
        "Hugo_Symbol Chromosome Start_Position Reference_Allele Tumor_Seq_Allele1 "
        "Tumor_Seq_Allele2 Tumor_Sample_Barcode",
        "ALK chr2 29220831 A A T S",
    ),
    "vcf": "\n".join([_VCF, "##source=Mutect2", _CHROM, "chr2\t29220831\t.\tA\tT\t.\tPASS\t.\t"
                      "GT:AD:DP\t0/1:20,10:30", ""]),
    "bedpe": f"{_BEDPE}\n{_BEDPE_ROW}\n",
    "brass": f"{_BEDPE}\tsvclass\tgene1\tgene2\tbrass_score\n"
    f"{_BEDPE_ROW}\tinversion\tEML4\tALK\t9\n",
    "cbioportal_sv": _table(
        "Sample_Id Site1_Hugo_Symbol Site1_Chromosome Site1_Position Site2_Hugo_Symbol "
        "Site2_Chromosome Site2_Position SV_Status",
        "S EML4 2 42295516 ALK 2 29223528 SOMATIC",
    ),
    "iannotatesv": "chr1\tpos1\tstr1\tchr2\tpos2\tstr2\tgene1\ttranscript1\tsite1\tgene2\t"
    "transcript2\tsite2\tfusion\n2\t29224405\t0\t2\t42264951\t0\tALK\tNM_004304\tIntron of "
    "ALK(-):877bp before exon 20\tEML4\tNM_019063\tIntron of EML4(+):1Kb after exon 6\t"
    "Protein Fusion: in frame  {EML4:ALK}\n",
    "juli": _table(
        "ChrA BreakA OriA DisA SplitA GeneA StrGeneA ChrB BreakB OriB DisB SplitB GeneB StrGeneB",
        "chr2 42295516 1 3 4 EML4 + chr2 29223528 1 3 4 ALK -",
    ),
    "oncokb_sv": _table(
        "Tumor_Sample_Barcode GeneA GeneB Sv_Type", "S EML4 ALK FUSION"
    ),
    "sv_vcf": "\n".join(
        [_VCF, "##source=GenerateSVCandidates 1.6.0", _CHROM,
         "chr2\t29223528\ta\tN\tN]chr2:42295516]\t.\tPASS\tSVTYPE=BND\tPR:SR\t9,7:8,9", ""]
    ),
}  # fmt: skip


def minimal_file(name: str) -> str | None:
    """A file of a format; None for one whose file other tests build."""
    if name in WRITERS:
        return WRITERS[name](EML4_ALK)
    return TEXTS.get(name) or _OTHERS.get(name)


FORMATS: list[Format] = [form for form in all_formats() if minimal_file(form.name)]
BUILT_ELSEWHERE = frozenset(
    ("fuseq_wes", "genefuse", "linx", "seg", "svtools_bedpe", "tso500_small_variants",
     "tso500_splice_vcf")
)  # fmt: skip
"""Formats of which this module has no file."""
