"""Which genome build a file speaks of, and what in it says so."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from annotator.model.base import GenomeBuild
from annotator.model.observations import FusionEnd, FusionObservation
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
RefFits = Callable[[GenomeBuild, str, int, str], bool | None]
"""Whether REF at a chromosome and 1-based position fits a build; None where no base is known."""
InGene = Callable[[GenomeBuild, str, int], bool]
"""Whether a position of a build lies in a gene that is known."""
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


def build_from_references(
    alleles: Iterable[tuple[str, int, str]], ref_fits: RefFits
) -> GenomeBuild | None:
    """The build that the REF of (chromosome, 1-based position, REF) speaks for.

    It fits wherever its bases are known, and no REF fits the other build. None otherwise.
    """
    given = list(alleles)
    answers = {build: [ref_fits(build, *each) for each in given] for build in _LENGTHS}
    fitting = [build for build, found in answers.items() if True in found]
    return fitting[0] if len(fitting) == 1 and False not in answers[fitting[0]] else None


def build_from_junctions(
    junctions: Iterable[FusionObservation],
    kinase_ends: Mapping[GenomeBuild, Regions],
    in_gene: InGene,
) -> GenomeBuild | None:
    """The build in which junctions join the 3' part of a kinase gene with another known gene.

    None where there is no such junction, or where both builds have one.
    """

    def joins(build: GenomeBuild, one: FusionEnd, other: FusionEnd) -> bool:
        ends = kinase_ends[build]
        return (
            ends.overlaps(one.chrom, one.position)
            and not ends.overlaps(other.chrom, other.position)
            and in_gene(build, other.chrom, other.position)
        )

    pairs = [(each.five_prime, each.three_prime) for each in junctions]
    found = [
        build
        for build in _LENGTHS
        if any(joins(build, *pair) or joins(build, *pair[::-1]) for pair in pairs)
    ]
    return found[0] if len(found) == 1 else None


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
