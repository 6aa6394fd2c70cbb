"""Deletions within a gene that are told by their ends alone, over regions of a functional class."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.observations import FusionObservation
from annotator.model.warning import ReportWarning
from annotator.reference import Genome


@dataclass(frozen=True, slots=True)
class ClassDeletion:
    """A junction that leaves out bases of a functional class's regions: seen, not judged."""

    functional_class: str
    gene: str
    junction: FusionObservation

    @property
    def message(self) -> str:
        """What was seen, for people."""
        text = (
            f"a deletion within {self.gene} ({self.junction.raw_breakpoints}) removes bases that "
            f"determine {self.functional_class}; the effect of such a deletion is not known here"
        )
        filters = ", ".join(self.junction.filters)
        return f"{text} (filtered: {filters})" if filters else text

    @property
    def warning(self) -> ReportWarning:
        """The same with its source."""
        source = self.junction.source
        where = source.file if source.line is None else f"{source.file}:{source.line}"
        return ReportWarning(code="deletion_not_judged", message=self.message, source=where)


def class_deletions(
    junctions: Iterable[FusionObservation],
    classes: FunctionalClasses,
    genome: Genome,
) -> list[ClassDeletion]:
    """Every junction of DNA within a gene that leaves out a region of one of its classes.

    A class is named once per junction. Junctions that turn or repeat what lies between their ends
    leave nothing out. Those of RNA say nothing of introns, which splicing always leaves out.
    """
    found = []
    for junction in junctions:
        lost = _left_out(junction, genome)
        if lost is not None:
            chrom, low, high, genes = lost
            regions = classes.regions_in(chrom, low, high)
            reached = dict.fromkeys((r.functional_class, r.gene) for r in regions)
            found += [
                ClassDeletion(name, gene, junction) for name, gene in reached if gene in genes
            ]
    return found


def _left_out(junction: FusionObservation, genome: Genome) -> tuple[str, int, int, set[str]] | None:
    """The bases between the ends (1-based, inclusive), and the genes that hold both ends."""
    five, three = junction.five_prime.place, junction.three_prime.place
    in_dna = junction.assay == "dna" and junction.junction == "sense"
    if not in_dna or five is None or three is None:
        return None
    chrom = genome.reference.normalise_chrom(five[0])
    if chrom != genome.reference.normalise_chrom(three[0]):
        return None
    here = set(genome.genes_at(*five))
    genes = {
        gene
        for gene in here.intersection(genome.genes_at(*three))
        if (five[1] < three[1]) == (genome.transcript(gene).strand == "+")
    }
    low, high = sorted((five[1], three[1]))
    return (chrom, low + 1, high - 1, genes) if genes and low + 1 < high else None
