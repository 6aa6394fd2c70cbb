"""Folders that a laboratory lays over the packaged knowledge base, for tests."""

from pathlib import Path
from typing import Any

STATEMENT = {
    "id": "x",
    "gene": "ALK",
    "requires": "fusion; G1202R",
    "therapy": "crizotinib",
    "effect": "resistant",
    "evidence_type": "case_report",
    "level": "C",
    "reference": "gainor-2016",
    "since": "2020",
    "curation": "unverified",
}
RULE = """\
- id: x
  gene: ALK
  since: 2020
  title: X
  reason: Because.
  when: {}
  options:
    - therapies: [lorlatinib]
      category: alternative
      reason: Because.
  evidence_type: case_report
  references: [gainor-2016]
  curation: unverified
"""


def lab(folder: Path, files: dict[str, str]) -> Path:
    """A folder with these files; without any it only names its laboratory."""
    for name, text in (files or {"release.yaml": "laboratory: lab\n"}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def table(*rows: dict[str, Any]) -> str:
    """A TSV file with the columns of the rows, in the order in which they first stand."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([str(row.get(name, "")) for name in columns] for row in rows)]
    return "".join("\t".join(line) + "\n" for line in lines)


def statements(*changes: dict[str, Any]) -> dict[str, str]:
    """A file of statements: `STATEMENT` with each set of changes."""
    return {"statements/lab.tsv": table(*(STATEMENT | change for change in changes))}


def rule(*changes: tuple[str, str]) -> dict[str, str]:
    """A file with `RULE`, in which texts were replaced."""
    text = RULE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {"rules/lab.yaml": text}
