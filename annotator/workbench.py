"""What all samples of a run share: reference, knowledge and the PDF compiler, loaded at need."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.errors import InputProblem

if TYPE_CHECKING:
    from annotator.detection.bypass import BypassCatalogue
    from annotator.knowledge.as_of import KnowledgeAsOf
    from annotator.knowledge.model import KnowledgeBase
    from annotator.model.base import GenomeBuild, Strand
    from annotator.model.findings import FindingsDocument
    from annotator.model.tables import DetectionTables
    from annotator.readers.build import Alleles, RefAgreement
    from annotator.readers.sample import Surroundings
    from annotator.readers.sample_request import SampleRequest
    from annotator.reference import Reference
    from annotator.reporting.pdf import PdfRenderer

EXONS_BEFORE_KINASE = 5
"""Exons before the kinase domain that are still looked at to tell the build of a breakpoint."""


class Workbench:
    """What all samples of a run share, loaded when first needed."""

    def __init__(self, overlays: Sequence[Path] = ()) -> None:
        """`overlays` are knowledge folders laid over the packaged one."""
        self.overlays = overlays
        self._as_of: dict[date | None, KnowledgeAsOf] = {}

    @cached_property
    def reference(self) -> "Reference":
        """Gene models and sequences."""
        from annotator.reference import load_reference

        return load_reference()

    @cached_property
    def written_knowledge(self) -> "KnowledgeBase":
        """The knowledge base with its overlays, its alleles as they are written there."""
        from annotator.knowledge.load import load_knowledge

        return load_knowledge(self.overlays)

    def laid_over(self, folders: Sequence[str]) -> "Workbench":
        """This bench with further knowledge folders; what is loaded and independent is shared."""
        if not folders:
            return self
        other = Workbench([*self.overlays, *(Path(folder) for folder in folders)])
        loaded = {k: v for k, v in self.__dict__.items() if k in ("reference", "renderer")}
        other.__dict__.update(loaded)
        return other

    def knowledge_as_of(self, day: date | None) -> "KnowledgeAsOf":
        """The knowledge base as it stood on a day; by default on that of its release."""
        from annotator.knowledge.as_of import KnowledgeAsOf

        if day not in self._as_of:
            self._as_of[day] = KnowledgeAsOf(self.knowledge, day)
        return self._as_of[day]

    @cached_property
    def knowledge(self) -> "KnowledgeBase":
        """The knowledge base with its overlays, every allele in the preferred numbering.

        Raises InputProblem for an allele of an overlay that fits no reference residue, or two.
        """
        from annotator.knowledge.canonical import canonical_knowledge

        if not self.overlays:  # the packaged one is written in it
            return self.written_knowledge
        base, faults = canonical_knowledge(self.written_knowledge, self.canonical_allele)
        if faults:
            owner, message = faults[0]
            raise InputProblem(
                f"{owner}: {message}", advice="See annotator knowledge validate for the line"
            )
        return base

    def canonical_allele(self, gene: str, text: str) -> str:
        """A protein change in the preferred numbering. Raises InputProblem."""
        from annotator.reference import canonical_allele

        return canonical_allele(self.reference, gene, text)

    @cached_property
    def tables(self) -> "DetectionTables":
        """What detection needs of the knowledge base."""
        from annotator.knowledge.detection_tables import detection_tables

        return detection_tables(self.knowledge)

    @cached_property
    def renderer(self) -> "PdfRenderer":
        """The one compiler of all PDFs."""
        from annotator.reporting.pdf import PdfRenderer
        from annotator.resources import resource_folder

        return PdfRenderer(resource_folder("templates"), resource_folder("fonts"))

    @cached_property
    def surroundings(self) -> "Surroundings":
        """The places of the genome that the readers look at."""
        from annotator.readers.sample import Surroundings

        def loci(build: "GenomeBuild") -> Iterator[tuple[str, int, int]]:
            return ((x.chrom, x.start, x.end) for x in self.reference.loci(build))

        return Surroundings(
            loci=loci,
            depth=self._assessed_positions,
            telling=self._kinase_halves,
            strand_at=self._strand_at,
            genes=frozenset(self.reference.kinase_genes),
            agreement_of=self._agreement_of,
            further_alleles=lambda build: self._bypass(build).spans(),
            annotated_genes=frozenset(g.gene for g in self.tables.bypass_genes if g.transcript),
        )

    def _bypass(self, build: "GenomeBuild") -> "BypassCatalogue":
        from annotator.detection.bypass import BypassCatalogue

        return BypassCatalogue(self.tables, build, self.reference)

    def _agreement_of(self, alleles: "Alleles") -> "dict[GenomeBuild, RefAgreement]":
        from annotator.readers.build import RefAgreement
        from annotator.reference import builds_matching

        found = builds_matching(self.reference, alleles)
        return {b: RefAgreement(a.matching, a.contradicting) for b, a in found.items()}

    def _kinase_halves(self, build: "GenomeBuild") -> Iterator[tuple[str, int, int]]:
        """The 3' parts of the kinase genes, where fusions break: those of the builds lie apart."""
        for gene in self.reference.kinase_genes:
            transcript = self.reference.transcript(gene, build)
            start = 3 * (self.reference.kinase_domain(gene).start - 1)
            first = next(e for e in transcript.exons if e.coding_before + e.coding_length > start)
            # Fusions join up to four exons before the one where the kinase domain begins.
            part = transcript.exons[max(0, first.number - 1 - EXONS_BEFORE_KINASE) :]
            yield transcript.chrom, min(e.start for e in part), max(e.end for e in part)

    def _assessed_positions(self, build: "GenomeBuild") -> Iterator[tuple[str, int, int]]:
        """Where the depth decides between absent and not looked at."""
        from annotator.detection.functional import FunctionalClasses

        for gene, residue in sorted({(a.gene, a.residue) for a in self.tables.catalogue}):
            transcript = self.reference.transcript(gene, build)
            for position in transcript.codon(residue):
                yield transcript.chrom, position, position
        classes = FunctionalClasses(self.tables.functional_regions, build, self.reference)
        for _, name in classes.classes():
            yield from ((chrom, at, at) for chrom, at in classes.positions(name))
        catalogue = self._bypass(build)
        for other in catalogue.genes:
            if other.kind == "oncogene":
                yield from ((chrom, at, at) for chrom, at in catalogue.positions(other.gene))

    def _strand_at(self, build: "GenomeBuild", chrom: str, position: int) -> "Strand | None":
        genes = self.reference.genes_at(build, chrom, position)
        found = self.reference.find_transcript(genes[0], build) if genes else None
        return found.strand if found else None

    def detect(self, request: "SampleRequest") -> "FindingsDocument":
        """Read and judge one sample. Raises InputProblem."""
        from annotator.detection.detect import detect
        from annotator.knowledge.therapy_names import resolve_therapies
        from annotator.model.context import ClinicalContext, Sample
        from annotator.readers.sample import read_observations

        prior = request.prior_therapies
        if prior is not None:
            prior = resolve_therapies(prior, self.knowledge.therapies)
        reading = read_observations(request, self.surroundings)
        sample = Sample(
            id=request.sample,
            patient_id=request.patient,
            specimen=request.specimen,
            collected_on=request.collected_on,
            genome_build=reading.genome_build,
            tumor_purity=request.tumor_purity,
            ploidy=request.ploidy,
            rna_quality=request.rna_quality,
        )
        return detect(
            sample,
            reading.genome_build,
            ClinicalContext(prior_therapies=prior, cns_metastases=request.cns_metastases),
            reading.observations,
            self.reference,
            self.tables,
            request.as_of,
        )
