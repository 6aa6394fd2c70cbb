"""Small variants from a VCF of any caller: one observation per ALT allele in the tumor column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.model.observations import Notice, SmallVariantObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import Content, Format, Scope
from annotator.readers.regions import chromosome_key, same_chromosome_name
from annotator.readers.vcf.allele_support import (
    AlleleSupport,
    AlleleValues,
    BadValue,
    allele_support,
)
from annotator.readers.vcf.header import VcfHeader, caller_name, looks_like_vcf, read_header
from annotator.readers.vcf.lines import locus_lines, seen_chromosomes
from annotator.readers.vcf.phase import allele_phase
from annotator.readers.vcf.records import parsed_records
from annotator.readers.vcf.tumor_column import tumor_column

if TYPE_CHECKING:
    from pysam import VariantRecord

_NO_ALLELE = frozenset({"*", "<*>", "<NON_REF>", "."})
_SEQUENCE = re.compile(r"[ACGTN]+$", re.IGNORECASE)


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    sample = tumor_column(file, header, scope.tumor_sample)
    caller = caller_name(header)
    content = Content()
    met, not_small = False, 0
    for line, record in parsed_records(file, header, locus_lines(file, header, scope.regions)):
        met = True
        try:
            content.small_variants += _observations(file, line, record, sample, caller)
        except BadValue as bad:
            raise file.problem(
                bad.found, line=line, column=bad.column, expected=bad.expected
            ) from bad
        not_small += sum(_is_not_small(alt) for alt in record.alts or ())
    content.notices = _not_small_notice(file, not_small)
    if not met:
        content.notices += _names_notice(file, header, scope)
    return content


def _observations(
    file: DataFile, line: int | None, record: "VariantRecord", sample: str | None, caller: str
) -> Iterator[SmallVariantObservation]:
    alts: Sequence[str] = record.alts or ()
    column = None if sample is None else record.samples[sample]
    fields: dict[str, object] = {} if column is None else dict(column.items())
    genotype: Sequence[int | None] = fields.get("GT") or ()  # type: ignore[assignment]
    for number, alt in enumerate(alts, 1):
        if alt in _NO_ALLELE or _is_not_small(alt):
            continue
        info = dict(record.info.items()) if column is None else {}
        values = AlleleValues(record.ref or "", alt, number, len(alts), fields, info)
        support = allele_support(values)
        if column is not None and not _is_in_tumor(number, genotype, support, fields):
            continue
        phase = allele_phase(number, genotype, bool(column and column.phased), fields)
        yield SmallVariantObservation(
            caller=caller,
            chrom=same_chromosome_name(record.chrom),
            position=record.pos,
            ref=(record.ref or "").upper(),
            alt=alt.upper(),
            filters=[name for name in dict.fromkeys(record.filter) if name not in ("PASS", ".")],
            depth=support.depth,
            alt_reads=support.alt_reads,
            vaf=support.vaf,
            phase_set=phase.phase_set,
            haplotype=phase.haplotype,
            source=Source(file=file.name, line=line),
        )


def _is_not_small(alt: str) -> bool:
    """A symbolic allele or a breakend."""
    return alt not in _NO_ALLELE and not _SEQUENCE.match(alt)


def _is_in_tumor(
    number: int,
    genotype: Sequence[int | None],
    support: AlleleSupport,
    fields: Mapping[str, object],
) -> bool:
    """Whether the tumor's column shows the allele: a record may stand for another sample alone.

    The genotype that carries it shows it; else the reads do. Where neither speaks of the allele,
    a genotype that is called without it, or a column that is empty, says that it is not there.
    """
    if number in genotype:
        return True
    if support.alt_reads is not None:
        return support.alt_reads > 0
    if support.vaf is not None:
        return support.vaf > 0
    called = bool(genotype) and None not in genotype
    return not called and any(_is_given(value) for key, value in fields.items() if key != "GT")


def _is_given(value: object) -> bool:
    if isinstance(value, tuple):
        return any(_is_given(part) for part in value)
    return value not in (None, "", ".")


def _not_small_notice(file: DataFile, count: int) -> list[Notice]:
    if not count:
        return []
    alleles = "allele is" if count == 1 else "alleles are"
    message = f"{count} symbolic or breakend {alleles} not read as small variants"
    return [Notice(code="not_small_variants", message=message, source=file.name)]


def _names_notice(file: DataFile, header: VcfHeader, scope: Scope) -> list[Notice]:
    """Say so where the file names none of the loci's chromosomes: then nothing was looked at."""
    wanted = scope.regions.chromosomes
    if any(chromosome_key(name) in wanted for name in seen_chromosomes(file, header)):
        return []
    named = ", ".join(f"chr{key}" for key in sorted(wanted))
    return [
        Notice(
            code="no_locus_chromosome",
            message=f"neither header nor records name any of {named}",
            source=file.name,
        )
    ]


FORMATS = [
    Format(
        name="vcf",
        role="small_variants",
        told_by="first line ##fileformat=VCF",
        coordinates="1-based",
        recognise=looks_like_vcf,
        read=_read,
    )
]
