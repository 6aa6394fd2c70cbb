"""Events judged by the packaged tables: order, names, events within a gene, MET, thin evidence."""

from typing import Any

import pytest

from annotator.detection.fusions.events import FusionDetector
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.errors import InputProblem
from annotator.model.observations import FusionEnd
from tests.builders.observations import ALK_E20, CD74_E6, EML4_E13, ROS1_E34, fusion


@pytest.fixture(scope="module")
def tables(environment):
    return environment.tables


@pytest.fixture
def detector(reference, tables):
    classes = FunctionalClasses(tables.functional_regions, reference.in_build("GRCh38"))
    return FusionDetector(reference.in_build("GRCh38"), tables, classes)


@pytest.fixture
def one(detector):
    """The only event of the observations."""

    def detect(*observations):
        (found,) = detector.detect(observations)
        return found

    return detect


def moved(end: FusionEnd, **changes) -> FusionEnd:
    return end.model_copy(update=changes)


def unplaced(*genes: str) -> FusionEnd:
    return FusionEnd(gene=genes[0], other_genes=list(genes[1:]))


def exon_end(reference, gene: str, number: int) -> FusionEnd:
    transcript = reference.in_build("GRCh38").transcript(gene)
    position = transcript.last_base(transcript.exon(number))
    return FusionEnd(gene=gene, chrom=transcript.chrom, position=position)


def exon_start(reference, gene: str, number: int) -> FusionEnd:
    transcript = reference.in_build("GRCh38").transcript(gene)
    position = transcript.first_base(transcript.exon(number))
    return FusionEnd(gene=gene, chrom=transcript.chrom, position=position)


# Order -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("pair", [(EML4_E13, ALK_E20), (CD74_E6, ROS1_E34)])
def test_exon_borders_tell_the_order_that_a_caller_does_not(one, pair, turned):
    ends = [moved(end, strand=None) for end in (pair[::-1] if turned else pair)]
    found = one(fusion(*ends, ordered=False, junction="unknown"))
    assert found.name == f"{pair[0].gene}::{pair[1].gene}"
    assert (found.orientation, found.classification) == ("productive", "driver")


def test_the_reciprocal_is_recognized_by_its_borders_too(one, reference):
    ends = exon_start(reference, "EML4", 14), exon_end(reference, "ALK", 19)
    found = one(fusion(*ends, ordered=False, junction="unknown"))
    assert (found.name, found.orientation) == ("ALK::EML4", "reciprocal")
    assert found.classification == "not_functional"


def test_without_borders_the_order_stays_unknown(one):
    ends = moved(ALK_E20, position=29224000, strand=None), moved(EML4_E13, position=42296500)
    found = one(fusion(*ends, ordered=False, junction="unknown"))
    assert (found.name, found.orientation) == ("EML4::ALK", "unknown")
    assert found.classification == "needs_confirmation"


def test_borders_that_contradict_each_other_tell_nothing(one, reference):
    ends = exon_end(reference, "EML4", 13), exon_end(reference, "ALK", 19)
    found = one(fusion(*ends, ordered=False, junction="unknown"))
    assert (found.orientation, found.classification) == ("unknown", "needs_confirmation")


def test_the_borders_of_dna_breakpoints_tell_no_order(one):
    found = one(fusion(ALK_E20, EML4_E13, assay="dna", ordered=False, junction="unknown"))
    assert found.orientation == "unknown"


def test_an_order_against_the_borders_is_said(detector):
    (found,) = detector.detect([fusion(ALK_E20, EML4_E13)])
    assert found.orientation == "reciprocal"
    assert [n.code for n in detector.warnings] == ["order_disagrees"]


def test_an_order_that_the_borders_do_not_contradict_is_taken(detector, reference):
    detector.detect([fusion(), fusion(exon_end(reference, "ALK", 19), EML4_E13)])
    assert detector.warnings == []


@pytest.mark.parametrize("kinase_first", [False, True])
@pytest.mark.parametrize("junction", ["five_to_five", "three_to_three", "antisense"])
def test_opposed_genes_are_no_product_whichever_is_written_first(one, junction, kinase_first):
    sides = (ALK_E20, EML4_E13) if kinase_first else (EML4_E13, ALK_E20)
    found = one(fusion(*sides, junction=junction))
    assert (found.orientation, found.classification_rule) == ("unknown", "opposed")
    assert "variant" not in found.nomenclature


# Names -----------------------------------------------------------------------------------------


def test_genes_without_breakpoints_are_an_event_to_confirm(one):
    found = one(fusion(unplaced("EML4"), unplaced("ALK"), frame="in_frame"))
    assert (found.name, found.nomenclature) == ("EML4::ALK", "EML4::ALK")
    assert (found.three_prime.chrom, found.three_prime.pos) == (None, None)
    assert (found.kinase_domain, found.frame) == ("unknown", "in_frame")
    assert found.classification_rule == "no-breakpoint-rna"


@pytest.mark.parametrize("names", [("EML4", "ALK"), ("ALK", "EML4")])
def test_the_order_of_two_names_tells_no_orientation(one, names):
    found = one(fusion(*map(unplaced, names)))
    assert (found.orientation, found.classification_rule) == ("unknown", "no-breakpoint-rna")


def test_genes_without_breakpoints_in_dna_ask_for_rna_too(one):
    found = one(fusion(unplaced("EML4"), unplaced("ALK"), assay="dna"))
    assert found.classification_rule == "no-breakpoint"
    assert "RNA, IHC or FISH" in found.classification_reason


def test_one_gene_without_breakpoints_is_said_not_to_be_known(detector):
    assert detector.detect([fusion(unplaced("ALK"), unplaced("ALK"))]) == []
    (warning,) = detector.warnings
    assert "without positions" in warning.message


def test_genes_without_breakpoints_join_the_event_of_those_with(one):
    found = one(fusion(unplaced("EML4"), unplaced("ALK"), caller="pizzly"), fusion())
    assert (found.classification, len(found.support)) == ("driver", 2)
    assert found.five_prime.pos == 42295516


def test_genes_that_overlap_are_one_side(one):
    partner = moved(CD74_E6, gene="CD74")
    kinase = moved(ROS1_E34, gene="GOPC", other_genes=["ROS1"])
    assert one(fusion(partner, kinase)).name == "CD74::ROS1"


def test_callers_that_name_a_partner_differently_see_one_event(one):
    place: dict[str, Any] = {"chrom": "chr9", "strand": "+"}
    rows = [
        fusion(FusionEnd(gene="AC01.1", position=5_000_000, **place), caller="arriba"),
        fusion(FusionEnd(gene="NEW1", position=5_000_004, **place)),
        fusion(FusionEnd(gene="NEW1", position=5_000_000, **place), caller="jaffa"),
        fusion(FusionEnd(gene=None, position=5_000_010, **place), caller="squid"),
    ]
    found = one(*rows)
    assert (found.name, len(found.support)) == ("NEW1::ALK", 4)


def test_partners_beyond_the_spread_of_callers_are_two_events(detector):
    place: dict[str, Any] = {"chrom": "chr9", "strand": "+"}
    rows = [
        fusion(FusionEnd(gene="NEW1", position=5_000_000, **place)),
        fusion(FusionEnd(gene="NEW2", position=5_000_011, **place)),
    ]
    assert [f.name for f in detector.detect(rows)] == ["NEW1::ALK", "NEW2::ALK"]


def test_a_partner_written_far_from_its_gene_is_not_read_as_it(one, detector):
    found = one(fusion(moved(EML4_E13, chrom="chr9", position=5_000_000)))
    assert (found.name, found.known_partner) == ("unknown::ALK", False)
    assert [n.code for n in detector.warnings] == ["gene_name_disagrees"]


def test_a_kinase_named_where_it_lies_in_the_other_build_is_an_error(detector):
    with pytest.raises(InputProblem, match="GRCh37"):
        detector.detect([fusion(CD74_E6, moved(ROS1_E34, position=117645578))])


def test_a_partner_read_against_its_sense_makes_no_kinase(one):
    found = one(fusion(moved(EML4_E13, strand="-")))
    assert (found.classification, found.classification_rule) == ("not_functional", "opposed")


# Events within a gene --------------------------------------------------------------------------


def within(reference, gene: str, donor: int, acceptor: int, **more):
    return fusion(exon_end(reference, gene, donor), exon_start(reference, gene, acceptor), **more)


def test_met_exon_14_skipping_is_off_target(one, reference):
    found = one(within(reference, "MET", 13, 15))
    assert (found.label, found.event, found.role) == (
        "MET exon 14 skipping",
        "exon_skipping",
        "off_target",
    )
    assert found.nomenclature == "MET exon 14 skipping M13;M15"
    assert (found.frame, found.kinase_domain) == ("in_frame", "retained")
    assert (found.classification, found.is_driver) == ("likely_driver", False)
    assert found.functional_class == "MET exon 14 skipping"
    assert (found.drives_within, found.drives_another) == (True, False)


@pytest.mark.parametrize("reads", [2, None])
def test_met_exon_14_skipping_on_few_reads_is_to_be_confirmed(one, reference, reads):
    found = one(within(reference, "MET", 13, 15, split_reads=reads, spanning_reads=None))
    assert (found.classification, found.drives_within) == ("needs_confirmation", False)


@pytest.mark.parametrize(("donor", "acceptor"), [(12, 15), (13, 16), (11, 13)])
def test_other_exons_of_met_are_told_and_no_finding(detector, reference, donor, acceptor):
    assert detector.detect([within(reference, "MET", donor, acceptor)]) == []
    assert [n.code for n in detector.warnings] == ["no_finding"]


def test_a_deletion_within_alk_is_named_and_no_fusion(one, reference):
    found = one(within(reference, "ALK", 1, 18, assay="dna"))
    assert found.label == "ALK intragenic deletion of exons 2-17"
    assert (found.event, found.name) == ("deletion", "ALK::ALK")
    assert found.classification == "needs_confirmation"
    assert not found.is_driver


def test_exons_left_out_of_rna_are_skipped(one, reference):
    found = one(within(reference, "ALK", 3, 12))
    assert found.label == "ALK exons 4-11 skipping"


def test_a_deletion_that_takes_the_kinase_is_told_and_no_finding(detector, reference):
    assert detector.detect([within(reference, "ALK", 20, 26, assay="dna")]) == []
    (told,) = detector.warnings
    assert told.code == "no_finding"
    assert "ALK intragenic deletion of exons 21-25" in told.message


@pytest.mark.parametrize(("reads", "shown"), [(9, 0), (10, 1)])
def test_a_change_within_a_gene_needs_reads(detector, reference, reads, shown):
    row = within(reference, "ALK", 3, 12, split_reads=reads, spanning_reads=0)
    assert len(detector.detect([row])) == shown
    assert len(detector.warnings) == 1 - shown


def test_a_met_gene_that_gives_the_5_prime_part_is_told_and_no_finding(detector, reference):
    row = fusion(exon_end(reference, "MET", 2), exon_start(reference, "KIF5B", 20))
    assert detector.detect([row]) == []
    assert [n.code for n in detector.warnings] == ["no_finding"]


def test_a_duplication_within_a_gene_is_named(one, reference):
    found = one(within(reference, "ALK", 25, 20, assay="dna"))
    assert (found.event, found.label) == (
        "duplication",
        "ALK intragenic duplication of exons 20-25",
    )


def test_an_inversion_within_a_gene_is_named(one):
    ends = moved(ALK_E20, position=29223000), moved(ALK_E20, position=29224000)
    found = one(fusion(*ends, assay="dna", junction="three_to_three"))
    assert (found.event, found.label) == ("inversion", "ALK intragenic inversion of exon 20")


def test_a_junction_that_changes_no_exon_is_a_warning(detector, reference):
    intron = moved(ALK_E20, position=29224500), moved(ALK_E20, position=29224000)
    rows = [
        within(reference, "ALK", 19, 20),
        fusion(*intron, assay="dna"),
        fusion(*intron, assay="dna", junction="five_to_five"),
    ]
    assert detector.detect(rows) == []
    assert {n.code for n in detector.warnings} == {"intragenic_event"}


# MET fusions -----------------------------------------------------------------------------------


def test_a_met_fusion_is_off_target_and_after_the_driver(detector, reference):
    met = fusion(exon_end(reference, "KIF5B", 24), exon_start(reference, "MET", 15))
    found = detector.detect([met, fusion(split_reads=2, spanning_reads=1)])
    assert [(f.name, f.role) for f in found] == [
        ("EML4::ALK", "driver"),
        ("KIF5B::MET", "off_target"),
    ]
    assert not found[1].is_driver


# Thin evidence ---------------------------------------------------------------------------------


def test_a_known_pair_on_one_read_is_flagged_and_not_dropped(one):
    found = one(fusion(split_reads=1, spanning_reads=0, confidence="low"))
    assert (found.classification, found.classification_rule) == (
        "needs_confirmation",
        "rna-known-thin",
    )


def test_two_callers_on_one_read_each_are_likely(one):
    rows = [fusion(caller=c, split_reads=1, spanning_reads=0) for c in ("arriba", "star_fusion")]
    assert one(*rows).classification_rule == "rna-known-two-callers"


def test_reads_of_the_reciprocal_product_make_no_driver(one):
    thin = fusion(split_reads=1, spanning_reads=0)
    other = fusion(ALK_E20, EML4_E13, split_reads=900, caller="arriba")
    found = one(thin, other)
    assert (found.classification_rule, found.reads) == ("rna-known-thin", 1)


def test_reads_of_a_row_without_places_count_for_the_pair_that_it_names(one):
    thin = fusion(split_reads=1, spanning_reads=0)
    named = fusion(unplaced("EML4"), unplaced("ALK"), caller="pizzly", split_reads=2)
    assert one(thin, named).classification_rule == "rna-known"


def test_split_reads_of_a_caller_add_up_and_pairs_count_once(one, reference):
    rows = [
        fusion(end, split_reads=2, spanning_reads=500, raw_breakpoints=str(end.position))
        for end in (EML4_E13, exon_end(reference, "EML4", 6), exon_end(reference, "EML4", 6))
    ]
    assert one(*rows).reads == 2 + 2 + 500


def test_rna_without_a_gene_at_the_5_prime_side_is_to_be_confirmed(one, reference):
    nowhere = FusionEnd(gene=None, chrom="chr9", position=5_000_000, strand="+")
    found = one(fusion(nowhere, frame="in_frame", split_reads=99))
    assert (found.classification_rule, found.name) == ("rna-no-gene", "unknown::ALK")
    assert one(novel(reference, split_reads=99)).classification_rule == "rna-novel"


def novel(reference, **more):
    """A partner without a gene model, in a row whose caller calls it in frame."""
    partner = FusionEnd(gene="NEW1", chrom="chr9", position=5_000_000, strand="+")
    return fusion(partner, frame="in_frame", **more)


@pytest.mark.parametrize(
    ("reads", "classification"), [(9, "needs_confirmation"), (10, "likely_driver")]
)
def test_a_novel_partner_by_one_caller_needs_more_reads(one, reference, reads, classification):
    found = one(novel(reference, split_reads=reads, spanning_reads=0))
    assert found.classification == classification


@pytest.mark.parametrize(
    ("reads", "classification"), [(2, "needs_confirmation"), (3, "likely_driver")]
)
def test_a_novel_partner_by_two_callers_needs_fewer(one, reference, reads, classification):
    rows = [
        novel(reference, split_reads=reads, spanning_reads=0, caller=caller)
        for caller in ("arriba", "star_fusion")
    ]
    assert one(*rows).classification == classification


def test_rows_that_their_callers_filtered_are_to_be_confirmed(one):
    assert one(fusion(filters=["low"])).classification_rule == "rna-filtered"
    assert one(fusion(filters=["low"]), fusion()).classification == "driver"


def test_a_table_without_reads_is_likely_for_a_known_pair(one):
    found = one(fusion(split_reads=None, spanning_reads=None))
    assert found.classification_rule == "rna-known-no-reads"


def test_an_isoform_out_of_frame_leaves_the_event_productive(one, reference):
    isoform = fusion(CD74_E6, exon_start(reference, "ROS1", 36), split_reads=900)
    found = one(isoform, fusion(CD74_E6, ROS1_E34))
    assert (found.frame, found.classification) == ("in_frame", "driver")
    assert len(found.support) == 2


# DNA -------------------------------------------------------------------------------------------


def dna(five=EML4_E13, three=ALK_E20, **more):
    return fusion(five, three, assay="dna", caller="manta", **more)


def test_a_usual_dna_breakpoint_of_a_known_pair_is_likely(one):
    found = one(dna(moved(EML4_E13, position=42296000), moved(ALK_E20, position=29224500)))
    assert found.classification_rule == "dna-known"


def test_an_uncommon_dna_breakpoint_needs_rna(one, reference):
    within_intron_16 = exon_start(reference, "ALK", 17).position + 50
    found = one(dna(three=moved(ALK_E20, position=within_intron_16)))
    assert found.classification_rule in ("dna-uncommon", "out-of-frame")
    assert found.classification == "needs_confirmation"


def test_an_intergenic_dna_breakpoint_needs_rna(one):
    nowhere = FusionEnd(gene=None, chrom="chr9", position=5_000_000)
    found = one(dna(nowhere))
    assert (found.name, found.classification_rule) == ("unknown::ALK", "dna-no-gene")


def test_rna_settles_what_dna_left_open(one):
    dna_row = dna(moved(EML4_E13, position=42296000), moved(ALK_E20, position=29224500))
    found = one(dna_row, fusion())
    assert (found.assays, found.classification) == (["rna", "dna"], "driver")


# Named variants --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exon", "past_end", "past_start", "written"),
    [
        (13, 0, 0, "E13;A20 (variant 1)"),
        (6, 0, 0, "E6a;A20 (variant 3a)"),
        (6, 220, 0, "E6b;A20 (variant 3b)"),
        (2, 0, -117, "E2;ins117A20 (variant 5b)"),
        (13, 0, -69, "E13;ins69A20 (variant 6)"),
        (14, 0, 49, "E14;ins11del49A20 (variant 4')"),
    ],
)
def test_variants_of_eml4_are_named_by_their_exons(
    one, reference, exon, past_end, past_start, written
):
    five = exon_end(reference, "EML4", exon)
    found = one(
        fusion(
            moved(five, position=five.position + past_end),
            moved(ALK_E20, position=ALK_E20.position - past_start),
        )
    )
    assert found.nomenclature == f"EML4::ALK {written}"
    assert (found.frame, found.classification) == ("in_frame", "driver")


def test_a_variant_beyond_the_tolerance_has_no_name(one):
    found = one(fusion(three=moved(ALK_E20, position=ALK_E20.position + 69 + 11)))
    assert found.nomenclature == "EML4::ALK E13;A20"


def test_dna_predicts_every_variant_that_its_introns_allow(one, reference):
    five = exon_end(reference, "EML4", 6)
    found = one(dna(moved(five, position=five.position + 900), moved(ALK_E20, position=29224500)))
    assert found.nomenclature == ("EML4::ALK E6;A20 (variant 3a or variant 3b, predicted from DNA)")


# Far from the usual place ----------------------------------------------------------------------


@pytest.fixture
def deep_in_intron_1(reference):
    """A place in intron 1 of ALK, far from any exon."""
    transcript = reference.in_build("GRCh38").transcript("ALK")
    return moved(ALK_E20, position=transcript.first_base(transcript.exon(2)) + 5000)


def test_one_caller_of_a_novel_partner_far_within_an_intron_is_no_finding(
    detector, deep_in_intron_1
):
    partner = FusionEnd(gene="NEW1", chrom="chr9", position=5_000_000, strand="+")
    row = fusion(partner, deep_in_intron_1)
    assert detector.detect([row]) == []
    assert [n.code for n in detector.warnings] == ["no_finding"]
    (found,) = detector.detect([row, row.model_copy(update={"caller": "arriba"})])
    assert found.classification == "needs_confirmation"


@pytest.mark.parametrize("exon", [18, 20])
def test_at_an_exon_border_it_is_a_finding(one, reference, exon):
    partner = FusionEnd(gene="NEW1", chrom="chr9", position=5_000_000, strand="+")
    found = one(fusion(partner, exon_start(reference, "ALK", exon)))
    assert found.classification == "needs_confirmation"


def test_a_known_partner_far_within_an_intron_is_a_finding(one, deep_in_intron_1):
    assert one(fusion(three=deep_in_intron_1)).classification != "not_functional"


# Outside the reading frame ---------------------------------------------------------------------


def test_a_kinase_gene_that_is_kept_from_before_its_start_codon_keeps_its_kinase(one, reference):
    row = fusion(exon_end(reference, "KIF5B", 24), exon_start(reference, "MET", 2))
    found = one(row)
    assert (found.kinase_domain, found.kinase_residues) == ("retained", "1078-1345")
    assert found.frame == "unknown"


def test_a_kinase_gene_that_is_kept_from_behind_its_stop_codon_has_lost_it(one, reference):
    last = exon_start(reference, "ALK", 29)
    found = one(fusion(three=moved(ALK_E20, position=last.position - 900)))
    assert (found.kinase_domain, found.classification) == ("lost", "not_functional")


@pytest.mark.parametrize(("apart", "events"), [(10, 1), (11, 2)])
def test_partners_without_a_name_are_told_apart_by_place(detector, apart, events):
    rows = [
        dna(FusionEnd(gene=None, chrom="chr9", position=5_000_000 + more), moved(ALK_E20))
        for more in (0, apart)
    ]
    found = detector.detect(rows)
    assert [f.name for f in found] == ["unknown::ALK"] * events
