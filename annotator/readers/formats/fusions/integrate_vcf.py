"""INTEGRATE's `bk_sv.vcf`: RNA fusions as a VCF.

Its brackets are of one form for several directions; the ID of a record says which side it is
(`bnd_3_GENE1_GENE2_5p`). Symbols may hold `_`, so the genes of the ID are not taken.
"""

from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.table import quoted
from annotator.readers.vcf.adjacencies import mate_place
from annotator.readers.vcf.header import looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.records import Record, parse_record
from annotator.readers.vcf.rna_fusions import rna_caller
from annotator.readers.vcf.skipped_records import SkippedRecords
from annotator.readers.vcf.tumor_column import tumor_column

_ABOUT = About(
    title="INTEGRATE, VCF",
    files="`bk_sv.vcf`",
    note="yes",
    link="https://sourceforge.net/projects/integrate-fusion/",
    real=True,
)

_NAME = "integrate"
_FIVE_PRIME = "_5p"


def _recognize(head: list[str]) -> bool:
    return looks_like_vcf(head) and rna_caller(head) == _NAME


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    tumor = tumor_column(file, header, scope.tumor_sample, scope.sample)
    skipped = SkippedRecords(scope.targets.fusion_genes, scope.targets.junction_regions)
    lines = list(all_lines(file, header, skipped=skipped))
    records = (parse_record(line, header, tumor.name) for line in lines)
    fusions = [
        _observation(file, record) for record in records if record.identifier.endswith(_FIVE_PRIME)
    ]
    return Content(
        fusions=fusions,
        warnings=[*tumor.warnings, *skipped.warnings(file)],
        sample_name=tumor.name,
        sample_names=header.samples,
    )


def _observation(file: DataFile, record: Record) -> FusionObservation:
    alt = ",".join(record.alts)
    mate = mate_place(alt)
    if mate is None:
        raise file.problem(
            quoted(alt), line=record.line, column="ALT", expected="a breakend, N]chr2:42299000]"
        )
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=_end(record.chrom, record.position),
        three_prime=_end(*mate),
        junction="sense",
        filters=record.filters,
        raw_breakpoints=f"{record.chrom}:{record.position} {alt}",
        source=Source(file=file.name, line=record.line),
    )


def _end(chrom: str, position: int) -> FusionEnd:
    return FusionEnd(gene=None, chrom=same_chromosome_name(chrom), position=position)


FORMATS = [
    Format(
        name="integrate_vcf",
        role="fusions",
        about=_ABOUT,
        recognized_by="VCF whose header declares IMPRECISE(Fucion Junction)",
        coordinates="1-based",
        samples="genotypes",
        bad_rows="elsewhere",
        recognize=_recognize,
        read=_read,
        needs_build=False,
        build_evidence=header_build_evidence,
    )
]
