"""Functional classes of alleles, by the regions of `functional_regions.tsv`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model.base import Interval
from annotator.model.errors import InputProblem
from annotator.model.tables import FunctionalRegion
from annotator.reference import NEIGHBORHOOD, CodingPosition, Genome, Join, VariantName

ADDS_BASES = ("insertion", "duplication")
BREAKS_SPLICE_SITE = ("splice_acceptor_variant", "splice_donor_variant")


@dataclass(frozen=True, slots=True)
class _PlacedRegion:
    """A region of the table in the genome of one build."""

    region: FunctionalRegion
    interval: Interval
    first: CodingPosition
    last: CodingPosition

    @property
    def intronic_reach(self) -> int:
        """How many bases into an intron the region extends."""
        return max(abs(self.first.offset), abs(self.last.offset))


class FunctionalClasses:
    """The regions of the table in the genome of one build."""

    def __init__(self, regions: Sequence[FunctionalRegion], genome: Genome) -> None:
        """Raises InputProblem for a position or transcript that the reference does not have."""
        self._regions = [_placed(region, genome) for region in regions]
        self.intronic_reach = max(
            [NEIGHBORHOOD, *(placed.intronic_reach for placed in self._regions)]
        )
        """Intronic bases next to an exon in which alleles must be named."""

    def region_of(self, name: VariantName) -> FunctionalRegion | None:
        """The first region that the allele overlaps and whose kind of allele it is; or None."""
        start, end = name.span
        for placed in self._regions:
            region, interval = placed.region, placed.interval
            if region.gene != name.gene or end < interval.start or interval.end < start:
                continue
            if _fits(region, name):
                return region
        return None

    def regions_in(self, deleted: Interval) -> list[FunctionalRegion]:
        """The regions of which a deletion removes bases."""
        return [
            placed.region
            for placed in self._regions
            if placed.region.alleles not in ("missense", "exon")
            and deleted.overlap(placed.interval)
        ]

    def left_out(
        self, gene: str, donor: Join | None, acceptor: Join | None
    ) -> FunctionalRegion | None:
        """The region whose exon is exactly what a transcript leaves out; or None."""
        if donor is None or acceptor is None or "exon" in (donor.region, acceptor.region):
            return None
        skipped = (gene, (donor.coding or 0) + 1, acceptor.coding)
        for placed in self._regions:
            exon = (placed.region.gene, placed.first.base, placed.last.base)
            if placed.region.alleles == "exon" and exon == skipped:
                return placed.region
        return None

    def has_exon_of(self, gene: str) -> bool:
        """Whether the gene has a class that is caused by leaving out an exon."""
        regions = (placed.region for placed in self._regions)
        return any((region.gene, region.alleles) == (gene, "exon") for region in regions)

    def classes(self) -> dict[tuple[str, str], FunctionalRegion]:
        """Gene and class, in the order of the table, with the first region of each."""
        first_regions: dict[tuple[str, str], FunctionalRegion] = {}
        for placed in self._regions:
            region = placed.region
            first_regions.setdefault((region.gene, region.functional_class), region)
        return first_regions

    def positions(self, functional_class: str) -> Iterator[tuple[str, int]]:
        """Chromosome and genomic position (1-based) of every base of a class's regions."""
        for placed in self._regions:
            if placed.region.functional_class == functional_class:
                chrom, start, end = placed.interval
                yield from ((chrom, position) for position in range(start, end + 1))


def _placed(region: FunctionalRegion, genome: Genome) -> _PlacedRegion:
    models = {t.accession: t for t in genome.transcripts(region.gene)}
    transcript = models.get(region.transcript)
    if transcript is None:
        raise InputProblem(
            f"{region.id}: no transcript {region.transcript} of {region.gene}",
            expected=", ".join(models) or "a gene of the reference",
        )
    try:
        first, last = CodingPosition.parse(region.first), CodingPosition.parse(region.last)
        ends = [transcript.genomic_position(end) for end in (first, last)]
    except ValueError as error:
        raise InputProblem(f"{region.id}: {error}", expected="a position such as 2888-2") from None
    return _PlacedRegion(region, Interval(transcript.chrom, min(ends), max(ends)), first, last)


def _fits(region: FunctionalRegion, name: VariantName) -> bool:
    if region.alleles == "exon":
        return False
    if region.alleles == "missense":
        return name.consequence == "missense_variant"
    if name.kind in ADDS_BASES:
        return region.alleles == "any" and name.consequence in BREAKS_SPLICE_SITE
    return region.alleles == "any" or name.kind in ("deletion", "delins")
