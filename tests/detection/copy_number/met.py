"""Evidence on MET, and its call on the packaged table."""

from collections.abc import Sequence
from functools import cache

from annotator.detection.case import Case
from annotator.detection.copy_number.calls import copy_number_calls
from annotator.detection.copy_number.source_call import CopyNumberCall
from annotator.model.base import Specimen
from annotator.model.context import Sample
from annotator.model.observations import (
    GeneCopiesObservation,
    Observations,
    SegmentObservation,
)
from annotator.model.tables import DetectionTables
from tests.builders import packaged
from tests.builders.observations import gene_copies, segment

P_ARM = (1, 60_100_000)
Q_ARM = (60_100_001, 159_345_973)
AMPLICON = (116_000_000, 117_000_000)
MET = (116_672_196, 116_798_386)


@cache
def tables() -> DetectionTables:
    """The packaged tables with the rules of MET alone."""
    known = packaged.tables()
    rules = [rule for rule in known.copy_number_rules if rule.gene == "MET"]
    return known.model_copy(update={"copy_number_rules": rules})


def call(
    segments: Sequence[SegmentObservation] = (),
    rows: Sequence[GeneCopiesObservation] = (),
    purity: float | None = None,
    ploidy: float | None = None,
    specimen: Specimen = "tissue",
) -> CopyNumberCall | None:
    sample = Sample(
        id="S", genome_build="GRCh38", tumor_purity=purity, ploidy=ploidy, specimen=specimen
    )
    observed = Observations(segments=list(segments), gene_copies=list(rows))
    return copy_number_calls(Case(sample, packaged.genome(), observed, tables()))["MET"]


def result(made: CopyNumberCall) -> str:
    return "indeterminate" if made.doubt else made.rule.result


def corrected(start: int, end: int, copies: float, **more: object) -> SegmentObservation:
    """A segment of a caller that gives the copies of the tumor cells."""
    made = segment(start, end, 0.0)
    return made.model_copy(
        update={"log2_ratio": None, "copy_number": copies, "purity_corrected": True, **more}
    )


def tumor(copies: float, arm: float = 2.0, other: float = 2.0) -> list[SegmentObservation]:
    return [
        corrected(*P_ARM, other),
        corrected(Q_ARM[0], AMPLICON[0] - 1, arm),
        corrected(*AMPLICON, copies),
        corrected(AMPLICON[1] + 1, Q_ARM[1], arm),
    ]


def gene(method: str, **values: object) -> GeneCopiesObservation:
    return gene_copies("MET", method, **values)
