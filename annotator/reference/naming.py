"""Names an allele of a kinase gene: HGVS g., c. and p., exon and consequence."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.errors import InputProblem
from annotator.reference.allele import Allele, BaseAt, Kind, Sense, described, shifted, trimmed
from annotator.reference.consequence import coding_effect, nearest_exon, place_consequence
from annotator.reference.genome import Genome
from annotator.reference.protein import ProteinChange
from annotator.reference.transcript import Transcript

NEIGHBORHOOD = 20
"""Intronic bases next to an exon in which alleles are named: the splice site and its region."""


@dataclass(frozen=True, slots=True)
class TranscriptName:
    """The names of an allele in one transcript: `NM_...:c.` and `NP_...:p.`, or None."""

    transcript: str
    hgvs_c: str | None
    hgvs_p: str | None

    def __str__(self) -> str:
        """Both names, that of the protein without its accession: `NM_...:c.1A>G p.(Met1Val)`."""
        protein = self.hgvs_p.split(":")[-1] if self.hgvs_p else None
        return " ".join(text for text in (self.hgvs_c, protein) if text)


@dataclass(frozen=True, slots=True)
class VariantName:
    """The names of an allele in the preferred transcript of its gene.

    `hgvs_p` and `protein_change` are None where no protein change can be predicted: outside the
    coding sequence, and for an allele over an exon's border. `hgvs_c` is None when an end lies
    outside the transcript, `hgvs_g` when the data have no accession of the chromosome.
    `exon` is the exon that it overlaps, or the nearest one. `consequence` is a Sequence Ontology
    term, `kind` the HGVS kind of the c. name. `residue` and `last_residue` are those of the
    protein change. `span` is the lowest and highest genomic position of the c. name (of an
    insertion: its two neighbors). `others` are the names in the other transcripts of the data.
    """

    gene: str
    transcript: str
    hgvs_g: str
    hgvs_c: str | None
    hgvs_p: str | None
    protein_change: str | None
    residue: int | None
    last_residue: int | None
    exon: int
    consequence: str
    kind: Kind
    span: tuple[int, int]
    others: tuple[TranscriptName, ...] = ()

    @property
    def alternative_names(self) -> tuple[str, ...]:
        """The names in the other transcripts, e.g. `NM_001127500.3:c.3736G>A p.(Asp1246Asn)`."""
        return tuple(str(other) for other in self.others if other.hgvs_c)

    @property
    def transcript_names(self) -> tuple[TranscriptName, ...]:
        """The names in every transcript, the preferred one first."""
        return (TranscriptName(self.transcript, self.hgvs_c, self.hgvs_p), *self.others)


def name_variant(
    genome: Genome,
    chrom: str,
    position: int,
    ref: str,
    alt: str,
    neighborhood: int = NEIGHBORHOOD,
) -> VariantName | None:
    """Name a VCF allele (plus strand, 1-based; MAF `-` is accepted).

    None when it overlaps no exon of a kinase gene's preferred transcript, nor the `neighborhood`
    intronic base pairs next to one; and for symbolic alleles. Names follow the 3' rule as far as
    the bases are known (coding sequence, flanks of the kinase-domain exons, the REF itself):
    elsewhere an indel keeps the caller's position. Over exon borders the genome decides, so an
    indel that can be moved out of an exon is named in the intron, without a protein change.

    Raises InputProblem when REF contradicts the reference: usually the wrong genome build.
    """
    chrom = genome.reference.normalize_chrom(chrom)
    allele = trimmed(position, ref, alt)
    if allele is None:
        return None
    for gene in genome.reference.kinase_genes:
        transcript = genome.transcript(gene)
        if transcript.chrom == chrom and _touches(transcript, allele, neighborhood):
            _require_ref(genome, chrom, position, ref)
            base_at = _lookup(genome, chrom, position, ref)
            return _named(genome, transcript, allele, base_at)
    return None


@dataclass(frozen=True, slots=True)
class PlacedName:
    """The name of an allele in a transcript whose sequence is not known.

    `allele` is trimmed, not shifted. `consequence` follows from its position and length:
    `coding_sequence_variant` where the bases would be needed. `residues` are the first and last
    codon that it overlaps, None outside the coding part of one exon.
    """

    allele: Allele
    hgvs_g: str
    hgvs_c: str | None
    exon: int
    consequence: str
    residues: tuple[int, int] | None


def name_by_position(
    genome: Genome, transcript: Transcript, position: int, ref: str, alt: str
) -> PlacedName | None:
    """Name a VCF or MAF allele (plus strand, 1-based) by its position; None for symbolic ones.

    An indel keeps the caller's position, except that it is shifted within its own REF.
    """
    allele = trimmed(position, ref, alt)
    if allele is None:
        return None
    base_at = _lookup(genome, transcript.chrom, position, ref)
    placed = shifted(allele, base_at, _sense(transcript))
    residues = _residues(transcript, placed)
    return PlacedName(
        allele=allele,
        hgvs_g=_genomic_name(genome, transcript, allele, base_at),
        hgvs_c=_coding_name(transcript, placed),
        exon=nearest_exon(transcript, placed),
        consequence=_by_length(placed) if residues else place_consequence(transcript, placed),
        residues=residues,
    )


def _residues(transcript: Transcript, allele: Allele) -> tuple[int, int] | None:
    low, high = allele.bounds
    one, other = transcript.coding_index(low), transcript.coding_index(high)
    if one is None or other is None:
        return None
    if transcript.locate(low).exon != transcript.locate(high).exon:
        return None
    return min(one, other) // 3 + 1, max(one, other) // 3 + 1


def _by_length(allele: Allele) -> str:
    gained = len(allele.alt) - len(allele.ref)
    if gained % 3:
        return "frameshift_variant"
    if gained == 0:
        return "coding_sequence_variant"
    return "inframe_insertion" if gained > 0 else "inframe_deletion"


def _touches(transcript: Transcript, allele: Allele, neighborhood: int) -> bool:
    low, high = allele.bounds
    if high < transcript.start or low > transcript.end:
        return False
    return any(
        exon.start - neighborhood <= high and low <= exon.end + neighborhood
        for exon in transcript.exons
    )


def _require_ref(genome: Genome, chrom: str, position: int, ref: str) -> None:
    if ref == "-" or genome.check_ref(chrom, position, ref) is not False:
        return
    known = genome.known_bases
    bases = (known.base(chrom, position + step) or "N" for step in range(len(ref)))
    raise InputProblem(
        f"REF {ref} at {chrom}:{position} is not the base of {genome.build}",
        column="REF",
        expected="".join(bases),
        advice="Check the genome build of the file",
    )


def _lookup(genome: Genome, chrom: str, position: int, ref: str) -> BaseAt:
    """The known bases, with those of the REF allele itself."""
    known = genome.known_bases
    of_ref = {} if ref == "-" else dict(enumerate(ref.upper(), start=position))

    def base_at(at: int) -> str | None:
        return of_ref.get(at) or known.base(chrom, at)

    return base_at


def _sense(transcript: Transcript) -> Sense:
    return 1 if transcript.strand == "+" else -1


def _named(genome: Genome, transcript: Transcript, allele: Allele, base_at: BaseAt) -> VariantName:
    placed = shifted(allele, base_at, _sense(transcript))
    effect = _effect(genome, transcript, placed)
    return VariantName(
        gene=transcript.gene,
        transcript=transcript.accession,
        hgvs_g=_genomic_name(genome, transcript, allele, base_at),
        hgvs_c=_coding_name(transcript, placed),
        hgvs_p=_protein_name(transcript, effect),
        protein_change=effect.short if effect else None,
        residue=effect.residue if effect else None,
        last_residue=effect.last_residue if effect else None,
        exon=nearest_exon(transcript, placed),
        consequence=effect.consequence if effect else place_consequence(transcript, placed),
        kind=placed.kind,
        span=placed.bounds,
        others=tuple(_alternatives(genome, transcript, placed)),
    )


def _genomic_name(genome: Genome, transcript: Transcript, allele: Allele, base_at: BaseAt) -> str:
    chromosome = genome.chromosome(transcript.chrom)
    sequence = chromosome.accession if chromosome else transcript.chrom
    return f"{sequence}:g.{described(shifted(allele, base_at, 1), str, 1)}"


def _effect(genome: Genome, transcript: Transcript, allele: Allele) -> ProteinChange | None:
    coding = genome.reference.coding.get(transcript.accession)
    return coding_effect(transcript, coding, allele) if coding else None


def _coding_name(transcript: Transcript, allele: Allele) -> str | None:
    def label(position: int) -> str | None:
        coding = transcript.coding_position(position)
        return None if coding is None else str(coding)

    text = described(allele, label, _sense(transcript))
    return f"{transcript.accession}:c.{text}" if text else None


def _protein_name(transcript: Transcript, effect: ProteinChange | None) -> str | None:
    if effect is None:
        return None
    return f"{transcript.protein_accession or transcript.accession}:{effect.hgvs}"


def _alternatives(
    genome: Genome, transcript: Transcript, allele: Allele
) -> Iterable[TranscriptName]:
    for other in genome.transcripts(transcript.gene):
        if other.accession != transcript.accession:
            protein = _protein_name(other, _effect(genome, other, allele))
            yield TranscriptName(other.accession, _coding_name(other, allele), protein)
