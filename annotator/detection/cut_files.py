"""Files that may have been cut: what they do not list may have stood in the part that is lost."""

from annotator.model.observations import FileEnd, Notice, Observations
from annotator.model.tables import DetectionLimits


def early_ends(observations: Observations, limits: DetectionLimits) -> list[FileEnd]:
    """The VCFs that end too early to be whole: many records, and as many expected after them."""
    least = limits.early_end_records
    return [
        end
        for end in observations.ends
        if end.records is not None
        and end.records >= least
        and end.expected is not None
        and end.expected >= least
    ]


def early_end_notices(observations: Observations, limits: DetectionLimits) -> list[Notice]:
    """A warning of each VCF that ends too early to be whole."""
    return [
        Notice(
            code="records_end_early",
            message=f"the {end.records} records end at {end.chrom}:{end.position}, before places "
            "that are looked at, and none is on a later chromosome: the file may be cut; nothing "
            "is called absent from it there",
            source=end.file,
        )
        for end in early_ends(observations, limits)
    ]


def open_files(observations: Observations) -> frozenset[str]:
    """The tables whose last line has no end, which may have been cut."""
    return frozenset(
        notice.source
        for notice in observations.notices
        if notice.code == "last_line_open" and notice.source
    )
