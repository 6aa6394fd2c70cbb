"""The plus-strand bases that are known without a genome.

These are the coding bases of the kinase transcripts, located by the exons of each build, and the
kinase-domain exons with their flanks. Elsewhere (other introns, UTR, other genes) no base is
known, and the answer is None.
"""

from dataclasses import dataclass

from annotator.model.base import GenomeBuild
from annotator.reference.genetic_code import reverse_complement
from annotator.reference.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Stretch:
    """Known plus-strand bases from genomic position `start` (1-based)."""

    build: GenomeBuild
    chrom: str
    start: int
    bases: str


def coding_stretches(transcript: Transcript, coding: str) -> list[Stretch]:
    """The coding sequence of a transcript, by exon and on the plus strand."""
    stretches: list[Stretch] = []
    for exon in transcript.exons:
        if not exon.coding_length:
            continue
        bases = coding[exon.coding_before : exon.coding_before + exon.coding_length]
        start = max(exon.start, transcript.cds_start)
        if transcript.strand == "-":
            bases = reverse_complement(bases)
        stretches.append(Stretch(transcript.build, transcript.chrom, start, bases))
    return stretches


class KnownBases:
    """Plus-strand bases by position, for one build."""

    def __init__(self, stretches: list[Stretch]) -> None:
        """Index the stretches of one build; where they overlap they agree (tested)."""
        self._bases: dict[str, dict[int, str]] = {}
        for stretch in stretches:
            known = self._bases.setdefault(stretch.chrom, {})
            known.update(enumerate(stretch.bases, start=stretch.start))

    def base(self, chrom: str, position: int) -> str | None:
        """The base at a position (1-based, `chr2`), or None where it is not known."""
        known = self._bases.get(chrom)
        return known.get(position) if known else None

    def agrees(self, chrom: str, position: int, ref: str) -> bool | None:
        """Whether REF fits the known bases; None when no base at its positions is known.

        Letters other than A, C, G and T (`N`, the `-` of MAF) are not compared.
        """
        looked = [
            known == given
            for at, given in enumerate(ref.upper(), start=position)
            if given in "ACGT" and (known := self.base(chrom, at)) is not None
        ]
        return all(looked) if looked else None
