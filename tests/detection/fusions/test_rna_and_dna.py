"""RNA and DNA of one gene pair, in every combination, by the packaged tables.

What RNA shows expressed and in frame outranks the geometry of one DNA junction; a reciprocal
product in DNA supports it; and only DNA without RNA asks for RNA.
"""

from typing import Any

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


def dna(five: FusionEnd = IN_INTRON_13, three: FusionEnd = IN_INTRON_19, **more: Any):
    return fusion(five, three, **({"assay": "dna", "caller": "manta"} | more))


BREAK_IN_INTRON_10 = EML4_E13.model_copy(update={"position": 42287500})
MID_EXON_13 = EML4_E13.model_copy(update={"position": 42295516 - 40})
PAST_EXON_13 = EML4_E13.model_copy(update={"position": 42295816})
FILTERED: dict[str, Any] = {"filters": ["low"]}
ONE_READ: dict[str, Any] = {"split_reads": 1, "spanning_reads": 0}
NO_READS: dict[str, Any] = {"split_reads": None, "spanning_reads": None}
OPEN: dict[str, Any] = {"junction": "unknown", "ordered": False}

RNA = {
    "none": [],
    "names, in frame": [fusion(*UNPLACED, frame="in_frame")],
    "names, in frame, open": [fusion(*UNPLACED, frame="in_frame", **OPEN)],
    "names, in frame, no reads": [fusion(*UNPLACED, frame="in_frame", **NO_READS)],
    "names, in frame, one read": [fusion(*UNPLACED, frame="in_frame", **ONE_READ)],
    "names, in frame, filtered": [fusion(*UNPLACED, frame="in_frame", **FILTERED)],
    "names, in frame, ALK first": [fusion(*UNPLACED[::-1], frame="in_frame")],
    "names": [fusion(*UNPLACED)],
    "names, no reads": [fusion(*UNPLACED, **NO_READS)],
    "names, out of frame": [fusion(*UNPLACED, frame="out_of_frame")],
    "in frame": [fusion()],
    "in frame, no reads": [fusion(**NO_READS)],
    "in frame, one read": [fusion(**ONE_READ)],
    "in frame, filtered": [fusion(**FILTERED)],
    "out of frame": [fusion(MID_EXON_13)],
    "both isoforms": [fusion(), fusion(MID_EXON_13, split_reads=90)],
    "frame unknown": [fusion(PAST_EXON_13)],
    "antisense": [fusion(junction="antisense")],
    "reciprocal": [fusion(ALK_E20, EML4_E13)],
}
DNA = {
    "none": [],
    "productive": [dna()],
    "filtered": [dna(**FILTERED)],
    "out of frame": [dna(BREAK_IN_INTRON_10)],
    "opposed": [dna(junction="five_to_five")],
    "opposed, filtered": [dna(junction="five_to_five", **FILTERED)],
    "reciprocal": [dna(IN_INTRON_19, IN_INTRON_13)],
    "open": [dna(**OPEN)],
    "names": [dna(*UNPLACED, **OPEN)],
}
CLASSES = {
    "any-other": "needs_confirmation",
    "any-other-rna": "needs_confirmation",
    "dna-filtered": "needs_confirmation",
    "dna-known": "likely_driver",
    "no-breakpoint": "needs_confirmation",
    "no-breakpoint-rna": "needs_confirmation",
    "no-breakpoint-rna-filtered": "needs_confirmation",
    "opposed": "not_functional",
    "out-of-frame": "needs_confirmation",
    "out-of-frame-rna": "needs_confirmation",
    "out-of-frame-rna-without-frame": "needs_confirmation",
    "reciprocal": "not_functional",
    "rna-filtered": "needs_confirmation",
    "rna-in-frame-and-dna": "likely_driver",
    "rna-in-frame-and-dna-no-reads": "likely_driver",
    "rna-known": "driver",
    "rna-known-few-reads-and-dna": "likely_driver",
    "rna-known-frame-not-of-dna": "likely_driver",
    "rna-known-frame-of-dna": "driver",
    "rna-known-frame-unknown": "likely_driver",
    "rna-known-no-reads": "likely_driver",
    "rna-known-thin": "needs_confirmation",
}
"""What each line of the table holds an event to be."""
EXPECTED = """
none
    productive        | dna-known
    filtered          | dna-filtered
    out of frame      | out-of-frame
    opposed           | opposed
    opposed, filtered | opposed
    reciprocal        | reciprocal
    open              | any-other
    names             | no-breakpoint

names, in frame
    none              | no-breakpoint-rna
    productive        | rna-known
    filtered          | no-breakpoint-rna
    out of frame      | rna-in-frame-and-dna
    opposed           | rna-in-frame-and-dna
    opposed, filtered | no-breakpoint-rna
    reciprocal        | rna-in-frame-and-dna
    open              | rna-in-frame-and-dna
    names             | rna-in-frame-and-dna

names, in frame, open
    none              | no-breakpoint-rna
    productive        | rna-known
    filtered          | no-breakpoint-rna
    out of frame      | rna-in-frame-and-dna
    opposed           | rna-in-frame-and-dna
    opposed, filtered | no-breakpoint-rna
    reciprocal        | rna-in-frame-and-dna
    open              | rna-in-frame-and-dna
    names             | rna-in-frame-and-dna

names, in frame, no reads
    none              | no-breakpoint-rna
    productive        | rna-known
    filtered          | no-breakpoint-rna
    out of frame      | rna-in-frame-and-dna-no-reads
    opposed           | rna-in-frame-and-dna-no-reads
    opposed, filtered | no-breakpoint-rna
    reciprocal        | rna-in-frame-and-dna-no-reads
    open              | rna-in-frame-and-dna-no-reads
    names             | rna-in-frame-and-dna-no-reads

names, in frame, one read
    none              | no-breakpoint-rna
    productive        | rna-known
    filtered          | no-breakpoint-rna
    out of frame      | no-breakpoint-rna
    opposed           | no-breakpoint-rna
    opposed, filtered | no-breakpoint-rna
    reciprocal        | no-breakpoint-rna
    open              | no-breakpoint-rna
    names             | no-breakpoint-rna

names, in frame, filtered
    none              | no-breakpoint-rna-filtered
    productive        | dna-known
    filtered          | rna-filtered
    out of frame      | out-of-frame
    opposed           | no-breakpoint-rna-filtered
    opposed, filtered | no-breakpoint-rna-filtered
    reciprocal        | no-breakpoint-rna-filtered
    open              | any-other
    names             | no-breakpoint

names, in frame, ALK first
    none              | no-breakpoint-rna
    productive        | rna-known-frame-of-dna
    filtered          | no-breakpoint-rna
    out of frame      | rna-known-frame-not-of-dna
    opposed           | no-breakpoint-rna
    opposed, filtered | no-breakpoint-rna
    reciprocal        | no-breakpoint-rna
    open              | any-other-rna
    names             | no-breakpoint-rna

names
    none              | no-breakpoint-rna
    productive        | rna-known-frame-of-dna
    filtered          | no-breakpoint-rna
    out of frame      | rna-known-frame-not-of-dna
    opposed           | no-breakpoint-rna
    opposed, filtered | no-breakpoint-rna
    reciprocal        | no-breakpoint-rna
    open              | any-other-rna
    names             | no-breakpoint-rna

names, no reads
    none              | no-breakpoint-rna
    productive        | rna-known-frame-of-dna
    filtered          | no-breakpoint-rna
    out of frame      | out-of-frame-rna-without-frame
    opposed           | no-breakpoint-rna
    opposed, filtered | no-breakpoint-rna
    reciprocal        | no-breakpoint-rna
    open              | any-other-rna
    names             | no-breakpoint-rna

names, out of frame
    none              | no-breakpoint-rna
    productive        | out-of-frame-rna
    filtered          | no-breakpoint-rna
    out of frame      | out-of-frame-rna
    opposed           | no-breakpoint-rna
    opposed, filtered | no-breakpoint-rna
    reciprocal        | no-breakpoint-rna
    open              | out-of-frame-rna
    names             | no-breakpoint-rna

in frame
    none              | rna-known
    productive        | rna-known
    filtered          | rna-known
    out of frame      | rna-known
    opposed           | rna-known
    opposed, filtered | rna-known
    reciprocal        | rna-known
    open              | rna-known
    names             | rna-known

in frame, no reads
    none              | rna-known-no-reads
    productive        | rna-known
    filtered          | rna-known-no-reads
    out of frame      | rna-known
    opposed           | rna-known-no-reads
    opposed, filtered | rna-known-no-reads
    reciprocal        | rna-known-no-reads
    open              | rna-known-no-reads
    names             | rna-known-no-reads

in frame, one read
    none              | rna-known-thin
    productive        | rna-known
    filtered          | rna-known-thin
    out of frame      | rna-known
    opposed           | rna-known-few-reads-and-dna
    opposed, filtered | rna-known-thin
    reciprocal        | rna-known-few-reads-and-dna
    open              | rna-known-few-reads-and-dna
    names             | rna-known-few-reads-and-dna

in frame, filtered
    none              | rna-filtered
    productive        | dna-known
    filtered          | rna-filtered
    out of frame      | out-of-frame
    opposed           | rna-filtered
    opposed, filtered | rna-filtered
    reciprocal        | rna-filtered
    open              | any-other
    names             | no-breakpoint

out of frame
    none              | out-of-frame-rna
    productive        | out-of-frame-rna
    filtered          | out-of-frame-rna
    out of frame      | out-of-frame-rna
    opposed           | out-of-frame-rna
    opposed, filtered | out-of-frame-rna
    reciprocal        | out-of-frame-rna
    open              | out-of-frame-rna
    names             | out-of-frame-rna

both isoforms
    none              | rna-known
    productive        | rna-known
    filtered          | rna-known
    out of frame      | rna-known
    opposed           | rna-known
    opposed, filtered | rna-known
    reciprocal        | rna-known
    open              | rna-known
    names             | rna-known

frame unknown
    none              | rna-known-frame-unknown
    productive        | rna-known-frame-of-dna
    filtered          | rna-known-frame-unknown
    out of frame      | rna-known-frame-unknown
    opposed           | rna-known-frame-unknown
    opposed, filtered | rna-known-frame-unknown
    reciprocal        | rna-known-frame-unknown
    open              | rna-known-frame-unknown
    names             | rna-known-frame-unknown

antisense
    none              | opposed
    productive        | dna-known
    filtered          | dna-filtered
    out of frame      | out-of-frame
    opposed           | opposed
    opposed, filtered | opposed
    reciprocal        | opposed
    open              | any-other
    names             | no-breakpoint

reciprocal
    none              | reciprocal
    productive        | dna-known
    filtered          | dna-filtered
    out of frame      | out-of-frame
    opposed           | reciprocal
    opposed, filtered | reciprocal
    reciprocal        | reciprocal
    open              | any-other
    names             | no-breakpoint
"""
ROWS = [
    (in_rna.strip(), in_dna.strip(), rule.strip())
    for block in EXPECTED.strip().split("\n\n")
    for in_rna, *lines in [block.splitlines()]
    for in_dna, _, rule in [line.partition("|") for line in lines]
]


@pytest.mark.parametrize(("in_rna", "in_dna", "rule"), ROWS)
def test_every_combination(in_rna: str, in_dna: str, rule: str) -> None:
    (found,) = detect(*RNA[in_rna], *DNA[in_dna], rna_given=in_rna != "none")
    assert (found.classification_rule, found.classification) == (rule, CLASSES[rule])
    assert len(found.support) == len(RNA[in_rna]) + len(DNA[in_dna])


def test_the_table_has_every_combination() -> None:
    listed = [(in_rna, in_dna) for in_rna, in_dna, _ in ROWS]
    assert sorted(listed) == sorted({(r, d) for r in RNA for d in DNA} - {("none", "none")})


@pytest.mark.parametrize(("in_rna", "in_dna", "_rule"), ROWS)
def test_rna_is_asked_for_where_none_was_given(in_rna: str, in_dna: str, _rule: str) -> None:
    (found,) = detect(*RNA[in_rna], *DNA[in_dna], rna_given=in_rna != "none")
    reason = found.classification_reason
    assert "[" not in reason
    if in_rna != "none":
        assert "RNA or" not in reason
        assert "RNA, IHC" not in reason


@pytest.mark.parametrize("in_dna", DNA)
def test_what_rna_shows_in_frame_is_never_lost_beside_dna(in_dna: str) -> None:
    """No junction of DNA makes less of a fusion that RNA shows in frame."""
    (alone,) = detect(fusion(), rna_given=True)
    (found,) = detect(fusion(), *DNA[in_dna], rna_given=True)
    assert (found.nomenclature, found.frame) == (alone.nomenclature, "in_frame")
    assert (found.classification, found.reads) == ("driver", 25)


@pytest.mark.parametrize("in_dna", DNA)
@pytest.mark.parametrize("in_rna", [r for r in RNA if "names, in frame" in r])
def test_names_in_rna_in_frame_are_never_held_not_functional(in_rna: str, in_dna: str) -> None:
    (found,) = detect(*RNA[in_rna], *DNA[in_dna], rna_given=True)
    assert found.classification != "not_functional"


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


def test_reads_count_of_rows_that_show_the_event() -> None:
    opposed = dna(junction="five_to_five", split_reads=900)
    (found,) = detect(fusion(*UNPLACED, frame="in_frame", **ONE_READ), opposed)
    assert (found.reads, [row.counted for row in found.support]) == (1, [True, False])
    (filtered,) = detect(fusion(), fusion(split_reads=900, caller="arriba", **FILTERED))
    assert (filtered.reads, [row.counted for row in filtered.support]) == (25, [True, False])


def test_a_transcript_in_frame_counts_by_its_own_reads() -> None:
    (found,) = detect(fusion(**ONE_READ), fusion(MID_EXON_13, split_reads=100))
    assert (found.classification_rule, found.reads) == ("rna-known-thin", 1)


def test_what_rna_writes_of_the_frame_counts_beside_rna_without_one() -> None:
    written = fusion(*UNPLACED, frame="out_of_frame", caller="arriba")
    (found,) = detect(fusion(PAST_EXON_13), written)
    assert (found.frame, found.classification_rule) == ("out_of_frame", "out-of-frame-rna")


UNNAMED = FusionEnd(gene=None, chrom="chr2", position=30000000)
OTHER = FusionEnd(gene="XYZ1", chrom="chr2", position=30000000)


@pytest.mark.parametrize(
    ("row", "names"),
    [
        (dna(UNNAMED), ["EML4::ALK"]),
        (dna(IN_INTRON_19, UNNAMED), ["EML4::ALK"]),
        (dna(IN_INTRON_19, OTHER), ["EML4::ALK"]),
        (dna(OTHER), ["EML4::ALK", "XYZ1::ALK"]),
    ],
    ids=["unnamed", "reciprocal, unnamed", "reciprocal, other", "other"],
)
def test_dna_of_another_partner_beside_rna_asks_for_nothing(
    row: FusionObservation, names: list[str]
) -> None:
    found = detect(fusion(), row, rna_given=True)
    assert [each.name for each in found] == names
    assert not any("onfirm" in each.classification_reason for each in found)
    alone = detect(row, rna_given=True)
    assert [each.name for each in alone] not in ([], ["EML4::ALK"])


def test_two_known_partners_stay_two_findings() -> None:
    kif5b = FusionEnd(gene="KIF5B", chrom="chr10", position=32017143)
    found = detect(fusion(), dna(kif5b), rna_given=True)
    assert {each.name for each in found} == {"EML4::ALK", "KIF5B::ALK"}
    (in_dna,) = [each for each in found if each.name == "KIF5B::ALK"]
    assert in_dna.classification_reason.endswith("it shows EML4::ALK E13;A20 (variant 1).")
