"""Alleles read with the packaged knowledge: nothing of a neighbour's or of another kinase's."""

from datetime import UTC, datetime

import pytest

from annotator.detection.detect import detect
from annotator.interpretation.interpret import interpret
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.context import ClinicalContext, Sample
from annotator.model.observations import Observations
from tests.builders import packaged
from tests.builders.observations import G1202R, fusion, variant

G1202E = variant(29220746, "C", "T")
MET_D1228N = variant(116783353, "G", "A", "chr7")
MET_M1250V = variant(116783419, "A", "G", "chr7")


@pytest.fixture(scope="module")
def report_of():
    environment = packaged.environment()

    def run(*rows):
        document = detect(
            Sample(id="S", genome_build="GRCh38"),
            environment.reference.in_build("GRCh38"),
            ClinicalContext(prior_therapies=["alectinib"]),
            Observations(small_variants=list(rows), fusions=[fusion()]),
            environment.tables,
        )
        return interpret(
            document, KnowledgeAsOf(environment.knowledge), datetime(2026, 11, 22, tzinfo=UTC)
        )

    return run


def test_g1202e_does_not_inherit_from_g1202r(report_of):
    report = report_of(G1202E)
    mutation = next(f for f in report.findings if f.kind == "mutation")
    assert (mutation.label, mutation.significance) == ("ALK G1202E", "unknown")
    assert mutation.known_at_residue == ["G1202R", "G1202del"]
    assert {c.call for c in report.sensitivity} == {"unknown"}
    assert not any("G1202R" in c.reason for c in report.sensitivity)
    known = {c.therapy: c.call for c in report_of(G1202R).sensitivity}
    assert known["alectinib"] == "resistant"


def test_a_met_exon_14_allele_is_bypass_and_calls_nothing(report_of):
    donor = variant(116771990, "G", "A", "chr7")
    report = report_of(donor)
    line = next(s for s in report.summary if s.question == "bypass")
    assert line.result == "present"
    assert "MET exon 14 skipping" in line.answer
    assert "oncokb-met-exon-14" in {r.id for r in report.references}
    without = report_of()
    assert [(c.therapy, c.call) for c in report.sensitivity] == [
        (c.therapy, c.call) for c in without.sensitivity
    ]
    filtered = report_of(donor.model_copy(update={"filters": ["weak"]}))
    line = next(s for s in filtered.summary if s.question == "bypass")
    assert line.result == "indeterminate"


@pytest.mark.parametrize("rows", [(), (G1202R,)], ids=["fusion alone", "with G1202R"])
def test_met_d1228n_is_no_resistance_to_an_alk_inhibitor(report_of, rows):
    with_it, without = report_of(*rows, MET_D1228N), report_of(*rows)
    assert [(c.gene, c.therapy, c.call, c.reason) for c in with_it.sensitivity] == [
        (c.gene, c.therapy, c.call, c.reason) for c in without.sensitivity
    ]
    assert with_it.guidance.options == without.guidance.options
    answers = [{s.question: s.answer for s in r.summary} for r in (with_it, without)]
    assert answers[0]["on_target"] == answers[1]["on_target"]
    assert "MET D1228N" in answers[0]["met"]
    known = {e.therapy: (e.gene, e.effect) for e in with_it.other_kinases}
    assert known["crizotinib"] == known["capmatinib"] == ("MET", "resistant")
    assert known["foretinib"] == ("MET", "sensitive")
    assert "lorlatinib" not in known


def test_a_met_allele_of_no_statement_is_of_unknown_significance(report_of):
    report = report_of(variant(116783353, "GA", "AT", "chr7"), MET_M1250V)
    found = {f.label: f for f in report.findings if f.kind == "mutation"}
    assert {m.significance for m in found.values()} == {"unknown"}
    assert "D1228N" in found["MET D1228I"].known_at_residue
    assert found["MET M1250V"].known_at_residue == ["M1250T"]
    assert report.other_kinases == []
    (met,) = (s for s in report.summary if s.question == "met")
    assert "MET M1250V (VAF 20.0 %), variants of unknown significance" in met.answer
    assert met.result == "not_assessed"  # of the amplification: no variant answers by itself
    assert "as the target" not in met.answer


def test_an_allele_outside_the_kinase_domain_makes_no_call(report_of):
    report = report_of(variant(29193864, "T", "A"))
    (found,) = (f for f in report.findings if f.kind == "mutation")
    assert (found.protein_change, found.role) == ("E1408V", "other")
    assert not any("E1408V" in call.reason for call in report.sensitivity)
    targets = {a.target: a.result for a in report.assessments}
    assert "ALK E1408" not in targets
    assert "ALK G1202" in targets
