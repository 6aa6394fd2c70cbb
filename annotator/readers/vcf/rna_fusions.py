"""Which caller of RNA wrote a VCF, by its header lines."""

import re
from collections.abc import Iterable

_HEADER_LINES = (
    (r"##source=fusioncatcher", "fusioncatcher"),
    (r"##INFO=<ID=TOOL_HITS,", "rnafusion"),
    (r"##INFO=<ID=IMPRECISE\(Fu[cs]ion Junction\)", "integrate"),
    (r"##INFO=<ID=GENE_NAME,.*\"Name of gene hit by breakpoint", "arriba"),
    (r"##GENOOX_VCF_TYPE=.*FUSION", "genoox"),
    (r"##source=SpliceGirl", "tso500_splice"),
)


def rna_caller(lines: Iterable[str]) -> str | None:
    """The caller of fusions or splicing in RNA; None for a VCF of anything else."""
    for line in lines:
        for pattern, name in _HEADER_LINES:
            if re.match(pattern, line, re.IGNORECASE):
                return name
    return None
