"""Golden cases: each folder names a sample of the example cohort, or states findings of its own.

The rest of `case.yaml` is the setting to read them in, as a sample sheet or an option would give
it. `expected.txt` is the report in short, or the message where the setting cannot be read.
`pytest tests/cases --update-cases` writes the expected digests anew; review them by eye.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from annotator.cli.arguments import KNOWN_DRIVER, timestamp
from annotator.interpretation.interpret import interpret
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.model.context import ClinicalContext
from annotator.model.errors import InputProblem
from annotator.pipeline.sample import detect_sample
from annotator.readers.sheet.request import StatedDriver
from annotator.readers.sheet.sheet import read_sample_sheet
from annotator.readers.sheet.values import VALUES
from annotator.readers.tables.table import BadCell
from tests.cases.digest import digest
from tests.cases.stated import StatedCase

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/case.yaml"))
CREATED = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def findings(environment, repository):
    sheet = read_sample_sheet(repository / "resources" / "example" / "samples.tsv")
    assert sheet.problems == {}
    return {request.sample: detect_sample(environment, request) for request in sheet.requests}


def clinical_context(case, known, environment):
    """The context of a case: what it says of the patient in place of what the sample sheet said."""
    told = dict(known)
    if "prior_therapies" in case:
        told |= environment.history(VALUES["prior_therapies"](case["prior_therapies"]))
    stated = {name: VALUES[name](case[name]) for name in KNOWN_DRIVER if name in case}
    told |= environment.known_driver(StatedDriver.model_validate(stated))
    for name in ("diagnosis", "disease_setting", "cns_metastases"):
        if name in case:
            told[name] = VALUES[name](case[name])
    return ClinicalContext.model_validate(told)


def read_case(folder, environment, findings):
    """The digest of a case, or what is wrong with its setting."""
    case = yaml.load((folder / "case.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if "sample" in case:
        document = findings[case["sample"]]
    else:
        document = StatedCase(folder.name, case, environment).document()
    try:
        context = clinical_context(case, document.clinical_context.model_dump(), environment)
        as_of: Any = VALUES["as_of"](case["as_of"]) if "as_of" in case else None
        knowledge = KnowledgeAsOf(environment.knowledge, as_of, case.get("jurisdiction"))
    except BadCell as bad:
        return f"error: {bad.found}; expected {bad.expected}\n"
    except InputProblem as problem:
        return f"error: {problem}\n"
    document = document.model_copy(update={"clinical_context": context})
    created = timestamp(case["created"]) if "created" in case else CREATED
    return digest(interpret(document, knowledge, created))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder, environment, findings, request):
    made = read_case(folder, environment, findings)
    expected = folder / "expected.txt"
    if request.config.getoption("--update-cases"):
        expected.write_text(made, encoding="utf-8")
    assert made == expected.read_text(encoding="utf-8")


def test_every_example_patient_has_a_case(findings):
    cases = [yaml.safe_load((f / "case.yaml").read_text(encoding="utf-8")) for f in CASES]
    assert {case["sample"] for case in cases if "sample" in case} == set(findings)
