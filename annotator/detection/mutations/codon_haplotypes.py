"""Substitutions of one codon: joined where one allele carries them, else pointed out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.model.observations import SmallVariantObservation
from annotator.model.warning import ReportWarning
from annotator.reference import (
    Genome,
    VariantName,
    changed_bases,
    codon_change,
    codons_touched,
)

Named = tuple[SmallVariantObservation, VariantName]
Joined = tuple[VariantName, tuple[SmallVariantObservation, ...]]
"""An allele's name and the records of one file that make it together (usually one)."""
Bases = frozenset[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Substitution:
    """A record that changes bases of codons, and which."""

    record: SmallVariantObservation
    name: VariantName
    bases: Bases
    codons: frozenset[tuple[str, int]]

    @property
    def passing(self) -> bool:
        """Whether the caller filtered it for nothing."""
        return not self.record.filters

    @property
    def haplotype(self) -> tuple[str, str, int] | None:
        """File, phase set and haplotype; None where the caller gave no phase."""
        record = self.record
        if record.phase_set is None or record.haplotype is None:
            return None
        return record.source.file, record.phase_set, record.haplotype


class CodonJoiner:
    """Joins substitutions of one codon. `warnings` say what was joined or might have to be.

    One caller's records are joined where they share phase set and haplotype. Records without
    phase are joined where another file (by a multi-nucleotide row, or a phased pair) has exactly
    their bases on one allele: then one caller split what the other one saw together. A filtered
    record is never joined with one that is not, which it would hide. Everything else stays apart,
    and a warning names the change that two of them would make on one allele.
    """

    def __init__(self, genome: Genome) -> None:
        """Names are those of `genome`."""
        self.genome = genome
        self.warnings: list[ReportWarning] = []

    def joined(self, named: Sequence[Named]) -> list[Joined]:
        """All records, those of one allele's codon together, in the order of the first of them."""
        substitutions = [s for record, name in named if (s := self._substitution(record, name))]
        together: list[Joined] = list(self._phased(substitutions))
        used = {id(record) for _, records in together for record in records}
        left = [s for s in substitutions if id(s.record) not in used]
        together += self._split_by_one_caller(left, together)
        used |= {id(record) for _, records in together for record in records}
        self._point_out([s for s in left if id(s.record) not in used])
        alone: list[Joined] = [
            (name, (record,)) for record, name in named if id(record) not in used
        ]
        order = {id(record): number for number, (record, _) in enumerate(named)}
        return sorted([*together, *alone], key=lambda found: order[id(found[1][0])])

    def _substitution(
        self, record: SmallVariantObservation, name: VariantName
    ) -> _Substitution | None:
        row = (record.position, record.ref, record.alt)
        codons = codons_touched(self.genome, record.chrom, row)
        return _Substitution(record, name, changed_bases(row), codons) if codons else None

    def _combined(self, parts: Sequence[_Substitution]) -> VariantName | None:
        rows = [(p.record.position, p.record.ref, p.record.alt) for p in parts]
        return codon_change(self.genome, parts[0].record.chrom, rows)

    def _phased(self, substitutions: Iterable[_Substitution]) -> Iterator[Joined]:
        """Records of one haplotype of one file that share a codon."""
        haplotypes: dict[tuple[object, bool], list[_Substitution]] = {}
        for substitution in substitutions:
            if substitution.haplotype is not None:
                key = (substitution.haplotype, substitution.passing)
                haplotypes.setdefault(key, []).append(substitution)
        for members in haplotypes.values():
            for parts in _sharing_codons(members):
                name = self._combined(parts) if len(parts) > 1 else None
                if name is not None:
                    yield name, tuple(part.record for part in parts)

    def _split_by_one_caller(
        self, left: Sequence[_Substitution], together: Sequence[Joined]
    ) -> list[Joined]:
        """Records without phase that make up what another caller has on one allele."""
        wholes: dict[Bases, tuple[VariantName, set[str]]] = {}
        for part in left:
            if len(part.bases) > 1:
                whole = wholes.setdefault(part.bases, (part.name, set()))
                whole[1].add(part.record.source.file)
        for name, records in together:
            rows = [changed_bases((r.position, r.ref, r.alt)) for r in records]
            whole = wholes.setdefault(frozenset().union(*rows), (name, set()))
            whole[1].add(records[0].source.file)
        found: list[Joined] = []
        for file, passing in dict.fromkeys((s.record.source.file, s.passing) for s in left):
            loose = [
                s
                for s in left
                if (s.record.source.file, s.passing) == (file, passing) and s.haplotype is None
            ]
            for bases, (name, files) in wholes.items():
                parts = [s for s in loose if s.bases < bases]
                if file not in files and _make_up(parts, bases):
                    found.append((name, tuple(part.record for part in parts)))
                    self._note_joined(parts, name)
        return found

    def _note_joined(self, parts: Sequence[_Substitution], name: VariantName) -> None:
        names = " and ".join(_called(part.name) for part in parts)
        self.warnings.append(
            ReportWarning(
                code="codon_joined",
                message=f"{names} are listed apart without phase by {parts[0].record.caller}; "
                f"another caller has them on one allele: they are read as {_called(name)}.",
                source=parts[0].record.source.place,
            )
        )

    def _point_out(self, apart: Sequence[_Substitution]) -> None:
        """Say what two substitutions of one codon would be on one allele, once for each pair."""
        alleles = {s.name.hgvs_g: s for s in apart}
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
                    message=f"{_called(one.name)} and {_called(other.name)} change one codon, "
                    f"{_phase(one, other)}: they are kept apart. Together on one allele they "
                    f"would be {_called(name)}; look at the reads.",
                    source=one.record.source.place,
                )
            )


def _sharing_codons(members: Sequence[_Substitution]) -> list[list[_Substitution]]:
    """Groups whose members are linked by shared codons, in order of position."""
    groups: list[list[_Substitution]] = []
    for member in sorted(members, key=lambda s: s.record.position):
        linked = [g for g in groups if any(member.codons & other.codons for other in g)]
        groups = [g for g in groups if g not in linked]
        groups.append([*(s for group in linked for s in group), member])
    return groups


def _make_up(parts: Sequence[_Substitution], bases: Bases) -> bool:
    """Whether the parts have all the bases, and none twice."""
    return len(parts) > 1 and sorted(b for p in parts for b in p.bases) == sorted(bases)


def _phase(one: _Substitution, other: _Substitution) -> str:
    a, b = one.haplotype, other.haplotype
    if a is not None and a == b:
        return "on one haplotype, but one of them is filtered"
    if a is not None and b is not None and a[:2] == b[:2]:
        return "on different haplotypes"
    return "of unknown phase"


def _called(name: VariantName) -> str:
    change = (name.hgvs_c or name.hgvs_g).partition(":")[2]
    return f"{name.gene} {name.protein_change} ({change})" if name.protein_change else change
