"""What may be said of a place at which no small variant is listed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.detection.coverage import Covered, covered
from annotator.detection.cut_files import early_ends, open_files
from annotator.model.base import Result, Specimen
from annotator.model.observations import InputFile, Observations
from annotator.model.tables import DetectionLimits
from annotator.reference import Genome

Positions = Sequence[tuple[str, int]]
"""Chromosome and 1-based position."""
PositionsIn = Callable[[Genome], Iterable[tuple[str, int]]]
"""Where one place (the codon of a residue, the sites of a class) lies in a build."""


@dataclass(frozen=True)
class Place:
    """Where something was looked for, and the depth there; null where it is not covered."""

    positions_in: PositionsIn
    positions: Positions
    cover: Covered | None

    @property
    def depth(self) -> float | None:
        """In reads, of its worst position."""
        return self.cover.depth if self.cover else None


@dataclass(frozen=True)
class AbsenceJudge:
    """Says whether what the small-variant files do not list is absent, or why not."""

    observations: Observations
    genome: Genome
    specimen: Specimen
    limits: DetectionLimits

    def place(self, positions_in: PositionsIn) -> Place:
        """A place with its depth in the build of the sample."""
        positions = list(positions_in(self.genome))
        return Place(positions_in, positions, covered(positions, self.observations.depths or []))

    def unlisted(self, place: Place | None) -> tuple[Result, str]:
        """The result at a place of which no file lists a variant; null: at no place of its own."""
        if self.observations.small_variants is None:
            return "not_assessed", "no small-variant file was given"
        unread = self._unread(place.positions if place else [])
        if unread:
            return "indeterminate", unread
        if not self._files:
            return "not_assessed", self._why_silent()
        cut = self._cut(place.positions if place else [])
        if cut:
            return cut
        if self.observations.depths is None:
            return "not_assessed", "not listed in the VCF, and no coverage was given"
        if place is None or place.cover is None:
            return "not_assessed", self._uncovered(place.positions if place else [])
        result, reason = self._by_depth(place.cover)
        if result != "absent":
            return result, reason
        if self._rests_on_unstated_build(place) and (unsure := self._in_other_build(place)):
            return unsure
        return result, reason + self._last_record(place.positions)

    @cached_property
    def _files(self) -> list[InputFile]:
        """The small-variant files, without those of other chromosomes and those of indels alone."""
        notices = self.observations.notices
        codes = ("no_locus_chromosome", "holds_no_substitution")
        silent = {n.source for n in notices if n.code in codes}
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
            for end in early_ends(self.observations, self.limits)
            if any(end.is_before(*position) for position in positions)
        ]
        names = {end.file for end in ended}
        left = [file for file in self._files if file.name not in names]
        if not left:
            ends = "; ".join(f"{e.file} end at {e.chrom}:{e.position}" for e in ended)
            return "not_assessed", f"the records of {ends}, before this place: it may be cut"
        if {file.name for file in left} <= open_files(self.observations):
            listed = ", ".join(file.name for file in left)
            return "no_call", f"not listed, but the last line of {listed} has no end: it may be cut"
        return None

    def _last_record(self, positions: Positions) -> str:
        """Where a VCF ends before these positions that holds too few records to be called cut."""
        before = [
            f"the last record of {end.file} is at {end.chrom}:{end.position}"
            for end in self.observations.ends
            if end.records is not None and any(end.is_before(*at) for at in positions)
        ]
        return "".join(f"; {text}" for text in before)

    def _uncovered(self, positions: Positions) -> str:
        """That the coverage files hold no row here, and where they end if that is before."""
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

    def _by_depth(self, cover: Covered) -> tuple[Result, str]:
        limits = self.limits
        return cover.absence(limits.min_depth[self.specimen], limits.longest_mean_depth)

    def _rests_on_unstated_build(self, place: Place) -> bool:
        """Whether the depth is not shown by files that say in which build they are."""
        unstated = set(self.observations.without_build)
        if not unstated:
            return False
        stating = [d for d in self.observations.depths or [] if d.source.file not in unstated]
        shown = covered(place.positions, stating)
        return shown is None or self._by_depth(shown)[0] != "absent"

    def _in_other_build(self, place: Place) -> tuple[Result, str] | None:
        """Why the place is not shown to be covered in the other build; null where it is."""
        other = self.genome.other
        cover = covered(place.positions_in(other), self.observations.depths or [])
        if cover and self._by_depth(cover)[0] == "absent":
            return None
        why = self._by_depth(cover)[1] if cover else "not covered"
        return "no_call", (
            "covered, but the coverage file states no build, and in "
            f"{other.build} the place is: {why}"
        )
