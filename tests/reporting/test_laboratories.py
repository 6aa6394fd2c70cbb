"""What a laboratory laid over the knowledge base carries its name wherever it is drawn."""

import pytest

from annotator.files.documents import document_text
from annotator.model.report import OverlayUsed, Report, RetiredItem
from annotator.reporting.page import arrange
from annotator.reporting.pdf import PdfRenderer
from annotator.reporting.sections.citations import Citations
from tests.builders.reports import g1202r_after_alectinib
from tests.reporting.test_pdf import squeezed, text_of

NAME = "Our [Lab] #1"


@pytest.fixture(scope="module")
def packaged() -> Report:
    return g1202r_after_alectinib()


@pytest.fixture(scope="module")
def laid_over(packaged) -> Report:
    """The first statement and the first rule are the laboratory's; another one is retired."""
    statement, *statements = packaged.statements
    rule, *rules = packaged.rules
    overlay = OverlayUsed(
        name=NAME,
        version="2026.12",
        sha256="ab" * 32,
        items={"statements": 1, "rules": 1},
        retired=[RetiredItem(id="old-statement", reason="Not held here.", since="2026-03")],
    )
    knowledge = packaged.provenance.knowledge.model_copy(update={"overlays": [overlay]})
    return packaged.model_copy(
        update={
            "statements": [statement.model_copy(update={"laboratory": NAME}), *statements],
            "rules": [rule.model_copy(update={"laboratory": NAME}), *rules],
            "provenance": packaged.provenance.model_copy(update={"knowledge": knowledge}),
        }
    )


def test_its_statements_and_rules_are_told_from_the_others(laid_over):
    citations = Citations(laid_over)
    statement, other = (item.id for item in laid_over.statements[:2])
    rule = laid_over.rules[0].id
    assert citations.laboratories(statements=[statement]) == [NAME]
    assert citations.laboratories(statements=[statement, statement], rules=[rule]) == [NAME]
    assert citations.laboratories(statements=[other]) == []
    assert citations.laboratories(rules=["unknown"]) == []


def test_rows_options_and_calls_that_rest_on_it_name_it(laid_over):
    page = arrange(laid_over)
    statement, rule = laid_over.statements[0].id, laid_over.rules[0].id
    rows = {row.id: row.laboratories for group in page.statements for row in group.rows}
    assert rows.pop(statement) == [NAME]
    assert not any(rows.values())
    assert {row.id: row.laboratories for row in page.rules}[rule] == [NAME]
    for row in page.therapy_rows:
        assert row.laboratories == ([NAME] if statement in row.statements else [])
    options = [o for branch in page.branches for o in (*branch.options, *branch.avoid)]
    assert any(o.laboratories for o in options)
    for option, drawn in zip(
        sorted(laid_over.guidance.options, key=lambda o: (o.category == "avoid", o.rank)),
        options,
        strict=True,
    ):
        own = statement in option.statements or rule in option.rules
        assert drawn.laboratories == ([NAME] if own else [])


def test_the_pdf_names_it_beside_what_is_its_and_under_provenance(
    packaged: Report, laid_over: Report, renderer: PdfRenderer
):
    text = text_of(renderer.render(document_text(laid_over)))
    assert text.count(squeezed(f"‡ {NAME}")) >= 4
    assert squeezed("‡ is, or rests on, an entry of the laboratory named") in text
    for told in (f"{NAME}, version 2026.12", "statements 1, rules 1", "abababababababab"):
        assert squeezed(told) in text
    assert squeezed("old-statement (from 2026-03): Not held here.") in text
    plain = text_of(renderer.render(document_text(packaged)))
    assert "‡" not in plain
    assert squeezed("Laid over by") not in plain
