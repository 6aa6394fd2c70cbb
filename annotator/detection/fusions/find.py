"""Finds the fusions of one sample."""

from dataclasses import dataclass

from annotator.detection.case import Case
from annotator.detection.fusions.events import FusionDetector
from annotator.model.findings import Fusion
from annotator.model.observations import Notice
from annotator.model.on_target import driver_kinases


@dataclass(frozen=True)
class FoundFusions:
    """The fusions, the kinases that a row names outside their gene, and warnings."""

    findings: list[Fusion]
    misplaced: dict[str, str]
    notices: list[Notice]

    @property
    def drivers(self) -> frozenset[str]:
        """The driver kinases of which a functional fusion is shown."""
        return driver_kinases(self.findings)

    def of(self, gene: str) -> list[Fusion]:
        """The fusions of a gene with another one; events within the gene are none."""
        return [f for f in self.findings if f.gene == gene and f.event == "fusion"]


def find_fusions(case: Case) -> FoundFusions:
    """Judge the junctions of all callers together: one finding per event.

    Raises InputProblem where a row names a kinase that lies there in the other build.
    """
    detector = FusionDetector(case.genome, case.tables, case.classes)
    findings = detector.detect(case.observations.fusions or [])
    return FoundFusions(findings, detector.misplaced, detector.notices)
