"""Copy number in a VCF: DRAGEN, GATK gCNV, CNVkit, Oncomine, TSO500, FACETS, ASCAT, merged files.

A ratio is taken before the copies that a caller derived from it: SM, FC and FOLD_CHANGE are linear
ratios of read depth; FOLD_CHANGE_LOG, LOG_ODDS_RATIO, CNLR_MEDIAN (cnv_facets) and LOG2CNT
(QDNAseq) are log2. TCN_EM (cnv_facets) and TCN (ascatNgs) are copies of the tumor cells. Oncomine
names the gene of a row and gives a confidence interval; TSO 500 names it in SEGID. A record that
did not pass its filters is left out and counted, except for DRAGEN's `highCN`, which marks high
copy numbers, and `neutral` of cnv_facets. Records without a copy number (other structural variants)
say nothing here.
"""

import math
import re
from collections.abc import Iterator, Mapping

from annotator.model.errors import InputProblem
from annotator.model.observations import SegmentObservation, Source, TumorContent
from annotator.model.warning import ReportWarning
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.one_row_each import one_segment_each
from annotator.readers.tables.segment_layout import Scale
from annotator.readers.tables.segments import MAX_COPIES, MAX_LOG2, log2_of
from annotator.readers.tables.table import MISSING, quoted
from annotator.readers.vcf.callers import CALLER_NAMES, caller_code
from annotator.readers.vcf.header import VcfHeader, looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.other_kinds import OtherKinds
from annotator.readers.vcf.records import Record, parse_record
from annotator.readers.vcf.skipped_records import SkippedRecords
from annotator.readers.vcf.tumor_column import tumor_column

_ABOUT = About(
    title="VCF, copy number",
    files="VCF of GATK gCNV, DRAGEN, CNVkit, Oncomine, TSO500, SVDB merges",
    note="SM, FC, FOLD_CHANGE(_LOG), LOG_ODDS_RATIO; CN, CORR_CN; the lower bound of CI",
    link="https://github.com/samtools/hts-specs",
    real=True,
    callers={
        **CALLER_NAMES,
        "dragen_cnv": "DRAGEN CNV",
        "gatk_gcnv": "GATK gCNV",
    },
)

_NAME = "copy_number_vcf"
_RATIOS: tuple[tuple[str, Scale], ...] = (
    ("SM", "linear"),
    ("FC", "linear"),
    ("FOLD_CHANGE_LOG", "log2"),
    ("FOLD_CHANGE", "linear"),
    ("LOG_ODDS_RATIO", "log2"),
    ("CNLR_MEDIAN", "log2"),
    ("LOG2CNT", "log2"),
)
_COPIES = ("CORR_CN", "TCN_EM", "TCN", "CN")
_SIGN = re.compile(
    r"##(?:INFO|FORMAT)=<ID=(?:CN|SM|FC|CORR_CN|FOLD_CHANGE|RAW_CN|TCN|TCN_EM|LOG2CNT)[,>]"
)
_KINDS = frozenset({"CNV", "DUP", "DEL", "COPY_NORMAL", "GAIN", "LOSS"})
_CALLERS = (
    ("dragen", "dragen_cnv"),
    ("format=<id=qss", "gatk_gcnv"),
    ("cnvkit", "cnvkit"),
    ("tvc", "oncomine"),
    ("cnv_facets", "facets"),
    ("ascat", "ascat"),
    ("qdnaseq", "qdnaseq"),
)
_OF_TUMOR_CELLS = frozenset({"facets", "ascat"})
"""Callers whose copies are always those of the tumor cells, by their own fit."""
_HARMLESS = frozenset({"highCN", "neutral"})
_CI = re.compile(r"0?\.05:([0-9.]+)")
_CELLULARITY = re.compile(r"##[^=]*ellularity[^=]*=\s*([0-9.]+)", re.IGNORECASE)
_MAX_PLOIDY = 20


def _recognize(head: list[str]) -> bool:
    if not looks_like_vcf(head):
        return False
    rows = (line.split("\t") for line in head if line and not line.startswith("#"))
    return any(map(_SIGN.match, head)) or any(map(_states, rows))


def _states(row: list[str]) -> bool:
    keys = {field.partition("=")[0] for field in "".join(row[7:8]).split(";")}
    keys.update("".join(row[8:9]).split(":"))
    return bool(keys & {*(name for name, _ in _RATIOS), *_COPIES})


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    tumor = tumor_column(file, header, scope.tumor_sample, scope.sample)
    content = Content(
        warnings=list(tumor.warnings),
        tumor_contents=list(_tumor_content(file, header)),
        sample_name=tumor.name,
        sample_names=header.samples,
    )
    caller, corrected = _caller(header), _corrected(header)
    dropped: dict[str, int] = {}
    stated = records = 0
    genes = scope.targets.copy_number_genes
    others = OtherKinds("copy_number", scope)
    skipped = SkippedRecords(genes, scope.targets.copy_number_regions)
    for line in all_lines(file, header, skipped=skipped):
        record = parse_record(line, header, tumor.name)
        records += 1
        try:
            found = _segment(file, record, caller, corrected, genes)
        except InputProblem:
            if not skipped.takes(*line):
                raise
            continue
        stated += found is not None
        if found is None:
            others.add(record)
        if found is None or not scope.targets.copy_number_regions.on(record.chrom):
            continue
        failed = [name for name in record.filters if name not in _HARMLESS]
        if failed:
            dropped[";".join(failed)] = dropped.get(";".join(failed), 0) + 1
        else:
            content.segments.append(found)
    if records and not stated:
        raise file.problem(
            "no record gives a copy number",
            expected=f"one of {', '.join((*_COPIES, *(name for name, _ in _RATIOS)))}",
            advice="If its caller lists junctions, give it as --structural-variants.",
        )
    content.segments, repeated = one_segment_each(file, content.segments)
    content.warnings += [*repeated, *skipped.warnings(file), *_dropped_warning(file, dropped)]
    content.held_for_others = others.held
    return content


def _segment(
    file: DataFile,
    record: Record,
    caller: str,
    corrected: bool | None,
    genes: frozenset[str],
) -> SegmentObservation | None:
    """None for a record that states no copies: another structural variant, an assay of RNA."""
    kind = record.info.get("SVTYPE", "")
    symbolic = record.alts and record.alts[0].startswith("<")
    of_copies = not kind or kind in _KINDS or "TCN_EM" in record.info  # types of cnv_facets: LOH...
    if not of_copies or (record.alts and not symbolic):
        return None
    values = {**record.info, **record.sample}
    ratio, copies = _ratio(file, record, values), _copies(file, record, values)
    if ratio is None and copies is None:
        return None
    interval = _CI.search(record.info.get("CI", ""))
    named = interval is not None and record.identifier not in MISSING
    return SegmentObservation(
        caller=record.info.get("CALLER", caller),
        chrom=same_chromosome_name(record.chrom),
        start=record.position + bool(symbolic),
        end=_end(file, record),
        gene=record.identifier if named else None,
        overlaps=tuple(genes.intersection([record.info.get("SEGID", "")])),
        log2_ratio=ratio,
        copy_number=copies,
        low_copy_number=_number(file, record, "CI", interval[1]) if interval else None,
        purity_corrected=None if copies is None else corrected,
        source=Source(file=file.name, line=record.line),
    )


def _ratio(file: DataFile, record: Record, values: Mapping[str, str]) -> float | None:
    for key, scale in _RATIOS:
        number = _number(file, record, key, values.get(key, ""))
        if number is not None:
            log2 = log2_of(number, scale)
            if log2 is None:
                expected = f"a ratio of read depths (log2 within ±{MAX_LOG2})"
                raise _bad(file, record, key, values[key], expected)
            return log2
    return None


def _copies(file: DataFile, record: Record, values: Mapping[str, str]) -> float | None:
    found = (_number(file, record, key, values.get(key, "")) for key in _COPIES)
    copies = next((each for each in found if each is not None), None)
    if copies is not None and not 0 <= copies <= MAX_COPIES:
        raise _bad(file, record, "CN", str(copies), "a number of copies")
    return copies


def _number(file: DataFile, record: Record, key: str, text: str) -> float | None:
    if text in MISSING:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        comma = re.fullmatch(r"[+-]?\d+,\d+", text)
        expected = "a number with a decimal point, not a comma" if comma else "a number"
        raise _bad(file, record, key, text, expected)
    return value


def _end(file: DataFile, record: Record) -> int:
    text = record.info.get("END", "")
    end = whole_number(text)
    if end is None or end < record.position:
        raise _bad(file, record, "END", text, "the last position of the segment")
    return max(end, record.position + 1)


def _bad(file: DataFile, record: Record, key: str, text: str, expected: str) -> Exception:
    return file.problem(quoted(text), line=record.line, column=key, expected=expected)


def _caller(header: VcfHeader) -> str:
    named = " ".join(
        line for line in header.meta if re.match(r"##(?:source|FORMAT=<ID=QSS)", line)
    ).lower()
    named += " dragen" if header.values("DRAGENCommandLine") else ""
    named += " ascat" if any("ascatCnToVCF" in line for line in header.meta) else ""
    found = [name for sign, name in _CALLERS if sign in named]
    return found[0] if found else caller_code(header)


def _corrected(header: VcfHeader) -> bool | None:
    """Whether the copies are of the tumor cells alone; None where the header does not tell.

    FACETS and ASCAT always correct, DRAGEN where it fitted a purity, Oncomine where a cellularity
    below 1 was typed in; the germline caller of GATK never does.
    """
    fitted = _header_number(header, "EstimatedTumorPurity") is not None
    if fitted or _caller(header) in _OF_TUMOR_CELLS:
        return True
    told = [float(match[1]) for line in header.meta if (match := _CELLULARITY.match(line))
            and re.fullmatch(r"\d+(\.\d+)?", match[1])]  # fmt: skip
    if told:
        return any(0 < value < 1 or 1 < value < 100 for value in told)
    return False if _caller(header) == "gatk_gcnv" else None


def _tumor_content(file: DataFile, header: VcfHeader) -> Iterator[TumorContent]:
    of_facets = _caller(header) == "facets"
    purity = _header_number(header, "purity" if of_facets else "EstimatedTumorPurity")
    ploidy = _header_number(header, "ploidy" if of_facets else "OverallPloidy")
    if purity is not None and 0 < purity <= 1:
        known = ploidy is not None and 0 < ploidy <= _MAX_PLOIDY
        yield TumorContent(
            caller=_caller(header),
            purity=purity,
            ploidy=ploidy if known else None,
            source=Source(file=file.name),
        )


def _header_number(header: VcfHeader, key: str) -> float | None:
    value = next(iter(header.values(key)), "")
    return float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else None


def _dropped_warning(file: DataFile, dropped: Mapping[str, int]) -> Iterator[ReportWarning]:
    if dropped:
        listed = ", ".join(f"{count} {filters}" for filters, count in sorted(dropped.items()))
        message = f"copy-number records that did not pass are left out: {listed}"
        yield ReportWarning(code="filtered_segments", message=message, source=file.name)


FORMATS = [
    Format(
        name=_NAME,
        role="copy_number",
        about=_ABOUT,
        recognized_by="a VCF whose records have CN, SM, FC, FOLD_CHANGE, CORR_CN, TCN or LOG2CNT",
        coordinates="1-based; of a symbolic ALT the base before the segment",
        samples="genotypes",
        bad_rows="elsewhere",
        one_row_each=True,
        recognize=_recognize,
        read=_read,
        build_evidence=header_build_evidence,
    )
]
