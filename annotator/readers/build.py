"""Which genome build a file speaks of, and what in it says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.base import GenomeBuild
from annotator.readers.regions import Regions, chromosome_key
from annotator.readers.vcf.header import VcfHeader

# Lengths of the assembled chromosomes of GRCh37 and GRCh38 (Genome Reference Consortium).
_LENGTHS: dict[GenomeBuild, dict[str, int]] = {
    "GRCh37": {"1": 249250621, "2": 243199373, "6": 171115067, "7": 159138663},
    "GRCh38": {"1": 248956422, "2": 242193529, "6": 170805979, "7": 159345973},
}
_NAMES: dict[GenomeBuild, re.Pattern[str]] = {
    "GRCh37": re.compile(r"grch37|hg19|b37(?!\d)|hs37|g1k_v37", re.IGNORECASE),
    "GRCh38": re.compile(r"grch38|hg38|b38(?!\d)|hs38", re.IGNORECASE),
}
_NAMING_LINES = ("##reference=", "##assembly=", "##contig=")


@dataclass(frozen=True)
class BuildEvidence:
    """A build and the words of the file that tell it."""

    build: GenomeBuild
    text: str


def vcf_build_evidence(header: VcfHeader) -> BuildEvidence | None:
    """The build of a VCF: by the lengths of its contigs, else by the names in its header.

    None where the header says nothing, or contradicts itself.
    """
    lengths = [
        BuildEvidence(build, f"##contig {name} has length {length}")
        for name, length in header.contigs.items()
        for build, known in _LENGTHS.items()
        if length is not None and known.get(chromosome_key(name)) == length
    ]
    return _agreed(lengths) or (None if lengths else _agreed(_named(header)))


def build_from_positions(
    positions: Iterable[tuple[str, int]], loci37: Regions, loci38: Regions
) -> GenomeBuild | None:
    """The build whose loci alone hold some of the (chromosome, 1-based position).

    None where no position tells, or where they contradict each other: parts of the loci of one
    build are loci of the other too.
    """
    in37 = in38 = False
    for chrom, position in positions:
        of37, of38 = loci37.overlaps(chrom, position), loci38.overlaps(chrom, position)
        in37 |= of37 and not of38
        in38 |= of38 and not of37
    if in37 == in38:
        return None
    return "GRCh37" if in37 else "GRCh38"


def _named(header: VcfHeader) -> list[BuildEvidence]:
    return [
        BuildEvidence(build, line if len(line) <= 120 else line[:120] + "…")
        for line in header.meta
        if line.startswith(_NAMING_LINES)
        for build, names in _NAMES.items()
        if names.search(line)
    ]


def _agreed(evidence: list[BuildEvidence]) -> BuildEvidence | None:
    return evidence[0] if len({each.build for each in evidence}) == 1 else None
