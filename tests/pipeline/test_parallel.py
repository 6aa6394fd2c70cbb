"""Runs in several processes that are ended on the way: no worker outlives its run."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.pipeline.failures import Failures
from annotator.pipeline.parallel import spread
from annotator.pipeline.stages import LostSample, SampleRun, report_samples
from tests.builders import packaged
from tests.pipeline import fatal_work

EXAMPLE = Path(__file__).parents[2] / "resources" / "example"
SAMPLES = [f"S{number}" for number in range(8)]
BOUND = 60
"""Seconds after which a test that waits has failed."""


def sheet(folder: Path, history: str) -> Path:
    inputs = EXAMPLE / "EX02_ALK_G1202R"
    lines = ["sample\tsmall_variants\tfusions\tprior_therapies"]
    lines += [
        f"{name}\t{inputs}/EX02.mutect2.filtered.vcf\t{inputs}/EX02.arriba.fusions.tsv\t{history}"
        for name in SAMPLES
    ]
    path = folder / f"{history}.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def command(table: Path, out: Path, *more: str) -> list[str]:
    words = [sys.executable, "-m", "annotator", "report", "--samples", str(table)]
    return [*words, "--outdir", str(out), "--created", "2026-11-22", *more]


@pytest.fixture
def started():
    """Starts runs in process groups of their own and leaves nothing of them behind."""
    runs: list[subprocess.Popen[str]] = []

    def start(words: list[str]) -> subprocess.Popen[str]:
        run = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True)
        runs.append(run)
        return run

    yield start
    for run in runs:
        for process in group(run.pid):
            os.kill(process, signal.SIGKILL)
        run.wait()


def group(leader: int) -> list[int]:
    """The living processes of a process group."""
    living = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader and fields[0] != "Z":
            living.append(int(stat.parent.name))
    return living


def wait_until(condition) -> None:
    end = time.monotonic() + BOUND
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def workers_of(run: subprocess.Popen[str]) -> list[int]:
    named = []
    for process in group(run.pid):
        words = Path(f"/proc/{process}/cmdline").read_bytes()
        if b"spawn_main" in words:
            named.append(process)
    return named


@contextmanager
def held_in_the_midst(run: subprocess.Popen[str], out: Path) -> Iterator[None]:
    """Hold all processes of a run when its first report is made and others are not."""
    wait_until(lambda: any(out.glob("*/*.report.pdf")))
    os.killpg(run.pid, signal.SIGSTOP)
    try:
        assert len(list(out.glob("*/*.report.pdf"))) < len(SAMPLES)
        yield
    finally:
        os.killpg(run.pid, signal.SIGCONT)


def histories(out: Path) -> set[str]:
    paths = out.glob("*/*.report.json")
    texts = (path.read_text(encoding="utf-8") for path in paths)
    return {str(json.loads(text)["clinical_context"]["prior_therapies"]) for text in texts}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are read from /proc")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGKILL", "SIGINT"])
def test_workers_end_with_their_run(started, tmp_path, name):
    out = tmp_path / "out"
    run = started(command(sheet(tmp_path, "none"), out, "--jobs", "2"))
    with held_in_the_midst(run, out):
        run.send_signal(signal.Signals[name])
    status = run.wait(BOUND)
    assert status != 0
    wait_until(lambda: not group(run.pid))
    finished = sorted(out.glob("*/*.report.pdf"))
    assert len(finished) < len(SAMPLES)
    assert sorted(out.glob("*/*.report.pdf")) == finished


def test_a_run_that_was_killed_writes_nothing_over_the_next_one(started, tmp_path):
    out = tmp_path / "out"
    old = started(command(sheet(tmp_path, "none"), out, "--jobs", "2"))
    with held_in_the_midst(old, out):
        old.kill()
    old.wait(BOUND)
    new = started(command(sheet(tmp_path, "alectinib"), out, "--jobs", "2"))
    said = new.communicate(timeout=BOUND)[1]
    assert new.returncode == 0
    assert "has ended without removing its lock" in said
    assert histories(out) == {"['alectinib']"}
    assert not list(out.glob("*/.*.part"))
    assert not list(out.glob(".annotator-*"))


def test_a_second_run_of_the_same_samples_is_refused(started, tmp_path):
    out = tmp_path / "out"
    first = started(command(sheet(tmp_path, "none"), out, "--jobs", "2"))
    with held_in_the_midst(first, out):
        second = started(command(sheet(tmp_path, "alectinib"), out, "--only", SAMPLES[-1]))
        said = second.communicate(timeout=BOUND)[1]
    assert second.returncode == 2
    assert f"is writing the sample {SAMPLES[-1]} to this folder" in said
    first.communicate(timeout=BOUND)
    assert first.returncode == 0
    assert histories(out) == {"[]"}


def test_a_run_of_other_samples_may_write_to_the_same_folder(started, tmp_path):
    out = tmp_path / "out"
    table = sheet(tmp_path, "none")
    first = started(command(table, out, "--only", SAMPLES[0], "--only", SAMPLES[1]))
    second = started(command(table, out, "--only", SAMPLES[2]))
    assert [first.wait(BOUND), second.wait(BOUND)] == [0, 0]
    assert len(list(out.glob("*/*.report.pdf"))) == 3


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are read from /proc")
def test_a_worker_that_was_killed_costs_no_other_sample(started, tmp_path):
    out = tmp_path / "out"
    run = started(command(sheet(tmp_path, "none"), out, "--jobs", "2"))
    with held_in_the_midst(run, out):
        os.kill(workers_of(run)[0], signal.SIGKILL)
    run.communicate(timeout=BOUND)
    # Nothing kills the samples again when they are tried anew, each alone.
    assert run.returncode == 0
    assert len(list(out.glob("*/*.report.pdf"))) == len(SAMPLES)


@pytest.mark.parametrize("place", [0, 2, 5])
def test_the_item_that_kills_its_worker_is_named_and_all_others_are_done(place):
    items = ["a", "b", "c", "d", "e"]
    items.insert(place, "fatal")
    lost: list[str] = []

    def keep(those) -> Failures:
        lost.extend(those)
        return Failures()

    failures = spread(fatal_work.work, items, 2, fatal_work.ready, keep)
    assert lost == ["fatal"]
    assert failures.unwritten == {"a", "b", "c", "d", "e"}


def test_a_lost_sample_leaves_a_failed_document_or_none(tmp_path):
    created = datetime(2026, 11, 22, tzinfo=UTC)
    old = tmp_path / "S1" / "S1.report.pdf"
    for keep_going in (True, False):
        old.parent.mkdir(exist_ok=True)
        old.write_bytes(b"of an earlier run")
        failures = report_samples(
            SampleRun(packaged.environment(), tmp_path, keep_going),
            None,
            created,
            [LostSample("S1")],
        )
        assert failures.exit_status == 1
        if keep_going:
            text = (tmp_path / "S1" / "S1.report.json").read_text(encoding="utf-8")
            report = json.loads(text)
            assert report["status"] == "failed"
            assert "ended before its time" in report["errors"][0]["message"]
            assert old.read_bytes().startswith(b"%PDF")
        else:
            assert not list(old.parent.iterdir())
