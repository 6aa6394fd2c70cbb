"""A finished run, and copies of it."""

import shutil
from pathlib import Path

import pytest

from tests.workflow.runs import Run, prepare


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Run:
    """A finished run of two samples in two batches. Not to be changed: see `again`."""
    folder = tmp_path_factory.mktemp("finished")
    run = prepare(folder, repository, "EX01_ALK_naive", "EX10_variants_only")
    done = run.snakemake()
    assert done.returncode == 0, done.stdout + done.stderr
    return run


@pytest.fixture
def again(finished: Run, tmp_path: Path) -> Run:
    """A copy of the finished run, with the times of its files, to change and run again."""
    folder = tmp_path / "run"
    shutil.copytree(finished.folder, folder)
    return Run(folder, finished.repository)
