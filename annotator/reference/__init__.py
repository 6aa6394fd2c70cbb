"""Genome builds, gene models, coordinates to c. and p., and the consequence of an allele."""

from annotator.reference.builds import BuildAgreement, builds_matching
from annotator.reference.canonical import canonical_allele
from annotator.reference.catalogue import Arm, Chromosome, Locus, Reference, UnknownGeneError
from annotator.reference.codon import codon_change, codons_touched
from annotator.reference.load import load_reference
from annotator.reference.naming import TranscriptName, VariantName, name_variant
from annotator.reference.transcript import (
    CodingPosition,
    Exon,
    Join,
    Location,
    Transcript,
    frame,
)

__all__ = [
    "Arm",
    "BuildAgreement",
    "Chromosome",
    "CodingPosition",
    "Exon",
    "Join",
    "Location",
    "Locus",
    "Reference",
    "Transcript",
    "TranscriptName",
    "UnknownGeneError",
    "VariantName",
    "builds_matching",
    "canonical_allele",
    "codon_change",
    "codons_touched",
    "frame",
    "load_reference",
    "name_variant",
]
