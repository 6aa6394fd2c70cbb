"""The reference data as the program uses them: gene models, kinase domains, chromosomes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.model.base import GenomeBuild
from annotator.model.findings import KinaseDomain
from annotator.reference.genetic_code import translate
from annotator.reference.genome import Chromosome, Genome, UnknownGeneError
from annotator.reference.sequence import Stretch
from annotator.reference.transcript import Transcript

_NUMBER = re.compile(r"[0-9]{1,9}")


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
        """The kinase genes with a coding sequence, in the order of the data.

        Every allele of these is named. Of other genes with a domain only fusions are judged.
        """
        return tuple(
            gene for gene, domain in self.kinase_domains.items() if domain.transcript in self.coding
        )

    @cached_property
    def proteins(self) -> Mapping[str, str]:
        """The proteins in one letter, by the accession of the coding sequence that is held."""
        return {accession: translate(coding) for accession, coding in self.coding.items()}

    def kinase_domain(self, gene: str) -> KinaseDomain:
        """The kinase domain of a gene. Raises UnknownGeneError when it has none here."""
        try:
            return self.kinase_domains[gene]
        except KeyError:
            raise UnknownGeneError(f"no kinase domain is known of {gene}") from None

    def symbol(self, name: str) -> str:
        """The current symbol of a gene; a name that is not an alias is returned unchanged."""
        return self.aliases.get(name, name)

    def normalize_chrom(self, chrom: str) -> str:
        """`2`, `chr2` or a RefSeq accession of the data (`NC_000002.12`) as `chr2`.

        Other names (contigs, decoys) are returned unchanged.
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
    def builds(self) -> tuple[GenomeBuild, ...]:
        """The genome builds of the data."""
        return tuple(dict.fromkeys(model.build for model in self.models))

    @cached_property
    def _genomes(self) -> dict[GenomeBuild, Genome]:
        return {build: Genome(self, build) for build in self.builds}

    def in_build(self, build: GenomeBuild) -> Genome:
        """The reference bound to one genome build."""
        return self._genomes[build]
