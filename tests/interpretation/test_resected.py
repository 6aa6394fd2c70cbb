"""After resection a drug has a tier only where it is approved or studied there."""

from datetime import UTC, datetime

import pytest

from annotator.interpretation.interpret import interpret
from tests.builders.findings import document, fusion
from tests.builders.knowledge import approval, knowledge, rule, statement

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
SENSITIVE = statement("", "drug-a", "sensitive", level="A")
STUDIED = rule("ADJUVANT", [("drug-a", "preferred")], when={"setting": "resected"})
AVOIDED = rule("ADJUVANT", [("drug-a", "avoid")], when={"setting": "resected"})


def call(setting, *, rules=(), approvals=()):
    made = document([fusion()], prior=[])
    context = made.clinical_context.model_copy(update={"disease_setting": setting})
    base = knowledge([SENSITIVE], rules, approvals=approvals)
    report = interpret(made.model_copy(update={"clinical_context": context}), base, CREATED)
    (found,) = [c for c in report.sensitivity if c.therapy == "drug-a"]
    return found


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"approvals": [approval("drug-a", lines="adjuvant")]}, True),
        ({"approvals": [approval("drug-a", lines="adjuvant", agency="EMA")]}, True),
        ({"rules": [STUDIED]}, True),
        ({"rules": [AVOIDED]}, False),
        ({"approvals": [approval("drug-a", lines="any")]}, False),
        ({"approvals": [approval("drug-a", lines="adjuvant", since="2027")]}, False),
    ],
)
def test_only_what_has_a_place_there_has_a_tier(given, kept):
    found = call("resected", **given)
    assert (found.call, found.tier is not None) == ("sensitive", kept)
    assert ("no tier after resection" in found.reason) is not kept
    assert kept or found.escat is None


@pytest.mark.parametrize("setting", ["advanced", None])
def test_in_advanced_disease_every_tier_stays(setting):
    found = call(setting, approvals=[approval("drug-a")])
    assert found.tier is not None
    assert "resection" not in found.reason
