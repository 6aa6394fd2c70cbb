"""The reference data as the program uses them: gene models, kinase domains, chromosomes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.model.base import GenomeBuild
from annotator.model.findings import KinaseDomain
from annotator.reference.sequence import KnownBases, Stretch, coding_stretches
from annotator.reference.transcript import Transcript

_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Locus:
    """The whole span of a gene, 1-based inclusive."""

    chrom: str
    start: int
    end: int
    gene: str


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
    """The reference holds no such gene (for this build)."""

    def __str__(self) -> str:
        """The message, without the quotes of KeyError."""
        return str(self.args[0])


@dataclass(frozen=True)
class Reference:
    """Everything that was loaded. Positions are 1-based; chromosomes are named `chr2`."""

    version: str
    sha256: str
    kinase_domains: Mapping[str, KinaseDomain]
    aliases: Mapping[str, str]
    chromosomes: Sequence[Chromosome]
    models: Sequence[Transcript]
    coding: Mapping[str, str]
    flanks: Sequence[Stretch]

    @cached_property
    def kinase_genes(self) -> tuple[str, ...]:
        """The kinase genes of which the coding sequence is held, in the order of the data.

        Every allele of these is named. Of the others with a domain fusions alone are judged.
        """
        return tuple(
            gene for gene, domain in self.kinase_domains.items() if domain.transcript in self.coding
        )

    def kinase_domain(self, gene: str) -> KinaseDomain:
        """The kinase domain of a gene. Raises UnknownGeneError when it has none here."""
        try:
            return self.kinase_domains[gene]
        except KeyError:
            raise UnknownGeneError(f"no kinase domain is known of {gene}") from None

    @cached_property
    def _by_gene(self) -> dict[tuple[GenomeBuild, str], list[Transcript]]:
        index: dict[tuple[GenomeBuild, str], list[Transcript]] = {}
        for model in sorted(self.models, key=lambda model: not model.preferred):
            index.setdefault((model.build, model.gene), []).append(model)
        return index

    def transcripts(self, gene: str, build: GenomeBuild) -> list[Transcript]:
        """Every transcript of a gene, the preferred one first; empty for an unknown gene."""
        return list(self._by_gene.get((build, gene), ()))

    def find_transcript(self, gene: str | None, build: GenomeBuild) -> Transcript | None:
        """The preferred transcript of a gene, or None."""
        found = self._by_gene.get((build, gene)) if gene else None
        return found[0] if found else None

    def transcript(self, gene: str, build: GenomeBuild) -> Transcript:
        """The preferred transcript of a gene. Raises UnknownGeneError when there is none."""
        found = self.find_transcript(gene, build)
        if found is None:
            raise UnknownGeneError(f"no gene model of {gene} for {build}")
        return found

    def symbol(self, name: str) -> str:
        """The current symbol of a gene; a name that is no alias comes back unchanged."""
        return self.aliases.get(name, name)

    def genes_at(self, build: GenomeBuild, chrom: str, position: int, slack: int = 0) -> list[str]:
        """Genes whose span, widened by `slack` base pairs, holds a position; by name."""
        models = self._by_chromosome.get((build, self.normalise_chrom(chrom)), ())
        return sorted({m.gene for m in models if m.start - slack <= position <= m.end + slack})

    @cached_property
    def _by_chromosome(self) -> dict[tuple[GenomeBuild, str], list[Transcript]]:
        index: dict[tuple[GenomeBuild, str], list[Transcript]] = {}
        for model in self.models:
            index.setdefault((model.build, model.chrom), []).append(model)
        return index

    def loci(self, build: GenomeBuild, genes: Iterable[str] | None = None) -> list[Locus]:
        """The whole spans of genes, by default the kinase genes, over all their transcripts."""
        spans: list[Locus] = []
        for gene in self.kinase_genes if genes is None else genes:
            models = self.transcripts(gene, build)
            start = min(model.start for model in models)
            spans.append(Locus(models[0].chrom, start, max(m.end for m in models), gene))
        return spans

    def chromosome(self, build: GenomeBuild, chrom: str) -> Chromosome | None:
        """The chromosome of a kinase gene; None for the others, which the data leave out."""
        chrom = self.normalise_chrom(chrom)
        for entry in self.chromosomes:
            if entry.build == build and entry.chrom == chrom:
                return entry
        return None

    def chromosome_arm(self, build: GenomeBuild, chrom: str, position: int) -> Arm | None:
        """The arm that holds a position; None off the chromosomes of the kinase genes."""
        entry = self.chromosome(build, chrom)
        if entry is None or not 1 <= position <= entry.length:
            return None
        number = entry.chrom.removeprefix("chr")
        if position <= entry.p_end:
            return Arm(f"{number}p", 1, entry.p_end)
        return Arm(f"{number}q", entry.p_end + 1, entry.length)

    def normalise_chrom(self, chrom: str) -> str:
        """`2`, `chr2` or a RefSeq accession of the data (`NC_000002.12`) as `chr2`.

        A name that is none of these comes back unchanged (contigs, decoys).
        """
        if chrom.startswith("NC_"):
            return self._by_accession.get(chrom, chrom)
        bare = chrom[3:] if chrom[:3].lower() == "chr" else chrom
        if bare.upper() in {"X", "Y"}:
            return f"chr{bare.upper()}"
        if bare.upper() in {"M", "MT"}:
            return "chrM"
        return f"chr{int(bare)}" if _NUMBER.fullmatch(bare) else chrom

    @cached_property
    def _by_accession(self) -> dict[str, str]:
        return {entry.accession: entry.chrom for entry in self.chromosomes}

    @cached_property
    def _bases(self) -> dict[GenomeBuild, KnownBases]:
        return {build: KnownBases(list(self._stretches(build))) for build in self.builds}

    @cached_property
    def builds(self) -> tuple[GenomeBuild, ...]:
        """The genome builds of the data."""
        return tuple(dict.fromkeys(model.build for model in self.models))

    def _stretches(self, build: GenomeBuild) -> Iterable[Stretch]:
        yield from (stretch for stretch in self.flanks if stretch.build == build)
        for model in self.models:
            if model.build == build and model.accession in self.coding:
                yield from coding_stretches(model, self.coding[model.accession])

    def known_bases(self, build: GenomeBuild) -> KnownBases:
        """The plus-strand bases known of a build."""
        return self._bases[build]

    def check_ref(self, build: GenomeBuild, chrom: str, position: int, ref: str) -> bool | None:
        """Whether a REF allele (plus strand) fits the reference; None where no base is known."""
        return self.known_bases(build).agrees(self.normalise_chrom(chrom), position, ref)
