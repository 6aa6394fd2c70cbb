"""One sample, as the four subjects of detection share it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from annotator.detection.bypass.catalog import BypassCatalog
from annotator.detection.cut_files import CutFiles, cut_files
from annotator.detection.mutations.absence import AbsenceJudge
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.context import Sample
from annotator.model.observations import Observations
from annotator.model.roles import InputRole
from annotator.model.tables import DetectionTables
from annotator.reference import Genome

ALLELE_ROLES: tuple[InputRole, ...] = ("small_variants", "coverage")
COPY_ROLES: tuple[InputRole, ...] = ("copy_number",)
JUNCTION_ROLES: tuple[InputRole, ...] = ("fusions", "structural_variants")


@dataclass(frozen=True, eq=False)
class Case:
    """One sample: what was observed, in which genome build, and the tables it is judged by."""

    sample: Sample
    genome: Genome
    observations: Observations
    tables: DetectionTables

    @cached_property
    def classes(self) -> FunctionalClasses:
        """The regions of functional classes.

        Raises InputProblem for a region that is not in the reference.
        """
        return FunctionalClasses(self.tables.functional_regions, self.genome)

    @cached_property
    def catalog(self) -> BypassCatalog:
        """The alleles of bypass genes.

        Raises InputProblem for an unknown transcript or a misplaced allele.
        """
        return BypassCatalog(self.tables, self.genome)

    @cached_property
    def absence(self) -> AbsenceJudge:
        """Decides whether what the small-variant files do not list is absent."""
        specimen, limits = self.sample.specimen, self.tables.limits
        return AbsenceJudge(self.observations, self.genome, specimen, limits, self.cut_files)

    @cached_property
    def cut_files(self) -> CutFiles:
        """The files that may have been cut."""
        return cut_files(self.observations, self.tables.limits)

    @cached_property
    def _other_classes(self) -> FunctionalClasses:
        return FunctionalClasses(self.tables.functional_regions, self.genome.other)

    @cached_property
    def _other_catalog(self) -> BypassCatalog:
        return BypassCatalog(self.tables, self.genome.other)

    def classes_in(self, genome: Genome) -> FunctionalClasses:
        """The regions of functional classes in a genome: that of the sample or the other build."""
        return self.classes if genome is self.genome else self._other_classes

    def catalog_in(self, genome: Genome) -> BypassCatalog:
        """The alleles of bypass genes in a genome: that of the sample or the other build."""
        return self.catalog if genome is self.genome else self._other_catalog

    def files(self, roles: Iterable[InputRole]) -> list[str]:
        """The names of the input files of some roles."""
        return [file.name for file in self.observations.inputs_of(*roles)]
