"""TruSight Oncology 500: amplified genes, purity and ploidy of the combined variant output.

The fold change is read depth against normal samples: a ratio, no copy number. The panel leaves out
genes below its own threshold. Tumor fraction and ploidy stand in the section of genomic
instability, where that was measured.
"""

import math
from collections.abc import Iterator, Mapping

from annotator.model.observations import GeneCopiesObservation, Source, TumorContent
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.formats.fusions.tso500 import (
    AMPLIFICATIONS,
    DNA_LIBRARY,
    TUMOR_CONTENT,
    held_for_others,
    is_combined_output,
    library,
    sections_of,
)
from annotator.readers.tables.elsewhere import rows_of_other_genes
from annotator.readers.tables.one_row_each import one_row_a_gene
from annotator.readers.tables.sections import Section, section_rows, section_value
from annotator.readers.tables.segments import MAX_COPIES
from annotator.readers.tables.table import BadCell, Row, bad_rows, quoted

_COLUMNS = ("Gene", "Fold Change")
_MOST = {"Tumor Fraction": 1.0, "Ploidy": 20.0}


def _read(file: DataFile, scope: Scope) -> Content:
    sections = sections_of(file, AMPLIFICATIONS)
    sample = library(file, sections, DNA_LIBRARY, "copy numbers")
    found: list[GeneCopiesObservation] = []
    bad: list[tuple[int | None, BadCell]] = []
    genes = scope.targets.copy_number_genes
    skipped = rows_of_other_genes(genes, "Gene")
    for title in AMPLIFICATIONS:
        for row in section_rows(file, sections, title, _COLUMNS):
            try:
                found.append(_amplified(file, row))
            except BadCell as problem:
                if not skipped.takes(row):
                    bad.append((row.line, problem))
    if bad:
        raise bad_rows(file, bad)
    copies, repeated = one_row_a_gene(file, (each for each in found if each.gene in genes))
    return Content(
        gene_copies=copies,
        warnings=[*skipped.warnings(file), *repeated],
        tumor_contents=list(_tumor_content(file, sections)),
        sample_name=sample,
        held_for_others=held_for_others(sections, "copy_number"),
    )


def _amplified(file: DataFile, row: Row) -> GeneCopiesObservation:
    fold = row.number("Fold Change")
    if not 0 < fold <= MAX_COPIES:
        raise BadCell(
            quoted(row.cells["Fold Change"]), column="Fold Change", expected="a number above 0"
        )
    return GeneCopiesObservation(
        caller="tso500",
        gene=row.required("Gene", "a gene"),
        method="sequencing",
        log2_ratio=math.log2(fold),
        source=Source(file=file.name, line=row.line),
    )


def _tumor_content(file: DataFile, sections: Mapping[str, Section]) -> Iterator[TumorContent]:
    """Purity and ploidy where the section gives a purity above 0."""
    purity, ploidy = (_fitted(file, sections, name) for name in _MOST)
    told = section_value(sections, TUMOR_CONTENT, "Tumor Fraction")
    if purity and told:
        source = Source(file=file.name, line=told[0])
        yield TumorContent(caller="tso500", purity=purity, ploidy=ploidy or None, source=source)


def _fitted(file: DataFile, sections: Mapping[str, Section], name: str) -> float | None:
    """A number of the section. Raises `InputProblem` for one that it cannot be."""
    line, text = section_value(sections, TUMOR_CONTENT, name) or (None, None)
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= _MOST[name]:
        raise file.problem(
            quoted(text), line=line, column=name, expected=f"a number of 0 to {_MOST[name]:g}"
        )
    return value


FORMATS = [
    Format(
        name="tso500_amplifications",
        role="copy_number",
        about=About(
            title="TruSight Oncology 500, amplifications",
            files="`CombinedVariantOutput.tsv`",
            note="fold change, which is a ratio; only amplified genes are listed; purity and "
            "ploidy of `[GIS]`",
            callers={"tso500": "TruSight Oncology 500"},
        ),
        recognized_by="first line ... Combined Variant Output, or a section [Gene Amplifications] "
        "or [Copy Number Variants]",
        coordinates="none",
        samples="header",
        bad_rows="elsewhere",
        one_row_each=True,
        recognize=lambda head: is_combined_output(head, *AMPLIFICATIONS),
        read=_read,
    )
]
