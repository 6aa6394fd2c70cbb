"""The checks of the knowledge base: the packaged one is clean, and each fault is found."""

import pytest

from annotator.knowledge.canonical_alleles import canonical_knowledge
from annotator.knowledge.curation.validate import knowledge_problems
from annotator.knowledge.model import (
    Agency,
    Branch,
    Decision,
    Reference,
    Toxicity,
    ToxicityKind,
)
from annotator.model.errors import InputProblem
from annotator.model.tables import FusionKinase
from annotator.pipeline.checks import check_knowledge
from annotator.pipeline.environment import Environment
from tests.builders.knowledge import knowledge, on_allele_alone, rule, statement, therapy

KNOWN = {"G12R", "L20M"}
OTHER_NUMBERING = {"G30R": "G12R"}


def canonical(gene: str, text: str) -> str:
    """A gene of two alleles, one of them with a name in another numbering."""
    if text in KNOWN | set(OTHER_NUMBERING):
        return OTHER_NUMBERING.get(text, text)
    raise InputProblem(f"{gene} {text!r} fits no transcript")


BRANCHES = (Branch(gene="GENE1", name="n", prior_therapies=[]),)
LIST = Reference(id="list", citation="A list")
KINASE = FusionKinase(gene="GENE1", role="driver", reference="list", curation="verified")


def problems(statements=(), rules=(), branches=BRANCHES, references=()):
    view = knowledge(statements, rules, branches=branches)
    known = {"fusion_kinases": [KINASE], "references": [*view.base.references, LIST, *references]}
    found = knowledge_problems(view.base.model_copy(update=known), {}, canonical)
    return [p.found for p in found if "fusion_rules.tsv holds no line" not in p.found]


CITING = statement("", "drug-a", "sensitive")


def test_the_packaged_knowledge_base_has_no_problem():
    assert check_knowledge(Environment()) == []


def toxicity(**more):
    line = {"therapy": "drug-a", "kind": "lung", "text": "Said.", "since": "2020"}
    return Toxicity(**{**line, "reference": "list", "curation": "verified", **more})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (toxicity(kind="lungs"), "names the kind 'lungs'; toxicity_kinds.tsv lists lung"),
        (toxicity(therapy="drug-z"), "names the therapy 'drug-z'"),
        (toxicity(reference=None), "is verified without a reference"),
        (toxicity(reference="gone"), "cites 'gone'"),
        (toxicity(events=["rash"]), "names the event 'rash', which adverse_events.tsv does not"),
        (toxicity(until="2019"), "ends (2019) before it begins (2020)"),
        (toxicity(), None),
    ],
)
def test_lines_on_toxicity_are_checked(line, message):
    base = knowledge([CITING], branches=BRANCHES).base
    kinds = [ToxicityKind(kind="lung", name="lung disease")]
    known = {
        "fusion_kinases": [KINASE],
        "references": [*base.references, LIST],
        "toxicities": [line],
        "toxicity_kinds": kinds,
    }
    found = knowledge_problems(base.model_copy(update=known), {}, canonical)
    said = [p.found for p in found if p.found.startswith("drug-") and "lung" in p.found]
    assert len(said) == (message is not None)
    assert message is None or message in said[0]


def test_kinds_of_toxicity_do_not_share_a_name():
    kinds = [
        ToxicityKind(kind="lung", name="lung disease", synonyms=["ILD"]),
        ToxicityKind(kind="ild", name="lung disease"),
    ]
    base = knowledge(branches=BRANCHES).base.model_copy(update={"toxicity_kinds": kinds})
    found = knowledge_problems(base, {}, canonical)
    assert any("shares the name 'ild' with lung" in p.found for p in found)


def test_the_packaged_knowledge_base_is_written_in_the_preferred_numbering():
    environment = Environment()
    base = environment.written_knowledge
    assert canonical_knowledge(base, environment.canonical_allele) == (base, [])


def test_a_clean_base_has_none():
    assert problems([CITING, statement("G12R", "drug-a", "resistant")]) == []


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (statement("", "drug-a", "resistant", reference="gone"), "cites 'gone'"),
        (statement("", "drug-z", "resistant"), "names the therapy 'drug-z'"),
        (statement("", "drug-a", "resistant", trial="T"), "names the trial 'T'"),
        (statement("A12R", "drug-a", "resistant"), "'A12R' fits no transcript"),
        (statement("G99R", "drug-a", "resistant"), "'G99R' fits no transcript"),
        (statement("nonsense", "drug-a", "resistant"), "'nonsense' fits no transcript"),
        (statement("L20M; G12R", "drug-a", "resistant"), "out of residue order"),
        (statement("G12R; L20M", "drug-a", "resistant", phase=None), "must have phase cis"),
        (statement("G12R", "drug-a", "resistant", phase="cis"), "must have phase cis"),
        (statement("", "drug-a", "resistant", prior_therapy=["often"]), "not a history token"),
    ],
)
def test_faults_of_a_statement(made, message):
    found = problems([CITING, made])
    assert any(message in problem for problem in found), found


def test_an_allele_alone_is_enough_without_a_driver_kinase():
    assert problems([CITING, on_allele_alone("G12R", "drug-a", "resistant")]) == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"gene": "GENE1"}, "must require the fusion of GENE1"),
        ({"requires": ["fusion", "G12R"]}, "a fusion of GENE9, which is not a driver kinase"),
        ({"requires": ["G12R", "L20M"], "phase": "cis"}, "must require one allele alone"),
        ({"requires": ["GENE9 amplification"]}, "must require one allele alone"),
        ({"prior_therapy": ["tki"]}, "must require one allele alone"),
        ({"not_after": ["tki"]}, "must require one allele alone"),
        ({"excludes": ["L20M"]}, "must require one allele alone"),
    ],
)
def test_a_statement_that_nothing_would_ever_match_is_a_fault(more, message):
    made = on_allele_alone("G12R", "drug-a", "resistant").model_copy(update=more)
    found = problems([CITING, made])
    assert any(message in problem for problem in found), found


def test_the_same_claim_twice_at_one_time_is_a_fault():
    one = statement("G12R", "drug-a", "resistant", id="one", until="2022")
    at_once = one.model_copy(update={"id": "two"})
    renumbered = at_once.model_copy(update={"requires": ["fusion", "G30R"]})
    assert any("says the same as one" in p for p in problems([one, renumbered]))
    later = one.model_copy(update={"id": "two", "since": "2023", "until": None})
    assert any("says the same as one" in p for p in problems([one, at_once]))
    assert problems([one, later]) == []


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ({"prior": {"none": True, "any_of": ["tki"]}}, "can never fire"),
        ({"requires": ["G12R"], "excludes": ["G12R"]}, "can never fire"),
        ({"requires": ["A12R"]}, "'A12R' fits no transcript"),
        ({"prior": {"any_of": ["sometimes"]}}, "not a history token"),
    ],
)
def test_faults_of_a_rule(when, message):
    found = problems([CITING], [rule("R", [("drug-a", "preferred")], when=when)])
    assert any(message in problem for problem in found), found


def test_preclinical_evidence_alone_prefers_nothing():
    def found(category):
        made = rule("R", [("drug-a", category)], evidence_type="cell_line")
        return problems([CITING], [made])

    assert any("preclinical evidence alone" in p for p in found("preferred"))
    assert found("investigational") == []


def test_a_gene_with_rules_needs_branches():
    made = rule("R", [("drug-a", "preferred")])
    assert any("no branch for GENE1" in p for p in problems([CITING], [made], branches=()))


def test_an_unused_reference_is_found():
    more = Reference(id="more", citation="More")
    assert problems([CITING], references=[more]) == ["more: is a reference that nothing cites"]


def test_a_decision_that_no_report_could_say_is_a_fault():
    def faults(**more):
        fields = {"agency": "FDA", "gene": "GENE1", "since": "2026-04", "due": "2026-11"}
        given = Decision(**(fields | {"reference": "ref", "curation": "verified"} | more))
        drug = therapy("drug-a").model_copy(update={"decisions": [given]})
        base = knowledge(therapies=[drug]).base
        agencies = [Agency(name="FDA", complete=True)]
        release = base.release.model_copy(update={"agencies": agencies})
        base = base.model_copy(update={"release": release, "fusion_kinases": [KINASE]})
        found = knowledge_problems(base, {}, canonical)
        return [p.found for p in found if p.found.startswith("drug-a: ")]

    assert faults() == []
    assert "awaits a decision of 'FDB'" in faults(agency="FDB")[0]
    assert "awaits a decision on 'GENE9'" in faults(gene="GENE9")[0]
    assert "due (2026-03) before its day was known (2026-04)" in faults(due="2026-03")[0]
    assert "ends (2026-03) before it begins" in faults(until="2026-03")[0]
    assert "'none'" in faults(reference="none")[0]
