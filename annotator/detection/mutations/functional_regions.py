"""Alleles known by what they do: those in the regions of `functional_regions.tsv`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model.errors import InputProblem
from annotator.model.tables import FunctionalRegion
from annotator.reference import NEIGHBOURHOOD, CodingPosition, Genome, Join, VariantName

ADDS_BASES = ("insertion", "duplication")
BREAKS_SPLICE_SITE = ("splice_acceptor_variant", "splice_donor_variant")


@dataclass(frozen=True, slots=True)
class _Span:
    region: FunctionalRegion
    chrom: str
    low: int
    high: int
    reach: int


class FunctionalClasses:
    """The regions of the table on the genome of one build."""

    def __init__(self, regions: Sequence[FunctionalRegion], genome: Genome) -> None:
        """Raises InputProblem for a position or transcript that the reference does not have."""
        self._spans = [_span(region, genome) for region in regions]
        self.intronic_reach = max([NEIGHBOURHOOD, *(span.reach for span in self._spans)])
        """Intronic bases beside an exon in which alleles must be named."""

    def region_of(self, name: VariantName) -> FunctionalRegion | None:
        """The first region whose kind of allele this is, and which it overlaps; or None."""
        low, high = name.span
        for span in self._spans:
            if span.region.gene != name.gene or high < span.low or span.high < low:
                continue
            if _fits(span.region, name):
                return span.region
        return None

    def regions_in(self, chrom: str, low: int, high: int) -> list[FunctionalRegion]:
        """The regions that a deletion of low-high (1-based, inclusive) takes bases of."""
        return [
            span.region
            for span in self._spans
            if span.region.alleles not in ("missense", "exon")
            and (span.chrom, low <= span.high, span.low <= high) == (chrom, True, True)
        ]

    def left_out(
        self, gene: str, donor: Join | None, acceptor: Join | None
    ) -> FunctionalRegion | None:
        """The class of a transcript from which exactly one region's exon is left out."""
        if donor is None or acceptor is None or "exon" in (donor.place, acceptor.place):
            return None
        for region in (span.region for span in self._spans if span.region.alleles == "exon"):
            ends = [CodingPosition.parse(text).base for text in (region.first, region.last)]
            if (region.gene, *ends) == (gene, (donor.coding or 0) + 1, acceptor.coding):
                return region
        return None

    def has_exon_of(self, gene: str) -> bool:
        """Whether a class of the gene is told by an exon that is left out."""
        return any((s.region.gene, s.region.alleles) == (gene, "exon") for s in self._spans)

    def classes(self) -> dict[tuple[str, str], FunctionalRegion]:
        """Gene and class, in the order of the table, with the first region of each."""
        found: dict[tuple[str, str], FunctionalRegion] = {}
        for span in self._spans:
            region = span.region
            found.setdefault((region.gene, region.functional_class), region)
        return found

    def positions(self, functional_class: str) -> Iterator[tuple[str, int]]:
        """Chromosome and genomic position (1-based) of every base of a class's regions."""
        for span in self._spans:
            if span.region.functional_class == functional_class:
                yield from ((span.chrom, at) for at in range(span.low, span.high + 1))


def _span(region: FunctionalRegion, genome: Genome) -> _Span:
    models = {t.accession: t for t in genome.transcripts(region.gene)}
    transcript = models.get(region.transcript)
    if transcript is None:
        raise InputProblem(
            f"{region.id}: no transcript {region.transcript} of {region.gene}",
            expected=", ".join(models) or "a gene of the reference",
        )
    try:
        ends = [CodingPosition.parse(text) for text in (region.first, region.last)]
        places = [transcript.genomic_position(end) for end in ends]
    except ValueError as error:
        raise InputProblem(f"{region.id}: {error}", expected="a position such as 2888-2") from None
    reach = max(abs(end.offset) for end in ends)
    return _Span(region, transcript.chrom, min(places), max(places), reach)


def _fits(region: FunctionalRegion, name: VariantName) -> bool:
    if region.alleles == "exon":
        return False
    if region.alleles == "missense":
        return name.consequence == "missense_variant"
    if name.kind in ADDS_BASES:
        return region.alleles == "any" and name.consequence in BREAKS_SPLICE_SITE
    return region.alleles == "any" or name.kind in ("deletion", "delins")
