"""What the packaged knowledge holds from a day on is not there before it, apart from rules."""

import re
from datetime import date, timedelta

import pytest

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.dates import first_day, last_day
from annotator.knowledge.profile_tokens import alteration_tokens, bypass_allele_names
from tests.builders import packaged

TALK = date(2023, 4, 30)
ZIDESAMTINIB = date(2026, 7, 22)


@pytest.fixture(scope="module")
def base():
    return packaged.knowledge()


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-04-30", TALK, TALK),
        ("2023-04-30?", TALK, TALK),
        ("2023-04?", date(2023, 4, 1), TALK),
    ],
)
def test_a_part_of_a_date_has_a_first_and_a_last_day(partial, first, last):
    assert (first_day(partial), last_day(partial)) == (first, last)


def test_zidesamtinib_is_described_as_it_stood(base):
    eve = KnowledgeAsOf(base, ZIDESAMTINIB - timedelta(days=1)).description("zidesamtinib")
    day = KnowledgeAsOf(base, ZIDESAMTINIB).description("zidesamtinib")
    assert ("filed with the FDA" in eve, "Approved" in eve) == (True, False)
    assert ("filed with the FDA" in day, "not for first-line use" in day) == (False, True)
    talk = KnowledgeAsOf(base, TALK).description("zidesamtinib")
    assert "FDA" not in talk


def test_harm_that_was_published_later_is_not_there(base):
    def populations(day, therapy):
        return {row.population for row in KnowledgeAsOf(base, day).adverse_events(therapy)}

    assert "CROWN, five years" not in populations(TALK, "lorlatinib")
    assert "CROWN, first analysis" in populations(TALK, "lorlatinib")
    assert "CROWN, five years" in populations(None, "lorlatinib")
    assert "ALEX, final analysis" not in populations(date(2025, 12, 30), "alectinib")
    assert {"ALEX, primary analysis", "ALEX, final analysis"} <= populations(None, "alectinib")


def test_a_reference_is_named_from_its_first_possible_day(base):
    named = ["lin-2024", "oncokb-2026-05", "moalmanac-db"]
    assert KnowledgeAsOf(base, date(2023, 12, 31)).published(named) == ["moalmanac-db"]
    assert KnowledgeAsOf(base, date(2024, 1, 1)).published(named) == ["lin-2024", "moalmanac-db"]
    assert KnowledgeAsOf(base, date(2026, 5, 1)).published(named) == named


def test_every_citation_with_a_year_is_dated(base):
    with_a_year = re.compile(r".+-(19|20)\d\d")
    cited = [r for r in base.references if with_a_year.fullmatch(r.id)]
    assert [r.id for r in cited if r.published is None] == []
    assert len(cited) > 50


@pytest.mark.parametrize(
    ("trial", "endpoint", "shown"),
    [
        ("CROWN", "progression-free survival", "At 3 years 64 v 19 %, at 5 years 60 v 8 %"),
        ("ALEX", "overall survival", "In April 2023"),
        ("ALEX", "discontinuation for adverse events", "At the primary analysis 11 v 13 %"),
        ("OO-1201", "median overall survival", "An earlier, immature figure was 32.5"),
        ("ARROS-1", "duration of response", "An earlier topline gave 78 %"),
        ("Entrectinib integrated analysis", "objective response rate", "Earlier: 77 % of 53"),
    ],
)
def test_a_figure_says_what_it_superseded(base, trial, endpoint, shown):
    results = KnowledgeAsOf(base).trial(trial).results
    (current,) = [r for r in results if r.endpoint == endpoint]
    assert shown in current.note


def test_the_variant_of_the_fusion_chooses_no_drug(base):
    variants = [
        rule
        for rule in base.rules
        if any("::" in token for token in [*rule.when.requires, *rule.when.requires_any])
    ]
    assert {rule.id for rule in variants} == {
        "alk-eml4-variant-1",
        "alk-eml4-variant-2",
        "alk-eml4-variant-3",
        "alk-eml4-variant-3-tp53",
    }
    assert all(rule.options == [] and rule.notes for rule in variants)
    named = {
        f"{v.partner}::{v.gene} {v.exon_label} ({v.name})" for v in base.fusion_variants if v.name
    }
    assert {token for rule in variants for token in rule.when.requires_any} <= named


def test_every_class_of_bypass_that_a_rule_asks_for_can_be_found(base):
    tokens = set(alteration_tokens(base)) | bypass_allele_names(base)
    asked = {
        token
        for rule in base.rules
        for token in [*rule.when.requires, *rule.when.requires_any, *rule.when.excludes]
        if " " in token and "::" not in token
    }
    assert asked <= tokens


def test_agencies_of_rules_and_approvals_are_those_of_the_release(base):
    known = {agency.name for agency in base.release.agencies}
    assert {a.agency for a in base.approvals} <= known
    assert {name for rule in base.rules for name in rule.when.jurisdictions} <= known
    assert base.release.jurisdiction in known


def test_every_tier_of_evidence_is_cited(base):
    assert all(row.reference for row in base.tiers)
    assert {row.escat for row in base.tiers if row.level == "A"} == {"I"}
    assert {row.escat for row in base.tiers if row.evidence_type == "case_report"} == {None}


def test_no_note_of_a_statement_names_what_came_after_its_day(base):
    """Years and databases of a dated release alone: a note in plain words cannot be told apart."""
    for statement in base.statements:
        told_from = last_day(statement.note_since or statement.since)
        years = [int(year) for year in re.findall(r"\b20[12]\d\b", statement.note or "")]
        assert max(years, default=0) <= told_from.year, statement.id
        if "OncoKB" in (statement.note or ""):
            assert told_from >= date(2026, 5, 1), statement.id


def test_a_note_is_told_from_its_own_day_and_the_statement_from_its_own(base):
    def note(day):
        known = KnowledgeAsOf(base, day).statements("ALK", "crizotinib")
        (told,) = (s.note for s in known if s.id == "alk-g1202r-crizotinib-clinical-gainor-2016")
        return told

    assert note(date(2026, 5, 30)) is None
    assert note(date(2026, 5, 31)) == "OncoKB level R2."
