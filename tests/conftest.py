"""Shared pytest options and fixtures."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from annotator.pipeline.environment import Environment
from annotator.reference import Reference
from tests.builders import packaged

# Where a run must say the same twice, the examples of property tests are always the same ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--real-data",
        default=str(ROOT.parent / "shared" / "real"),
        help="folder of real caller outputs (tests that need it skip where it is absent)",
    )
    parser.addoption(
        "--wheels", help="folder of the wheels that the reference data are built from (or skip)"
    )
    parser.addoption(
        "--update-cases", action="store_true", help="write the golden cases anew, for review"
    )


@pytest.fixture(scope="session")
def real_data(request: pytest.FixtureRequest) -> Path:
    """The folder of real caller outputs; skips, saying so, where it is absent."""
    folder = Path(request.config.getoption("--real-data"))
    if not (folder / "INDEX.tsv").is_file():
        pytest.skip(f"no real caller outputs in {folder} (--real-data DIR)")
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared(real_data: Path) -> Path:
    """The shared folder; skips where it holds no published variants."""
    if not (real_data.parent / "reference" / "truth_variants.tsv").is_file():
        pytest.skip(f"no published variants beside {real_data} (--real-data DIR)")
    return real_data.parent


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The packaged gene models and sequences, loaded once."""
    return packaged.reference()


@pytest.fixture(scope="session")
def environment() -> Environment:
    """What the samples of a run share, loaded once. Not to be changed."""
    return packaged.environment()
