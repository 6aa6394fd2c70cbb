"""The statements on MET: all that was published of its kinase alleles, and nothing beyond it."""

import csv

import pytest

from tests.builders import packaged

# Seen in a source later on: Estevam 2025 names these alleles as resistant to crizotinib.
SEEN_SINCE = {
    (allele, "crizotinib")
    for allele in ["D1228H", "D1228N", "D1228V", "D1228Y", "Y1230C", "Y1230H", "Y1230N", "Y1230S"]
}
LISTED = ("H1094R", "M1250T", "V1092I")
"""The alleles that the Cancer Genome Interpreter lists beyond the published ones."""


@pytest.fixture(scope="module")
def statements():
    return [s for s in packaged.knowledge().statements if s.gene == "MET"]


@pytest.fixture
def published(real_data):
    path = real_data.parent / "knowledge" / "mutation_drug.tsv"
    if not path.is_file():
        pytest.skip(f"no published alleles beside {real_data} (--real-data DIR)")
    with path.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle, delimiter="\t") if row["gene"] == "MET"]


def test_every_published_row_with_evidence_is_on_record_and_no_other(statements, published):
    evidence = [row for row in published if row["evidence_type"] != "none"]
    left_out = {(r["alterations"], r["call"]) for r in published if r not in evidence}
    assert left_out == {("H1094Y", "unknown")}

    def was_seen(row):
        later = (row["alterations"], row["drug"]) in SEEN_SINCE
        return later or row["confidence"] == "seen-in-source"

    wanted = sorted((r["alterations"], r["drug"], r["call"], was_seen(r)) for r in evidence)
    assert len(wanted) > 100
    wanted = sorted([*wanted, *((allele, "crizotinib", "sensitive", True) for allele in LISTED)])
    assert wanted == sorted(
        (s.requires[0], s.therapy, s.effect, s.curation == "verified") for s in statements
    )


def test_each_speaks_of_one_allele_and_of_no_fusion(statements):
    assert {s.lone_allele for s in statements} == {s.requires[0] for s in statements}
    assert {s.gene for s in packaged.knowledge().rules} == {"ALK", "ROS1"}


def test_what_was_inferred_is_not_called_measured(statements):
    inferred = [s for s in statements if s.evidence_type == "model"]
    assert inferred
    assert {(s.level, s.curation) for s in inferred} == {("E", "unverified")}
    assert all("Inferred" in s.note for s in inferred)


def test_no_statement_is_in_force_before_its_source(statements):
    of_a_year = [s for s in statements if s.reference[-4:].isdigit()]
    assert len(of_a_year) > 90
    assert all(s.since == s.reference[-4:] for s in of_a_year)
