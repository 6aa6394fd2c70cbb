"""The exons that the name of a fusion gives: `EML4-ALK.E6bA20`, `EML4-ALK fusion (E13;A20)`."""

import re

_EXONS = re.compile(r"(?<![A-Za-z0-9])([A-Z]\d{1,3}[a-z]?);?([A-Z]\d{1,3})(?![A-Za-z0-9])")


def exons_in(text: str) -> str | None:
    """The exons in a name as the literature writes them (`E6b;A20`); None where it gives none.

    >>> exons_in("EML4-ALK.E6bA20.COSF477"), exons_in("EML4-ALK")
    ('E6b;A20', None)
    """
    found = _EXONS.search(text)
    return f"{found[1]};{found[2]}" if found else None
