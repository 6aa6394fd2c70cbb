"""Which forms of a report are asked for, and drawing them."""

import pytest

from annotator.files.documents import document_text
from annotator.pipeline.environment import Environment
from annotator.pipeline.forms import DEFAULT_FORMS, FORMS, draw, forms_of
from annotator.pipeline.outputs import SUFFIXES
from tests.builders.reports import g1202r_after_alectinib


def test_forms_stand_in_a_list_with_commas() -> None:
    assert forms_of(" PDF, pdf,") == ("pdf",)
    assert forms_of(",".join(reversed(FORMS))) == FORMS


@pytest.mark.parametrize(
    ("text", "message"), [("docx", "unknown form 'docx'"), ("", "no form"), (" , ", "no form")]
)
def test_another_word_is_no_form(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        forms_of(text)


def test_every_form_has_a_file_name() -> None:
    assert set(FORMS) <= set(SUFFIXES)
    assert set(DEFAULT_FORMS) <= set(FORMS)


def test_only_the_forms_asked_for_are_drawn() -> None:
    report = document_text(g1202r_after_alectinib())
    assert draw(Environment(), [], report) == {}
    drawn = draw(Environment(), ["html", "pdf"], report)
    assert drawn["pdf"].startswith(b"%PDF-")
    assert drawn["html"].startswith(b"<!doctype html>")
