"""Fixtures of the reference tests."""

from pathlib import Path

import pytest

from tests.reference.tables import rows


@pytest.fixture(scope="session")
def published(shared: Path) -> list[dict[str, str]]:
    """Variants with the names that public cohorts gave them."""
    return rows(shared / "reference" / "truth_variants.tsv")


@pytest.fixture(scope="session")
def resistance(shared: Path) -> list[dict[str, str]]:
    """Substitutions that make the cataloged resistance alleles."""
    return rows(shared / "reference" / "resistance_snvs.tsv")
