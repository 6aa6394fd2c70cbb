"""One small constructed file of each copy-number format: a gain of MET in GRCh38."""

_META = "##fileformat=VCFv4.2"
_CHROM = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1"
_PURPLE_GENE = (
    "chromosome start end gene minCopyNumber maxCopyNumber unused somaticRegions "
    "germlineHomDeletionRegions germlineHetToHomDeletionRegions transcriptId transcriptVersion "
    "chromosomeBand minRegions minRegionStart minRegionEnd minRegionStartSupport "
    "minRegionEndSupport minRegionMethod"
)
_PURPLE_ROW = "chr7 116672196 116798386 MET 5.5 7.25 0 2 0 0 ENST1 5 q31.2 1 1 2 NONE DUP BAF"
_PURITY = (
    "purity normFactor score diploidProportion ploidy gender status\n"
    "0.4 0.64 0.61 0.02 3.1 MALE NORMAL"
)


def _table(text: str) -> str:
    """Cells parted by blanks as a table of tabs."""
    return "\n".join("\t".join(line.split(" ")) for line in text.split("\n")) + "\n"


def vcf(*lines: str, meta: tuple[str, ...] = ()) -> str:
    """A VCF of one sample from records whose cells are parted by blanks."""
    records = ["\t".join(line.split(" ")) for line in lines]
    return "\n".join([_META, *meta, _CHROM, *records]) + "\n"


TEXTS: dict[str, str] = {
    "cnvkit": _table(
        "chromosome start end gene log2 cn depth probes weight\n"
        "chr7 116000000 117000000 MET 1.5 6 300 40 38.5"
    ),
    "cnvkit_cnr": _table(
        "chromosome start end gene log2 depth weight\nchr7 116000000 117000000 MET 1.5 300 0.9"
    ),
    "cnvkit_genemetrics": _table(
        "gene chromosome start end log2 depth weight n_bins\n"
        "MET chr7 116000000 117000000 1.5 300 9 12"
    ),
    "gatk_called": "@HD\tVN:1.6\n@SQ\tSN:chr7\tLN:159345973\n"
    + _table(
        "CONTIG START END NUM_POINTS_COPY_RATIO MEAN_LOG2_COPY_RATIO CALL\n"
        "chr7 116000001 117000000 9 1.5 +"
    ),
    "gatk_model": _table(
        "CONTIG START END NUM_POINTS_COPY_RATIO LOG2_COPY_RATIO_POSTERIOR_10 "
        "LOG2_COPY_RATIO_POSTERIOR_50 LOG2_COPY_RATIO_POSTERIOR_90\n"
        "chr7 116000001 117000000 9 1.4 1.5 1.6"
    ),
    "gatk_denoised": _table("CONTIG START END LOG2_COPY_RATIO\nchr7 116000001 117000000 1.5"),
    "purple_gene": _table(f"{_PURPLE_GENE} minMinorAlleleCopyNumber\n{_PURPLE_ROW} 0.5"),
    "purple_gene_short": _table("gene minCopyNumber maxCopyNumber\nMET 5.5 7.25\nTP53 2 2"),
    "purple_segments": _table(
        "chromosome start end copyNumber bafCount observedBAF baf segmentStartSupport "
        "segmentEndSupport method depthWindowCount\n"
        "chr7 116000001 117000000 5.5 9 0.5 0.5 DUP DUP BAF_WEIGHTED 800"
    ),
    "purple_purity": _table(_PURITY),
    "facets": _table(
        "chrom seg num.mark nhet cnlr.median mafR start end cf.em tcn.em lcn.em\n"
        "7 9 40 3 0.9 0.1 116000001 117000000 0.5 6 1"
    ),
    "facets_gene": _table(
        "sample gene chrom gene_start gene_end seg median_cnlr_seg segclust seg_start seg_end "
        "cf tcn lcn cf.cncf tcn.cncf lcn.cncf seg_length mcn genes_on_seg gene_snps gene_het_snps "
        "spans_segs cn_state filter\n"
        "S1 MET 7 116672196 116798386 9 0.9 4 116000001 117000000 "
        "0.5 6 1 0.5 6 1 1000000 5 3 40 4 FALSE AMP PASS"
    ),
    "ascat": _table("sample chr startpos endpos nMajor nMinor\nS1 7 1.16e+08 117000000 5 1"),
    "battenberg": _table(
        "chr startpos endpos BAF pval LogR ntot nMaj1_A nMin1_A frac1_A nMaj2_A nMin2_A frac2_A\n"
        "7 116000001 117000000 0.8 0.01 0.9 5.6 5 1 0.6 4 1 0.4"
    ),
    "purecn_genes": "Sampleid,gene.symbol,chr,start,end,C,C.flagged,seg.mean,seg.id,"
    "number.targets,gene.mean,gene.min,gene.max,focal,breakpoints,type,num.snps,M,M.flagged,loh\n"
    "S1,MET,chr7,116672196,116798386,7,FALSE,1.4,9,20,1.5,1.1,1.9,TRUE,0,AMPLIFICATION,3,1,FALSE,"
    "FALSE\n",
    "purecn_purity": '"Sampleid","Purity","Ploidy","Sex","Contamination","Flagged","Failed",'
    '"Curated","Comment"\n"S1",0.4,3.1,"F",0,FALSE,FALSE,FALSE,NA\n',
    "ascat_ngs": "1,7,1,116000000,2,1,2,1\n2,7,116000001,117000000,2,1,6,1\n",
    "qdnaseq": _table(
        "SAMPLE_NAME CHROMOSOME START STOP DATAPOINTS LOG2_RATIO_MEAN\nS1 7 116000001 117000000 "
        "66 1.5"
    ),
    "ascat_statistics": "NormalContamination 0.6\nPloidy 3.1\nrho 0.4\n",
    "pcgr_segments": _table("Chromosome Start End nMajor nMinor\n7 116000001 117000000 5 1"),
    "titan": _table(
        "Sample Chromosome Start_Position(bp) End_Position(bp) Length(snp) Median_Ratio "
        "Median_logR TITAN_state TITAN_call Copy_Number\n"
        "S1 7 116000001 117000000 9 0.6 0.9 5 AMP 6"
    ),
    "titan_corrected": _table(
        "Sample Chromosome Start_Position.bp. End_Position.bp. Length.snp. Median_Ratio "
        "Median_logR TITAN_state TITAN_call Copy_Number MajorCN MinorCN Clonal_Cluster "
        "Cellular_Prevalence logR_Copy_Number Corrected_Copy_Number Corrected_Call\n"
        "S1 7 116000001 117000000 9 0.6 0.9 24 UBCNA 8 7 1 1 1 13.7 14 HLAMP"
    ),
    "sequenza": _table(
        '"chromosome" "start.pos" "end.pos" "Bf" "N.BAF" "sd.BAF" "depth.ratio" "N.ratio" '
        '"sd.ratio" "CNt" "A" "B" "LPP"\n'
        '"chr7" 116000001 117000000 0.2 9 0.1 2 90 0.3 6 5 1 -6.8'
    ),
    "control_freec": "7\t116000001\t117000000\t6\tgain\n",
    "control_freec_p": "chr\tstart\tend\tcopy number\tstatus\tgenotype\tuncertainty\t"
    "WilcoxonRankSumTestPvalue\tKolmogorovSmirnovPvalue\n"
    "7\t116000001\t117000000\t6\tgain\tAAB\t1\t0.01\t0.01\n",
    "ichorcna": _table(
        "ID chrom start end num.mark seg.median.logR copy.number call subclone.status "
        "logR_Copy_Number Corrected_Copy_Number Corrected_Call\n"
        "S1 7 116000001 117000000 9 0.2 5 HLAMP FALSE 6.2 6 HLAMP"
    ),
    "ichorcna_older": _table(
        "ID chrom start end num.mark seg.median.logR copy.number call subclone.status\n"
        "S1 7 116000001 117000000 9 0.2 5 HLAMP FALSE"
    ),
    "ichorcna_seg": _table(
        "sample chr start end event copy.number bins median\nS1 7 116000001 117000000 HLAMP 5 1 0.2"
    ),
    "ichorcna_bins": _table(
        "chr start end S1.copy.number S1.event S1.logR S1.subclone.status "
        "S1.Corrected_Copy_Number S1.Corrected_Call S1.logR_Copy_Number\n"
        "7 116000001 117000000 5 HLAMP 0.2 FALSE 6 HLAMP 6.2"
    ),
    "seg_log2": _table(
        "ID chrom loc.start loc.end num.mark seg.mean\nS1 7 116000001 117000000 9 1.5"
    ),
    "seg_log10": _table(
        "Sample Chromosome Start End Num_Probes Segment_Mean\nS1 7 116000001 117000000 9 0.5"
    ),
    "seg_linear": _table(
        "ID chrom loc.start loc.end num.mark seg.mean\nS1 7 116000001 117000000 9 4"
    ),
    "discrete_copy_number": _table("Hugo_Symbol Entrez_Gene_Id S1 S2\nMET 4233 2 0\nALK 238 0 NA"),
    "discrete_copy_number_long": _table(
        "Tumor_Sample_Barcode Hugo_Symbol Copy_Number_Alteration\nS1 MET Amplification"
    ),
    "laboratory_copies": _table(
        "gene method value unit\nMET FISH 12 copies\nMET FISH 4.5 ratio\nMET ddPCR 6 copies"
    ),
    "tso500_amplifications": "[Analysis Details]\t\nDNA Sample ID\tS1\n"
    "[Gene Amplifications]\t\nGene\tFold Change\nMET\t2.345\n",
    "copy_number_vcf": vcf(
        "chr7 116000000 DRAGEN:GAIN N <DUP> 50 highCN "
        "SVTYPE=CNV;END=117000000;REFLEN=1000000 GT:SM:CN:BC ./1:4:12:9",
        meta=("##source=DRAGEN_CNV", '##FORMAT=<ID=SM,Number=1,Type=Float,Description="x">'),
    ),
}
FORCED = {"seg_log2", "seg_log10", "seg_linear"}
