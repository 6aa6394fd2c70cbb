"""The packaged content: every assertion of the 2023 talk, corrected figures, whole references."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.model import KnowledgeBase, Statement
from tests.builders import packaged

TALK = date(2023, 4, 30)

# Assertion of the talk -> where it stands: kind, id, and what must be read there.
# For adverse events the id is the therapy; a statement's id is `gene/profile/therapy`.
ASSERTIONS: list[tuple[str, str, str, str]] = [
    ("S1 prevalence, EML4", "rule", "alk-first-line-2023", "4 % of lung adenocarcinomas"),
    ("S1 prevalence, EML4", "rule", "alk-first-line-2023", "EML4::ALK"),
    ("S1 no tobacco use", "rule", "alk-first-line-2023", "no history of tobacco use"),
    ("S2 young patients", "rule", "alk-first-line-2023", "under 40 years nearly 20 %"),
    ("S3 survival", "rule", "alk-first-line-2023", "more than 5 years"),
    ("S3 survival, final", "trial", "ALEX", "81.1 v 54.2 months"),
    ("S4 PROFILE 1014", "trial", "PROFILE 1014", "10.9 v 7.0 months"),
    ("S4 citation", "statement", "ALK/fusion/crizotinib", "solomon-2014"),
    ("S5 ASCEND-4", "trial", "ASCEND-4", "16.6 v 8.1 months"),
    ("S6 ALEX", "trial", "ALEX", "34.8 v 10.9 months"),
    ("S7 ALTA-1L", "trial", "ALTA-1L", "24.0 v 11.1 months"),
    ("S7 citation", "statement", "ALK/fusion/brigatinib", "camidge-2021"),
    ("S8 CROWN", "trial", "CROWN", "at 3 years 64 v 19 %"),
    ("S8 CROWN, later", "trial", "CROWN", "at 5 years 60 v 8 %"),
    ("S8 CROWN, later", "trial", "CROWN", "at 7 years 55 v 3 %"),
    ("S9 ALEX schema", "trial", "ALEX", "600 mg twice daily (n=152)"),
    ("S9 ALEX schema", "trial", "ALEX", "250 mg twice daily (n=151)"),
    ("S9 ALEX schema", "trial", "ALEX", "no crossover"),
    ("S9 ALEX schema", "trial", "ALEX", "ECOG PS 0-2"),
    ("S10 ALEX survival", "trial", "ALEX", "not reached v 57.4 months; at 5 years 62.5 v 45.5 %"),
    ("S11 ALEX response", "trial", "ALEX", "82.9 % (complete 4 %, partial 79 %) v 75.5 %"),
    ("S12 ALEX CNS, scope", "trial", "ALEX", "without prior radiotherapy"),
    ("S12 ALEX CNS", "trial", "ALEX", "78.6 v 40.0 %"),
    ("S12 ALEX CNS, slide", "trial", "ALEX", "20 % with alectinib could not be reproduced"),
    ("S13 safety", "adverse_event", "alectinib", "11 %"),
    ("S13 safety", "adverse_event", "crizotinib", "21 %"),
    ("S13 safety", "adverse_event", "alectinib", "myalgia"),
    ("S13 safety, final", "adverse_event", "alectinib", "17.8 %"),
    ("S14 three years", "rule", "alk-first-line-2023", "46.5 v 13.5 %"),
    ("S14 not compared", "rule", "alk-first-line-2023", "have not been compared in a trial"),
    ("S15 CROWN CNS", "trial", "CROWN", "71 % (12 of 17)"),
    ("S16 lorlatinib safety", "adverse_event", "lorlatinib", "7 %"),
    ("S16 lorlatinib safety", "adverse_event", "lorlatinib", "21 %"),
    ("S16 crizotinib in CROWN", "adverse_event", "crizotinib", "15 %"),
    ("S17 resistance", "rule", "alk-after-second-generation-2023", "own spectrum of mutations"),
    ("S18 G1202R", "rule", "alk-g1202r", "resists the first- and second-generation"),
    ("S18 G1202R", "statement", "ALK/G1202R/crizotinib", "resistant"),
    ("S18 G1202R", "statement", "ALK/G1202R/ceritinib", "resistant"),
    ("S18 G1202R", "statement", "ALK/G1202R/alectinib", "resistant"),
    ("S18 G1202R", "statement", "ALK/G1202R/brigatinib", "resistant"),
    ("S18 G1202R", "statement", "ALK/G1202R/lorlatinib", "sensitive"),
    ("S19 lorlatinib later", "trial", "B7461001", "32.1 % (n=28)"),
    ("S19 lorlatinib naive", "trial", "B7461001", "90 %"),
    ("S20 by mutation", "trial", "B7461001", "11.0 v 5.4 months"),
    ("S20 only after 2G", "trial", "B7461001", "not seen after crizotinib alone"),
    ("S21 compound", "statement", "ALK/L1196M+G1202R/lorlatinib", "resistant"),
    ("S21 compound", "statement", "ALK/L1196M+G1202R/crizotinib", "resistant"),
    ("S21 compound", "statement", "ALK/L1196M+G1202R/ceritinib", "resistant"),
    ("S21 compound", "statement", "ALK/L1196M+G1202R/alectinib", "resistant"),
    ("S21 compound", "statement", "ALK/L1196M+G1202R/brigatinib", "resistant"),
    ("S22 resensitised", "statement", "ALK/C1156Y+L1198F/crizotinib", "sensitive"),
    ("S22 one patient", "statement", "ALK/C1156Y+L1198F/crizotinib", "One patient"),
    ("S22 lorlatinib", "statement", "ALK/C1156Y+L1198F/lorlatinib", "resistant"),
    ("S22 single", "statement", "ALK/C1156Y/crizotinib", "resistant"),
    ("S23 gilteritinib", "statement", "ALK/I1171N+other/gilteritinib", "Preclinical only"),
    ("S23 gilteritinib", "rule", "alk-i1171n-compound", "investigational"),
    ("S24 MET rates", "rule", "alk-met-amplification", "15 % of biopsies"),
    ("S24 MET rates", "rule", "alk-met-amplification", "12 % after a second-generation"),
    ("S24 MET rates", "rule", "alk-met-amplification", "22 % after lorlatinib"),
    ("S25 two patients", "rule", "alk-met-amplification", "10 weeks"),
    ("S25 two patients", "rule", "alk-met-amplification", "3 months"),
    ("S26 first line", "rule", "alk-first-line-2023", "Alectinib or lorlatinib"),
    ("S27 after crizotinib", "rule", "alk-after-crizotinib-2023", "ceritinib"),
    ("S28 after alectinib", "rule", "alk-after-second-generation-2023", "brigatinib"),
    ("S29 then", "rule", "alk-after-next-generation-2023", "TPX-0131"),
    ("S29 then", "rule", "alk-after-next-generation-2023", "NVL-655"),
    ("S30 ROS1 prevalence", "rule", "ros1-first-line-2023", "1-2 % of lung adenocarcinomas"),
    ("S30 ROS1 prevalence", "rule", "ros1-first-line-2023", "80 % of them"),
    ("S30 ROS1 age", "rule", "ros1-first-line-2023", "median age is 50 years"),
    ("S31 entrectinib", "trial", "Entrectinib integrated analysis", "15.7 months"),
    ("S31 corrected N", "trial", "Entrectinib integrated analysis", "n=168"),
    ("S31 slide's N", "trial", "Entrectinib integrated analysis", "prints N=53"),
    ("S31 listed events", "adverse_event", "entrectinib", "dysgeusia"),
    ("S32 crizotinib", "trial", "PROFILE 1001 ROS1", "51.4 months"),
    ("S32 crizotinib", "trial", "PROFILE 1001 ROS1", "19.3 months"),
    ("S32 events", "adverse_event", "crizotinib", "87 %"),
    ("S32 events", "adverse_event", "crizotinib", "36 %"),
    ("S33 G2032R", "rule", "ros1-second-line-2023", "dominant second-site mutation"),
    ("S33 repotrectinib", "rule", "ros1-g2032r-2023", "repotrectinib"),
    ("S34 ROS1 scheme", "rule", "ros1-first-line-2023", "entrectinib and crizotinib"),
    ("S34 ROS1 scheme", "rule", "ros1-second-line-2023", "Lorlatinib follows"),
    ("S35 heterogeneous", "rule", "alk-after-next-generation-2023", "on-target and off-target"),
]

# Where the sources disagree: exactly these effects must be on record side by side.
DISAGREEMENTS = [
    ("ALK", "L1196M", "alectinib", {"sensitive", "reduced"}),
    ("ALK", "G1269A", "alectinib", {"sensitive", "resistant"}),
    ("ALK", "C1156Y", "ceritinib", {"sensitive", "resistant"}),
    ("ALK", "I1171T", "alectinib", {"sensitive", "resistant"}),
    ("ALK", "F1174C", "ceritinib", {"sensitive", "resistant"}),
    ("ALK", "E1210K", "crizotinib", {"sensitive", "resistant"}),
    ("ALK", "G1202R", "brigatinib", {"reduced", "resistant"}),
    ("ROS1", "G2032R", "lorlatinib", {"sensitive", "resistant"}),
    ("MET", "D1228V", "cabozantinib", {"sensitive", "reduced"}),
]


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return packaged.knowledge()


def profile(statement: Statement) -> str:
    """`fusion` alone, else what is required beside it."""
    return "+".join(token for token in statement.requires if token != "fusion") or "fusion"


def content(base: KnowledgeBase, kind: str, name: str) -> str:
    """All that the knowledge base says under a name, as text."""
    by_kind: dict[str, list[Any]] = {
        "rule": [x for x in base.rules if x.id == name],
        "trial": [x for x in base.trials if x.id == name],
        "adverse_event": [x for x in base.adverse_events if x.therapy == name],
        "statement": [x for x in base.statements if f"{x.gene}/{profile(x)}/{x.therapy}" == name],
    }
    return "\n".join(item.model_dump_json() for item in by_kind[kind])


@pytest.mark.parametrize(("assertion", "kind", "name", "text"), ASSERTIONS)
def test_every_assertion_of_the_talk_is_represented(base, assertion, kind, name, text):
    assert text in content(base, kind, name), assertion


def test_the_table_of_assertions_is_complete():
    numbers = {int(assertion.split()[0][1:]) for assertion, *_ in ASSERTIONS}
    assert numbers == set(range(1, 36))


def references_used(base: KnowledgeBase) -> Iterator[str | None]:
    for therapy in base.therapies:
        yield from therapy.references
        yield from (step.reference for step in therapy.development)
    for trial in base.trials:
        yield from (result.reference for result in trial.results)
    for statement in base.statements:
        yield statement.reference
        yield from statement.further_references
    for rule in base.rules:
        yield from rule.references
        for part in chain(rule.options, rule.notes):
            yield from part.references
    row: Any
    for row in chain(
        base.approvals,
        base.adverse_events,
        base.toxicities,
        base.fusion_kinases,
        base.fusion_partners,
        base.fusion_variants,
        base.fusion_rules,
        base.copy_number_rules,
        base.copy_number_changes,
        base.rna_quality,
        base.polymorphisms,
        base.literature_names,
        base.functional_regions,
        base.tiers,
    ):
        yield row.reference
    listed: Any
    for listed in chain(base.bypass_genes, base.bypass_alleles, base.copy_number_genes):
        yield from listed.references
    yield from base.limits.references


def test_no_reference_dangles_and_none_is_unused(base):
    used = {reference for reference in references_used(base) if reference}
    assert used == {reference.id for reference in base.references}


def lists_of_references(base: KnowledgeBase) -> Iterator[list[str]]:
    yield from (therapy.references for therapy in base.therapies)
    for rule in base.rules:
        yield rule.references
        yield from (part.references for part in chain(rule.options, rule.notes))


def test_no_talk_and_no_press_report_is_cited_before_a_publication(base):
    in_press = (
        "Meeting, April 2023",
        "as reported by",
        "as reported 1",
        "company",
        "Press reports",
    )
    reported = {r.id for r in base.references if any(word in r.citation for word in in_press)}
    published = {r.id for r in base.references if r.pmid or r.doi}
    assert {"rotow-2023", "arros-1-2025", "nuvalent-alkove-1", "approval-notices"} <= reported
    assert not reported & published
    mixed = [
        names for names in lists_of_references(base) if {*names} & reported and {*names} & published
    ]
    assert mixed
    assert [names for names in mixed if names[0] in reported] == []
    talk = [s.id for s in base.statements if s.reference == "rotow-2023" and s.further_references]
    assert talk == []


def test_every_therapy_named_anywhere_is_known(base):
    named = {s.therapy for s in base.statements}
    named |= {a.therapy for a in base.approvals} | {e.therapy for e in base.adverse_events}
    named |= {t for trial in base.trials for t in trial.therapies}
    named |= {t for rule in base.rules for option in rule.options for t in option.therapies}
    named |= {t for branch in base.branches for t in branch.prior_therapies}
    assert named <= {therapy.name for therapy in base.therapies}


def test_names_and_synonyms_of_therapies_are_unambiguous(base):
    names = [n.lower() for t in base.therapies for n in (t.name, *t.synonyms)]
    assert len(names) == len(set(names))


def test_every_trial_named_anywhere_is_known(base):
    named = {s.trial for s in base.statements} | {a.trial for a in base.approvals}
    named |= {t for rule in base.rules for option in rule.options for t in option.trials}
    assert named - {None} <= {trial.id for trial in base.trials}


def test_a_verified_fact_has_a_reference(base):
    assert all(a.reference for a in base.approvals if a.curation == "verified")
    assert all(t.references for t in base.therapies if t.curation == "verified")


def test_compounds_are_written_in_residue_order_and_on_one_allele(base):
    for statement in base.statements:
        alleles = [t for t in statement.requires if t != "fusion" and t[1:2].isdigit()]
        residues = [int("".join(c for c in a[1:5] if c.isdigit())) for a in alleles]
        assert residues == sorted(residues), statement.id
        on_one_allele = len(alleles) > 1 or "other" in statement.requires
        assert (statement.phase == "cis") == on_one_allele, statement.id


@pytest.mark.parametrize(("gene", "allele", "therapy", "effects"), DISAGREEMENTS)
def test_both_sides_of_a_disagreement_are_on_record(base, gene, allele, therapy, effects):
    found = {
        s.effect
        for s in base.statements
        if (s.gene, profile(s), s.therapy) == (gene, allele, therapy)
    }
    assert found == effects


@pytest.mark.parametrize(
    ("as_of", "figure"),
    [
        (TALK, "at 3 years 64 v 19 %"),
        (date(2024, 12, 31), "at 5 years 60 v 8 % (HR 0.19)"),
        (date(2026, 5, 31), "at 5 years 60 v 8 % (HR 0.19)"),
        (date(2026, 6, 1), "at 7 years 55 v 3 % (HR 0.19, 95 % CI 0.13-0.26)"),
        (None, "at 7 years 55 v 3 % (HR 0.19, 95 % CI 0.13-0.26)"),
    ],
)
def test_crown_shows_the_figure_of_the_date(base, as_of, figure):
    trial = KnowledgeAsOf(base, as_of).trial("CROWN")
    values = [r.value for r in trial.results if r.endpoint == "progression-free survival"]
    assert values == [figure]


def first_line(base: KnowledgeBase, gene: str, as_of: date) -> dict[str, str]:
    rules = [r for r in KnowledgeAsOf(base, as_of).rules(gene) if r.when.prior.none]
    return {o.therapies[0]: o.category for r in reversed(rules) for o in r.options}


def test_first_line_of_the_talk_is_the_talk_and_nothing_else(base):
    assert first_line(base, "ALK", TALK) == {"alectinib": "preferred", "lorlatinib": "preferred"}
    assert set(first_line(base, "ROS1", TALK)) == {"entrectinib", "crizotinib"}


def test_no_rule_is_in_force_before_the_talk(base):
    before = KnowledgeAsOf(base, date(2023, 4, 29))
    assert before.rules("ALK") == before.rules("ROS1") == []


@pytest.mark.parametrize(
    ("gene", "day"), [("ALK", date(2024, 12, 18)), ("ROS1", date(2023, 11, 15))]
)
def test_the_scheme_changes_on_one_day(base, gene, day):
    talk = {r.id for r in KnowledgeAsOf(base, TALK).rules(gene)}
    eve = {r.id for r in KnowledgeAsOf(base, day.replace(day=day.day - 1)).rules(gene)}
    after = {r.id for r in KnowledgeAsOf(base, day).rules(gene)}
    adjuvant = {r.id for r in base.rules if r.when.setting == "resected"}
    assert talk == eve - adjuvant
    assert not any(name.endswith("-2023") for name in after)
    assert {name for name in talk if not name.endswith("-2023")} <= after


def test_zidesamtinib_is_approved_from_its_date_and_never_first_line(base):
    assert not KnowledgeAsOf(base, date(2026, 7, 21)).approvals("zidesamtinib")
    lines = {a.lines for a in KnowledgeAsOf(base, date(2026, 7, 22)).approvals("zidesamtinib")}
    assert lines == {"later"}
    naive = [r for r in base.rules if r.gene == "ROS1" and r.when.prior.none]
    assert not any("zidesamtinib" in o.therapies for r in naive for o in r.options)


def test_neladalkib_is_nowhere_more_than_investigational(base):
    options = [o for r in base.rules for o in r.options if "neladalkib" in o.therapies]
    assert {o.category for o in options} == {"investigational"}
    assert not KnowledgeAsOf(base).approvals("neladalkib")


def test_cell_line_evidence_prefers_nothing(base):
    rules = [r for r in base.rules if r.evidence_type == "cell_line"]
    kinds = {t.name: t.kind for t in base.therapies}
    inhibitors = [o for r in rules for o in r.options if kinds[o.therapies[0]] == "tki"]
    assert {o.category for o in inhibitors} == {"investigational"}
    assert not any(o.category == "preferred" for r in rules for o in r.options)


def test_only_high_met_amplification_carries_the_token(base):
    tokens = {(r.level, r.result) for r in base.copy_number_rules if r.token}
    assert tokens == {("high", "present")}
    results = {r.level: r.result for r in base.copy_number_rules}
    assert results["low"] == results["intermediate"] == "indeterminate"
    assert results["polysomy"] == results["gain"] == results["none"] == "absent"


def test_every_copy_number_meets_a_rule(base):
    def matches(rule, copies: float, ratio: float | None, focality: str) -> bool:
        if rule.focality not in (None, focality):
            return False
        low, high = rule.min_copy_number, rule.max_copy_number
        if (low is not None and copies < low) or (high is not None and copies >= high):
            return False
        if rule.min_ratio is None and rule.max_ratio is None:
            return True
        if ratio is None or (rule.min_ratio is not None and ratio < rule.min_ratio):
            return False
        return rule.max_ratio is None or ratio < rule.max_ratio

    for copies in (0.0, 2.0, 3.9, 4.0, 4.9, 5.0, 9.9, 10.0, 40.0):
        for ratio in (None, 0.5, 1.79, 1.8, 2.2, 3.9, 4.0, 12.0):
            for focality in ("focal", "arm_level", "unknown"):
                assert any(
                    matches(rule, copies, ratio, focality) for rule in base.copy_number_rules
                ), (copies, ratio, focality)


def test_the_last_fusion_rule_takes_whatever_is_left(base):
    last = base.fusion_rules[-1]
    assert (last.orientation, last.frame, last.kinase_domain) == ([], [], [])
    assert (last.known_partner, last.assay, last.min_reads) == (None, None, None)
    assert last.classification == "needs_confirmation"


def test_a_partner_that_makes_no_functional_fusion_is_not_known(base):
    assert "PTPN3" not in {p.partner for p in base.fusion_partners}


def test_every_evidence_level_has_a_tier(base):
    knowledge = KnowledgeAsOf(base)
    assert all(knowledge.tier(statement) for statement in base.statements)


def texts(base: KnowledgeBase) -> Iterator[str]:
    """Every text of rules and trials that a report prints."""
    for rule in base.rules:
        yield rule.reason
        yield from (option.reason for option in rule.options)
        yield from (note.text for note in rule.notes)
    for trial in base.trials:
        for result in trial.results:
            yield result.value
            yield result.note or ""
    yield from (event.frequency for event in base.adverse_events)


INTERVAL = re.compile(r"(\d+\.\d+)-(\d+\.\d+)")


def test_intervals_are_labeled_and_those_of_a_ratio_that_cross_1_say_so(base: KnowledgeBase):
    seen = 0
    for text in texts(base):
        for found in INTERVAL.finditer(text):
            seen += 1
            assert text[: found.start()].endswith("95 % CI "), text
            ratio = re.search(r"HR [\d.]+, 95 % CI $", text[: found.start()])
            crosses = float(found[1]) <= 1 <= float(found[2])
            assert not (ratio and crosses) or "; not significant" in text[found.end() :], text
    assert seen > 5


BRITISH = re.compile(
    r"tumour|leukaemi|anaemi|oedema|paediatr|paraesth|labelled|signalling|randomis|"
    r"ensitisation|behaviour|favour|neighbour|enrolment",
    re.IGNORECASE,
)


def test_the_spelling_is_american(repository: Path):
    knowledge = repository / "resources" / "knowledge"
    title = "MET-dependent solid tumours"  # of a publication, as it is printed
    for file in sorted(knowledge.rglob("*")):
        if file.suffix in (".yaml", ".tsv"):
            text = file.read_text(encoding="utf-8").replace(title, "")
            assert BRITISH.findall(text) == [], file.name
