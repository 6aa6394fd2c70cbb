"""Which genome build a file speaks of, and what in it says so."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.model.base import BUILDS, OTHER_BUILD, GenomeBuild
from annotator.model.observations import FusionEnd, FusionObservation, SmallVariantObservation
from annotator.readers.assembly import (
    build_of_accession,
    check_contigs,
    chromosome_lengths,
    refuse_named,
)
from annotator.readers.datafile import DataFile
from annotator.readers.lines.regions import chromosome_key
from annotator.readers.tables.numbers import whole_number
from annotator.readers.targets import Targets, TargetsOf
from annotator.readers.vcf.header import VcfHeader, read_header

_NAMES: dict[GenomeBuild, re.Pattern[str]] = {
    "GRCh37": re.compile(r"grch37|hg19|b37(?!\d)|hs37|g1k_v37", re.IGNORECASE),
    "GRCh38": re.compile(r"grch38|hg38|b38(?!\d)|hs38", re.IGNORECASE),
}
PROVING_ALLELES = 3
"""So many REF alleles prove a build: one fits a wrong build, or the next base, once in four."""
_NAMING_LINES = ("##reference=", "##assembly=", "##contig=")


@dataclass(frozen=True)
class BuildEvidence:
    """A build and the words of the file that tell it."""

    build: GenomeBuild
    text: str


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
        for build in BUILDS
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
    positions: Iterable[tuple[str, int]], targets_of: TargetsOf
) -> GenomeBuild | None:
    """The build in which alone positions lie where the kinase genes break.

    Takes (chromosome, 1-based position). None where no position shows the build, or where they
    contradict each other: the regions of the builds overlap.
    """
    first, second = (targets_of(build).breakpoint_regions for build in BUILDS)
    in_first = in_second = False
    for place in positions:
        of_first, of_second = first.overlaps(*place), second.overlaps(*place)
        in_first |= of_first and not of_second
        in_second |= of_second and not of_first
    if in_first == in_second:
        return None
    return BUILDS[in_second]


def build_from_ref(
    variants: Iterable[SmallVariantObservation], targets_of: TargetsOf
) -> tuple[BuildEvidence | None, str]:
    """The one build that the REF alleles fit, and the counts for people.

    A build fits where a REF matches and none contradicts. Most positions (introns) have no known
    base and prove nothing. None where no build fits, or both do.
    """
    alleles = [(v.chrom, v.position, v.ref) for v in variants]
    fitting: list[GenomeBuild] = []
    counts = []
    for build in BUILDS:
        check_ref = targets_of(build).check_ref
        answers = [check_ref(*allele) for allele in alleles]
        matching, contradicting = answers.count(True), answers.count(False)
        counts.append(f"{build} {matching} match and {contradicting} contradict")
        if matching and not contradicting:
            fitting.append(build)
    text = "REF alleles at known bases: " + ", ".join(counts)
    return (BuildEvidence(fitting[0], text) if len(fitting) == 1 else None), text


def proving_alleles(
    variants: Iterable[SmallVariantObservation], build: GenomeBuild, targets_of: TargetsOf
) -> int:
    """How many different REF alleles fit this build alone, counted up to `PROVING_ALLELES`."""
    here, there = targets_of(build).check_ref, targets_of(OTHER_BUILD[build]).check_ref
    count = 0
    for allele in dict.fromkeys((v.chrom, v.position, v.ref) for v in variants):
        count += bool(here(*allele)) and not there(*allele)
        if count == PROVING_ALLELES:
            break
    return count


def build_from_junctions(
    junctions: Iterable[FusionObservation], targets_of: TargetsOf
) -> GenomeBuild | None:
    """The build in which junctions join the 3' part of a kinase gene with another known gene.

    None where there is no such junction, or where both builds have one.
    """

    def joins(targets: Targets, one: FusionEnd, other: FusionEnd) -> bool:
        ends = targets.breakpoint_regions
        if one.place is None or other.place is None:
            return False
        return (
            ends.overlaps(*one.place)
            and not ends.overlaps(*other.place)
            and targets.strand_at(*other.place) is not None
        )

    pairs = [(each.five_prime, each.three_prime) for each in junctions]
    builds = [
        build
        for build in BUILDS
        if any(
            joins(targets_of(build), *pair) or joins(targets_of(build), *pair[::-1])
            for pair in pairs
        )
    ]
    return builds[0] if len(builds) == 1 else None


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
