"""TruSight Oncology 500: the small variants of the combined variant output, which passed.

Positions and alleles are those of its VCF. Gene and names are empty where the variant lies in no
transcript of the panel.
"""

from collections.abc import Iterator

from annotator.model.observations import (
    AnnotatedName,
    SmallVariantObservation,
    Source,
    UnreadAllele,
)
from annotator.readers.datafile import DataFile
from annotator.readers.duplicates import duplicate_warning
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.formats.fusions.tso500 import (
    DNA_LIBRARY,
    SMALL_VARIANTS,
    held_for_others,
    is_combined_output,
    library,
    sections_of,
)
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.sections import section_rows
from annotator.readers.tables.table import BadCell, Row, bad_rows
from annotator.readers.unread_alleles import is_plain, unread_warning

_NAME = "tso500_small_variants"
_COLUMNS = (
    "Gene",
    "Chromosome",
    "Genomic Position",
    "Reference Call",
    "Alternative Call",
    "Allele Frequency",
    "Depth",
)
_TITLE = "TruSight Oncology 500, small variants"


def _read(file: DataFile, scope: Scope) -> Content:
    sections = sections_of(file, (SMALL_VARIANTS,))
    content = Content(
        sample_name=library(file, sections, DNA_LIBRARY, "small variants"),
        held_for_others=held_for_others(sections, "small_variants"),
    )
    bad: list[tuple[int | None, BadCell]] = []
    for row in section_rows(file, sections, SMALL_VARIANTS, _COLUMNS):
        try:
            if _is_near(row, scope):
                _add(content, file, row, scope)
        except BadCell as problem:
            bad.append((row.line, problem))
    if bad:
        raise bad_rows(file, bad)
    content.warnings += unread_warning(file, content.unread_alleles)
    content.warnings += duplicate_warning(file, content.small_variants)
    return content


def _is_near(row: Row, scope: Scope) -> bool:
    chrom = row.cells["Chromosome"]
    if not scope.targets.variant_regions.on(chrom):
        return False
    start = row.count("Genomic Position")
    return scope.targets.variant_regions.overlaps(
        chrom, start, start + max(1, len(row.cells["Reference Call"])) - 1
    )


def _add(content: Content, file: DataFile, row: Row, scope: Scope) -> None:
    chrom, start = same_chromosome_name(row.cells["Chromosome"]), row.count("Genomic Position")
    ref = row.required("Reference Call", "the bases of the reference").upper()
    alt = row.required("Alternative Call", "the bases of the variant").upper()
    source = Source(file=file.name, line=row.line)
    if not is_plain(ref, alt):
        content.unread_alleles.append(
            UnreadAllele(
                chrom=chrom,
                start=start,
                end=start + len(ref) - 1,
                written=f"{ref}>{alt}",
                source=source,
            )
        )
        return
    content.small_variants.append(
        SmallVariantObservation(
            caller=_NAME,
            chrom=chrom,
            position=start,
            ref=ref,
            alt=alt,
            filters=[],
            depth=None if row.text("Depth") is None else row.count("Depth"),
            vaf=_fraction(row),
            annotations=list(_names(row, scope.targets.variant_genes)),
            source=source,
        )
    )


def _fraction(row: Row) -> float | None:
    fraction = row.optional_number("Allele Frequency")
    if fraction is not None and not 0 <= fraction <= 1:
        raise BadCell(f"{fraction:g}", column="Allele Frequency", expected="a fraction of 0 to 1")
    return fraction


def _names(row: Row, genes: frozenset[str]) -> Iterator[AnnotatedName]:
    """The names of the first gene that is looked for, of `A;B` where genes overlap."""
    gene = next((name for name in row.cells["Gene"].split(";") if name in genes), None)
    transcript, _, hgvs_c = (row.text("C-Dot Notation") or "").rpartition(":")
    hgvs_p = (row.text("P-Dot Notation") or "").rpartition(":")[2]
    if gene and (hgvs_c or hgvs_p):
        yield AnnotatedName(
            gene=gene,
            transcript=transcript or None,
            hgvs_c=hgvs_c or None,
            hgvs_p=hgvs_p or None,
            source="TSO 500",
        )


FORMATS = [
    Format(
        name=_NAME,
        role="small_variants",
        about=About(title=_TITLE, files="`CombinedVariantOutput.tsv`, `[Small Variants]`"),
        recognized_by="first line ... Combined Variant Output, or a section [Small Variants]",
        coordinates="1-based",
        samples="header",
        bad_rows="elsewhere",
        recognize=lambda head: is_combined_output(head, SMALL_VARIANTS),
        read=_read,
    )
]
