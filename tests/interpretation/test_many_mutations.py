"""Many mutations of one kinase: the same answers as a walk over every set, without that walk."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.detection.mutations.compounds import compounds_of
from annotator.interpretation.interpret import interpret
from annotator.interpretation.profile import build_profile
from annotator.interpretation.sensitivity import SensitivityCaller
from annotator.knowledge import allele_statements
from annotator.knowledge.allele_statements import AlleleStatements
from annotator.knowledge.detection_tables import known_compounds
from annotator.knowledge.evidence import weigh
from annotator.knowledge.profile_tokens import OTHER, alleles_of
from annotator.model.context import ClinicalContext
from annotator.model.findings import Finding
from tests.builders import packaged
from tests.builders.findings import document, fusion, looked, mutation
from tests.builders.knowledge import knowledge, statement
from tests.interpretation.test_properties import CREATED, residue

MANY = 200
NAMES = ["A1K", "B2K", "C3K", "D4K", "E5K"]
EFFECTS = ["sensitive", "reduced", "resistant", "unknown"]
SETS = st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=4).map(sorted)


def by_every_set(alleles: Sequence[str], statements):
    """The effect on one allele as the rules say it, over all of its parts."""
    members = frozenset(alleles)
    exact = [s for s in statements if alleles_of(s) == members and OTHER not in s.requires]
    if exact:
        return weigh(exact), [s.id for s in exact]
    of_class = [s for s in statements if OTHER in s.requires and alleles_of(s) < members]
    if of_class:
        return weigh(of_class), [s.id for s in of_class]
    parts = []
    for size in range(len(alleles) - 1, 0, -1):
        for part in combinations(sorted(alleles, key=residue), size):
            found = [
                s for s in statements if alleles_of(s) == set(part) and OTHER not in s.requires
            ]
            parts += [found] if found else []
    for found in parts:
        if weigh(found) == "resistant":
            return "resistant", [s.id for s in found]
    return "unknown", [s.id for found in parts for s in found]


@st.composite
def cases(draw):
    """Mutations on one allele, and statements on sets of them, some with any further one."""
    told = draw(st.lists(st.tuples(SETS, st.sampled_from(EFFECTS), st.booleans()), max_size=12))
    statements = [
        statement(
            "; ".join([*alleles, *(["other"] if other else [])]), "drug-a", effect, id=f"s{n}"
        )
        for n, (alleles, effect, other) in enumerate(told)
    ]
    return draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=5)), statements


@settings(max_examples=300, deadline=None)
@given(cases())
def test_the_search_agrees_with_a_walk_over_every_set(case):
    names, statements = case
    found = [mutation(name) for name in names]
    pairs = compounds_of(found, lambda a, b: ("cis", "-"), [])
    findings: list[Finding] = [fusion(), *found, *pairs.findings]
    profile = build_profile(fusion(), findings, [], phased=pairs.phased)
    call = SensitivityCaller(profile, knowledge(statements), frozenset()).call("drug-a", None)
    assert (call.call, call.statements) == by_every_set(names, statements)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(NAMES), unique=True, max_size=5),
    st.sampled_from(["cis", "trans", "unknown"]),
    st.sampled_from(["cis", "trans"]),
)
def test_the_tokens_that_rules_ask_for_are_those_of_every_set(names, phase, scenario):
    found = [mutation(name) for name in names]
    pairs = compounds_of(found, lambda a, b: (phase, "-"), [])
    profile = build_profile(fusion(), [fusion(), *found, *pairs.findings], [], phased=pairs.phased)
    asked = {"+".join(part) for size in (2, 3) for part in combinations(NAMES, size)}
    together = (phase if phase != "unknown" else scenario) == "cis"
    expected = {name for name in asked if set(name.split("+")) <= set(names)} if together else set()
    tokens = profile.tokens(scenario, asked)
    assert {token for token in tokens if "+" in token} == expected
    assert ("compound" in tokens) == (together and len(names) > 1)


def many_mutations():
    """Cataloged alleles and others of the ALK kinase, 200 in all."""
    known = [a.protein_change for a in packaged.knowledge_as_of().alleles("ALK")]
    others = [f"{letter}{place}K" for place in range(1120, 1400) for letter in "QW"]
    return [mutation(name, gene="ALK") for name in [*known, *others][:MANY]]


def report_of(phase, prior):
    found = many_mutations()
    made = compounds_of(found, lambda a, b: (phase, "-"), known_compounds(packaged.knowledge()))
    told = document([fusion(gene="ALK"), *found, *made.findings]).model_copy(
        update={
            "phased_alleles": made.phased,
            "unlisted_pairs": made.unlisted,
            "assessments": [looked("absent").model_copy(update={"gene": "ALK"})],
        }
    )
    context = ClinicalContext(prior_therapies=prior)
    return interpret(
        told.model_copy(update={"clinical_context": context}), packaged.knowledge_as_of(), CREATED
    )


@pytest.mark.parametrize("prior", [None, ["alectinib"]], ids=["history unknown", "alectinib"])
@pytest.mark.parametrize(
    ("phase", "scenarios"), [("unknown", {"cis", "trans"}), ("cis", {None}), ("trans", {None})]
)
def test_two_hundred_mutations_are_interpreted(phase, scenarios, prior):
    report = report_of(phase, prior)
    calls = {(c.therapy, c.scenario): c for c in report.sensitivity}
    assert {scenario for _, scenario in calls} == scenarios
    assert {calls["alectinib", scenario].call for scenario in scenarios} == {"resistant"}
    assert max(len(c.reason) for c in report.sensitivity) < 1500
    assert all(
        "further alleles" in c.reason for c in report.sensitivity if c.scenario != "cis"
    ) == (phase != "cis")
    (line,) = (s for s in report.summary if s.question == "on_target")
    assert len(line.answer) < 1500
    compounds = [f for f in report.findings if f.kind == "compound_mutation"]
    assert len(compounds) < 30
    assert ("pairs of unknown phase are not listed" in line.answer) == (phase == "unknown")


def test_work_grows_with_the_statements_and_not_with_the_sets(monkeypatch):
    """One look at each part that a statement speaks of, however many mutations there are."""
    spoken = AlleleStatements.of(packaged.knowledge_as_of().statements("ALK", "lorlatinib"))
    looked_at = []

    def counted(token):
        looked_at.append(token)
        return residue(token)

    monkeypatch.setattr(allele_statements, "residue", counted)
    names = frozenset(m.protein_change for m in many_mutations())
    parts = spoken.on_parts(names)
    assert len(looked_at) == MANY
    assert len(parts) == len([part for part in spoken.exact if part and part < names])
