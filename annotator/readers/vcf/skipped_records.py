"""Records of a VCF that are not as the format says and can touch no gene that is looked at.

They are left out and counted. A record is one of these only where its chromosome can be read and
holds no gene looked at, and nothing in the record names such a gene, or a chromosome of one.
"""

import re
from collections.abc import Iterable

from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.lines.regions import Regions
from annotator.readers.tables.elsewhere import LookedAt, is_contig
from annotator.readers.tables.table import skipped_warning

_MATE = re.compile(r"[\[\]]([^\[\]]*):[^\[\]:]*[\[\]]")
_SECOND = re.compile(r"(?:CHR|CHROM)[A-Z0-9_]*=([^;\t]*)", re.IGNORECASE)
_NAMED = re.compile(r"(?i:chr)[0-9XY]{1,2}(?![0-9A-Za-z])")


class SkippedRecords:
    """Judges the bad records of one file, and counts by their lines those that are left out."""

    def __init__(self, genes: Iterable[str], regions: Regions) -> None:
        """Take the genes and regions that are looked at; without genes every bad record is one."""
        self._looked_at = LookedAt(frozenset(genes), regions)
        self.lines: list[int] = []

    def takes(self, line: int | None, text: bytes) -> bool:
        """Whether a bad record is left out; it is then counted."""
        if not self.is_elsewhere(text):
            return False
        self.lines.append(line or 0)
        return True

    def is_elsewhere(self, text: bytes) -> bool:
        """Whether a record can touch no gene looked at, by all that it names."""
        looked_at, written = self._looked_at, text.decode("utf-8", "replace")
        chrom, _, rest = written.partition("\t")
        if looked_at.place(chrom, None) != "elsewhere":
            return False
        others = [*_MATE.findall(rest), *_SECOND.findall(rest)]
        if not all(map(is_contig, others)):
            return False
        named = [*others, *_NAMED.findall(rest)]
        return not any(map(looked_at.regions.on, named)) and not looked_at.names(rest)

    def warnings(self, file: DataFile) -> list[ReportWarning]:
        """The warning that counts the records, where there are any."""
        return skipped_warning(file, self.lines)
