"""The VCF that Arriba's script convert_fusions_to_vcf.sh makes of its table: two records a fusion.

The first record of a pair (`1a`) is Arriba's 5' side, the second (`1b`) its 3' side. The brackets
follow the specification. QUAL is the confidence; reads, frame and strands are only in the table,
`fusions.tsv`. Positions are 1-based. The records of a fusion name each other by MATEID.
"""

from annotator.model.base import Strand
from annotator.model.observations import Source
from annotator.readers.build import header_build_evidence
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.junction import Junction, JunctionEnd, orient
from annotator.readers.tables.gene_names import gene_symbols
from annotator.readers.tables.table import quoted
from annotator.readers.vcf.adjacencies import adjacencies
from annotator.readers.vcf.header import looks_like_vcf, read_header
from annotator.readers.vcf.lines import all_lines
from annotator.readers.vcf.records import BadValue, Record, parse_record
from annotator.readers.vcf.rna_fusions import rna_caller

_CONFIDENCE = {"0.5": "low", "2": "medium", "5": "high"}


def _recognize(head: list[str]) -> bool:
    return looks_like_vcf(head) and rna_caller(head) == "arriba"


def _read(file: DataFile, scope: Scope) -> Content:
    header = read_header(file)
    lines = list(all_lines(file, header))
    records = [parse_record(line, header, None) for line in lines]
    mates = {record.identifier: record for record in records}
    fusions = []
    for line, record in zip(lines, records, strict=True):
        if record.identifier.endswith("b"):
            continue
        mate = mates.get(record.info.get("MATEID", ""))
        if mate is None:
            raise file.problem(
                quoted(record.identifier),
                line=record.line,
                column="INFO",
                expected="the MATEID of another record",
            )
        quality = line.text.split(b"\t", 6)[5].decode("utf-8", "replace")
        # A gene without a model takes its strand from the order of the two records.
        junction = _junction(file, record, mate, _CONFIDENCE.get(quality))
        fusions.append(orient(junction, scope.targets.strand_at))
    return Content(fusions=fusions, sample_name=header.only_sample, sample_names=header.samples)


def _junction(file: DataFile, five: Record, three: Record, confidence: str | None) -> Junction:
    try:
        joined = adjacencies(five.chrom, five.position, ",".join(five.alts), five.info)[0]
    except IndexError:
        raise file.problem(
            quoted(",".join(five.alts)), line=five.line, column="ALT", expected="a breakend"
        ) from None
    except BadValue as bad:
        raise file.problem(
            bad.found, line=five.line, column=bad.column, expected=bad.expected
        ) from bad
    return Junction(
        caller="arriba",
        first=_end(joined.first, five, "+" if joined.first.kept == "left" else "-"),
        second=_end(joined.second, three, "+" if joined.second.kept == "right" else "-"),
        split_reads=None,
        spanning_reads=None,
        filters=five.filters,
        raw_breakpoints=joined.written,
        source=Source(file=file.name, line=five.line),
        assay="rna",
        confidence=confidence,
    )


def _end(end: JunctionEnd, record: Record, strand: Strand) -> JunctionEnd:
    """A side with its genes; `strand` is the one transcribed if Arriba's order is right."""
    genes = tuple(gene_symbols(record.info.get("GENE_NAME", "")))
    return JunctionEnd(end.chrom, end.position, end.kept, genes, strand)


FORMATS = [
    Format(
        name="arriba_vcf",
        role="fusions",
        about=About(
            title="Arriba, VCF",
            files="VCF of `convert_fusions_to_vcf.sh`; no reads, no frame: give `fusions.tsv` "
            "where there is one",
            note="by kept sides",
            link="https://github.com/suhrig/arriba",
        ),
        recognized_by="a VCF with GENE_NAME and GENE_ID of genes hit by breakpoints",
        coordinates="1-based",
        samples="genotypes",
        recognize=_recognize,
        read=_read,
        build_evidence=header_build_evidence,
    )
]
