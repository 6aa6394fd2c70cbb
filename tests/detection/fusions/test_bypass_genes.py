"""Fusions of genes that bypass the drivers: which side keeps the domain, and what is no finding."""

import pytest

from annotator.detection.detect import detect
from annotator.detection.fusions.events import FusionDetector
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.interpretation.second_driver import second_driver_warnings
from annotator.model.context import ClinicalContext, Sample
from annotator.model.findings import Fusion
from annotator.model.observations import FusionEnd, Observations
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.files import vcf
from tests.builders.observations import ALK_E20, EML4_E13, fusion, input_file


def end_of(gene, number, build="GRCh38"):
    """Where an exon ends, as a 5' partner breaks."""
    transcript = packaged.genome(build).transcript(gene)
    place = transcript.last_base(transcript.exon(number))
    return FusionEnd(gene=gene, chrom=transcript.chrom, position=place)


def start_of(gene, number, build="GRCh38"):
    """Where an exon begins, as a 3' partner breaks."""
    transcript = packaged.genome(build).transcript(gene)
    place = transcript.first_base(transcript.exon(number))
    return FusionEnd(gene=gene, chrom=transcript.chrom, position=place)


def detected(*rows, build="GRCh38"):
    classes = FunctionalClasses(packaged.tables().functional_regions, packaged.genome(build))
    detector = FusionDetector(packaged.genome(build), packaged.tables(), classes)
    return detector.detect(rows), detector.warnings


def the_only(*rows, build="GRCh38"):
    ((found,), _) = detected(*rows, build=build)
    return found


def document(*rows, build="GRCh38", roles=("fusions",)):
    files = [input_file(role) for role in roles]
    seen = Observations(fusions=list(rows), inputs=files)
    sample = Sample(id="S", genome_build=build)
    return detect(sample, packaged.genome(build), ClinicalContext(), seen, packaged.tables())


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
@pytest.mark.parametrize(
    ("five", "three", "nomenclature", "residues"),
    [
        (("KIF5B", 15), ("RET", 12), "KIF5B::RET K15;R12", "724-1016"),
        (("CCDC6", 1), ("RET", 12), "CCDC6::RET C1;R12", "724-1016"),
        (("TPM3", 8), ("NTRK1", 10), "TPM3::NTRK1 T8;N10", "510-781"),
        (("QKI", 6), ("NTRK2", 15), "QKI::NTRK2 Q6;N15", "554-824"),
        (("ETV6", 5), ("NTRK3", 15), "ETV6::NTRK3 E5;N15", "538-825"),
        (("CD74", 6), ("NRG1", 6), "CD74::NRG1 C6;N6", "178-222"),
        (("FGFR3", 17), ("TACC3", 11), "FGFR3::TACC3 F17;T11", "472-748"),
        (("FGFR1", 17), ("TACC1", 7), "FGFR1::TACC1 F17;T7", "478-754"),
    ],
)
def test_known_fusions_keep_their_domain(five, three, nomenclature, residues, build):
    ends = end_of(five[0], five[1], build), start_of(three[0], three[1], build)
    found = the_only(fusion(*ends), build=build)
    assert (found.nomenclature, found.role, found.orientation) == (
        nomenclature,
        "off_target",
        "productive",
    )
    assert found.kinase_residues == residues
    assert (found.kinase_domain, found.is_driver) == ("retained", False)


@pytest.mark.parametrize(
    ("five", "three"),
    [
        (("CCDC6", 1), ("RET", 12)),
        (("ETV6", 5), ("NTRK3", 15)),
        (("CD74", 6), ("NRG1", 6)),
        (("FGFR3", 17), ("TACC3", 11)),
    ],
)
def test_they_are_judged_as_those_of_the_drivers_are(five, three):
    ends = end_of(*five), start_of(*three)
    found = the_only(fusion(*ends))
    assert (found.frame, found.classification_rule, found.drives_another) == (
        "in_frame",
        "rna-known",
        True,
    )
    thin = the_only(fusion(*ends, split_reads=1, spanning_reads=0))
    assert (thin.classification_rule, thin.drives_another) == ("rna-known-thin", False)
    filtered = the_only(fusion(*ends, filters=["few"]))
    assert (filtered.classification, filtered.drives_another) == ("needs_confirmation", False)


def test_the_domain_of_a_ligand_is_called_by_its_name():
    found = the_only(fusion(end_of("CD74", 6), start_of("NRG1", 6)))
    assert found.domain == "EGF-like domain"
    assert "keeps the EGF-like domain" in found.classification_reason
    kinase = the_only(fusion(end_of("CCDC6", 1), start_of("RET", 12)))
    assert "keeps the kinase domain" in kinase.classification_reason


@pytest.mark.parametrize(("exon", "state"), [(6, "retained"), (7, "partial"), (8, "lost")])
def test_the_ligand_keeps_its_domain_from_its_first_exon_on(exon, state):
    found, _ = detected(fusion(end_of("CD74", 6), start_of("NRG1", exon)))
    assert [f.kinase_domain for f in found] == ([] if state == "lost" else [state])


# The side that keeps the domain ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("exon", "shown"),
    [(17, ("productive", "retained")), (16, ("productive", "partial")), (10, None)],
)
def test_fgfr3_as_5_prime_part(exon, shown):
    found, warnings = detected(fusion(end_of("FGFR3", exon), start_of("TACC3", 11)))
    assert [(f.orientation, f.kinase_domain) for f in found] == ([shown] if shown else [])
    assert ("no_finding" in {n.code for n in warnings}) == (shown is None)


def test_fgfr3_as_3_prime_part_without_its_kinase_is_the_reciprocal():
    found, warnings = detected(fusion(end_of("TACC3", 10), start_of("FGFR3", 18)))
    assert found == []
    (told,) = [n.message for n in warnings if n.code == "no_finding"]
    assert "TACC3::FGFR3" in told
    both = [
        fusion(end_of("TACC3", 10), start_of("FGFR3", 18)),
        fusion(end_of("FGFR3", 17), start_of("TACC3", 11)),
    ]
    event = the_only(*both)
    assert (event.name, event.reads) == ("FGFR3::TACC3", 25)
    assert [row.orientation for row in event.support] == ["reciprocal", "productive"]


def test_fgfr1_keeps_its_kinase_at_the_3_prime_side_too():
    found = the_only(fusion(end_of("CUX1", 10), start_of("FGFR1", 10)))
    assert (found.name, found.orientation, found.kinase_domain) == (
        "CUX1::FGFR1",
        "productive",
        "retained",
    )


def test_ret_as_5_prime_part_is_the_reciprocal():
    found, _ = detected(fusion(end_of("RET", 11), start_of("CCDC6", 2)))
    assert found == []


@pytest.mark.parametrize("turned", [False, True])
def test_without_an_order_the_side_is_the_one_that_would_keep_the_domain(turned):
    ends = [end_of("FGFR3", 17), FusionEnd(gene="GENE9", chrom="chr9", position=1_000_000)]
    ends[0] = ends[0].model_copy(update={"position": ends[0].position + 100})  # in intron 17
    five, three = reversed(ends) if turned else ends
    row = fusion(five, three, junction="unknown", ordered=False, assay="dna")
    found = the_only(row)
    assert (found.name, found.kinase_domain, found.orientation) == (
        "FGFR3::GENE9",
        "retained",
        "unknown",
    )


# Beside ALK and ROS1 ---------------------------------------------------------------------------


def test_they_stand_after_the_drivers_however_many_reads_they_have():
    ret = fusion(end_of("KIF5B", 15), start_of("RET", 12), split_reads=900)
    found, _ = detected(ret, fusion(split_reads=3, spanning_reads=0))
    assert [(f.id, f.name) for f in found] == [("F1", "EML4::ALK"), ("F2", "KIF5B::RET")]


@pytest.mark.parametrize("ordered", [True, False])
def test_a_driver_with_such_a_gene_as_partner_is_read_once(ordered):
    row = fusion(end_of("RET", 11), ALK_E20, ordered=ordered)
    found = the_only(row if ordered else row.model_copy(update={"junction": "unknown"}))
    assert (found.gene, found.name, found.role) == ("ALK", "RET::ALK", "driver")


def test_an_unordered_row_is_read_as_of_the_driver_whichever_stands_first():
    row = fusion(ALK_E20, end_of("NTRK1", 9), junction="unknown", ordered=False, assay="dna")
    assert (the_only(row).gene, the_only(row).name) == ("ALK", "NTRK1::ALK")


def test_gopc_ros1_stays_one_fusion_of_ros1():
    row = fusion(end_of("GOPC", 8), start_of("ROS1", 35))
    assert [(f.gene, f.role) for f in detected(row)[0]] == [("ROS1", "driver")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([fusion(), fusion(end_of("CCDC6", 1), start_of("RET", 12))], True),
        ([fusion(end_of("CCDC6", 1), start_of("RET", 12))], False),  # no driver fusion
        ([fusion(), fusion(end_of("CCDC6", 1), start_of("RET", 12), split_reads=1,
                           spanning_reads=0)], False),  # not held to be one
    ],
)  # fmt: skip
def test_a_second_driver_fusion_is_told(rows, said):
    messages = [
        n.message for n in second_driver_warnings(document(*rows).findings, after_tki=False)
    ]
    assert [("CCDC6::RET" in m, m.endswith("sample's identity.")) for m in messages] == (
        [(True, True)] if said else []
    )


# What is not told ------------------------------------------------------------------------------


def test_a_filtered_junction_with_no_named_gene_is_no_finding():
    nowhere = FusionEnd(gene=None, chrom="chr9", position=1_000_000)
    rows = {"assay": "dna", "junction": "unknown"}
    found, warnings = detected(fusion(nowhere, start_of("RET", 12), filters=["LowQual"], **rows))
    assert found == []
    assert [n.code for n in warnings] == ["no_finding"]
    passing = the_only(fusion(nowhere, start_of("RET", 12), **rows))
    assert passing.classification_rule == "dna-no-gene"


def test_a_change_within_such_a_gene_is_not_looked_at():
    assert detected(fusion(end_of("RET", 3), start_of("RET", 12))) == ([], [])
    found, _ = detected(fusion(end_of("ALK", 3), start_of("ALK", 12)))
    assert [f.event for f in found] == ["exon_skipping"]  # of a driver it is told


def test_a_row_of_such_a_gene_in_another_build_does_not_refuse_the_table():
    place = start_of("RET", 12, "GRCh37")
    made = document(fusion(), fusion(end_of("CCDC6", 1), place))
    assert [f.name for f in made.findings if isinstance(f, Fusion)] == ["EML4::ALK"]
    assert "gene_name_disagrees" in {n.code for n in made.warnings}
    assert {a.target: a.result for a in made.assessments}["RET fusion"] == "indeterminate"


# Assessments -----------------------------------------------------------------------------------


def assessed(*rows, **more):
    return {a.target: a for a in document(*rows, **more).assessments}


def test_absence_is_claimed_as_for_the_drivers_and_says_how_far_it_holds():
    with_file, without = assessed(fusion()), assessed(fusion(), roles=())
    assert "RET" in packaged.tables().off_target_kinases
    for gene in packaged.tables().off_target_kinases:
        made, nothing = with_file[f"{gene} fusion"], without[f"{gene} fusion"]
        assert (made.result, made.category) == ("absent", "bypass"), gene
        assert made.reason.endswith("valid only where the assay covers the gene"), gene
        assert (nothing.result, "covers" in nothing.reason) == ("not_assessed", False), gene


def test_the_result_is_of_the_gene_that_is_found():
    made = assessed(fusion(end_of("CD74", 6), start_of("NRG1", 6)))
    assert (made["NRG1 fusion"].result, made["RET fusion"].result) == ("present", "absent")
    thin = fusion(end_of("CD74", 6), start_of("NRG1", 6), split_reads=1, spanning_reads=0)
    assert assessed(thin)["NRG1 fusion"].result == "indeterminate"


def test_the_drivers_are_assessed_as_before():
    made = assessed(fusion(EML4_E13, ALK_E20), fusion(end_of("CCDC6", 1), start_of("RET", 12)))
    assert (made["ALK fusion"].result, made["ROS1 fusion"].result) == ("present", "absent")
    assert "covers the gene" not in made["ROS1 fusion"].reason


# Files -----------------------------------------------------------------------------------------


def of_files(**files):
    return detect_sample(
        packaged.environment(), SampleRequest(sample="S", genome_build="GRCh38", **files)
    )


def test_a_junction_is_read_from_a_vcf_of_dna_and_a_small_variant_there_is_not(tmp_path):
    place = {gene: packaged.genome().transcript(gene) for gene in ("CCDC6", "RET")}
    in_ret = place["RET"].exon(11).end + 500
    in_ccdc6 = place["CCDC6"].exon(1).start - 500
    junction = f"chr10 {in_ret} . N [chr10:{in_ccdc6}[N . PASS SVTYPE=BND"
    found = of_files(structural_variants=[str(vcf(tmp_path / "sv.vcf", junction, samples=()))])
    (only,) = found.findings
    assert (only.nomenclature, only.classification) == ("CCDC6::RET C1;R12", "likely_driver")
    assert {a.target: a.result for a in found.assessments}["RET fusion"] == "present"
    small = f"chr10 {place['RET'].exon(12).start + 9} . A T . PASS ."
    assert of_files(small_variants=[str(vcf(tmp_path / "s.vcf", small, samples=()))]).findings == []
