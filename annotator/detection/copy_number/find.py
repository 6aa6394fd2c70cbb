"""Finds the copy numbers of the genes that the tables name."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.detection.case import Case
from annotator.detection.copy_number.calls import CopyNumberCall, WeakFiles, copy_number_calls
from annotator.detection.cut_files import open_files
from annotator.model.findings import CopyNumber

Calls = Mapping[str, CopyNumberCall | None]


@dataclass(frozen=True)
class FoundCopyNumbers:
    """The call of each gene; null for a gene that no source covers enough."""

    calls: Calls

    @property
    def findings(self) -> list[CopyNumber]:
        """The copy numbers that are findings."""
        return [call.finding for call in self.calls.values() if call and call.is_shown]


def find_copy_numbers(case: Case) -> FoundCopyNumbers:
    """Call the copies of each gene from all sources.

    Raises InputProblem where a table names a gene that the reference does not hold.
    """
    observations = case.observations
    weak = WeakFiles(frozenset(observations.without_build), open_files(observations))
    segments, gene_rows = observations.segments or [], observations.gene_copies
    return FoundCopyNumbers(
        copy_number_calls(segments, gene_rows, case.sample, case.genome, case.tables, weak)
    )
