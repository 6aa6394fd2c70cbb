"""Copy number as a laboratory wrote it down: FISH, MLPA, ddPCR or a panel, one value a row.

Columns `gene method value unit`, and `sample` where there are several. Units are `copies`,
`ratio` (to the centromere of the gene's chromosome, as MET/CEP7) and `fold_change` (read depth
against a normal, which is not a copy number). FISH counts the signals of tumor nuclei; copies of
the other methods are of all cells.
"""

import math
from collections.abc import Mapping

from annotator.model.observations import CopyMethod, GeneCopiesObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.elsewhere import rows_of_other_genes
from annotator.readers.tables.samples import rows_of_sample, sample_column
from annotator.readers.tables.segments import MAX_COPIES
from annotator.readers.tables.table import (
    TABS,
    BadCell,
    Row,
    TableShape,
    header_of,
    quoted,
    read_table,
)

_ABOUT = About(
    title="laboratory's own copy numbers",
    files="FISH, MLPA, ddPCR, NGS as a table `gene method value unit`",
    note="units `copies`, `ratio` (of FISH: MET/CEP7), `fold_change`",
)

_COLUMNS = ("gene", "method", "value", "unit")
_METHODS: Mapping[str, CopyMethod] = {
    "fish": "fish",
    "mlpa": "mlpa",
    "ddpcr": "ddpcr",
    "ngs": "sequencing",
}
_UNITS = ("copies", "ratio", "fold_change")
_SHAPES = {"\t": TABS, ",": TableShape(",")}
_Value = tuple[str, CopyMethod, str, float, int]
"""Gene, method, unit, value and line."""


def _shape(head: list[str]) -> TableShape | None:
    for shape in _SHAPES.values():
        if {name.lower() for name in header_of(head, shape)}.issuperset(_COLUMNS):
            return shape
    return None


def _read(file: DataFile, scope: Scope) -> Content:
    shape = _shape(file.head()) or TABS
    skipped = rows_of_other_genes(scope.targets.copy_number_genes, "gene")
    rows = read_table(file, _COLUMNS, _value, any_case=True, shape=shape, skipped=skipped)
    kept = rows_of_sample(file, rows, scope)
    found: dict[tuple[str, CopyMethod], dict[str, tuple[float, int]]] = {}
    for gene, method, unit, value, line in kept.rows:
        units = found.setdefault((gene, method), {})
        if unit in units:
            raise file.problem(
                f"{gene} has the {unit} of {method} twice (lines {units[unit][1]} and {line})",
                line=line,
                expected="one value of each gene, method and unit",
            )
        units[unit] = value, line
    return Content(
        gene_copies=[
            _observation(file, gene, method, units) for (gene, method), units in found.items()
        ],
        warnings=[*kept.warnings, *skipped.warnings(file)],
        sample_name=kept.name,
        sample_names=kept.names,
    )


def _value(row: Row) -> tuple[str | None, _Value]:
    cells = {name: row.required(name, f"a {name}") for name in _COLUMNS}
    method, unit = _METHODS.get(cells["method"].lower()), cells["unit"].lower()
    if method is None:
        raise BadCell(quoted(cells["method"]), column="method", expected=" or ".join(_METHODS))
    if unit not in _UNITS or (unit == "ratio" and method != "fish"):
        expected = "copies, fold_change, or of FISH ratio (to the centromere)"
        raise BadCell(quoted(cells["unit"]), column="unit", expected=expected)
    value = row.number("value")
    if not 0 <= value <= MAX_COPIES or (unit == "fold_change" and value == 0):
        raise BadCell(quoted(cells["value"]), column="value", expected="a number of 0 or more")
    sample = sample_column(row.cells, _COLUMNS)
    name = row.text(sample) if sample else None
    return name, (cells["gene"], method, unit, value, row.line)


def _observation(
    file: DataFile, gene: str, method: CopyMethod, units: Mapping[str, tuple[float, int]]
) -> GeneCopiesObservation:
    def of(unit: str) -> float | None:
        return units[unit][0] if unit in units else None

    fold = of("fold_change")
    return GeneCopiesObservation(
        caller=method,
        gene=gene,
        method=method,
        log2_ratio=None if fold is None else math.log2(fold),
        copy_number=of("copies"),
        purity_corrected=method == "fish",
        centromere_ratio=of("ratio"),
        source=Source(file=file.name, line=min(line for _, line in units.values())),
    )


FORMATS = [
    Format(
        name="laboratory_copies",
        role="copy_number",
        about=_ABOUT,
        recognized_by="header with gene, method, value, unit (FISH, MLPA, ddPCR, NGS; tab or "
        "comma)",
        coordinates="none",
        samples="column",
        bad_rows="elsewhere",
        one_row_each=True,
        recognize=lambda head: _shape(head) is not None,
        read=_read,
        may_coincide=True,
    )
]
