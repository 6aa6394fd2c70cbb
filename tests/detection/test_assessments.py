"""The five results: absence only where the data could have shown presence."""

import pytest

from annotator.detection.detect import detect
from annotator.model.context import ClinicalContext, Sample
from annotator.model.errors import InputProblem
from annotator.model.observations import (
    FusionEnd,
    Observations,
)
from annotator.model.warning import ReportWarning
from tests.builders import packaged
from tests.builders.detection_tables import tables
from tests.builders.observations import (
    ALK_E20,
    EML4_E13,
    G1202R,
    depth,
    fusion,
    input_file,
    segment,
    variant,
)


def over_alk(value):
    return depth(29_192_774, 29_921_611, value)


DEEP = over_alk(900)
MET_KINASE = depth(116_777_000, 116_796_000, chrom="chr7", at_least=True)


@pytest.fixture
def assess(reference):
    def run(specimen="tissue", **kinds):
        roles = {
            "small_variants": "small_variants",
            "fusions": "fusions",
            "segments": "copy_number",
            "depths": "coverage",
        }
        observations = Observations(
            **kinds, inputs=[input_file(role) for kind, role in roles.items() if kind in kinds]
        )
        sample = Sample(id="S", genome_build="GRCh38", specimen=specimen)
        document = detect(
            sample, reference.in_build("GRCh38"), ClinicalContext(), observations, tables()
        )
        return {a.target: a for a in document.assessments}

    return run


def test_nothing_given_is_nothing_assessed(assess):
    assert {a.result for a in assess().values()} == {"not_assessed"}


def test_fusion_present_and_the_other_kinase_absent_for_that_assay(assess):
    made = assess(fusions=[fusion()])
    assert made["ALK fusion"].result == "present"
    assert made["ROS1 fusion"].result == "absent"
    assert "RNA quality was not given" in made["ROS1 fusion"].reason


def test_another_fusion_shows_that_the_rna_was_readable(assess):
    seen = fusion(
        five=FusionEnd(gene="SLC34A2", chrom="chr4", position=25664330, strand="+"),
        three=FusionEnd(gene="CD74", chrom="chr5", position=150406321, strand="-"),
    )
    for row, result in (
        (seen, "absent"),
        (seen.model_copy(update={"filters": ["artefact"]}), "no_call"),
        (seen.model_copy(update={"split_reads": 0, "spanning_reads": 0}), "no_call"),
        (seen.model_copy(update={"split_reads": None, "spanning_reads": None}), "absent"),
        (seen.model_copy(update={"assay": "dna"}), "no_call"),
    ):
        made = assess(fusions=[row])
        assert {
            made[f"{gene} fusion"].result
            for gene in ("ALK", "ROS1", "RET")
            if f"{gene} fusion" in made
        } == {result}


def test_doubtful_fusion_is_indeterminate(assess):
    made = assess(fusions=[fusion(split_reads=1, spanning_reads=0)])
    assert made["ALK fusion"].result == "indeterminate"


def test_a_met_kinase_mutation_is_present_at_its_residue_and_in_its_domain(reference):
    def assessed(*rows):
        observations = Observations(
            small_variants=list(rows),
            depths=[DEEP, MET_KINASE],
            inputs=[input_file("small_variants"), input_file("coverage")],
        )
        sample = Sample(id="S", genome_build="GRCh38")
        made = detect(
            sample,
            reference.in_build("GRCh38"),
            ClinicalContext(),
            observations,
            packaged.tables(),
        )
        return {a.target: a.result for a in made.assessments if a.gene == "MET"}

    met = [
        f"MET {a.protein_change[0]}{a.residue}"
        for a in packaged.tables().catalog
        if a.gene == "MET"
    ]
    nothing = assessed()
    assert {nothing[target] for target in met} == {"absent"}
    assert nothing["MET kinase domain"] == "absent"
    found = assessed(variant(116783353, "G", "A", "chr7"))
    assert (found["MET D1228"], found["MET kinase domain"]) == ("present", "present")
    assert {found[target] for target in met if target != "MET D1228"} == {"absent"}


def test_the_driver_kinases_come_first(reference):
    sample = Sample(id="S", genome_build="GRCh38")
    made = detect(
        sample, reference.in_build("GRCh38"), ClinicalContext(), Observations(), packaged.tables()
    )
    domains = [a.target for a in made.assessments if a.category == "kinase_domain"]
    assert domains == ["ALK kinase domain", "ROS1 kinase domain", "MET kinase domain"]


def test_vcf_without_coverage_never_gives_absent(assess):
    made = assess(small_variants=[G1202R])
    assert made["ALK G1202"].result == "present"
    assert made["ALK L1196"].result == "not_assessed"
    assert made["ROS1 kinase domain"].result == "not_assessed"


def test_coverage_without_vcf_gives_nothing(assess):
    assert assess(depths=[DEEP])["ALK G1202"].result == "not_assessed"


@pytest.mark.parametrize(
    ("value", "specimen", "result"),
    [
        (250, "tissue", "absent"),
        (249.9, "tissue", "no_call"),
        (999, "plasma", "no_call"),
        (1000, "plasma", "absent"),
    ],
)
def test_depth_decides_between_absent_and_no_call(assess, value, specimen, result):
    made = assess(
        specimen=specimen, small_variants=[], depths=[depth(29_192_774, 29_921_611, value)]
    )
    assert made["ALK G1202"].result == result
    assert made["ALK G1202"].depth == value
    assert made["ALK kinase domain"].result == result


def test_lowest_base_of_the_codon_counts(assess):
    deep, shallow = depth(29220746, 29220747, 900), depth(29220745, 29220745, 40)
    made = assess(small_variants=[], depths=[deep, shallow])
    assert (made["ALK G1202"].result, made["ALK G1202"].depth) == ("no_call", 40)


def test_residue_outside_the_coverage_is_not_assessed(assess):
    made = assess(small_variants=[], depths=[depth(29220745, 29220747, 900)])
    assert made["ALK G1202"].result == "absent"
    assert made["ALK L1196"].result == "not_assessed"
    assert made["ALK kinase domain"].result == "not_assessed"


def test_filtered_call_at_a_cataloged_residue_is_indeterminate(assess):
    filtered = G1202R.model_copy(update={"filters": ["weak_evidence"]})
    made = assess(small_variants=[filtered], depths=[DEEP])
    assert made["ALK G1202"].result == "indeterminate"
    assert "weak_evidence" in made["ALK G1202"].reason
    assert made["ALK kinase domain"].result == "indeterminate"


def test_segments_that_miss_the_gene_are_no_call(assess):
    assert assess(segments=[segment(1, 1000, 0)])["MET amplification"].result == "no_call"
    covered = assess(segments=[segment(60_200_000, 159_000_000, 0)])
    assert covered["MET amplification"].result == "absent"


def test_a_deletion_is_there_at_every_residue_that_it_takes_out(assess):
    # NM_004304.5:c.3598_3609del, p.(Ala1200_Asp1203del)
    row = variant(29220741, "GGTCTCCCCCCGC", "G")
    made = assess(small_variants=[row], depths=[over_alk(500)])
    assert made["ALK G1202"].result == "present"
    assert made["ALK L1196"].result == "absent"


def test_a_kinase_named_outside_its_gene_is_not_absent(assess):
    elsewhere = FusionEnd(gene="ALK", chrom="chr2", position=5000, strand="-")
    made = assess(fusions=[fusion(three=elsewhere)])
    assert made["ALK fusion"].result == "indeterminate"
    assert "chr2:5000" in made["ALK fusion"].reason
    assert made["ROS1 fusion"].result == "absent"


def test_a_kinase_named_where_it_lies_in_the_other_build_is_the_wrong_build(assess):
    # Within ROS1 of GRCh37 alone, and before the exons at which fusions break.
    of_37 = FusionEnd(gene="ROS1", chrom="chr6", position=117714484, strand="-")
    with pytest.raises(InputProblem, match="lies there in GRCh37 and not in GRCh38"):
        assess(fusions=[fusion(three=of_37)])


def test_the_narrowest_interval_tells_the_depth_of_a_place(assess):
    thin = depth(29_220_700, 29_220_800, 3)
    made = assess(small_variants=[], depths=[DEEP, thin])
    assert (made["ALK G1202"].result, made["ALK G1202"].depth) == ("no_call", 3)
    twice = [thin, depth(29_220_700, 29_220_800, 600)]
    assert assess(small_variants=[], depths=twice)["ALK G1202"].depth == 600


@pytest.mark.parametrize(
    ("more", "at_least", "result"),
    [(0, False, "absent"), (1, False, "no_call"), (1, True, "absent")],
)
def test_a_mean_over_a_whole_gene_does_not_show_the_depth_of_a_place(
    assess, more, at_least, result
):
    wide = depth(29_100_001, 29_900_000 + more, 900).model_copy(update={"at_least": at_least})
    made = assess(small_variants=[], depths=[wide])["ALK G1202"]
    assert (made.result, "mean depth over 800001 bases" in made.reason) == (
        result,
        result == "no_call",
    )
    assert (
        assess(small_variants=[], depths=[wide, depth(29220740, 29220760, 900)])["ALK G1202"].result
        == "absent"
    )


def test_a_vcf_of_other_chromosomes_shows_no_absence(assess):
    notice = ReportWarning(code="no_locus_chromosome", message="x", source="small_variants.x")
    made = assess(small_variants=[], depths=[DEEP], notices=[notice])
    assert made["ALK G1202"].result == "not_assessed"
    other = notice.model_copy(update={"source": "another.vcf"})
    made = assess(small_variants=[], depths=[DEEP], notices=[other])
    assert made["ALK G1202"].result == "absent"


def test_only_a_reciprocal_product_is_indeterminate_not_absent(assess):
    made = assess(fusions=[fusion(ALK_E20, EML4_E13)])
    assert made["ALK fusion"].result == "indeterminate"
    assert made["ROS1 fusion"].result == "absent"


def test_a_junction_without_a_protein_is_indeterminate_not_absent(assess):
    assert assess(fusions=[fusion(junction="five_to_five")])["ALK fusion"].result == "indeterminate"


def test_segments_over_a_sliver_of_the_gene_are_no_call(assess):
    sliver = segment(116_672_196, 116_672_296, 0)
    assert assess(segments=[sliver])["MET amplification"].result == "no_call"


@pytest.mark.parametrize(
    ("changes", "result", "depth"),
    [
        ({"depth": None, "callable": True}, "absent", None),
        ({"depth": None, "callable": False}, "no_call", None),
        ({"depth": 250.0, "at_least": True}, "absent", 250.0),
        ({"depth": 100.0, "at_least": True}, "no_call", 100.0),
    ],
)
def test_states_and_lower_bounds_of_coverage(assess, changes, result, depth):
    made = assess(small_variants=[], depths=[DEEP.model_copy(update=changes)])
    assert (made["ALK G1202"].result, made["ALK G1202"].depth) == (result, depth)


def test_a_place_that_is_not_callable_outweighs_depth_beside_it(assess):
    deep = depth(29220746, 29220747, 900)
    thin = DEEP.model_copy(
        update={"start": 29220745, "end": 29220745, "depth": None, "callable": False}
    )
    assert assess(small_variants=[], depths=[deep, thin])["ALK G1202"].result == "no_call"


@pytest.fixture
def alk_fusion(reference):
    """The assessment of ALK fusions, none listed in the files of these roles."""

    def run(*roles, rna_quality=None, warnings=()):
        observations = Observations(
            fusions=[], inputs=[input_file(role) for role in roles], notices=list(warnings)
        )
        sample = Sample(id="S", genome_build="GRCh38", rna_quality=rna_quality)
        document = detect(
            sample, reference.in_build("GRCh38"), ClinicalContext(), observations, tables()
        )
        return {a.target: a for a in document.assessments}["ALK fusion"]

    return run


@pytest.mark.parametrize(
    ("roles", "rna_quality", "result", "said"),
    [
        (["fusions"], None, "no_call", "quality was not given, and it shows no fusion of any"),
        (["fusions"], "adequate", "absent", "RNA quality was adequate"),
        (["fusions"], "inadequate", "no_call", "its quality was inadequate"),
        (["structural_variants"], None, "absent", "RNA was not given: RNA finds a driver in 14%"),
        (
            ["fusions", "structural_variants"],
            "inadequate",
            "absent",
            "; the RNA excludes nothing, its",
        ),
        (["fusions", "structural_variants"], None, "absent", "quality was not given, and it"),
    ],
)
def test_what_absence_of_a_fusion_rests_on(alk_fusion, roles, rna_quality, result, said):
    found = alk_fusion(*roles, rna_quality=rna_quality)
    assert found.result == result
    assert said in found.reason


def test_rna_that_failed_the_check_of_its_panel_excludes_nothing(alk_fusion):
    failed = ReportWarning(code="rna_sample_failed", message="", source="fusions.x")
    assert alk_fusion("fusions", warnings=[failed]).result == "no_call"
    assert "the panel's own check" in alk_fusion("fusions", warnings=[failed]).reason
    stated = alk_fusion("fusions", rna_quality="adequate", warnings=[failed])
    assert stated.result == "absent"


def test_a_table_of_other_samples_shows_nothing_of_this_one(alk_fusion):
    other = ReportWarning(code="sample_not_in_table", message="", source="fusions.x")
    found = alk_fusion("fusions", warnings=[other])
    assert (found.result, found.inputs) == ("not_assessed", [])
    beside = alk_fusion("fusions", "structural_variants", warnings=[other])
    assert (beside.result, beside.inputs) == ("absent", ["structural_variants.x"])


def test_a_mutation_of_a_kinase_that_does_not_drive_is_present_and_said_not_to_count(assess):
    ros1 = variant(117317184, "C", "T", "chr6")
    beside = assess(fusions=[fusion()], small_variants=[ros1, G1202R])
    said = "ROS1 is not the driver kinase of this report"
    assert beside["ROS1 kinase domain"].result == "present"
    assert said in beside["ROS1 kinase domain"].reason
    assert said not in beside["ALK kinase domain"].reason
    alone = assess(small_variants=[ros1])
    assert said not in alone["ROS1 kinase domain"].reason
    nothing = assess(fusions=[fusion()], small_variants=[])
    assert said not in nothing["ROS1 kinase domain"].reason


def test_a_variant_of_unknown_significance_is_present_and_its_effect_said_unknown(assess):
    other = variant(29220747, "C", "G")  # G1202R by another base
    unknown = variant(29220746, "C", "T")  # G1202E
    known, made = assess(small_variants=[other]), assess(small_variants=[unknown])
    said = "variant of unknown significance: effect not known"
    for target in ("ALK G1202", "ALK kinase domain"):
        assert (known[target].result, made[target].result) == ("present", "present")
        assert said not in known[target].reason
        assert made[target].reason == f"ALK G1202E ({said})"
    filtered = unknown.model_copy(update={"filters": ["weak"]})
    assert said in assess(small_variants=[filtered])["ALK kinase domain"].reason


def test_the_role_follows_the_driver_that_is_shown(reference):
    ros1 = variant(117317184, "C", "T", "chr6")
    sample = Sample(id="S", genome_build="GRCh38")

    def roles(*fusions):
        observed = Observations(small_variants=[G1202R, ros1], fusions=list(fusions))
        made = detect(sample, reference.in_build("GRCh38"), ClinicalContext(), observed, tables())
        return {f.gene: f.role for f in made.findings if f.kind == "mutation"}

    assert roles() == {"ALK": "on_target", "ROS1": "on_target"}
    assert roles(fusion()) == {"ALK": "on_target", "ROS1": "other"}
    weak = fusion(split_reads=1, spanning_reads=0)
    assert roles(weak) == {"ALK": "on_target", "ROS1": "on_target"}


@pytest.mark.parametrize(
    ("exons", "result"),
    [(None, "indeterminate"), ("M13;M15", "present"), ("absent", "not_assessed")],
)
def test_a_change_within_met_of_unknown_exons_leaves_its_class_open(exons, result):
    met = FusionEnd(gene="MET")
    rows = [] if exons == "absent" else [fusion(met, met, exons=exons)]
    seen = Observations(fusions=rows, inputs=[input_file("fusions")])
    document = detect(
        Sample(id="S", genome_build="GRCh38"), packaged.genome(), ClinicalContext(), seen,
        packaged.tables(),
    )  # fmt: skip
    (skipping,) = [a for a in document.assessments if a.target == "MET exon 14 skipping"]
    assert skipping.result == result
    assert ("given without positions" in skipping.reason) == (exons is None)
