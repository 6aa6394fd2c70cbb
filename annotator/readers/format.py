"""What a format is: how it is told, and how it is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from annotator.model.base import Strand
from annotator.model.observations import (
    DepthObservation,
    FileEnd,
    FusionObservation,
    GeneCopiesObservation,
    SegmentObservation,
    SmallVariantObservation,
    TumorContent,
)
from annotator.model.roles import Role
from annotator.model.warning import ReportWarning
from annotator.readers.build import BuildEvidence
from annotator.readers.datafile import DataFile
from annotator.readers.lines.regions import Regions

StrandAt = Callable[[str, int], Strand | None]
"""Strand of the gene at a chromosome (`chr2`) and 1-based position; None between genes."""


@dataclass(frozen=True)
class Scope:
    """What is wanted from a file: the loci, the regions of depth, the tumor's column.

    `strand_at` gives the strand of the gene at a position, which orders a junction in DNA.
    `genes` are the genes of the loci, whose names by other annotators are kept. `sample` is the
    identifier of the sample, which names its rows in a table of several. `allele_regions` are
    the loci together with the further places of which small variants are wanted, and
    `annotated_genes` the genes there, whose names by other annotators are kept too. `copied` are
    the genes whose copies are wanted: segments of their chromosomes, and rows of `copied_genes`.
    `junction_regions` are the `fusion_genes`, whose fusions are wanted; by default the loci.
    """

    regions: Regions
    depth_regions: Regions
    strand_at: StrandAt
    tumor_sample: str | None = None
    sample: str | None = None
    genes: frozenset[str] = frozenset()
    allele_regions: Regions | None = None
    annotated_genes: frozenset[str] = frozenset()
    copied: Regions | None = None
    copied_genes: frozenset[str] = frozenset()
    junction_regions: Regions | None = None
    fusion_genes: frozenset[str] = frozenset()

    @property
    def junctions_at(self) -> Regions:
        """Where junctions are wanted: the loci, unless other regions are given."""
        return self.regions if self.junction_regions is None else self.junction_regions

    @property
    def fused(self) -> frozenset[str]:
        """The genes whose fusions are wanted: those of the loci, unless others are given."""
        return self.fusion_genes or self.genes

    @property
    def small_variants_at(self) -> Regions:
        """Where small variants are wanted: the loci, unless wider regions are given."""
        return self.regions if self.allele_regions is None else self.allele_regions

    @property
    def copies_on(self) -> Regions:
        """On whose chromosomes copies are wanted: those of the loci, unless more are given."""
        return self.regions if self.copied is None else self.copied

    @property
    def copies_of(self) -> frozenset[str]:
        """The genes whose copies are wanted: those of the loci, and further ones."""
        return self.genes | self.copied_genes


@dataclass
class Content:
    """What one file holds of the loci.

    `sample_name` is the sample as the file names it, None where it names none. `sample_names` are
    all samples that the file names: of a cohort there are many.
    """

    small_variants: list[SmallVariantObservation] = field(default_factory=list)
    fusions: list[FusionObservation] = field(default_factory=list)
    segments: list[SegmentObservation] = field(default_factory=list)
    gene_copies: list[GeneCopiesObservation] = field(default_factory=list)
    tumor_contents: list[TumorContent] = field(default_factory=list)
    depths: list[DepthObservation] = field(default_factory=list)
    ends: list[FileEnd] = field(default_factory=list)
    warnings: list[ReportWarning] = field(default_factory=list)
    sample_name: str | None = None
    sample_names: Sequence[str] = ()


def _says_nothing(_file: DataFile) -> list[BuildEvidence]:
    return []


@dataclass(frozen=True)
class Format:
    """One format of one role.

    `recognize` is given the first lines of a file (without byte order mark and line ends).
    `read` raises `InputProblem`; `needs_build` is false where reading does not use the scope's
    regions. `build_evidence` is what a file says of its genome build before it is read: several
    answers where it contradicts itself. `may_coincide` is true where the files of two patients can
    be the same by chance. `recognized_by` and `coordinates` are for people.
    """

    name: str
    role: Role
    recognized_by: str
    coordinates: str
    recognize: Callable[[list[str]], bool]
    read: Callable[[DataFile, Scope], Content]
    needs_build: bool = True
    build_evidence: Callable[[DataFile], list[BuildEvidence]] = _says_nothing
    may_coincide: bool = False
