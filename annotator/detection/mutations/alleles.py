"""Alleles of the kinase genes: the callers' records, checked, named and merged by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.detection.mutations.codon_haplotypes import CodonJoiner, Named
from annotator.detection.mutations.functional_regions import FunctionalClasses
from annotator.model.errors import InputProblem
from annotator.model.observations import Notice, SmallVariantObservation
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
"""Consequences (Sequence Ontology) that are no findings, unless a functional class says so."""


@dataclass(frozen=True, slots=True)
class Call:
    """One caller's word for an allele: one record, or those that make it together.

    Of several records the lowest fraction counts: so many reads at most carry all of them. What
    one of them is filtered for, the allele is filtered for.
    """

    records: tuple[SmallVariantObservation, ...]

    @property
    def filters(self) -> list[str]:
        """The filters of all records, each once."""
        return list(dict.fromkeys(name for record in self.records for name in record.filters))

    @property
    def weakest(self) -> SmallVariantObservation:
        """The record of the lowest fraction; one without a fraction where there is such a one."""
        return min(self.records, key=lambda r: -1.0 if r.vaf is None else r.vaf)


@dataclass(frozen=True, slots=True)
class NamedAllele:
    """One allele with its name and every caller's word for it."""

    name: VariantName
    calls: tuple[Call, ...]

    @property
    def observations(self) -> list[SmallVariantObservation]:
        """Every record behind the allele."""
        return [record for call in self.calls for record in call.records]

    @property
    def best(self) -> Call:
        """The call that speaks for the allele: unfiltered before filtered, then the deepest."""
        return max(
            self.calls,
            key=lambda c: (not c.filters, c.weakest.vaf is not None, c.weakest.depth or 0),
        )


def check_build(observations: Sequence[SmallVariantObservation], genome: Genome) -> None:
    """Check every REF against the reference. Raises InputProblem for a wrong build or row."""
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
    """Name a record in a kinase gene, as far into introns as the classes need; null elsewhere."""
    return name_variant(
        genome,
        record.chrom,
        record.position,
        record.ref,
        record.alt,
        neighbourhood=classes.intronic_reach,
    )


def merge_alleles(
    named: Sequence[Named],
    genome: Genome,
    classes: FunctionalClasses,
) -> tuple[list[NamedAllele], list[Notice]]:
    """The alleles that are findings, each once, in order of gene and position; and notices.

    Substitutions of one codon on one allele are one change of its residue (`CodonJoiner`).
    """
    joiner = CodonJoiner(genome)
    calls: dict[str, tuple[VariantName, list[Call]]] = {}
    for name, records in joiner.joined(named):
        if name.consequence not in NOT_CODING or classes.region_of(name) is not None:
            calls.setdefault(name.hgvs_g, (name, []))[1].append(Call(records))
    alleles = [NamedAllele(name, tuple(found)) for name, found in calls.values()]
    alleles.sort(key=lambda a: (a.name.gene, a.name.residue or 0, a.name.hgvs_g))
    return alleles, joiner.notices
