"""Writers of the general RNA fusion callers."""

import json

from annotator.model.observations import FusionEnd, FusionObservation
from tests.builders.files import ARRIBA_COLUMNS, STAR_HEADER
from tests.builders.fusion_tables import Told, Writer, columns, row_of, table

# 2.x and later; the other headers are in test_callers.py.
FUSIONCATCHER_HEADER = columns(
    "Gene_1_symbol(5end_fusion_partner) Gene_2_symbol(3end_fusion_partner) Fusion_description "
    "Counts_of_common_mapping_reads Spanning_pairs Spanning_unique_reads Longest_anchor_found "
    "Fusion_finding_method Fusion_point_for_gene_1(5end_fusion_partner) "
    "Fusion_point_for_gene_2(3end_fusion_partner) Gene_1_id(5end_fusion_partner) "
    "Gene_2_id(3end_fusion_partner) Exon_1_id(5end_fusion_partner) Exon_2_id(3end_fusion_partner) "
    "Fusion_sequence Predicted_effect"
)
JAFFA_HEADER = columns(
    "sample,fusion genes,chrom1,base1,strand1,chrom2,base2,strand2,gap (kb),spanning pairs,"
    "spanning reads,inframe,aligns,rearrangement,contig,contig break,classification,known",
    ",",
)
ERICSCRIPT_HEADER = columns(
    "GeneName1 GeneName2 chr1 Breakpoint1 strand1 chr2 Breakpoint2 strand2 EnsemblGene1 "
    "EnsemblGene2 crossingreads spanningreads mean.insertsize homology fusiontype InfoGene1 "
    "InfoGene2 JunctionSequence GeneExpr1 GeneExpr2 GeneExpr_Fused ES GJS US EricScore"
)
DEFUSE_HEADER = columns(
    "cluster_id splitr_count gene_chromosome1 gene_chromosome2 gene_name1 gene_name2 "
    "gene_strand1 gene_strand2 genomic_break_pos1 genomic_break_pos2 genomic_strand1 "
    "genomic_strand2 library_name orf span_count probability"
)
SQUID_HEADER = columns(
    "# chrom1|start1|end1|chrom2|start2|end2|name|score|strand1|strand2|Type|FusedGenes",
    "|",
)
CTAT_LR_HEADER = columns(
    "#FusionName num_LR LeftGene LeftLocalBreakpoint LeftBreakpoint RightGene "
    "RightLocalBreakpoint RightBreakpoint SpliceType LR_accessions LR_FFPM annots"
)
PIZZLY_HEADER = columns(
    "geneA.name geneA.id geneB.name geneB.id paircount splitcount transcripts.list"
)

_ARRIBA_FRAMES = {"in_frame": "in-frame", "out_of_frame": "out-of-frame", "unknown": "."}
_CATCHER_FRAMES = {**_ARRIBA_FRAMES, "unknown": "CDS(truncated)/intronic"}
_STAR_FRAMES = {"in_frame": "INFRAME", "out_of_frame": "FRAMESHIFT", "unknown": "."}
_JAFFA_FRAMES = {"in_frame": "TRUE", "out_of_frame": "FALSE", "unknown": "NA"}


def star_place(end: FusionEnd) -> str:
    """`chr2:29223528:-`."""
    return f"{end.chrom}:{end.position}:{end.strand}"


def kept_sign(end: FusionEnd, part: str) -> str:
    """`+` where the 5' or 3' part of a gene lies before the breakpoint, `-` where after it."""
    return "+" if (end.strand == "+") == (part == "5'") else "-"


def _ctat(fusion: FusionObservation, header: list[str], **more: object) -> str:
    header = [*header, "PROT_FUSION_TYPE"]
    cells = {
        "#FusionName": f"{fusion.five_prime.gene}--{fusion.three_prime.gene}",
        "LeftGene": f"{fusion.five_prime.gene}^ENSG1.2",
        "LeftBreakpoint": star_place(fusion.five_prime),
        "RightGene": f"{fusion.three_prime.gene}^ENSG2",
        "RightBreakpoint": star_place(fusion.three_prime),
        "PROT_FUSION_TYPE": _STAR_FRAMES[fusion.frame],
        **more,
    }
    return table(header, row_of(header, cells))


def _star_fusion(fusion: FusionObservation, *more_columns: str) -> str:
    return _ctat(
        fusion,
        [*STAR_HEADER.split("\t"), *more_columns],
        JunctionReadCount=fusion.split_reads,
        SpanningFragCount=fusion.spanning_reads,
    )


def _fusioninspector(fusion: FusionObservation) -> str:
    return _star_fusion(fusion, "LeftLocalBreakpoint", "RightLocalBreakpoint")


def _ctat_lr_fusion(fusion: FusionObservation) -> str:
    return _ctat(fusion, CTAT_LR_HEADER, num_LR=fusion.split_reads)


def _arriba(fusion: FusionObservation) -> str:
    cells = {
        "#gene1": fusion.five_prime.gene,
        "gene2": fusion.three_prime.gene,
        "strand1(gene/fusion)": f"{fusion.five_prime.strand}/{fusion.five_prime.strand}",
        "strand2(gene/fusion)": f"{fusion.three_prime.strand}/{fusion.three_prime.strand}",
        "breakpoint1": f"{fusion.five_prime.chrom}:{fusion.five_prime.position}",
        "breakpoint2": f"{fusion.three_prime.chrom}:{fusion.three_prime.position}",
        "type": "translocation",
        "split_reads1": fusion.split_reads,
        "split_reads2": 0,
        "discordant_mates": fusion.spanning_reads,
        "reading_frame": _ARRIBA_FRAMES[fusion.frame],
    }
    return table(ARRIBA_COLUMNS, row_of(ARRIBA_COLUMNS, cells))


def _fusioncatcher(fusion: FusionObservation) -> str:
    cells = {
        "Gene_1_symbol(5end_fusion_partner)": fusion.five_prime.gene,
        "Gene_2_symbol(3end_fusion_partner)": fusion.three_prime.gene,
        "Spanning_pairs": fusion.spanning_reads,
        "Spanning_unique_reads": fusion.split_reads,
        "Fusion_point_for_gene_1(5end_fusion_partner)": star_place(fusion.five_prime),
        "Fusion_point_for_gene_2(3end_fusion_partner)": star_place(fusion.three_prime),
        "Predicted_effect": _CATCHER_FRAMES[fusion.frame],
    }
    return table(FUSIONCATCHER_HEADER, row_of(FUSIONCATCHER_HEADER, cells))


def _fusioncatcher_vcf(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    shared = (
        f"SR={fusion.split_reads};SP={fusion.spanning_reads};GENE5={five.gene};GENE3={three.gene};"
        f"EFFECT={_CATCHER_FRAMES[fusion.frame]};DESC=known,oncogene"
    )
    records = [
        [end.chrom, end.position, f"F__{prime}", "N", "N]2:1]", ".", "PASS",
         f"SVTYPE=BND;MATEID=F__{mate};END={prime};STRAND={end.strand};{shared}"]
        for end, prime, mate in ((five, 5, 3), (three, 3, 5))
    ]  # fmt: skip
    header = columns("#CHROM POS ID REF ALT QUAL FILTER INFO")
    meta = "##fileformat=VCFv4.3\n##source=fusioncatcher_v1.20\n"
    return meta + table(header, *([str(cell) for cell in record] for record in records))


def _jaffa(fusion: FusionObservation) -> str:
    cells: dict[str, object] = {
        "fusion genes": f"{fusion.five_prime.gene}:{fusion.three_prime.gene}",
        "spanning pairs": fusion.spanning_reads,
        "spanning reads": fusion.split_reads,
        "inframe": _JAFFA_FRAMES[fusion.frame],
    }
    for side, end in (("1", fusion.five_prime), ("2", fusion.three_prime)):
        cells |= {
            f"chrom{side}": end.chrom, f"base{side}": end.position, f"strand{side}": end.strand,
        }  # fmt: skip
    return table(JAFFA_HEADER, row_of(JAFFA_HEADER, cells), delimiter=",")


def _ericscript(fusion: FusionObservation) -> str:
    cells: dict[str, object] = {
        "crossingreads": fusion.spanning_reads,
        "spanningreads": fusion.split_reads,
        "EricScore": 0.9,
    }
    for side, end in (("1", fusion.five_prime), ("2", fusion.three_prime)):
        cells |= {
            f"GeneName{side}": end.gene, f"chr{side}": str(end.chrom).removeprefix("chr"),
            f"Breakpoint{side}": end.position, f"strand{side}": end.strand,
        }  # fmt: skip
    return table(ERICSCRIPT_HEADER, row_of(ERICSCRIPT_HEADER, cells))


def _defuse(fusion: FusionObservation) -> str:
    cells: dict[str, object] = {
        "splitr_count": fusion.split_reads,
        "span_count": fusion.spanning_reads,
    }
    for side, end, part in (("1", fusion.three_prime, "3'"), ("2", fusion.five_prime, "5'")):
        cells |= {
            f"gene_name{side}": end.gene, f"gene_chromosome{side}": end.chrom,
            f"gene_strand{side}": end.strand, f"genomic_break_pos{side}": end.position,
            f"genomic_strand{side}": kept_sign(end, part),
        }  # fmt: skip
    return table(DEFUSE_HEADER, row_of(DEFUSE_HEADER, cells))


def _squid(fusion: FusionObservation) -> str:
    cells: dict[str, object] = {
        "Type": "fusion-gene",
        "FusedGenes": f"{fusion.five_prime.gene}:{fusion.three_prime.gene}",
    }
    for side, end, part in (("1", fusion.three_prime, "3'"), ("2", fusion.five_prime, "5'")):
        assert end.position is not None
        sign = kept_sign(end, part)
        start = end.position - 1 if sign == "-" else max(0, end.position - 300)
        stop = end.position if sign == "+" else end.position + 300
        chrom = "# chrom1" if side == "1" else "chrom2"
        cells |= {chrom: end.chrom, f"start{side}": start, f"end{side}": stop,
                  f"strand{side}": sign}  # fmt: skip
    return table(SQUID_HEADER, row_of(SQUID_HEADER, cells))


def _pizzly(fusion: FusionObservation) -> str:
    cells = {
        "geneA.name": fusion.five_prime.gene,
        "geneB.name": fusion.three_prime.gene,
        "paircount": fusion.spanning_reads,
        "splitcount": fusion.split_reads,
    }
    return table(PIZZLY_HEADER, row_of(PIZZLY_HEADER, cells))


def _pizzly_json(fusion: FusionObservation) -> str:
    pair = {
        "geneA": {"id": "ENSG1", "name": fusion.five_prime.gene},
        "geneB": {"id": "ENSG2", "name": fusion.three_prime.gene},
        "paircount": fusion.spanning_reads,
        "splitcount": fusion.split_reads,
        "transcripts": [],
        "readpairs": [],
    }
    return json.dumps({"genes": [pair]}, indent=2)


WRITERS: dict[str, Writer] = {
    "arriba": _arriba,
    "ctat_lr_fusion": _ctat_lr_fusion,
    "defuse": _defuse,
    "ericscript": _ericscript,
    "fusioncatcher": _fusioncatcher,
    "fusioncatcher_vcf": _fusioncatcher_vcf,
    "fusioninspector": _fusioninspector,
    "jaffa": _jaffa,
    "pizzly": _pizzly,
    "pizzly_json": _pizzly_json,
    "squid": _squid,
    "star_fusion": _star_fusion,
}
LOST: dict[str, set[Told]] = {
    "ctat_lr_fusion": {"spanning_reads"},
    "defuse": {"frame"},
    "ericscript": {"frame"},
    "pizzly": {"place", "frame"},
    "pizzly_json": {"place", "frame"},
    "squid": {"split_reads", "spanning_reads", "frame"},
}
