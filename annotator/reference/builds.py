"""How well REF alleles fit each genome build."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.base import GenomeBuild
from annotator.reference.catalog import Reference


@dataclass(frozen=True, slots=True)
class BuildAgreement:
    """How many REF alleles fit a build, and how many contradict it.

    Alleles at positions whose base is not known are not counted.
    """

    build: GenomeBuild
    matching: int
    contradicting: int


def builds_matching(
    reference: Reference, alleles: Iterable[tuple[str, int, str]]
) -> dict[GenomeBuild, BuildAgreement]:
    """The agreement of (chromosome, 1-based position, REF) with every build.

    One base in four fits by chance. So the wrong build has more contradictions, and fewer
    positions with a known base.
    """
    given = list(alleles)
    agreement: dict[GenomeBuild, BuildAgreement] = {}
    for build in reference.builds:
        genome = reference.in_build(build)
        answers = [genome.check_ref(*allele) for allele in given]
        agreement[build] = BuildAgreement(build, answers.count(True), answers.count(False))
    return agreement
