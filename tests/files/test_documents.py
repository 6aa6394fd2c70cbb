"""Documents as files."""

import os
from pathlib import Path

import pytest

from annotator.files.documents import (
    document_text,
    outputs_of_mode,
    read_document,
    remove_drafts,
    write_together,
    write_whole,
)
from annotator.model.context import ClinicalContext
from annotator.model.errors import InputProblem
from annotator.model.report import Report
from tests.builders.reports import negative


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


def test_a_link_is_followed_and_stays(tmp_path: Path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_what_is_no_regular_file_is_written_into(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"content")
    assert os.read(reader, 100) == b"content"
    os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_device_is_named_and_stays():
    with pytest.raises(InputProblem, match="No space"):
        write_whole(Path("/dev/full"), b"content")
    assert Path("/dev/full").is_char_device()


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(InputProblem, match="directory"):
        write_whole(tmp_path / "a.txt", b"content")


NAMES = ("findings", "report", "pdf")


def contents(folder: Path) -> list[str]:
    """The first word of each file that is there, in the order of the names."""
    return [(folder / n).read_text() for n in NAMES if (folder / n).exists()]


@pytest.mark.parametrize("steps", range(6))
def test_a_crash_on_the_way_leaves_no_mixture(tmp_path: Path, steps: int):
    write_together([(tmp_path / name, b"old") for name in NAMES])
    left = iter(range(steps))

    def permit():
        if next(left, None) is None:
            raise KeyboardInterrupt

    new = [(tmp_path / name, b"new") for name in NAMES]
    if steps < 5:
        with pytest.raises(KeyboardInterrupt):
            write_together(new, permit=permit)
        assert contents(tmp_path) in (
            ["old"] * 3, ["old"] * 2, ["old"], ["new"], ["new"] * 2
        )  # fmt: skip
    else:
        write_together(new, permit=permit)
        assert contents(tmp_path) == ["new"] * 3
    assert {path.name for path in tmp_path.iterdir()} <= set(NAMES)


def test_what_was_made_of_the_old_content_goes_and_of_the_same_content_stays(tmp_path: Path):
    report, pdf = tmp_path / "report", tmp_path / "pdf"
    write_together([(report, b"one"), (pdf, b"pdf of one")])
    write_together([(report, b"one")], stale=[pdf])
    assert pdf.exists()
    write_together([(report, b"two")], stale=[pdf])
    assert not pdf.exists()


def test_what_an_interrupted_run_began_is_removed_and_nothing_else(tmp_path: Path):
    for name in (".0123456789abcdef.part", ".notes.part", "a.part"):
        (tmp_path / name).touch()
    remove_drafts(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".notes.part", "a.part"]


def test_a_document_that_is_a_pipe_is_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "x.report.json")
    with pytest.raises(InputProblem, match="not a regular file"):
        read_report(tmp_path / "x.report.json")


def test_documents_of_before_keep_their_diagnosis_and_have_no_known_driver():
    old = {"diagnosis": "non-small cell lung cancer", "prior_therapies": None}
    context = ClinicalContext.model_validate(old)
    assert (context.diagnosis, context.known_driver) == (old["diagnosis"], None)
    assert ClinicalContext().diagnosis is None


@pytest.mark.parametrize("number", ["9" * 5000, str(2**63), "-" + str(2**63 + 1), "1e400"])
def test_a_number_that_no_program_can_hold_is_told(tmp_path: Path, number: str):
    path = tmp_path / "a.report.json"
    text = document_text(negative())
    changed = text.replace('"bytes": ', f'"bytes": {number}, "before": ', 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(InputProblem, match="is too large") as told:
        read_report(path)
    assert len(str(told.value)) < 300


def test_many_digits_in_a_text_are_no_number(tmp_path: Path):
    path = tmp_path / "a.report.json"
    report = negative()
    sample = report.sample.model_copy(update={"patient_id": "9" * 30 + "e99"})
    changed = report.model_copy(update={"sample": sample})
    path.write_text(document_text(changed), encoding="utf-8")
    assert read_report(path) == changed


def test_a_document_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.report.json"
    path.write_text(document_text(negative()), encoding="utf-8")
    monkeypatch.setattr("annotator.files.bounds.DOCUMENT_BYTES", path.stat().st_size)
    assert read_report(path) == negative()
    monkeypatch.setattr("annotator.files.bounds.DOCUMENT_BYTES", path.stat().st_size - 1)
    with pytest.raises(InputProblem, match="too large"):
        read_report(path)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize(
    ("mode", "folder"), [(0o600, 0o700), (0o640, 0o750), (0o664, 0o775), (0o666, 0o777)]
)
def test_outputs_of_a_mode(tmp_path: Path, mode: int, folder: int):
    path = tmp_path / "new" / "a.txt"
    with outputs_of_mode(mode):
        write_whole(path, b"a")
    assert (_mode(path), _mode(path.parent)) == (mode, folder)
    write_whole(tmp_path / "b.txt", b"b")
    before = os.umask(0o022)
    os.umask(before)
    assert _mode(tmp_path / "b.txt") == 0o666 & ~before


def test_the_same_content_under_another_mode_is_written_again(tmp_path: Path):
    path = tmp_path / "a.txt"
    for mode in (0o644, 0o600, 0o640):
        with outputs_of_mode(mode):
            write_whole(path, b"a")
        assert _mode(path) == mode


def test_the_mode_ends_with_an_error(tmp_path: Path):
    before = os.umask(0o022)
    os.umask(before)
    with pytest.raises(ValueError, match="x"), outputs_of_mode(0o600):
        raise ValueError("x")
    assert os.umask(before) == before
