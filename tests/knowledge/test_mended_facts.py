"""Facts that were once told wrong, each with its source, its date and what it is not."""

from datetime import date, timedelta

import pytest

from annotator.knowledge.as_of import KnowledgeAsOf
from tests.builders import packaged

RELEASE = date(2026, 11, 22)


@pytest.fixture(scope="module")
def base():
    return packaged.knowledge()


def on(base, gene, allele, therapy):
    """Effect, evidence, reference and curation of each statement on one allele."""
    return {
        (s.effect, s.evidence_type, s.reference, s.curation)
        for s in base.statements
        if s.gene == gene and s.therapy == therapy and s.requires in ([allele], ["fusion", allele])
    }


# The two sides of a pair, where there are two, and the source that each stands on.
PAIRS = [
    (
        "T1151dup",
        "alectinib",
        {("resistant", "cell_line", "katayama-2012", "verified")},
    ),
    (
        "E1210K",
        "crizotinib",
        {
            ("resistant", "clinical_series", "lin-2017", "verified"),
            ("sensitive", "cell_line", "gainor-2016", "unverified"),
        },
    ),
    (
        "C1156Y",
        "ceritinib",
        {
            ("resistant", "clinical_series", "friboulet-2014", "verified"),
            ("sensitive", "cell_line", "gainor-2016", "unverified"),
        },
    ),
    (
        "F1174C",
        "crizotinib",
        {
            ("resistant", "clinical_series", "lin-2017", "verified"),
            ("reduced", "cell_line", "gainor-2016", "unverified"),
        },
    ),
    ("F1174V", "crizotinib", {("resistant", "clinical_series", "lin-2017", "verified")}),
    ("S1206C", "crizotinib", {("resistant", "clinical_series", "lin-2017", "verified")}),
    ("S1206Y", "crizotinib", {("resistant", "cell_line", "katayama-2012", "verified")}),
    ("C1156Y", "entrectinib", {("sensitive", "cell_line", "lin-2017", "unverified")}),
    ("C1156T", "entrectinib", {("sensitive", "cell_line", "lin-2017", "unverified")}),
    ("L1196M", "entrectinib", {("sensitive", "cell_line", "lin-2017", "unverified")}),
    ("G1128A", "crizotinib", {("sensitive", "cell_line", "bresler-2011", "verified")}),
    ("R1192P", "crizotinib", {("sensitive", "cell_line", "bresler-2011", "verified")}),
    ("E1408V", "brigatinib", {("sensitive", "case_report", "brigatinib-asco-2017", "verified")}),
]


@pytest.mark.parametrize(("allele", "therapy", "sides"), PAIRS)
def test_a_pair_stands_on_the_sources_that_say_so(base, allele, therapy, sides):
    assert on(base, "ALK", allele, therapy) == sides


def test_a_publication_holds_its_own_alleles_alone(base):
    def alleles(reference):
        return {t for s in base.statements if s.reference == reference for t in s.requires}

    assert alleles("sasaki-2010") == {"fusion", "F1174L"}
    assert alleles("katayama-2012") == {"fusion", "S1206Y", "T1151dup"}


@pytest.mark.parametrize("allele", ["F1245V", "F1245Y", "R1275L"])
def test_an_allele_of_neuroblastoma_is_open_and_says_the_disease(base, allele):
    found = [s for s in base.statements if allele in s.requires]
    assert {s.therapy for s in found} == {"crizotinib", "lorlatinib"}
    assert {(s.effect, s.curation) for s in found} == {("unknown", "unverified")}
    assert all("neuroblastoma" in s.model for s in found)


@pytest.mark.parametrize("allele", ["G1128A", "R1192P"])
def test_what_was_measured_in_neuroblastoma_says_so(base, allele):
    (statement,) = (s for s in base.statements if allele in s.requires)
    assert "neuroblastoma, full-length ALK" in statement.model
    assert "not in a fusion" in statement.note


@pytest.mark.parametrize("therapy", ["ensartinib", "neladalkib", "iruplinalkib", "envonalkib"])
def test_met_amplification_defeats_no_drug_that_was_not_examined_with_it(base, therapy):
    (statement,) = (
        s
        for s in base.statements
        if s.gene == "ALK" and "MET amplification" in s.requires and s.therapy == therapy
    )
    assert (statement.effect, statement.level, statement.curation) == ("unknown", "E", "unverified")


@pytest.mark.parametrize("therapy", ["alectinib", "ceritinib", "brigatinib", "lorlatinib"])
def test_met_amplification_defeats_the_drugs_of_the_series(base, therapy):
    (statement,) = (
        s
        for s in base.statements
        if s.gene == "ALK" and "MET amplification" in s.requires and s.therapy == therapy
    )
    assert (statement.effect, statement.evidence_type) == ("resistant", "clinical_series")


# Trial, endpoint, the day on which a figure begins to hold, the figure before it, and the figure.
FIGURES = [
    ("J-ALEX", "median progression-free survival", date(2020, 12, 31), "not reached", "34.1"),
    (
        "ALTA",
        "median progression-free survival by independent review",
        date(2020, 12, 31),
        "",
        "16.7",
    ),
    ("ALTA", "median overall survival", date(2020, 12, 31), "", "34.1"),
    ("ALTA", "median progression-free survival", date(2017, 12, 31), "", "12.9 months (180 mg)"),
    ("TRUST-I", "median progression-free survival, TKI-naive", date(2026, 5, 6), "", "49.6"),
    ("TRUST-I", "median duration of response, TKI-naive", date(2026, 5, 6), "", "49.7"),
    ("TRUST-II", "median duration of response", date(2026, 5, 6), "", "19.4"),
    ("CROWN", "median progression-free survival", date(2026, 6, 1), "", "68.5-not reached"),
    ("ALKOVE-1", "objective response rate", date(2025, 11, 30), "", "31 %"),
    ("TRIDENT-1", "median duration of response", date(2023, 11, 15), "", "34.1"),
]


@pytest.mark.parametrize(("trial", "endpoint", "day", "before", "figure"), FIGURES)
def test_a_figure_holds_from_its_day_on_and_not_before(base, trial, endpoint, day, before, figure):
    def value(as_of):
        found = KnowledgeAsOf(base, as_of).trial(trial)
        results = found.results if found else []
        return " ".join(r.value for r in results if r.endpoint == endpoint)

    assert figure in value(day)
    eve = value(day - timedelta(days=1))
    assert figure not in eve
    assert before in eve


def test_what_kim_2017_and_hida_2017_did_not_report_is_not_cited_to_them(base):
    of = {
        reference: " ".join(
            r.value for t in base.trials for r in t.results if r.reference == reference
        )
        for reference in ("kim-2017", "hida-2017")
    }
    assert "16.7" not in of["kim-2017"]
    assert "34.1" not in of["kim-2017"] + of["hida-2017"]


def test_the_discontinuation_of_repotrectinib_is_recognized_by_cause(base):
    found = {
        e.event: e.frequency
        for e in KnowledgeAsOf(base).adverse_events("repotrectinib")
        if "discontinuation" in e.event
    }
    assert found == {
        "discontinuation for adverse events": "7 %",
        "treatment-related discontinuation": "3 %",
    }


def test_crizotinib_was_stopped_by_nine_percent_in_crown(base):
    (row,) = (
        e
        for e in base.adverse_events
        if e.population == "CROWN, first analysis"
        and (e.therapy, e.event) == ("crizotinib", "discontinuation for adverse events")
    )
    assert (row.frequency, row.reference) == ("9 %", "shaw-2020")
    assert "10 %" in row.note


def test_the_rate_after_one_inhibitor_is_told_of_crizotinib_and_entrectinib_alone(base):
    rules = {
        rule.id: rule.when.prior
        for rule in base.rules
        for option in rule.options
        if "zidesamtinib" in option.therapies and "51 %" in option.reason
    }
    of_ros1 = {
        f"therapy:{therapy.name}"
        for therapy in base.therapies
        if therapy.kind == "tki" and any(t.gene == "ROS1" and t.active for t in therapy.targets)
    }
    asked = [prior.all_of for prior in rules.values()]
    assert asked == [["therapy:crizotinib"], ["therapy:entrectinib"]]
    for prior in rules.values():
        assert {*prior.all_of, *prior.none_of} == of_ros1  # no other one, nor both
    (figure,) = (
        r
        for r in KnowledgeAsOf(base).trial("ARROS-1").results
        if r.endpoint == "objective response rate, by prior TKIs"
    )
    assert "51 % (95 % CI 37-65 %, n=55) after one, crizotinib or entrectinib" in figure.value


def test_there_are_data_on_brigatinib_after_alectinib(base):
    knowledge = KnowledgeAsOf(base)
    (statement,) = (
        s
        for s in base.statements
        if s.therapy == "brigatinib"
        and s.prior_therapy == ["generation:2"]
        and s.requires == ["fusion"]
    )
    assert (statement.trial, statement.curation) == ("ALTA-2", "unverified")
    assert statement.not_after == ["generation:3", "generation:4"]
    assert knowledge.trial("ALTA-2").nct == "NCT03535740"
    assert knowledge.trial("J-ALTA") is not None


def test_l2086f_under_taletrectinib_is_known_since_june_2020(base):
    def told(as_of):
        return [
            s.id
            for s in KnowledgeAsOf(base, as_of).statements("ROS1", "taletrectinib")
            if "L2086F" in s.requires
        ]

    assert told(date(2020, 6, 25)) == []
    assert told(date(2020, 6, 26)) == ["ros1-l2086f-taletrectinib-case-taletrectinib-l2086f"]


def test_ros1_fusions_have_data_on_ceritinib_and_cabozantinib(base):
    def of(therapy):
        return {
            (s.effect, s.evidence_type, s.curation)
            for s in base.statements
            if s.gene == "ROS1" and s.therapy == therapy and s.requires == ["fusion"]
        }

    assert of("ceritinib") == {
        ("sensitive", "expert_consensus", "verified"),
        ("sensitive", "prospective_trial", "unverified"),
    }
    assert of("cabozantinib") == {("sensitive", "cell_line", "verified")}


def test_foritinib_is_described_as_it_stood_and_blocks_alk(base):
    knowledge = KnowledgeAsOf(base)
    assert {t.gene for t in knowledge.therapies["foritinib"].targets} == {"ROS1", "ALK"}
    assert "8 January 2026" in knowledge.description("foritinib")
    assert "withdrawn on 14 October" in KnowledgeAsOf(base, date(2025, 12, 1)).description(
        "foritinib"
    )
    assert "NMPA" not in KnowledgeAsOf(base, date(2025, 1, 1)).description("foritinib")


@pytest.mark.parametrize(
    ("trial", "endpoint", "value"),
    [
        ("NP28761", "objective response rate", "48 %"),
        ("NP28673", "objective response rate", "50 %"),
        ("ASCEND-1", "objective response rate", "43.6 % (n=163)"),
        ("PROFILE 1007", "median progression-free survival", "7.7 v 3.0 months"),
        ("ALINA", "CNS disease-free survival", "HR 0.22"),
        ("B7461001", "objective response rate, two or more ALK inhibitors", "38.7 %"),
        ("ALKOVE-1", "responses lasting 6, 12 and 18 months", "76, 64 and 53 % (all)"),
    ],
)
def test_a_figure_that_was_seen_is_verified(base, trial, endpoint, value):
    (result,) = (r for r in KnowledgeAsOf(base).trial(trial).results if r.endpoint == endpoint)
    assert value in result.value
    assert result.curation == "verified"


def test_a_stand_in_counts_from_its_day_on_and_is_no_known_date(base):
    (approval,) = (a for a in base.approvals if a.agency == "MHLW")
    assert not approval.date_known
    assert approval.counts_from == RELEASE.isoformat()
    eve = KnowledgeAsOf(base, RELEASE - timedelta(days=1))
    assert "MHLW" not in {a.agency for a in eve.approvals("taletrectinib")}
    assert "MHLW" in {a.agency for a in KnowledgeAsOf(base, RELEASE).approvals("taletrectinib")}
    dated = [a for a in base.approvals if a.agency == "FDA"]
    assert all(a.date_known for a in dated)
    assert all(a.counts_from == a.since for a in dated)


def test_nothing_that_was_recalled_passes_for_dated(base):
    recalled = [s for s in base.statements if s.since.startswith("2026-11-22")]
    assert recalled
    assert not any(s.date_known for s in recalled)
