"""Compares our names of random alleles with those of the public HGVS library `hgvs` (PyPI).

    uv run --with hgvs python -m tests.reference.peer_check [--alleles 2000] [--seed 1]

The library is handed our gene models and sequences, so the check is of the naming alone: the 3'
rule, c. and p. words, strands and codons. It is heavy and no part of the environment: where it is
not installed this says so and ends with status 0. Status 1 when a name differs unexplained.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotator.model.base import GenomeBuild
from annotator.reference import Reference, Transcript, load_reference, name_variant
from annotator.reference.genetic_code import translate

KINDS = ("snv", "mnv", "insertion", "duplication", "deletion", "delins")
MARGIN = 20
"""Bases from an exon's border within which no allele is made: there the genome decides for us,
and the library stays within the exon."""


@dataclass(frozen=True, slots=True)
class Allele:
    """A random allele as VCF would have it, without an anchor base."""

    kind: str
    build: GenomeBuild
    transcript: Transcript
    position: int
    ref: str
    alt: str


def random_alleles(reference: Reference, count: int, seed: int) -> Iterator[Allele]:
    """Alleles inside the coding exons of the kinase genes, over builds, genes and kinds."""
    source = random.Random(seed)
    while count:
        build = source.choice(reference.builds)
        transcript = reference.in_build(build).transcript(source.choice(reference.kinase_genes))
        exons = [e for e in transcript.exons if e.coding_length > 2 * MARGIN + 10]
        exon = source.choice(exons)
        low, high = max(exon.start, transcript.cds_start), min(exon.end, transcript.cds_end)
        position = source.randint(low + MARGIN, high - MARGIN)
        kind = source.choice(KINDS)
        removed = {"snv": 1, "insertion": 0, "duplication": 0}.get(kind, source.randint(2, 9))
        known = reference.in_build(build).known_bases
        ref = "".join(known.base(transcript.chrom, position + i) or "N" for i in range(removed))
        alt = "".join(source.choice("ACGT") for _ in range(source.randint(1, 9)))
        if kind in ("snv", "mnv"):
            alt = "".join(source.choice("ACGT") for _ in ref)
        if kind == "deletion":
            alt = ""
        if kind == "duplication":
            size = source.randint(1, 9)
            alt = "".join(
                known.base(transcript.chrom, position - size + i) or "N" for i in range(size)
            )
        if ref != alt:
            count -= 1
            yield Allele(kind, build, transcript, position, ref, alt)


def provider(reference: Reference, build: GenomeBuild) -> Any:
    """Our models and sequences, in the form the library asks for."""
    from hgvs.dataproviders.interface import Interface

    models = {
        m.accession: m
        for gene in reference.kinase_genes
        for m in reference.in_build(build).transcripts(gene)
    }
    chromosomes = {c.accession: c.chrom for c in reference.chromosomes if c.build == build}
    accessions = {chrom: accession for accession, chrom in chromosomes.items()}
    known = reference.in_build(build).known_bases

    class Provider(Interface):  # type: ignore[misc]
        required_version = "1.0"

        def data_version(self) -> str:
            return "1.0"

        schema_version = data_version

        def get_seq(self, ac: str, start_i: int | None = None, end_i: int | None = None) -> str:
            if ac in chromosomes:
                first, last = start_i or 0, end_i or 0
                positions = range(first + 1, last + 1)
                return "".join(known.base(chromosomes[ac], at) or "N" for at in positions)
            if ac in models:
                return self._spliced(models[ac])[start_i:end_i]
            return next(
                translate(reference.coding[m.accession])
                for m in models.values()
                if m.protein_accession == ac
            )[start_i:end_i]

        def _spliced(self, model: Transcript) -> str:
            length = sum(e.end - e.start + 1 for e in model.exons)
            coding = "N" * model.utr5_length + reference.coding[model.accession]
            return coding + "N" * (length - len(coding))

        def get_tx_exons(self, tx_ac: str, alt_ac: str, _method: str) -> list[dict[str, Any]]:
            model = models[tx_ac]
            return [
                {
                    "ord": e.number - 1,
                    "tx_ac": tx_ac,
                    "alt_ac": alt_ac,
                    "alt_strand": 1 if model.strand == "+" else -1,
                    "tx_start_i": e.offset,
                    "tx_end_i": e.offset + e.end - e.start + 1,
                    "alt_start_i": e.start - 1,
                    "alt_end_i": e.end,
                    "cigar": f"{e.end - e.start + 1}=",
                }
                for e in sorted(model.exons, key=lambda exon: exon.start)
            ]

        def get_tx_info(self, tx_ac: str, _alt_ac: str, _method: str) -> dict[str, Any]:
            return self.get_tx_identity_info(tx_ac)

        def get_tx_identity_info(self, tx_ac: str) -> dict[str, Any]:
            model = models[tx_ac]
            return {
                "tx_ac": tx_ac,
                "hgnc": model.gene,
                "cds_start_i": model.utr5_length,
                "cds_end_i": model.utr5_length + model.cds_length,
                "lengths": [e.end - e.start + 1 for e in model.exons],
            }

        def get_tx_mapping_options(self, tx_ac: str) -> list[dict[str, str]]:
            chrom = accessions[models[tx_ac].chrom]
            return [{"tx_ac": tx_ac, "alt_ac": chrom, "alt_aln_method": "splign"}]

        def get_pro_ac_for_tx_ac(self, tx_ac: str) -> str | None:
            return models[tx_ac].protein_accession

        def _nothing(self, *_args: object) -> Any:
            raise NotImplementedError

        get_acs_for_protein_seq = get_assembly_map = get_gene_info = _nothing
        get_similar_transcripts = get_tx_for_gene = get_tx_for_region = _nothing

    return Provider()


class Peer:
    """The library's names of an allele, in one build."""

    def __init__(self, reference: Reference, build: GenomeBuild) -> None:
        """Its normaliser and mapper run over our data."""
        from hgvs.normalizer import Normalizer
        from hgvs.parser import Parser
        from hgvs.variantmapper import VariantMapper

        self.chromosomes = {c.chrom: c.accession for c in reference.chromosomes if c.build == build}
        data = provider(reference, build)
        self.parser = Parser()
        self.mapper = VariantMapper(data)
        self.normalizer = Normalizer(data, cross_boundaries=False)

    def names(self, allele: Allele) -> tuple[str, str, str]:
        """The g., c. and p. name."""
        start, end = allele.position, allele.position + len(allele.ref) - 1
        place = f"{start}_{end}" if allele.ref else f"{start - 1}_{start}"
        edit = f"del{allele.ref}ins{allele.alt}" if allele.ref else f"ins{allele.alt}"
        edit = edit if allele.alt else "del"
        accession = self.chromosomes[allele.transcript.chrom]
        given = self.parser.parse(f"{accession}:g.{place}{edit}")
        genomic = self.normalizer.normalize(given)
        coding = self.normalizer.normalize(
            self.mapper.g_to_c(given, allele.transcript.accession, "splign")
        )
        protein = self.mapper.c_to_p(coding)
        return genomic.format(), coding.format(), protein.format()


def compared(ours: str, theirs: str) -> str:
    """`same`, the reason of a known difference, or `different`.

    The library goes on naming residues after a new stop, which HGVS leaves out; of a silent change
    of several codons it names one, where we write `p.(=)`.
    """
    their = theirs.replace("Ter", "*")
    if ours == their:
        return "same"
    if ours.endswith("p.(=)") and their.endswith("=)"):
        return "silent in several codons"
    if "ins" in their and "*" in their and ours == their[: their.index("*") + 1] + ")":
        return "residues after a stop"
    return "different"


def main() -> int:
    """Compare, and print how many names agree and which do not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--alleles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        import hgvs
    except ImportError:
        print("skipped: the package hgvs is not installed (uv run --with hgvs ...)")
        return 0
    reference = load_reference()
    peers = {build: Peer(reference, build) for build in reference.builds}
    results: Counter[tuple[str, str]] = Counter()
    for allele in random_alleles(reference, options.alleles, options.seed):
        theirs = peers[allele.build].names(allele)
        ours = name_variant(
            reference.in_build(allele.build),
            allele.transcript.chrom,
            allele.position if allele.ref else allele.position - 1,
            allele.ref or "-",
            allele.alt or "-",
        )
        named = (ours.hgvs_g, ours.hgvs_c, ours.hgvs_p) if ours else (None, None, None)
        for level, our, their in zip("gcp", named, theirs, strict=True):
            result = compared(our or "", their)
            results[f"{allele.kind} {level}.", result] += 1
            if result == "different":
                print(f"{allele.kind} {allele.build} {allele.transcript.gene}: {our} / {their}")
    for (what, result), number in sorted(results.items()):
        print(f"{what}\t{result}\t{number}")
    same = sum(number for (_, result), number in results.items() if result == "same")
    different = sum(number for (_, result), number in results.items() if result == "different")
    print(
        f"hgvs {hgvs.__version__}: {same} of {results.total()} names agree, {different} differ "
        "without a known reason"
    )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
