"""Which genome build a file speaks of, and what in it says so."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from annotator.model.base import GenomeBuild
from annotator.model.observations import FusionEnd, FusionObservation, SmallVariantObservation
from annotator.readers.assembly import (
    build_of_accession,
    check_contigs,
    chromosome_lengths,
    refuse_named,
)
from annotator.readers.datafile import DataFile
from annotator.readers.lines.regions import Regions, chromosome_key
from annotator.readers.tables.numbers import whole_number
from annotator.readers.vcf.header import VcfHeader, read_header

_BUILDS: tuple[GenomeBuild, GenomeBuild] = ("GRCh37", "GRCh38")
_NAMES: dict[GenomeBuild, re.Pattern[str]] = {
    "GRCh37": re.compile(r"grch37|hg19|b37(?!\d)|hs37|g1k_v37", re.IGNORECASE),
    "GRCh38": re.compile(r"grch38|hg38|b38(?!\d)|hs38", re.IGNORECASE),
}
TELLING_BASES = 3
"""So many REF alleles prove a build: one fits a wrong build, or the base beside, once in four."""
InGene = Callable[[GenomeBuild, str, int], bool]
"""Whether a position of a build lies in a gene that is known."""
_NAMING_LINES = ("##reference=", "##assembly=", "##contig=")


@dataclass(frozen=True)
class BuildEvidence:
    """A build and the words of the file that tell it."""

    build: GenomeBuild
    text: str


@dataclass(frozen=True)
class RefAgreement:
    """How many REF alleles at bases that are known of a build fit it, and how many do not."""

    matching: int
    contradicting: int


Alleles = Iterable[tuple[str, int, str]]
"""Chromosome, 1-based position and REF of alleles."""
AgreementOf = Callable[[Alleles], Mapping[GenomeBuild, RefAgreement]]
"""How the REF alleles agree with every build; alleles at unknown bases count in neither."""


def chromosome_length(build: GenomeBuild, chrom: str) -> int | None:
    """The length of a chromosome in bases; None for one that the reference data leave out."""
    return chromosome_lengths(build).get(chromosome_key(chrom))


def vcf_build_evidence(header: VcfHeader) -> list[BuildEvidence]:
    """The build of a VCF: by the lengths of its contigs, else by the names in its header.

    Empty where the header says nothing; one evidence per build where it contradicts itself.
    """
    return _of_contigs(header.contigs.items(), "##contig") or _first_of_each_build(_named(header))


def checked_build_evidence(file: DataFile, header: VcfHeader) -> list[BuildEvidence]:
    """`vcf_build_evidence` of a file. Raises `InputProblem` for another assembly."""
    check_contigs(file, header.contigs.items())
    evidence = vcf_build_evidence(header)
    if not evidence:
        for line in header.meta:
            if line.startswith(_NAMING_LINES):
                refuse_named(file, line)
    return evidence


def sam_build_evidence(file: DataFile) -> list[BuildEvidence]:
    """The build that the `@SQ` lines of a SAM header or sequence dictionary tell.

    Raises `InputProblem` for another assembly.
    """
    contigs = []
    for line in file.head():
        fields = dict(field.partition(":")[::2] for field in line.split("\t")[1:])
        if line.startswith("@SQ") and "SN" in fields:
            contigs.append((fields["SN"], whole_number(fields.get("LN", ""))))
    check_contigs(file, contigs)
    return _of_contigs(contigs, "@SQ")


def header_build_evidence(file: DataFile) -> list[BuildEvidence]:
    """The build that the header of a VCF tells.

    Raises `InputProblem` for a malformed header, and for another assembly.
    """
    return checked_build_evidence(file, read_header(file, junctions_alone=True))


def cell_build_evidence(file: DataFile, column: str, cells: Iterable[str]) -> list[BuildEvidence]:
    """The builds that the cells of a column such as NCBI_Build name: several contradict each other.

    Raises `InputProblem` for a cell that names another assembly.
    """
    evidence = []
    for cell in dict.fromkeys(cells):
        build = named_build(cell)
        if build:
            evidence.append(BuildEvidence(build, f"{column} {cell}"))
        else:
            refuse_named(file, f"hg18 ({cell})" if cell == "36" else cell, column)
    return _first_of_each_build(evidence)


def _of_contigs(contigs: Iterable[tuple[str, int | None]], written: str) -> list[BuildEvidence]:
    """One evidence per build, by lengths, else by versions of RefSeq accessions."""
    listed = list(contigs)
    by_length = [
        BuildEvidence(build, f"{written} {name} has length {length}")
        for name, length in listed
        for build in _BUILDS
        if length is not None and chromosome_length(build, name) == length
    ]
    by_name = [
        BuildEvidence(build, f"{written} {name}")
        for name, _ in listed
        if (build := build_of_accession(name))
    ]
    return _first_of_each_build(by_length or by_name)


def named_build(text: str) -> GenomeBuild | None:
    """The build that a cell such as NCBI_Build names: `37`, `GRCh38`, `hg19`; None for others."""
    bare: Mapping[str, GenomeBuild] = {"37": "GRCh37", "38": "GRCh38"}
    named = [build for build, names in _NAMES.items() if names.search(text)]
    return bare.get(text) or (named[0] if len(named) == 1 else None)


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


def build_from_ref(
    variants: Iterable[SmallVariantObservation], agreement_of: AgreementOf
) -> tuple[BuildEvidence | None, str]:
    """The one build that the REF alleles fit, and the counts for people.

    A build fits where a REF matches and none contradicts. Most positions (introns) have no known
    base and prove nothing. None where no build fits, or several do.
    """
    agreement = agreement_of((v.chrom, v.position, v.ref) for v in variants)
    counts = "REF alleles at known bases: " + ", ".join(
        f"{build} {found.matching} match and {found.contradicting} contradict"
        for build, found in agreement.items()
    )
    fitting = [
        build for build, found in agreement.items() if found.matching and not found.contradicting
    ]
    return (BuildEvidence(fitting[0], counts) if len(fitting) == 1 else None), counts


def telling_bases(
    variants: Iterable[SmallVariantObservation], build: GenomeBuild, agreement_of: AgreementOf
) -> int:
    """How many places have a REF allele that fits one build alone, counted up to the need."""
    count = 0
    for allele in dict.fromkeys((v.chrom, v.position, v.ref) for v in variants):
        agreement = agreement_of([allele])
        count += all((agreed.matching > 0) == (b == build) for b, agreed in agreement.items())
        if count == TELLING_BASES:
            break
    return count


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
        if one.place is None or other.place is None:
            return False
        return (
            ends.overlaps(*one.place)
            and not ends.overlaps(*other.place)
            and in_gene(build, *other.place)
        )

    pairs = [(each.five_prime, each.three_prime) for each in junctions]
    found = [
        build
        for build in _BUILDS
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


def _first_of_each_build(evidence: list[BuildEvidence]) -> list[BuildEvidence]:
    first: dict[GenomeBuild, BuildEvidence] = {}
    for each in evidence:
        first.setdefault(each.build, each)
    return list(first.values())
