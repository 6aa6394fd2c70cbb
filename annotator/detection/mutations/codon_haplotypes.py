"""Substitutions of one codon: joined where they are on one allele, else reported."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from annotator.model.observations import SmallVariantObservation
from annotator.model.warning import ReportWarning
from annotator.reference import (
    Genome,
    VariantName,
    changed_bases,
    codon_change,
    codons_touched,
)

Bases = frozenset[tuple[int, str]]
"""Changed bases: genomic position (1-based) and the new base."""


class NamedRecord(NamedTuple):
    """One record in a kinase gene and its name."""

    record: SmallVariantObservation
    name: VariantName


@dataclass(frozen=True, slots=True)
class AlleleRecords:
    """The records of one file that make one allele together, usually one, and its name.

    Of several records the one with the lowest fraction counts: at most so many reads carry all
    of them. The allele has every filter that one of its records has.
    """

    name: VariantName
    records: tuple[SmallVariantObservation, ...]

    @property
    def filters(self) -> list[str]:
        """The filters of all records, each once."""
        return list(dict.fromkeys(name for record in self.records for name in record.filters))

    @property
    def weakest(self) -> SmallVariantObservation:
        """The record without a fraction, if there is one; else the one with the lowest."""
        return min(self.records, key=lambda r: -1.0 if r.vaf is None else r.vaf)


@dataclass(frozen=True, slots=True)
class _Substitution:
    """A record that changes bases of codons. `number` is its place in the list of records."""

    number: int
    record: SmallVariantObservation
    name: VariantName
    bases: Bases
    codons: frozenset[tuple[str, int]]

    @property
    def passing(self) -> bool:
        """Whether it has no filter."""
        return not self.record.filters

    @property
    def haplotype(self) -> tuple[str, str, int] | None:
        """File, phase set and haplotype; None where the caller gave no phase."""
        record = self.record
        if record.phase_set is None or record.haplotype is None:
            return None
        return record.source.file, record.phase_set, record.haplotype


@dataclass(frozen=True, slots=True)
class _Haplotype:
    """Substitutions on one allele, and the change that they make together."""

    name: VariantName
    parts: tuple[_Substitution, ...]

    @property
    def bases(self) -> Bases:
        """The bases that all parts change."""
        return frozenset().union(*(part.bases for part in self.parts))

    @property
    def records(self) -> AlleleRecords:
        """The records of the parts, as one allele."""
        return AlleleRecords(self.name, tuple(part.record for part in self.parts))


class CodonJoiner:
    """Joins substitutions of one codon. `warnings` name those that were joined, or may have to be.

    One caller's records are joined where they share phase set and haplotype. Records without
    phase are joined where another file has exactly their bases on one allele, in one row or as a
    phased pair: then one caller split what the other reported as one change. A filtered record is
    never joined with an unfiltered one, which would become filtered too. All other records stay
    separate, and a warning names the change that two of them would make on one allele.
    """

    def __init__(self, genome: Genome) -> None:
        """`genome` names the joined changes."""
        self.genome = genome
        self.warnings: list[ReportWarning] = []

    def joined(self, named: Sequence[NamedRecord]) -> list[AlleleRecords]:
        """All records, those of one allele's codon together, in the order of their first record."""
        substitutions = [
            substitution
            for number, one in enumerate(named)
            if (substitution := self._substitution(number, one)) is not None
        ]
        phased = list(self._phased(substitutions))
        unjoined = _outside(phased, substitutions)
        haplotypes = [*phased, *self._split_by_one_caller(unjoined, phased)]
        self._warn_of_pairs(_outside(haplotypes, unjoined))
        joined = _numbers(haplotypes)
        alleles = [(haplotype.parts[0].number, haplotype.records) for haplotype in haplotypes]
        alleles += [
            (number, AlleleRecords(one.name, (one.record,)))
            for number, one in enumerate(named)
            if number not in joined
        ]
        return [allele for _, allele in sorted(alleles, key=lambda pair: pair[0])]

    def _substitution(self, number: int, named: NamedRecord) -> _Substitution | None:
        record = named.record
        row = (record.position, record.ref, record.alt)
        codons = codons_touched(self.genome, record.chrom, row)
        if not codons:
            return None
        return _Substitution(number, record, named.name, changed_bases(row), codons)

    def _combined(self, parts: Sequence[_Substitution]) -> VariantName | None:
        rows = [(p.record.position, p.record.ref, p.record.alt) for p in parts]
        return codon_change(self.genome, parts[0].record.chrom, rows)

    def _phased(self, substitutions: Iterable[_Substitution]) -> Iterator[_Haplotype]:
        """Join the records of one haplotype of one file that share a codon."""
        haplotypes: dict[tuple[object, bool], list[_Substitution]] = {}
        for substitution in substitutions:
            if substitution.haplotype is not None:
                key = (substitution.haplotype, substitution.passing)
                haplotypes.setdefault(key, []).append(substitution)
        for members in haplotypes.values():
            for parts in _sharing_codons(members):
                name = self._combined(parts) if len(parts) > 1 else None
                if name is not None:
                    yield _Haplotype(name, tuple(parts))

    def _split_by_one_caller(
        self, unjoined: Sequence[_Substitution], phased: Sequence[_Haplotype]
    ) -> list[_Haplotype]:
        """Join records without phase that make up what another file has on one allele."""
        wholes = _changes_of_several_bases(unjoined, phased)
        haplotypes: list[_Haplotype] = []
        for file, passing in dict.fromkeys((s.record.source.file, s.passing) for s in unjoined):
            unphased = [
                s
                for s in unjoined
                if (s.record.source.file, s.passing) == (file, passing) and s.haplotype is None
            ]
            for bases, whole in wholes.items():
                parts = tuple(s for s in unphased if s.bases < bases)
                if file not in whole.files and _make_up(parts, bases):
                    haplotypes.append(_Haplotype(whole.name, parts))
                    self._note_joined(parts, whole.name)
        return haplotypes

    def _note_joined(self, parts: Sequence[_Substitution], name: VariantName) -> None:
        names = " and ".join(_text(part.name) for part in parts)
        self.warnings.append(
            ReportWarning(
                code="codon_joined",
                message=f"{names} are listed apart without phase by {parts[0].record.caller}; "
                f"another caller has them on one allele: they are read as {_text(name)}.",
                source=parts[0].record.source.place,
            )
        )

    def _warn_of_pairs(self, separate: Sequence[_Substitution]) -> None:
        """Warn what two substitutions of one codon would be on one allele, once for each pair."""
        alleles = {s.name.hgvs_g: s for s in separate}
        for one, other in combinations(alleles.values(), 2):
            if not one.codons & other.codons:
                continue
            name = self._combined([one, other])
            if name is None or name.consequence == "synonymous_variant":
                continue
            if name.protein_change in (one.name.protein_change, other.name.protein_change):
                continue
            self.warnings.append(
                ReportWarning(
                    code="one_codon",
                    message=f"{_text(one.name)} and {_text(other.name)} change one codon, "
                    f"{_phase(one, other)}: they are kept apart. Together on one allele they "
                    f"would be {_text(name)}; look at the reads.",
                    source=one.record.source.place,
                )
            )


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of several bases on one allele, and the files that have it."""

    name: VariantName
    files: set[str]


def _changes_of_several_bases(
    unjoined: Iterable[_Substitution], phased: Iterable[_Haplotype]
) -> dict[Bases, _Change]:
    """The changes of several bases on one allele: of one record, or of records that share phase."""
    changes: dict[Bases, _Change] = {}
    for part in unjoined:
        if len(part.bases) > 1:
            change = changes.setdefault(part.bases, _Change(part.name, set()))
            change.files.add(part.record.source.file)
    for haplotype in phased:
        change = changes.setdefault(haplotype.bases, _Change(haplotype.name, set()))
        change.files.add(haplotype.parts[0].record.source.file)
    return changes


def _numbers(haplotypes: Iterable[_Haplotype]) -> set[int]:
    return {part.number for haplotype in haplotypes for part in haplotype.parts}


def _outside(
    haplotypes: Iterable[_Haplotype], substitutions: Iterable[_Substitution]
) -> list[_Substitution]:
    """The substitutions that are part of none of the haplotypes."""
    joined = _numbers(haplotypes)
    return [s for s in substitutions if s.number not in joined]


def _sharing_codons(members: Sequence[_Substitution]) -> list[list[_Substitution]]:
    """The substitutions in groups that share codons, each in order of position."""
    groups: list[list[_Substitution]] = []
    for member in sorted(members, key=lambda s: s.record.position):
        linked = [g for g in groups if any(member.codons & other.codons for other in g)]
        groups = [g for g in groups if g not in linked]
        groups.append([*(s for group in linked for s in group), member])
    return groups


def _make_up(parts: Sequence[_Substitution], bases: Bases) -> bool:
    """Whether the parts together change exactly these bases, each once."""
    return len(parts) > 1 and sorted(b for p in parts for b in p.bases) == sorted(bases)


def _phase(one: _Substitution, other: _Substitution) -> str:
    a, b = one.haplotype, other.haplotype
    if a is not None and a == b:
        return "on one haplotype, but one of them is filtered"
    if a is not None and b is not None and a[:2] == b[:2]:
        return "on different haplotypes"
    return "of unknown phase"


def _text(name: VariantName) -> str:
    change = (name.hgvs_c or name.hgvs_g).partition(":")[2]
    return f"{name.gene} {name.protein_change} ({change})" if name.protein_change else change
