"""Files that may have been cut: what they do not list may have been in the part that is lost."""

from dataclasses import dataclass

from annotator.model.observations import FileEnd, Observations
from annotator.model.tables import DetectionLimits
from annotator.model.warning import ReportWarning


@dataclass(frozen=True, slots=True)
class CutFiles:
    """The files of one sample that may have been cut."""

    ended_early: tuple[FileEnd, ...]
    """VCFs that end too early to be whole: with many records, and as many expected after them."""
    last_line_open: frozenset[str]
    """The names of tables whose last line has no end."""

    @property
    def warnings(self) -> list[ReportWarning]:
        """A warning for each VCF that ends too early to be whole."""
        return [
            ReportWarning(
                code="records_end_early",
                message=f"the {end.records} records end at {end.chrom}:{end.position}, before "
                "places that are looked at, and none is on a later chromosome: the file may be "
                "cut; nothing is called absent from it there",
                source=end.file,
            )
            for end in self.ended_early
        ]


def cut_files(observations: Observations, limits: DetectionLimits) -> CutFiles:
    """The files that may have been cut, by where they end."""
    least = limits.early_end_records
    ended_early = (
        end
        for end in observations.ends
        if end.records is not None
        and end.records >= least
        and end.expected is not None
        and end.expected >= least
    )
    last_line_open = (
        warning.source
        for warning in observations.notices
        if warning.code == "last_line_open" and warning.source
    )
    return CutFiles(tuple(ended_early), frozenset(last_line_open))
