"""Mutations: named, merged over callers, given a role; their compounds; the wrong build."""

from math import comb

import pytest

from annotator.detection.mutations.alleles import check_build
from annotator.detection.mutations.compounds import compound_findings
from annotator.model.errors import InputProblem
from annotator.model.observations import Source
from annotator.model.tables import KnownCompound, LiteratureName
from tests.builders.detection_tables import CITED, tables
from tests.builders.observations import G1202R, L1196M, variant
from tests.detection.mutations.finding import judged


def found(reference, *observations, **more):
    return judged(reference, *observations, **more)[:2]


def compounds(reference, *observations):
    mutations, alleles = found(reference, *observations)
    return compound_findings(mutations, alleles, tables().limits).findings


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


def test_of_four_mutations_the_sets_that_are_known_are_findings(reference):
    more = [variant(29222347, "A", "T"), variant(29213994, "A", "G")]
    four = found(reference, G1202R, L1196M, *more)
    known = [
        KnownCompound(gene="ALK", protein_changes=changes)
        for changes in (["L1196M", "G1202R"], ["I1171N", "L1196M", "F1245L"], ["G1202R", "D1203N"])
    ]
    made = compound_findings(four[0], four[1], tables().limits, known)
    assert [(c.label, c.phase) for c in made.findings] == [
        ("ALK L1196M+G1202R", "unknown"),
        ("ALK I1171N+L1196M+F1245L", "unknown"),
    ]
    assert [u.model_dump() for u in made.unlisted] == [
        {"gene": "ALK", "cis": 0, "trans": 0, "unknown": 5}
    ]
    assert compounds(reference, G1202R, L1196M, *more) == []
    elsewhere = [each.model_copy(update={"gene": "ROS1"}) for each in known]
    assert compound_findings(four[0], four[1], tables().limits, elsewhere).findings == []


def test_of_many_mutations_no_pair_is_a_finding_by_itself(reference):
    base = reference.in_build("GRCh38").known_bases.base
    places = [reference.in_build("GRCh38").transcript("ALK").codon(r)[0] for r in range(1193, 1203)]
    other = {"A": "C", "C": "A", "G": "A", "T": "A"}
    rows = [variant(at, base("chr2", at), other[base("chr2", at)]) for at in places]
    many = found(reference, *rows)
    members = sum(m.role == "on_target" for m in many[0])
    made = compound_findings(many[0], many[1], tables().limits)
    assert members > 5
    assert (made.findings, made.phased) == ([], [])
    assert [u.unknown for u in made.unlisted] == [comb(members, 2)]


@pytest.mark.parametrize(
    ("one", "other", "depth", "phase"),
    [
        (0.7, 0.6, 500, "cis"),
        (0.5, 0.5, 500, "unknown"),
        (0.3, 0.3, 5000, "unknown"),
        (0.55, 0.5, 500, "unknown"),  # within chance of 1
        (0.55, 0.5, 50_000, "cis"),
        (0.7, 0.6, 20, "unknown"),
        (0.7, 0.6, None, "unknown"),
        (0.7, None, 500, "unknown"),
    ],
)
def test_fractions_prove_cis_only_where_their_sum_exceeds_one(reference, one, other, depth, phase):
    a = G1202R.model_copy(update={"vaf": one, "depth": depth})
    b = L1196M.model_copy(update={"vaf": other, "depth": depth})
    (pair,) = compounds(reference, a, b)
    assert pair.phase == phase
    assert ("add up to more than 1" in pair.phase_evidence) == (phase == "cis")


def test_fractions_of_two_files_prove_nothing(reference):
    a = G1202R.model_copy(update={"vaf": 0.9, "source": Source(file="a.vcf", line=1)})
    b = L1196M.model_copy(update={"vaf": 0.9, "source": Source(file="b.vcf", line=1)})
    (pair,) = compounds(reference, a, b)
    assert pair.phase == "unknown"


def test_a_phase_set_outweighs_the_fractions(reference):
    a = phased(G1202R.model_copy(update={"vaf": 0.7}), "PS:1", 1)
    b = phased(L1196M.model_copy(update={"vaf": 0.6}), "PS:1", 0)
    (pair,) = compounds(reference, a, b)
    assert pair.phase == "trans"


def test_phase_evidence_tells_haplotypes_and_distance(reference):
    (near,) = compounds(reference, phased(G1202R, "PS:1", 1), phased(L1196M, "PS:1", 1))
    assert near.phase_evidence == (
        "mutect2 phase set PS:1: on the same haplotype (1); 18 bp apart on the genome, "
        "near enough for one read to show both"
    )
    (far,) = compounds(reference, G1202R, variant(29222347, "A", "T"))
    assert far.phase_evidence == "no phase given by the caller; 1600 bp apart on the genome"


def test_an_allele_nobody_speaks_of_is_of_unknown_significance(reference):
    glu = variant(29220746, "C", "T")  # G1202E
    ((mutation,), _) = found(reference, glu)
    assert (mutation.protein_change, mutation.role) == ("G1202E", "on_target")
    assert (mutation.significance, mutation.known_at_residue) == ("unknown", ["G1202R"])
    ((known,), _) = found(reference, G1202R)
    assert (known.significance, known.known_at_residue) == ("catalogued", [])
    ((elsewhere,), _) = found(reference, variant(29213994, "A", "G"))
    assert (elsewhere.significance, elsewhere.known_at_residue) == ("unknown", [])


def test_a_deletion_has_the_neighbours_of_all_its_residues(reference):
    ref = "".join(
        reference.in_build("GRCh38").known_bases.base("chr2", at)
        for at in range(29220744, 29220766)
    )
    ((mutation,), _) = found(reference, variant(29220744, ref, ref[0]))
    assert (mutation.residue, mutation.last_residue) == (1196, 1202)
    assert sorted(mutation.known_at_residue) == ["G1202R", "L1196M"]


def test_a_polymorphism_is_cataloged(reference):
    ((mutation,), _) = found(reference, variant(29193615, "T", "C"))
    assert mutation.significance == "catalogued"


def test_the_name_of_the_literature_stands_beside(reference):
    used = tables(
        literature_names=[
            LiteratureName(gene="ALK", protein_change="T1151dup", name="1151Tins", **CITED)
        ]
    )
    for row in (variant(29222405, "G", "GCGT"), variant(29222406, "C", "CGTC")):
        ((mutation,), _) = found(reference, row, used=used)
        assert mutation.label == "ALK T1151dup"
        assert mutation.alternative_names == ["1151Tins"]
    ((other,), _) = found(reference, G1202R, used=used)
    assert other.alternative_names == []


def test_filtered_and_other_gene_mutations_make_no_compound(reference):
    filtered = L1196M.model_copy(update={"filters": ["weak"]})
    ros1 = variant(117317184, "C", "T", "chr6")
    assert compounds(reference, G1202R, filtered, ros1) == []


def test_wrong_build_is_an_error_that_shows_it(reference):
    grch37 = [variant(29443613, "C", "T"), variant(29443631, "G", "T")]
    check_build(grch37, reference.in_build("GRCh37"))
    wrong = [variant(29220747, "A", "T")]
    with pytest.raises(InputProblem, match="REF A at chr2:29220747 is not the base of GRCh38"):
        check_build(wrong, reference.in_build("GRCh38"))
    check_build([G1202R, L1196M], reference.in_build("GRCh38"))


def test_one_row_over_two_codons_is_both_mutations_on_one_allele(reference):
    row = variant(29220745, "TCCCCCCGCCATGAGCTCCAG", "TCTCCCCGCCATGAGCTCCAT")
    mutations, alleles = found(reference, row)
    assert [m.label for m in mutations] == ["ALK L1196M", "ALK G1202R"]
    (compound,) = compound_findings(mutations, alleles, tables().limits).findings
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
