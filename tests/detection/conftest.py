"""The reference, loaded once."""

import pytest

from annotator.reference import Reference, load_reference


@pytest.fixture(scope="session")
def reference() -> Reference:
    return load_reference()
