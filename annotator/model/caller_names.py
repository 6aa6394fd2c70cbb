"""Names of callers and formats for people, by the codes that the documents hold.

The codes stay in the fields of the documents; sentences and tables show the names.
"""

from collections.abc import Iterable

_CALLERS = {
    # Fusions in RNA
    "arriba": "Arriba",
    "chimerascan": "ChimeraScan",
    "chimpipe": "ChimPipe",
    "cicero": "CICERO",
    "ctat_lr_fusion": "CTAT-LR-Fusion",
    "ctat_splicing": "CTAT-Splicing",
    "defuse": "deFuse",
    "dragen_rna": "DRAGEN RNA",
    "ericscript": "EricScript",
    "fusioncatcher": "FusionCatcher",
    "fusionfusion": "fusionfusion",
    "fusioninspector": "FusionInspector",
    "fusionmap": "FusionMap",
    "fusionseeker": "FusionSeeker",
    "infusion": "InFusion",
    "integrate": "INTEGRATE",
    "isofox": "Isofox",
    "jaffa": "JAFFA",
    "jaffal": "JAFFAL",
    "longgf": "LongGF",
    "mapsplice": "MapSplice",
    "pbfusion": "pbfusion",
    "pizzly": "pizzly",
    "prada": "PRADA",
    "soapfuse": "SOAPfuse",
    "splitfusion": "SplitFusion",
    "squid": "SQUID",
    "star_fusion": "STAR-Fusion",
    "star_seqr": "STAR-SEQR",
    "tophat_fusion": "TopHat-Fusion",
    "transabyss": "Trans-ABySS",
    # Tables of fusions, of one caller or several
    "annofuse": "annoFuse",
    "arriba_vcf": "Arriba, VCF",
    "genoox_vcf": "STAR-Fusion, VCF by Genoox",
    "oncokb_sv": "OncoKB structural variants",
    "oncokb_sv_fusions": "OncoKB structural variants",
    "tso500_splice_vcf": "TruSight Oncology 500, splice variants",
    "bedpe_rna": "BEDPE of RNA",
    "cbioportal_fusions": "cBioPortal fusions",
    "cbioportal_sv": "cBioPortal structural variants",
    "cbioportal_sv_fusions": "cBioPortal structural variants",
    "enfusion": "EnFusion",
    "fusion_report": "fusion-report",
    "fusion_report_json": "fusion-report, JSON",
    "fusioncatcher_vcf": "FusionCatcher, VCF",
    "integrate_vcf": "INTEGRATE, VCF",
    "metafusion": "MetaFusion",
    "metafusion_cff": "MetaFusion, CFF",
    "oncomine": "Oncomine",
    "pcgr": "PCGR",
    "pizzly_json": "pizzly, JSON",
    "pori": "PORI",
    "rnafusion_vcf": "nf-core/rnafusion, VCF",
    "tso500_all_fusions": "TruSight Oncology 500, AllFusions",
    "tso500_combined": "TruSight Oncology 500, CombinedVariantOutput",
    # Structural variants in DNA
    "breakdancer": "BreakDancer",
    "brass": "BRASS",
    "crest": "CREST",
    "cutesv": "cuteSV",
    "delly": "DELLY",
    "dragen_sv": "DRAGEN SV",
    "esvee": "ESVEE",
    "fuseq_wes": "FuSeq_WES",
    "gridss": "GRIDSS",
    "hydra": "Hydra",
    "juli": "JuLI",
    "linx": "LINX",
    "lumpy": "LUMPY",
    "manta": "Manta",
    "nanosv": "NanoSV",
    "nanomonsv": "nanomonsv",
    "pbsv": "pbsv",
    "savana": "SAVANA",
    "severus": "Severus",
    "svim": "SVIM",
    "novobreak": "novoBreak",
    "pindel": "Pindel",
    "sniffles": "Sniffles",
    "survivor": "SURVIVOR",
    "svaba": "SvABA",
    "svtools_bedpe": "svtools BEDPE",
    "tiddit": "TIDDIT",
    "tigra": "TIGRA",
    "bedpe": "BEDPE",
    # Small variants and copies
    "cnvkit": "CNVkit",
    "mutect": "MuTect",
    "mutect2": "Mutect2",
    "haplotypecaller": "HaplotypeCaller",
    "vardict": "VarDict",
    "strelka2": "Strelka2",
    "varscan2": "VarScan2",
    "lofreq": "LoFreq",
    "muse": "MuSE",
    "pisces": "Pisces",
    "deepsomatic": "DeepSomatic",
    "deepvariant": "DeepVariant",
    "tnscope": "TNscope",
    "varlociraptor": "Varlociraptor",
    "octopus": "Octopus",
    "scalpel": "Scalpel",
    "sage": "SAGE",
    "dragen": "DRAGEN",
    "somaticsniper": "SomaticSniper",
    "radia": "RADIA",
    "tvc": "Torrent Variant Caller",
    "vcf": "VCF",
    "maf": "MAF",
}

_FORMATS = _CALLERS | {
    # Copy numbers
    "cnvkit": "CNVkit segments",
    "cnvkit_cnr": "CNVkit bins",
    "cnvkit_genemetrics": "CNVkit genemetrics",
    "ascat": "ASCAT segments",
    "ascat_ngs": "ascatNgs",
    "qdnaseq": "QDNAseq",
    "purple_gene_short": "PURPLE genes, three columns",
    "ascat_statistics": "ASCAT statistics",
    "control_freec": "Control-FREEC",
    "control_freec_p": "Control-FREEC, p values",
    "copy_number_vcf": "VCF, copy number",
    "discrete_copy_number": "discrete copy number",
    "discrete_copy_number_long": "discrete copy number, long",
    "facets": "FACETS segments",
    "facets_gene": "FACETS genes",
    "gatk_called": "GATK called segments",
    "gatk_denoised": "GATK denoised bins",
    "gatk_model": "GATK modeled segments",
    "ichorcna": "ichorCNA",
    "ichorcna_bins": "ichorCNA bins",
    "ichorcna_older": "ichorCNA",
    "ichorcna_seg": "ichorCNA SEG",
    "laboratory_copies": "laboratory's own copy numbers",
    "pcgr_segments": "PCGR segments",
    "purple_gene": "PURPLE genes",
    "purple_purity": "PURPLE purity",
    "purple_segments": "PURPLE segments",
    "seg": "SEG",
    "seg_linear": "SEG, linear",
    "seg_log10": "SEG, log10",
    "seg_log2": "SEG, log2",
    "sequenza": "Sequenza",
    "titan": "TITAN",
    "titan_corrected": "TITAN, corrected copies",
    "tso500_amplifications": "TruSight Oncology 500, amplifications",
    # Structural variants and coverage
    "sv_vcf": "VCF, structural variants",
    "depth_bed": "BED with depths",
    "callable_bed": "BED of callable regions",
    "bedtools_depth": "bedtools coverage",
    "samtools_depth": "samtools depth",
    "mosdepth_thresholds": "mosdepth thresholds",
    "gatk_depth_of_coverage": "GATK DepthOfCoverage",
    "gvcf": "gVCF",
}


def caller_name(code: str) -> str:
    """Return the name of a caller as its makers write it; an unknown code unchanged.

    >>> caller_name("star_fusion"), caller_name("our_own")
    ('STAR-Fusion', 'our_own')
    """
    return _CALLERS.get(code, code)


def format_name(code: str) -> str:
    """Return the name of a file format for people; an unknown code unchanged.

    >>> format_name("cnvkit"), caller_name("cnvkit")
    ('CNVkit segments', 'CNVkit')
    """
    return _FORMATS.get(code, code)


def format_names(codes: Iterable[str]) -> str:
    """Return the names of some formats, joined by commas.

    >>> format_names(["arriba", "star_fusion"])
    'Arriba, STAR-Fusion'
    """
    return ", ".join(map(format_name, codes))
