"""What a file can show: the only ground on which the absence of something is claimed."""

from collections.abc import Iterable, Mapping
from typing import Literal

from annotator.model.roles import Role

Evidence = Literal[
    "rna_fusions",  # Fusions of genes in RNA.
    "rna_splicing",  # Junctions within one gene in RNA.
    "dna_junctions",  # Junctions of DNA over any distance, inversions and translocations too.
    "small_variants",  # Substitutions, small insertions and deletions.
    "copy_numbers",  # Copies of genes or segments.
    "tumor_content",  # Purity and ploidy.
    "depth",  # Read depth.
    "rna_quality",  # How well RNA was sequenced.
]
EVIDENCE_WORDS: Mapping[Evidence, str] = {
    "rna_fusions": "fusions in RNA",
    "rna_splicing": "splicing within genes",
    "dna_junctions": "junctions in DNA",
    "small_variants": "small variants",
    "copy_numbers": "copy numbers",
    "tumor_content": "purity and ploidy",
    "depth": "read depth",
    "rna_quality": "the quality of RNA",
}
OF_ROLE: Mapping[Role, tuple[Evidence, ...]] = {
    "small_variants": ("small_variants",),
    "structural_variants": ("dna_junctions",),
    "fusions": ("rna_fusions",),
    "copy_number": ("copy_numbers",),
    "coverage": ("depth",),
}
"""What the files of a role show where their format does not say otherwise."""


def evidence_text(shows: Iterable[Evidence]) -> str:
    """What a file shows, in words."""
    return " and ".join(EVIDENCE_WORDS[each] for each in shows)
