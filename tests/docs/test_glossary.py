"""`docs/glossary.md` defines each word once, and every value of the documents."""

import re
from typing import Any, get_args

import pytest

from annotator.knowledge.model import EvidenceType
from annotator.model.base import (
    CopyNumberLevel,
    CopyNumberRole,
    Curation,
    Effect,
    Frame,
    FusionClass,
    FusionEvent,
    FusionOrientation,
    FusionRole,
    KinaseState,
    Loss,
    OptionCategory,
    Phase,
    Result,
)
from annotator.model.findings import (
    AssessmentCategory,
    CompoundMutation,
    CopyNumber,
    Fusion,
    Mutation,
)
from annotator.model.observations import JunctionKind
from annotator.model.roles import InputRole

HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
DEFINED = re.compile(r"^- (`\w+`(?:, `\w+`)*): \S", re.MULTILINE)
KINDS = [m.model_fields["kind"] for m in (Fusion, Mutation, CompoundMutation, CopyNumber)]
VALUES: dict[str, Any] = {
    "Input role": InputRole,
    "Sense": JunctionKind,
    "Event": FusionEvent,
    "Reading frame": Frame,
    "Orientation": FusionOrientation,
    "Kinase domain state": KinaseState,
    "Classification": FusionClass,
    "Fusion role": FusionRole,
    "Phase": Phase,
    "Mutation role": Mutation.model_fields["role"].annotation,
    "Copy-number level": CopyNumberLevel,
    "Loss": Loss,
    "Copy-number role": CopyNumberRole,
    "Finding": None,
    "Result": Result,
    "Assessment category": AssessmentCategory,
    "Effect": Effect,
    "Evidence type": EvidenceType,
    "Curation": Curation,
    "Category": OptionCategory,
}


@pytest.fixture(scope="module")
def page(repository) -> str:
    return (repository / "docs" / "glossary.md").read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """The text under a heading, up to the next one."""
    return re.split(r"^#", page.split(f"\n### {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[
        0
    ]


def test_each_word_has_one_heading(page):
    headings = [heading.casefold() for heading in HEADING.findall(page)]
    assert len(headings) > 80
    assert len(set(headings)) == len(headings)


def test_each_word_has_a_definition(page):
    for heading in re.findall(r"^### (.+)$", page, re.MULTILINE):
        assert re.match(r"[A-Z0-9].+[.:]", section(page, heading), re.DOTALL), heading


@pytest.mark.parametrize("heading", VALUES)
def test_the_values_of_the_documents_are_defined_under_their_word(page, heading):
    values = VALUES[heading]
    expected = [kind.default for kind in KINDS] if values is None else [*get_args(values)]
    assert expected
    lines = DEFINED.findall(section(page, heading))
    assert [word for line in lines for word in re.findall(r"`(\w+)`", line)] == expected
