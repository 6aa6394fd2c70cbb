"""Substitutions in one codon of one allele, which together change one residue."""

import re
from collections.abc import Iterable, Mapping, Sequence

from annotator.reference.allele import Allele, trimmed
from annotator.reference.genetic_code import reverse_complement
from annotator.reference.genome import Genome
from annotator.reference.naming import TranscriptName, VariantName, name_variant
from annotator.reference.protein import ProteinChange, protein_change
from annotator.reference.transcript import Transcript

Record = tuple[int, str, str]
"""Position (1-based), REF and ALT on the plus strand, of a VCF record."""


def changed_bases(record: Record) -> frozenset[tuple[int, str]]:
    """Position and new base (plus strand) of every base that a substitution changes.

    Empty for an allele that changes the length.
    """
    allele = trimmed(*record)
    if allele is None or len(allele.ref) != len(allele.alt):
        return frozenset()
    return frozenset((at, allele.alt[at - allele.start]) for at in _changed(allele))


def codons_touched(genome: Genome, chrom: str, record: Record) -> frozenset[tuple[str, int]]:
    """Gene and residue of every codon in which a substitution changes a base.

    Residues are those of the preferred transcript. Empty for an allele that changes the length,
    and outside the coding sequences of the kinase genes.
    """
    allele = trimmed(*record)
    if allele is None or len(allele.ref) != len(allele.alt):
        return frozenset()
    transcript = _transcript_at(genome, chrom, allele)
    if transcript is None:
        return frozenset()
    indices = (transcript.coding_index(position) for position in _changed(allele))
    return frozenset((transcript.gene, i // 3 + 1) for i in indices if i is not None)


def codon_change(genome: Genome, chrom: str, records: Sequence[Record]) -> VariantName | None:
    """The name of several substitutions on one allele: a delins where HGVS allows it.

    In a codon that an intron interrupts, the HGVS form for changes in cis: `c.[1A>G;2C>T]`.
    None where the records overlap, or are not substitutions in one kinase gene's coding sequence.
    """
    if not all(changed_bases(record) for record in records):
        return None
    trimmed_alleles = [allele for record in records if (allele := trimmed(*record))]
    alleles = sorted(trimmed_alleles, key=lambda allele: allele.start)
    changed = [position for allele in alleles for position in _changed(allele)]
    if len(changed) != len(set(changed)):
        return None
    transcript = _transcript_at(genome, chrom, alleles[0])
    if transcript is None or any(transcript.coding_index(at) is None for at in changed):
        return None
    low, high = changed[0], changed[-1]
    if transcript.locate(low).exon == transcript.locate(high).exon:
        known = genome.known_bases
        named = genome.reference.normalize_chrom(chrom)
        ref = "".join(known.base(named, at) or "N" for at in range(low, high + 1))
        new = _new_bases(alleles)
        alt = "".join(new.get(at, base) for at, base in enumerate(ref, start=low))
        return name_variant(genome, chrom, low, ref, alt)
    names = [name_variant(genome, chrom, *record) for record in sorted(records)]
    return _across_an_intron(genome, transcript, alleles, [n for n in names if n])


def _changed(allele: Allele) -> Iterable[int]:
    """Positions whose base differs; bases in the middle of a delins may be equal."""
    for at, (old, new) in enumerate(zip(allele.ref, allele.alt, strict=False), start=allele.start):
        if old != new:
            yield at


def _new_bases(alleles: Iterable[Allele]) -> Mapping[int, str]:
    return {
        at: base for allele in alleles for at, base in enumerate(allele.alt, start=allele.start)
    }


def _transcript_at(genome: Genome, chrom: str, allele: Allele) -> Transcript | None:
    chrom = genome.reference.normalize_chrom(chrom)
    for gene in genome.reference.kinase_genes:
        transcript = genome.transcript(gene)
        if transcript.chrom == chrom and transcript.start <= allele.start <= transcript.end:
            return transcript
    return None


def _across_an_intron(
    genome: Genome,
    transcript: Transcript,
    alleles: Sequence[Allele],
    names: Sequence[VariantName],
) -> VariantName | None:
    effect = _effect(genome, transcript, alleles)
    if effect is None:
        return None
    first = names[0]
    others = []
    for number, other in enumerate(first.others):
        model = next(
            t for t in genome.transcripts(transcript.gene) if t.accession == other.transcript
        )
        of_other = _effect(genome, model, alleles)
        coding = _in_cis([name.others[number].hgvs_c for name in names], model)
        others.append(TranscriptName(other.transcript, coding, _protein(model, of_other)))
    return VariantName(
        gene=first.gene,
        transcript=first.transcript,
        hgvs_g=_in_cis([name.hgvs_g for name in names], None) or first.hgvs_g,
        hgvs_c=_in_cis([name.hgvs_c for name in names], transcript),
        hgvs_p=_protein(transcript, effect),
        protein_change=effect.short,
        residue=effect.residue,
        last_residue=effect.last_residue,
        exon=min(name.exon for name in names),
        consequence=effect.consequence,
        kind="delins",
        span=(min(name.span[0] for name in names), max(name.span[1] for name in names)),
        others=tuple(others),
    )


def _protein(transcript: Transcript, effect: ProteinChange | None) -> str | None:
    if effect is None:
        return None
    return f"{transcript.protein_accession or transcript.accession}:{effect.hgvs}"


def _in_cis(names: Sequence[str | None], transcript: Transcript | None) -> str | None:
    """`NM_1:c.1A>G` and `NM_1:c.2C>T` as `NM_1:c.[1A>G;2C>T]`, in the order of the sequence."""
    known = [name for name in names if name]
    if len(known) != len(names):
        return None
    ordered = known if transcript is None or transcript.strand == "+" else known[::-1]
    parts = [re.split(r"(?<=:[cg]\.)", name, maxsplit=1) for name in ordered]
    return f"{parts[0][0]}[{';'.join(change for _, change in parts)}]"


def _effect(
    genome: Genome, transcript: Transcript, alleles: Sequence[Allele]
) -> ProteinChange | None:
    coding = genome.reference.coding.get(transcript.accession)
    bases: dict[int, str] = {}
    for position, base in _new_bases(alleles).items():
        index = transcript.coding_index(position)
        if index is None or coding is None:
            return None
        bases[index] = base if transcript.strand == "+" else reverse_complement(base)
    if coding is None:
        return None
    low, high = min(bases), max(bases)
    inserted = "".join(bases.get(at, coding[at]) for at in range(low, high + 1))
    return protein_change(coding, low, high - low + 1, inserted)
