"""Structural variants from a VCF: the junctions with at least one side in the loci."""

import re
from collections.abc import Iterator

from annotator.model.observations import FusionObservation, Notice, Source
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.junction import Junction, JunctionEnd, orient
from annotator.readers.numbers import whole_number
from annotator.readers.regions import Regions
from annotator.readers.vcf.adjacencies import adjacencies
from annotator.readers.vcf.header import VcfHeader, caller_name, looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.records import Record, parse_record
from annotator.readers.vcf.tumor_column import tumor_column

_WHOLE = re.compile(r"[0-9]{1,9}")
_MATE_KEYS = ("MATEID", "PARID")
_CALLER_OF_ID = (("Manta", "manta"), ("DRAGEN:", "dragen_sv"), ("gridss", "gridss"))


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    tumor = tumor_column(file, header, scope.tumor_sample)
    caller = caller_name(header)
    met: set[str | frozenset[JunctionEnd]] = set()
    fusions: list[FusionObservation] = []
    not_read = 0
    for record in _records(file, header, tumor.name):
        junctions = _junctions(file, record, caller)
        not_read += not junctions and scope.regions.overlaps(record.chrom, record.position)
        for junction in junctions:
            if _at_loci(junction, scope.regions) and _is_new(junction, record, met):
                fusions.append(orient(junction, scope.strand_at))
    notices = [*tumor.notices, *_not_read_notice(file, not_read)]
    return Content(fusions=fusions, notices=notices)


def _records(file: DataFile, header: VcfHeader, sample: str | None) -> Iterator[Record]:
    for line in all_lines(file, header):
        record = parse_record(line, header, sample)
        if not _is_absent(record):
            yield record


def _is_absent(record: Record) -> bool:
    """The tumor's column shows no sign of the variant: it may stand for another sample alone.

    A genotype that carries it is a sign; else the reads decide, and without them a genotype that
    is called reference or a column that is empty.
    """
    alleles = set(re.split(r"[/|]", record.sample.get("GT", ".")))
    if alleles - {"0", "."}:
        return False
    reads = [count for count in _reads(record) if count is not None]
    if reads:
        return sum(reads) == 0
    others = (value for key, value in record.sample.items() if key != "GT")
    empty = all(set(value) <= set(".,") for value in others)
    return alleles == {"0"} or (empty and bool(record.sample))


def _junctions(file: DataFile, record: Record, caller: str) -> list[Junction]:
    split, spanning = _reads(record)
    return [
        Junction(
            caller=_caller(record, caller),
            first=adjacency.first,
            second=adjacency.second,
            split_reads=split,
            spanning_reads=spanning,
            filters=record.filters,
            raw_breakpoints=adjacency.written,
            source=Source(file=file.name, line=record.line),
        )
        for alt in record.alts
        for adjacency in adjacencies(record.chrom, record.position, alt, record.info)
    ]


def _reads(record: Record) -> tuple[int | None, int | None]:
    """Split and spanning reads: Manta's SR and PR (REF,ALT), DELLY's RV and DV, LUMPY's SR, PE."""
    sample = record.sample
    if "DV" in sample or "RV" in sample:
        return _whole(sample.get("RV")), _whole(sample.get("DV"))
    if "PR" in sample:
        return _alt_count(sample.get("SR")), _alt_count(sample.get("PR"))
    if "PE" in sample:
        return _whole(sample.get("SR")), _whole(sample.get("PE"))
    return None, None


def _alt_count(value: str | None) -> int | None:
    """The ALT part of `ref,alt`."""
    parts = (value or "").split(",")
    return _whole(parts[1]) if len(parts) == 2 else None


def _whole(value: str | None) -> int | None:
    return whole_number(value or "")


def _caller(record: Record, caller: str) -> str:
    """The header's caller, else what the record says of itself."""
    if caller != "vcf":
        return caller
    if "DELLY" in record.info.get("SVMETHOD", "").upper():
        return "delly"
    return next((name for start, name in _CALLER_OF_ID if record.identifier.startswith(start)),
                caller)  # fmt: skip


def _at_loci(junction: Junction, regions: Regions) -> bool:
    return any(
        regions.overlaps(end.chrom, end.position) for end in (junction.first, junction.second)
    )


def _is_new(junction: Junction, record: Record, met: set[str | frozenset[JunctionEnd]]) -> bool:
    """False for the mate of a junction met before: by its mate's name, else by its two ends.

    Micro-homology may shift the two records of one junction against each other, so that names
    are asked first.
    """
    ends = frozenset((junction.first, junction.second))
    mates = {record.info[key] for key in _MATE_KEYS if key in record.info}
    if mates & met or ends in met:
        return False
    met.add(ends)
    if mates and record.identifier != ".":
        met.add(record.identifier)
    return True


def _not_read_notice(file: DataFile, count: int) -> list[Notice]:
    if not count:
        return []
    records = "record is" if count == 1 else "records are"
    message = (
        f"{count} {records} at the loci without a second breakpoint "
        "(insertions, single breakends) and not read as junctions"
    )
    return [Notice(code="not_junctions", message=message, source=file.name)]


FORMATS = [
    Format(
        name="sv_vcf",
        role="structural_variants",
        told_by="first line ##fileformat=VCF, or BCF (BND, INV, DEL, DUP, TRA records)",
        coordinates="1-based",
        recognise=looks_like_vcf,
        read=_read,
        build_evidence=header_build_evidence,
    )
]
