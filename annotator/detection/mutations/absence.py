"""What can be concluded about positions at which no small variant is listed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.detection.coverage import Coverage, coverage_of
from annotator.detection.cut_files import CutFiles
from annotator.model.base import Result, Specimen
from annotator.model.observations import InputFile, Observations
from annotator.model.tables import DetectionLimits
from annotator.reference import Genome

Positions = Sequence[tuple[str, int]]
"""Chromosome and 1-based position."""
PositionsIn = Callable[[Genome], Iterable[tuple[str, int]]]
"""The positions of one target (a codon, the regions of a class) in a build."""


@dataclass(frozen=True)
class Target:
    """Positions at which something is looked for, and their coverage."""

    positions_in: PositionsIn
    positions: Positions
    """The positions in the build of the sample."""
    coverage: Coverage | None
    """None where a position is not covered."""

    @property
    def depth(self) -> float | None:
        """The lowest depth, in reads; None where it is not known."""
        return self.coverage.depth if self.coverage else None


@dataclass(frozen=True)
class AbsenceJudge:
    """Decides whether what the small-variant files do not list is absent, and why."""

    observations: Observations
    genome: Genome
    specimen: Specimen
    limits: DetectionLimits
    cut_files: CutFiles

    def target(self, positions_in: PositionsIn) -> Target:
        """A target with its coverage in the build of the sample."""
        positions = list(positions_in(self.genome))
        coverage = coverage_of(positions, self.observations.depths or [])
        return Target(positions_in, positions, coverage)

    def unlisted(self, target: Target | None) -> tuple[Result, str]:
        """The result for a target where no file lists a variant, and why.

        None stands for a target without positions of its own.
        """
        if self.observations.small_variants is None:
            return "not_assessed", "no small-variant file was given"
        unread = self._unread(target.positions if target else [])
        if unread:
            return "indeterminate", unread
        if not self._files:
            return "not_assessed", self._why_silent()
        cut = self._cut(target.positions if target else [])
        if cut:
            return cut
        if self.observations.depths is None:
            return "not_assessed", "not listed in the VCF, and no coverage was given"
        if target is None or target.coverage is None:
            return "not_assessed", self._uncovered(target.positions if target else [])
        result, reason = self._by_depth(target.coverage)
        if result != "absent":
            return result, reason
        if self._rests_on_unstated_build(target) and (unsure := self._in_other_build(target)):
            return unsure
        return result, reason + self._last_record(target.positions)

    @cached_property
    def _files(self) -> list[InputFile]:
        """The small-variant files, without those of other chromosomes and those of indels alone."""
        warnings = self.observations.notices
        codes = ("no_locus_chromosome", "holds_no_substitution")
        silent = {n.source for n in warnings if n.code in codes}
        files = self.observations.inputs_of("small_variants")
        return [file for file in files if file.name not in silent]

    def _why_silent(self) -> str:
        if any(n.code == "holds_no_substitution" for n in self.observations.notices):
            return "the VCF is of a caller or a mode that lists no substitutions"
        return "the VCF names none of the chromosomes of the kinase genes"

    def _unread(self, positions: Positions) -> str:
        """The alleles at these positions that cannot be read; empty where there are none."""
        return "; ".join(
            f"{allele.source.place} has an allele here that cannot be read "
            f"({allele.chrom}:{allele.start} {allele.written})"
            for allele in self.observations.unread_alleles
            if any(allele.touches(*position) for position in positions)
        )

    def _cut(self, positions: Positions) -> tuple[Result, str] | None:
        """Why every file may have been cut before it could list a variant at these positions."""
        ended = [
            end
            for end in self.cut_files.ended_early
            if any(end.is_before(*position) for position in positions)
        ]
        names = {end.file for end in ended}
        left = [file for file in self._files if file.name not in names]
        if not left:
            ends = "; ".join(f"{e.file} end at {e.chrom}:{e.position}" for e in ended)
            return "not_assessed", f"the records of {ends}, before this place: it may be cut"
        if {file.name for file in left} <= self.cut_files.last_line_open:
            listed = ", ".join(file.name for file in left)
            return "no_call", f"not listed, but the last line of {listed} has no end: it may be cut"
        return None

    def _last_record(self, positions: Positions) -> str:
        """The ends of VCFs before these positions that have too few records to be called cut."""
        before = [
            f"the last record of {end.file} is at {end.chrom}:{end.position}"
            for end in self.observations.ends
            if end.records is not None and any(end.is_before(*at) for at in positions)
        ]
        return "".join(f"; {text}" for text in before)

    def _uncovered(self, positions: Positions) -> str:
        """Why these positions have no coverage: no row has them, or all files end before them."""
        outside = "outside the regions of the coverage file"
        files = self.observations.inputs_of("coverage")
        ends = [
            end
            for end in self.observations.ends
            if end.records is None and any(end.is_before(*at) for at in positions)
        ]
        if not ends or len(ends) < len(files):
            return outside
        if len(files) == 1:
            return f"{outside}, which ends before it, at {ends[0].chrom}:{ends[0].position}"
        listed = ", ".join(f"{end.file} at {end.chrom}:{end.position}" for end in ends)
        return f"{outside}; all end before it: {listed}"

    def _by_depth(self, coverage: Coverage) -> tuple[Result, str]:
        limits = self.limits
        return coverage.absence(limits.min_depth[self.specimen], limits.longest_mean_depth)

    def _rests_on_unstated_build(self, target: Target) -> bool:
        """Whether files that state their build do not show enough depth."""
        unstated = set(self.observations.without_build)
        if not unstated:
            return False
        stating = [d for d in self.observations.depths or [] if d.source.file not in unstated]
        coverage = coverage_of(target.positions, stating)
        return coverage is None or self._by_depth(coverage)[0] != "absent"

    def _in_other_build(self, target: Target) -> tuple[Result, str] | None:
        """Why the target is not shown to be covered in the other build; None where it is."""
        other = self.genome.other
        coverage = coverage_of(target.positions_in(other), self.observations.depths or [])
        if coverage and self._by_depth(coverage)[0] == "absent":
            return None
        why = self._by_depth(coverage)[1] if coverage else "not covered"
        return "no_call", (
            "covered, but the coverage file states no build, and in "
            f"{other.build} the place is: {why}"
        )
