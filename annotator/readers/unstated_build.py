"""Files of copies or depth in which nothing says in which genome build their positions are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.model.base import OTHER_BUILD, GenomeBuild
from annotator.model.observations import DepthObservation
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.lines.regions import Regions

Shown = Literal["this", "other", "neither"]
"""Which build the rows of a file show: that of the sample, the other one alone, or neither."""


@dataclass(frozen=True)
class UnstatedBuild:
    """A file without a build, and whether its rows lie at places of the other build alone."""

    file: DataFile
    is_elsewhere: bool = False

    def warning(self, build: GenomeBuild) -> ReportWarning:
        """The warning that the file was read in the build of the sample."""
        other = OTHER_BUILD[build]
        message = f"the file states no genome build and was read as {build}"
        if self.is_elsewhere:
            message += f", but its rows lie at the places of {other} alone"
        else:
            message += f"; absence is claimed only where it holds in {other} too"
        return ReportWarning(code="build_not_stated", message=message, source=self.file.name)


def build_of_depths(
    depths: Sequence[DepthObservation], here: Regions, there: Regions
) -> Shown | None:
    """What rows of depth at the places of both builds show; None where they lie at none of them.

    The targets of a panel lie at the places of its own build alone.
    """
    at_own, at_other = (
        any(regions.overlaps(row.chrom, row.start, row.end) for row in depths)
        for regions in (here, there)
    )
    if at_own:
        return "neither" if at_other else "this"
    return "other" if at_other else None
