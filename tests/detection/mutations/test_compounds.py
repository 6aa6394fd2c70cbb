"""Which sets of mutations are findings, and what is kept of the phase of the others."""

from itertools import combinations

import pytest

from annotator.detection.mutations.compounds import MOST_PAIRS, compounds_of
from annotator.interpretation.profile import build_profile
from annotator.model.tables import KnownCompound
from tests.builders.findings import fusion, mutation

MANY = 200


def mutations(count, **more):
    return [mutation(f"A{place}K", **more) for place in range(1, count + 1)]


def made(count, phase_of, known=()):
    """The compounds of `count` mutations, whose number tells the phase of two of them."""

    def phase(a, b):
        one, other = (int(name.removeprefix("M-GENE1-A").removesuffix("K")) for name in (a, b))
        return phase_of(one, other), "as the test says"

    return compounds_of(mutations(count), phase, known)


def sets_of(compounds):
    return [(c.label.removeprefix("GENE1 "), c.phase) for c in compounds.findings]


def unlisted(compounds):
    return [(each.cis, each.trans, each.unknown) for each in compounds.unlisted]


@pytest.mark.parametrize("phase", ["cis", "trans", "unknown"])
def test_of_up_to_three_every_set_is_a_finding(phase):
    assert sets_of(made(1, lambda a, b: phase)) == []
    assert sets_of(made(2, lambda a, b: phase)) == [("A1K+A2K", phase)]
    three = made(3, lambda a, b: phase)
    assert [len(c.members) for c in three.findings] == [2, 2, 2, 3]
    assert {c.phase for c in three.findings} == {phase}
    assert (three.unlisted, three.phased) == ([], [])


def test_a_filtered_or_other_mutation_is_in_no_set():
    few = [*mutations(2), mutation("A9K", filters=["weak"]), mutation("A8K", role="other")]
    found = compounds_of(few, lambda a, b: ("unknown", "-"), [])
    assert sets_of(found) == [("A1K+A2K", "unknown")]


def test_of_more_the_known_sets_are_findings_whatever_their_phase():
    known = [
        KnownCompound(gene="GENE1", protein_changes=["A2K", "A4K"]),
        KnownCompound(gene="GENE1", protein_changes=["A1K", "A2K", "A3K"]),
        KnownCompound(gene="GENE1", protein_changes=["A1K", "A9K"]),
        KnownCompound(gene="GENE2", protein_changes=["A1K", "A2K"]),
    ]
    found = made(4, lambda a, b: "unknown", known)
    assert sets_of(found) == [("A2K+A4K", "unknown"), ("A1K+A2K+A3K", "unknown")]
    assert unlisted(found) == [(0, 0, 5)]


def test_a_pair_that_phase_decides_is_a_finding_among_many():
    found = made(13, lambda a, b: "cis" if (a, b) == (3, 7) else "unknown")
    assert sets_of(found) == [("A3K+A7K", "cis")]
    assert unlisted(found) == [(0, 0, 77)]
    apart = made(13, lambda a, b: "trans" if (a, b) == (3, 7) else "unknown")
    assert sets_of(apart) == [("A3K+A7K", "trans")]


@pytest.mark.parametrize("phase", ["cis", "trans"])
def test_many_of_one_phase_are_one_finding(phase):
    found = made(MANY, lambda a, b: phase)
    assert [(len(c.members), c.phase) for c in found.findings] == [(MANY, phase)]
    assert found.unlisted == []


def haplotypes(a, b):
    return "cis" if a % 2 == b % 2 else "trans"


def test_two_haplotypes_are_an_allele_each_and_their_pairs_while_they_are_few():
    found = made(6, haplotypes)
    alleles = [("A1K+A3K+A5K", "cis"), ("A2K+A4K+A6K", "cis")]
    assert sets_of(found)[-2:] == alleles
    assert [phase for _, phase in sets_of(found)[:-2]] == 9 * ["trans"]
    assert unlisted(found) == []
    more = made(7, haplotypes)  # 12 pairs on separate alleles
    assert [len(c.members) for c in more.findings] == [3, 4]
    assert unlisted(more) == [(0, 12, 0)]
    assert 9 <= MOST_PAIRS < 12


def test_what_phase_decides_reaches_the_profile_though_no_pair_is_a_finding():
    found = made(MANY, haplotypes)
    findings = [fusion(), *mutations(MANY), *found.findings]
    profile = build_profile(fusion(), findings, [], phased=found.phased)
    assert not profile.phase_matters
    for scenario in ("cis", "trans"):
        assert [len(clone) for clone in profile.clones(scenario)] == [MANY // 2, MANY // 2]


def test_an_open_pair_among_many_that_are_phased_still_matters():
    def nearly(a, b):
        return "unknown" if (a, b) == (1, 3) else haplotypes(a, b)

    found = made(8, nearly)
    findings = [fusion(), *mutations(8), *found.findings]
    profile = build_profile(fusion(), findings, [], phased=found.phased)
    assert profile.phase_matters
    known = profile.cis | profile.trans
    assert len(known) == 27
    assert [u.unknown for u in found.unlisted] == [1]


@pytest.mark.parametrize("phase", ["cis", "trans", "unknown"])
def test_the_profile_knows_the_same_pairs_whether_they_are_findings_or_not(phase):
    for count in (2, 3, 4, 13):
        found = made(count, lambda a, b: phase)
        findings = [fusion(), *mutations(count), *found.findings]
        profile = build_profile(fusion(), findings, [], phased=found.phased)
        pairs = {frozenset((a.id, b.id)) for a, b in combinations(profile.mutations, 2)}
        assert profile.cis == (pairs if phase == "cis" else set())
        assert profile.trans == (pairs if phase == "trans" else set())
        assert profile.phase_matters == (phase == "unknown")
