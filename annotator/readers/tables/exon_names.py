"""The exons that a text names: `EML4-ALK.E6bA20`, `EML4 exon 13 - ALK exon 20`, `exon 14 skipping`.

They are written as the literature does, by the initials of the genes: `E6b;A20`.
"""

import re

_JOIN = re.compile(
    r"(?<![A-Za-z0-9])([A-Z]\d{1,3}[a-z]?)\s?(?:::|[;:/-])?\s?((?:(?:ins|del)\d{1,4})*)"
    r"([A-Z]\d{1,3})(?![A-Za-z0-9])"
)
"""`E13A20`, `E13;A20`, `E13-A20`, `E13;ins69A20`."""
_OF_GENES = re.compile(
    r"(?<![A-Za-z0-9])([A-Z])[A-Z0-9]*[\s:;_.(]{0,2}(?:exon|ex)[\s._]?(\d{1,3})([a-z]?)"
    r"(?![A-Za-z0-9])",
    re.IGNORECASE,
)
"""`EML4 exon 13`, `ALK(ex20)`."""
_NUMBERS = r"exons?[\s_-]?(\d{1,3})(?:\s?(?:-|to)\s?(\d{1,3}))?"
_LEFT_OUT = re.compile(
    rf"\b{_NUMBERS}[\s_-]?(?:skip|del)|\b(?:skip|delet)\w*(?: of)?(?: the)?(?: whole)? {_NUMBERS}",
    re.IGNORECASE,
)
"""`exon 14 skipping`, `deletion of exons 2-17`."""


def exons_in(text: str) -> str | None:
    """The exons that a text says are joined; None where it gives none, or several joins.

    >>> exons_in("EML4-ALK.E6bA20.COSF477"), exons_in("EML4-ALK")
    ('E6b;A20', None)
    >>> exons_in("EML4 exon 13 - ALK exon 20"), exons_in("EML4-ALK.E13ins69A20")
    ('E13;A20', 'E13;ins69A20')
    """
    joins = {f"{first};{between}{last}" for first, between, last in _JOIN.findall(text)}
    if joins:
        return joins.pop() if len(joins) == 1 else None
    sides = _OF_GENES.findall(text)
    if len(sides) != 2:
        return None
    (first, five, letter), (last, three, _) = sides
    return f"{first.upper()}{five}{letter};{last.upper()}{three}"


def join_without(text: str, gene: str) -> str | None:
    """The join that skips or deletes the exons that a text names; None where it names none.

    >>> join_without("MET exon 14 skipping", "MET"), join_without("MET exon 14", "MET")
    ('M13;M15', None)
    """
    match = _LEFT_OUT.search(text)
    if match is None:
        return None
    first = int(match[1] or match[3])
    last = int(match[2] or match[4] or first)
    return f"{gene[0]}{first - 1};{gene[0]}{last + 1}"
