"""Alleles of the kinase genes: the callers' records, checked, named, and merged by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.detection.mutations.codon_haplotypes import AlleleRecords, CodonJoiner, NamedRecord
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.errors import InputProblem
from annotator.model.observations import SmallVariantObservation
from annotator.model.warning import ReportWarning
from annotator.reference import Genome, VariantName, builds_matching, name_variant

NOT_CODING = frozenset(
    {
        "synonymous_variant",
        "stop_retained_variant",
        "intron_variant",
        "splice_region_variant",
        "5_prime_UTR_variant",
        "3_prime_UTR_variant",
    }
)
"""Consequences (Sequence Ontology) that are findings only in a functional class."""


@dataclass(frozen=True, slots=True)
class NamedAllele:
    """One allele with its name and what every caller recorded of it."""

    name: VariantName
    by_caller: tuple[AlleleRecords, ...]

    @property
    def observations(self) -> list[SmallVariantObservation]:
        """Every record behind the allele."""
        return [record for one in self.by_caller for record in one.records]

    @property
    def best(self) -> AlleleRecords:
        """The records that represent the allele: unfiltered before filtered, then the deepest."""
        return max(
            self.by_caller,
            key=lambda r: (not r.filters, r.weakest.vaf is not None, r.weakest.depth or 0),
        )


def check_build(observations: Sequence[SmallVariantObservation], genome: Genome) -> None:
    """Check that every REF allele fits the reference.

    Raises InputProblem for the wrong build, or a row whose REF is wrong.
    """
    wrong = [o for o in observations if genome.check_ref(o.chrom, o.position, o.ref) is False]
    if not wrong:
        return
    agreement = builds_matching(
        genome.reference, ((o.chrom, o.position, o.ref) for o in observations)
    )
    here = agreement[genome.build]
    first = wrong[0]
    counts = ", ".join(
        f"{a.build} {a.matching} match and {a.contradicting} contradict" for a in agreement.values()
    )
    better = [a.build for a in agreement.values() if a.contradicting < here.contradicting]
    advice = (
        f"The file looks like {better[0]}: give --genome-build {better[0]}"
        if better and agreement[better[0]].matching >= max(here.matching, 1)
        else "Correct the row, or the genome build of the sample"
    )
    raise InputProblem(
        f"REF {first.ref} at {first.chrom}:{first.position} is not the base of "
        f"{genome.build} there (REF alleles at known bases: {counts})",
        file=first.source.file,
        line=first.source.line,
        column="REF",
        expected=f"REF alleles of {genome.build}",
        advice=advice,
    )


def name_record(
    record: SmallVariantObservation, genome: Genome, classes: FunctionalClasses
) -> VariantName | None:
    """Name a record in a kinase gene, as far into introns as the classes reach; None elsewhere."""
    return name_variant(
        genome,
        record.chrom,
        record.position,
        record.ref,
        record.alt,
        neighborhood=classes.intronic_reach,
    )


def merge_alleles(
    named: Sequence[NamedRecord],
    genome: Genome,
    classes: FunctionalClasses,
) -> tuple[list[NamedAllele], list[ReportWarning]]:
    """The alleles that are findings, each once, by gene and position; and warnings.

    Substitutions of one codon on one allele become one change of its residue (`CodonJoiner`).
    """
    joiner = CodonJoiner(genome)
    by_name: dict[str, list[AlleleRecords]] = {}
    for one in joiner.joined(named):
        name = one.name
        if name.consequence not in NOT_CODING or classes.region_of(name) is not None:
            by_name.setdefault(name.hgvs_g, []).append(one)
    alleles = [NamedAllele(records[0].name, tuple(records)) for records in by_name.values()]
    alleles.sort(key=lambda a: (a.name.gene, a.name.residue or 0, a.name.hgvs_g))
    return alleles, joiner.warnings
