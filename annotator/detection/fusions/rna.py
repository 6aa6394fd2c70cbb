"""What the RNA of a sample can say of fusions that it does not show."""

from dataclasses import dataclass

from annotator.detection.case import Case
from annotator.model.observations import RnaMetric


@dataclass(frozen=True, slots=True)
class RnaGiven:
    """Whether RNA of the sample was looked at, and why it could exclude nothing, if so."""

    given: bool = False
    weakness: str | None = None


NO_RNA = RnaGiven()


def rna_of(case: Case) -> RnaGiven:
    """Return the RNA of a sample."""
    if not any(file.can_show("rna_fusions") for file in case.observations.inputs):
        return NO_RNA
    return RnaGiven(given=True, weakness=weak_rna(case))


def weak_rna(case: Case) -> str | None:
    """Return why the RNA tables cannot exclude a fusion that they do not list, None where they can.

    RNA of unknown quality must show some fusion to exclude others.
    """
    if case.sample.rna_quality == "inadequate":
        return "its quality was inadequate"
    missed = [text for metric in case.observations.rna_metrics if (text := _missed(case, metric))]
    if missed:
        stated = ", though its quality was stated as adequate" if case.sample.rna_quality else ""
        return f"{'; '.join(missed)}{stated}"
    if case.sample.rna_quality == "adequate":
        return None
    if any(warning.code == "rna_sample_failed" for warning in case.observations.notices):
        return "it failed the panel's own check"
    if _rna_is_readable(case):
        return None
    return "its quality was not given, and it shows no fusion of any gene that passed the filters"


def _missed(case: Case, metric: RnaMetric) -> str | None:
    """The limit that a metric of the RNA does not reach; of the file itself before the table's."""
    low, high = metric.low, metric.high
    if low is None and high is None:
        named = metric.caller, metric.name
        limits = [each for each in case.tables.rna_quality if (each.caller, each.metric) == named]
        low, high = (limits[0].min, limits[0].max) if limits else (None, None)
    if low is not None and metric.value < low:
        bound = f"below {low:,g}"
    elif high is not None and metric.value > high:
        bound = f"above {high:,g}"
    else:
        return None
    return f"{metric.name} of {metric.source.file} is {metric.value:,.10g}, {bound}"


def _rna_is_readable(case: Case) -> bool:
    """Whether RNA shows an unfiltered fusion of any genes that has reads."""
    return any(
        row.assay == "rna"
        and not row.filters
        and (row.split_reads, row.spanning_reads) not in ((0, 0), (0, None), (None, 0))
        for row in case.observations.fusions or ()
    )
