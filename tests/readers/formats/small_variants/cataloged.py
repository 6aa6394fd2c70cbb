"""The single alleles of a published table of drug effects, as rows of a VCF."""

import csv
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.model.base import GenomeBuild
from annotator.reference import Reference, Transcript
from annotator.reference.genetic_code import reverse_complement, translate
from tests.readers.formats.small_variants.dialects import Allele

_SUBSTITUTION = re.compile(r"([A-Z])(\d+)([A-Z])")
_DELETION = re.compile(r"([A-Z])(\d+)del")
_DUPLICATION = re.compile(r"([A-Z])(\d+)dup")


@dataclass(frozen=True)
class Cataloged:
    """A gene and the protein change that its row must be named as."""

    gene: str
    protein_change: str


def single_alleles(table: Path) -> list[Cataloged]:
    """Every single protein change of the table's kinase genes, each once, in its order.

    Combinations are left to their parts, which stand in the list; of a cell with several
    spellings the HGVS one is taken.
    """
    found: dict[Cataloged, None] = {}
    with table.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            for part in row["alterations"].split("+"):
                change = re.search(r"\b[A-Z]\d+(?:[A-Z]|del|dup)\b", part)
                if change:
                    found[Cataloged(row["gene"], change[0])] = None
    return list(found)


def vcf_allele(reference: Reference, build: GenomeBuild, wanted: Cataloged) -> Allele:
    """One allele that makes the change: the fewest bases, the first in the alphabet.

    Deletions and duplications of a residue are anchored at the base before it.
    """
    model = reference.in_build(build).transcript(wanted.gene)
    for pattern in (_SUBSTITUTION, _DELETION, _DUPLICATION):
        told = pattern.fullmatch(wanted.protein_change)
        if told:
            break
    else:
        raise ValueError(f"{wanted} is no single change of one residue")
    at = sorted(model.codon(int(told[2])))
    assert at[2] - at[0] == 2, f"the codon of {wanted} is parted by an intron"
    codon = _bases(reference, model, at[0], at[2])
    assert translate(_sense(model, codon)) == told[1]
    if pattern is _SUBSTITUTION:
        return _substitution(model, at[0], codon, told[3])
    anchor = _bases(reference, model, at[0] - 1, at[0] - 1)
    ref, alt = anchor + codon, anchor
    if pattern is _DUPLICATION:
        ref, alt = alt, ref
    return Allele(model.chrom, at[0] - 1, ref, alt)


def _substitution(model: Transcript, start: int, codon: str, residue: str) -> Allele:
    made = [bases for bases in _codons() if translate(_sense(model, bases)) == residue]
    new = min(
        made, key=lambda bases: (sum(a != b for a, b in zip(bases, codon, strict=True)), bases)
    )
    changed = [step for step in range(3) if new[step] != codon[step]]
    low, high = changed[0], changed[-1] + 1
    return Allele(model.chrom, start + low, codon[low:high], new[low:high])


def _codons() -> Iterator[str]:
    return ("".join(bases) for bases in itertools.product("ACGT", repeat=3))


def _sense(model: Transcript, bases: str) -> str:
    return bases if model.strand == "+" else reverse_complement(bases)


def _bases(reference: Reference, model: Transcript, low: int, high: int) -> str:
    known = reference.in_build(model.build).known_bases
    return "".join(known.base(model.chrom, at) or "N" for at in range(low, high + 1))
