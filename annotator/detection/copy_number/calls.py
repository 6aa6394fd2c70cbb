"""The copy-number call of each gene, from all sources together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.detection.case import Case
from annotator.detection.copy_number.evidence import GeneCopies, from_gene_row, from_segments
from annotator.detection.copy_number.genes import called_transcripts
from annotator.detection.copy_number.levels import LevelJudge, lines_for
from annotator.detection.copy_number.source_call import (
    CopyNumberCall,
    call_of_source,
    combined,
    level_name,
)
from annotator.model.observations import GeneCopiesObservation, SegmentObservation
from annotator.reference import Arm, Genome, Transcript

Calls = Mapping[str, CopyNumberCall | None]
"""The call of each gene; None for a gene that no source covers enough."""
SegmentsOfSource = Mapping[tuple[str, str], Sequence[SegmentObservation]]
"""Segments of one chromosome by file and caller: values of different ones are never averaged."""


def copy_number_calls(case: Case) -> Calls:
    """The call of each gene that the tables name; None for one that no source covers enough.

    A file that states no build is judged in both. Raises InputProblem where a table names a gene
    that is not in the reference.
    """
    observations = case.observations
    segments = observations.segments or []
    unstated = [s for s in segments if s.source.file in observations.without_build]
    here, there = _SourceCalls(case, case.genome), None
    if unstated:
        there = _SourceCalls(case, case.genome.other)
    by_chromosome, unstated_by_chromosome = _by_chromosome(segments), _by_chromosome(unstated)
    combined_calls: dict[str, CopyNumberCall | None] = {}
    for gene in here.transcripts:
        rows = [row for row in observations.gene_copies if row.gene == gene]
        in_other = there.of(gene, unstated_by_chromosome) if there else []
        other_calls = {call.source: call for call in in_other}
        calls = [
            replace(call, unsure=_unsure(case, call, other_calls.get(call.source)))
            for call in here.of(gene, by_chromosome, rows)
        ]
        combined_calls[gene] = combined(calls) if calls else None
    return combined_calls


class _SourceCalls:
    """The call of each source of one sample, with the loci of the genes in one build."""

    def __init__(self, case: Case, genome: Genome) -> None:
        self.case = case
        self.genome = genome
        self.transcripts = called_transcripts(case.tables, genome)
        self.listed = {line.gene: line for line in case.tables.copy_number_genes}
        self.numbers = {gene: number for number, gene in enumerate(self.transcripts, start=1)}

    def of(
        self,
        gene: str,
        segments: Mapping[str, SegmentsOfSource],
        gene_rows: Sequence[GeneCopiesObservation] = (),
    ) -> list[CopyNumberCall]:
        """The calls of a gene, the most reliable source first. `segments` are by chromosome."""
        transcript, tables, sample = self.transcripts[gene], self.case.tables, self.case.sample
        arms = _arms(self.genome, transcript)
        sources: list[GeneCopies] = [
            evidence
            for group in segments.get(transcript.chrom, {}).values()
            if (evidence := from_segments(group, transcript, arms, tables.limits)) is not None
        ]
        sources += [from_gene_row(row, sample.specimen) for row in gene_rows]
        lines = tables.copy_number_lines(gene)
        judges = [
            LevelJudge(gene, own_lines, self.listed.get(gene), source, sample, tables.limits)
            for source in sorted(sources, key=_rank)
            if (own_lines := lines_for(lines, source.method, sample.specimen))
        ]
        return [call_of_source(f"N{self.numbers[gene]}", judge, arms) for judge in judges]


def _unsure(case: Case, call: CopyNumberCall, in_other: CopyNumberCall | None) -> str | None:
    """Why the call is not sure: its file may have been cut, or be of the other build.

    `in_other` is the call at the gene's locus in the other build; None where it is not covered.
    """
    file, _ = call.source
    if file in case.cut_files.last_line_open and call.result == "absent":
        return f"the last line of {file} has no end: it may be cut"
    agrees = in_other is not None and in_other.result == call.result
    if file not in case.observations.without_build or agrees:
        return None
    there = "it does not cover the gene"
    if in_other:
        there = f"it has {in_other.copies} ({level_name(in_other)})"
    return f"{file} states no genome build; if it is in {case.genome.other.build}, {there}"


def _by_chromosome(segments: Iterable[SegmentObservation]) -> dict[str, SegmentsOfSource]:
    grouped: dict[str, dict[tuple[str, str], list[SegmentObservation]]] = {}
    for segment in segments:
        source = segment.source.file, segment.caller
        grouped.setdefault(segment.chrom, {}).setdefault(source, []).append(segment)
    return {chrom: dict(sources) for chrom, sources in grouped.items()}


def _arms(genome: Genome, transcript: Transcript) -> tuple[Arm, Arm] | None:
    """The arm of the gene and the other one of its chromosome."""
    chromosome = genome.chromosome(transcript.chrom)
    own = genome.chromosome_arm(transcript.chrom, transcript.start)
    if chromosome is None or own is None:
        return None
    position = chromosome.length if own.start == 1 else 1
    other = genome.chromosome_arm(transcript.chrom, position)
    return (own, other) if other else None


def _rank(source: GeneCopies) -> int:
    """FISH is the reference; copies of the tumor cells come before ratios, levels come last."""
    if source.method == "fish":
        return 0
    if source.method == "discrete":
        return 3
    return 1 if source.corrected else 2
