"""Small variants from a MAF: TCGA, cBioPortal and vcf2maf; the rows of one tumor sample.

A MAF has no empty allele: `-` stands for it. A deletion starts at its first base, an insertion at
the base before it. Files of a cohort hold many samples in one table. Some list every place at
which the tumor was genotyped ("fill-out"): a row without reads of the allele is not a mutation.
"""

from collections.abc import Iterator

from annotator.model.observations import (
    AnnotatedName,
    SmallVariantObservation,
    Source,
    UnreadAllele,
)
from annotator.model.warning import ReportWarning
from annotator.readers.build import BuildEvidence, cell_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.duplicates import duplicate_warning
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.elsewhere import LookedAt
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import (
    BadCell,
    Row,
    SkippedRows,
    cells_of_column,
    header_of,
    in_case_of,
    read_table,
)
from annotator.readers.unread_alleles import is_plain, unread_warning
from annotator.readers.vcf.allele_support import AlleleSupport
from annotator.readers.vcf.records import PASSING

_ABOUT = About(
    title="MAF",
    files="MAF of one sample or of a cohort",
    link="https://docs.gdc.cancer.gov/Data/File_Formats/MAF_Format/",
    real=True,
)

_SAMPLE = "Tumor_Sample_Barcode"
_REQUIRED = ("Chromosome", "Start_Position", "Reference_Allele", "Tumor_Seq_Allele2", _SAMPLE)
_ALLELES = ("Reference_Allele", "Tumor_Seq_Allele1", "Tumor_Seq_Allele2")
_BASES = frozenset("ACGTUNRYSWKMBDHV-")  # IUPAC codes
_LISTED = 10
# Cells that say that a row is not a somatic mutation: MuTect's own judgement, the checks of TCGA
# and cBioPortal, and the origin of the allele. Each becomes a filter of the row.
_DENIALS: dict[str, dict[str, str]] = {
    "judgement": {"reject": "REJECT"},
    "Validation_Status": {
        "invalid": "Validation_Status=Invalid",
        "wildtype": "Validation_Status=Wildtype",
    },
    "Mutation_Status": {
        "germline": "germline",
        "wildtype": "Mutation_Status=Wildtype",
        "post-transcriptional modification": "post-transcriptional modification",
    },
}


def _recognize(head: list[str]) -> bool:
    return set(in_case_of(header_of(head), _REQUIRED)).issuperset(_REQUIRED)


def _read(file: DataFile, scope: Scope) -> Content:
    barcodes = list(dict.fromkeys(_column(file, _SAMPLE)))
    sample = _sample(file, barcodes, scope)
    without_reads: list[int] = []
    unread: list[UnreadAllele] = []

    def parse(row: Row) -> list[SmallVariantObservation]:
        if row.cells[_SAMPLE] != sample or not _is_near(row, scope):
            return []
        variants = list(_observations(file, row, scope.targets.variant_genes))
        shown = [variant for variant in variants if _support_of(variant).shows is not False]
        without_reads.extend([row.line] * (len(variants) - len(shown)))
        unread.extend(_unread(variant) for variant in shown if not _is_plain(variant))
        return list(filter(_is_plain, shown))

    skipped = _skipped(scope)
    rows = read_table(file, _REQUIRED, parse, any_case=True, skipped=skipped)
    variants = [variant for row in rows for variant in row]
    return Content(
        small_variants=variants,
        unread_alleles=unread,
        warnings=[
            *skipped.warnings(file),
            *unread_warning(file, unread),
            *_without_reads_warning(file, without_reads),
            *duplicate_warning(file, variants),
        ],
        sample_name=sample,
        sample_names=barcodes,
    )


def _is_plain(variant: SmallVariantObservation) -> bool:
    return is_plain(variant.ref, variant.alt, empty="-")


def _unread(variant: SmallVariantObservation) -> UnreadAllele:
    """An allele that cannot be read, with the bases that it replaces or lies between."""
    length = 2 if variant.ref == "-" else len(variant.ref)
    return UnreadAllele(
        chrom=variant.chrom,
        start=variant.position,
        end=variant.position + length - 1,
        written=f"{variant.ref}>{variant.alt}",
        source=variant.source,
    )


def _support_of(variant: SmallVariantObservation) -> AlleleSupport:
    return AlleleSupport(variant.depth, variant.alt_reads, variant.vaf)


def _without_reads_warning(file: DataFile, lines: list[int]) -> list[ReportWarning]:
    """The warning that counts the alleles without reads, where there are any."""
    if not lines:
        return []
    alleles = "allele has" if len(lines) == 1 else "alleles have"
    are = "is" if len(lines) == 1 else "are"
    listed = ", ".join(map(str, lines[:_LISTED])) + (", …" if len(lines) > _LISTED else "")
    message = (
        f"{len(lines)} {alleles} no read in the tumor and {are} left out (line {listed}): such a "
        "row says that the place was looked at"
    )
    return [ReportWarning(code="genotype_without_reads", message=message, source=file.name)]


def _sample(file: DataFile, barcodes: list[str], scope: Scope) -> str | None:
    """The barcode to read: the wanted one, the sample's own, or the only one; None without rows.

    Raises `InputProblem` where the wanted one is not there, or where there are several.
    """
    wanted = scope.tumor_sample
    if wanted is None and scope.sample in barcodes:
        return scope.sample
    listed = ", ".join(barcodes[:_LISTED]) + (", …" if len(barcodes) > _LISTED else "")
    if wanted is not None:
        if wanted not in barcodes:
            raise file.problem(
                f"the MAF has no {_SAMPLE} {wanted!r}",
                expected=f"one of {listed}",
                advice="Correct --tumor-sample. A sample without any mutation has no row.",
            )
        return wanted
    if len(barcodes) > 1:
        raise file.problem(
            f"the MAF holds {len(barcodes)} tumor samples: {listed}",
            column=_SAMPLE,
            advice="Say which one with --tumor-sample.",
        )
    return barcodes[0] if barcodes else None


def _column(file: DataFile, name: str) -> list[str]:
    return cells_of_column(file, _REQUIRED, name, any_case=True)


def _skipped(scope: Scope) -> SkippedRows:
    """What takes the bad rows whose place can be read and is none that is looked at."""
    looked_at = LookedAt(scope.targets.variant_genes, scope.targets.variant_regions)

    def elsewhere(row: Row) -> bool:
        chrom, start = row.cells.get("Chromosome", ""), row.cells.get("Start_Position", "")
        if looked_at.place(chrom, start) != "elsewhere":
            return False
        length = max(1, len(row.cells.get("Reference_Allele", "")))
        first = whole_number(start)
        return first is None or not looked_at.regions.overlaps(chrom, first, first + length - 1)

    return SkippedRows(elsewhere, lambda cells: not looked_at.may_be_in(cells))


def _is_near(row: Row, scope: Scope) -> bool:
    start = row.count("Start_Position")
    length = max(1, len(row.cells["Reference_Allele"]))
    return scope.targets.variant_regions.overlaps(
        row.cells["Chromosome"], start, start + length - 1
    )


def _observations(
    file: DataFile, row: Row, genes: frozenset[str]
) -> Iterator[SmallVariantObservation]:
    """One observation per allele that differs from the reference.

    The counts are those of Tumor_Seq_Allele2, unless Allele1 alone is the variant.
    """
    ref = _allele(row, "Reference_Allele")
    first, second = (_allele(row, name) for name in _ALLELES[1:])
    alts = [alt for alt in dict.fromkeys((second, first)) if alt and alt != ref]
    for number, alt in enumerate(alts):
        depth, reads, fraction = _support(row) if number == 0 else (None, None, None)
        yield SmallVariantObservation(
            caller="maf",
            chrom=same_chromosome_name(row.cells["Chromosome"]),
            position=row.count("Start_Position"),
            ref=ref,
            alt=alt,
            filters=_filters(row),
            depth=depth,
            alt_reads=reads,
            vaf=fraction,
            annotations=list(_names(row, genes)),
            source=Source(file=file.name, line=row.line),
        )


def _filters(row: Row) -> list[str]:
    """The filters that a row did not pass, with those that its columns of status stand for."""
    named = [name.strip() for name in (row.text("FILTER") or "").split(";")]
    filters = [name for name in named if name and name.lower() not in PASSING]
    by_column = {name.lower(): cell for name, cell in row.cells.items()}
    for column, denials in _DENIALS.items():
        denial = denials.get(by_column.get(column.lower(), "").lower())
        filters += [denial] if denial else []
    return list(dict.fromkeys(filters))


def _allele(row: Row, column: str) -> str:
    """The bases of an allele, `-` for none of them; empty where the file has no such cell."""
    written = row.cells.get(column, "").upper()
    if column == "Tumor_Seq_Allele1" and not row.text(column):
        return ""
    if not written or not _BASES.issuperset(written) or ("-" in written and written.strip("-")):
        raise BadCell(repr(written[:60]), column=column, expected="bases, or - for none")
    return written if written.strip("-") else "-"


def _support(row: Row) -> tuple[int | None, int | None, float | None]:
    """Depth, alternate reads and fraction, by t_depth, t_ref_count and t_alt_count."""
    depth, ref, alt = (_reads(row, name) for name in ("t_depth", "t_ref_count", "t_alt_count"))
    if depth is None and ref is not None and alt is not None:
        depth = ref + alt
    fraction = row.optional_number("tumor_f")
    if fraction is None and alt is not None and depth and alt <= depth:
        fraction = alt / depth
    if fraction is not None and not 0 <= fraction <= 1:
        raise BadCell(f"{fraction:g}", column="tumor_f", expected="a fraction of 0 to 1")
    return depth, alt, None if fraction is None else round(fraction, 6)


def _reads(row: Row, column: str) -> int | None:
    return None if row.text(column) is None else row.count(column)


def _names(row: Row, genes: frozenset[str]) -> Iterator[AnnotatedName]:
    gene = row.text("Hugo_Symbol")
    hgvs_c, hgvs_p = (_bare(row.text(name)) for name in ("HGVSc", "HGVSp"))
    if gene in genes and (hgvs_c or hgvs_p):
        yield AnnotatedName(
            gene=gene or "",
            transcript=row.text("Transcript_ID"),
            hgvs_c=hgvs_c,
            hgvs_p=hgvs_p,
            source="MAF",
        )


def _bare(name: str | None) -> str | None:
    return name.rpartition(":")[2] or None if name else None


def _build_evidence(file: DataFile) -> list[BuildEvidence]:
    return cell_build_evidence(file, "NCBI_Build", _column(file, "NCBI_Build"))


FORMATS = [
    Format(
        name="maf",
        role="small_variants",
        about=_ABOUT,
        recognized_by="header with " + ", ".join(_REQUIRED),
        coordinates="1-based",
        samples="column",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
        build_evidence=_build_evidence,
    )
]
