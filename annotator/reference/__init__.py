"""Genome builds, gene models, coordinates to c. and p., and the consequence of an allele."""

from annotator.reference.builds import BuildAgreement, builds_matching
from annotator.reference.canonical_protein import canonical_allele
from annotator.reference.catalog import Reference
from annotator.reference.codon import changed_bases, codon_change, codons_touched
from annotator.reference.data_files import known_chromosomes, load_reference
from annotator.reference.genome import Arm, Chromosome, Genome, UnknownGeneError
from annotator.reference.naming import (
    NEIGHBORHOOD,
    PlacedName,
    TranscriptName,
    VariantName,
    name_by_position,
    name_variant,
)
from annotator.reference.protein_text import (
    ProteinText,
    long_protein_text,
    parse_protein_text,
    same_coding_change,
    same_protein_change,
)
from annotator.reference.transcript import (
    CodingPosition,
    Exon,
    Join,
    Location,
    Transcript,
    frame,
)

__all__ = [
    "NEIGHBORHOOD",
    "Arm",
    "BuildAgreement",
    "Chromosome",
    "CodingPosition",
    "Exon",
    "Genome",
    "Join",
    "Location",
    "PlacedName",
    "ProteinText",
    "Reference",
    "Transcript",
    "TranscriptName",
    "UnknownGeneError",
    "VariantName",
    "builds_matching",
    "canonical_allele",
    "changed_bases",
    "codon_change",
    "codons_touched",
    "frame",
    "known_chromosomes",
    "load_reference",
    "long_protein_text",
    "name_by_position",
    "name_variant",
    "parse_protein_text",
    "same_coding_change",
    "same_protein_change",
]
