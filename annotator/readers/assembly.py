"""Assemblies that are neither GRCh37 nor GRCh38: no option makes them readable.

A file of another assembly is known by the lengths and names of its contigs, else by the name of
its reference. Decoys, alternate loci and patches have names of their own and say nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from annotator.model.base import GenomeBuild
from annotator.model.errors import InputProblem
from annotator.readers.datafile import DataFile
from annotator.readers.lines.regions import chromosome_key
from annotator.reference import known_chromosomes


@dataclass(frozen=True)
class _Assembly:
    """Another assembly: how its reference is called, its accessions, and some of its lengths."""

    name: str
    called: str
    accessions: str
    lengths: Mapping[str, int]


# Lengths as the UCSC genome browser lists them (chrom.sizes); they only give the assembly a name.
_OTHERS = (
    _Assembly(
        "T2T-CHM13",
        r"chm13|(?<![a-z0-9])hs1(?![0-9a-z_])",
        r"NC_0609(?:2[5-9]|3\d|4[0-8])\.\d+|CP0682(?:5[4-9]|6\d|7[0-7])\.\d+",
        {"1": 248387328, "2": 242696752, "6": 172126628, "7": 160567428},
    ),
    _Assembly(
        "NCBI36 (hg18)",
        r"hg18|ncbi_?(?:build_?)?36|(?<![a-z0-9])b36(?!\d)",
        "(?!)",
        {"1": 247249719, "2": 242951149, "6": 170899992, "7": 158821424},
    ),
    _Assembly(
        "GRCm38 (mouse)",
        r"grcm38|(?<![a-z0-9])mm10(?!\d)",
        r"NC_0000(?:6[7-9]|7\d|8[0-7])\.6",
        {"1": 195471971, "2": 182113224, "6": 149736546, "7": 145441459},
    ),
    _Assembly(
        "GRCm39 (mouse)",
        r"grcm39|(?<![a-z0-9])mm39(?!\d)",
        r"NC_0000(?:6[7-9]|7\d|8[0-7])\.7",
        {"1": 195154279, "2": 181755017, "6": 149588044, "7": 144995196},
    ),
    _Assembly("NCBIM37 (mouse)", r"ncbim37|(?<![a-z0-9])mm9(?!\d)", "(?!)", {}),
)
_HUMAN_REFSEQ = re.compile(r"NC_0000(?:0[1-9]|1\d|2[0-4])\.\d+", re.IGNORECASE)


@cache
def chromosome_lengths(build: GenomeBuild) -> Mapping[str, int]:
    """The lengths of the known chromosomes of a build, by their bare names."""
    return {
        chromosome_key(known.chrom): known.length
        for known in known_chromosomes()
        if known.build == build
    }


@cache
def _accessions() -> Mapping[str, GenomeBuild]:
    return {known.accession: known.build for known in known_chromosomes()}


def build_of_accession(name: str) -> GenomeBuild | None:
    """The build of which a contig name is a chromosome's RefSeq accession, with its version."""
    return _accessions().get(name.upper())


def other_assembly_named(text: str) -> str | None:
    """The other assembly that a text names (`hg18`, `mm10`, `chm13v2.0`); None where none."""
    return next((o.name for o in _OTHERS if re.search(o.called, text, re.IGNORECASE)), None)


def check_contigs(file: DataFile, contigs: Iterable[tuple[str, int | None]]) -> None:
    """Raise `InputProblem` where the name or length of a contig is of neither build."""
    for name, length in contigs:
        accession = next((o.name for o in _OTHERS if re.fullmatch(o.accessions, name)), None)
        if accession:
            raise _refusal(file, f"the contig {name} is of {accession}")
        key = chromosome_key(name)
        of_builds: dict[GenomeBuild, int] = {
            build: lengths[key]
            for build in ("GRCh37", "GRCh38")
            if key in (lengths := chromosome_lengths(build))
        }
        if not of_builds:
            continue
        if _HUMAN_REFSEQ.fullmatch(name) and build_of_accession(name) is None:
            raise _refusal(file, f"the contig {name} is of neither build")
        if length and length not in of_builds.values():
            other = next((f", as in {o.name}" for o in _OTHERS if o.lengths.get(key) == length), "")
            known = " and ".join(f"{bases} in {build}" for build, bases in of_builds.items())
            raise _refusal(file, f"{name} has {length} bases{other}, and {known}")


def refuse_named(file: DataFile, text: str, column: str | None = None) -> None:
    """Raise `InputProblem` where a text names another assembly."""
    other = other_assembly_named(text)
    if other:
        raise _refusal(file, f"{text.strip()[:120]!r} names {other}", column)


def _refusal(file: DataFile, found: str, column: str | None = None) -> InputProblem:
    return file.problem(
        f"another assembly: {found}",
        column=column,
        expected="positions of GRCh37 or GRCh38",
        advice="Give the calls on one of these builds; --genome-build does not change positions.",
    )
