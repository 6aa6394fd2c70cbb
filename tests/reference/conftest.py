"""Fixtures of the reference tests."""

from pathlib import Path

import pytest

from annotator.reference import Reference, load_reference
from tests.reference.tables import rows


@pytest.fixture(scope="session")
def reference() -> Reference:
    return load_reference()


@pytest.fixture(scope="session")
def shared(real_data: Path) -> Path:
    """The shared folder; skips where it holds no published variants."""
    if not (real_data.parent / "reference" / "truth_variants.tsv").is_file():
        pytest.skip(f"no published variants beside {real_data} (--real-data DIR)")
    return real_data.parent


@pytest.fixture(scope="session")
def published(shared: Path) -> list[dict[str, str]]:
    """Variants with the names that public cohorts gave them."""
    return rows(shared / "reference" / "truth_variants.tsv")


@pytest.fixture(scope="session")
def resistance(shared: Path) -> list[dict[str, str]]:
    """Substitutions that make the cataloged resistance alleles."""
    return rows(shared / "reference" / "resistance_snvs.tsv")
