"""Writers of panels, aggregators, cBioPortal and BEDPE: a sense fusion as a file of each format.

`WRITERS` are those of fusions, `DNA_WRITERS` those of structural variants; `LOST` and `DNA_LOST`
have the words of what a format does not tell.
"""

import json
from collections.abc import Callable, Mapping

from annotator.model.observations import FusionEnd, FusionObservation
from tests.builders.files import KINASES

_BEDPE = "#chrom1 start1 end1 chrom2 start2 end2 name score strand1 strand2"
CLUSTERS = "#gene1\tgene2\tchr1\tbreakpoint_1\tchr2\tbreakpoint_2\tmax_split_cnt\tmax_span_cnt\t"
CLUSTERS += "tools\tsamples"
PCGR = "FusionGene\tLeftBreakpoint\tRightBreakpoint\tSplitReads"
_FRAMES = {"in_frame": "in-frame", "out_of_frame": "out-of-frame", "unknown": "NA"}


def _table(cells: Mapping[str, object], separator: str = "\t") -> str:
    """A header and one row."""
    lines = (cells.keys(), cells.values())
    return "".join(separator.join(map(str, line)) + "\n" for line in lines)


def _place(end: FusionEnd) -> str:
    return f"{end.chrom}:{end.position}"


def _kept(fusion: FusionObservation) -> tuple[str, str]:
    """`+` where a side keeps what lies left of it: the 5' side of a gene on +, the 3' one on -."""
    five = fusion.five_prime.strand or ""
    return five, "-" if fusion.three_prime.strand == "+" else "+"


def _pair(fusion: FusionObservation, sign: str) -> str:
    return f"{fusion.five_prime.gene}{sign}{fusion.three_prime.gene}"


def _tso500_combined(fusion: FusionObservation) -> str:
    genes = {fusion.five_prime.gene or "", fusion.three_prime.gene or ""}
    # What is no gene of ours cannot be parted at `-` where a symbol has one too.
    certain = genes & KINASES or not any("-" in gene for gene in genes)
    return "[Analysis Details]\nRNA Sample ID\tR\n\n[Fusions]\n" + _table(
        {
            "Gene Pair": _pair(fusion, "-" if certain else "::"),
            "Breakpoint 1": _place(fusion.five_prime),
            "Breakpoint 2": _place(fusion.three_prime),
            "Fusion Supporting Reads": fusion.split_reads,
        }
    )


def _tso500_all_fusions(fusion: FusionObservation) -> str:
    cells = {
        "Caller": "DRAGEN",
        "Gene A": fusion.five_prime.gene,
        "Gene B": fusion.three_prime.gene,
        "Gene A Breakpoint": _place(fusion.five_prime),
        "Gene B Breakpoint": _place(fusion.three_prime),
        "Filter": "PASS",
        "KeepFusion": "True",
        "Alt Split": "N/A",
        "Alt Pair": "N/A",
        "Alt Split Dedup": fusion.split_reads,
        "Alt Pair Dedup": fusion.spanning_reads,
        "Fusion Directionality Known": "True",
    }
    return "# Source = FusionProcessor, 1\n" + _table(cells, ",")


def _vcf(meta: str, *records: str) -> str:
    columns = "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT S"
    lines = ("\t".join(line.split()) for line in (columns, *records))
    return "\n".join(("##fileformat=VCFv4.1", meta, *lines)) + "\n"


def _oncomine(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    records = (
        f"{end.chrom} {end.position} {_pair(fusion, '-')}.X1_{side} N N]{_place(mate)}] . PASS "
        f"SVTYPE=Fusion;READ_COUNT={fusion.split_reads};GENE_NAME={end.gene} GT ./."
        for side, end, mate in ((1, five, three), (2, three, five))
    )
    # Targets without reads are no calls.
    return _vcf("##TotalMappedFusionPanelReads=9", *(records if fusion.split_reads else ()))


def _splitfusion(fusion: FusionObservation) -> str:
    ends = (fusion.five_prime, fusion.three_prime)
    places = sorted((end.chrom or "", end.position or 0) for end in ends)
    return _table(
        {
            "SampleID": "S",
            "GeneExon5_GeneExon3": _pair(fusion, "_exon1---"),
            "frame": {"out_of_frame": "out-frame"}.get(fusion.frame, _FRAMES[fusion.frame]),
            "num_unique_reads": fusion.split_reads,
            "breakpoint": "__".join(f"{chrom}_{position}" for chrom, position in places),
            "gene_5": fusion.five_prime.gene,
            "gene_3": fusion.three_prime.gene,
        }
    )


def _rnafusion_vcf(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    frame = {"in_frame": "INFRAME", "out_of_frame": "FRAMESHIFT", "unknown": "nan"}[fusion.frame]
    info = (
        f"CHRA={five.chrom};CHRB={three.chrom};GENEA={five.gene};GENEB={three.gene};"
        f"POSA={five.position};POSB={three.position};ORIENTATION={five.strand},{three.strand};"
        f"FOUND_IN=starfusion;TOOL_HITS=1;FRAME_STATUS={frame}"
    )
    meta = "\n".join(f"##INFO=<ID={key},x>" for key in ("GENEA", "GENEB", "TOOL_HITS"))
    sample = f"./1:{fusion.split_reads}:{fusion.spanning_reads}"
    record = f"{five.chrom} {five.position} . N N[{_place(three)}[ . PASS {info} GT:DV:RV {sample}"
    return _vcf(meta, record)


def _metafusion_cff(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    places = (five.chrom, five.position, five.strand, three.chrom, three.position, three.strand)
    counts = (fusion.split_reads, fusion.spanning_reads)
    genes = (five.gene, "NA", three.gene, "NA")
    row = (*places, "RNA", "S", "Tumor", "x", "star_fusion", *counts, *genes)
    return "\t".join(map(str, row)) + "\n"


def _metafusion(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    cells = (five.gene, three.gene, five.chrom, f"{five.position}|1", three.chrom, three.position,
             fusion.split_reads, fusion.spanning_reads, "star_fusion", "S")  # fmt: skip
    return CLUSTERS + "\n" + "\t".join(map(str, cells)) + "\n"


def _said(fusion: FusionObservation) -> dict[str, object]:
    """What fusion-report notes of FusionCatcher."""
    places = (f"{_place(e)}:{e.strand}" for e in (fusion.five_prime, fusion.three_prime))
    return {
        "position": "#".join(places),
        "spanning_pairs": fusion.spanning_reads,
        "spanning_unique_reads": fusion.split_reads,
        "fusion_type": _FRAMES[fusion.frame],
    }


def _fusion_report(fusion: FusionObservation) -> str:
    said = ",".join(f"{key}: {value}" for key, value in _said(fusion).items())
    return f'Fusion,Databases,Score,star-fusion\n{_pair(fusion, "--")},x,1,"{_star(said)}"\n'


def _star(said: str) -> str:
    """The same in the words of STAR-Fusion, which has no frame."""
    said = said.replace("spanning_unique_reads", "junction_reads")
    return said.replace("spanning_pairs", "spanning_reads")


def _fusion_report_json(fusion: FusionObservation) -> str:
    said = {_star(key): value for key, value in _said(fusion).items()}
    return json.dumps([{"Fusion": _pair(fusion, "--"), "Databases": [], "starfusion": said}])


def _pcgr(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    cells = (_pair(fusion, "--"), _place(five), _place(three), fusion.split_reads)
    return PCGR + "\n" + "\t".join(map(str, cells)) + "\n"


def _bedpe(fusion: FusionObservation) -> str:
    ends = (fusion.five_prime, fusion.three_prime)
    places = [(end.chrom, (end.position or 0) - 1, end.position) for end in ends]
    row = (*places[0], *places[1], _pair(fusion, "--"), 9, *_kept(fusion))
    return "\t".join(_BEDPE.split()) + "\n" + "\t".join(map(str, row)) + "\n"


def _annofuse(fusion: FusionObservation) -> str:
    frames = {"in_frame": "in-frame", "out_of_frame": "frameshift", "unknown": "other"}
    return _table(
        {
            "Sample": "S",
            "LeftBreakpoint": _place(fusion.five_prime),
            "RightBreakpoint": _place(fusion.three_prime),
            "FusionName": _pair(fusion, "--"),
            "Caller": "STARFUSION",
            "Fusion_Type": frames[fusion.frame],
            "JunctionReadCount": fusion.split_reads,
            "SpanningFragCount": fusion.spanning_reads,
            "Gene1A": fusion.five_prime.gene,
            "Gene1B": fusion.three_prime.gene,
        }
    )


def _pori(fusion: FusionObservation) -> str:
    return _table(
        {
            "eventType": "translocation",
            "breakpoint": f"{_place(fusion.five_prime)}|{_place(fusion.three_prime)}",
            "gene1": fusion.five_prime.gene,
            "gene2": fusion.three_prime.gene,
            "detectedIn": "RNA",
            "frame": _FRAMES[fusion.frame],
            "rnaAltCount": fusion.split_reads,
        }
    )


def _enfusion(fusion: FusionObservation) -> str:
    cells: dict[str, object] = {
        "UnorderedFusion": _pair(fusion, "+"),
        "OrderedFusion": _pair(fusion, ">>"),
        "Tool": "starFusion",
        "SupportingReads": fusion.split_reads,
    }
    for side, end in (("1", fusion.five_prime), ("2", fusion.three_prime)):
        cells |= {f"Gene{side}": end.gene, f"Chr{side}": end.chrom, f"Break{side}": end.position}
        cells |= {f"Strand{side}": end.strand}
    return "# Sample: \t1\n" + _table(cells)


def _cbioportal_sv(fusion: FusionObservation) -> str:
    ends = {"+": "3", "-": "5"}
    event = {"in_frame": "in frame", "out_of_frame": "out of frame", "unknown": "mid-exon"}
    cells: dict[str, object] = {"Sample_Id": "S"}
    for side, end in (("1", fusion.three_prime), ("2", fusion.five_prime)):
        cells |= {
            f"Site{side}_Hugo_Symbol": "NA",
            f"Site{side}_Chromosome": end.chrom,
            f"Site{side}_Position": end.position,
            f"Site{side}_Description": f"Intron of {end.gene}({end.strand}):1Kb after exon 1",
        }
    five, three = _kept(fusion)
    cells |= {
        "Connection_Type": f"{ends[three]}to{ends[five]}",
        "Event_Info": f"Protein Fusion: {event[fusion.frame]}",
        "Tumor_Split_Read_Count": fusion.split_reads,
        "Tumor_Paired_End_Read_Count": fusion.spanning_reads,
    }
    return _table(cells)


def _cbioportal_fusions(fusion: FusionObservation) -> str:
    name = f"{_pair(fusion, '::')} fusion"
    frame = _FRAMES[fusion.frame].replace("-", " ")
    return _table({"Tumor_Sample_Barcode": "S", "Fusion": name, "Frame": frame})


def _oncokb_sv(fusion: FusionObservation) -> str:
    five, three = (";".join(end.genes) for end in (fusion.five_prime, fusion.three_prime))
    cells = {"Tumor_Sample_Barcode": "S", "GeneA": five, "GeneB": three, "Sv_Type": "FUSION"}
    return _table(cells)


def _svtools_bedpe(fusion: FusionObservation) -> str:
    first, second = fusion.three_prime, fusion.five_prime
    five, three = _kept(fusion)
    bracket = "]" if five == "+" else "["
    mate = f"{bracket}{_place(second)}{bracket}"
    alt = f"N{mate}" if three == "+" else f"{mate}N"
    header = ("#CHROM_A START_A END_A CHROM_B START_B END_B ID QUAL STRAND_A STRAND_B TYPE FILTER "
              "NAME_A REF_A ALT_A NAME_B REF_B ALT_B INFO_A INFO_B FORMAT S")  # fmt: skip
    row = (
        f"{first.chrom} 1 2 {second.chrom} 1 2 x 9 {three} {five} BND PASS x N {alt} . . . "
        f"SVTYPE=BND;POS={first.position} . GT:SU:PE:SR "
        f"0/1:9:{fusion.spanning_reads}:{fusion.split_reads}"
    )
    return "".join("\t".join(line.split()) + "\n" for line in ("##fileformat=BEDPE", header, row))


def _brass(fusion: FusionObservation) -> str:
    ends = (fusion.five_prime, fusion.three_prime)
    places = [(end.chrom, (end.position or 0) - 1, end.position) for end in ends]
    five, three = _kept(fusion)
    row = (*places[0], *places[1], 1, 9, five, "-" if three == "+" else "+", "x",
           fusion.spanning_reads, fusion.split_reads, ends[0].gene, ends[1].gene)  # fmt: skip
    header = "# chr1,start1,end1,chr2,start2,end2,id/name,brass_score,strand1,strand2,svclass,"
    header += "readpair count,assembled read count,gene1,gene2"
    return "\t".join(header.split(",")) + "\n" + "\t".join(map(str, row)) + "\n"


def _juli(fusion: FusionObservation) -> str:
    kept = {"+": 1, "-": 0}
    cells: dict[str, object] = {}
    sides = zip("BA", (fusion.five_prime, fusion.three_prime), _kept(fusion), strict=True)
    for side, end, sign in sides:
        cells |= {
            f"Chr{side}": end.chrom,
            f"Break{side}": end.position,
            f"Ori{side}": kept[sign],
            f"Dis{side}": fusion.spanning_reads,
            f"Split{side}": fusion.split_reads if side == "A" else 0,
            f"Gene{side}": end.gene,
            f"StrGene{side}": end.strand,
        }
    frames = {"in_frame": "Inframe", "out_of_frame": "Outframe", "unknown": "NA"}
    return _table({**cells, "Frame": frames[fusion.frame]})


def _fuseq_wes(fusion: FusionObservation) -> str:
    return _table(
        {
            "gene1": fusion.five_prime.gene,
            "gene2": fusion.three_prime.gene,
            "name21": "x",
            "supportCount": 9,
            "SR": fusion.split_reads,
            "MR": fusion.spanning_reads,
        }
    )


Writer = Callable[[FusionObservation], str]
WRITERS: dict[str, Writer] = {
    "tso500_combined": _tso500_combined,
    "tso500_all_fusions": _tso500_all_fusions,
    "oncomine": _oncomine,
    "splitfusion": _splitfusion,
    "rnafusion_vcf": _rnafusion_vcf,
    "metafusion_cff": _metafusion_cff,
    "metafusion": _metafusion,
    "fusion_report": _fusion_report,
    "fusion_report_json": _fusion_report_json,
    "pcgr": _pcgr,
    "bedpe_rna": _bedpe,
    "annofuse": _annofuse,
    "pori": _pori,
    "enfusion": _enfusion,
    "cbioportal_sv_fusions": _cbioportal_sv,
    "cbioportal_fusions": _cbioportal_fusions,
    "oncokb_sv_fusions": _oncokb_sv,
}
DNA_WRITERS: dict[str, Writer] = {
    "bedpe": _bedpe,
    "svtools_bedpe": _svtools_bedpe,
    "brass": _brass,
    "juli": _juli,
    "fuseq_wes": _fuseq_wes,
    "cbioportal_sv": _cbioportal_sv,
    "oncokb_sv": _oncokb_sv,
}
WITHIN_ONE_GENE = frozenset({"ctat_splicing", "tso500_splice_vcf"})
"""Formats of fusions that cannot say a fusion of two genes."""
TARGETS = frozenset({"oncomine"})
"""Formats that list what was looked for: without reads a row is no call."""
LOST: dict[str, set[str]] = {
    "tso500_combined": {"strand", "spanning_reads", "frame"},
    "tso500_all_fusions": {"strand", "frame"},
    "oncomine": {"strand", "spanning_reads", "frame"},
    "splitfusion": {"place", "strand", "spanning_reads"},  # the places of genes not looked for
    "metafusion_cff": {"frame"},
    "metafusion": {"order", "strand", "frame"},
    "fusion_report": {"frame"},
    "fusion_report_json": {"frame"},
    "pcgr": {"strand", "spanning_reads", "frame"},
    "bedpe_rna": {"split_reads", "spanning_reads", "frame"},
    "annofuse": {"strand"},
    "pori": {"strand", "spanning_reads"},
    "enfusion": {"spanning_reads", "frame"},
    "cbioportal_fusions": {"order", "place", "strand", "split_reads", "spanning_reads"},
    "oncokb_sv_fusions": {"order", "place", "strand", "split_reads", "spanning_reads", "frame"},
}
DNA_LOST: dict[str, set[str]] = {
    "bedpe": {"split_reads", "spanning_reads", "frame"},
    "svtools_bedpe": {"genes", "frame"},
    "brass": {"frame"},
    "fuseq_wes": {"order", "place", "strand", "frame"},
    "oncokb_sv": {"order", "place", "strand", "split_reads", "spanning_reads", "frame"},
}
