"""What the knowledge base says of a profile, however it is written."""

from datetime import date

import pytest

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.curation.answer import answer
from annotator.knowledge.curation.answer_text import answer_text
from annotator.knowledge.curation.question import read_question
from annotator.model.errors import InputProblem


@pytest.fixture
def ask(environment):
    def asked(text: str, therapy: str | None = None, as_of: date | None = None):
        question = read_question(text, environment.knowledge, environment.canonical_allele)
        return answer(question, KnowledgeAsOf(environment.knowledge, as_of), therapy)

    return asked


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("ALK G1202R+L1196M", "ALK L1196M+G1202R"),
        ("ALK L1196M + G1202R", "ALK L1196M+G1202R"),
        ("alk g1202r", "ALK G1202R"),
        ("ALK fusion with G1202R", "ALK G1202R"),
        ("ALK p.Gly1202Arg", "ALK G1202R"),
        ("MET D1246N", "MET D1228N"),
        ("MET D1228N", "MET D1228N"),
        ("ALK 1151Tins", "ALK T1151dup"),
        ("ALK", "ALK fusion"),
        ("ROS1 fusion", "ROS1 fusion"),
        ("met Amplification", "MET amplification"),
        ("ALK G1202R+A1200V", "ALK A1200V+G1202R"),
    ],
)
def test_any_usual_spelling(ask, text, label):
    assert ask(text).profile == label


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MAT M918T", "does not know the gene 'MAT'.*Nearest: MET"),
        ("RET M918T", "has no statement on an allele of RET"),
        ("AKL G1202R", "does not know the gene 'AKL'.*Nearest: ALK"),
        ("", "does not know the gene ''"),
        ("ALK G1202K", "has no statement on ALK G1202K.*Nearest: ALK G1202R"),
        ("ALK A1202R", "'A1202R' fits no transcript; expected G1202.*Nearest: ALK G1202R"),
        ("ALK G1202R+Z9", "'Z9' is not a protein change"),
        ("ALK A1200V+G1201A", "has no statement on ALK A1200V\\+G1201A"),
        ("MET amplifcation", "the alteration MET 'amplifcation'.*Nearest: MET amplification"),
        ("MET", "a fusion of MET is not a driver here.*MET amplification"),
    ],
)
def test_what_is_not_known_is_told_with_the_nearest(ask, text, message):
    with pytest.raises(InputProblem, match=message):
        ask(text)


def of(found, therapy: str, kind: str = "profile"):
    sections = [section for section in found.sections if section.kind == kind]
    return [t for section in sections for t in section.therapies if t.therapy == therapy]


def test_statements_come_by_therapy_with_all_that_they_point_at(ask):
    (lorlatinib,) = of(ask("ALK G1202R"), "lorlatinib")
    assert lorlatinib.effect == "sensitive"
    trial, *_, cells = lorlatinib.statements
    assert lorlatinib.deciding == [trial.id]
    assert (trial.evidence_type, trial.tier, trial.curation) == (
        "prospective_trial",
        "I-A",
        "verified",
    )
    assert trial.references[0].pmid == "30892989"
    assert (cells.value, cells.fold) == ("49.9", 21.7)


def test_both_sides_of_a_disagreement_stand_there(ask):
    (alectinib,) = of(ask("ALK L1196M"), "alectinib")
    assert alectinib.effect == "conflicting"
    assert {s.effect for s in alectinib.statements} == {"reduced", "sensitive"}
    assert {s.id for s in alectinib.statements} == set(alectinib.deciding)


def test_a_compound_is_answered_by_itself_then_by_class_and_members(ask):
    found = ask("ALK G1202R+L1196M")
    assert [section.kind for section in found.sections] == ["profile", "class", "member", "member"]
    assert [t.effect for t in of(found, "lorlatinib")] == ["resistant"]
    assert [t.effect for t in of(found, "lorlatinib", "member")] == ["sensitive", "sensitive"]


def test_a_compound_without_a_statement_has_its_members_alone(ask):
    found = ask("ALK L1196M+G1269A")
    profile, *members = found.sections
    assert (profile.kind, profile.therapies) == ("profile", [])
    assert [section.title for section in members] == ["ALK L1196M alone", "ALK G1269A alone"]
    assert {"lorlatinib", "alectinib", "crizotinib"} <= set(found.silent)


def test_an_allele_in_a_compound_is_no_answer_to_it_alone(ask):
    for therapy in ask("ALK G1202R").sections[0].therapies:
        assert all(s.requires == ["fusion", "G1202R"] for s in therapy.statements)


def test_a_fusion_alone_is_answered_for_each_history(ask):
    alectinib = of(ask("ALK"), "alectinib")
    assert len({t.profile for t in alectinib}) == len(alectinib) > 1


def test_an_alteration_is_answered_for_every_driver(ask):
    found = ask("MET amplification")
    assert {s.gene for t in found.sections[0].therapies for s in t.statements} >= {"ALK"}
    assert any("MET amplification" in rule.title for rule in found.rules)


def test_one_therapy_alone(ask):
    found = ask("ALK G1202R+L1196M", "lorlatinib")
    assert {t.therapy for section in found.sections for t in section.therapies} == {"lorlatinib"}
    assert ask("ALK L1196M+G1269A", "lorlatinib").silent == ["lorlatinib"]


def test_on_an_earlier_day_what_began_later_is_not_there_and_is_counted(ask):
    early = ask("ALK G1202R", "lorlatinib", date(2017, 1, 1))
    assert [s.since for t in of(early, "lorlatinib") for s in t.statements] == ["2016"]
    assert early.not_in_force > 0
    before = ask("ALK G1202R", "lorlatinib", date(2010, 1, 1))
    assert (before.sections[0].therapies, before.first_since) == ([], "2016")
    assert before.not_in_force == early.not_in_force + 1
    assert before.silent == ["lorlatinib"]


def test_rules_that_name_the_profile_or_a_part_of_it(ask):
    assert {r.id for r in ask("ALK G1202R+L1196M").rules} >= {"alk-g1202r", "alk-g1202r-compound"}
    assert ask("ALK").rules == []


def test_the_text_says_it_for_a_person(ask):
    text = answer_text(ask("ALK L1196M+G1202R", "lorlatinib"))
    assert text.startswith("ALK L1196M+G1202R, as of ")
    assert "  lorlatinib: resistant\n    resistant: expert consensus, level B, tier I-B" in text
    assert "(outweighed)" in text
    assert (
        "\nALK G1202R alone (ask for it to see its statements)\n  lorlatinib: sensitive (" in text
    )
    conflict = answer_text(ask("ALK L1196M+G1269A", "alectinib"))
    assert "alectinib: conflicting (cell line: reduced v sensitive)" in conflict
    assert "No statement on this profile itself.\n" in conflict
    early = answer_text(ask("ALK G1202R", "lorlatinib", date(2010, 1, 1)))
    assert "not in force on 2010-01-01: " in early
    assert "the earliest since 2016" in early


def test_a_date_that_nobody_saw_is_not_printed(ask):
    text = answer_text(ask("ROS1 F2004I", "entrectinib"))
    assert "level B, tier II-C, date not known, unverified" in text
    assert "2026-11-22?" not in text
    eve = ask("ROS1 F2004I", "entrectinib", date(2026, 11, 21))
    assert (eve.not_in_force, eve.first_since) == (1, "2026-11-22")
