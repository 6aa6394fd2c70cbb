"""Oncomine panels (Ion Reporter): the RNA rows of their VCF.

A target is two rows, `NAME_1` of the 5' gene and `NAME_2` of the 3' gene; `EML4-ALK.E6aA20` names
both in this order. Their brackets are not those of the VCF specification and are read for the
place of the mate alone. Every target of the panel is listed: one without reads is not a call. An
exon variant (`MET-MET.M13M15`) joins two exons of one gene; its wild type is listed too.
"""

import re
from collections.abc import Iterator

from annotator.model.observations import FusionEnd, FusionObservation, RnaMetric, Source
from annotator.model.warning import ReportWarning
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.tables.exon_names import exons_in
from annotator.readers.tables.gene_names import end_of, gene_symbols
from annotator.readers.tables.gene_pairs import gene_pair
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import quoted
from annotator.readers.vcf.header import VcfHeader, looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.other_kinds import OtherKinds
from annotator.readers.vcf.records import Record, parse_record
from annotator.readers.vcf.rna_fusions import rna_caller

_ABOUT = About(
    title="Oncomine",
    files="VCF of Ion Reporter with RNA",
    note="yes, by the name of the target",
)

_NAME = "oncomine"
_JOINED = ("Fusion", "RNAExonVariant")
_IMBALANCE = "5p3pAssays"
_EXPRESSION_CONTROL, _PROCESS_CONTROL = "ExprControl", "ProcControl"
_OF_RNA = (*_JOINED, _IMBALANCE, _EXPRESSION_CONTROL, "GeneExpression", _PROCESS_CONTROL)
_RNA_READS = "##TotalMappedFusionPanelReads="
_SAMPLE_QC = "FusionSampleQC"
_MATE = re.compile(r"[\[\]]([^\[\]]+):([0-9]{1,18})[\[\]]")
_TARGET = re.compile(r"(.+)_([12])")


def _recognize(head: list[str]) -> bool:
    signs = (_RNA_READS, "##INFO=<ID=READ_COUNT,", *(f"SVTYPE={kind}" for kind in _OF_RNA))
    if not looks_like_vcf(head) or rna_caller(head) is not None:
        return False
    return any(sign in line for line in head for sign in signs)


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    records = [parse_record(line, header, None) for line in all_lines(file, header)]
    rna = [each for each in records if each.info.get("SVTYPE") in _OF_RNA]
    if not rna and not any(line.startswith(_RNA_READS) for line in header.meta):
        raise file.problem(
            "no row of an RNA assay", expected="a VCF with the RNA results of the panel"
        )
    targets: dict[str, dict[str, Record]] = {}
    for record in rna:
        if record.info["SVTYPE"] in _JOINED and _is_seen(file, record):
            name, side = _target(record)
            targets.setdefault(name, {})[side] = record
    fusions = [_observation(file, name, rows) for name, rows in targets.items()]
    others = OtherKinds("fusions", scope)
    for record in records:
        others.add(record)
    return Content(
        fusions=fusions,
        warnings=list(_warnings(file, header, rna, scope)),
        sample_name=header.only_sample,
        sample_names=header.samples,
        held_for_others=others.held,
        rna_metrics=[*_mapped_reads(file, header), *_controls(file, rna)],
    )


def _mapped_reads(file: DataFile, header: VcfHeader) -> Iterator[RnaMetric]:
    """The reads of the whole panel, where the header gives them."""
    name = _RNA_READS.strip("#=")
    for text in header.values(name):
        count = whole_number(text.replace(",", ""))
        if count is None:
            raise file.problem(quoted(text), column=name, expected="a whole number of reads")
        yield RnaMetric(caller=_NAME, name=name, value=count, source=Source(file=file.name))


def _controls(file: DataFile, rna: list[Record]) -> Iterator[RnaMetric]:
    """How many expression controls have reads and have none, and the most of a process control."""
    source = Source(file=file.name)
    expression = [each for each in rna if each.info["SVTYPE"] == _EXPRESSION_CONTROL]
    seen = sum(_count(file, each) > 0 and not each.filters for each in expression)
    if expression:
        for name, value in (("with reads", seen), ("without reads", len(expression) - seen)):
            text = f"{_EXPRESSION_CONTROL} targets {name}"
            yield RnaMetric(caller=_NAME, name=text, value=value, source=source)
    process = [_count(file, each) for each in rna if each.info["SVTYPE"] == _PROCESS_CONTROL]
    if process:
        text = f"{_PROCESS_CONTROL} most reads"
        yield RnaMetric(caller=_NAME, name=text, value=max(process), source=source)


def _target(record: Record) -> tuple[str, str]:
    match = _TARGET.fullmatch(record.identifier)
    return (match[1], match[2]) if match else (record.identifier, "1")


def _is_seen(file: DataFile, record: Record) -> bool:
    """Whether the row has reads and is not the wild type of an exon variant."""
    if any(part.partition("_")[0] == "WT" for part in record.identifier.split(".")):
        return False
    return _count(file, record) > 0


def _count(file: DataFile, record: Record) -> int:
    text = record.info.get("READ_COUNT", "")
    count = whole_number(text)
    if count is None:
        raise file.problem(
            quoted(text), line=record.line, column="INFO/READ_COUNT", expected="a whole number"
        )
    return count


def _observation(file: DataFile, name: str, rows: dict[str, Record]) -> FusionObservation:
    record = rows.get("1") or rows["2"]
    genes = {side: gene_symbols(row.info.get("GENE_NAME", "")) for side, row in rows.items()}
    known = frozenset(gene for named in genes.values() for gene in named)
    pair = gene_pair(name.partition(".")[0], known) or ("", "")
    ends = [
        _end(rows, side, genes.get(side) or gene_symbols(written))
        for side, written in zip("12", pair, strict=True)
    ]
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=ends[0],
        three_prime=ends[1],
        junction="sense",
        split_reads=_count(file, record),
        exons=exons_in(name),
        raw_support={"READ_COUNT": record.info["READ_COUNT"]},
        filters=record.filters,
        raw_breakpoints=f"{record.chrom}:{record.position} {','.join(record.alts)}",
        source=Source(file=file.name, line=record.line),
    )


def _end(rows: dict[str, Record], side: str, genes: list[str]) -> FusionEnd:
    """One side: its own row, else the mate that the row of the other side gives."""
    place: tuple[str, int] | None = None
    if side in rows:
        place = rows[side].chrom, rows[side].position
    else:
        mate = _MATE.search("".join(row.alts[0] for row in rows.values() if row.alts))
        place = (mate[1], int(mate[2])) if mate else None
    return end_of(genes, place)


def _warnings(
    file: DataFile, header: VcfHeader, rna: list[Record], scope: Scope
) -> Iterator[ReportWarning]:
    """A sample whose RNA failed, and genes whose 3' part is read more than their 5' part."""
    failed = [value for value in header.values(_SAMPLE_QC) if value.upper().startswith("FAIL")]
    if failed:
        message = f"the panel's own check of the RNA says {failed[0]}: fusions may have been missed"
        yield ReportWarning(code="rna_sample_failed", message=message, source=file.name)
    for record in rna:
        gene = record.info.get("GENE_NAME", "")
        if (
            record.info["SVTYPE"] == _IMBALANCE
            and gene in scope.targets.fusion_genes
            and not record.filters
        ):
            message = (
                f"5' and 3' reads of {gene} are out of balance (5P_3P_ASSAYS "
                f"{record.info.get('5P_3P_ASSAYS', '?')}, reads "
                f"{record.info.get('READ_COUNT', '?')}): a sign of a fusion, of any partner, but "
                "none by itself"
            )
            yield ReportWarning(code="expression_imbalance", message=message, source=file.name)


FORMATS = [
    Format(
        name=_NAME,
        role="fusions",
        about=_ABOUT,
        recognized_by="a VCF with READ_COUNT or rows of SVTYPE=Fusion, RNAExonVariant, 5p3pAssays",
        coordinates="1-based",
        samples="genotypes",
        recognize=_recognize,
        read=_read,
        needs_build=False,
        build_evidence=header_build_evidence,
    )
]
