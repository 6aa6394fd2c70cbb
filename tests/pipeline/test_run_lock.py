"""The lock of a run: one run of a sample at a time."""

import json
import os
import socket
import time
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.pipeline.run_lock import run_lock


def leave(folder, **changes):
    """Write the lock of another run, which by default lives: it is this process."""
    entry = {
        "host": socket.gethostname(),
        "process": os.getpid(),
        "began": began(),
        "since": "2026-11-22T10:00:00+00:00",
        "samples": ["S1"],
    }
    path = folder / ".annotator-0000.lock"
    path.write_text(json.dumps({**entry, **changes}), encoding="utf-8")
    return path


def began():
    stat = Path(f"/proc/{os.getpid()}/stat")
    if not stat.exists():
        return None
    return int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[19])


def locks(folder):
    return list(folder.glob(".annotator-*"))


def test_the_lock_stands_while_the_run_does(tmp_path):
    with run_lock(tmp_path, ["S1", "S2"]):
        (path,) = locks(tmp_path)
        assert json.loads(path.read_text(encoding="utf-8"))["samples"] == ["S1", "S2"]
    assert locks(tmp_path) == []


def test_a_folder_that_the_run_did_not_fill_goes_with_its_lock(tmp_path):
    with run_lock(tmp_path / "new", ["S1"]):
        pass
    assert not (tmp_path / "new").exists()
    with run_lock(tmp_path / "new", ["S1"]):
        (tmp_path / "new" / "output").touch()
    assert (tmp_path / "new" / "output").exists()


def test_a_run_of_the_same_sample_is_refused_and_its_lock_stays(tmp_path):
    path = leave(tmp_path)
    with pytest.raises(InputProblem, match="is writing the sample S1"), run_lock(tmp_path, ["S1"]):
        pass
    assert locks(tmp_path) == [path]


def test_a_run_of_other_samples_goes_on(tmp_path):
    path = leave(tmp_path)
    with run_lock(tmp_path, ["S2"]):
        assert path.exists()


@pytest.mark.parametrize("changes", [{"process": 2**22 + 1}, {"began": -1}])
def test_the_lock_of_a_run_that_has_ended_is_taken_over(tmp_path, caplog, changes):
    path = leave(tmp_path, **changes)
    (tmp_path / "S1").mkdir()
    (tmp_path / "S1" / ".0123456789abcdef.part").touch()
    with caplog.at_level("WARNING", "annotator"), run_lock(tmp_path, ["S1"]):
        assert not path.exists()
    assert "has ended without removing its lock" in caplog.text
    assert not list((tmp_path / "S1").iterdir())


def test_a_run_of_another_machine_is_over_when_it_has_been_silent(tmp_path):
    path = leave(tmp_path, host="another")
    with pytest.raises(InputProblem, match="on another"), run_lock(tmp_path, ["S1"]):
        pass
    os.utime(path, (time.time() - 660, time.time() - 660))
    with run_lock(tmp_path, ["S1"]):
        assert not path.exists()


def test_a_lock_that_cannot_be_read_is_named(tmp_path):
    path = leave(tmp_path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputProblem, match="not a lock") as caught, run_lock(tmp_path, ["S1"]):
        pass
    assert caught.value.file == str(path)


def test_drafts_in_the_output_folder_go_when_no_run_can_still_be_writing_them(tmp_path):
    old, new = tmp_path / ".0123456789abcdef.part", tmp_path / ".fedcba9876543210.part"
    for path, age in ((old, 700), (new, 500)):
        path.touch()
        os.utime(path, (time.time() - age, time.time() - age))
    with run_lock(tmp_path, ["S1"]):
        assert not old.exists()
        assert new.exists()
