"""Findings interpreted under other knowledge: whose calls and options change, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotator.files.documents import read_document, write_whole
from annotator.files.paths import is_file
from annotator.model.findings import FindingsDocument
from annotator.pipeline.environment import Environment
from annotator.pipeline.failures import Failures
from annotator.pipeline.findings_report import asked_day
from annotator.pipeline.outputs import SUFFIXES

if TYPE_CHECKING:
    from annotator.model.report_settings import ReportSettings

T = TypeVar("T")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The time stamp of reports that are compared and then discarded."""


@dataclass(frozen=True)
class Asked:
    """Settings asked for all samples, instead of those of their reports.

    `as_of` and `jurisdiction` are None, and `context` is empty, where nothing is asked for.
    """

    as_of: date | None = None
    jurisdiction: str | None = None
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sample:
    """The findings of a sample and how to interpret them: `settings` in words, with their origin.

    `sha256` is the hash of the knowledge that its report was made under, None without one.
    """

    document: FindingsDocument
    day: date | None
    jurisdiction: str | None
    settings: str
    sha256: str | None


@dataclass(frozen=True)
class _Compared:
    sample: _Sample
    rows: list[list[str]]


def reinterpret(
    old: Environment, new: Environment, asked: Asked, paths: Sequence[Path]
) -> tuple[str, Failures]:
    """Return a table with a row for each call or option that differs, and the failed files.

    The findings of each sample are interpreted twice, under the same settings: those asked for,
    else those of the report next to the findings, else those of the sample sheet; without any,
    each knowledge base as of its release and with its own jurisdiction. Lines with `#` before the
    header name both knowledge bases and the settings, and count the samples.
    """
    from annotator.interpretation.compare import CHANGE_COLUMNS

    bases = [*_bases(old, new)]
    failures = Failures()
    samples: list[_Compared | None] = []
    for path in paths:
        with failures.catching(path.name):
            samples.append(_compared(old, new, asked, path))
    compared = [sample for sample in samples if sample is not None]
    comments = [
        *bases,
        *_settings(old, new, [one.sample for one in compared]),
        _counted(compared, len(samples) - len(compared)),
    ]
    rows = ["\t".join(map(_cell, row)) for one in compared for row in one.rows]
    header = "\t".join(("sample", "findings", *CHANGE_COLUMNS))
    lines = [*(f"# {line}" for line in comments), header, *rows]
    return "\n".join(lines) + "\n", failures


def _counted(compared: Sequence[_Compared], failed: int) -> str:
    changed = sum(1 for one in compared if one.rows)
    result = f"{changed} with changes" if changed else "no call and no option changes"
    left_out = f"; left out as failed: {failed}" if failed else ""
    return f"samples compared: {len(compared)}, {result}{left_out}"


def _settings(old: Environment, new: Environment, samples: Sequence[_Sample]) -> Iterator[str]:
    """The settings and how many samples were interpreted under them."""
    release = new.knowledge.release.date
    if any(sample.day and sample.day > release for sample in samples):
        yield f"the new knowledge of {release} is asked for a later day; nothing later is known"
    for settings, count in Counter(sample.settings for sample in samples).items():
        yield f"settings of {count} {_samples(count)}: {settings}"
    others = sum(1 for s in samples if s.sha256 not in (None, old.knowledge.sha256))
    if others:
        yield (
            f"reports next to the findings made under other knowledge than the old one here: "
            f"{others}; to compare with what they say, give theirs by --against"
        )


def _samples(count: int) -> str:
    return "sample" if count == 1 else "samples"


def _compared(old: Environment, new: Environment, asked: Asked, path: Path) -> _Compared | None:
    """The rows of one sample; None for failed findings, which have nothing to compare."""
    from annotator.interpretation.compare import change_cells, compare
    from annotator.interpretation.interpret import interpret

    document = read_document(path, FindingsDocument, "findings.json", "detect")
    if document.status == "failed":
        return None
    sample = _sample(document, _report_settings(path), asked)
    before, after = (
        interpret(
            _under(sample.document, environment),
            environment.knowledge_as_of(sample.day, sample.jurisdiction),
            EPOCH,
        )
        for environment in (old, new)
    )
    cells = change_cells(compare(before, after))
    return _Compared(sample, [[document.sample.id, path.name, *change] for change in cells])


def _report_settings(findings: Path) -> "ReportSettings | None":
    """The settings of the report next to a findings file; None without such a report.

    Raises InputProblem for a file of that name that is not a report.
    """
    from annotator.model.report_settings import ReportSettings

    name = findings.name
    if not name.endswith(SUFFIXES["findings"]):
        return None
    path = findings.with_name(name.removesuffix(SUFFIXES["findings"]) + SUFFIXES["report"])
    if not is_file(path):
        return None
    made = read_document(path, ReportSettings, "report.json", "interpret")
    return made if made.status == "complete" else None


def _sample(document: FindingsDocument, report: "ReportSettings | None", asked: Asked) -> _Sample:
    """The findings under the settings asked for, else those of their report."""
    used = report.provenance.knowledge if report else None
    day, day_said = _first(
        (asked.as_of, "as asked"),
        (used.asked_as_of if used else None, "of the report"),
        (asked_day(document), "of the sample sheet"),
    )
    agency, agency_said = _first(
        (asked.jurisdiction, "as asked"),
        (used.asked_jurisdiction if used else None, "of the report"),
    )
    context = report.clinical_context if report else document.clinical_context
    context_said = "of the report" if report else "of the findings"
    if asked.context:
        names = [name for name in asked.context if name != "courses"]
        context_said += f", {' and '.join(names)} as asked".replace("_", " ")
    context = context.model_copy(update=dict(asked.context))
    settings = (
        f"as of {f'{day} ({day_said})' if day else 'the release date of each base'}",
        f"approvals of {f'{agency} ({agency_said})' if agency else 'the agency of each base'}",
        f"history and setting {context_said}",
    )
    return _Sample(
        document=document.model_copy(update={"clinical_context": context}),
        day=day,
        jurisdiction=agency,
        settings=", ".join(settings),
        sha256=used.sha256 if used else None,
    )


def _first(*values: tuple[T | None, str]) -> tuple[T | None, str]:
    """The first value that is not None, with its origin."""
    return next(((value, origin) for value, origin in values if value is not None), (None, ""))


def _under(document: FindingsDocument, environment: Environment) -> FindingsDocument:
    """The findings with therapies named as a knowledge base does. Raises InputProblem."""
    from annotator.knowledge.courses import resolve_drugs
    from annotator.model.context import history_fields

    context = document.clinical_context
    if not context.courses:
        return document
    courses = resolve_drugs(context.courses, environment.knowledge.therapies)
    changed = context.model_copy(update=history_fields(courses))
    return document.model_copy(update={"clinical_context": changed})


def _bases(old: Environment, new: Environment) -> Iterator[str]:
    for name, environment in (("from", old), ("to", new)):
        base = environment.knowledge
        over = "".join(f" + {overlay.name}" for overlay in base.overlays)
        yield f"{name} knowledge {base.release.version}{over} (sha256 {base.sha256})"
    names = [
        name
        for name in type(old.tables).model_fields
        if getattr(old.tables, name) != getattr(new.tables, name)
    ]
    if names:
        yield (
            "tables of detection differ; findings follow them when they are detected again: "
            + ", ".join(names)
        )


def _cell(text: str) -> str:
    return " ".join(text.split())


def write_table(outdir: Path, table: str) -> str:
    """Write the table as `reinterpret.tsv` and return its comment lines. Raises InputProblem."""
    write_whole(outdir / "reinterpret.tsv", table.encode())
    return "".join(line[2:] for line in table.splitlines(keepends=True) if line.startswith("# "))
