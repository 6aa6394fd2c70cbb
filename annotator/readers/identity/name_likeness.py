"""Whether two names that files and sheets give a sample may be of one patient."""

import re

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_WORDS = """
    tumor tumour tum t normal norm n sample samples specimen somatic germline control case patient
    id dna rna cdna cfdna ctdna ffpe fresh frozen blood plasma tissue biopsy primary metastasis
    library lib lane wes wgs wxs panel targeted unknown none na default null bam cram sam vcf bcf
    maf bed cns seg tsv csv txt gz bgz fastq fq reads sorted dedup merged downsample final filtered
    pass calls variants test all input output spikein tmplink defuse
"""
_GENERIC = frozenset(_WORDS.split())
"""Words that say what a sample or a file is, and not whose."""
_TCGA = re.compile(r"tcga-\w\w-\w{4}", re.IGNORECASE)
_OPAQUE = re.compile(
    r"(?:[SED]R[RSX]|GSM|SAM(?:N|EA|D)|EGA[NRF])\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)
"""Accessions of the public archives and UUIDs: given by a machine, they are like no other name."""


def bare_name(name: str) -> str:
    """A name without folders: some callers write the path of the BAM file."""
    return re.split(r"[/\\]", name)[-1] or name


def is_telling(name: str) -> bool:
    """Whether a name can say whose a sample is: `TUMOR`, `Sample1`, `B` and a UUID cannot."""
    return not _OPAQUE.fullmatch(name) and _tells(_tokens(name))


def are_alike(name: str, other: str) -> bool:
    """Whether one name is part of the other, whatever their case, separators and zeros before.

    Numbers count whole: `EX1` is not part of `EX10`. Two barcodes of TCGA are alike where they
    are of one patient.
    """
    if name.lower() == other.lower():
        return True
    shorter, longer = sorted((_tokens(name), _tokens(other)), key=len)
    starts = range(len(longer) - len(shorter) + 1)
    return _tells(shorter) and any(longer[at : at + len(shorter)] == shorter for at in starts)


def are_rivals(name: str, other: str) -> bool:
    """Whether two names begin alike up to a number that differs: `EX02_T` and `EX03`.

    Both numbers are written with as many digits: `P-102` has nothing to do with `p53_panel`.
    """
    if are_alike(name, other):
        return False
    lettered = False
    for one, another in zip(_written(name), _written(other), strict=False):
        if one != another:
            numbers = one.isdecimal() and another.isdecimal()
            return lettered and numbers and len(one) == len(another)
        lettered = lettered or not one.isdecimal()
    return False


def _tells(tokens: list[str]) -> bool:
    letters = any(not token.isdecimal() for token in tokens)
    return sum(map(len, tokens)) >= (2 if letters else 3)


def _tokens(name: str) -> list[str]:
    """The words that say whose a sample is, and the numbers, without zeros before them."""
    tokens = (token for token in _written(name) if token not in _GENERIC)
    return [token.lstrip("0") or "0" if token.isdecimal() else token for token in tokens]


def _written(name: str) -> list[str]:
    """Words and numbers, which are written together too: `EX02_T` is ex, 02, t."""
    barcode = _TCGA.match(name)
    return _TOKEN.findall((barcode[0] if barcode else name).lower())
