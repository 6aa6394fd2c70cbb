"""What a run makes, what a second one makes again, and what a failed sample does to it."""

import json
from pathlib import Path

import pytest

from tests.workflow.runs import Run, prepare

pytestmark = pytest.mark.xdist_group("finished run")  # it is made once, by one worker


def test_every_file_of_every_sample_is_made(finished: Run) -> None:
    for sample in ("EX01_ALK_naive", "EX10_variants_only"):
        folder = finished.results / sample
        assert (folder / f"{sample}.report.pdf").read_bytes().startswith(b"%PDF-")
        report = json.loads((folder / f"{sample}.report.json").read_text())
        assert report["sample"]["id"] == sample
        assert report["status"] == "complete"
        findings = json.loads((folder / f"{sample}.findings.json").read_text())
        assert findings["sample"]["id"] == sample
    assert list(finished.read_cohort()) == ["EX01_ALK_naive", "EX10_variants_only"]
    assert (finished.results / "complete.txt").read_text() == "samples: 2, failed: 0\n"


def test_the_settings_reach_the_commands(finished: Run) -> None:
    text = (finished.results / "EX01_ALK_naive" / "EX01_ALK_naive.report.json").read_text()
    assert json.loads(text)["created"] == "2026-07-01T00:00:00Z"
    assert json.loads(text)["guidance"]["as_of"] == "2025-12-31"
    assert json.loads(text)["guidance"]["jurisdiction"] == "EMA"


def test_a_second_run_does_nothing(again: Run) -> None:
    done = again.snakemake()
    assert done.returncode == 0
    assert "Nothing to be done" in done.stdout + done.stderr


def test_changed_knowledge_is_interpreted_anew_and_no_sample_read_again(again: Run) -> None:
    (again.overlay / "references.tsv").write_text("id\tpmid\tdoi\tcitation\nlab1\t\t\tOur own\n")
    assert sorted(again.planned()) == [
        "cohort",
        "complete",
        "interpret_0001",
        "interpret_0002",
        "render_0001",
        "render_0002",
    ]


def test_a_changed_row_makes_its_own_batch_again(again: Run) -> None:
    rows = again.read_sheet()
    rows[1]["prior_therapies"] = "crizotinib"
    again.write_sheet(rows)
    planned = again.planned()
    assert "detect_0002" in planned
    assert "detect_0001" not in planned


def test_a_changed_input_makes_its_own_batch_again(again: Run) -> None:
    vcf = again.folder / "EX10_variants_only" / "EX10.mutect2.filtered.vcf"
    vcf.write_text(vcf.read_text().replace("##source=Mutect2\n", "##source=Mutect2\n##again=1\n"))
    planned = again.planned()
    assert "detect_0002" in planned
    assert "detect_0001" not in planned


@pytest.fixture
def with_bad_samples(tmp_path: Path, repository: Path) -> Run:
    """Three samples in one batch: a file missing, a bad cell, and one that is right."""
    run = prepare(tmp_path, repository, "EX01_ALK_naive", "EX09_negative", "EX10_variants_only")
    (tmp_path / "EX01_ALK_naive" / "EX01.cns").rename(tmp_path / "elsewhere.cns")
    rows = run.read_sheet()
    rows[1]["tumor_purity"] = "60"
    run.write_sheet(rows)
    run.write_config(samples="samples.tsv", batch_size=25)
    return run


def test_bad_samples_fail_alone_until_they_are_corrected(with_bad_samples: Run) -> None:
    run = with_bad_samples
    done = run.snakemake()

    shown = done.stdout + done.stderr
    assert done.returncode != 0
    assert "samples: 3, failed: 2" in shown
    status = run.read_cohort()
    assert {name for name, row in status.items() if row["status"] == "failed"} == {
        "EX01_ALK_naive",
        "EX09_negative",
    }
    assert "EX01.cns" in status["EX01_ALK_naive"]["error"]
    assert "tumor_purity" in status["EX09_negative"]["error"]
    for sample, row in status.items():
        assert (run.results / sample / f"{sample}.report.pdf").is_file()
        assert (f"FAILED {sample}: {row['error']}" in shown) == (row["status"] == "failed")
    assert not (run.results / "complete.txt").exists()

    (run.folder / "elsewhere.cns").rename(run.folder / "EX01_ALK_naive" / "EX01.cns")
    rows = run.read_sheet()
    rows[1]["tumor_purity"] = "0.6"
    run.write_sheet(rows)
    done = run.snakemake()
    assert done.returncode == 0, done.stdout + done.stderr
    assert (run.results / "complete.txt").read_text() == "samples: 3, failed: 0\n"
