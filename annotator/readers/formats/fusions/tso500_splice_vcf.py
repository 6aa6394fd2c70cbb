"""TruSight Oncology 500's VCF of splice variants in RNA: what exons a transcript leaves out.

Each record is a `<DEL>` within one gene: POS is the last base before it, END the last base that is
left out, 1-based. FORMAT/AD are the reads of the variant. The file cannot hold the fusion of two
genes, so that none is absent by it.
"""

from annotator.model.observations import FusionObservation, Source
from annotator.model.warning import ReportWarning
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.junction import Junction, orient
from annotator.readers.tables.numbers import whole_number
from annotator.readers.vcf.adjacencies import adjacencies
from annotator.readers.vcf.header import looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.records import BadValue, Record, parse_record
from annotator.readers.vcf.rna_fusions import rna_caller
from annotator.readers.vcf.skipped_records import SkippedRecords
from annotator.readers.vcf.tumor_column import tumor_column

_NAME = "tso500_splice_vcf"
_READS = ("AD", "DP")


def _recognize(head: list[str]) -> bool:
    return looks_like_vcf(head) and rna_caller(head) == "tso500_splice"


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    tumor = tumor_column(file, header, scope.tumor_sample, scope.sample)
    skipped = SkippedRecords(scope.targets.fusion_genes, scope.targets.junction_regions)
    lines = list(all_lines(file, header, skipped=skipped))
    records = (parse_record(line, header, tumor.name) for line in lines)
    message = "the file is of splice variants and cannot hold a fusion of two genes"
    return Content(
        fusions=[found for record in records for found in _observations(file, record, scope)],
        warnings=[
            *tumor.warnings,
            *skipped.warnings(file),
            ReportWarning(code="holds_no_gene_fusion", message=message, source=file.name),
        ],
        sample_name=tumor.name,
        sample_names=header.samples,
    )


def _observations(file: DataFile, record: Record, scope: Scope) -> list[FusionObservation]:
    try:
        joined = [
            adjacency
            for alt in record.alts
            for adjacency in adjacencies(record.chrom, record.position, alt, record.info)
        ]
    except BadValue as bad:
        raise file.problem(
            bad.found, line=record.line, column=bad.column, expected=bad.expected
        ) from bad
    return [
        orient(
            Junction(
                caller="tso500",
                first=adjacency.first,
                second=adjacency.second,
                split_reads=whole_number(record.sample.get("AD", "")),
                spanning_reads=None,
                filters=record.filters,
                raw_breakpoints=adjacency.written,
                source=Source(file=file.name, line=record.line),
                assay="rna",
                raw_support={k: record.sample[k] for k in _READS if k in record.sample},
            ),
            scope.targets.strand_at,
        )
        for adjacency in joined
    ]


FORMATS = [
    Format(
        name=_NAME,
        role="fusions",
        about=About(
            title="TruSight Oncology 500, splice variants",
            files="VCF of splice variants; holds no fusion of two genes",
            note="yes",
        ),
        recognized_by="a VCF with ##source=SpliceGirl",
        coordinates="1-based",
        samples="genotypes",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
        build_evidence=header_build_evidence,
        shows=("rna_splicing",),
    )
]
