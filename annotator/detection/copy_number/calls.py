"""Copy number of the genes of the copy-number table: the level, and whether it is certain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.detection.copy_number.evidence import (
    GeneCopies,
    Reading,
    from_gene_row,
    from_segments,
)
from annotator.detection.copy_number.genes import (
    copies_label,
    graded_transcripts,
    profile_token,
    role_of,
)
from annotator.detection.copy_number.levels import Grade, Grader, lines_for, ratio_to
from annotator.detection.copy_number.uncertainty import certainty, doubt_of, named_levels
from annotator.model.base import OTHER_BUILD, GenomeBuild, Loss, Result
from annotator.model.context import Sample
from annotator.model.findings import CopyNumber
from annotator.model.observations import GeneCopiesObservation, SegmentObservation
from annotator.model.tables import (
    CopyNumberGene,
    CopyNumberRule,
    DetectionLimits,
    DetectionTables,
)
from annotator.reference import Arm, Genome, Transcript

SegmentsOfSource = Mapping[tuple[str, str], Sequence[SegmentObservation]]
"""Segments of one chromosome by file and caller: values of different ones are never averaged."""
_VISIBLE_DIFFERENCE = 0.5
"""Copies by which a caller's own value differs from the corrected one so that a reader asks."""
_OF_A_SETTLED_CHANGE = (
    "functional_class",
    "functional_class_reference",
    "meaning",
    "meaning_curation",
)


@dataclass(frozen=True, slots=True)
class CopyNumberCall:
    """A finding, the rule that decided its level, and why the level is in doubt, if it is.

    `copies` are those of the label in words, `reason` says for people why it has its level, and
    `others` what further sources say. `listed` is the gene's line of `copy_number_genes.tsv`, null
    for MET. `source` is the file and caller. `unsure` is why absence is not claimed, or what speaks
    against another result: the file may have been cut, or it may be of the other build.
    """

    finding: CopyNumber
    rule: CopyNumberRule
    doubt: str | None
    reason: str
    copies: str
    listed: CopyNumberGene | None = None
    others: tuple[str, ...] = ()
    source: tuple[str, str] = ("", "")
    unsure: str | None = None

    @property
    def result(self) -> Result:
        """The result of looking for the change; absence only where the file is not unsure."""
        if self.doubt:
            return "indeterminate"
        absent = self.rule.result == "absent"
        return "no_call" if absent and self.unsure else self.rule.result

    @property
    def is_shown(self) -> bool:
        """Whether it is a finding: a further gene is one where it is far gained, or lost."""
        gained = self.finding.level not in ("none", "gain")
        return self.listed is None or gained or self.finding.loss is not None

    def doubted(self, doubt: str) -> "CopyNumberCall":
        """The call where a further source says something else."""
        finding = self.finding
        label = copies_label(finding.gene, finding.loss, False, self.copies)
        unsettled = {"amplified": False, "lost": False, "role": role_of(self.listed, None)}
        changed = {**unsettled, "label": label, **dict.fromkeys(_OF_A_SETTLED_CHANGE)}
        told = finding.model_copy(update=changed)
        return replace(self, finding=told, doubt=doubt, reason=doubt)


@dataclass(frozen=True)
class WeakFiles:
    """Files that cannot show absence by themselves: of no stated build, or maybe cut."""

    without_build: frozenset[str] = frozenset()
    maybe_cut: frozenset[str] = frozenset()


_NONE_WEAK = WeakFiles()


def copy_number_calls(
    segments: Sequence[SegmentObservation],
    gene_rows: Sequence[GeneCopiesObservation],
    sample: Sample,
    genome: Genome,
    tables: DetectionTables,
    weak: WeakFiles = _NONE_WEAK,
) -> dict[str, CopyNumberCall | None]:
    """A call for each graded gene; null for a gene that no source covers enough.

    A file of no stated build is judged in both. Raises InputProblem where a table names a gene
    that the reference does not hold.
    """
    calls = _CallsInBuild(sample, genome, tables)
    unplaced = [s for s in segments if s.source.file in weak.without_build]
    other = _CallsInBuild(sample, genome.other, tables) if unplaced else None
    placed, elsewhere = _by_chromosome(segments), _by_chromosome(unplaced)
    made: dict[str, CopyNumberCall | None] = {}
    for gene in calls.models:
        judged = calls.of(gene, placed, [row for row in gene_rows if row.gene == gene])
        there = {call.source: call for call in (other.of(gene, elsewhere) if other else [])}
        checked = [
            replace(call, unsure=_unsure(call, there.get(call.source), genome.build, weak))
            for call in judged
        ]
        made[gene] = _together(checked) if checked else None
    return made


class _CallsInBuild:
    """The calls of every source of one sample, with the genes where they lie in one build."""

    def __init__(self, sample: Sample, genome: Genome, tables: DetectionTables) -> None:
        self.sample = sample
        self.genome = genome
        self.tables = tables
        self.models = graded_transcripts(tables, genome)
        self.listed = {each.gene: each for each in tables.copy_number_genes}
        self.numbers = {gene: number for number, gene in enumerate(self.models, start=1)}

    def of(
        self,
        gene: str,
        placed: Mapping[str, SegmentsOfSource],
        gene_rows: Sequence[GeneCopiesObservation] = (),
    ) -> list[CopyNumberCall]:
        """The calls of a gene, the most reliable source first."""
        transcript, limits = self.models[gene], self.tables.limits
        arms = _arms(self.genome, transcript)
        sources = [
            *_by_source(placed.get(transcript.chrom, {}), transcript, arms, limits),
            *map(from_gene_row, gene_rows),
        ]
        lines = self.tables.copy_number_lines(gene)
        graders = [
            Grader(gene, own, self.listed.get(gene), source, self.sample, limits)
            for source in sorted(sources, key=_rank)
            if (own := lines_for(lines, source.method, self.sample.specimen))
        ]
        return [_judge(f"N{self.numbers[gene]}", grader, arms) for grader in graders]


def _unsure(
    call: CopyNumberCall, there: CopyNumberCall | None, build: GenomeBuild, weak: WeakFiles
) -> str | None:
    """Why the call is not sure: what its file would say if it were whole, or of the other build.

    `there` is the call at the place of the gene in the other build, null where that is not covered.
    """
    file, _ = call.source
    if file in weak.maybe_cut and call.result == "absent":
        return f"the last line of {file} has no end: it may be cut"
    agrees = there is not None and there.result == call.result
    if file not in weak.without_build or agrees:
        return None
    seen = f"it has {there.copies} ({_said(there)})" if there else "it does not cover the gene"
    return f"{file} states no genome build; if it is in {OTHER_BUILD[build]}, {seen}"


def _by_chromosome(segments: Sequence[SegmentObservation]) -> dict[str, SegmentsOfSource]:
    placed: dict[str, dict[tuple[str, str], list[SegmentObservation]]] = {}
    for segment in segments:
        source = segment.source.file, segment.caller
        placed.setdefault(segment.chrom, {}).setdefault(source, []).append(segment)
    return {chrom: dict(sources) for chrom, sources in placed.items()}


def _arms(genome: Genome, transcript: Transcript) -> tuple[Arm, Arm] | None:
    """The arm of the gene and the other one of its chromosome."""
    chromosome = genome.chromosome(transcript.chrom)
    own = genome.chromosome_arm(transcript.chrom, transcript.start)
    if chromosome is None or own is None:
        return None
    at = chromosome.length if own.start == 1 else 1
    other = genome.chromosome_arm(transcript.chrom, at)
    return (own, other) if other else None


def _by_source(
    placed: SegmentsOfSource,
    transcript: Transcript,
    arms: tuple[Arm, Arm] | None,
    limits: DetectionLimits,
) -> Iterable[GeneCopies]:
    """The evidence of each source, of segments that lie on the chromosome of the gene."""
    for group in placed.values():
        found = from_segments(
            group, transcript, arms, limits.focal_max_length, limits.min_gene_covered
        )
        if found is not None:
            yield found


def _rank(source: GeneCopies) -> int:
    """FISH is the reference; copies of the tumor cells come before ratios, levels come last."""
    if source.method == "fish":
        return 0
    if source.method == "discrete":
        return 3
    return 1 if source.corrected else 2


def _together(judged: Sequence[CopyNumberCall]) -> CopyNumberCall:
    """The first call; where another source has another result it is in doubt, but for FISH."""
    first, *rest = judged
    said = tuple(f"{_files(each)}: {each.finding.label} ({_said(each)})" for each in rest)
    apart = [
        text
        for each, text in zip(rest, said, strict=True)
        if each.result != first.result
        and "no_call" not in (each.result, first.result)
        and not (each.doubt and each.finding.copy_number_range)  # its purity alone is not known
    ]
    fish = first.rule.method == "fish"
    if any(each.rule.result == first.rule.result and not each.unsure for each in rest):
        first = replace(first, unsure=None)
    if apart and not fish and first.doubt is None:
        first = first.doubted(f"the sources disagree, {'; '.join(apart)}; confirm by FISH")
    return replace(first, others=said)


def _said(call: CopyNumberCall) -> str:
    return "not settled" if call.doubt else call.rule.level


def _files(call: CopyNumberCall) -> str:
    return ", ".join(dict.fromkeys(row.source for row in call.finding.support[:1]))


def _judge(identifier: str, grader: Grader, arms: tuple[Arm, Arm] | None) -> CopyNumberCall:
    if grader.sample.specimen == "plasma":
        grader = replace(grader, source=grader.source.as_measured())
    source, listed = grader.source, grader.listed
    scenarios = grader.scenarios
    levels = [grader.level(*each, grader.decisive) for each in scenarios]
    shown = levels[0]
    doubt = doubt_of(grader, levels)
    copies = sorted(level.copies for level in levels if level.copies is not None)
    known = bool(copies) and copies[0] == copies[-1]
    purity, ploidy = scenarios[0]

    def beside(region: Reading | None) -> float | None:
        return None if shown.copies is None else ratio_to(shown.copies, region, purity, ploidy)

    def of(part: Reading | None) -> float | None:
        return None if part is None else round(part.copies(purity, ploidy), 2)

    loss = _certain_loss(levels)
    settled = doubt is None and shown.rule.result == "present"
    token = profile_token(listed, shown.rule) if settled else None
    said = _copies_text(grader, copies, shown, arms, beside(source.other_arm))
    log2 = source.mean.log2_ratio if source.mean else None
    finding = CopyNumber(
        id=identifier,
        gene=grader.gene,
        label=copies_label(grader.gene, loss, settled or loss == "heterozygous", said),
        copy_number=of(source.mean) if known else None,
        copy_number_range=None if known or not copies else (copies[0], copies[-1]),
        caller_copy_number=_caller_copies(grader, copies),
        lowest_exon=of(source.least),
        log2_ratio=None if log2 is None else round(log2, 4),
        relative_to_arm=shown.ratio if source.arm else None,
        relative_to_centromere=source.centromere_ratio or beside(source.centromere_side),
        relative_to_other_arm=beside(source.other_arm),
        purity_corrected=grader.is_corrected,
        method=source.method,
        focality=shown.focality,
        level=shown.rule.level,
        levels=named_levels(levels),
        amplified=settled and loss is None,
        loss=loss,
        lost=settled and loss == "homozygous",
        role=role_of(listed, token),
        functional_class=token,
        functional_class_reference=_first_reference(listed) if token else None,
        meaning=listed.meaning if listed and settled else None,
        meaning_curation=listed.curation if listed and settled else None,
        rule=shown.rule.reason,
        rule_id=shown.rule.id,
        rule_reference=shown.rule.reference,
        support=list(source.support),
    )
    reason = doubt or certainty(grader, levels)
    origin = source.file, source.support[0].caller
    return CopyNumberCall(finding, shown.rule, doubt, reason, said, listed, source=origin)


def _caller_copies(grader: Grader, copies: Sequence[float]) -> float | None:
    """The copies that the caller wrote, where those possible are corrected and all differ."""
    own = grader.source.own
    if own is None or grader.source.corrected or not (grader.is_corrected and copies):
        return None
    differs = all(abs(own - each) >= _VISIBLE_DIFFERENCE for each in copies)
    return round(own, 2) if differs else None


def _first_reference(listed: CopyNumberGene | None) -> str | None:
    return listed.references[0] if listed and listed.references else None


def _certain_loss(levels: Sequence[Grade]) -> Loss | None:
    """The loss of the first possibility; a heterozygous one only where all have it."""
    loss = levels[0].rule.loss
    if loss == "heterozygous" and any(level.rule.loss != loss for level in levels):
        return None
    return loss


def _copies_text(
    grader: Grader,
    copies: Sequence[float],
    shown: Grade,
    arms: tuple[Arm, Arm] | None,
    to_other_arm: float | None,
) -> str:
    """The copies and what they are compared with; of a polysomy also the other arm."""
    source = grader.source
    if not copies:
        level = source.discrete_level
        said = "copies not given" if level is None else f"discrete level {level:g}"
    else:
        at = grader.scenarios[0]
        least, most = (grader.copies_in_words(each, *at) for each in (copies[0], copies[-1]))
        said = f"{least} copies" if copies[0] == copies[-1] else f"{least} to {most} copies"
    if grader.of_losses:
        return f"{said} in the exon with the fewest copies" if grader.is_partial else said
    if source.centromere_ratio is not None:
        return f"{said}, {source.centromere_ratio:g} times the centromere (FISH)"
    if arms and shown.ratio is not None:
        said += f", {grader.ratio_in_words(shown.ratio)} times the rest of {arms[0].name}"
        if shown.rule.level == "polysomy" and to_other_arm is not None:
            said += f" and {grader.ratio_in_words(to_other_arm)} times {arms[1].name}"
    return said
