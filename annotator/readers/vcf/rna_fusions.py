"""Which RNA fusion caller wrote a VCF, by its header lines."""

import re
from collections.abc import Iterable

_HEADER_LINES = (
    (r"##source=fusioncatcher", "fusioncatcher"),
    (r"##INFO=<ID=TOOL_HITS,", "rnafusion"),
    (r"##INFO=<ID=IMPRECISE\(Fu[cs]ion Junction\)", "integrate"),
)


def rna_fusion_caller(lines: Iterable[str]) -> str | None:
    """The caller; None for a VCF of anything else."""
    for line in lines:
        for pattern, name in _HEADER_LINES:
            if re.match(pattern, line, re.IGNORECASE):
                return name
    return None
