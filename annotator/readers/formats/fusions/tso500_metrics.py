"""TruSight Oncology 500 `MetricsOutput.tsv`: what its section of the RNA library says of a sample.

Each row is a metric with the lower and the upper guideline of that version of the software, and a
column of each sample or pair. The file lists no fusion: it says whether the RNA could show one.
"""

import math
import re
from collections.abc import Iterator

from annotator.model.observations import RnaMetric, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.samples import column_of_sample
from annotator.readers.tables.table import MISSING, TABS, quoted

_ABOUT = About(
    title="TruSight Oncology 500, metrics",
    files="`MetricsOutput.tsv`",
    note="quality of the RNA, no fusions",
    link="https://help.connected.illumina.com/tso500",
)

_SECTION = "[RNA Library QC Metrics]"
_METRIC, _LOW, _HIGH = "Metric (UOM)", "LSL Guideline", "USL Guideline"
_UNIT = re.compile(r"\s*\([^()]*\)$")
_Line = tuple[int, list[str]]


def _recognize(head: list[str]) -> bool:
    titles = {TABS.cells(line)[0] for line in head}
    return _SECTION in titles or "[Run QC Metrics]" in titles or "[Run Metrics]" in titles


def _read(file: DataFile, scope: Scope) -> Content:
    lines = list(_section(file))
    if not lines:
        raise file.problem(f"no section {_SECTION}", expected="the metrics of an RNA library")
    (number, columns), *rows = lines
    missing = [name for name in (_METRIC, _LOW, _HIGH) if name not in columns]
    if missing:
        raise file.problem(
            f"the section {_SECTION} has no column {', '.join(missing)}",
            line=number,
            expected=f"the columns {_METRIC}, {_LOW}, {_HIGH} and one of each sample",
        )
    samples = [name for name in columns if name not in (_METRIC, _LOW, _HIGH, "")]
    sample, warnings = column_of_sample(file, samples, scope) if samples else (None, [])
    content = Content(warnings=warnings, sample_name=sample, sample_names=samples)
    for row in rows if sample is not None else []:
        content.rna_metrics += _metric(file, columns, row, sample or "")
    return content


def _section(file: DataFile) -> Iterator[_Line]:
    """The lines of the section that are not empty, after its title."""
    inside = False
    for number, raw in file.lines():
        cells = TABS.cells(raw.decode("utf-8", "replace"))
        if cells[0].startswith("["):
            inside = cells[0] == _SECTION
        elif inside and any(cells):
            yield number, cells


def _metric(file: DataFile, columns: list[str], line: _Line, sample: str) -> Iterator[RnaMetric]:
    """The metric of a row; none where the sample has none (`NA`: it has no RNA library)."""
    number, cells = line
    row = dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=False))
    value = _number(file, number, sample, row[sample])
    if value is None:
        return
    yield RnaMetric(
        caller="tso500",
        name=_UNIT.sub("", row[_METRIC]),
        value=value,
        low=_number(file, number, _LOW, row[_LOW]),
        high=_number(file, number, _HIGH, row[_HIGH]),
        source=Source(file=file.name, line=number),
    )


def _number(file: DataFile, line: int, column: str, text: str) -> float | None:
    if text in MISSING:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise file.problem(quoted(text), line=line, column=column, expected="a number, or NA")
    return value


FORMATS = [
    Format(
        name="tso500_metrics",
        role="fusions",
        about=_ABOUT,
        recognized_by=f"a section {_SECTION}, [Run Metrics] or [Run QC Metrics]",
        coordinates="none",
        samples="columns",
        recognize=_recognize,
        read=_read,
        needs_build=False,
        shows=("rna_quality",),
    )
]
