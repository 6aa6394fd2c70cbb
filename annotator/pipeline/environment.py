"""What all samples of a run share: reference, knowledge and renderers, loaded when needed."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.errors import InputProblem

if TYPE_CHECKING:
    from annotator.knowledge.as_of import KnowledgeAsOf
    from annotator.knowledge.load import LoadResult
    from annotator.knowledge.model import KnowledgeBase
    from annotator.model.context import Course
    from annotator.model.laboratory import Laboratory, LaboratoryAssay
    from annotator.model.tables import DetectionTables
    from annotator.readers.laboratory import LaboratoryFile
    from annotator.readers.sheet.request import StatedDriver
    from annotator.readers.targets import TargetsOf
    from annotator.reference import Reference
    from annotator.reporting.html import HtmlRenderer
    from annotator.reporting.pdf import PdfRenderer


class Resources:
    """The packaged resources that no knowledge folder changes, each loaded when first needed."""

    @cached_property
    def reference(self) -> "Reference":
        """Gene models and sequences."""
        from annotator.reference import load_reference

        return load_reference()

    @cached_property
    def renderer(self) -> "PdfRenderer":
        """The one compiler of all PDFs."""
        from annotator.files.package_data import resource_folder
        from annotator.reporting.pdf import PdfRenderer

        return PdfRenderer(resource_folder("templates"), resource_folder("fonts"))

    @cached_property
    def html_renderer(self) -> "HtmlRenderer":
        """The templates of all HTML pages."""
        from annotator.files.package_data import resource_folder
        from annotator.reporting.html import HtmlRenderer

        return HtmlRenderer(resource_folder("templates") / "html")


class Environment:
    """Reference, knowledge and PDF compiler of a run, each loaded when first needed."""

    def __init__(
        self,
        overlays: Sequence[Path] = (),
        below: Path | None = None,
        jurisdiction: str | None = None,
        resources: Resources | None = None,
        laboratory: "LaboratoryFile | None" = None,
    ) -> None:
        """`overlays` are knowledge folders laid over the packaged one, or over that of `below`.

        `jurisdiction` is the agency whose approvals count; by default that of the release.
        `resources` are those of another environment, shared so that they are loaded once.
        `laboratory` issues the reports.
        """
        self.overlays = overlays
        self.below = below
        self.jurisdiction = jurisdiction
        self.resources = resources or Resources()
        self.laboratory = laboratory
        self._as_of: dict[tuple[date | None, str | None], KnowledgeAsOf] = {}
        self._laid_over: dict[tuple[str, ...], Environment] = {}

    @classmethod
    def of_folders(
        cls,
        folders: Sequence[Path],
        jurisdiction: str | None = None,
        resources: Resources | None = None,
        laboratory: "LaboratoryFile | None" = None,
    ) -> "Environment":
        """An environment with knowledge folders, the first of which may be a whole knowledge base.

        Otherwise all are laid over the packaged one. Raises InputProblem for a whole one after
        others: it would hide what they say, or mix with it.
        """
        from annotator.knowledge.load import is_whole

        for number, folder in enumerate(folders[1:], start=1):
            if is_whole(folder):
                raise InputProblem(
                    f"a whole knowledge base stands after {folders[number - 1]}",
                    file=str(folder),
                    expected="a whole one first, in place of the packaged one, and laboratories' "
                    "folders after it",
                    advice="If it is a laboratory's folder, name the laboratory in its "
                    "release.yaml",
                )
        if folders and is_whole(folders[0]):
            return cls(folders[1:], folders[0], jurisdiction, resources, laboratory)
        return cls(folders, None, jurisdiction, resources, laboratory)

    @property
    def reference(self) -> "Reference":
        """Gene models and sequences."""
        return self.resources.reference

    @property
    def renderer(self) -> "PdfRenderer":
        """The one compiler of all PDFs."""
        return self.resources.renderer

    @property
    def html_renderer(self) -> "HtmlRenderer":
        """The templates of all HTML pages."""
        return self.resources.html_renderer

    @cached_property
    def load_result(self) -> "LoadResult":
        """The knowledge base with its overlays as written, the source of each item, and faults."""
        from annotator.knowledge.load import read_knowledge

        return read_knowledge(self.overlays, self.below)

    @property
    def written_knowledge(self) -> "KnowledgeBase":
        """The knowledge base with its overlays, its alleles as written there.

        Raises InputProblem for any fault in a file.
        """
        result = self.load_result
        if result.base is None:
            raise result.faults[0]
        return result.base

    def laid_over(self, folders: Sequence[str]) -> "Environment":
        """This environment with further knowledge folders, given after its own ones.

        A whole knowledge base among them takes the place of the packaged one, and is a fault after
        another folder. Raises InputProblem. Resources are shared.
        """
        if not folders:
            return self
        if tuple(folders) not in self._laid_over:
            own = [*([self.below] if self.below else []), *self.overlays]
            self._laid_over[tuple(folders)] = Environment.of_folders(
                [*own, *map(Path, folders)], self.jurisdiction, self.resources, self.laboratory
            )
        return self._laid_over[tuple(folders)]

    def knowledge_as_of(self, day: date | None, jurisdiction: str | None = None) -> "KnowledgeAsOf":
        """The knowledge base as it stood on a day, by default the day of its release.

        `jurisdiction` is by default that of this environment. Raises InputProblem for one that the
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

        Raises InputProblem for an allele of an overlay that fits none or several of the residues of
        the reference.
        """
        from annotator.knowledge.canonical_alleles import canonical_knowledge
        from annotator.knowledge.load import problem_at

        if not self.overlays and self.below is None:  # the packaged one is written in it
            return self.written_knowledge
        base, faults = canonical_knowledge(self.written_knowledge, self.canonical_allele)
        if faults:
            raise problem_at(self.load_result.sources, *faults[0])
        return base

    def canonical_allele(self, gene: str, text: str) -> str:
        """A protein change in the preferred numbering. Raises InputProblem."""
        from annotator.reference import canonical_allele

        return canonical_allele(self.reference, gene, text)

    def history(self, prior: "Sequence[Course] | None") -> dict[str, object]:
        """The fields of a clinical context for a history, therapies named as the base names them.

        Raises InputProblem for an unknown drug or kind of toxicity.
        """
        from annotator.knowledge.courses import resolve_courses
        from annotator.model.context import history_fields

        if prior is None:
            return history_fields(None)
        base = self.knowledge
        return history_fields(resolve_courses(prior, base.therapies, base.toxicity_kinds))

    def known_driver(self, stated: "StatedDriver") -> dict[str, object]:
        """The field of a clinical context for a driver that an earlier test showed.

        Raises InputProblem for a text that does not name a kinase fusion of the knowledge base.
        """
        from annotator.knowledge.profile_tokens import driver_genes
        from annotator.readers.sheet.known_driver import known_driver

        kinases = driver_genes(self.knowledge)
        return {"known_driver": known_driver(stated, kinases)}

    @property
    def issuer(self) -> "Laboratory | None":
        """The laboratory that issues the reports; None where none was named."""
        return None if self.laboratory is None else self.laboratory.laboratory

    def assay(self, name: str | None) -> "LaboratoryAssay | None":
        """The assay of a name, without its limits where no laboratory describes assays.

        Raises InputProblem for a name that the laboratory's file does not have.
        """
        from annotator.model.laboratory import LaboratoryAssay

        if name is None:
            return None
        if self.laboratory is None:
            return LaboratoryAssay(name=name)
        return self.laboratory.assay(name)

    @cached_property
    def tables(self) -> "DetectionTables":
        """The tables of the knowledge base that detection needs."""
        from annotator.knowledge.detection_tables import detection_tables

        return detection_tables(self.knowledge)

    @cached_property
    def targets_of(self) -> "TargetsOf":
        """The genes and regions that the readers look for, by genome build."""
        from annotator.pipeline.targets import targets_in

        return targets_in(self.reference, self.tables)
