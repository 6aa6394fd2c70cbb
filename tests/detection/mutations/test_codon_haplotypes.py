"""Substitutions of one codon: one change where one allele carries them, else a warning."""

import pytest

from annotator.model.observations import Source
from tests.builders.observations import variant
from tests.detection.mutations.finding import judged

# ROS1 Gly2032 is GGA on the minus strand, at 117317184 to 117317182.
FIRST, SECOND, THIRD = 117317184, 117317183, 117317182


def row(position, ref, alt, phase=None, haplotype=1, vaf=0.2, file="a.vcf", **more):
    return variant(
        position,
        ref,
        alt,
        "chr6",
        vaf=vaf,
        phase_set=phase,
        haplotype=None if phase is None else haplotype,
        source=Source(file=file, line=9),
        **more,
    )


def labels(mutations):
    return [m.label for m in mutations]


def test_one_haplotype_is_one_change(reference):
    rows = [
        row(SECOND, "C", "T", "PS:1", vaf=0.2, depth=400),
        row(FIRST, "C", "T", "PS:1", vaf=0.3),
    ]
    mutations, _, warnings = judged(reference, *rows)
    (mutation,) = mutations
    assert mutation.label == "ROS1 G2032K"
    assert mutation.hgvs_g == "NC_000006.12:g.117317183_117317184delinsTT"
    assert mutation.hgvs_c == "NM_002944.3:c.6094_6095delinsAA"
    assert mutation.hgvs_p == "NP_002935:p.(Gly2032Lys)"
    assert mutation.alternative_names == ["NM_001378902.1:c.6076_6077delinsAA p.(Gly2026Lys)"]
    assert (mutation.vaf, mutation.depth, mutation.role) == (0.2, 400, "on_target")
    assert [s.vaf for s in mutation.support] == [0.2, 0.3]
    assert warnings == []


def test_equal_records_are_each_kept(reference):
    same = row(SECOND, "C", "T", "PS:1")
    (mutation,), _, notices = judged(reference, same, same)
    assert (mutation.label, len(mutation.support), notices) == ("ROS1 G2032E", 2, [])


def test_with_an_unchanged_base_between(reference):
    # ALK Gly1269 is GGA: 29209817 to 29209815; AGC is serine.
    rows = [
        variant(29209817, "C", "T", phase_set="PS:1", haplotype=0),
        variant(29209815, "T", "G", phase_set="PS:1", haplotype=0),
    ]
    (mutation,) = judged(reference, *rows)[0]
    assert mutation.label == "ALK G1269S"
    assert mutation.hgvs_c == "NM_004304.5:c.3805_3807delinsAGC"


def test_a_silent_partner_changes_the_residue(reference):
    """GGA>GGG is silent and GGA>AGA is arginine; a codon is read whole (AGG is arginine too)."""
    rows = [row(FIRST, "C", "T", "PS:1"), row(THIRD, "T", "C", "PS:1")]
    (mutation,) = judged(reference, *rows)[0]
    assert mutation.label == "ROS1 G2032R"
    assert mutation.hgvs_c == "NM_002944.3:c.6094_6096delinsAGG"


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ((None, 1), (None, 1), "of unknown phase"),
        (("PS:1", 1), (None, 1), "of unknown phase"),
        (("PS:1", 1), ("PS:2", 1), "of unknown phase"),
        (("PS:1", 1), ("PS:1", 0), "on different haplotypes"),
    ],
)
def test_otherwise_they_stay_two_and_what_they_would_be_is_said(reference, one, other, words):
    rows = [row(FIRST, "C", "T", *one), row(SECOND, "C", "T", *other)]
    mutations, _, warnings = judged(reference, *rows)
    assert sorted(labels(mutations)) == ["ROS1 G2032E", "ROS1 G2032R"]
    (warning,) = warnings
    assert warning.code == "one_codon"
    assert words in warning.message
    assert "would be ROS1 G2032K (c.6094_6095delinsAA)" in warning.message


def test_two_changes_of_one_base_or_of_two_codons_are_no_pair(reference):
    rows = [row(FIRST, "C", "T"), row(FIRST, "C", "G"), row(FIRST - 3, "C", "T")]
    mutations, _, warnings = judged(reference, *rows)
    assert len(mutations) == 3
    assert warnings == []


def test_a_filtered_part_does_not_hide_the_other(reference):
    rows = [row(FIRST, "C", "T", "PS:1"), row(SECOND, "C", "T", "PS:1", filters=["weak"])]
    mutations, _, warnings = judged(reference, *rows)
    assert {m.label: m.filters for m in mutations} == {"ROS1 G2032R": [], "ROS1 G2032E": ["weak"]}
    assert "on one haplotype, but one of them is filtered" in warnings[0].message


def test_parts_filtered_alike_are_joined(reference):
    rows = [
        row(SECOND, "C", "T", "PS:1", filters=["weak"]),
        row(FIRST, "C", "T", "PS:1", filters=["clustered", "weak"]),
    ]
    (mutation,) = judged(reference, *rows)[0]
    assert (mutation.label, mutation.filters) == ("ROS1 G2032K", ["weak", "clustered"])


def test_without_a_fraction_of_one_part_there_is_none(reference):
    rows = [row(FIRST, "C", "T", "PS:1", vaf=None), row(SECOND, "C", "T", "PS:1")]
    (mutation,) = judged(reference, *rows)[0]
    assert mutation.vaf is None


def test_one_row_of_two_bases_is_the_same_allele(reference):
    rows = [
        row(SECOND, "CC", "TT", file="vardict.vcf", vaf=0.22),
        row(FIRST, "C", "T", "PS:1"),
        row(SECOND, "C", "T", "PS:1"),
    ]
    (mutation,) = judged(reference, *rows)[0]
    assert (mutation.label, len(mutation.support)) == ("ROS1 G2032K", 3)


def test_a_caller_that_splits_what_another_has_whole_is_joined(reference):
    whole = row(SECOND, "CC", "TT", file="vardict.vcf")
    split = [row(FIRST, "C", "T", file="s.vcf"), row(SECOND, "C", "T", file="s.vcf")]
    mutations, _, warnings = judged(reference, whole, *split)
    assert labels(mutations) == ["ROS1 G2032K"]
    assert [n.code for n in warnings] == ["codon_joined"]
    assert len(mutations[0].support) == 3


@pytest.mark.parametrize("file", ["vardict.vcf", "s.vcf"])
def test_half_of_it_or_the_same_file_is_not(reference, file):
    whole = row(SECOND, "CC", "TT", file="vardict.vcf")
    other = [row(FIRST, "C", "T", file=file)]
    if file == "vardict.vcf":  # it lists all three: they are three alleles
        other.append(row(SECOND, "C", "T", file=file))
    mutations = judged(reference, whole, *other)[0]
    assert len(mutations) == 1 + len(other)


def test_distinct_haplotypes_are_not_joined_by_another_caller(reference):
    whole = row(SECOND, "CC", "TT", file="vardict.vcf")
    apart = [
        row(FIRST, "C", "T", "PS:1", 1, file="s.vcf"),
        row(SECOND, "C", "T", "PS:1", 0, file="s.vcf"),
    ]
    assert len(judged(reference, whole, *apart)[0]) == 3


def test_a_codon_over_two_exons(reference):
    rows = [
        variant(116771989, "G", "A", "chr7", phase_set="PS:1", haplotype=1),
        variant(116774881, "A", "G", "chr7", phase_set="PS:1", haplotype=1),
    ]
    (mutation,) = judged(reference, *rows)[0]
    assert mutation.label == "MET D1010S"
    assert mutation.hgvs_c == "NM_000245.4:c.[3028G>A;3029A>G]"
