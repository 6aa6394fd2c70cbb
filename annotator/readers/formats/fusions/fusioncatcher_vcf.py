"""FusionCatcher's VCF: two breakend records a fusion, in transcript order by END=5 and END=3.

The brackets of ALT do not follow the strands, so that genes, order and strands are read from INFO.
Positions are 1-based; SR are reads over the junction, SP pairs around it.
"""

from annotator.model.base import Frame, Strand
from annotator.model.observations import FusionEnd, FusionObservation, Source
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.formats.fusions.fusioncatcher import probably_false
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.numbers import whole_number
from annotator.readers.tables.table import quoted
from annotator.readers.vcf.header import looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.records import Record, parse_record

_ABOUT = About(
    title="FusionCatcher, VCF",
    files="`final-list_candidate-fusion-genes.vcf`",
    note="yes",
    link="https://github.com/ndaniel/fusioncatcher",
    versions=("1.33+",),
    real=True,
)

_SOURCE = "##source=fusioncatcher"
_FRAMES: dict[str | None, Frame] = {"in-frame": "in_frame", "out-of-frame": "out_of_frame"}
_STRANDS: dict[str | None, Strand] = {"+": "+", "-": "-"}
_READS = ("SR", "SP")


def _recognize(head: list[str]) -> bool:
    return looks_like_vcf(head) and any(line.lower().startswith(_SOURCE) for line in head)


def _read(file: DataFile, _scope: Scope) -> Content:
    header = read_header(file)
    records = [parse_record(line, header, None) for line in all_lines(file, header)]
    three_prime = {each.identifier: each for each in records if each.info.get("END") == "3"}
    fusions = []
    for record in records:
        if record in three_prime.values():
            continue
        mate = three_prime.get(record.info.get("MATEID", ""))
        if record.info.get("END") != "5" or mate is None:
            raise file.problem(
                quoted(record.identifier),
                line=record.line,
                column="INFO",
                expected="END=5 and the MATEID of a record with END=3",
            )
        fusions.append(_observation(file, record, mate))
    return Content(fusions=fusions, sample_name=header.only_sample, sample_names=header.samples)


def _observation(file: DataFile, five: Record, three: Record) -> FusionObservation:
    split, spanning = (_count(file, five, key) for key in _READS)
    return FusionObservation(
        caller="fusioncatcher",
        assay="rna",
        five_prime=_end(five, "GENE5"),
        three_prime=_end(three, "GENE3"),
        junction="sense",
        split_reads=split,
        spanning_reads=spanning,
        raw_support={key: five.info[key] for key in _READS},
        frame=_FRAMES.get(five.info.get("EFFECT"), "unknown"),
        filters=[*five.filters, *probably_false(five.info.get("DESC", ""))],
        raw_breakpoints="|".join(
            f"{each.chrom}:{each.position}:{each.info.get('STRAND', '.')}" for each in (five, three)
        ),
        source=Source(file=file.name, line=five.line),
    )


def _end(record: Record, gene: str) -> FusionEnd:
    place = (same_chromosome_name(record.chrom), record.position)
    return end_of(record.info.get(gene, ""), place, _STRANDS.get(record.info.get("STRAND")))


def _count(file: DataFile, record: Record, key: str) -> int:
    count = whole_number(record.info.get(key, ""))
    if count is None:
        found = f"{key}={record.info[key]}" if key in record.info else f"no {key}"
        raise file.problem(
            quoted(found), line=record.line, column="INFO", expected=f"{key}=a whole number"
        )
    return count


FORMATS = [
    Format(
        name="fusioncatcher_vcf",
        role="fusions",
        about=_ABOUT,
        recognized_by="VCF with ##source=fusioncatcher",
        coordinates="1-based",
        samples="genotypes",
        recognize=_recognize,
        read=_read,
        needs_build=False,
        build_evidence=header_build_evidence,
    )
]
