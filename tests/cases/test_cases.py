"""Golden cases: each folder names a sample of the example cohort and a setting to read it in.

`pytest tests/cases --update-cases` writes the expected digests anew; review them by eye.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from annotator.interpretation.interpret import interpret
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.readers.sample_sheet import read_sample_sheet
from annotator.workbench import Workbench
from tests.cases.digest import digest

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/case.yaml"))
CREATED = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def bench() -> Workbench:
    return Workbench()


@pytest.fixture(scope="module")
def findings(bench, repository):
    sheet = read_sample_sheet(repository / "resources" / "example" / "samples.tsv")
    assert sheet.problems == {}
    return {request.sample: bench.detect(request) for request in sheet.requests}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder, bench, findings, request):
    case = yaml.load((folder / "case.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    document = findings[case["sample"]]
    changes = {}
    if "prior_therapies" in case:
        changes["prior_therapies"] = case["prior_therapies"]
    if "cns_metastases" in case:
        changes["cns_metastases"] = {"yes": True, "no": False}[case["cns_metastases"]]
    if changes:
        context = document.clinical_context.model_copy(update=changes)
        document = document.model_copy(update={"clinical_context": context})
    as_of = date.fromisoformat(case["as_of"]) if "as_of" in case else None
    made = digest(interpret(document, KnowledgeAsOf(bench.knowledge, as_of), CREATED))
    expected = folder / "expected.txt"
    if request.config.getoption("--update-cases"):
        expected.write_text(made, encoding="utf-8")
    assert made == expected.read_text(encoding="utf-8")


def test_every_example_patient_has_a_case(findings):
    named = {
        yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))["sample"]
        for folder in CASES
    }
    assert named == set(findings)
