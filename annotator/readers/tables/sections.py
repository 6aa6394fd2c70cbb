"""Files of several tables, each under a title in brackets: `[Fusions]`, its columns, its rows.

Lines may be padded with tabs, and cells quoted. A section without rows holds `NA` in place of them
or of its columns.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.readers.datafile import DataFile
from annotator.readers.tables.table import MISSING, TABS, Row

_TITLE = re.compile(r"\[(.+)\]")


@dataclass
class Section:
    """A section: the line of its title, its columns and its rows with their lines."""

    line: int
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def written(self) -> list[tuple[int, list[str]]]:
        """The rows that hold something."""
        return [(line, cells) for line, cells in self.rows if set(cells) - MISSING]


def titles_of(head: Sequence[str]) -> set[str]:
    """The titles among the first lines of a file."""
    return {title for line in head if (title := _title(TABS.cells(line))) is not None}


def read_sections(file: DataFile, pairs: Collection[str]) -> dict[str, Section]:
    """All sections by title. Those in `pairs` have no columns: each row is a name and a value."""
    sections: dict[str, Section] = {}
    current: Section | None = None
    columns = False
    for line, raw in file.lines():
        cells = [cell.strip('"') for cell in TABS.cells(raw.decode("utf-8", "replace"))]
        title = _title(cells)
        if title is not None:
            current = sections.setdefault(title, Section(line))
            columns = title not in pairs and not current.columns
        elif current is not None and any(cells):
            if columns:
                current.columns, columns = cells, False
            else:
                current.rows.append((line, cells))
    return sections


def section_rows(
    file: DataFile, sections: Mapping[str, Section], title: str, wanted: Sequence[str]
) -> Iterator[Row]:
    """The rows of a section by its columns; none where the file has no such section.

    Raises `InputProblem` where it has rows and not the wanted columns.
    """
    section = sections.get(title, Section(0))
    missing = [column for column in wanted if column not in section.columns]
    if missing and (section.written or set(section.columns) - MISSING):
        raise file.problem(
            f"the section [{title}] has no column {', '.join(missing)}",
            line=section.line,
            expected=f"the columns {', '.join(wanted)}",
        )
    for line, cells in section.written:
        padded = [*cells, *[""] * (len(section.columns) - len(cells))]
        yield Row(line, dict(zip(section.columns, padded, strict=False)))


def section_value(
    sections: Mapping[str, Section], title: str, name: str
) -> tuple[int, str | None] | None:
    """The line and the value of a name in a section of pairs; None where it does not stand there.

    The value is None where it is missing.
    """
    for line, cells in sections.get(title, Section(0)).rows:
        if cells[0] == name:
            return line, next((cell for cell in cells[1:] if cell not in MISSING), None)
    return None


def _title(cells: Sequence[str]) -> str | None:
    match = _TITLE.fullmatch(cells[0].strip('"'))
    return match[1] if match else None
