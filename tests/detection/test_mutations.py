"""Mutations: named, merged over callers, given a role; their compounds; the wrong build."""

import pytest

from annotator.detection.compounds import compound_findings
from annotator.detection.mutations import check_build, mutation_findings, name_alleles
from annotator.model.errors import InputProblem
from annotator.model.observations import Source
from tests.detection.builders import G1202R, L1196M, tables, variant


def found(reference, *observations):
    alleles = name_alleles(observations, "GRCh38", reference)
    return mutation_findings(alleles, reference, tables()), alleles


def compounds(reference, *observations):
    return compound_findings(*found(reference, *observations))


def test_solvent_front_mutation(reference):
    ((mutation,), _) = found(reference, G1202R)
    assert mutation.label == "ALK G1202R"
    assert mutation.hgvs_g == "NC_000002.12:g.29220747C>T"
    assert mutation.hgvs_c == "NM_004304.5:c.3604G>A"
    assert mutation.hgvs_p == "NP_004295.2:p.(Gly1202Arg)"
    assert (mutation.role, mutation.residue, mutation.vaf) == ("on_target", 1202, 0.2)


def test_callers_are_merged_and_the_passing_one_leads(reference):
    filtered = G1202R.model_copy(update={"filters": ["weak"], "vaf": 0.3, "caller": "vardict"})
    ((mutation,), _) = found(reference, filtered, G1202R)
    assert (mutation.filters, mutation.vaf) == ([], 0.2)
    assert [s.caller for s in mutation.support] == ["vardict", "mutect2"]
    ((alone,), _) = found(reference, filtered)
    assert alone.filters == ["weak"]


def test_polymorphism_outside_the_kinase_has_its_role(reference):
    ((mutation,), _) = found(reference, variant(29193615, "T", "C"))
    assert (mutation.protein_change, mutation.role) == ("K1491R", "polymorphism")


def test_met_kinase_mutation_is_not_on_target(reference):
    ((mutation,), _) = found(reference, variant(116783353, "G", "A", "chr7"))
    assert (mutation.label, mutation.role) == ("MET D1228N", "met_kinase")
    assert any("1246" in name for name in mutation.alternative_names)


def test_synonymous_and_distant_alleles_are_no_findings(reference):
    mutations, _ = found(reference, variant(29220745, "T", "C"), variant(29230000, "A", "G"))
    assert mutations == []


def test_truncation_in_the_kinase_is_not_on_target(reference):
    ((mutation,), _) = found(reference, variant(29220747, "C", "A"))
    assert (mutation.consequence, mutation.role) == ("stop_gained", "other")


def phased(observation, phase_set, haplotype, file="a.vcf"):
    return observation.model_copy(
        update={
            "phase_set": phase_set,
            "haplotype": haplotype,
            "source": Source(file=file, line=1),
        }
    )


@pytest.mark.parametrize(
    ("one", "other", "phase"),
    [
        (("PS:1", 1, "a"), ("PS:1", 1, "a"), "cis"),
        (("PS:1", 1, "a"), ("PS:1", 0, "a"), "trans"),
        (("PS:1", 1, "a"), ("PS:2", 1, "a"), "unknown"),
        (("PS:1", 1, "a"), ("PS:1", 1, "b"), "unknown"),
        (("PS:1", 1, "a"), (None, None, "a"), "unknown"),
    ],
)
def test_phase_comes_from_shared_phase_sets_of_one_file(reference, one, other, phase):
    (pair,) = compounds(reference, phased(G1202R, *one), phased(L1196M, *other))
    assert (pair.label, pair.phase) == ("ALK L1196M+G1202R", phase)


def test_callers_that_contradict_each_other_leave_the_phase_unknown(reference):
    (pair,) = compounds(
        reference,
        phased(G1202R, "PS:1", 1, "a"),
        phased(L1196M, "PS:1", 1, "a"),
        phased(G1202R, "PS:1", 1, "b"),
        phased(L1196M, "PS:1", 0, "b"),
    )
    assert pair.phase == "unknown"
    assert "contradict" in pair.phase_evidence


def test_three_mutations_give_their_pairs_and_the_whole(reference):
    third = variant(29222347, "A", "T")
    made = compounds(reference, G1202R, L1196M, third)
    assert [c.label for c in made] == [
        "ALK I1171N+L1196M",
        "ALK I1171N+G1202R",
        "ALK L1196M+G1202R",
        "ALK I1171N+L1196M+G1202R",
    ]


def test_filtered_and_other_gene_mutations_make_no_compound(reference):
    filtered = L1196M.model_copy(update={"filters": ["weak"]})
    ros1 = variant(117317184, "C", "T", "chr6")
    assert compounds(reference, G1202R, filtered, ros1) == []


def test_wrong_build_is_an_error_that_shows_it(reference):
    grch37 = [variant(29443613, "C", "T"), variant(29443631, "G", "T")]
    check_build(grch37, "GRCh37", reference)
    wrong = [variant(29220747, "A", "T")]
    with pytest.raises(InputProblem, match="REF A at chr2:29220747 is not the base of GRCh38"):
        check_build(wrong, "GRCh38", reference)
    check_build([G1202R, L1196M], "GRCh38", reference)


def test_one_row_over_two_codons_is_both_mutations_on_one_allele(reference):
    row = variant(29220745, "TCCCCCCGCCATGAGCTCCAG", "TCTCCCCGCCATGAGCTCCAT")
    mutations, alleles = found(reference, row)
    assert [m.label for m in mutations] == ["ALK L1196M", "ALK G1202R"]
    (compound,) = compound_findings(mutations, alleles)
    assert (compound.label, compound.phase) == ("ALK L1196M+G1202R", "cis")


def test_a_row_over_two_codons_joins_the_phase_set_that_it_has(reference):
    row = variant(
        29220745, "TCCCCCCGCCATGAGCTCCAG", "TCTCCCCGCCATGAGCTCCAT", phase_set="PS:1", haplotype=1
    )
    assert {m.phase_set for m in found(reference, row)[0]} == {"PS:1"}


def test_two_bases_of_one_codon_stay_one_mutation(reference):
    ((mutation,), _) = found(reference, variant(29220746, "CC", "TT"))
    assert mutation.protein_change == "G1202K"


def test_a_deletion_stays_one_mutation(reference):
    assert len(found(reference, variant(29220747, "CCCCCGC", "C"))[0]) == 1
