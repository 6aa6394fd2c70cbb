"""AnnotSV: annotations of a VCF, whose record holds more than the table of it."""

from annotator.readers.format import Format, NotRead
from annotator.readers.tables.table import header_of

_COLUMNS = frozenset({"AnnotSV_ID", "SV_chrom", "SV_start", "SV_end", "SV_type"})

FORMATS: list[Format] = []
NOT_READ = [
    NotRead(
        what="a table of AnnotSV",
        recognize=lambda head: set(header_of(head)) >= _COLUMNS,
        advice="It annotates a VCF, in one row for each gene: give that VCF as "
        "--structural-variants, or as --copy-number where it is of copy numbers.",
    )
]
