"""What all samples of a run share: reference, knowledge and the PDF compiler, loaded at need."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.errors import InputProblem

if TYPE_CHECKING:
    from annotator.knowledge.as_of import KnowledgeAsOf
    from annotator.knowledge.load import Reading
    from annotator.knowledge.model import KnowledgeBase
    from annotator.model.context import Course
    from annotator.model.findings import FindingsDocument
    from annotator.model.tables import DetectionTables
    from annotator.readers.sample import Surroundings
    from annotator.readers.sheet.request import SampleRequest, StatedDriver
    from annotator.reference import Reference
    from annotator.reporting.pdf import PdfRenderer


class Workbench:
    """What all samples of a run share, loaded when first needed."""

    def __init__(
        self,
        overlays: Sequence[Path] = (),
        below: Path | None = None,
        jurisdiction: str | None = None,
    ) -> None:
        """`overlays` are knowledge folders laid over the packaged one, or over that of `below`.

        `jurisdiction` is the agency whose approvals count; by default that of the release.
        """
        self.overlays = overlays
        self.below = below
        self.jurisdiction = jurisdiction
        self._as_of: dict[tuple[date | None, str | None], KnowledgeAsOf] = {}
        self._laid_over: dict[tuple[str, ...], Workbench] = {}

    @classmethod
    def of_folders(cls, folders: Sequence[Path], jurisdiction: str | None = None) -> "Workbench":
        """A bench on knowledge folders, of which the first may be a whole knowledge base.

        Otherwise all are laid over the packaged one. Raises InputProblem for a whole one after
        others: it would hide what they say, or mix with it.
        """
        from annotator.knowledge.load import is_whole

        for place, folder in enumerate(folders[1:], start=1):
            if is_whole(folder):
                raise InputProblem(
                    f"a whole knowledge base stands after {folders[place - 1]}",
                    file=str(folder),
                    expected="a whole one first, in place of the packaged one, and laboratories' "
                    "folders after it",
                    advice="Where it is a laboratory's folder, name the laboratory in its "
                    "release.yaml",
                )
        if folders and is_whole(folders[0]):
            return cls(folders[1:], folders[0], jurisdiction)
        return cls(folders, jurisdiction=jurisdiction)

    @cached_property
    def reference(self) -> "Reference":
        """Gene models and sequences."""
        from annotator.reference import load_reference

        return load_reference()

    @cached_property
    def knowledge_reading(self) -> "Reading":
        """The knowledge base with its overlays, as it is written, with places and faults."""
        from annotator.knowledge.load import read_knowledge

        return read_knowledge(self.overlays, self.below)

    @property
    def written_knowledge(self) -> "KnowledgeBase":
        """The knowledge base with its overlays, its alleles as they are written there.

        Raises InputProblem for any fault in a file.
        """
        reading = self.knowledge_reading
        if reading.base is None:
            raise reading.faults[0]
        return reading.base

    def laid_over(self, folders: Sequence[str]) -> "Workbench":
        """This bench with further knowledge folders, as if they were given after its own ones.

        So a whole base takes the place of the packaged one, and is a fault after another folder.
        Raises InputProblem. What is loaded and independent is shared.
        """
        if not folders:
            return self
        if tuple(folders) not in self._laid_over:
            own = [*([self.below] if self.below else []), *self.overlays]
            bench = Workbench.of_folders([*own, *map(Path, folders)], self.jurisdiction)
            self._laid_over[tuple(folders)] = self.sharing(bench)
        return self._laid_over[tuple(folders)]

    def sharing(self, other: "Workbench") -> "Workbench":
        """Another bench, handed what is loaded here and does not depend on the knowledge base."""
        loaded = {k: v for k, v in self.__dict__.items() if k in ("reference", "renderer")}
        other.__dict__.update(loaded)
        return other

    def knowledge_as_of(self, day: date | None, jurisdiction: str | None = None) -> "KnowledgeAsOf":
        """The knowledge base as it stood on a day; by default on that of its release.

        `jurisdiction` is by default that of the bench. Raises InputProblem for one that the
        knowledge base does not know.
        """
        from annotator.knowledge.as_of import KnowledgeAsOf

        view = (day, self.jurisdiction if jurisdiction is None else jurisdiction)
        if view not in self._as_of:
            self._as_of[view] = KnowledgeAsOf(self.knowledge, *view)
        return self._as_of[view]

    @cached_property
    def knowledge(self) -> "KnowledgeBase":
        """The knowledge base with its overlays, every allele in the preferred numbering.

        Raises InputProblem for an allele of an overlay that fits no reference residue, or two.
        """
        from annotator.knowledge.canonical_alleles import canonical_knowledge
        from annotator.knowledge.load import problem_at

        if not self.overlays and self.below is None:  # the packaged one is written in it
            return self.written_knowledge
        base, faults = canonical_knowledge(self.written_knowledge, self.canonical_allele)
        if faults:
            raise problem_at(self.knowledge_reading.places, *faults[0])
        return base

    def canonical_allele(self, gene: str, text: str) -> str:
        """A protein change in the preferred numbering. Raises InputProblem."""
        from annotator.reference import canonical_allele

        return canonical_allele(self.reference, gene, text)

    def history(self, prior: "Sequence[Course] | None") -> dict[str, object]:
        """The fields of a clinical context for a history, in the names of the knowledge base.

        Raises InputProblem for a drug or a kind of toxicity that is not known.
        """
        from annotator.knowledge.courses import resolve_courses
        from annotator.model.context import history_fields

        if prior is None:
            return history_fields(None)
        base = self.knowledge
        return history_fields(resolve_courses(prior, base.therapies, base.toxicity_kinds))

    def known_driver(self, stated: "StatedDriver") -> dict[str, object]:
        """A driver shown by an earlier test, for a clinical context.

        Raises InputProblem for what names no fusion of the kinases of the knowledge base.
        """
        from annotator.knowledge.profile_tokens import driver_genes
        from annotator.readers.sheet.known_driver import known_driver

        kinases = driver_genes(self.knowledge)
        return {"known_driver": known_driver(stated, kinases)}

    @cached_property
    def tables(self) -> "DetectionTables":
        """What detection needs of the knowledge base."""
        from annotator.knowledge.detection_tables import detection_tables

        return detection_tables(self.knowledge)

    @cached_property
    def renderer(self) -> "PdfRenderer":
        """The one compiler of all PDFs."""
        from annotator.files.package_data import resource_folder
        from annotator.reporting.pdf import PdfRenderer

        return PdfRenderer(resource_folder("templates"), resource_folder("fonts"))

    @cached_property
    def surroundings(self) -> "Surroundings":
        """The places of the genome that the readers look at."""
        from annotator.pipeline.targets import surroundings

        return surroundings(self.reference, self.tables)

    def detect(self, request: "SampleRequest") -> "FindingsDocument":
        """Read and judge one sample, with the knowledge folders of its own. Raises InputProblem."""
        return self.laid_over(request.knowledge)._detect(request)

    def _detect(self, request: "SampleRequest") -> "FindingsDocument":
        from annotator.detection.detect import detect
        from annotator.model.context import ClinicalContext, Sample
        from annotator.readers.sample import read_observations
        from annotator.readers.tumor_content import tumor_content

        context = ClinicalContext.model_validate(
            {
                **self._told_history(request),
                **self._stated_driver(request),
                "diagnosis": request.diagnosis,
                "disease_setting": request.disease_setting,
                "cns_metastases": request.cns_metastases,
            }
        )
        reading = read_observations(request, self.surroundings)
        observations = reading.observations
        content = tumor_content(request, observations)
        observations = observations.model_copy(
            update={"notices": [*observations.notices, *content.notices]}
        )
        sample = Sample(
            id=request.sample,
            patient_id=request.patient,
            specimen=request.specimen,
            collected_on=request.collected_on,
            genome_build=reading.genome_build,
            genome_build_proven=reading.build_proven,
            tumor_purity=content.purity,
            ploidy=content.ploidy,
            rna_quality=request.rna_quality,
        )
        return detect(
            sample,
            self.reference.in_build(reading.genome_build),
            context,
            observations,
            self.tables,
            request.as_of,
            request.sample_names,
        )

    def _stated_driver(self, request: "SampleRequest") -> dict[str, object]:
        try:
            return self.known_driver(request)
        except InputProblem as problem:
            if request.row is not None and problem.file is None:
                problem.file, problem.line = request.row
                problem.column = "known_driver"
            raise

    def _told_history(self, request: "SampleRequest") -> dict[str, object]:
        try:
            return self.history(request.prior_therapies)
        except InputProblem as problem:
            if request.row is not None and problem.file is None:
                problem.file, problem.line = request.row
            raise
