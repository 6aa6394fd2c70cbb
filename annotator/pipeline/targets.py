"""What the readers look for, from the reference and the tables of the knowledge base."""

from collections.abc import Iterator
from functools import cache, reduce

from annotator.detection.bypass.catalog import BypassCatalog
from annotator.detection.copy_number.genes import called_transcripts
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import GenomeBuild, Interval
from annotator.model.tables import DetectionTables
from annotator.readers.lines.regions import Regions
from annotator.readers.targets import Targets, TargetsOf
from annotator.reference import Genome, Reference

EXONS_BEFORE_KINASE = 5
"""Exons before the kinase domain in which breakpoints still show the build of a table."""


def targets_in(reference: Reference, tables: DetectionTables) -> TargetsOf:
    """The targets in one build or in both, each made once, when first asked for."""

    @cache
    def of_build(build: GenomeBuild) -> Targets:
        return build_targets(reference.in_build(build), tables)

    @cache
    def targets_of(*builds: GenomeBuild) -> Targets:
        return reduce(Targets.joined, map(of_build, builds))

    return targets_of


def build_targets(genome: Genome, tables: DetectionTables) -> Targets:
    """The targets in one build."""
    bypass = BypassCatalog(tables, genome)
    genes = frozenset(genome.reference.kinase_genes)
    fusion_genes = [kinase.gene for kinase in tables.fusion_kinases]
    called = {gene: model.interval for gene, model in called_transcripts(tables, genome).items()}
    kinases = genome.loci()
    return Targets(
        genes=genes,
        regions=Regions(kinases),
        fusion_genes=frozenset(fusion_genes),
        junction_regions=Regions(genome.loci(fusion_genes)),
        variant_genes=genes.union(gene.gene for gene in tables.bypass_genes),
        variant_regions=Regions([*kinases, *bypass.intervals()]),
        copy_number_genes=genes.union(tables.called_genes),
        copy_number_regions=Regions(called.values()),
        depth_regions=Regions(_assessed(genome, tables, bypass)),
        breakpoint_regions=Regions(_kinase_halves(genome)),
        gene_intervals=called,
        strand_at=genome.strand_at,
        check_ref=genome.check_ref,
    )


def _kinase_halves(genome: Genome) -> Iterator[Interval]:
    """The 3' parts of the kinase genes, where fusions break: those of the builds lie apart."""
    for gene in genome.reference.kinase_genes:
        transcript = genome.transcript(gene)
        start = 3 * (genome.reference.kinase_domain(gene).start - 1)
        first = next(e for e in transcript.exons if e.coding_before + e.coding_length > start)
        # Fusions join up to four exons before the one where the kinase domain begins.
        part = transcript.exons[max(0, first.number - 1 - EXONS_BEFORE_KINASE) :]
        yield Interval(transcript.chrom, min(e.start for e in part), max(e.end for e in part))


def _assessed(genome: Genome, tables: DetectionTables, bypass: BypassCatalog) -> Iterator[Interval]:
    """Where the depth decides between absent and not looked at."""
    for gene, residue in sorted({(a.gene, a.residue) for a in tables.catalog}):
        transcript = genome.transcript(gene)
        for position in transcript.codon(residue):
            yield Interval(transcript.chrom, position, position)
    classes = FunctionalClasses(tables.functional_regions, genome)
    for _, name in classes.classes():
        yield from (Interval(chrom, at, at) for chrom, at in classes.positions(name))
    for other in bypass.genes:
        if other.kind == "oncogene":
            yield from (Interval(chrom, at, at) for chrom, at in bypass.positions(other.gene))
