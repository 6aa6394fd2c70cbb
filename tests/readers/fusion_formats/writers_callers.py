"""Writers of the general RNA fusion callers."""

from annotator.model.observations import FusionEnd, FusionObservation
from tests.readers.fusion_formats.builders import Told, Writer, row_of, table
from tests.readers.samples import ARRIBA_COLUMNS, STAR_HEADER

_ARRIBA_FRAMES = {"in_frame": "in-frame", "out_of_frame": "out-of-frame", "unknown": "."}
_STAR_FRAMES = {"in_frame": "INFRAME", "out_of_frame": "FRAMESHIFT", "unknown": "."}


def star_place(end: FusionEnd) -> str:
    """`chr2:29223528:-`."""
    return f"{end.chrom}:{end.position}:{end.strand}"


def _star_fusion(fusion: FusionObservation) -> str:
    header = [*STAR_HEADER.split("\t"), "PROT_FUSION_TYPE"]
    cells = {
        "#FusionName": f"{fusion.five_prime.gene}--{fusion.three_prime.gene}",
        "JunctionReadCount": fusion.split_reads,
        "SpanningFragCount": fusion.spanning_reads,
        "LeftGene": f"{fusion.five_prime.gene}^ENSG1.2",
        "LeftBreakpoint": star_place(fusion.five_prime),
        "RightGene": f"{fusion.three_prime.gene}^ENSG2",
        "RightBreakpoint": star_place(fusion.three_prime),
        "PROT_FUSION_TYPE": _STAR_FRAMES[fusion.frame],
    }
    return table(header, row_of(header, cells))


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


WRITERS: dict[str, Writer] = {"star_fusion": _star_fusion, "arriba": _arriba}
LOST: dict[str, set[Told]] = {}
