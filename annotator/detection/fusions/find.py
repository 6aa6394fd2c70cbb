"""Finds the fusions of one sample."""

from dataclasses import dataclass, field

from annotator.detection.case import Case
from annotator.detection.fusions.events import FusionDetector
from annotator.detection.fusions.rna import rna_of
from annotator.model.findings import Fusion
from annotator.model.on_target import driver_kinases
from annotator.model.warning import ReportWarning


@dataclass(frozen=True)
class FoundFusions:
    """The fusions, the loci of kinases that a row names outside their gene, and warnings.

    `unplaced` are the rows of changes within each gene whose exons are not known.
    """

    findings: list[Fusion]
    misplaced: dict[str, str]
    warnings: list[ReportWarning]
    unplaced: dict[str, list[str]] = field(default_factory=dict)

    @property
    def drivers(self) -> frozenset[str]:
        """The driver kinases with a functional fusion."""
        return driver_kinases(self.findings)

    def of(self, gene: str) -> list[Fusion]:
        """The fusions of a gene with another one, without events within the gene."""
        return [f for f in self.findings if f.gene == gene and f.event == "fusion"]


def find_fusions(case: Case) -> FoundFusions:
    """Judge the junctions of all callers together: one finding per event.

    Raises InputProblem where a row names a kinase that lies at its locus in the other build.
    """
    detector = FusionDetector(case.genome, case.tables, case.classes, rna_of(case))
    findings = detector.detect(case.observations.fusions or [])
    return FoundFusions(findings, detector.misplaced, detector.warnings, detector.unplaced)
