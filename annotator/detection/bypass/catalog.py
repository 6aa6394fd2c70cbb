"""The catalog of bypass alleles, located in the genome of one build."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from annotator.model.base import GenomeBuild, Interval
from annotator.model.errors import InputProblem
from annotator.model.observations import SmallVariantObservation
from annotator.model.tables import BypassAllele, BypassGene, DetectionTables
from annotator.reference import Genome, PlacedName, Transcript, name_by_position

FLANK = 8
"""Intronic bases next to a coding exon that are examined too: the splice site and its region."""


@dataclass(frozen=True, slots=True)
class PlacedAllele:
    """One allele of a gene with every caller's record of it."""

    gene: BypassGene
    name: PlacedName
    records: tuple[SmallVariantObservation, ...]

    @property
    def best(self) -> SmallVariantObservation:
        """The record that represents it: unfiltered before filtered, then the deepest."""
        return max(self.records, key=lambda r: (not r.filters, r.vaf is not None, r.depth or 0))


class BypassCatalog:
    """The genes and alleles of `bypass_genes.tsv` and `bypass.tsv` in the genome of one build."""

    def __init__(self, tables: DetectionTables, genome: Genome) -> None:
        """Raises InputProblem for an unknown transcript or a misplaced allele."""
        self.genes = tables.bypass_genes
        self.genome = genome
        self._alleles: dict[str, list[BypassAllele]] = {gene.gene: [] for gene in self.genes}
        for allele in tables.bypass_alleles:
            self._alleles.setdefault(allele.gene, []).append(allele)
        self._models = {g.gene: _model(g, genome) for g in self.genes}
        for gene, model in self._models.items():
            for allele in self.of(gene):
                _check_position(allele, model)

    def intervals(self) -> Iterator[Interval]:
        """The coding exons with their splice sites, in which alleles are looked for."""
        for model in self._models.values():
            for exon in model.exons:
                low, high = max(exon.start, model.cds_start), min(exon.end, model.cds_end)
                if low <= high:
                    yield Interval(model.chrom, low - FLANK, high + FLANK)

    def codons(self, gene: str) -> dict[int, tuple[int, int, int]]:
        """The cataloged residues of a gene, with the genomic positions (1-based) of their codon."""
        model = self._models[gene]
        residues = (residue for allele in self.of(gene) for residue in residues_of(allele))
        return {residue: model.codon(residue) for residue in residues}

    def positions(self, gene: str) -> list[tuple[str, int]]:
        """Chromosome and genomic position (1-based) of every base of those residues."""
        chrom = self._models[gene].chrom
        return [(chrom, position) for codon in self.codons(gene).values() for position in codon]

    def of(self, gene: str) -> list[BypassAllele]:
        """The lines of the catalog for a gene."""
        return self._alleles[gene]

    def alleles(self, records: Iterable[SmallVariantObservation]) -> list[PlacedAllele]:
        """The alleles of the genes, each once for all callers, in order of gene and position."""
        alleles: dict[tuple[str, str], PlacedAllele] = {}
        for record in records:
            for gene in self.genes:
                name = self._name(gene, record)
                if name is not None:
                    key = gene.gene, name.hgvs_g
                    allele = alleles.get(key, PlacedAllele(gene, name, ()))
                    alleles[key] = replace(allele, records=(*allele.records, record))
        order = {gene.gene: number for number, gene in enumerate(self.genes)}
        return sorted(alleles.values(), key=lambda a: (order[a.gene.gene], a.name.allele.start))

    def _name(self, gene: BypassGene, record: SmallVariantObservation) -> PlacedName | None:
        model = self._models[gene.gene]
        if model.chrom != self.genome.reference.normalize_chrom(record.chrom):
            return None
        last = record.position + len(record.ref)
        if last < model.cds_start - FLANK or record.position > model.cds_end + FLANK:
            return None
        return name_by_position(self.genome, model, record.position, record.ref, record.alt)

    def entry(self, gene: str, name: PlacedName) -> BypassAllele | None:
        """The line of the catalog that lists an allele, or its kind of allele."""
        return next((a for a in self.of(gene) if _lists(a, name, self.genome.build)), None)

    def model(self, gene: str) -> Transcript:
        """The transcript that numbers the residues of a gene."""
        return self._models[gene]


def _lists(entry: BypassAllele, name: PlacedName, build: GenomeBuild) -> bool:
    """Whether a line of the catalog lists an allele: the exact one, or its kind at a residue."""
    allele = name.allele
    if entry.alleles == "exact":
        listed = (entry.position(build), entry.ref, entry.alt)
        return listed == (allele.start, allele.ref, allele.alt)
    residues = residues_of(entry)
    first, last = name.residues or (0, 0)
    return (
        name.consequence == entry.alleles and first <= residues.stop - 1 and residues.start <= last
    )


def residues_of(entry: BypassAllele) -> range:
    """The residues that a line of the catalog is about."""
    if entry.first_residue is not None and entry.last_residue is not None:
        return range(entry.first_residue, entry.last_residue + 1)
    residue = int(entry.name[1:-1])
    return range(residue, residue + 1)


def _model(gene: BypassGene, genome: Genome) -> Transcript:
    models = {t.accession: t for t in genome.transcripts(gene.gene)}
    if gene.transcript not in models:
        raise InputProblem(
            f"bypass_genes.tsv: no transcript {gene.transcript} of {gene.gene}",
            expected=", ".join(models) or "a gene of the reference",
        )
    return models[gene.transcript]


def _check_position(entry: BypassAllele, model: Transcript) -> None:
    """Raise InputProblem for residues that the gene does not have, or a position outside them."""
    listed = residues_of(entry)
    name = f"bypass.tsv: {entry.gene} {entry.name}"
    if not 1 <= listed.start < listed.stop <= model.cds_length // 3:
        raise InputProblem(f"{name}: no such residues", expected=f"residues of {model.accession}")
    position = entry.position(model.build)
    if position is None:
        return
    codon = set(model.codon(listed.start))
    changed = set(range(position, position + len(entry.ref)))
    if entry.chrom != model.chrom or not changed <= codon:
        raise InputProblem(
            f"{name}: {entry.chrom}:{position} is not its codon in {model.build}",
            expected=f"{model.chrom}: {', '.join(map(str, sorted(codon)))}",
        )
