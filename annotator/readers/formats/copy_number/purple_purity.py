"""PURPLE `purity.tsv`: the purity and ploidy of its fit."""

from annotator.model.observations import Source, TumorContent
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.table import BadCell, Row, header_of, quoted, read_table

_PURITY = ("purity", "normFactor", "score", "ploidy", "status")
_NO_TUMOR = "NO_TUMOR"
_MAX_PLOIDY = 20


def _is_purity(head: list[str]) -> bool:
    return set(header_of(head)).issuperset(_PURITY)


def _read_purity(file: DataFile, _scope: Scope) -> Content:
    rows = read_table(file, _PURITY, lambda row: (row.cells["status"], _content(file, row)))
    if len(rows) != 1:
        raise file.problem(f"{len(rows)} rows", expected="one row, of one sample")
    status, found = rows[0]
    if status == _NO_TUMOR:
        message = "PURPLE found no tumor (status NO_TUMOR): its purity and ploidy are not used"
        warning = ReportWarning(code="no_tumor_found", message=message, source=file.name)
        found = found.model_copy(update={"purity": None, "ploidy": None})
        return Content(tumor_contents=[found], warnings=[warning])
    return Content(tumor_contents=[found])


def _content(file: DataFile, row: Row) -> TumorContent:
    purity, ploidy = row.number("purity"), row.number("ploidy")
    if not 0 < purity <= 1:
        raise BadCell(quoted(row.cells["purity"]), column="purity", expected="a fraction (0-1]")
    if not 0 < ploidy <= _MAX_PLOIDY:
        raise BadCell(quoted(row.cells["ploidy"]), column="ploidy", expected="a mean copy number")
    return TumorContent(
        caller="purple",
        purity=purity,
        ploidy=ploidy,
        source=Source(file=file.name, line=row.line),
    )


FORMATS = [
    Format(
        name="purple_purity",
        role="copy_number",
        about=About(
            title="PURPLE purity",
            files="`purity.tsv`",
            note="purity and ploidy, nothing else",
            link="https://github.com/hartwigmedical/hmftools",
            versions=("2.x", "4.x"),
            real=True,
        ),
        recognized_by="header with purity, normFactor, score, ploidy, status: purity and "
        "ploidy alone",
        coordinates="none",
        recognize=_is_purity,
        read=_read_purity,
    ),
]
