"""Discrete copy number of genes: cBioPortal and GISTIC (`data_CNA.txt`), OncoKB, one row each.

The levels are -2, -1.5, -1, 0, 1, 2 by the thresholds of whoever made the table. They are no
copies: 2 says high-level amplification, 1 a gain of few copies.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotator.model.observations import GeneCopiesObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.discrete_layout import DiscreteLayout
from annotator.readers.tables.elsewhere import rows_of_other_genes
from annotator.readers.tables.one_row_each import one_row_a_gene
from annotator.readers.tables.samples import column_of_sample, rows_of_sample
from annotator.readers.tables.table import BadCell, Row, TableShape, header_of, quoted, read_table

_GENE = "Hugo_Symbol"
_NO_SAMPLES = frozenset({_GENE, "Entrez_Gene_Id", "Gene ID", "Cytoband"})
_SHAPE = TableShape(aliases={"Gene Symbol": _GENE, "Locus ID": "Entrez_Gene_Id"})
"""GISTIC names the columns otherwise in `all_thresholded.by_genes.txt`."""
_LONG = (_GENE, "Sample_Id", "Value")
_WORDS_LONG = ("Tumor_Sample_Barcode", _GENE, "Copy_Number_Alteration")
_LEVELS = {-2.0, -1.5, -1.0, 0.0, 1.0, 2.0}
_WORDS = {"amplification": 2.0, "gain": 1.0, "loss": -1.0, "deletion": -2.0}


def _is_matrix(head: list[str]) -> bool:
    columns = header_of(head, _SHAPE)
    if columns[:1] != [_GENE] or set(columns).issuperset(_LONG):
        return False
    first = next((line.split("\t") for line in head[1:] if line.strip()), [])
    samples = [cell for name, cell in zip(columns, first, strict=False) if name not in _NO_SAMPLES]
    return bool(samples) and all(_is_number(cell.strip()) for cell in samples)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell in ("", "NA")
    return True


def _read_matrix(file: DataFile, scope: Scope) -> Content:
    columns = header_of(file.head(), _SHAPE)
    samples = [name for name in columns if name not in _NO_SAMPLES]
    if not samples:
        raise file.problem("no column of a sample", expected="Hugo_Symbol and one of each sample")
    column, warnings = column_of_sample(file, samples, scope)
    if column is None:
        return Content(warnings=warnings, sample_names=samples)
    skipped = rows_of_other_genes(scope.targets.copy_number_genes, _GENE)
    rows = read_table(
        file,
        (_GENE, column),
        lambda row: _observation(file, row, column),
        shape=_SHAPE,
        skipped=skipped,
    )
    copies, repeated = one_row_a_gene(file, _looked_at(rows, scope))
    return Content(
        gene_copies=copies,
        warnings=[*skipped.warnings(file), *repeated],
        sample_name=column,
        sample_names=samples,
    )


def _is_long(head: list[str]) -> bool:
    columns = set(header_of(head))
    return columns.issuperset(_LONG) or columns.issuperset(_WORDS_LONG)


def _read_long(file: DataFile, scope: Scope) -> Content:
    worded = set(header_of(file.head())).issuperset(_WORDS_LONG)
    required = _WORDS_LONG if worded else _LONG
    sample, value = (required[0], required[2]) if worded else required[1:]
    skipped = rows_of_other_genes(scope.targets.copy_number_genes, _GENE)
    rows = read_table(
        file,
        required,
        lambda row: (row.text(sample), _observation(file, row, value)),
        skipped=skipped,
    )
    kept = rows_of_sample(file, rows, scope)
    copies, repeated = one_row_a_gene(file, _looked_at(kept.rows, scope))
    return Content(
        gene_copies=copies,
        warnings=[*kept.warnings, *skipped.warnings(file), *repeated],
        sample_name=kept.name,
        sample_names=kept.names,
    )


def _looked_at(
    rows: Iterable[GeneCopiesObservation | None], scope: Scope
) -> Iterator[GeneCopiesObservation]:
    return (row for row in rows if row and row.gene in scope.targets.copy_number_genes)


def _observation(file: DataFile, row: Row, column: str) -> GeneCopiesObservation | None:
    """None where the level is missing."""
    gene, cell = row.required(_GENE, "a gene"), row.text(column)
    if cell is None:
        return None
    level = _WORDS.get(cell.lower())
    if level is None:
        level = row.number(column)
    if level not in _LEVELS:
        raise BadCell(quoted(cell), column=column, expected="a discrete level, -2 to 2")
    return GeneCopiesObservation(
        caller="discrete",
        gene=gene,
        method="discrete",
        discrete_level=level,
        source=Source(file=file.name, line=row.line),
    )


def described_levels(layout: DiscreteLayout) -> Format:
    """The format of a table of levels whose threshold of level 2 the user states."""

    def read(file: DataFile, scope: Scope) -> Content:
        form = next((each for each in FORMATS if each.recognize(file.head())), FORMATS[0])
        content = form.read(file, scope)
        stated = {"amplified_from": layout.amplified_from, "amplified_is_focal": layout.focal}
        content.gene_copies = [row.model_copy(update=stated) for row in content.gene_copies]
        return content

    return replace(
        FORMATS[0],
        name=layout.name,
        about=About(title=layout.title or layout.name),
        read=read,
    )


FORMATS = [
    Format(
        name="discrete_copy_number",
        role="copy_number",
        about=About(
            title="discrete copy number",
            files="`data_CNA.txt`, `all_thresholded.by_genes` of GISTIC",
            note="a level, -2 to 2, no copies",
            link="https://docs.cbioportal.org/file-formats/",
            real=True,
        ),
        recognized_by="first column Hugo_Symbol (Gene Symbol), then one of levels (-2 to 2) "
        "a sample",
        coordinates="none",
        samples="columns",
        bad_rows="elsewhere",
        one_row_each=True,
        recognize=_is_matrix,
        read=_read_matrix,
        may_coincide=True,
    ),
    Format(
        name="discrete_copy_number_long",
        role="copy_number",
        about=About(
            title="discrete copy number, long",
            files="one row a gene and sample, also of OncoKB",
            note="a level, -2 to 2, no copies",
            link="https://docs.cbioportal.org/file-formats/",
        ),
        recognized_by="header with Hugo_Symbol, Sample_Id, Value, or with Copy_Number_Alteration",
        coordinates="none",
        samples="column",
        bad_rows="elsewhere",
        one_row_each=True,
        recognize=_is_long,
        read=_read_long,
        may_coincide=True,
    ),
]
