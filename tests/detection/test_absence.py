"""Absence from files that may have been cut, or that state no build."""

from typing import Any

import pytest

from annotator.detection.detect import detect
from annotator.model.base import Interval
from annotator.model.context import ClinicalContext, Sample
from annotator.model.findings import FindingsDocument
from annotator.model.observations import (
    DepthObservation,
    FileEnd,
    InputFile,
    Observations,
    Source,
    UnreadAllele,
)
from annotator.model.warning import ReportWarning
from tests.builders.detection_tables import tables
from tests.builders.observations import G1202R, depth, fusion, input_file

LEAST = tables().limits.early_end_records
G1202_38, G1202_37 = 29_220_745, 29_443_611  # the first base of the codon on the chromosome


def end(
    position: int, records: int | None = LEAST, expected: float | None = LEAST, file: str = "a.vcf"
) -> FileEnd:
    """A file that ends on chromosome 2."""
    return FileEnd(
        file=file,
        chrom="chr2",
        position=position,
        beyond=[
            Interval("chr2", position + 1, 29_921_611),
            Interval("chr6", 117_200_000, 117_500_000),
        ],
        records=records,
        expected=expected,
    )


ALK = depth(29_192_774, 29_921_611)
OPEN = ReportWarning(code="last_line_open", message="x", source="a.vcf")


@pytest.fixture
def judged(reference):
    def run(*files: InputFile, **kinds: Any) -> FindingsDocument:
        observations = Observations(inputs=list(files), **kinds)
        sample = Sample(id="S", genome_build="GRCh38")
        return detect(
            sample, reference.in_build("GRCh38"), ClinicalContext(), observations, tables()
        )

    return run


@pytest.fixture
def assess(judged):
    def run(*files: InputFile, **kinds: Any):
        return {a.target: a for a in judged(*files, **kinds).assessments}

    return run


VARIANTS, COVERAGE = input_file("small_variants", "a.vcf"), input_file("coverage", "d.bed")
NOTHING: dict[str, Any] = {"small_variants": [], "depths": [ALK]}


@pytest.mark.parametrize(
    ("last", "records", "expected", "result"),
    [
        (G1202_38 + 1, LEAST, LEAST, "not_assessed"),
        (G1202_38 + 2, LEAST, LEAST, "absent"),  # the last base of the codon
        (G1202_38 + 1, LEAST - 1, 1000, "absent"),  # a small panel
        (G1202_38 + 1, 1000, LEAST - 0.1, "absent"),  # near the end of the genome
    ],
)
def test_records_that_end_before_a_place(assess, last, records, expected, result):
    made = assess(VARIANTS, COVERAGE, **NOTHING, ends=[end(last, records, expected)])
    residue = made["ALK G1202"]
    assert residue.result == result
    is_before = last < G1202_38 + 2
    assert (f"chr2:{last}" in residue.reason) is is_before


def test_a_cut_file_is_told_once_and_a_small_one_is_not(judged):
    codes = [w.code for w in judged(VARIANTS, COVERAGE, **NOTHING, ends=[end(1)]).warnings]
    assert codes == ["records_end_early"]
    small = judged(VARIANTS, COVERAGE, **NOTHING, ends=[end(1, LEAST - 1)])
    assert small.warnings == []


def test_a_mutation_before_the_end_is_present(assess):
    made = assess(VARIANTS, COVERAGE, small_variants=[G1202R], depths=[ALK], ends=[end(29_230_000)])
    assert made["ALK G1202"].result == "present"


def test_another_whole_file_shows_absence(assess):
    both = [VARIANTS, input_file("small_variants", "b.vcf")]
    made = assess(*both, COVERAGE, **NOTHING, ends=[end(1)])
    assert made["ALK G1202"].result == "absent"
    ends = [end(1), end(2, file="b.vcf")]
    made = assess(*both, COVERAGE, **NOTHING, ends=ends)["ALK G1202"]
    assert made.result == "not_assessed"
    assert "a.vcf end at chr2:1; b.vcf end at chr2:2" in made.reason


def test_a_table_of_variants_whose_last_line_is_open(assess):
    made = assess(VARIANTS, COVERAGE, **NOTHING, notices=[OPEN])
    assert made["ALK kinase domain"].result == "no_call"
    assert "last line of a.vcf" in made["ALK kinase domain"].reason
    beside = [VARIANTS, input_file("small_variants", "b.vcf"), COVERAGE]
    assert assess(*beside, **NOTHING, notices=[OPEN])["ALK kinase domain"].result == "absent"


def test_depth_that_ends_before_a_place(assess):
    depths = [depth(29_192_774, G1202_38 - 1)]
    ends = [end(G1202_38 - 1, None, None, "d.bed")]
    made = assess(VARIANTS, COVERAGE, small_variants=[], depths=depths, ends=ends)["ALK G1202"]
    assert made.result == "not_assessed"
    assert made.reason.endswith("which ends before it, at chr2:29220744")
    two = assess(
        VARIANTS,
        COVERAGE,
        input_file("coverage", "e.bed"),
        small_variants=[],
        depths=depths,
        ends=[*ends, end(7, None, None, "e.bed")],
    )
    assert two["ALK G1202"].reason.endswith(
        "all end before it: d.bed at chr2:29220744, e.bed at chr2:7"
    )
    one = assess(
        VARIANTS,
        COVERAGE,
        input_file("coverage", "e.bed"),
        small_variants=[],
        depths=depths,
        ends=ends,
    )
    assert one["ALK G1202"].reason == "outside the regions of the coverage file"


# Fusions


def test_fusions_of_a_table_whose_last_line_is_open(assess):
    first, second = input_file("fusions", "a.tsv"), input_file("fusions", "b.tsv")
    notice = OPEN.model_copy(update={"source": "a.tsv"})
    made = assess(first, fusions=[fusion()], notices=[notice])
    assert made["ALK fusion"].result == "present"
    assert made["ROS1 fusion"].result == "no_call"
    assert "last line of a.tsv" in made["ROS1 fusion"].reason
    made = assess(first, second, fusions=[fusion()], notices=[notice])
    assert made["ROS1 fusion"].result == "absent"
    assert "RNA (fusions)" in made["ROS1 fusion"].reason


def test_junctions_of_dna_that_end_before_the_gene(assess):
    file = input_file("structural_variants", "sv.vcf")
    made = assess(file, fusions=[], ends=[end(30_000_000, file="sv.vcf")])
    assert made["ALK fusion"].result == "absent"
    assert made["ROS1 fusion"].result == "no_call"
    assert "chr2:30000000" in made["ROS1 fusion"].reason
    few = assess(file, fusions=[], ends=[end(30_000_000, LEAST - 1, file="sv.vcf")])
    assert few["ROS1 fusion"].result == "absent"


# Coverage of no stated build


def _g1202(assess, *depths: DepthObservation, without_build=("d.bed",)):
    files = dict.fromkeys(row.source.file for row in depths)
    inputs = [VARIANTS, *(input_file("coverage", name) for name in files)]
    made = assess(
        *inputs, small_variants=[], depths=list(depths), without_build=list(without_build)
    )
    return made["ALK G1202"]


def test_absence_must_hold_in_both_builds(assess):
    here, there = (depth(at, at + 2) for at in (G1202_38, G1202_37))
    assert _g1202(assess, here, there).result == "absent"
    missing = _g1202(assess, here)
    assert missing.result == "no_call"
    assert "states no build" in missing.reason
    assert "GRCh37" in missing.reason
    shallow = _g1202(assess, here, depth(G1202_37, G1202_37 + 2, 249))
    assert (shallow.result, "depth below 250x" in shallow.reason) == ("no_call", True)


def test_a_file_that_states_its_build_shows_absence_alone(assess):
    here = depth(G1202_38, G1202_38 + 2)
    assert _g1202(assess, here, without_build=()).result == "absent"
    stating = depth(G1202_38, G1202_38 + 2, source=Source(file="gvcf", line=1))
    assert _g1202(assess, here, stating).result == "absent"
    shallow = depth(G1202_38, G1202_38 + 2, 10, source=Source(file="gvcf", line=1))
    assert _g1202(assess, here, shallow).result == "no_call"


def unread(start: int, end: int) -> UnreadAllele:
    return UnreadAllele(
        chrom="chr2", start=start, end=end, written="C>Y", source=Source(file="a.vcf", line=9)
    )


@pytest.mark.parametrize(
    ("start", "end", "result"),
    [
        (G1202_38 + 2, G1202_38 + 2, "indeterminate"),
        (G1202_38 - 5, G1202_38, "indeterminate"),
        (G1202_38 + 3, G1202_38 + 9, "absent"),
        (G1202_38 - 2, G1202_38 - 1, "absent"),
    ],
)
def test_an_allele_that_cannot_be_read_at_a_codon(assess, start, end, result):
    made = assess(VARIANTS, COVERAGE, **NOTHING, unread_alleles=[unread(start, end)])
    assert made["ALK G1202"].result == result
    assert ("a.vcf:9 has an allele here" in made["ALK G1202"].reason) is (result != "absent")
    assert made["ALK kinase domain"].result == result
    assert made["ALK L1196"].result == "absent"


def test_without_coverage_it_is_indeterminate_too(assess):
    here = [unread(G1202_38, G1202_38)]
    made = assess(VARIANTS, small_variants=[], unread_alleles=here)
    assert made["ALK G1202"].result == "indeterminate"
    assert made["ALK L1196"].result == "not_assessed"


def test_a_file_of_indels_alone_shows_nothing_absent(assess):
    indels = ReportWarning(code="holds_no_substitution", message="x", source="a.vcf")
    alone = assess(VARIANTS, COVERAGE, **NOTHING, notices=[indels])["ALK G1202"]
    assert (alone.result, "no substitutions" in alone.reason) == ("not_assessed", True)
    other = input_file("small_variants", "b.vcf")
    assert assess(VARIANTS, other, COVERAGE, **NOTHING, notices=[indels])["ALK G1202"].result == (
        "absent"
    )


def test_a_file_without_gene_fusions_shows_none_absent(assess):
    splicing = ReportWarning(code="holds_no_gene_fusion", message="x", source="s.vcf")
    rna = input_file("fusions", "s.vcf")
    alone = assess(rna, fusions=[], notices=[splicing])["ALK fusion"]
    assert (alone.result, "cannot hold" in alone.reason) == ("not_assessed", True)
    junctions = input_file("structural_variants", "j.vcf")
    assert assess(rna, junctions, fusions=[], notices=[splicing])["ALK fusion"].result == "absent"
