"""Structural variants from a VCF: the junctions with at least one side in the loci."""

import re
from dataclasses import dataclass, replace

from annotator.model.errors import InputProblem
from annotator.model.observations import Source
from annotator.model.warning import ReportWarning
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.junction import Junction, orient
from annotator.readers.lines.file_end import vcf_end
from annotator.readers.lines.regions import Regions
from annotator.readers.unread_alleles import is_plain
from annotator.readers.vcf.adjacencies import (
    Adjacency,
    adjacencies,
    declares_copy_number,
    single_breakend,
    states_copy_number,
)
from annotator.readers.vcf.callers import CALLER_NAMES, SMALL_VARIANT_CALLERS, caller_code
from annotator.readers.vcf.header import (
    VcfHeader,
    looks_like_junctions,
    looks_like_vcf,
    read_header,
)
from annotator.readers.vcf.junction_signs import header_shows_junctions, record_shows_junctions
from annotator.readers.vcf.lines import RecordLine, all_lines
from annotator.readers.vcf.mates import Mates
from annotator.readers.vcf.normal_reads import FEWEST_READS, NormalReads
from annotator.readers.vcf.other_kinds import RNA_TYPES, OtherKinds
from annotator.readers.vcf.records import BadValue, Record, parse_record
from annotator.readers.vcf.rna_fusions import rna_caller
from annotator.readers.vcf.skipped_records import SkippedRecords
from annotator.readers.vcf.sv_callers import (
    CALLERS,
    Reads,
    SvCaller,
    caller_of_file,
    caller_of_record,
    supporting_reads,
)
from annotator.readers.vcf.tumor_column import TumorColumn, tumor_column

_ABOUT = About(
    title="VCF, structural variants",
    files="VCF or BCF: BND, INV, DEL, DUP, TRA",
    note="by kept sides",
    link="https://github.com/samtools/hts-specs",
    real=True,
    callers={**{each.name: each.shown for each in CALLERS}, **CALLER_NAMES},
)

_MATE_KEYS = ("MATEID", "PARID", "MATE_ID")  # MATE_ID: Severus
_EMPTY = re.compile(rb"[./|,:]*")


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file, junctions_alone=True)
    _refuse_rna(file, header)
    tumor = tumor_column(file, header, scope.tumor_sample, scope.sample)
    of_file = caller_of_file(header)
    mates = Mates()
    warnings = [*tumor.warnings, *_without_sample_warning(file, header, of_file)]
    if not header.line:
        message = "the VCF has no header: its columns are taken to be the usual ones"
        warnings.append(ReportWarning(code="no_header", message=message, source=file.name))
    wanted = scope.targets.junction_regions
    in_normal = NormalReads(file, tumor)
    not_junctions = 0
    kinds, others = _Kinds(), OtherKinds("structural_variants", scope)
    shows_junctions = header_shows_junctions(header, of_file)
    skipped = SkippedRecords(scope.targets.fusion_genes, wanted)
    for line in all_lines(file, header, len(of_file.unnamed), skipped):
        record = parse_record(line, header, tumor.name, of_file.unnamed)
        _refuse_rna_record(file, record)
        caller = caller_of_record(record, of_file)
        shows_junctions = shows_junctions or caller in CALLERS or record_shows_junctions(record)
        try:
            joined = _adjacencies(file, record, caller)
        except InputProblem:
            if not skipped.takes(*line):
                raise
            continue
        kinds.add(record, bool(joined))
        others.add(record)
        near = [each for each in joined if _at_loci(each, wanted)]
        unjoined = not joined and scope.targets.regions.overlaps(record.chrom, record.position)
        if not near and not unjoined:
            continue
        reads = supporting_reads(caller, record, info_is_of_tumor=len(header.samples) <= 1)
        if tumor.name is not None and _is_absent(record, reads, _columns(line, header)):
            if near and not record.filters and _is_of_normal(line, header, caller, tumor):
                in_normal.records.append(f"{record.chrom}:{record.position} {record.alts[0]}")
            continue
        for adjacency in near:
            junction = _junction(file, record, caller, reads, adjacency)
            mates.add(junction, record.identifier, _mate_names(record))
        if unjoined:
            breakends = _single_breakends(file, record)
            warnings += breakends
            not_junctions += not breakends
    warnings += [*skipped.warnings(file), *in_normal.warnings]
    without_junctions = _no_junction_warning(file, header, kinds)
    if not shows_junctions and not without_junctions:
        without_junctions = [_without_junctions_warning(file)]
    warnings += without_junctions
    warnings += _not_junctions_warning(file, not_junctions)
    fusions = [orient(_loci_last(each, wanted), scope.targets.strand_at) for each in mates.joined]
    return Content(
        fusions=fusions,
        ends=vcf_end(file, header, wanted),
        warnings=warnings,
        sample_name=tumor.name,
        sample_names=header.samples,
        shows=None if shows_junctions else (),
        held_for_others=others.held,
    )


def _refuse_rna(file: DataFile, header: VcfHeader) -> None:
    caller = rna_caller(header.meta)
    if caller is not None:
        raise file.problem(
            f"this VCF is of RNA ({caller}), and its junctions are not those of DNA",
            expected="structural variants of DNA",
            advice="Give it as --fusions.",
        )


def _refuse_rna_record(file: DataFile, record: Record) -> None:
    """Raise `InputProblem` for a record that calls itself a fusion of transcripts (Oncomine)."""
    if record.info.get("SVTYPE", "").lower() in RNA_TYPES:
        raise file.problem(
            f"SVTYPE={record.info['SVTYPE']}, which is a result of RNA",
            line=record.line,
            column="INFO/SVTYPE",
            expected="structural variants of DNA",
            advice="Give it as --fusions.",
        )


@dataclass
class _Kinds:
    """What the records of a file are: whether any joins places, states copies, or is small."""

    joined: bool = False
    copies: bool = False
    small: bool = False

    def add(self, record: Record, joined: bool) -> None:
        """Look at one record of the file."""
        self.joined = self.joined or joined
        if "SVTYPE" in record.info:
            self.copies = self.copies or states_copy_number(record.info)
            return
        self.copies = self.copies or "CN" in record.sample
        plain = bool(record.alts) and all(is_plain(record.ref, alt) for alt in record.alts)
        self.small = self.small or plain


def _no_junction_warning(file: DataFile, header: VcfHeader, kinds: _Kinds) -> list[ReportWarning]:
    """The warning of a file without any junction that is of copy numbers, and could hold none.

    Raises `InputProblem` for a file of small variants, by its caller or records.
    """
    if kinds.joined:
        return []
    if caller_code(header) in SMALL_VARIANT_CALLERS or (kinds.small and not kinds.copies):
        raise file.problem(
            "this VCF is of small variants: none of its records joins two places",
            expected="structural variants",
            advice="Give it as --small-variants; no fusion is absent by it.",
        )
    if not kinds.copies and not declares_copy_number(header.meta):
        return []
    message = "the file is of copy numbers and holds no junction: no fusion is absent by it"
    return [ReportWarning(code="holds_no_gene_fusion", message=message, source=file.name)]


def _without_sample_warning(
    file: DataFile, header: VcfHeader, caller: SvCaller
) -> list[ReportWarning]:
    if header.samples or caller.without_sample is None:
        return []
    message = f"{caller.shown} writes {caller.without_sample} where there is no sample column"
    return [ReportWarning(code="no_sample_column", message=message, source=file.name)]


def _columns(line: RecordLine, header: VcfHeader) -> list[bytes]:
    """The columns of all samples."""
    return line.text.split(b"\t")[9 : 9 + len(header.samples)]


def _is_absent(record: Record, reads: Reads, columns: list[bytes]) -> bool:
    """The tumor's column shows no sign of the variant: it may stand for another sample alone.

    A genotype that carries it is a sign; else the reads decide. Without them it is a genotype
    called reference, or an empty column next to one that is not: novoBreak, TIGRA and (of what it
    infers) PURPLE leave all empty. Manta may give its only column no reads.
    """
    alleles = set(re.split(r"[/|]", record.sample.get("GT", ".")))
    if alleles - {"0", "."}:
        return False
    if reads.known:
        return sum(reads.known) == 0 and (len(columns) > 1 or "GT" in record.sample)
    others = (value for key, value in record.sample.items() if key != "GT")
    empty = all(set(value) <= set(".,") for value in others)
    return alleles == {"0"} or (empty and not all(map(_EMPTY.fullmatch, columns)))


def _is_of_normal(
    line: RecordLine, header: VcfHeader, caller: SvCaller, tumor: TumorColumn
) -> bool:
    """Whether reads of the normal's column show the variant; not so of columns of callers."""
    if tumor.normal is None or caller_code(header) == "survivor":
        return False
    record = parse_record(line, header, tumor.normal, caller.unnamed)
    reads = supporting_reads(caller, record, info_is_of_tumor=False)
    return sum(reads.known) >= FEWEST_READS


def _adjacencies(file: DataFile, record: Record, caller: SvCaller) -> list[Adjacency]:
    if states_copy_number(record.info):
        return []
    try:
        return [
            adjacency
            for alt in record.alts
            for adjacency in adjacencies(
                record.chrom, record.position, alt, record.info, caller.directions
            )
        ]
    except BadValue as bad:
        raise file.problem(
            bad.found, line=record.line, column=bad.column, expected=bad.expected
        ) from bad


def _junction(
    file: DataFile, record: Record, caller: SvCaller, reads: Reads, adjacency: Adjacency
) -> Junction:
    return Junction(
        caller=caller.name,
        first=adjacency.first,
        second=adjacency.second,
        split_reads=reads.split,
        spanning_reads=reads.spanning,
        filters=record.filters,
        raw_breakpoints=adjacency.written,
        source=Source(file=file.name, line=record.line),
        confidence="IMPRECISE" if "IMPRECISE" in record.info else None,
    )


def _mate_names(record: Record) -> set[str]:
    names = ",".join(record.info.get(key, "") for key in _MATE_KEYS)
    return {name for name in names.split(",") if name not in ("", ".")}


def _at_loci(joined: Adjacency, regions: Regions) -> bool:
    return any(regions.overlaps(end.chrom, end.position) for end in (joined.first, joined.second))


def _loci_last(junction: Junction, regions: Regions) -> Junction:
    """Where the kept sides are not given, the side at the loci stands last, as a kinase does."""
    first, second = junction.first, junction.second
    told = first.kept is not None and second.kept is not None
    if told or regions.overlaps(second.chrom, second.position):
        return junction
    return replace(junction, first=second, second=first)


def _single_breakends(file: DataFile, record: Record) -> list[ReportWarning]:
    kept = [side for side in map(single_breakend, record.alts) if side]
    filters = ", ".join(record.filters) or "none"
    place = f"{record.chrom}:{record.position}"
    source = Source(file=file.name, line=record.line).place
    return [
        ReportWarning(
            code="single_breakend",
            message=f"{place}: a breakend whose other side the caller does not know is not judged; "
            f"what lies {side} of it is kept (filters: {filters})",
            source=source,
        )
        for side in kept
    ]


def _without_junctions_warning(file: DataFile) -> ReportWarning:
    message = (
        "the VCF names no caller of structural variants and lists no breakend, inversion or "
        "translocation: no fusion is called absent from it; check that it is the file meant"
    )
    return ReportWarning(code="shows_no_junctions", message=message, source=file.name)


def _not_junctions_warning(file: DataFile, count: int) -> list[ReportWarning]:
    if not count:
        return []
    records = "record is" if count == 1 else "records are"
    message = (
        f"{count} {records} at the loci without a second breakpoint, or of copy number, "
        "and not read as junctions"
    )
    return [ReportWarning(code="not_junctions", message=message, source=file.name)]


FORMATS = [
    Format(
        name="sv_vcf",
        role="structural_variants",
        about=_ABOUT,
        recognized_by="first line ##fileformat=VCF, or BCF (BND, INV, DEL, DUP, TRA records) of "
        + ", ".join(each.shown for each in CALLERS)
        + ", or of others by the specification",
        coordinates="1-based",
        samples="genotypes",
        bad_rows="elsewhere",
        recognize=lambda head: looks_like_vcf(head) or looks_like_junctions(head),
        read=_read,
        build_evidence=header_build_evidence,
    )
]
