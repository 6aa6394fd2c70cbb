"""RNA and DNA of one gene pair, in every combination, by the packaged tables.

What RNA shows expressed and in frame outranks the geometry of one DNA junction; a reciprocal
product in DNA supports it; and only DNA without RNA asks for RNA.
"""

import pytest

from annotator.detection.fusions.events import FusionDetector
from annotator.detection.fusions.rna import RnaGiven
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.findings import Fusion
from annotator.model.observations import FusionEnd, FusionObservation
from tests.builders import packaged
from tests.builders.observations import ALK_E20, CD74_E6, EML4_E6B, EML4_E13, ROS1_E34, fusion

IN_INTRON_19 = ALK_E20.model_copy(update={"position": 29223741})
IN_INTRON_13 = EML4_E13.model_copy(update={"position": 42296000})
UNPLACED = (FusionEnd(gene="EML4"), FusionEnd(gene="ALK"))


def detect(*rows: FusionObservation, rna_given: bool = False) -> list[Fusion]:
    genome, tables = packaged.genome(), packaged.tables()
    classes = FunctionalClasses(tables.functional_regions, genome)
    return FusionDetector(genome, tables, classes, RnaGiven(rna_given)).detect(rows)


def dna(five: FusionEnd = IN_INTRON_13, three: FusionEnd = IN_INTRON_19, **more: object):
    return fusion(five, three, **({"assay": "dna", "caller": "manta"} | more))


RNA = {
    "none": [],
    "names, in frame": [fusion(*UNPLACED, frame="in_frame")],
    "names": [fusion(*UNPLACED)],
    "names, out of frame": [fusion(*UNPLACED, frame="out_of_frame")],
    "in frame": [fusion()],
    "frame unknown": [fusion(EML4_E13.model_copy(update={"position": 42295816}))],
    "reciprocal": [fusion(ALK_E20, EML4_E13)],
}
DNA = {
    "none": [],
    "productive": [dna()],
    "opposed": [dna(junction="five_to_five")],
    "reciprocal": [dna(IN_INTRON_19, IN_INTRON_13)],
    "unordered": [dna(junction="unknown", ordered=False)],
}
EXPECTED = """
none                | productive | likely_driver      | dna-known
none                | opposed    | not_functional     | opposed
none                | reciprocal | not_functional     | reciprocal
none                | unordered  | needs_confirmation | any-other
names, in frame     | none       | needs_confirmation | no-breakpoint-rna
names, in frame     | productive | driver             | rna-known
names, in frame     | opposed    | likely_driver      | rna-in-frame-and-dna
names, in frame     | reciprocal | likely_driver      | rna-in-frame-and-dna
names, in frame     | unordered  | likely_driver      | rna-in-frame-and-dna
names               | none       | needs_confirmation | no-breakpoint-rna
names               | productive | driver             | rna-known-frame-of-dna
names               | opposed    | needs_confirmation | no-breakpoint-rna
names               | reciprocal | needs_confirmation | no-breakpoint-rna
names               | unordered  | needs_confirmation | any-other-rna
names, out of frame | none       | needs_confirmation | no-breakpoint-rna
names, out of frame | productive | needs_confirmation | out-of-frame-rna
names, out of frame | opposed    | needs_confirmation | no-breakpoint-rna
names, out of frame | reciprocal | needs_confirmation | no-breakpoint-rna
names, out of frame | unordered  | needs_confirmation | out-of-frame-rna
in frame            | none       | driver             | rna-known
in frame            | productive | driver             | rna-known
in frame            | opposed    | driver             | rna-known
in frame            | reciprocal | driver             | rna-known
in frame            | unordered  | driver             | rna-known
frame unknown       | none       | likely_driver      | rna-known-frame-unknown
frame unknown       | productive | driver             | rna-known-frame-of-dna
frame unknown       | opposed    | likely_driver      | rna-known-frame-unknown
frame unknown       | reciprocal | likely_driver      | rna-known-frame-unknown
frame unknown       | unordered  | likely_driver      | rna-known-frame-unknown
reciprocal          | none       | not_functional     | reciprocal
reciprocal          | productive | likely_driver      | dna-known
reciprocal          | opposed    | not_functional     | reciprocal
reciprocal          | reciprocal | not_functional     | reciprocal
reciprocal          | unordered  | needs_confirmation | any-other
"""
ROWS = [tuple(map(str.strip, line.split("|"))) for line in EXPECTED.strip().splitlines()]


@pytest.mark.parametrize(("in_rna", "in_dna", "classification", "rule"), ROWS)
def test_every_combination(in_rna: str, in_dna: str, classification: str, rule: str) -> None:
    (found,) = detect(*RNA[in_rna], *DNA[in_dna], rna_given=in_rna != "none")
    assert (found.classification, found.classification_rule) == (classification, rule)
    assert len(found.support) == len(RNA[in_rna]) + len(DNA[in_dna])


def test_the_table_has_every_combination() -> None:
    listed = {(in_rna, in_dna) for in_rna, in_dna, _, _ in ROWS}
    assert listed == {(r, d) for r in RNA for d in DNA} - {("none", "none")}


@pytest.mark.parametrize(("in_rna", "in_dna", "_classification", "_rule"), ROWS)
def test_rna_is_asked_for_where_none_was_given(
    in_rna: str, in_dna: str, _classification: str, _rule: str
) -> None:
    (found,) = detect(*RNA[in_rna], *DNA[in_dna], rna_given=in_rna != "none")
    reason = found.classification_reason
    assert "[" not in reason
    if in_rna != "none":
        assert "RNA or" not in reason
        assert "RNA, IHC" not in reason


def test_dna_that_the_given_rna_does_not_show_says_so() -> None:
    (alone,) = detect(dna())
    assert "RNA or IHC shows whether" in alone.classification_reason
    (beside,) = detect(dna(), rna_given=True)
    assert "IHC shows whether" in beside.classification_reason
    assert "RNA or" not in beside.classification_reason
    assert beside.classification_reason.endswith("The RNA that was given does not show it.")


def test_a_break_in_an_uncommon_intron_does_not_ask_a_positive_rna_for_rna() -> None:
    """A DNA break in intron 32 of ROS1 predicts a fusion out of frame; RNA joins exon 34."""
    broken = ROS1_E34.model_copy(update={"position": 117328000})
    partner = CD74_E6.model_copy(update={"position": 150404000})
    (found,) = detect(fusion(CD74_E6, ROS1_E34), dna(partner, broken), rna_given=True)
    assert (found.nomenclature, found.classification) == ("CD74::ROS1 C6;R34", "driver")
    (alone,) = detect(dna(partner, broken))
    assert (alone.frame, alone.classification_rule) == ("out_of_frame", "out-of-frame")


@pytest.mark.parametrize(("of_3b", "of_3a", "named"), [(11, 1, "3b"), (1, 11, "3a"), (2, 1, "3b")])
def test_the_variant_is_named_by_its_reads(of_3b: int, of_3a: int, named: str) -> None:
    exon_6 = packaged.genome().transcript("EML4").exon(6)
    variant_3a = EML4_E6B.model_copy(update={"position": exon_6.end})
    (found,) = detect(
        fusion(EML4_E6B, split_reads=of_3b, spanning_reads=0),
        fusion(variant_3a, split_reads=of_3a, spanning_reads=0),
    )
    assert found.nomenclature.endswith(f"(variant {named})")


@pytest.mark.parametrize("reads", [3, 2241])
def test_few_reads_are_named_only_where_they_are_few(reads: int) -> None:
    """A partner that is not known, with a frame that cannot be determined."""
    five = FusionEnd(gene="GENE1", chrom="chr9", position=75541000)
    (found,) = detect(fusion(five, split_reads=reads, spanning_reads=0))
    assert found.classification == "needs_confirmation"
    assert "few reads" not in found.classification_reason


def test_one_read_is_few() -> None:
    (found,) = detect(fusion(split_reads=1, spanning_reads=0))
    assert "too few reads" in found.classification_reason


def test_reasons_of_rna_speak_of_no_dna_breakpoint() -> None:
    out_of_frame = EML4_E13.model_copy(update={"position": 42295516 - 40})
    (found,) = detect(fusion(out_of_frame), rna_given=True)
    assert found.frame == "out_of_frame"
    assert "DNA" not in found.classification_reason
    assert "Written" not in found.classification_reason
