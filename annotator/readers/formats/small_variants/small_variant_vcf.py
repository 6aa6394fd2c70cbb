"""Small variants from a VCF of any caller: one observation per ALT allele in the tumor column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.model.observations import SmallVariantObservation, Source, UnreadAllele
from annotator.model.warning import ReportWarning
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.duplicates import duplicate_warning
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.file_end import vcf_end
from annotator.readers.lines.regions import Regions, chromosome_key, same_chromosome_name
from annotator.readers.tables.numbers import whole_number
from annotator.readers.unread_alleles import is_plain, unread_warning
from annotator.readers.vcf.allele_support import (
    AlleleSupport,
    AlleleValues,
    allele_support,
)
from annotator.readers.vcf.annotations import Annotations
from annotator.readers.vcf.callers import CALLER_NAMES, caller_code
from annotator.readers.vcf.header import VcfHeader, looks_like_vcf, read_header
from annotator.readers.vcf.lines import locus_lines, seen_chromosomes
from annotator.readers.vcf.normal_reads import FEWEST_READS, TIMES_MORE, NormalReads
from annotator.readers.vcf.other_kinds import OtherKinds
from annotator.readers.vcf.phase import allele_phase
from annotator.readers.vcf.records import BadValue, Record, genotype, parse_record
from annotator.readers.vcf.rna_fusions import rna_caller
from annotator.readers.vcf.skipped_records import SkippedRecords
from annotator.readers.vcf.sv_callers import CALLERS
from annotator.readers.vcf.symbolic_deletions import deletions
from annotator.readers.vcf.tumor_column import tumor_column

_ABOUT = About(
    title="VCF",
    files="VCF or BCF of any caller",
    link="https://github.com/samtools/hts-specs",
    real=True,
    callers=CALLER_NAMES,
)

_OF_REFERENCE = frozenset({"<*>", "<NON_REF>", "<X>"})
_NO_ALLELE = _OF_REFERENCE | {"*"}
_SEQUENCE = re.compile(r"([ACGTUNRYSWKMBDHV]+|-)$", re.IGNORECASE)  # IUPAC codes
_WITHOUT_SUBSTITUTIONS = frozenset({"scalpel"} | {caller.name for caller in CALLERS})
_COPY_NUMBER = re.compile(r"<(CN|LOH)")
_INTERVAL = re.compile(r"<(DEL|INV)")


@dataclass
class _Reader:
    """What holds for every record of one file. `file` stands for records without a line.

    `regions` are those of which small variants are wanted. `without_reads` counts the alleles of
    genotypes that no read of the tumor shows, and `unread` are those that cannot be read.
    """

    file: Source
    caller: str
    info_is_of_tumor: bool
    annotations: Annotations
    regions: Regions
    without_reads: int = 0
    unread: list[UnreadAllele] = field(default_factory=list)

    def source(self, line: int | None) -> Source:
        return self.file if line is None else Source(file=self.file.file, line=line)


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    _refuse_other_kinds(file, header)
    tumor = tumor_column(file, header, scope.tumor_sample, scope.sample)
    caller = caller_code(header)
    of_tumor = _info_is_of_tumor(header, caller)
    reader = _Reader(
        Source(file=file.name),
        caller,
        of_tumor,
        Annotations(header, scope.targets.variant_genes),
        scope.targets.variant_regions,
    )
    content = Content(
        warnings=list(tumor.warnings), sample_name=tumor.name, sample_names=header.samples
    )
    in_normal = NormalReads(file, tumor)
    met, not_small, others = False, 0, OtherKinds("small_variants", scope)
    skipped = SkippedRecords(scope.targets.variant_genes, scope.targets.variant_regions)
    for line in locus_lines(file, header, scope.targets.variant_regions, skipped=skipped):
        record = parse_record(line, header, tumor.name)
        met = met or bool(scope.targets.regions.on(record.chrom))
        try:
            content.small_variants += _observations(reader, record)
            content.fusions += deletions(record, scope, caller, file.name)
        except BadValue as bad:
            raise file.problem(
                bad.found, line=record.line, column=bad.column, expected=bad.expected
            ) from bad
        if tumor.normal is not None:
            normal = parse_record(line, header, tumor.normal)
            in_normal.records += _of_normal(reader, record, normal)
        not_small += sum(map(_is_not_small, record.alts))
        others.add(record)
    content.warnings += [*skipped.warnings(file), *in_normal.warnings]
    content.warnings += _not_small_warning(file, not_small)
    content.unread_alleles = reader.unread
    content.warnings += unread_warning(file, reader.unread)
    content.warnings += _without_reads_warning(file, tumor.name, reader.without_reads)
    content.warnings += duplicate_warning(file, content.small_variants)
    if not met:
        content.warnings += _names_warning(file, header, scope)
    content.warnings += _no_substitutions_warning(file, header, content.small_variants)
    content.held_for_others = others.held
    content.ends = vcf_end(file, header, scope.targets.variant_regions)
    return content


def _refuse_other_kinds(file: DataFile, header: VcfHeader) -> None:
    """Raise `InputProblem` for a VCF that can hold no small variant, by its caller."""
    rna = rna_caller(header.meta)
    if rna is not None:
        raise file.problem(
            f"this VCF is of RNA fusions or splicing ({rna})",
            expected="small variants",
            advice="Give it as --fusions.",
        )


def _no_substitutions_warning(
    file: DataFile, header: VcfHeader, variants: Sequence[SmallVariantObservation]
) -> list[ReportWarning]:
    """The warning of a file of indels or of structural variants alone, by its caller."""
    caller = caller_code(header)
    indels = any("strelka somatic indel" in content for content in header.values("content"))
    if not indels and caller not in _WITHOUT_SUBSTITUTIONS:
        return []
    if any(len(variant.ref) == len(variant.alt) for variant in variants):
        return []
    message = (
        f"the file is of {caller}'s indels or structural variants: no mutation is absent by it"
    )
    return [ReportWarning(code="holds_no_substitution", message=message, source=file.name)]


def _info_is_of_tumor(header: VcfHeader, caller: str) -> bool:
    """LoFreq writes no sample column; other tools may have added one that holds nothing.

    INFO of other callers speaks of all samples together, or its AF of a population: it is the
    tumor's where there is no sample column, with DP4, or with AF and DP and no number of
    chromosomes (AN), which files of populations give.
    """
    if caller == "lofreq":
        return len(header.samples) <= 1
    if header.samples:
        return False
    declared = {key for line in header.meta for key in re.findall(r"^##INFO=<ID=(\w+),", line)}
    return "DP4" in declared or (declared >= {"AF", "DP"} and "AN" not in declared)


def _observations(reader: _Reader, record: Record) -> Iterator[SmallVariantObservation]:
    alleles, phased = genotype(record)
    for number, alt in enumerate(record.alts, 1):
        if alt in _OF_REFERENCE or _COPY_NUMBER.match(alt):
            continue
        plain = is_plain(record.ref, alt)
        support = _support(reader, record, number, alleles)
        if record.sample and not _is_in_tumor(number, alleles, support, record.sample):
            reader.without_reads += plain and number in alleles
            continue
        if not plain:
            reader.unread.append(_unread(reader, record, alt))
            continue
        phase = allele_phase(number, alleles, phased, record.sample, record.info)
        yield SmallVariantObservation(
            caller=reader.caller,
            chrom=same_chromosome_name(record.chrom),
            position=record.position,
            ref=record.ref.upper(),
            alt=alt.upper(),
            filters=list(dict.fromkeys(record.filters + record.sample_filters)),
            depth=support.depth,
            alt_reads=support.alt_reads,
            vaf=support.vaf,
            phase_set=phase.phase_set,
            haplotype=phase.haplotype,
            annotations=reader.annotations.of(record, alt),
            source=reader.source(record.line),
        )


def _unread(reader: _Reader, record: Record, alt: str) -> UnreadAllele:
    """An allele that cannot be read, with the bases that it may change.

    A symbol stands behind POS. A deletion or inversion reaches to its END where both lie in one
    region: a longer one is a matter of the genes' copies.
    """
    end = record.position + (len(record.ref) - 1 if _SEQUENCE.match(alt) or alt == "*" else 1)
    last = whole_number(record.info.get("END", ""))
    if _INTERVAL.match(alt) and last is not None:
        spans = reader.regions.on(record.chrom)
        within = any(low <= record.position and last <= high for low, high in spans)
        end = max(end, last) if within else end
    return UnreadAllele(
        chrom=same_chromosome_name(record.chrom),
        start=record.position,
        end=end,
        written=f"{record.ref}>{alt}",
        source=reader.source(record.line),
    )


def _support(
    reader: _Reader, record: Record, number: int, alleles: Sequence[int | None]
) -> AlleleSupport:
    return allele_support(
        AlleleValues(
            ref=record.ref,
            alt=record.alts[number - 1],
            alt_number=number,
            alt_count=len(record.alts),
            sample=record.sample,
            info=record.info,
            genotype=alleles,
            info_is_of_tumor=reader.info_is_of_tumor,
        )
    )


def _of_normal(reader: _Reader, tumor: Record, normal: Record) -> Iterator[str]:
    """The called alleles of a record whose reads lie in the normal's column."""
    if tumor.filters or tumor.sample_filters or _is_lost(tumor.info):
        return
    for number, alt in enumerate(tumor.alts, 1):
        if alt in _NO_ALLELE or _is_not_small(alt):
            continue
        if _lies_in_normal(reader, number, tumor, normal):
            yield f"{tumor.chrom}:{tumor.position} {tumor.ref}>{alt}"


def _lies_in_normal(reader: _Reader, number: int, tumor: Record, normal: Record) -> bool:
    """Whether the normal's column shows an allele, and the tumor's hardly or not at all."""
    try:
        in_normal, of_normal = _shown(reader, number, normal)
    except BadValue:  # the normal's column is not what is read: it says nothing then
        return False
    few = of_normal.alt_reads is not None and of_normal.alt_reads < FEWEST_READS
    if few or not in_normal:
        return False
    in_tumor, of_tumor = _shown(reader, number, tumor)
    known = of_tumor.vaf is not None and of_normal.vaf is not None
    return not in_tumor or (known and (of_tumor.vaf or 0) * TIMES_MORE <= (of_normal.vaf or 0))


def _shown(reader: _Reader, number: int, record: Record) -> tuple[bool, AlleleSupport]:
    """Whether the column of a record shows an allele, and its reads there."""
    alleles, _ = genotype(record)
    support = _support(reader, record, number, alleles)
    return _is_in_tumor(number, alleles, support, record.sample), support


def _is_lost(info: Mapping[str, str]) -> bool:
    """Whether the caller says that the tumor lost an allele of the normal (VarScan, VarDict)."""
    return info.get("SS") == "3" or "LOH" in info.get("STATUS", "")


def _is_not_small(alt: str) -> bool:
    """A symbolic allele or a breakend."""
    return alt not in _NO_ALLELE and not _SEQUENCE.match(alt)


def _is_in_tumor(
    number: int,
    genotype: Sequence[int | None],
    support: AlleleSupport,
    fields: Mapping[str, str],
) -> bool:
    """Whether the tumor's column shows the allele: a record may stand for another sample alone.

    The reads show it, where they are given; else the genotype that carries it, which several
    callers (SAGE, MuTect) write into every column. Where neither speaks of the allele, a genotype
    that is called without it, or a column that is empty, says that it is not there.
    """
    shown = support.shows
    if shown is not None:
        return shown
    if number in genotype:
        return True
    called = bool(genotype) and None not in genotype
    return not called and any(
        not set(value) <= set(".,") for key, value in fields.items() if key != "GT"
    )


def _not_small_warning(file: DataFile, count: int) -> list[ReportWarning]:
    if not count:
        return []
    alleles = "allele is" if count == 1 else "alleles are"
    message = f"{count} symbolic or breakend {alleles} not read as small variants"
    return [ReportWarning(code="not_small_variants", message=message, source=file.name)]


def _without_reads_warning(file: DataFile, column: str | None, count: int) -> list[ReportWarning]:
    if not count:
        return []
    alleles = "allele is" if count == 1 else "alleles are"
    message = (
        f"{count} {alleles} in the genotypes of the column {column} but in none of its reads, "
        "and left out"
    )
    return [ReportWarning(code="genotype_without_reads", message=message, source=file.name)]


def _names_warning(file: DataFile, header: VcfHeader, scope: Scope) -> list[ReportWarning]:
    """Say so where the file names none of the loci's chromosomes: then nothing was looked at."""
    wanted = scope.targets.regions.chromosomes
    if any(chromosome_key(name) in wanted for name in seen_chromosomes(file, header)):
        return []
    named = ", ".join(f"chr{key}" for key in sorted(wanted))
    return [
        ReportWarning(
            code="no_locus_chromosome",
            message=f"neither header nor records name any of {named}",
            source=file.name,
        )
    ]


FORMATS = [
    Format(
        name="vcf",
        role="small_variants",
        about=_ABOUT,
        recognized_by="first line ##fileformat=VCF, or BCF",
        coordinates="1-based",
        samples="genotypes",
        bad_rows="elsewhere",
        recognize=looks_like_vcf,
        read=_read,
        build_evidence=header_build_evidence,
    )
]
