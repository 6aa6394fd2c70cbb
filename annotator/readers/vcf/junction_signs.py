"""Whether a VCF can show junctions of any kind, so that one it does not list is absent.

A VCF of copy numbers, of small variants or of splicing lists no fusion because it cannot hold one.
Deletions and duplications alone are no sign: callers of copy number write them too.
"""

import re

from annotator.readers.vcf.header import VcfHeader
from annotator.readers.vcf.records import Record
from annotator.readers.vcf.sv_callers import CALLERS, SvCaller

_IN_HEADER = re.compile(
    r"##ALT=<ID=(?:BND|INV|TRA|CTX)\b|##INFO=<ID=(?:MATEID|PARID|CHR2|SVMETHOD|CT|STRANDS),"
)
_TYPES = frozenset({"BND", "INV", "TRA", "CTX", "ITX", "INVDUP"})


def header_shows_junctions(header: VcfHeader, caller: SvCaller) -> bool:
    """Whether the header is that of a caller that looks for junctions of any kind."""
    return caller in CALLERS or any(map(_IN_HEADER.match, header.meta))


def record_shows_junctions(record: Record) -> bool:
    """Whether a record is of a kind that callers of copy number or small variants never write."""
    if record.info.get("SVTYPE", "") in _TYPES or "CHR2" in record.info:
        return True
    return any("[" in alt or "]" in alt or alt.strip("<>") in _TYPES for alt in record.alts)
