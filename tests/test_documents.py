"""Documents as files."""

import os
from pathlib import Path

import pytest

from annotator.documents import document_text, read_document, write_whole
from annotator.model.context import ClinicalContext
from annotator.model.errors import InputProblem
from annotator.model.report import Report
from tests.reporting.reports import negative


def read_report(path: Path) -> Report:
    return read_document(path, Report, "report.json", "interpret")


def test_text_of_equal_documents_is_equal_and_ends_in_one_newline():
    text = document_text(negative())
    assert text == document_text(negative())
    assert text.endswith("}\n")


def test_a_report_is_read_back_as_it_was_written(tmp_path: Path):
    path = tmp_path / "new" / "NEG-009.report.json"
    write_whole(path, document_text(negative()).encode())
    assert read_report(path) == negative()
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_a_file_is_replaced_whole(tmp_path: Path):
    path = tmp_path / "a.txt"
    write_whole(path, b"long old content")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.txt"
    write_whole(path, b"old")

    def full_disk(self: Path, target: Path) -> Path:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(InputProblem, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"{", "not a report"),
        (b"[]", "not a report"),
        (b'{"schema_version": "1.0"}', "not a report"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_what_is_no_report_is_named(tmp_path: Path, content: bytes, found: str):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(InputProblem, match=found) as caught:
        read_report(path)
    assert caught.value.file == str(path)


def test_a_missing_report_is_named(tmp_path: Path):
    with pytest.raises(InputProblem, match="No such file"):
        read_report(tmp_path / "absent.json")


def test_documents_of_before_keep_their_diagnosis_and_have_no_known_driver():
    old = {"diagnosis": "non-small cell lung cancer", "prior_therapies": None}
    context = ClinicalContext.model_validate(old)
    assert (context.diagnosis, context.known_driver) == (old["diagnosis"], None)
    assert ClinicalContext().diagnosis is None
