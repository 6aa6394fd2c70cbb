"""PURPLE: copy number of segments and of genes, and purity with ploidy.

Copy numbers are those of the tumor cells, corrected for purity and ploidy; noise can make them
negative. The columns of the gene table changed their case and some names between versions; since
version 4 it has further transcripts of a gene, of which only the canonical one is read. RNAsum
keeps three of its columns, without places.
"""

from collections.abc import Iterator

from annotator.model.observations import GeneCopiesObservation, Source, TumorContent
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.tables.segments import MAX_COPIES, SegmentTable
from annotator.readers.tables.table import BadCell, Row, header_of, quoted, read_table

_PLACE = ("chromosome", "start", "end")
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


_SHORT = ("gene", "minCopyNumber", "maxCopyNumber")


def _is_short(head: list[str]) -> bool:
    return header_of(head) == list(_SHORT)


def _read_short(file: DataFile, scope: Scope) -> Content:
    rows = read_table(file, _SHORT, lambda row: list(_gene_copies(file, row)))
    copies = [one for of_gene in rows for one in of_gene if one.gene in scope.copies_of]
    return Content(gene_copies=copies)


def _gene_copies(file: DataFile, row: Row) -> Iterator[GeneCopiesObservation]:
    """The least copies within a gene and, where they differ, the greatest: each is judged."""
    least, greatest = (_copies(row, column) for column in _SHORT[1:])
    for copies in (least,) if least == greatest else (least, greatest):
        yield GeneCopiesObservation(
            caller="purple",
            gene=row.required("gene", "a gene"),
            method="sequencing",
            copy_number=copies,
            purity_corrected=True,
            source=Source(file=file.name, line=row.line),
        )


def _copies(row: Row, column: str) -> float:
    copies = row.number(column)
    if abs(copies) > MAX_COPIES:
        raise BadCell(quoted(row.cells[column]), column=column, expected="a number of copies")
    return copies


FORMATS = [
    SegmentTable(
        name="purple_gene",
        recognized_by="header with gene, minCopyNumber, maxCopyNumber, minRegions, in any case",
        place=_PLACE,
        caller="purple",
        copies=("minCopyNumber",),
        corrected=True,
        max_copies="maxCopyNumber",
        gene="gene",
        also=("minRegions",),
        any_case=True,
        unless=("isCanonical", "false"),
    ).format,
    Format(
        name="purple_gene_short",
        role="copy_number",
        recognized_by="header gene, minCopyNumber, maxCopyNumber and nothing else (RNAsum)",
        coordinates="none",
        recognize=_is_short,
        read=_read_short,
    ),
    SegmentTable(
        name="purple_segments",
        recognized_by="header with chromosome, start, end, copyNumber, segmentStartSupport",
        place=_PLACE,
        caller="purple",
        copies=("copyNumber",),
        corrected=True,
        weights=("depthWindowCount", "bafCount"),
        also=("segmentStartSupport",),
    ).format,
    Format(
        name="purple_purity",
        role="copy_number",
        recognized_by="header with purity, normFactor, score, ploidy, status: purity and "
        "ploidy alone",
        coordinates="none",
        recognize=_is_purity,
        read=_read_purity,
    ),
]
