"""Writes the tables of formats in docs/ from what the formats say of themselves.

python tools/build_format_docs.py          writes them between marks, `<!-- formats: fusions -->`
python tools/build_format_docs.py --check  exits 1 when one is not current
"""

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from annotator.model.evidence import evidence_text
from annotator.model.roles import ROLES, Role
from annotator.readers import guards
from annotator.readers.format import Format
from annotator.readers.registry import all_formats

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTES: Mapping[Role, str] = {
    "fusions": "order",
    "structural_variants": "order",
    "copy_number": "what is taken",
}
"""The heading of the column of notes; the formats of the other roles have none."""
_TABLE = re.compile(r"(<!-- formats: (\w+) -->\n).*?(<!-- end of formats -->)", re.DOTALL)


def table(role: Role) -> str:
    """The table of the formats of a role, in Markdown."""
    note = NOTES.get(role)
    head = ["format", "caller", "files", *([note] if note else []), "positions", "versions seen"]
    rows = [[*head, "tested on"], ["---"] * (len(head) + 1)]
    rows += [_cells(form, note is not None) for form in all_formats() if form.role == role]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(form: Format, with_note: bool) -> list[str]:
    about = form.about
    caller = f"[{about.title}]({about.link})" if about.link else about.title
    note = [about.note] if with_note else []
    tested = "a real file" if about.real else "constructed rows"
    cells = [f"`{form.name}`", caller, about.files, *note, form.coordinates]
    return [cell.replace("|", "\\|") for cell in (*cells, ", ".join(about.versions), tested)]


def all_table() -> str:
    """The table of what every format can show, how it is recognized, and what it was tested on."""
    head = ["format", "given as", "can show", "recognized by", "versions seen", "tested on"]
    rows = [
        [
            f"`{form.name}`",
            f"`--{form.role.replace('_', '-')}`",
            evidence_text(form.evidence),
            form.recognized_by,
            ", ".join(form.about.versions),
            "a real file" if form.about.real else "constructed rows",
        ]
        for form in all_formats()
    ]
    return _markdown([head, *rows])


def guards_table() -> str:
    """The table of how every format is guarded against each kind of fault."""
    rows = [[f"`{form.name}`", *guards.guards_of(form)] for form in all_formats()]
    return _markdown([["format", *guards.COLUMNS], *rows])


def _markdown(rows: list[list[str]]) -> str:
    head, *body = rows
    escaped = [[_escaped(cell) for cell in row] for row in body]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ["---"] * len(head), *escaped))


def _escaped(cell: str) -> str:
    return re.sub(r"[|<]", lambda sign: f"\\{sign[0]}", cell)


def with_tables(text: str) -> str:
    """A page with its tables of formats as they are now."""
    return _TABLE.sub(lambda mark: f"{mark[1]}{_marked(mark[2])}{mark[3]}", text)


def _marked(mark: str) -> str:
    whole = {"all": all_table, "guards": guards_table}
    return whole[mark]() if mark in whole else table(_role(mark))


def _role(name: str) -> Role:
    for role in ROLES:
        if role == name:
            return role
    raise ValueError(f"unknown role {name!r} in a mark of docs/")


def main() -> int:
    """Write the tables, or with `--check` compare them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    check = parser.parse_args().check
    old = []
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        current = with_tables(text)
        if text != current:
            old.append(page.name)
            if not check:
                page.write_text(current, encoding="utf-8")
    if check and old:
        print(
            f"not current: {', '.join(old)}; run python tools/build_format_docs.py", file=sys.stderr
        )
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
