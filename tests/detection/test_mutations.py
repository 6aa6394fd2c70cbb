"""Mutations: named, merged over callers, given a role; their compounds; the wrong build."""

import pytest

from annotator.detection.alleles import check_build, merge_alleles, name_records
from annotator.detection.compounds import compound_findings
from annotator.detection.functional import FunctionalClasses
from annotator.detection.mutations import MutationFinder
from annotator.model.context import Sample
from annotator.model.errors import InputProblem
from annotator.model.observations import Source
from tests.detection.builders import G1202R, L1196M, tables, variant

SAMPLE = Sample(id="S", genome_build="GRCh38")


def judged(reference, *observations, sample=SAMPLE, segments=(), used=None):
    used = used or tables()
    classes = FunctionalClasses(used.functional_regions, "GRCh38", reference)
    named = name_records(observations, "GRCh38", reference, classes)
    alleles, notices = merge_alleles(named, "GRCh38", reference, classes)
    finder = MutationFinder(sample, segments, reference, used, classes)
    return finder.findings(alleles), alleles, notices


def found(reference, *observations, **more):
    return judged(reference, *observations, **more)[:2]


def compounds(reference, *observations):
    return compound_findings(*found(reference, *observations), tables().limits)


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
