"""Gene models: the location of a genomic position, and the exons that a breakpoint joins."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from annotator.model.base import Frame, GenomeBuild, Interval, Strand


@dataclass(frozen=True, slots=True)
class Exon:
    """One exon. `start` <= `end`, genomic, 1-based inclusive; lengths in nucleotides.

    `offset` is the number of transcript nucleotides before it; `coding_before` and
    `coding_length` count the coding ones (stop codon included) before and inside it.
    """

    number: int
    start: int
    end: int
    offset: int
    coding_before: int
    coding_length: int

    def contains(self, position: int) -> bool:
        """Whether a genomic position (1-based) lies in the exon."""
        return self.start <= position <= self.end


@dataclass(frozen=True, slots=True)
class Location:
    """Where a position lies: in `exon`, or in the intron after exon `intron_after`.

    Outside the transcript both are None and `outside` is the side (in transcript sense).
    """

    exon: int | None = None
    intron_after: int | None = None
    outside: Literal["upstream", "downstream"] | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """The exon at which a break joins a fusion transcript.

    `offset` is signed, in nucleotides in transcript sense. For a 5' partner it counts from the
    last base of `exon`: negative inside the exon, positive in the intron after it. For a 3'
    partner it counts from the first base of `exon`: positive inside, negative in the intron
    before. `region` is `boundary` when the break is within the tolerance of the exon's border
    (then the exon counts as whole), else `exon` or `intron`; a break in an intron joins the whole
    exon, as splicing does.

    `coding` is the number of coding nucleotides kept (5' partner) or lost before the break
    (3' partner); None when the break lies outside the reading frame: before the start codon, or
    after the stop codon, where the kept part carries no open frame to join.
    """

    exon: int
    offset: int
    region: Literal["boundary", "exon", "intron"]
    coding: int | None

    @property
    def at_boundary(self) -> bool:
        """Whether the break lies at the exon's border, within the tolerance."""
        return self.region == "boundary"


def frame(donor: Join | None, acceptor: Join | None, inserted: int = 0) -> Frame:
    """The reading frame of a fusion: in frame iff kept and skipped lengths agree modulo 3.

    `inserted` are the nucleotides that the transcript gains between the two. `unknown` where a
    side is unknown or lies outside its reading frame.
    """
    if donor is None or acceptor is None or donor.coding is None or acceptor.coding is None:
        return "unknown"
    agree = (donor.coding + inserted - acceptor.coding) % 3 == 0
    return "in_frame" if agree else "out_of_frame"


@dataclass(frozen=True, slots=True)
class CodingPosition:
    """An HGVS c. position: `base` (negative in the 5' UTR, never 0), intronic `offset`.

    With `after_stop`, `base` counts from the first base after the stop codon (`c.*12`).
    """

    base: int
    offset: int = 0
    after_stop: bool = False

    @classmethod
    def parse(cls, text: str) -> "CodingPosition":
        """The position of an HGVS text such as `3605-2`. Raises ValueError for other texts."""
        match = re.fullmatch(r"(\*?)(-?[1-9]\d*)([+-]\d+)?", text)
        if match is None:
            raise ValueError(f"{text!r} is not a c. position")
        return cls(int(match[2]), int(match[3] or 0), bool(match[1]))

    def __str__(self) -> str:
        """The HGVS text: `-5`, `3604`, `3604+5`, `3605-2`, `*12`."""
        text = f"*{self.base}" if self.after_stop else str(self.base)
        return f"{text}{self.offset:+d}" if self.offset else text


@dataclass(frozen=True)
class Transcript:
    """One transcript of one build; `chrom` as `chr2`.

    `exon_starts` and `exon_ends` are genomic, 1-based inclusive, in transcript order, each start
    <= its end. `cds_start` <= `cds_end` are the genomic ends of the coding sequence, stop codon
    included. `ensembl` is the transcript of Ensembl (no version) whose c. and p. names are the
    same.
    """

    gene: str
    accession: str
    protein_accession: str | None
    preferred: bool
    build: GenomeBuild
    chrom: str
    strand: Strand
    cds_start: int
    cds_end: int
    exon_starts: tuple[int, ...]
    exon_ends: tuple[int, ...]
    ensembl: str | None = None

    @cached_property
    def exons(self) -> tuple[Exon, ...]:
        """The exons in transcript order; built on first use, since most models are never used."""
        exons: list[Exon] = []
        offset = coding = 0
        bounds = zip(self.exon_starts, self.exon_ends, strict=True)
        for number, (start, end) in enumerate(bounds, start=1):
            length = max(0, min(end, self.cds_end) - max(start, self.cds_start) + 1)
            exons.append(Exon(number, start, end, offset, coding, length))
            offset += end - start + 1
            coding += length
        return tuple(exons)

    @cached_property
    def start(self) -> int:
        """Lowest genomic position of the transcript (1-based)."""
        return min(self.exon_starts)

    @cached_property
    def end(self) -> int:
        """Highest genomic position of the transcript (1-based, inclusive)."""
        return max(self.exon_ends)

    @cached_property
    def interval(self) -> Interval:
        """From the first to the last base of the transcript, introns included."""
        return Interval(self.chrom, self.start, self.end)

    @property
    def exon_count(self) -> int:
        """Number of exons."""
        return len(self.exon_starts)

    @cached_property
    def cds_length(self) -> int:
        """Coding nucleotides, stop codon included."""
        return sum(exon.coding_length for exon in self.exons)

    @cached_property
    def utr5_length(self) -> int:
        """Transcript nucleotides before the start codon."""
        first = self.cds_start if self.strand == "+" else self.cds_end
        exon = next(exon for exon in self.exons if exon.contains(first))
        return exon.offset + self.depth(exon, first)

    def exon(self, number: int) -> Exon:
        """Exon by its number, from 1. Raises IndexError outside the transcript."""
        if not 1 <= number <= len(self.exons):
            raise IndexError(f"{self.accession} has no exon {number}")
        return self.exons[number - 1]

    def coding_length(self, number: int) -> int:
        """Coding nucleotides of an exon."""
        return self.exon(number).coding_length

    def coding_before(self, number: int) -> int:
        """Coding nucleotides before an exon."""
        return self.exon(number).coding_before

    def depth(self, exon: Exon, position: int) -> int:
        """Nucleotides from the first base of an exon to a position, in transcript sense."""
        return position - exon.start if self.strand == "+" else exon.end - position

    def first_base(self, exon: Exon) -> int:
        """Genomic position of the first base of an exon in transcript sense."""
        return exon.start if self.strand == "+" else exon.end

    def last_base(self, exon: Exon) -> int:
        """Genomic position of the last base of an exon in transcript sense."""
        return exon.end if self.strand == "+" else exon.start

    def _sense(self, origin: int, position: int) -> int:
        """Signed distance of a position from another, positive downstream in the transcript."""
        return position - origin if self.strand == "+" else origin - position

    def locate(self, position: int) -> Location:
        """The exon or intron of a genomic position (1-based)."""
        if self._sense(self.first_base(self.exons[0]), position) < 0:
            return Location(outside="upstream")
        for exon in self.exons:
            if exon.contains(position):
                return Location(exon=exon.number)
            if self._sense(self.first_base(exon), position) < 0:
                return Location(intron_after=exon.number - 1)
        return Location(outside="downstream")

    def donor_join(self, position: int, tolerance: int = 0) -> Join | None:
        """The join of a 5' partner whose last kept genomic base is `position`.

        `tolerance` is how far, in nucleotides, a caller's breakpoint may be from the exon's end.
        None outside the transcript.
        """
        exon = min(self.exons, key=lambda exon: abs(position - self.last_base(exon)))
        offset = self._sense(self.last_base(exon), position)
        if abs(offset) <= tolerance:
            return Join(exon.number, offset, "boundary", self._kept(exon, 0))
        where = self.locate(position)
        if where.exon is not None:
            exon = self.exon(where.exon)
            offset = self._sense(self.last_base(exon), position)
            return Join(exon.number, offset, "exon", self._kept(exon, -offset))
        if where.intron_after is not None:
            exon = self.exon(where.intron_after)
            offset = self._sense(self.last_base(exon), position)
            return Join(exon.number, offset, "intron", self._kept(exon, 0))
        return None

    def acceptor_join(self, position: int, tolerance: int = 0) -> Join | None:
        """The join of a 3' partner whose first kept genomic base is `position`.

        `tolerance` as in `donor_join`. None outside the transcript.
        """
        exon = min(self.exons, key=lambda exon: abs(position - self.first_base(exon)))
        offset = self._sense(self.first_base(exon), position)
        if abs(offset) <= tolerance:
            return Join(exon.number, offset, "boundary", self._skipped(exon, 0))
        where = self.locate(position)
        if where.exon is not None:
            exon = self.exon(where.exon)
            offset = self._sense(self.first_base(exon), position)
            return Join(exon.number, offset, "exon", self._skipped(exon, offset))
        if where.intron_after is not None:
            exon = self.exon(where.intron_after + 1)
            offset = self._sense(self.first_base(exon), position)
            return Join(exon.number, offset, "intron", self._skipped(exon, 0))
        return None

    def _kept(self, exon: Exon, trimmed: int) -> int | None:
        """Coding nucleotides up to the exon's end less `trimmed`; None outside the frame."""
        kept = exon.offset + (exon.end - exon.start + 1) - trimmed - self.utr5_length
        return kept if 0 < kept < self.cds_length else None

    def _skipped(self, exon: Exon, trimmed: int) -> int | None:
        """Coding nucleotides before the exon plus `trimmed`; None outside the frame."""
        skipped = exon.offset + trimmed - self.utr5_length
        return skipped if 0 <= skipped < self.cds_length else None

    def coding_position(self, position: int) -> CodingPosition | None:
        """The c. position of a genomic position (1-based); None outside the transcript.

        Intronic positions count from the nearer exon; the middle base of an intron of odd length
        from the exon before it (HGVS).
        """
        where = self.locate(position)
        if where.exon is not None:
            exon = self.exon(where.exon)
            return self._numbered(exon.offset + self.depth(exon, position), 0)
        if where.intron_after is None:
            return None
        before, after = self.exons[where.intron_after - 1], self.exons[where.intron_after]
        past = self._sense(self.last_base(before), position)
        ahead = self._sense(position, self.first_base(after))
        if past <= ahead:
            return self._numbered(after.offset - 1, past)
        return self._numbered(after.offset, -ahead)

    def _numbered(self, index: int, offset: int) -> CodingPosition:
        """The c. position of a 0-based transcript index, with an intronic offset."""
        base = index - self.utr5_length
        if base >= self.cds_length:
            return CodingPosition(base - self.cds_length + 1, offset, after_stop=True)
        return CodingPosition(base + 1 if base >= 0 else base, offset)

    def genomic_position(self, coding: CodingPosition) -> int:
        """The genomic position of a c. position. Raises ValueError outside the transcript."""
        if coding.after_stop:
            index = self.utr5_length + self.cds_length + coding.base - 1
        else:
            index = self.utr5_length + (coding.base - 1 if coding.base > 0 else coding.base)
        for exon in self.exons:
            depth = index - exon.offset
            if 0 <= depth <= exon.end - exon.start:
                step = depth + coding.offset
                return self.first_base(exon) + (step if self.strand == "+" else -step)
        raise ValueError(f"{self.accession} has no position c.{coding}")

    def coding_index(self, position: int) -> int | None:
        """0-based index in the coding sequence; None outside it (UTR, intron, other)."""
        if not self.cds_start <= position <= self.cds_end:
            return None
        where = self.locate(position)
        if where.exon is None:
            return None
        exon = self.exon(where.exon)
        return exon.offset + self.depth(exon, position) - self.utr5_length

    def codon(self, residue: int) -> tuple[int, int, int]:
        """The genomic positions of a codon's bases, in transcript sense; they may span exons.

        Raises ValueError outside the coding sequence.
        """
        if not 1 <= residue <= self.cds_length // 3:
            raise ValueError(f"{self.accession} has no residue {residue}")
        first, second, third = (
            self.genomic_position(CodingPosition(base))
            for base in range(3 * residue - 2, 3 * residue + 1)
        )
        return first, second, third
