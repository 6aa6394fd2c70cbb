"""Deletions of regions of a functional class that are known by their ends alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.base import Interval
from annotator.model.observations import FusionObservation
from annotator.model.warning import ReportWarning
from annotator.reference import Genome


@dataclass(frozen=True, slots=True)
class ClassDeletion:
    """A junction that removes bases of a functional class; its effect is not known."""

    functional_class: str
    gene: str
    junction: FusionObservation

    @property
    def message(self) -> str:
        """The deletion in words for people."""
        text = (
            f"a deletion within {self.gene} ({self.junction.raw_breakpoints}) removes bases that "
            f"determine {self.functional_class}; the effect of such a deletion is not known here"
        )
        filters = ", ".join(self.junction.filters)
        return f"{text} (filtered: {filters})" if filters else text

    @property
    def warning(self) -> ReportWarning:
        """The same as a warning, with its source."""
        source = self.junction.source
        where = source.file if source.line is None else f"{source.file}:{source.line}"
        return ReportWarning(code="deletion_not_judged", message=self.message, source=where)


def class_deletions(
    junctions: Iterable[FusionObservation],
    classes: FunctionalClasses,
    genome: Genome,
) -> list[ClassDeletion]:
    """Every DNA junction within a gene that removes bases of a region of the gene.

    A class is named once per junction. Inversions and duplications remove nothing. RNA junctions
    do not show what DNA lacks, since splicing always removes introns.
    """
    deletions = []
    for junction in junctions:
        deleted = _deleted(junction, genome)
        if deleted is not None:
            interval, genes = deleted
            regions = classes.regions_in(interval)
            named = dict.fromkeys((r.functional_class, r.gene) for r in regions)
            deletions += [
                ClassDeletion(name, gene, junction) for name, gene in named if gene in genes
            ]
    return deletions


def _deleted(junction: FusionObservation, genome: Genome) -> tuple[Interval, set[str]] | None:
    """The bases between the ends, and the genes that contain both ends."""
    five, three = junction.five_prime.place, junction.three_prime.place
    in_dna = junction.assay == "dna" and junction.junction == "sense"
    if not in_dna or five is None or three is None:
        return None
    chrom = genome.reference.normalize_chrom(five[0])
    if chrom != genome.reference.normalize_chrom(three[0]):
        return None
    at_five = set(genome.genes_at(*five))
    genes = {
        gene
        for gene in at_five.intersection(genome.genes_at(*three))
        if (five[1] < three[1]) == (genome.transcript(gene).strand == "+")
    }
    low, high = sorted((five[1], three[1]))
    deleted = Interval(chrom, low + 1, high - 1)
    return (deleted, genes) if genes and deleted.start <= deleted.end else None
