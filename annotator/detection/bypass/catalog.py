"""The catalog of bypass alleles on the genome of one build: where its lines lie."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.model.base import Interval
from annotator.model.errors import InputProblem
from annotator.model.observations import SmallVariantObservation
from annotator.model.tables import BypassAllele, BypassGene, DetectionTables
from annotator.reference import Genome, PlacedName, Transcript, name_by_place

FLANK = 8
"""Intronic bases beside a coding exon that are read too: the splice site and its region."""


@dataclass(frozen=True, slots=True)
class PlacedAllele:
    """One allele of a gene with every caller's record of it."""

    gene: BypassGene
    name: PlacedName
    records: tuple[SmallVariantObservation, ...]

    @property
    def best(self) -> SmallVariantObservation:
        """The record that speaks for it: unfiltered before filtered, then the deepest."""
        return max(self.records, key=lambda r: (not r.filters, r.vaf is not None, r.depth or 0))


class BypassCatalog:
    """The genes and alleles of the two tables on the genome of one build."""

    def __init__(self, tables: DetectionTables, genome: Genome) -> None:
        """Raises InputProblem for a transcript that the reference lacks, or a misplaced allele."""
        self.genes = tables.bypass_genes
        self.genome = genome
        self._alleles = tables.bypass_alleles
        self._models = {g.gene: _model(g, genome) for g in self.genes}
        for gene, model in self._models.items():
            for allele in self.of(gene):
                _check_place(allele, model)

    def spans(self) -> Iterator[Interval]:
        """Where alleles are looked for: the coding exons with their splice sites."""
        for model in self._models.values():
            for exon in model.exons:
                low, high = max(exon.start, model.cds_start), min(exon.end, model.cds_end)
                if low <= high:
                    yield model.chrom, low - FLANK, high + FLANK

    def codons(self, gene: str) -> dict[int, tuple[int, int, int]]:
        """The residues of a gene that the catalog names, with the places of their bases."""
        model = self._models[gene]
        return {at: model.codon(at) for allele in self.of(gene) for at in residues_of(allele)}

    def positions(self, gene: str) -> list[tuple[str, int]]:
        """Chromosome and genomic position (1-based) of every base of those residues."""
        chrom = self._models[gene].chrom
        return [(chrom, at) for codon in self.codons(gene).values() for at in codon]

    def of(self, gene: str) -> list[BypassAllele]:
        """The alleles of a gene."""
        return [allele for allele in self._alleles if allele.gene == gene]

    def alleles(self, records: Iterable[SmallVariantObservation]) -> list[PlacedAllele]:
        """The alleles of the genes, each once over all callers, in order of gene and place."""
        found: dict[tuple[str, str], tuple[BypassGene, PlacedName, list[SmallVariantObservation]]]
        found = {}
        for record in records:
            for gene in self.genes:
                name = self._placed(gene, record)
                if name is not None:
                    key = gene.gene, name.hgvs_g
                    found.setdefault(key, (gene, name, []))[2].append(record)
        order = {gene.gene: number for number, gene in enumerate(self.genes)}
        alleles = [PlacedAllele(gene, name, tuple(rows)) for gene, name, rows in found.values()]
        return sorted(alleles, key=lambda a: (order[a.gene.gene], a.name.allele.start))

    def _placed(self, gene: BypassGene, record: SmallVariantObservation) -> PlacedName | None:
        model = self._models[gene.gene]
        if model.chrom != self.genome.reference.normalise_chrom(record.chrom):
            return None
        last = record.position + len(record.ref)
        if last < model.cds_start - FLANK or record.position > model.cds_end + FLANK:
            return None
        return name_by_place(self.genome, model, record.position, record.ref, record.alt)

    def entry(self, gene: str, name: PlacedName) -> BypassAllele | None:
        """The line of the catalog that an allele is, or is a kind of."""
        return next((a for a in self.of(gene) if self._is(a, name)), None)

    def _is(self, entry: BypassAllele, name: PlacedName) -> bool:
        allele = name.allele
        if entry.alleles == "exact":
            place = (entry.position(self.genome.build), entry.ref, entry.alt)
            return place == (allele.start, allele.ref, allele.alt)
        inside = residues_of(entry)
        touched = name.residues or (0, 0)
        return (
            name.consequence == entry.alleles
            and touched[0] <= inside.stop - 1
            and inside.start <= touched[1]
        )

    def model(self, gene: str) -> Transcript:
        """The transcript that numbers a gene."""
        return self._models[gene]


def residues_of(entry: BypassAllele) -> range:
    """The residues that a line of the catalog speaks of."""
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


def _check_place(entry: BypassAllele, model: Transcript) -> None:
    """Raise InputProblem where a line is no codon of its gene, or lies elsewhere in the build."""
    listed = residues_of(entry)
    name = f"bypass.tsv: {entry.gene} {entry.name}"
    if not 1 <= listed.start < listed.stop <= model.cds_length // 3:
        raise InputProblem(f"{name}: no such residues", expected=f"residues of {model.accession}")
    position = entry.position(model.build)
    if position is None:
        return
    codon = set(model.codon(listed.start))
    touched = set(range(position, position + len(entry.ref)))
    if entry.chrom != model.chrom or not touched <= codon:
        raise InputProblem(
            f"{name}: {entry.chrom}:{position} is not its codon in {model.build}",
            expected=f"{model.chrom}: {', '.join(map(str, sorted(codon)))}",
        )
