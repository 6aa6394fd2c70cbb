"""Writers of SOAPfuse, PRADA, DRAGEN, CICERO, the long-read callers and others."""

from annotator.model.observations import FusionEnd, FusionObservation
from tests.builders.fusion_tables import Told, Writer, columns, row_of, table

SOAPFUSE = columns(
    "up_gene up_chr up_strand up_Genome_pos up_loc dw_gene dw_chr dw_strand dw_Genome_pos dw_loc "
    "Span_reads_num Junc_reads_num Fusion_Type down_fusion_part_frame-shift_or_not"
)
PRADA = columns(
    "sample Gene_A Gene_B A_chr B_chr A_strand B_strand Discordant_n JSR_n perfectJSR_n Junc_n "
    "Position_Consist Junction Identity"
)
INFUSION = columns(
    "#id ref1 break_pos1 region1 ref2 break_pos2 region2 num_span num_paired genes_1 genes_2 "
    "fusion_class"
)
CHIMERASCAN = columns(
    "#chrom5p start5p end5p chrom3p start3p end3p chimera_cluster_id score strand5p strand3p "
    "genes5p genes3p type distance total_frags spanning_frags"
)
FUSIONMAP = columns(
    "FusionID S1.bam.SeedCount S1.bam.RescuedCount Strand Chromosome1 Position1 Chromosome2 "
    "Position2 KnownGene1 KnownGene2 FusionGene FrameShift FrameShiftClass Filter"
)
STAR_SEQR = columns(
    "NAME NREAD_SPANS NREAD_JXNLEFT NREAD_JXNRIGHT BRKPT_LEFT BRKPT_RIGHT LEFT_SYMBOL "
    "RIGHT_SYMBOL DISPOSITION"
)
INTEGRATE = columns("#5P 3P Chr1 RNA_BK1 Exon_BK1 Chr2 RNA_BK2 Exon_BK2 WGS_BK1 WGS_BK2")
CICERO = columns(
    "sample geneA chrA posA ortA featureA geneB chrB posB ortB featureB sv_ort readsA readsB "
    "matchA rating frame"
)
DRAGEN = columns(
    "#FusionGene Score LeftBreakpoint RightBreakpoint Gene1Location Gene2Location Gene1Sense "
    "Gene2Sense Gene1Id Gene2Id NumSplitReads NumSoftClippedReads NumPairedReads ReadNames"
)
ISOFOX = columns(
    "FusionId Valid ChrUp PosUp OrientUp GeneNameUp StrandUp ChrDown PosDown OrientDown "
    "GeneNameDown StrandDown SVType TotalFragments SplitFrags RealignedFrags DiscordantFrags Filter"
)
FUSIONSEEKER = columns(
    "ID Gene1 Gene2 NumSupp Chrom1 Breakpoint1 Chrom2 Breakpoint2 SupportingReads"
)
PBFUSION = columns("#chr1 start1 end1 chr2 start2 end2 id score strand1 strand2 info extra")

_SIGNS = {"+": "1", "-": "-1"}
_OTHER = {"+": "-", "-": "+"}


def _soapfuse(fusion: FusionObservation) -> str:
    frames = {"in_frame": "inframe-shift", "out_of_frame": "frame-shift", "unknown": "NA"}
    cells: dict[str, object] = {
        "Span_reads_num": fusion.spanning_reads,
        "Junc_reads_num": fusion.split_reads,
        "down_fusion_part_frame-shift_or_not": frames[fusion.frame],
    }
    for prefix, end in (("up", fusion.five_prime), ("dw", fusion.three_prime)):
        cells |= {f"{prefix}_gene": end.gene, f"{prefix}_chr": end.chrom}
        cells |= {f"{prefix}_strand": end.strand, f"{prefix}_Genome_pos": end.position}
    return table(SOAPFUSE, row_of(SOAPFUSE, cells))


def _prada(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    places = "_".join(f"{end.gene}:{_bare(end)}:{end.position}" for end in (five, three))
    cells = {
        "sample": "S1",
        "Gene_A": five.gene,
        "Gene_B": three.gene,
        "A_strand": _SIGNS[five.strand or ""],
        "B_strand": _SIGNS[three.strand or ""],
        "Discordant_n": fusion.spanning_reads,
        "Junction": f"{places},{fusion.split_reads}",
    }
    return table(PRADA, row_of(PRADA, cells))


def _bare(end: FusionEnd) -> str:
    """The chromosome without `chr`."""
    return (end.chrom or "").removeprefix("chr")


def _infusion(fusion: FusionObservation) -> str:
    """The 3' side is written first: the order follows from the regions."""
    five, three = fusion.five_prime, fusion.three_prime
    cells: dict[str, object] = {
        "num_span": fusion.split_reads,
        "num_paired": fusion.spanning_reads,
    }
    for number, end, is_five in (("1", three, False), ("2", five, True)):
        position = end.position or 0
        to_the_left = (end.strand == "+") == is_five
        region = [position - min(position, 80), position] if to_the_left else [position, 10**9]
        cells |= {f"ref{number}": _bare(end), f"break_pos{number}": position}
        cells |= {f"region{number}": f"[{region[0]},{region[1]}]", f"genes_{number}": end.gene}
    return table(INFUSION, row_of(INFUSION, cells))


def _chimerascan(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    split, around = fusion.split_reads or 0, fusion.spanning_reads or 0
    cells: dict[str, object] = {
        "#chrom5p": five.chrom,
        "chrom3p": three.chrom,
        "strand5p": five.strand,
        "strand3p": three.strand,
        "genes5p": five.gene,
        "genes3p": three.gene,
        "total_frags": split + around,
        "spanning_frags": split,
    }
    cells["end5p" if five.strand == "+" else "start5p"] = _zero_based(five)
    cells["start3p" if three.strand == "+" else "end3p"] = _zero_based(three)
    return table(CHIMERASCAN, row_of(CHIMERASCAN, cells))


def _zero_based(end: FusionEnd) -> int:
    return (end.position or 0) - 1


def _tophat_fusion(fusion: FusionObservation) -> str:
    cells: list[object] = ["S1"]
    for end in (fusion.five_prime, fusion.three_prime):
        cells += [end.gene, end.chrom, _zero_based(end)]
    cells += [fusion.split_reads, fusion.spanning_reads, 3, "-12.5"]
    return "\t".join(str(cell) for cell in cells) + "\n"


def mapsplice_row(fusion: FusionObservation) -> list[str]:
    five, three = fusion.five_prime, fusion.three_prime
    given: dict[int, object] = {
        1: f"{_bare(five)}~{_bare(three)}",
        2: five.position,
        3: three.position,
        4: "FUSIONJUNC_1",
        5: fusion.split_reads,
        6: f"{five.strand}{three.strand}",
        28: fusion.spanning_reads,
        61: f"{five.gene},",
        62: f"{three.gene},",
        63: "",
    }
    return [str(given.get(number, "0")) for number in range(1, 64)]


def _mapsplice(fusion: FusionObservation) -> str:
    return "\t".join(mapsplice_row(fusion)) + "\n"


def _fusionmap(fusion: FusionObservation) -> str:
    """The reads run against the transcript: the 3' side is the first."""
    five, three = fusion.five_prime, fusion.three_prime
    frames = {"in_frame": ("0->1", "InFrame"), "out_of_frame": ("0->2", "FrameShift")}
    shift, shift_class = frames.get(fusion.frame, ("->1", "InFrame"))
    cells = {
        "S1.bam.SeedCount": fusion.split_reads,
        "S1.bam.RescuedCount": 0,
        "Strand": f"{_OTHER[three.strand or '']}{_OTHER[five.strand or '']}",
        "Chromosome1": _bare(three),
        "Position1": three.position,
        "Chromosome2": _bare(five),
        "Position2": five.position,
        "KnownGene1": three.gene,
        "KnownGene2": five.gene,
        "FusionGene": f"{five.gene}->{three.gene}",
        "FrameShift": shift,
        "FrameShiftClass": shift_class,
        "Filter": "",
    }
    return table(FUSIONMAP, row_of(FUSIONMAP, cells))


def _star_seqr(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    cells = {
        "NREAD_SPANS": fusion.spanning_reads,
        "NREAD_JXNLEFT": fusion.split_reads,
        "NREAD_JXNRIGHT": 0,
        "BRKPT_LEFT": f"{five.chrom}:{_zero_based(five)}:{five.strand}",
        "BRKPT_RIGHT": f"{three.chrom}:{_zero_based(three)}:{three.strand}",
        "LEFT_SYMBOL": five.gene,
        "RIGHT_SYMBOL": three.gene,
        "DISPOSITION": "PASS",
    }
    return table(STAR_SEQR, row_of(STAR_SEQR, cells))


def _integrate(fusion: FusionObservation) -> str:
    """The table of breakpoints with the column of both counts that pipelines paste to it."""
    five, three = fusion.five_prime, fusion.three_prime
    header = [*INTEGRATE, "NUM_EN_RNA NUM_SP_RNA"]
    cells = {
        "#5P": five.gene,
        "3P": three.gene,
        "Chr1": _bare(five),
        "Exon_BK1": five.position,
        "Chr2": _bare(three),
        "RNA_BK2": three.position,
        "Exon_BK2": "NA",
        "NUM_EN_RNA NUM_SP_RNA": f"{fusion.spanning_reads} {fusion.split_reads}",
    }
    return table(header, row_of(header, cells))


def _cicero(fusion: FusionObservation) -> str:
    """The contig runs against the genes, and CICERO could not tell that it does."""
    five, three = fusion.five_prime, fusion.three_prime
    cells = {
        "sample": "S1",
        "geneA": three.gene,
        "chrA": three.chrom,
        "posA": three.position,
        "ortA": _OTHER[three.strand or ""],
        "geneB": five.gene,
        "chrB": five.chrom,
        "posB": five.position,
        "ortB": _OTHER[five.strand or ""],
        "sv_ort": "?",
        "readsA": fusion.split_reads,
        "readsB": 0,
        "rating": "HQ",
        "frame": {"in_frame": "1,1", "out_of_frame": "0", "unknown": "1,0"}[fusion.frame],
    }
    return table(CICERO, row_of(CICERO, cells))


def _dragen_rna(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    cells = {
        "#FusionGene": f"{five.gene}--{three.gene}",
        "LeftBreakpoint": f"{five.chrom}:{five.position}:{five.strand}",
        "RightBreakpoint": f"{three.chrom}:{three.position}:{three.strand}",
        "Gene1Sense": "True",
        "Gene2Sense": "True",
        "NumSplitReads": fusion.split_reads,
        "NumSoftClippedReads": 0,
        "NumPairedReads": fusion.spanning_reads,
    }
    return table(DRAGEN, row_of(DRAGEN, cells))


def isofox(fusion: FusionObservation, delimiter: str = ",") -> str:
    cells: dict[str, object] = {
        "Valid": "true",
        "SplitFrags": fusion.split_reads,
        "RealignedFrags": 0,
        "DiscordantFrags": fusion.spanning_reads,
        "Filter": "PASS",
    }
    for name, end in (("Up", fusion.five_prime), ("Down", fusion.three_prime)):
        cells |= {f"Chr{name}": _bare(end), f"Pos{name}": end.position}
        cells |= {f"GeneName{name}": end.gene, f"Strand{name}": _SIGNS[end.strand or ""]}
    return table(ISOFOX, row_of(ISOFOX, cells), delimiter=delimiter)


def _longgf(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    genes, places = f"{five.gene}:{three.gene}", f"{_place(five)} {_place(three)}"
    return f"Open sam file (x.bam).\nSumGF\t{genes} {fusion.split_reads} {places}\n"


def _place(end: FusionEnd) -> str:
    return f"{end.chrom}:{end.position}"


def _fusionseeker(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    cells = {
        "Gene1": five.gene,
        "Gene2": three.gene,
        "NumSupp": fusion.split_reads,
        "Chrom1": five.chrom,
        "Breakpoint1": five.position,
        "Chrom2": three.chrom,
        "Breakpoint2": three.position,
    }
    return table(FUSIONSEEKER, row_of(FUSIONSEEKER, cells))


def _pbfusion(fusion: FusionObservation) -> str:
    """The reads run against the transcript: the 3' side is the first."""
    five, three = fusion.five_prime, fusion.three_prime
    cells = {
        "#chr1": three.chrom,
        "start1": _zero_based(three),
        "chr2": five.chrom,
        "start2": _zero_based(five),
        "score": "MEDIUM",
        "strand1": _OTHER[three.strand or ""],
        "strand2": _OTHER[five.strand or ""],
        "info": f"RC={fusion.split_reads};GN={three.gene},{five.gene};CL=FUSION:1",
    }
    return "##source=pbfusion\n" + table(PBFUSION, row_of(PBFUSION, cells))


def _integrate_vcf(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    lines = [
        "##fileformat=VCFv4.1",
        "##INFO=<ID=IMPRECISE(Fucion Junction),Number=0>",
        "\t".join(["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]),
    ]
    cells = [five.chrom, five.position, "bnd_1_A_B_5p", "N", f"N[{three.chrom}:{three.position}["]
    return "\n".join([*lines, "\t".join(map(str, [*cells, ".", ".", "SVTYPE=BND"]))]) + "\n"


WRITERS: dict[str, Writer] = {
    "integrate_vcf": _integrate_vcf,
    "soapfuse": _soapfuse,
    "prada": _prada,
    "infusion": _infusion,
    "chimerascan": _chimerascan,
    "tophat_fusion": _tophat_fusion,
    "mapsplice": _mapsplice,
    "fusionmap": _fusionmap,
    "star_seqr": _star_seqr,
    "integrate": _integrate,
    "cicero": _cicero,
    "dragen_rna": _dragen_rna,
    "isofox": isofox,
    "longgf": _longgf,
    "fusionseeker": _fusionseeker,
    "pbfusion": _pbfusion,
}
LOST: dict[str, set[Told]] = {
    "integrate_vcf": {"genes", "strand", "split_reads", "spanning_reads", "frame"},
    "prada": {"frame"},
    "infusion": {"frame"},
    "chimerascan": {"frame"},
    "tophat_fusion": {"order", "strand", "frame"},
    "mapsplice": {"frame"},
    "fusionmap": {"spanning_reads"},
    "star_seqr": {"frame"},
    "integrate": {"strand", "frame"},
    "cicero": {"spanning_reads"},
    "dragen_rna": {"frame"},
    "isofox": {"frame"},
    "longgf": {"order", "strand", "spanning_reads", "frame"},
    "fusionseeker": {"order", "strand", "spanning_reads", "frame"},
    "pbfusion": {"spanning_reads", "frame"},
}
