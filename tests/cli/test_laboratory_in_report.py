"""What a laboratory's folder contributed to a report stands in it, row by row, with its name."""

from typing import Any

import pytest

from annotator.cli.main import main
from annotator.model.report import Report
from annotator.reporting.explanation import explanation
from annotator.reporting.page import arrange
from tests.builders.overlays import lab, table

NAME = "EX02_ALK_G1202R"
OURS = "Example Hospital"
CITED = {"reference": "ours-2026", "curation": "verified", "since": "2026-03"}
APPROVAL = {"therapy": "newinib", "lines": "later", "indication": "i"} | CITED
RULE = """\
- id: {}
  gene: {}
  since: 2026-03
  title: Ours
  reason: Because.
  when: {}
  options:
    - {{therapies: [newinib], category: alternative, reason: Because., trials: [OURS-1]}}
  notes:
    - text: Ask the board.
  evidence_type: expert_consensus
  references: [ours-2026]
  curation: verified
"""
FILES = {
    "release.yaml": f"laboratory: {OURS}\nversion: '1'\n",
    "references.tsv": "id\tcitation\nours-2026\tOur board.\n",
    "therapies.yaml": """\
- name: newinib
  kind: tki
  targets: [{gene: ALK, generation: 4}]
  status: in_trials
  description: Invented.
  references: [ours-2026]
  curation: verified
""",
    "approvals.tsv": table(
        APPROVAL | {"agency": "FDA", "gene": "ALK"}, APPROVAL | {"agency": "EMA", "gene": "ROS1"}
    ),
    "adverse_events.tsv": table(
        {"therapy": "newinib", "event": "nausea", "frequency": "2", "population": "ours"} | CITED
    ),
    "trials.yaml": """\
- id: OURS-1
  gene: ALK
  setting: later
  arms: newinib
  therapies: [newinib]
  results:
    - {endpoint: ORR, value: 4/10, since: 2026-03, reference: ours-2026, curation: verified}
""",
    "rules/ours.yaml": RULE.format("ours", "ALK", "{requires: [G1202R]}")
    + RULE.format("ours-of-ros1", "ROS1", "{}"),
    "retired.tsv": "id\treason\nalk-g1202r-brigatinib-cells-fontana-2015\tNot ours.\n",
}


@pytest.fixture(scope="module")
def report(repository, tmp_path_factory) -> Report:
    folder = tmp_path_factory.mktemp("lab")
    sheet = repository / "resources" / "example" / "samples.tsv"
    words = ["report", "--samples", sheet, "--only", NAME, "--outdir", folder / "out"]
    words += ["--knowledge", lab(folder / "ours", FILES)]
    assert main([str(word) for word in words]) == 0
    path = folder / "out" / NAME / f"{NAME}.report.json"
    return Report.model_validate_json(path.read_text(encoding="utf-8"))


def test_each_row_that_is_its_own_names_it(report):
    (sheet,) = (t for t in report.therapies if t.name == "newinib")
    assert sheet.laboratory == OURS
    assert {a.laboratory for a in sheet.approvals} == {OURS}
    assert {e.laboratory for e in sheet.adverse_events} == {OURS}
    assert {t.id for t in report.trials if t.laboratory} == {"OURS-1"}
    assert {r.id for r in report.references if r.laboratory} == {"ours-2026"}
    assert {r.id for r in report.rules if r.laboratory} == {"ours"}
    others = [t for t in report.therapies if t.name != "newinib"]
    assert not any(a.laboratory for t in others for a in (t, *t.approvals, *t.adverse_events))


def test_the_option_names_the_approval_that_it_rests_on(report):
    (option,) = (o for o in report.guidance.options if o.therapies == ["newinib"])
    assert option.approvals == ["newinib FDA ALK later 2026-03"]


def test_provenance_names_what_of_it_the_report_uses(report):
    (overlay,) = report.provenance.knowledge.overlays
    assert overlay.items["rules"] == 2
    assert overlay.used == {
        "references": ["ours-2026"],
        "therapies": ["newinib"],
        "approvals": ["newinib FDA ALK later 2026-03", "newinib EMA ROS1 later 2026-03"],
        "adverse_events": ["newinib nausea ours"],
        "trials": ["OURS-1"],
        "rules": ["ours"],
    }


def test_the_explanation_names_it(report):
    text = explanation(report)
    assert f"approved: FDA, since 2026-03, of {OURS}: i." in text
    assert f"    by rule ours (Ours, of {OURS})\n" in text
    assert f"  {OURS}, version 1\n" in text
    assert "    retired: alk-g1202r-brigatinib-cells-fontana-2015: Not ours.\n" in text


def test_the_pages_mark_it(report):
    page = arrange(report)
    (note,) = (row for row in page.notes if row.text == "Ask the board.")
    rules = {rule.number: rule.id for rule in page.rules}
    assert [rules[number] for number in note.rules] == ["ours"]
    assert (note.laboratories, note.unverified) == ([OURS], False)
    assert [t.id for t in page.trials if t.laboratories] == ["OURS-1"]
    (sheet,) = (s for s in page.sheets if s.laboratories)
    marked: list[Any] = [*(a for agency in sheet.agencies for a in agency.approvals), *sheet.events]
    assert [each.laboratories for each in marked] == [[OURS]] * 3
    options = [o for branch in page.branches for o in branch.options]
    assert [o.therapies for o in options if o.laboratories] == [["newinib"]]
