"""What the readers look for: the genes, their regions in a genome build, and their strands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from annotator.model.base import GenomeBuild, Interval, Strand
from annotator.readers.lines.regions import Regions

StrandAt = Callable[[str, int], Strand | None]
"""Strand of the gene at a chromosome (`chr2`) and 1-based position; None between genes."""
CheckRef = Callable[[str, int, str], bool | None]
"""Whether a REF allele fits the reference at a chromosome and 1-based position; None where no base
is known there."""
_NOWHERE = Regions(())


def _no_base_is_known(_chrom: str, _position: int, _ref: str) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Targets:
    """What the readers look for, in the coordinates of one genome build or of both.

    Of both builds (`joined`) the regions are those of either; the rest is of the first build.
    """

    genes: frozenset[str] = frozenset()
    """The kinase genes, and `regions` their whole intervals."""
    regions: Regions = _NOWHERE
    fusion_genes: frozenset[str] = frozenset()
    """The genes whose fusions are looked for, and `junction_regions` their whole intervals."""
    junction_regions: Regions = _NOWHERE
    variant_genes: frozenset[str] = frozenset()
    """The genes whose names by other annotators are kept, and `variant_regions` the regions in
    which small variants are looked for."""
    variant_regions: Regions = _NOWHERE
    copy_number_genes: frozenset[str] = frozenset()
    """The genes whose copies are looked for, and `copy_number_regions` the intervals on whose
    chromosomes segments are kept."""
    copy_number_regions: Regions = _NOWHERE
    depth_regions: Regions = _NOWHERE
    """Where read depth is looked for: kept narrow, since per-base depth of whole genes is large."""
    breakpoint_regions: Regions = _NOWHERE
    """Where real breakpoints of the kinase genes lie: they show the build of a table."""
    gene_intervals: Mapping[str, Interval] = field(default_factory=dict)
    """The intervals of genes whose copies are called: they show the build of named segments."""
    strand_at: StrandAt
    check_ref: CheckRef = _no_base_is_known

    def joined(self, other: "Targets") -> "Targets":
        """Return these targets with the regions of another build."""
        return replace(
            self,
            regions=self.regions.union(other.regions),
            junction_regions=self.junction_regions.union(other.junction_regions),
            variant_regions=self.variant_regions.union(other.variant_regions),
            copy_number_regions=self.copy_number_regions.union(other.copy_number_regions),
            depth_regions=self.depth_regions.union(other.depth_regions),
            breakpoint_regions=self.breakpoint_regions.union(other.breakpoint_regions),
        )


class TargetsOf(Protocol):
    """Gives the targets in one build, or those of the first build joined with the second."""

    def __call__(self, *builds: GenomeBuild) -> Targets:
        """Return the targets of one build or of two."""
