"""A panel's combined output in each of its roles, and depths that are sums, to the findings."""

from pathlib import Path

import pytest

from annotator.model.findings import FindingsDocument
from annotator.model.roles import Role
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.files import vcf, write

_COMBINED = (
    "DRAGEN TruSight Oncology 500 Analysis Software - Combined Variant Output",
    "[Analysis Details]\t",
    "DNA Sample ID\tS1_DNA",
    "RNA Sample ID\tS1_RNA",
    "[GIS]\t",
    "Tumor Fraction\t0.62",
    "Ploidy\t2.10",
    "[Gene Amplifications]\t",
    "Gene\tFold Change",
    "MET\t5.028",
    "[Fusions]\t",
    "Gene Pair\tBreakpoint 1\tBreakpoint 2\tFusion Supporting Reads",
    "EML4-ALK\tchr2:42522654\tchr2:29446394\t75",
    "[Small Variants]\t",
    "Gene\tChromosome\tGenomic Position\tReference Call\tAlternative Call\tAllele Frequency\tDepth",
    "ALK\tchr2\t29443613\tC\tT\t0.12\t486",
)
_ROLES: tuple[Role, ...] = ("fusions", "copy_number", "small_variants")


def _detect(**given: object) -> FindingsDocument:
    return detect_sample(
        packaged.environment(), SampleRequest.model_validate({"sample": "S1", **given})
    )


def _codes(document: FindingsDocument) -> set[str]:
    return {warning.code for warning in document.warnings}


def test_all_sections_are_read_where_the_file_is_given_in_each_role(tmp_path: Path) -> None:
    path = str(write(tmp_path / "S1.tsv", *_COMBINED))
    document = _detect(genome_build="GRCh37", **{role: [path] for role in _ROLES})
    labels = {getattr(found, "label", None) for found in document.findings}
    assert {"EML4::ALK fusion", "ALK G1202R"} <= labels
    assert (document.sample.tumor_purity, document.sample.ploidy) == (0.62, 2.1)
    assert "purity_of_caller" in _codes(document)
    assert "holds_other_data" not in _codes(document)


@pytest.mark.parametrize("role", _ROLES)
def test_what_is_not_read_is_told_with_its_role(tmp_path: Path, role: Role) -> None:
    path = str(write(tmp_path / "S1.tsv", *_COMBINED))
    document = _detect(genome_build="GRCh37", **{role: [path]})
    (warning,) = (each for each in document.warnings if each.code == "holds_other_data")
    for other in _ROLES:
        told = f"--{other.replace('_', '-')}" in warning.message
        assert told == (other != role)


def test_a_mean_of_three_reads_is_no_call(tmp_path: Path) -> None:
    bed = write(tmp_path / "x.bed", "chr2\t29220706\t29220835\tALK\t387")
    variants = vcf(tmp_path / "S1.vcf", "chr2 29000000 . C T . PASS . GT:AD 0/1:150,50")
    document = _detect(small_variants=[str(variants)], coverage=[f"bedcov={bed}"])
    assessed = next(a for a in document.assessments if a.target == "ALK L1196")
    assert (assessed.result, assessed.depth) == ("no_call", 3)
