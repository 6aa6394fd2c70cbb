"""The run on one page: its counts, a table of the samples and a matrix of their alterations."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from annotator.model.base import Effect, Model
from annotator.model.findings import CompoundMutation, CopyNumber, Finding, Fusion, Mutation
from annotator.model.report import Report
from annotator.reporting.cohort import CohortRow, cohort_rows
from annotator.reporting.html import page_shell, page_templates

COLUMNS_SHOWN = 40
"""The most alterations that have a column in the matrix; the page counts the others."""
_WORST: tuple[Effect, ...] = ("resistant", "conflicting", "reduced", "sensitive", "unknown")
"""The effect that stands for an alteration with several, the most adverse first."""
CHUNK = 50
"""The samples that a browser lays out together: it skips the groups that are out of sight."""


class MatrixCell(Model):
    """The effect of one alteration, or null over `span` alterations that the sample has not."""

    effect: Effect | None
    span: int = 1


class MatrixRow(Model):
    """One sample, with cells that together span all columns."""

    sample: str
    address: str
    cells: list[MatrixCell]


class CohortSample(Model):
    """One sample of the table: its row, and the address of its report from the page."""

    row: CohortRow
    address: str


class CohortPage(Model):
    """The content of the page; `further` alterations have no column in the matrix."""

    counts: dict[str, int]
    samples: list[CohortSample]
    alterations: list[str]
    further: int
    matrix: list[MatrixRow]


def cohort_sample(report: Report) -> tuple[CohortSample, dict[str, Effect]]:
    """Return what the page shows of one report: its row, and its alterations with their effect."""
    (row,) = cohort_rows([report])
    name = quote(report.sample.id, safe="")
    sample = CohortSample(row=row, address=f"{name}/{name}.report.html")
    return sample, {} if report.status == "failed" else _alterations(report)


def cohort_page(samples: Iterable[tuple[CohortSample, Mapping[str, Effect]]]) -> CohortPage:
    """Return the page of a run: failed samples first, then by name."""
    ordered = sorted(samples, key=lambda pair: (pair[0].row.status != "failed", pair[0].row.sample))
    carried = Counter(name for _, alterations in ordered for name in alterations)
    names = sorted(carried, key=lambda name: (-carried[name], name))
    shown = names[:COLUMNS_SHOWN]
    return CohortPage(
        counts=_counts([sample.row for sample, _ in ordered]),
        samples=[sample for sample, _ in ordered],
        alterations=shown,
        further=len(names) - len(shown),
        matrix=[
            MatrixRow(
                sample=sample.row.sample,
                address=sample.address,
                cells=_cells(shown, of_sample),
            )
            for sample, of_sample in ordered
            if not of_sample.keys().isdisjoint(shown)
        ],
    )


def cohort_html(page: CohortPage, templates: Path) -> bytes:
    """Return the page as one file that loads nothing; `templates` holds `cohort.html`."""
    shell = page_shell(templates, "cohort")
    content = (
        page_templates(templates)
        .get_template("cohort.html")
        .render(page=page, chunk=CHUNK, **shell)
    )
    return content.encode("utf-8", "replace")


def _cells(shown: Sequence[str], effects: Mapping[str, Effect]) -> list[MatrixCell]:
    """Return the cells of a sample; neighboring blanks are one, so that a large run is fast."""
    cells: list[MatrixCell] = []
    for present, names in groupby(shown, key=effects.__contains__):
        columns = list(names)
        if present:
            cells += [MatrixCell(effect=effects[name]) for name in columns]
        else:
            cells.append(MatrixCell(effect=None, span=len(columns)))
    return cells


def _counts(rows: Sequence[CohortRow]) -> dict[str, int]:
    reported = [row for row in rows if row.status != "failed"]
    return {
        "samples": len(rows),
        "failed": len(rows) - len(reported),
        "reported": len(reported),
        "with warnings": sum(row.warnings > 0 for row in reported),
    }


def _alterations(report: Report) -> dict[str, Effect]:
    """Return the alterations that count, with the most adverse effect of the calls on each.

    A mutation that a caller filtered is left out, as is a copy number without a change.
    """
    effects: dict[str, list[Effect]] = {}
    for finding in report.findings:
        name = _name(finding)
        if name is not None:
            calls = [call.call for call in report.sensitivity if finding.id in call.findings]
            effects.setdefault(name, []).extend(calls)
    return {
        name: next((effect for effect in _WORST if effect in calls), "unknown")
        for name, calls in effects.items()
    }


def _name(finding: Finding) -> str | None:
    if isinstance(finding, Fusion):
        return finding.name if finding.is_functional else None
    if isinstance(finding, Mutation):
        counts = not finding.filters and finding.role not in ("polymorphism", "other")
        return finding.label if counts else None
    if isinstance(finding, CopyNumber):
        return finding.label if finding.amplified or finding.lost else None
    if isinstance(finding, CompoundMutation):
        return finding.label
    return None
