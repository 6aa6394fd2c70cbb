"""DRAGEN `mapping_metrics.csv` of an RNA run: how many reads were mapped.

It lists no fusion: a run whose reads did not map says nothing of fusions. The same file of a DNA
run looks alike.
"""

from annotator.model.observations import RnaMetric, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import TableShape, quoted

_ABOUT = About(
    title="DRAGEN RNA, mapping metrics",
    files="`mapping_metrics.csv` of the RNA run",
    note="quality of the RNA, no fusions",
)

_SUMMARY = "MAPPING/ALIGNING SUMMARY"
_MAPPED = "Mapped reads"
_COMMAS = TableShape(",")


def _recognize(head: list[str]) -> bool:
    return any(line.startswith(f"{_SUMMARY},") for line in head)


def _read(file: DataFile, _scope: Scope) -> Content:
    for number, raw in file.lines():
        cells = _COMMAS.cells(raw.decode("utf-8", "replace"))
        if len(cells) > 3 and cells[0] == _SUMMARY and cells[2] == _MAPPED:
            value = whole_number(cells[3])
            if value is None:
                raise file.problem(
                    quoted(cells[3]), line=number, column=_MAPPED, expected="a whole number"
                )
            source = Source(file=file.name, line=number)
            metric = RnaMetric(caller="dragen_rna", name=_MAPPED, value=value, source=source)
            return Content(rna_metrics=[metric])
    raise file.problem(f"no line {_SUMMARY},,{_MAPPED}", expected="the metrics of a DRAGEN run")


FORMATS = [
    Format(
        name="dragen_rna_metrics",
        role="fusions",
        about=_ABOUT,
        recognized_by=f"comma-separated lines that begin with {_SUMMARY}",
        coordinates="none",
        recognize=_recognize,
        read=_read,
        needs_build=False,
        shows=("rna_quality",),
    )
]
