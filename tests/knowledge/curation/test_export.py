"""The statements for other programs: whole, and in words that these know."""

import csv
import io
from datetime import date

import pytest

from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.curation.export import evidence_export, statement_records, statements_csv
from annotator.knowledge.load import load_knowledge
from tests.builders.knowledge import knowledge, statement
from tests.builders.overlays import lab, statements


@pytest.fixture(scope="module")
def packaged(environment) -> KnowledgeAsOf:
    return environment.knowledge_as_of(None)


def rows(view: KnowledgeAsOf, all_dates: bool = True) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(statements_csv(statement_records(view, all_dates)))))


def items(view: KnowledgeAsOf, all_dates: bool = True):
    return evidence_export(view, statement_records(view, all_dates), "disease", all_dates)


def test_every_statement_is_a_row_with_its_references_joined(packaged):
    made = {row["id"]: row for row in rows(packaged)}
    assert list(made) == [s.id for s in packaged.base.statements]
    row = made["alk-g1202r-alectinib-clinical-gainor-2016"]
    assert (row["profile"], row["effect"], row["tier"]) == (
        "ALK fusion with G1202R",
        "resistant",
        "II-C",
    )
    assert row["requires"] == "fusion; G1202R"
    assert row["references"].split("; ")[0] == "gainor-2016"
    assert row["pmids"].split("; ")[0] == "27432227"
    assert "Gainor et al. Cancer Discov" in row["citations"]
    assert made["alk-l1196m-g1202r-lorlatinib-expert-oncokb-2026-05"]["pmids"] == ""


def test_as_of_a_day_what_began_later_is_left_out(packaged):
    then = KnowledgeAsOf(packaged.base, date(2023, 4, 30))
    made = {row["id"] for row in rows(then, all_dates=False)}
    assert made == {s.id for s in packaged.base.statements if s.in_force(date(2023, 4, 30))}
    assert len(made) < len(packaged.base.statements)
    assert items(then, all_dates=False).as_of == date(2023, 4, 30)
    assert items(then).as_of is None


@pytest.mark.parametrize(
    ("effect", "significance", "direction", "predicate"),
    [
        ("sensitive", "SENSITIVITYRESPONSE", "SUPPORTS", "predictsSensitivityTo"),
        ("resistant", "RESISTANCE", "SUPPORTS", "predictsResistanceTo"),
        ("reduced", "REDUCED_SENSITIVITY", "SUPPORTS", None),
        ("conflicting", "NA", "NA", None),
        ("unknown", "NA", "NA", None),
    ],
)
def test_effects_in_the_words_of_civic(effect, significance, direction, predicate):
    (item,) = items(knowledge([statement("G12R", "drug-a", effect)])).evidence_items
    assert item.significance == significance
    assert (item.evidence_direction, item.predicate) == (direction, predicate)


def test_an_evidence_item_is_whole(packaged):
    made = {item.id: item for item in items(packaged).evidence_items}
    item = made["alk-i1171n-other-gilteritinib-cells-mizuta-2021"]
    profile = item.molecular_profile
    assert (profile.gene, profile.fusion, profile.alleles) == ("ALK", True, ["I1171N"])
    assert (profile.any_further_mutation, profile.phase) == (True, "cis")
    assert (item.disease, item.therapies, item.evidence_level) == ("disease", ["gilteritinib"], "D")
    assert {source.source_type for source in item.sources} == {"OTHER"}
    assert made["alk-g1202r-alectinib-clinical-gainor-2016"].sources[0].citation_id == "27432227"
    amplified = made["alk-met-amplification-crizotinib-case-dagogo-jack-2020"].molecular_profile
    assert (amplified.alterations, amplified.excludes) == (
        ["MET amplification"],
        ["MET kinase mutation"],
    )
    lone = made["met-d1228n-crizotinib-case-heist-2016"].molecular_profile
    assert (lone.fusion, lone.alleles) == (False, ["D1228N"])


def test_a_laboratorys_statement_carries_its_name(tmp_path):
    view = KnowledgeAsOf(load_knowledge([lab(tmp_path / "ours", statements({}))]))
    assert {row["id"] for row in rows(view) if row["laboratory"]} == {"x"}
    assert {i.id for i in items(view).evidence_items if i.laboratory == "ours"} == {"x"}
