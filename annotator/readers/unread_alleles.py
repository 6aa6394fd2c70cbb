"""Alleles of the tumor that cannot be read: at their bases no file shows that nothing is there.

Such are ambiguous bases (`Y`, `N`), an allele that is missing (`-`), one that an earlier record
deleted (`*`), and what a symbol or brackets alone stand for (`<INS>`, `N[chr2:5[`).
"""

import re

from annotator.model.observations import UnreadAllele
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile

_PLAIN = re.compile(r"[ACGT]+|-", re.IGNORECASE)
_AMBIGUOUS = re.compile(r"[A-Z-]+", re.IGNORECASE)
_SHOWN = 5


def is_plain(ref: str, alt: str, empty: str = "") -> bool:
    """Whether both alleles are bases that are known; `empty` is how the format writes none."""
    return all(
        _PLAIN.fullmatch(allele) and (allele != "-" or empty == "-") for allele in (ref, alt)
    )


def unread_warning(file: DataFile, alleles: list[UnreadAllele]) -> list[ReportWarning]:
    """The warning that names the alleles that should be bases and are not, where there are any."""
    named = [
        f"{allele.chrom}:{allele.start} {allele.written}"
        + (f" in line {allele.source.line}" if allele.source.line else "")
        for allele in alleles
        if all(map(_AMBIGUOUS.fullmatch, allele.written.split(">", 1)))
    ]
    if not named:
        return []
    count = "1 allele is" if len(named) == 1 else f"{len(named)} alleles are"
    listed = ", ".join(named[:_SHOWN]) + (", …" if len(named) > _SHOWN else "")
    message = f"{count} not written in known bases and cannot be read ({listed})"
    return [ReportWarning(code="allele_not_read", message=message, source=file.name)]
