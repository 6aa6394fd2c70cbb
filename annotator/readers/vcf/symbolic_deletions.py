"""Deletions that a VCF of small variants tells by their ends: `<DEL>` with an END."""

from annotator.model.observations import FusionObservation, Source
from annotator.readers.format import Scope
from annotator.readers.junction import Junction, orient
from annotator.readers.vcf.adjacencies import adjacencies
from annotator.readers.vcf.records import Record, genotype

_DELETION = "<DEL"


def deletions(record: Record, scope: Scope, caller: str, file: str) -> list[FusionObservation]:
    """The deletions of a record whose two ends lie in one locus, as junctions.

    One that the tumor's genotype is called without is left out.
    """
    if not any(alt.startswith(_DELETION) for alt in record.alts):
        return []
    alleles, _ = genotype(record)
    called = bool(alleles) and None not in alleles
    return [
        orient(
            Junction(
                caller=caller,
                first=adjacency.first,
                second=adjacency.second,
                split_reads=None,
                spanning_reads=None,
                filters=list(dict.fromkeys(record.filters + record.sample_filters)),
                raw_breakpoints=adjacency.written,
                source=Source(file=file, line=record.line),
            ),
            scope.targets.strand_at,
        )
        for number, alt in enumerate(record.alts, 1)
        if alt.startswith(_DELETION) and (number in alleles or not called)
        for adjacency in adjacencies(record.chrom, record.position, alt, record.info)
        if _in_one_locus(scope, record.chrom, adjacency.first.position, adjacency.second.position)
    ]


def _in_one_locus(scope: Scope, chrom: str, first: int, second: int) -> bool:
    return any(
        low <= min(first, second) and max(first, second) <= high
        for low, high in scope.targets.regions.on(chrom)
    )
