"""The standard genetic code, and the letters of nucleotides and amino acids."""

import re

_BASES = "TCAG"
_RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
_CODONS = {
    first + second + third: _RESIDUES[16 * i + 4 * j + k]
    for i, first in enumerate(_BASES)
    for j, second in enumerate(_BASES)
    for k, third in enumerate(_BASES)
}
_COMPLEMENT = str.maketrans("ACGT", "TGCA")
_NAMES = {
    "A": "Ala",
    "C": "Cys",
    "D": "Asp",
    "E": "Glu",
    "F": "Phe",
    "G": "Gly",
    "H": "His",
    "I": "Ile",
    "K": "Lys",
    "L": "Leu",
    "M": "Met",
    "N": "Asn",
    "P": "Pro",
    "Q": "Gln",
    "R": "Arg",
    "S": "Ser",
    "T": "Thr",
    "V": "Val",
    "W": "Trp",
    "Y": "Tyr",
    "*": "*",
    "?": "?",
}


def translate(coding: str) -> str:
    """One-letter protein of a coding sequence; a trailing incomplete codon is left out."""
    return "".join(_CODONS[coding[at : at + 3]] for at in range(0, len(coding) - 2, 3))


def reverse_complement(bases: str) -> str:
    """The other strand, read 5' to 3'."""
    return bases.translate(_COMPLEMENT)[::-1]


def three_letter(residues: str) -> str:
    """Three-letter names of one-letter residues; stop stays `*`."""
    return "".join(_NAMES[residue] for residue in residues)


def one_letter(text: str) -> str:
    """The text with every three-letter residue name (`Gly`, `Ter`) replaced by its letter."""
    letters = {name: letter for letter, name in _NAMES.items()} | {"Ter": "*"}
    return re.sub(r"[A-Z][a-z]{2}", lambda name: letters.get(name[0], name[0]), text)
