"""Deletions told by their ends alone, over MET exon 14."""

import pytest

from annotator.detection.detect import detect
from annotator.model.context import ClinicalContext, Sample
from annotator.model.observations import (
    FusionEnd,
    Observations,
)
from tests.builders import observations
from tests.builders.observations import fusion, input_file, variant

SKIPPING = "MET exon 14 skipping"
# Exon 14 of NM_000245.4 in GRCh38; its polypyrimidine tract begins 24 bases before it.
FIRST, LAST = 116771849, 116771989
SV = input_file("structural_variants", "a.tsv", format="sv_vcf")
VCF = input_file("small_variants", "a.vcf")


def junction(five, three, chrom="chr7", **more):
    """What is kept up to `five` and from `three` on, of a gene on the plus strand."""
    ends = [FusionEnd(gene=None, chrom=chrom, position=at, strand="+") for at in (five, three)]
    return fusion(*ends, assay="dna", **more)


@pytest.fixture(scope="module")
def packaged(environment):
    return environment.tables


@pytest.fixture
def assessed(reference, packaged):
    """The assessment of the class, covered well, and the warnings of deletions."""

    def run(*junctions, variants=()):
        depth = observations.depth(116_768_001, 116_776_000, chrom="chr7")
        document = detect(
            Sample(id="S", genome_build="GRCh38"),
            reference.in_build("GRCh38"),
            ClinicalContext(),
            Observations(
                small_variants=list(variants),
                fusions=list(junctions),
                depths=[depth],
                inputs=[SV, VCF],
            ),
            packaged,
        )
        (found,) = (a for a in document.assessments if a.target == SKIPPING)
        return found, [w for w in document.warnings if w.code == "deletion_not_judged"]

    return run


@pytest.mark.parametrize(
    ("five", "three", "seen"),
    [
        (FIRST - 100, FIRST + 50, True),  # the acceptor alone
        (LAST - 50, LAST + 500, True),  # the donor alone
        (LAST + 1, LAST + 3, True),
        (LAST + 2, LAST + 500, False),
        (FIRST + 20, LAST - 20, False),  # within the exon
        (FIRST - 100, FIRST - 24, False),
        (FIRST - 100, FIRST - 23, True),
        (LAST + 500, FIRST - 100, False),  # a duplication
        (116_600_000, LAST + 500, False),  # begins outside MET
        (FIRST, FIRST + 1, False),  # nothing between
    ],
)
def test_what_lies_between_the_ends_decides(assessed, five, three, seen):
    found, warnings = assessed(junction(five, three))
    assert (found.result, len(warnings)) == (("indeterminate", 1) if seen else ("absent", 0))


def test_what_is_said(assessed):
    found, (warning,) = assessed(
        junction(FIRST - 100, FIRST + 50, raw_breakpoints="7:1 <DEL> 7:2", filters=["LowQual"])
    )
    assert (
        warning.message
        == found.reason
        == (
            "a deletion within MET (7:1 <DEL> 7:2) removes bases that determine MET exon 14 "
            "skipping; the effect of such a deletion is not known here (filtered: LowQual)"
        )
    )
    assert (warning.source, found.inputs) == ("a.tsv:2", ["a.tsv", "a.vcf"])


@pytest.mark.parametrize("kind", ["five_to_five", "three_to_three", "unknown"])
def test_an_inversion_leaves_nothing_out(assessed, kind):
    assert assessed(junction(FIRST - 100, FIRST + 50, junction=kind))[0].result == "absent"


def test_splicing_in_rna_is_no_deletion(assessed):
    spliced = junction(FIRST - 100, FIRST).model_copy(update={"assay": "rna"})
    assert assessed(spliced)[0].result == "absent"


def test_another_chromosome_is_no_deletion(assessed):
    ends = [
        FusionEnd(gene=None, chrom=chrom, position=at, strand="+")
        for chrom, at in (("chr7", FIRST - 100), ("chr6", LAST + 500))
    ]
    assert assessed(fusion(*ends, assay="dna"))[0].result == "absent"


def test_a_deletion_of_the_whole_exon_is_judged(assessed):
    found, warnings = assessed(junction(FIRST - 100, LAST + 500))
    assert (found.result, warnings) == ("present", [])
    assert found.reason == "MET exon 14 skipping M13;M15"
    assert found.inputs == ["a.tsv", "a.vcf"]


@pytest.mark.parametrize(
    "doubt", [{"filters": ["LowQual"]}, {"split_reads": 1, "spanning_reads": 0}]
)
def test_a_whole_exon_on_doubtful_evidence_is_not_settled(assessed, doubt):
    found, _ = assessed(junction(FIRST - 100, LAST + 500, **doubt))
    assert found.result == "indeterminate"


def test_a_skipping_allele_stays_present_and_a_filtered_one_is_named_too(assessed):
    row = variant(LAST, "G", "A", "chr7")
    deletion = junction(FIRST - 100, FIRST + 50)
    found, warnings = assessed(deletion, variants=[row])
    assert (found.result, len(warnings)) == ("present", 1)
    weak = row.model_copy(update={"filters": ["weak"]})
    found, _ = assessed(deletion, variants=[weak])
    assert found.result == "indeterminate"
    assert "D1010N filtered: weak; a deletion within MET" in found.reason
