"""Finds the copy numbers of the genes that the tables name."""

from dataclasses import dataclass

from annotator.detection.case import Case
from annotator.detection.copy_number.calls import Calls, copy_number_calls
from annotator.model.findings import CopyNumber


@dataclass(frozen=True)
class FoundCopyNumbers:
    """The call of each gene; those of a change are findings."""

    calls: Calls

    @property
    def findings(self) -> list[CopyNumber]:
        """The copy numbers that are findings."""
        return [call.finding for call in self.calls.values() if call and call.is_shown]


def find_copy_numbers(case: Case) -> FoundCopyNumbers:
    """Call the copies of each gene from all sources.

    Raises InputProblem where a table names a gene that is not in the reference.
    """
    return FoundCopyNumbers(copy_number_calls(case))
