"""The tables of formats in docs/ are those that the formats themselves give."""

import subprocess
import sys
from pathlib import Path

from annotator.readers.registry import all_formats


def test_the_tables_are_current(repository: Path) -> None:
    command = [sys.executable, str(repository / "tools" / "build_format_docs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_format_stands_in_one_table(repository: Path) -> None:
    pages = [page.read_text(encoding="utf-8") for page in (repository / "docs").glob("*.md")]
    lines = [line for page in pages for line in page.splitlines()]
    for each in all_formats():
        rows = [line for line in lines if line.startswith(f"| `{each.name}` | ")]
        assert len(rows) == 1, each.name
        assert each.about.title in rows[0]
