"""Called records whose reads lie in the normal's column: tumor and normal may be swapped."""

from dataclasses import dataclass, field

from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile
from annotator.readers.identity.name_likeness import bare_name
from annotator.readers.vcf.tumor_column import TumorColumn

FEWEST_READS = 5
"""Fewer reads in the normal are errors of sequencing, and no sign of a swap."""
TIMES_MORE = 10
"""Where both columns have reads: so many times the tumor's fraction is the normal's."""
_SHOWN = 3


@dataclass
class NormalReads:
    """The called records of one file whose reads lie in the normal's column."""

    file: DataFile
    tumor: TumorColumn
    records: list[str] = field(default_factory=list)
    """Each as people read it: `chr2:29220747 C>T`."""

    @property
    def warnings(self) -> list[ReportWarning]:
        """The warning that names both columns, where there is such a record."""
        if not self.records:
            return []
        count = len(self.records)
        records = "1 called record has its" if count == 1 else f"{count} called records have their"
        listed = ", ".join(self.records[:_SHOWN]) + (", …" if count > _SHOWN else "")
        normal, tumor = bare_name(self.tumor.normal or ""), bare_name(self.tumor.name or "")
        message = (
            f"{records} reads in the column {normal} and not in {tumor}, "
            f"which is read as the tumor ({listed}): check that tumor and normal are not swapped; "
            "mutations of the tumor would be missed"
        )
        return [ReportWarning(code="tumor_normal_swapped", message=message, source=self.file.name)]
