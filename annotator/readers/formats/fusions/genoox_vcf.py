"""Genoox's VCF of RNA fusions, made of the calls of STAR-Fusion or Illumina: two records a fusion.

ID is `GENE-GENE-position-position_1` and `_2`; each record has one of the places, and the brackets
are the same whatever is joined. Which gene is the 5' one is not documented, so the order is left
open. SPLIT_READS and DISCORDANT_PAIRS count both records' fusion. Positions are 1-based.
"""

from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import quoted
from annotator.readers.vcf.adjacencies import mate_place
from annotator.readers.vcf.header import looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.records import Record, parse_record
from annotator.readers.vcf.rna_fusions import rna_caller
from annotator.readers.vcf.skipped_records import SkippedRecords
from annotator.readers.vcf.tumor_column import tumor_column

_NAME = "genoox_vcf"
_FIRST, _SECOND = "_1", "_2"
_READS = ("SPLIT_READS", "DISCORDANT_PAIRS")


def _recognize(head: list[str]) -> bool:
    return looks_like_vcf(head) and rna_caller(head) == "genoox"


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    tumor = tumor_column(file, header, scope.tumor_sample, scope.sample)
    skipped = SkippedRecords(scope.targets.fusion_genes, scope.targets.junction_regions)
    lines = all_lines(file, header, skipped=skipped)
    records = [parse_record(line, header, tumor.name) for line in lines]
    fusions = [record for record in records if record.info.get("SVTYPE", "").upper() == "FUSION"]
    first = {record.identifier for record in fusions}
    return Content(
        fusions=[_observation(file, record) for record in fusions if not _is_second(record, first)],
        warnings=[*tumor.warnings, *skipped.warnings(file)],
        sample_name=tumor.name,
        sample_names=header.samples,
    )


def _is_second(record: Record, identifiers: set[str]) -> bool:
    """Whether a record says again what its mate says."""
    name = record.identifier
    return name.endswith(_SECOND) and name.removesuffix(_SECOND) + _FIRST in identifiers


def _observation(file: DataFile, record: Record) -> FusionObservation:
    split, pairs = (_count(file, record, key) for key in _READS)
    first, second = _ends(file, record)
    return FusionObservation(
        caller="genoox",
        assay="rna",
        five_prime=first,
        three_prime=second,
        junction="unknown",
        ordered=False,
        split_reads=split,
        spanning_reads=pairs,
        raw_support={key: record.info[key] for key in _READS if key in record.info},
        filters=record.filters,
        raw_breakpoints=f"{record.chrom}:{record.position} {','.join(record.alts)}",
        source=Source(file=file.name, line=record.line),
    )


def _ends(file: DataFile, record: Record) -> tuple[FusionEnd, FusionEnd]:
    """The places of the record and of its mate, each with its gene where ID gives their order."""
    mate = mate_place(record.alts[0]) if record.alts else None
    if mate is None:
        raise file.problem(
            quoted(",".join(record.alts)), line=record.line, column="ALT", expected="one breakend"
        )
    genes = [record.info.get("GENE_NAME", ""), record.info.get("FUSION_DRIVER_GENE", "")]
    if record.identifier.startswith(f"{genes[1]}-{genes[0]}-"):
        genes.reverse()
    elif not record.identifier.startswith(f"{genes[0]}-{genes[1]}-"):
        genes = ["", ""]
    if record.identifier.endswith(_SECOND):
        genes.reverse()
    here = (same_chromosome_name(record.chrom), record.position)
    there = (same_chromosome_name(mate[0]), mate[1])
    return end_of(gene_symbols(genes[0]), here), end_of(gene_symbols(genes[1]), there)


def _count(file: DataFile, record: Record, key: str) -> int | None:
    text = record.info.get(key, ".")
    if text == ".":
        return None
    count = whole_number(text)
    if count is None:
        raise file.problem(
            quoted(text), line=record.line, column=f"INFO/{key}", expected="a whole number"
        )
    return count


FORMATS = [
    Format(
        name=_NAME,
        role="fusions",
        about=About(
            title="Genoox, VCF",
            files="VCF of STAR-Fusion or Illumina fusions",
            note="open",
        ),
        recognized_by="a VCF with ##GENOOX_VCF_TYPE of fusions",
        coordinates="1-based",
        samples="genotypes",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
        needs_build=False,
        build_evidence=header_build_evidence,
    )
]
