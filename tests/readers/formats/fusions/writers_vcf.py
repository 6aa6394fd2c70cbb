"""Writers of VCFs of RNA: a sense fusion as the records of each format."""

from annotator.model.observations import FusionEnd, FusionObservation
from tests.builders.fusion_tables import Told, Writer

ARRIBA_META = (
    "##fileformat=VCFv4.3\n"
    '##INFO=<ID=SVTYPE,Number=1,Type=String,Description="Type of structural variant">\n'
    '##INFO=<ID=MATEID,Number=.,Type=String,Description="ID of mate breakends">\n'
    '##INFO=<ID=GENE_NAME,Number=.,Type=String,Description="Name of gene hit by breakpoint.">\n'
    '##INFO=<ID=GENE_ID,Number=.,Type=String,Description="ID of gene hit by breakpoint.">\n'
)
GENOOX_META = "##fileformat=VCFv4.1\n##GENOOX_VCF_TYPE=GNX_FROM_ILLUMINA_FUSION\n"
_COLUMNS = "#CHROM POS ID REF ALT QUAL FILTER INFO"


def records(meta: str, columns: str, *lines: str) -> str:
    """The text of a VCF; columns and lines are written with blanks."""
    return meta + "".join("\t".join(line.split()) + "\n" for line in (columns, *lines))


def _breakend(kept_left: bool, mate: FusionEnd, mate_kept_left: bool) -> str:
    bracket = "]" if mate_kept_left else "["
    joined = f"{bracket}{mate.chrom}:{mate.position}{bracket}"
    return f"N{joined}" if kept_left else f"{joined}N"


def _arriba_vcf(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    lefts = (five.strand == "+", three.strand == "-")
    ends = (("1a", "1b", five, three, lefts), ("1b", "1a", three, five, lefts[::-1]))
    return records(
        ARRIBA_META,
        _COLUMNS,
        *(
            f"{end.chrom} {end.position} {name} N {_breakend(left, mate, mate_left)} 5 PASS "
            f"SVTYPE=BND;MATEID={other};GENE_NAME={end.gene};GENE_ID=x"
            for name, other, end, mate, (left, mate_left) in ends
        ),
    )


def _genoox_vcf(fusion: FusionObservation) -> str:
    five, three = fusion.five_prime, fusion.three_prime
    name = f"{five.gene}-{three.gene}-{five.position}-{three.position}"
    info = (
        f"SVTYPE=FUSION;GENE_NAME={five.gene};FUSION_DRIVER_GENE={three.gene};REF_COUNT=0;"
        f"SPLIT_READS={fusion.split_reads};DISCORDANT_PAIRS={fusion.spanning_reads}"
    )
    return records(
        GENOOX_META,
        f"{_COLUMNS} FORMAT S",
        f"{five.chrom} {five.position} {name}_1 . .]{three.chrom}:{three.position}] . PASS {info} "
        "GT:GQ ./.:.",
        f"{three.chrom} {three.position} {name}_2 . ]{five.chrom}:{five.position}]. . PASS {info} "
        "GT:GQ ./.:.",
    )


WRITERS: dict[str, Writer] = {"arriba_vcf": _arriba_vcf, "genoox_vcf": _genoox_vcf}
LOST: dict[str, set[Told]] = {
    "arriba_vcf": {"split_reads", "spanning_reads", "frame"},
    "genoox_vcf": {"order", "strand", "frame"},
}
