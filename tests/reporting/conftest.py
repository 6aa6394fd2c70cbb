"""One renderer for all tests: the first report takes longest."""

from pathlib import Path

import pytest

from annotator.reporting.pdf import PdfRenderer


@pytest.fixture(scope="session")
def renderer(repository: Path) -> PdfRenderer:
    return PdfRenderer(repository / "resources" / "templates", repository / "resources" / "fonts")
