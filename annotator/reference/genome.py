"""The reference bound to one genome build: the one object that later stages use.

    genome = load_reference().in_build("GRCh38")
    genome.transcript("ALK").codon(1202)

Positions are 1-based; chromosomes are named `chr2`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.model.base import OTHER_BUILD, GenomeBuild, Interval, Strand
from annotator.reference.sequence import KnownBases, coding_stretches
from annotator.reference.transcript import Transcript

if TYPE_CHECKING:
    from annotator.reference.catalog import Reference


@dataclass(frozen=True, slots=True)
class Arm:
    """A chromosome arm, e.g. `7q`; 1-based inclusive, the centromeric band included."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chromosome:
    """A chromosome of one build: RefSeq accession, length and last base of the p arm."""

    build: GenomeBuild
    chrom: str
    accession: str
    length: int
    p_end: int


class UnknownGeneError(KeyError):
    """The gene is not in the reference (for this build)."""

    def __str__(self) -> str:
        """The message, without the quotes of KeyError."""
        return str(self.args[0])


@dataclass(frozen=True, eq=False)
class Genome:
    """The gene models, chromosomes and known bases of one build."""

    reference: "Reference"
    build: GenomeBuild

    @property
    def other(self) -> "Genome":
        """The same reference bound to the other build."""
        return self.reference.in_build(OTHER_BUILD[self.build])

    @cached_property
    def models(self) -> tuple[Transcript, ...]:
        """Every transcript of the build, the preferred ones first."""
        models = (model for model in self.reference.models if model.build == self.build)
        return tuple(sorted(models, key=lambda model: not model.preferred))

    @cached_property
    def _by_gene(self) -> dict[str, list[Transcript]]:
        index: dict[str, list[Transcript]] = {}
        for model in self.models:
            index.setdefault(model.gene, []).append(model)
        return index

    @cached_property
    def _by_chromosome(self) -> dict[str, list[Transcript]]:
        index: dict[str, list[Transcript]] = {}
        for model in self.models:
            index.setdefault(model.chrom, []).append(model)
        return index

    @cached_property
    def _chromosomes(self) -> dict[str, Chromosome]:
        return {x.chrom: x for x in self.reference.chromosomes if x.build == self.build}

    def transcripts(self, gene: str) -> list[Transcript]:
        """Every transcript of a gene, the preferred one first; empty for an unknown gene."""
        return list(self._by_gene.get(gene, ()))

    def find_transcript(self, gene: str | None) -> Transcript | None:
        """The preferred transcript of a gene, or None."""
        models = self._by_gene.get(gene) if gene else None
        return models[0] if models else None

    def transcript(self, gene: str) -> Transcript:
        """The preferred transcript of a gene. Raises UnknownGeneError when there is none."""
        model = self.find_transcript(gene)
        if model is None:
            raise UnknownGeneError(f"no gene model of {gene} for {self.build}")
        return model

    def genes_at(self, chrom: str, position: int, slack: int = 0) -> list[str]:
        """The genes at a position, or up to `slack` base pairs from it; in order of name."""
        models = self._by_chromosome.get(self.reference.normalize_chrom(chrom), ())
        return sorted({m.gene for m in models if m.start - slack <= position <= m.end + slack})

    def strand_at(self, chrom: str, position: int) -> Strand | None:
        """The strand of the gene at a position; None between genes."""
        genes = self.genes_at(chrom, position)
        model = self.find_transcript(genes[0]) if genes else None
        return model.strand if model else None

    def loci(self, genes: Iterable[str] | None = None) -> list[Interval]:
        """The intervals of genes over all their transcripts; by default of the kinase genes."""
        intervals: list[Interval] = []
        for gene in self.reference.kinase_genes if genes is None else genes:
            models = self.transcripts(gene)
            start = min(model.start for model in models)
            intervals.append(Interval(models[0].chrom, start, max(m.end for m in models)))
        return intervals

    def chromosome(self, chrom: str) -> Chromosome | None:
        """The chromosome, if the reference has it (those of kinase genes); else None."""
        return self._chromosomes.get(self.reference.normalize_chrom(chrom))

    def chromosome_arm(self, chrom: str, position: int) -> Arm | None:
        """The arm of a position; None on chromosomes without kinase genes."""
        entry = self.chromosome(chrom)
        if entry is None or not 1 <= position <= entry.length:
            return None
        number = entry.chrom.removeprefix("chr")
        if position <= entry.p_end:
            return Arm(f"{number}p", 1, entry.p_end)
        return Arm(f"{number}q", entry.p_end + 1, entry.length)

    @cached_property
    def known_bases(self) -> KnownBases:
        """The plus-strand bases that are known."""
        stretches = [s for s in self.reference.flanks if s.build == self.build]
        for model in self.models:
            if model.accession in self.reference.coding:
                stretches += coding_stretches(model, self.reference.coding[model.accession])
        return KnownBases(stretches)

    def check_ref(self, chrom: str, position: int, ref: str) -> bool | None:
        """Whether a REF allele (plus strand) fits the reference; None where no base is known."""
        return self.known_bases.agrees(self.reference.normalize_chrom(chrom), position, ref)
