"""PURPLE: purity with ploidy, and the short table of genes that RNAsum keeps, without places."""

from collections.abc import Iterator

from annotator.model.observations import GeneCopiesObservation, Source, TumorContent
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.elsewhere import rows_of_other_genes
from annotator.readers.tables.one_row_each import one_row_a_gene
from annotator.readers.tables.samples import rows_of_sample, sample_column
from annotator.readers.tables.segments import MAX_COPIES
from annotator.readers.tables.table import BadCell, Row, header_of, quoted, read_table

_PURITY = ("purity", "normFactor", "score", "ploidy", "status")
_NO_TUMOR = "NO_TUMOR"
_MAX_PLOIDY = 20


def _is_purity(head: list[str]) -> bool:
    return set(header_of(head)).issuperset(_PURITY)


def _read_purity(file: DataFile, scope: Scope) -> Content:
    column = sample_column(header_of(file.head()), _PURITY)
    rows = read_table(
        file,
        _PURITY,
        lambda row: (
            row.text(column) if column else None,
            (row.cells["status"], _content(file, row)),
        ),
    )
    kept = rows_of_sample(file, rows, scope)
    content = Content(warnings=kept.warnings, sample_name=kept.name, sample_names=kept.names)
    if kept.warnings:
        return content
    if len(kept.rows) != 1:
        raise file.problem(f"{len(kept.rows)} rows", expected="one row, of one sample")
    status, found = kept.rows[0]
    if status == _NO_TUMOR:
        message = "PURPLE found no tumor (status NO_TUMOR): its purity and ploidy are not used"
        warning = ReportWarning(code="no_tumor_found", message=message, source=file.name)
        found = found.model_copy(update={"purity": None, "ploidy": None})
        content.warnings = [warning]
    content.tumor_contents = [found]
    return content


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
    genes = scope.targets.copy_number_genes
    skipped = rows_of_other_genes(genes, "gene")
    rows = read_table(file, _SHORT, lambda row: list(_gene_copies(file, row)), skipped=skipped)
    of_genes = [of_gene for of_gene in rows if of_gene[0].gene in genes]
    lines = {of_gene[0].source.line: of_gene for of_gene in of_genes}
    first, repeated = one_row_a_gene(file, (of_gene[0] for of_gene in of_genes))
    one_row_a_gene(file, (of_gene[-1] for of_gene in of_genes))
    return Content(
        gene_copies=[one for row in first for one in lines[row.source.line]],
        warnings=[*skipped.warnings(file), *repeated],
    )


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
    Format(
        name="purple_gene_short",
        role="copy_number",
        about=About(
            title="PURPLE genes, short",
            files="three columns of `cnv.gene.tsv`, as RNAsum keeps them",
            note="copies of the tumor, the least and the greatest within a gene",
            link="https://github.com/hartwigmedical/hmftools",
        ),
        recognized_by="header gene, minCopyNumber, maxCopyNumber and nothing else (RNAsum)",
        coordinates="none",
        bad_rows="elsewhere",
        one_row_each=True,
        recognize=_is_short,
        read=_read_short,
    ),
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
        shows=("tumor_content",),
        samples="column",
        one_row_each=True,
        recognize=_is_purity,
        read=_read_purity,
    ),
]
