"""PureCN: purity and ploidy of its likeliest fit, with its own doubts of it.

A fit that failed is not used. One that is flagged is used with a warning, unless
a person has curated it.
"""

from annotator.model.observations import Source, TumorContent
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.samples import rows_of_sample
from annotator.readers.tables.table import BadCell, Row, TableShape, header_of, quoted, read_table

_COMMAS = TableShape(",")
_COLUMNS = ("Sampleid", "Purity", "Ploidy", "Flagged", "Failed", "Curated", "Comment")
_MAX_PLOIDY = 20


def _read(file: DataFile, scope: Scope) -> Content:
    rows = read_table(
        file, _COLUMNS, lambda row: (row.text("Sampleid"), _content(file, row)), shape=_COMMAS
    )
    of_sample = rows_of_sample(file, rows, scope)
    if len(of_sample.rows) > 1:
        raise file.problem(f"{len(of_sample.rows)} rows of one sample", expected="one row")
    content = Content(
        warnings=of_sample.warnings, sample_name=of_sample.name, sample_names=of_sample.names
    )
    for found, doubts in of_sample.rows:
        content.tumor_contents.append(found)
        content.warnings += doubts
    return content


def _content(file: DataFile, row: Row) -> tuple[TumorContent, list[ReportWarning]]:
    purity, ploidy = row.number("Purity"), row.number("Ploidy")
    if not 0 < purity <= 1:
        raise BadCell(quoted(row.cells["Purity"]), column="Purity", expected="a fraction (0-1]")
    if not 0 < ploidy <= _MAX_PLOIDY:
        raise BadCell(quoted(row.cells["Ploidy"]), column="Ploidy", expected="a mean copy number")
    failed, flagged, curated = (_is_true(row, name) for name in ("Failed", "Flagged", "Curated"))
    source = Source(file=file.name, line=row.line)
    found = TumorContent(
        caller="purecn",
        purity=None if failed else purity,
        ploidy=None if failed else ploidy,
        source=source,
    )
    if not failed and (curated or not flagged):
        return found, []
    what = "failed: its purity and ploidy are not used" if failed else "is flagged"
    comment = row.text("Comment")
    message = f"the fit of PureCN {what}" + (f" ({comment})" if comment else "")
    return found, [ReportWarning(code="fit_in_doubt", message=message, source=source.place)]


def _is_true(row: Row, column: str) -> bool:
    word = row.cells[column].upper()
    if word not in ("TRUE", "FALSE"):
        raise BadCell(quoted(row.cells[column]), column=column, expected="TRUE or FALSE")
    return word == "TRUE"


FORMATS = [
    Format(
        name="purecn_purity",
        role="copy_number",
        about=About(
            title="PureCN purity",
            files="the table of one sample (`SAMPLE.csv`)",
            note="purity and ploidy, nothing else",
            link="https://bioconductor.org/packages/PureCN",
            real=True,
        ),
        recognized_by="comma-separated header with Sampleid, Purity, Ploidy, Flagged, Failed",
        coordinates="none",
        samples="column",
        one_row_each=True,
        recognize=lambda head: set(header_of(head, _COMMAS)).issuperset(_COLUMNS),
        read=_read,
        shows=("tumor_content",),
    )
]
