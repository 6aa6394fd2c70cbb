"""The tables of formats in docs/ are those that the formats themselves give."""

import subprocess
import sys
from pathlib import Path

from annotator.model.evidence import evidence_text
from annotator.readers.guards import guards_of
from annotator.readers.registry import all_formats


def test_the_tables_are_current(repository: Path) -> None:
    command = [sys.executable, str(repository / "tools" / "build_format_docs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_format_stands_in_one_table_of_its_role(repository: Path) -> None:
    of_roles = (page for page in (repository / "docs").glob("*.md") if page.name != "formats.md")
    pages = [page.read_text(encoding="utf-8") for page in of_roles]
    lines = [line for page in pages for line in page.splitlines()]
    for each in all_formats():
        rows = [line for line in lines if line.startswith(f"| `{each.name}` | ")]
        assert len(rows) == 1, each.name
        assert each.about.title in rows[0]


def test_every_format_stands_in_both_tables_of_its_page(repository: Path) -> None:
    lines = (repository / "docs" / "formats.md").read_text(encoding="utf-8").splitlines()
    for each in all_formats():
        rows = [line for line in lines if line.startswith(f"| `{each.name}` | ")]
        assert len(rows) == 2, each.name
        assert evidence_text(each.evidence) in rows[0]
        assert guards_of(each)[0] in rows[1]
