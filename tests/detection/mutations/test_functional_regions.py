"""Alleles known by what they do, with the packaged table: MET exon 14."""

import pytest

from annotator.detection.detect import detect
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.context import ClinicalContext, Sample
from annotator.model.errors import InputProblem
from annotator.model.observations import DepthObservation, Observations, Source
from annotator.model.tables import FunctionalRegion
from annotator.pipeline.checks import check_knowledge
from annotator.pipeline.environment import Environment
from tests.builders.detection_tables import CITED, tables
from tests.builders.observations import input_file, variant
from tests.detection.mutations.finding import judged

SKIPPING = "MET exon 14 skipping"
TYROSINE = "MET exon 14 alteration (Tyr1003)"
# Exon 14 of NM_000245.4 in GRCh38; in GRCh37 it begins at 116411903.
FIRST, LAST = 116771849, 116771989
TO_GRCH37 = 116411903 - FIRST

VCF = input_file("small_variants", "a.vcf")


@pytest.fixture(scope="module")
def packaged(environment):
    return environment.tables


def bases(reference, low, high, build="GRCh38"):
    known = reference.in_build(build).known_bases
    return "".join(known.base("chr7", at) for at in range(low, high + 1))


def deleted(reference, low, high, build="GRCh38"):
    """The VCF row that deletes a range, anchored."""
    ref = bases(reference, low - 1, high, build)
    return variant(low - 1, ref, ref[0], "chr7")


def substituted(reference, at, build="GRCh38"):
    ref = bases(reference, at, at, build)
    return variant(at, ref, {"A": "C", "C": "A", "G": "A", "T": "C"}[ref], "chr7")


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (FIRST - 1, FIRST - 1, SKIPPING),  # acceptor
        (FIRST - 2, FIRST - 2, SKIPPING),
        (FIRST - 3, FIRST - 3, None),
        (LAST, LAST, SKIPPING),  # c.3028, D1010N
        (LAST - 1, LAST - 1, None),
        (LAST + 1, LAST + 1, SKIPPING),  # donor
        (LAST + 2, LAST + 2, SKIPPING),
        (LAST + 3, LAST + 3, None),
        (FIRST - 10, FIRST - 10, None),  # a substitution in the polypyrimidine tract
        (116771969, 116771969, TYROSINE),  # Y1003
        (116771966, 116771966, None),  # codon 1002
    ],
)
def test_substitutions(reference, packaged, build, low, high, expected):
    shift = TO_GRCH37 if build == "GRCh37" else 0
    observed = substituted(reference, low + shift, build)
    mutations, _, _ = judged(reference, observed, used=packaged, build=build)
    assert [m.functional_class for m in mutations if m.functional_class] == (
        [expected] if expected else []
    )
    assert [m.drives_another for m in mutations] == [expected == SKIPPING] * len(mutations)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (FIRST - 18, FIRST - 2, SKIPPING),  # c.2888-18_2888-2del
        (FIRST - 18, FIRST - 12, SKIPPING),  # within the polypyrimidine tract
        (FIRST - 40, FIRST - 25, None),  # before it
        (FIRST - 5, FIRST + 20, SKIPPING),
        (LAST - 4, LAST + 6, SKIPPING),
        (FIRST - 20, LAST + 20, SKIPPING),  # the whole exon
        (FIRST - 200, LAST + 60, SKIPPING),
        (FIRST + 30, FIRST + 32, None),
        (LAST + 7, LAST + 12, None),
    ],
)
def test_deletions(reference, packaged, low, high, expected):
    mutations, _, _ = judged(reference, deleted(reference, low, high), used=packaged)
    classes = {m.functional_class for m in mutations}
    assert classes - {None} == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("low", "high"),
    [(FIRST - 1500, LAST + 900), (FIRST - 1500, FIRST + 10), (LAST - 3, LAST + 3000)],
)
def test_a_deletion_farther_than_the_known_bases_is_recognized_by_its_own_ref(
    reference, packaged, low, high
):
    known = reference.in_build("GRCh38").known_bases
    ref = "".join(known.base("chr7", at) or "ACGT"[at % 4] for at in range(low - 1, high + 1))
    row = variant(low - 1, ref, ref[0], "chr7")
    (mutation,), _, _ = judged(reference, row, used=packaged)
    assert mutation.functional_class == SKIPPING


def test_what_the_finding_says(reference, packaged):
    (mutation,), _, _ = judged(reference, substituted(reference, LAST + 1), used=packaged)
    assert (mutation.label, mutation.hgvs_c) == ("MET c.3028+1G>A", "NM_000245.4:c.3028+1G>A")
    assert (mutation.role, mutation.significance) == ("bypass", "catalogued")
    assert mutation.functional_class_reference == "oncokb-met-exon-14"
    assert mutation.functional_class_curation == "verified"
    assert mutation.alternative_names == ["NM_001127500.3:c.3082+1G>A"]


def test_the_last_base_is_aspartate_1010(reference, packaged):
    (mutation,), _, _ = judged(reference, variant(LAST, "G", "A", "chr7"), used=packaged)
    assert (mutation.label, mutation.functional_class) == ("MET D1010N", SKIPPING)
    assert mutation.functional_class_curation == "unverified"


def test_an_insertion_beside_a_splice_site_leaves_it(reference, packaged):
    base = bases(reference, LAST + 2, LAST + 2)
    beside = variant(LAST + 2, base, f"{base}CC", "chr7")
    assert judged(reference, beside, used=packaged)[0] == []
    inside = variant(LAST + 1, "G", "GCC", "chr7")
    (mutation,), _, _ = judged(reference, inside, used=packaged)
    assert mutation.functional_class == SKIPPING


def test_a_stop_at_tyrosine_1003_is_no_change_of_it(reference, packaged):
    tyrosine = reference.in_build("GRCh38").transcript("MET").codon(1003)
    base = bases(reference, tyrosine[2], tyrosine[2])
    (mutation,), _, _ = judged(reference, variant(tyrosine[2], base, "A", "chr7"), used=packaged)
    assert (mutation.protein_change, mutation.functional_class) == ("Y1003*", None)


def test_introns_are_named_as_far_as_the_table_needs(reference):
    region = FunctionalRegion(
        id="far",
        gene="MET",
        transcript="NM_001127500.3",
        first="2942-40",
        last="2942-35",
        alleles="any",
        functional_class="far",
        role="other",
        **CITED,
    )
    classes = FunctionalClasses([region], reference.in_build("GRCh38"))
    assert classes.intronic_reach == 40
    used = tables(functional_regions=[region])
    (mutation,), _, _ = judged(reference, substituted(reference, FIRST - 38), used=used)
    assert (mutation.functional_class, mutation.role) == ("far", "other")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"transcript": "NM_1"}, "no transcript NM_1 of MET; expected NM_000245.4"),
        ({"gene": "GENE1"}, "expected a gene of the reference"),
        ({"first": "exon 14"}, "'exon 14' is not a c. position"),
        ({"last": "99999"}, "has no position c.99999"),
    ],
)
def test_a_region_that_is_not_there_is_bad_input(reference, packaged, tmp_path, change, message):
    wrong = packaged.functional_regions[0].model_copy(update=change)
    with pytest.raises(InputProblem) as problem:
        FunctionalClasses([wrong], reference.in_build("GRCh38"))
    assert message in str(problem.value)
    row = wrong.model_dump()
    lines = ["\t".join(row), "\t".join(str(value) for value in row.values())]
    (tmp_path / "functional_regions.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert any(message in str(problem) for problem in check_knowledge(Environment([tmp_path])))


@pytest.fixture
def assessed(reference, packaged):
    def run(*records, depth=None, low=116_768_001, high=116_776_000):
        depths = None
        if depth is not None:
            source = Source(file="d.bed", line=1)
            depths = [
                DepthObservation(chrom="chr7", start=low, end=high, depth=depth, source=source)
            ]
        document = detect(
            Sample(id="S", genome_build="GRCh38"),
            reference.in_build("GRCh38"),
            ClinicalContext(),
            Observations(small_variants=list(records), depths=depths, inputs=[VCF]),
            packaged,
        )
        return next(a for a in document.assessments if a.target == SKIPPING)

    return run


def test_the_class_is_assessed(reference, assessed):
    found = substituted(reference, LAST + 1)
    filtered = found.model_copy(update={"filters": ["weak"]})
    assert assessed(found).result == "present"
    assert assessed(filtered).result == "indeterminate"
    assert assessed().result == "not_assessed"
    assert assessed(depth=900).result == "absent"
    assert "only small variants" in assessed(depth=900).reason
    assert assessed(depth=20).result == "no_call"
    assert assessed(depth=900, low=FIRST, high=LAST).result == "not_assessed"
