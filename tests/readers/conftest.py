"""Small files ask their index too, so that tests see both ways of reading."""

import pytest


@pytest.fixture(autouse=True)
def _small_files_ask_their_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.readers.lines.index_check._STREAMED_BELOW", 0)
