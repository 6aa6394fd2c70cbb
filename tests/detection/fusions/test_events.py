"""Fusions: told by locus, framed by the gene models, joined over callers, classified by table."""

import pytest

from annotator.detection.fusions.events import FusionDetector
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.observations import FusionEnd
from tests.builders.detection_tables import tables
from tests.builders.observations import ALK_E20, CD74_E6, EML4_E6B, EML4_E13, ROS1_E34, fusion


@pytest.fixture
def detector(reference):
    return detector_of(reference)


def detector_of(reference, **more) -> FusionDetector:
    handed = tables(**more)
    classes = FunctionalClasses(handed.functional_regions, reference.in_build("GRCh38"))
    return FusionDetector(reference.in_build("GRCh38"), handed, classes)


def moved(end: FusionEnd, **changes) -> FusionEnd:
    return end.model_copy(update=changes)


def test_variant_1_is_an_in_frame_driver(detector):
    (found,) = detector.detect([fusion()])
    assert found.nomenclature == "EML4::ALK E13;A20 (variant 1)"
    assert (found.frame, found.kinase_domain) == ("in_frame", "retained")
    assert (found.orientation, found.classification) == ("productive", "driver")
    assert (found.five_prime.exon, found.three_prime.exon) == (13, 20)
    assert found.kinase_residues == "1116-1392"
    assert found.exons[0].gene == "EML4"
    assert sum(exon.kinase_length for exon in found.exons) == (1392 - 1116 + 1) * 3


def test_variant_3b_counts_its_inserted_nucleotides(detector):
    (found,) = detector.detect([fusion(EML4_E6B)])
    assert found.nomenclature == "EML4::ALK E6b;A20 (variant 3b)"
    assert found.frame == "in_frame"


def test_an_intronic_rna_breakpoint_without_a_name_has_no_frame_of_ours(detector):
    (found,) = detector.detect([fusion(moved(EML4_E13, position=42295516 + 300))])
    assert found.frame == "unknown"
    (told,) = detector.detect([fusion(moved(EML4_E13, position=42295816), frame="in_frame")])
    assert told.frame == "in_frame"


@pytest.mark.parametrize("jitter", [-10, 0, 10])
def test_jitter_within_the_tolerance_is_the_boundary(detector, jitter):
    (found,) = detector.detect([fusion(moved(EML4_E13, position=42295516 + jitter))])
    assert found.five_prime.at_exon_boundary
    assert found.frame == "in_frame"


def test_jitter_beyond_the_tolerance_is_not(detector):
    (found,) = detector.detect([fusion(moved(EML4_E13, position=42295516 - 11))])
    assert not found.five_prime.at_exon_boundary
    assert found.frame == "out_of_frame"
    assert found.classification == "needs_confirmation"


def test_reciprocal_alone_is_not_functional(detector):
    (found,) = detector.detect([fusion(ALK_E20, EML4_E13)])
    assert (found.name, found.orientation) == ("ALK::EML4", "reciprocal")
    assert (found.kinase_domain, found.classification) == ("lost", "not_functional")


def test_reciprocal_supports_the_event_it_belongs_to(detector):
    (found,) = detector.detect([fusion(), fusion(ALK_E20, EML4_E13, split_reads=900)])
    assert found.name == "EML4::ALK"
    assert [s.orientation for s in found.support] == ["productive", "reciprocal"]


@pytest.mark.parametrize("junction", ["five_to_five", "three_to_three", "antisense"])
def test_a_junction_that_makes_no_protein_is_not_functional(detector, junction):
    (found,) = detector.detect([fusion(junction=junction)])
    assert found.classification == "not_functional"


def test_kinase_transcribed_from_the_wrong_strand_is_lost(detector):
    (found,) = detector.detect([fusion(three=moved(ALK_E20, strand="+"))])
    assert found.kinase_domain == "lost"


def test_callers_of_one_fusion_are_one_event_with_all_breakpoints(detector):
    rows = [
        fusion(),
        fusion(caller="arriba", split_reads=3),
        fusion(moved(EML4_E13, position=42295000), split_reads=500),
    ]
    (found,) = detector.detect(rows)
    assert found.five_prime.pos == 42295516
    assert len(found.support) == 3


def test_two_drivers_are_two_findings_best_supported_first(detector):
    found = detector.detect([fusion(CD74_E6, ROS1_E34), fusion(split_reads=400)])
    assert [(f.id, f.name) for f in found] == [("F1", "EML4::ALK"), ("F2", "CD74::ROS1")]


def test_reads_at_the_limit_of_the_table(detector):
    (three,) = detector.detect([fusion(split_reads=2, spanning_reads=1)])
    (two,) = detector.detect([fusion(split_reads=1, spanning_reads=1)])
    assert (three.classification, two.classification) == ("driver", "needs_confirmation")


def test_the_same_reads_seen_by_two_callers_count_once(detector):
    rows = [fusion(caller=c, split_reads=1, spanning_reads=1) for c in ("arriba", "star_fusion")]
    (found,) = detector.detect(rows)
    assert found.classification == "needs_confirmation"


def test_shadow_gene_at_the_kinase_locus_is_read_by_locus(detector):
    (found,) = detector.detect([fusion(CD74_E6, moved(ROS1_E34, gene="AL132671.2"))])
    assert found.name == "CD74::ROS1"
    assert [n.code for n in detector.warnings] == ["gene_name_disagrees"]


def test_a_gene_across_a_known_one_keeps_its_name(detector):
    across = moved(EML4_E13, gene="EML4-AS1", strand="-")
    (found,) = detector.detect([fusion(across)])
    assert (found.name, found.frame) == ("EML4-AS1::ALK", "unknown")
    assert detector.warnings == []


@pytest.mark.parametrize("written", ["GOPC", "FIG"])
def test_an_older_symbol_of_a_partner_needs_no_word(detector, written):
    end = FusionEnd(gene=written, chrom="chr6", position=117566854, strand="-")
    (found,) = detector.detect([fusion(end, ROS1_E34)])
    assert found.name == "GOPC::ROS1"
    assert detector.warnings == []


def test_a_kinase_symbol_with_both_breakpoints_elsewhere_is_not_counted(detector):
    elsewhere = FusionEnd(gene="ALK", chrom="chr9", position=5_000_000, strand="+")
    assert detector.detect([fusion(EML4_E13, elsewhere)]) == []
    assert "lies outside it" in detector.warnings[0].message


def test_unrelated_fusions_are_no_findings(detector):
    other = FusionEnd(gene="RET", chrom="chr10", position=43_114_480, strand="+")
    assert detector.detect([fusion(EML4_E13, other)]) == []
    assert detector.warnings == []


def test_unknown_partner_is_shown_and_not_known(detector):
    novel = FusionEnd(gene="NEWGENE", chrom="chr9", position=5_000_000, strand="+")
    (found,) = detector.detect([fusion(novel)])
    assert (found.name, found.known_partner, found.frame) == ("NEWGENE::ALK", False, "unknown")
    assert found.nomenclature == "NEWGENE::ALK ?;A20"


def test_frame_of_a_caller_that_disagrees_is_said(detector):
    (found,) = detector.detect([fusion(frame="out_of_frame")])
    assert found.frame == "in_frame"
    assert [n.code for n in detector.warnings] == ["frame_disagrees"]


def test_dna_breakpoints_in_introns_join_their_exons(detector):
    row = fusion(
        moved(EML4_E13, position=42296000),
        moved(ALK_E20, position=29224500),
        assay="dna",
        split_reads=None,
        spanning_reads=None,
    )
    (found,) = detector.detect([row])
    assert (found.five_prime.exon, found.three_prime.exon) == (13, 20)
    assert (found.frame, found.classification) == ("in_frame", "likely_driver")


def test_breakpoint_inside_the_kinase_keeps_part_of_it(detector):
    inside = moved(ALK_E20, position=29220747)
    (found,) = detector.detect([fusion(three=inside)])
    assert found.kinase_domain == "partial"


def test_intragenic_junction_is_said_not_judged(detector):
    assert detector.detect([fusion(moved(ALK_E20, position=29225000))]) == []
    assert [n.code for n in detector.warnings] == ["intragenic_event"]


def dna(**more):
    return fusion(EML4_E13, ALK_E20, assay="dna", caller="manta", **more)


@pytest.fixture
def by_packaged_rules(reference):
    """Classifies by the rules that come with the program."""
    from annotator.knowledge.load import load_knowledge

    rules = load_knowledge(()).fusion_rules

    def classify(*observations):
        (found,) = detector_of(reference, fusion_rules=rules).detect(observations)
        return found.classification

    return classify


def test_a_junction_that_its_caller_filtered_needs_confirmation(by_packaged_rules):
    assert by_packaged_rules(dna()) == "likely_driver"
    assert by_packaged_rules(dna(filters=["MinSomaticScore"])) == "needs_confirmation"


def test_one_junction_that_passed_is_enough(by_packaged_rules):
    assert by_packaged_rules(dna(filters=["MinSomaticScore"]), dna()) == "likely_driver"
    assert by_packaged_rules(dna(filters=["MinSomaticScore"]), fusion()) == "driver"


def test_a_row_written_twice_counts_its_reads_once(detector):
    (found,) = detector.detect([fusion(split_reads=1, spanning_reads=1)] * 3)
    assert found.classification == "needs_confirmation"
