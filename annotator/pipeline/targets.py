"""The places of the genome that the readers look at, from the reference and the tables."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from annotator.detection.bypass.catalog import BypassCatalogue
from annotator.detection.copy_number.genes import graded_transcripts
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import GenomeBuild, Strand
from annotator.model.tables import DetectionTables
from annotator.readers.build import Alleles, RefAgreement
from annotator.readers.sample import Surroundings
from annotator.reference import Reference, builds_matching

EXONS_BEFORE_KINASE = 5
"""Exons before the kinase domain that are still looked at to tell the build of a breakpoint."""
Span = tuple[str, int, int]
"""Chromosome, start and end; 1-based, inclusive."""


def surroundings(reference: Reference, tables: DetectionTables) -> Surroundings:
    """What the readers need to know of the genome; places are found once a build."""
    places = _Places(reference, tables)
    fusion_genes = [kinase.gene for kinase in tables.fusion_kinases]
    return Surroundings(
        loci=_once(lambda build: places.loci(build, reference.kinase_genes)),
        depth=_once(places.assessed),
        telling=_once(places.kinase_halves),
        strand_at=places.strand_at,
        genes=frozenset(reference.kinase_genes),
        agreement_of=places.agreement_of,
        further_alleles=_once(lambda build: places.bypass(build).spans()),
        annotated_genes=frozenset(gene.gene for gene in tables.bypass_genes),
        copied=_once(places.graded),
        copied_genes=frozenset(tables.graded_genes),
        junctions=_once(lambda build: places.loci(build, fusion_genes)),
        fusion_genes=frozenset(fusion_genes),
        places=cache(places.of_graded),
    )


def _once(
    spans: Callable[[GenomeBuild], Iterable[Span]],
) -> Callable[[GenomeBuild], tuple[Span, ...]]:
    """The spans of a build, which are the same for every sample, found when first asked for."""
    return cache(lambda build: tuple(spans(build)))


class _Places:
    """The places, by build."""

    def __init__(self, reference: Reference, tables: DetectionTables) -> None:
        self.reference = reference
        self.tables = tables
        self.bypass = cache(lambda build: BypassCatalogue(tables, build, reference))

    def loci(self, build: GenomeBuild, genes: Iterable[str]) -> Iterator[Span]:
        """The whole spans of genes."""
        return ((x.chrom, x.start, x.end) for x in self.reference.loci(build, genes))

    def graded(self, build: GenomeBuild) -> Iterator[Span]:
        """The genes whose copies are graded."""
        return iter(self.of_graded(build).values())

    def of_graded(self, build: GenomeBuild) -> dict[str, Span]:
        """Where the genes lie whose copies are graded."""
        models = graded_transcripts(self.tables, build, self.reference)
        return {gene: (model.chrom, model.start, model.end) for gene, model in models.items()}

    def kinase_halves(self, build: GenomeBuild) -> Iterator[Span]:
        """The 3' parts of the kinase genes, where fusions break: those of the builds lie apart."""
        for gene in self.reference.kinase_genes:
            transcript = self.reference.transcript(gene, build)
            start = 3 * (self.reference.kinase_domain(gene).start - 1)
            first = next(e for e in transcript.exons if e.coding_before + e.coding_length > start)
            # Fusions join up to four exons before the one where the kinase domain begins.
            part = transcript.exons[max(0, first.number - 1 - EXONS_BEFORE_KINASE) :]
            yield transcript.chrom, min(e.start for e in part), max(e.end for e in part)

    def assessed(self, build: GenomeBuild) -> Iterator[Span]:
        """Where the depth decides between absent and not looked at."""
        for gene, residue in sorted({(a.gene, a.residue) for a in self.tables.catalogue}):
            transcript = self.reference.transcript(gene, build)
            for position in transcript.codon(residue):
                yield transcript.chrom, position, position
        classes = FunctionalClasses(self.tables.functional_regions, build, self.reference)
        for _, name in classes.classes():
            yield from ((chrom, at, at) for chrom, at in classes.positions(name))
        catalogue = self.bypass(build)
        for other in catalogue.genes:
            if other.kind == "oncogene":
                yield from ((chrom, at, at) for chrom, at in catalogue.positions(other.gene))

    def strand_at(self, build: GenomeBuild, chrom: str, position: int) -> Strand | None:
        """The strand of the gene at a position."""
        genes = self.reference.genes_at(build, chrom, position)
        found = self.reference.find_transcript(genes[0], build) if genes else None
        return found.strand if found else None

    def agreement_of(self, alleles: Alleles) -> dict[GenomeBuild, RefAgreement]:
        """How REF alleles fit the bases known of each build."""
        found = builds_matching(self.reference, alleles)
        return {b: RefAgreement(a.matching, a.contradicting) for b, a in found.items()}
