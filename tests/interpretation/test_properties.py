"""Properties of the engine with the packaged knowledge, over made-up profiles and histories."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.interpretation.interpret import interpret
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.load import load_knowledge
from annotator.model.context import ClinicalContext
from annotator.model.findings import CompoundMutation
from tests.interpretation.builders import amplification, document, fusion, looked, mutation

BASE = load_knowledge()
TODAY = KnowledgeAsOf(BASE)
CREATED = datetime(2026, 11, 22, tzinfo=UTC)
DRIVERS = ("ALK", "ROS1")
ALLELES = {
    gene: sorted(
        {
            token
            for statement in BASE.statements
            if statement.gene == gene
            for token in statement.requires
            if token[1:2].isdigit()
        }
    )
    for gene in DRIVERS
}
INHIBITORS = {
    gene: sorted(t.name for t in BASE.therapies if any(x.gene == gene for x in t.targets))
    for gene in DRIVERS
}
DAYS = st.dates(date(2010, 1, 1), date(2027, 12, 31))
PHASES = st.sampled_from(["cis", "trans", "unknown"])
GENES = st.sampled_from(DRIVERS)
BIG = settings(max_examples=60, deadline=None)


def residue(allele: str) -> int:
    return int("".join(c for c in allele[1:5] if c.isdigit()))


def findings_of(gene: str, alleles: Sequence[str], phase: str, amplified: bool = False):
    """A fusion of `gene` with mutations of one phase, in residue order as detection gives them."""
    ordered = sorted(alleles, key=lambda allele: (residue(allele), allele))
    mutations = [mutation(allele, gene=gene) for allele in ordered]
    compounds = [
        CompoundMutation(
            id=f"C{number}",
            gene=gene,
            label="compound",
            members=[a.id, b.id],
            phase=phase,
            phase_evidence="as the test says",
        )
        for number, (a, b) in enumerate(combinations(mutations, 2), start=1)
    ]
    return [fusion(gene=gene), *mutations, *compounds, *([amplification("MET")] * amplified)]


def report_of(findings, prior, knowledge=TODAY, **context):
    assessed = [looked("absent").model_copy(update={"gene": gene}) for gene in DRIVERS]
    made = document(findings).model_copy(
        update={
            "assessments": assessed,
            "clinical_context": ClinicalContext(prior_therapies=prior, **context),
        }
    )
    return interpret(made, knowledge, CREATED)


def worst_calls(report) -> dict[str, str]:
    """The call of each therapy; of an unknown phase the worse one."""
    order = ("resistant", "conflicting", "reduced", "unknown", "sensitive")
    calls: dict[str, str] = {}
    for call in report.sensitivity:
        known = calls.get(call.therapy)
        if known is None or order.index(call.call) < order.index(known):
            calls[call.therapy] = call.call
    return calls


def hopeful_on(gene: str, therapy: str, alleles: Sequence[str], added: str) -> bool:
    """Whether a statement that the added allele brings in says that the therapy is not resisted.

    It needs the allele, or any further one (`other`) beside alleles that are there.
    """
    return any(
        (added in statement.requires or "other" in statement.requires)
        and {t for t in statement.requires if t[1:2].isdigit()} <= set(alleles)
        and statement.effect != "resistant"
        for statement in TODAY.statements(gene, therapy)
    )


@st.composite
def additions(draw):
    """Alleles of a gene, one more, their phase and the inhibitors given before."""
    gene = draw(GENES)
    alleles = draw(st.lists(st.sampled_from(ALLELES[gene]), unique=True, max_size=3))
    more = draw(st.sampled_from([a for a in ALLELES[gene] if a not in alleles]))
    prior = draw(st.lists(st.sampled_from(INHIBITORS[gene]), unique=True, max_size=2))
    return gene, alleles, more, draw(PHASES), prior


@BIG
@given(additions())
def test_a_further_mutation_never_makes_more_sensitive_unless_a_statement_says_so(case):
    gene, alleles, more, phase, prior = case
    before = worst_calls(report_of(findings_of(gene, alleles, phase), prior))
    after = worst_calls(report_of(findings_of(gene, [*alleles, more], phase), prior))
    for therapy, call in after.items():
        told = hopeful_on(gene, therapy, [*alleles, more], more)
        if call == "sensitive":
            assert before.get(therapy) == "sensitive" or told
        elif before.get(therapy) == "resistant":
            assert call == "resistant" or told


@BIG
@given(additions())
def test_a_further_mutation_never_brings_a_drug_to_preferred_unless_a_statement_says_so(case):
    gene, alleles, more, phase, prior = case

    def preferred(names):
        options = report_of(findings_of(gene, names, phase), prior).guidance.options
        kinds = {t.name: t.kind for t in BASE.therapies}
        drugs = [o for o in options if all(kinds[t] == "tki" for t in o.therapies)]
        return {tuple(o.therapies) for o in drugs if o.category == "preferred"}

    for therapies in preferred([*alleles, more]) - preferred(alleles):
        assert any(hopeful_on(gene, t, [*alleles, more], more) for t in therapies)


def told(report):
    """What a reader acts on, without the order of the findings."""
    calls = {
        (c.therapy, c.scenario): (c.call, c.tier, c.escat, c.curation, frozenset(c.statements))
        for c in report.sensitivity
    }
    options = [
        (o.branch, o.rank, o.therapies, o.category, o.reasons) for o in report.guidance.options
    ]
    return calls, options, report.guidance.notes


@BIG
@given(
    GENES.flatmap(
        lambda gene: st.tuples(
            st.just(gene),
            st.lists(st.sampled_from(ALLELES[gene]), unique=True, min_size=1, max_size=3),
            st.one_of(
                st.none(), st.lists(st.sampled_from(INHIBITORS[gene]), unique=True, max_size=3)
            ),
        )
    ),
    PHASES,
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_findings_never_matters(case, phase, amplified, random):
    gene, alleles, prior = case
    findings = findings_of(gene, alleles, phase, amplified)
    shuffled = random.sample(findings, len(findings))
    assert told(report_of(shuffled, prior)) == told(report_of(findings, prior))


@BIG
@given(additions(), st.randoms(use_true_random=False))
def test_the_order_of_the_knowledge_never_matters(case, random):
    gene, alleles, more, phase, prior = case

    def mixed(items):
        return random.sample(items, len(items))

    base = BASE.model_copy(
        update={
            "statements": mixed(BASE.statements),
            "rules": mixed(BASE.rules),
            "approvals": mixed(BASE.approvals),
        }
    )
    findings = findings_of(gene, [*alleles, more], phase)
    assert told(report_of(findings, prior, KnowledgeAsOf(base))) == told(report_of(findings, prior))


@BIG
@given(DAYS, DAYS)
def test_what_has_begun_is_gone_later_only_where_it_says_so(one, other):
    earlier, later = sorted((one, other))
    then, now = KnowledgeAsOf(BASE, earlier), KnowledgeAsOf(BASE, later)
    dated = [*BASE.statements, *BASE.approvals, *BASE.rules, *BASE.adverse_events]
    dated += [result for trial in BASE.trials for result in trial.results]
    dated += [step for therapy in BASE.therapies for step in therapy.development]
    for item in dated:
        if item.in_force(earlier) and not item.in_force(later):
            assert item.until is not None
    named = [reference.id for reference in BASE.references]
    assert set(then.published(named)) <= set(now.published(named))


@BIG
@given(additions(), DAYS)
def test_nothing_later_than_the_day_shows(case, day):
    gene, alleles, more, phase, prior = case
    knowledge = KnowledgeAsOf(BASE, day)
    report = report_of(findings_of(gene, [*alleles, more], phase, True), prior, knowledge)
    statements = {s.id: s for s in BASE.statements}
    rules = {r.id: r for r in BASE.rules}
    assert all(statements[s.id].in_force(day) for s in report.statements)
    assert all(rules[r.id].in_force(day) for r in report.rules)
    primary = {s.reference for s in report.statements}
    primary |= {figure.reference for trial in report.trials for figure in trial.figures}
    primary |= {a.reference for t in report.therapies for a in t.approvals}
    primary |= {e.reference for t in report.therapies for e in t.adverse_events}
    beside = {reference.id for reference in report.references} - primary
    beside -= {f.rule_reference for f in report.findings if f.kind == "copy_number"}
    assert set(knowledge.published(sorted(beside))) == beside


@BIG
@given(additions(), DAYS, st.sampled_from([a.name for a in BASE.release.agencies if a.complete]))
def test_without_approval_on_the_day_a_drug_is_at_most_investigational(case, day, agency):
    gene, alleles, more, phase, prior = case
    knowledge = KnowledgeAsOf(BASE, day, agency)
    report = report_of(findings_of(gene, [*alleles, more], phase), prior, knowledge)
    approved = {a.therapy for a in BASE.approvals if a.agency == agency and a.in_force(day)}
    inhibitors = {t.name for t in BASE.therapies if t.kind == "tki"}
    for option in report.guidance.options:
        if set(option.therapies) & inhibitors - approved:
            assert option.category in ("investigational", "avoid")


@pytest.mark.parametrize("gene", DRIVERS)
def test_every_history_leaves_something_to_do(gene):
    """At resistance, whatever one cataloged mutation does, there is more than what to avoid."""
    for branch in (branch for branch in TODAY.branches(gene) if branch.prior_therapies):
        for alleles in [[], *([allele] for allele in ALLELES[gene])]:
            options = report_of(
                findings_of(gene, alleles, "cis"), branch.prior_therapies
            ).guidance.options
            assert any(o.category in ("preferred", "alternative") for o in options), (
                branch.name,
                alleles,
            )


CATEGORIES = ("preferred", "alternative", "investigational", "avoid")
AGENCIES = sorted(agency.name for agency in BASE.release.agencies)
ADVERSE = ("resistant", "reduced", "conflicting")
NEW_ALLELE = "Q1999E"
"""An allele that no statement speaks of."""


def single_options(gene: str, allele: str, prior: list[str], knowledge: KnowledgeAsOf):
    """The report on one mutation, its options of one inhibitor each, in order, and the calls."""
    findings = findings_of(gene, [allele], "cis")
    report = report_of(findings, prior, knowledge)
    calls = {call.therapy: call for call in report.sensitivity}
    options = {o.therapies[0]: o for o in report.guidance.options if o.therapies[0] in calls}
    return {t: o for t, o in options.items() if len(o.therapies) == 1}, calls, report


def usual(gene: str) -> list[list[str]]:
    return [branch.prior_therapies for branch in TODAY.branches(gene)]


def cautioned(option) -> bool:
    return any("caution: this rests on" in reason for reason in option.reasons)


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("gene", DRIVERS)
def test_no_allele_with_less_evidence_ranks_a_drug_higher_than_one_with_neutral_evidence(
    gene, agency
):
    knowledge = KnowledgeAsOf(BASE, None, agency)
    assert NEW_ALLELE not in ALLELES[gene]
    for prior in usual(gene):
        unknown, _, _ = single_options(gene, NEW_ALLELE, prior, knowledge)
        assert unknown or not prior
        for allele in ALLELES[gene]:
            known, calls, report = single_options(gene, allele, prior, knowledge)
            effects = {s.id: s.effect for s in report.statements}
            for therapy, option in unknown.items():
                call = calls[therapy]
                cited = {call.call, *(effects[name] for name in call.statements)}
                if not cited & set(ADVERSE):
                    place = CATEGORIES.index(known[therapy].category)
                    assert place <= CATEGORIES.index(option.category), (prior, allele, therapy)


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("gene", DRIVERS)
def test_of_two_alleles_the_one_with_the_better_call_never_ranks_a_drug_lower(gene, agency):
    """Sensitive, then unknown, then reduced or conflicting, then resistant; of adverse calls those
    that rest on one laboratory paper are compared with each other alone."""
    knowledge = KnowledgeAsOf(BASE, None, agency)
    for prior in usual(gene):
        places: dict[str, list[tuple[int, bool, int, str]]] = {}
        for allele in [NEW_ALLELE, *ALLELES[gene]]:
            options, calls, _ = single_options(gene, allele, prior, knowledge)
            for therapy, option in options.items():
                order = {"sensitive": 0, "unknown": 1, "reduced": 2, "conflicting": 2}
                effect = order.get(calls[therapy].call, 3)
                place = CATEGORIES.index(option.category)
                found = places.setdefault(therapy, [])
                # What is named to avoid alone is no option of the line.
                if option.rules:
                    found.append((effect, cautioned(option), place, allele))
        for therapy, found in places.items():
            for (better, one, high, a), (worse, other, low, b) in product(found, repeat=2):
                alike = one == other or better < 2
                if better < worse and alike:
                    assert high <= low, (prior, therapy, a, b)


@pytest.mark.parametrize("gene", DRIVERS)
def test_one_laboratory_paper_lifts_no_drug_without_data_above_the_one_it_speaks_against(gene):
    met = 0
    for prior in usual(gene):
        unknown, _, _ = single_options(gene, NEW_ALLELE, prior, TODAY)
        before = list(unknown)
        for allele in ALLELES[gene]:
            options, calls, _ = single_options(gene, allele, prior, TODAY)
            names = list(options)
            for therapy in (t for t in before if t in names and cautioned(options[t])):
                met += 1
                assert options[therapy].category != "avoid"
                for above in names[: names.index(therapy)]:
                    lifted = before.index(above) > before.index(therapy)
                    same = unknown[above].category == unknown[therapy].category
                    assert same or not (lifted and calls[above].call == "unknown")
    assert met


@BIG
@given(additions())
def test_an_option_of_unknown_phase_is_preferred_or_to_avoid_only_where_both_phases_make_it_so(
    case,
):
    gene, alleles, more, _, prior = case

    def categories(phase):
        options = report_of(findings_of(gene, [*alleles, more], phase), prior).guidance.options
        return {tuple(o.therapies): o.category for o in options}

    cis, trans, unknown = (categories(phase) for phase in ("cis", "trans", "unknown"))
    for therapies, category in unknown.items():
        both = {cis.get(therapies), trans.get(therapies)}
        if category in ("preferred", "avoid"):
            assert both == {category}
        else:
            assert category in both or both == {"preferred", "avoid"} or None in both
    for therapies in set(cis) & set(trans):
        assert therapies in unknown
