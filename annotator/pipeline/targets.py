"""The places of the genome that the readers look at, from the reference and the tables."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property

from annotator.detection.bypass.catalog import BypassCatalog
from annotator.detection.copy_number.genes import graded_transcripts
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import GenomeBuild, Interval
from annotator.model.tables import DetectionTables
from annotator.readers.build import Alleles, RefAgreement
from annotator.readers.sample import Surroundings
from annotator.reference import Genome, Reference, builds_matching

EXONS_BEFORE_KINASE = 5
"""Exons before the kinase domain that are still looked at to tell the build of a breakpoint."""


def surroundings(reference: Reference, tables: DetectionTables) -> Surroundings:
    """What the readers need to know of the genome; places are found once a build."""
    places = cache(lambda build: _Places(reference.in_build(build), tables))
    fusion_genes = [kinase.gene for kinase in tables.fusion_kinases]

    def agreement_of(alleles: Alleles) -> dict[GenomeBuild, RefAgreement]:
        """How REF alleles fit the bases known of each build."""
        found = builds_matching(reference, alleles)
        return {b: RefAgreement(a.matching, a.contradicting) for b, a in found.items()}

    return Surroundings(
        loci=_once(lambda build: places(build).loci(reference.kinase_genes)),
        depth=_once(lambda build: places(build).assessed()),
        telling=_once(lambda build: places(build).kinase_halves()),
        strand_at=lambda build, *locus: reference.in_build(build).strand_at(*locus),
        genes=frozenset(reference.kinase_genes),
        agreement_of=agreement_of,
        further_alleles=_once(lambda build: places(build).bypass.spans()),
        annotated_genes=frozenset(gene.gene for gene in tables.bypass_genes),
        copied=_once(lambda build: places(build).graded.values()),
        copied_genes=frozenset(tables.graded_genes),
        junctions=_once(lambda build: places(build).loci(fusion_genes)),
        fusion_genes=frozenset(fusion_genes),
        places=lambda build: places(build).graded,
    )


def _once(
    spans: Callable[[GenomeBuild], Iterable[Interval]],
) -> Callable[[GenomeBuild], tuple[Interval, ...]]:
    """The spans of a build, which are the same for every sample, found when first asked for."""
    return cache(lambda build: tuple(spans(build)))


class _Places:
    """The places in one build."""

    def __init__(self, genome: Genome, tables: DetectionTables) -> None:
        self.genome = genome
        self.tables = tables

    @cached_property
    def bypass(self) -> BypassCatalog:
        """The catalog of bypass alleles."""
        return BypassCatalog(self.tables, self.genome)

    def loci(self, genes: Iterable[str]) -> Iterator[Interval]:
        """The whole spans of genes."""
        return ((x.chrom, x.start, x.end) for x in self.genome.loci(genes))

    @cached_property
    def graded(self) -> dict[str, Interval]:
        """Where the genes lie whose copies are graded."""
        models = graded_transcripts(self.tables, self.genome)
        return {gene: (model.chrom, model.start, model.end) for gene, model in models.items()}

    def kinase_halves(self) -> Iterator[Interval]:
        """The 3' parts of the kinase genes, where fusions break: those of the builds lie apart."""
        for gene in self.genome.reference.kinase_genes:
            transcript = self.genome.transcript(gene)
            start = 3 * (self.genome.reference.kinase_domain(gene).start - 1)
            first = next(e for e in transcript.exons if e.coding_before + e.coding_length > start)
            # Fusions join up to four exons before the one where the kinase domain begins.
            part = transcript.exons[max(0, first.number - 1 - EXONS_BEFORE_KINASE) :]
            yield transcript.chrom, min(e.start for e in part), max(e.end for e in part)

    def assessed(self) -> Iterator[Interval]:
        """Where the depth decides between absent and not looked at."""
        for gene, residue in sorted({(a.gene, a.residue) for a in self.tables.catalog}):
            transcript = self.genome.transcript(gene)
            for position in transcript.codon(residue):
                yield transcript.chrom, position, position
        classes = FunctionalClasses(self.tables.functional_regions, self.genome)
        for _, name in classes.classes():
            yield from ((chrom, at, at) for chrom, at in classes.positions(name))
        for other in self.bypass.genes:
            if other.kind == "oncogene":
                yield from ((chrom, at, at) for chrom, at in self.bypass.positions(other.gene))
