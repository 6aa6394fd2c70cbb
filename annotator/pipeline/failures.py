"""A sample that fails: it is told of, it stops no other sample, and it can leave a document."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotator.model.errors import InputProblem
from annotator.model.roles import ROLES

if TYPE_CHECKING:
    from annotator.model.findings import FindingsDocument, InputError
    from annotator.readers.sheet.request import SampleRequest
    from annotator.reference import Reference

log = logging.getLogger("annotator")
T = TypeVar("T")


@dataclass
class Failures:
    """What could not be finished: bad input with its problem, and internal errors."""

    problems: dict[str, InputProblem] = field(default_factory=dict)
    internal: dict[str, str] = field(default_factory=dict)

    unwritten: set[str] = field(default_factory=set)
    """Samples whose outputs could not be made: not even a failed document stands for them."""

    @property
    def exit_status(self) -> int:
        """0 done, 2 bad input, 1 internal error."""
        if self.internal:
            return 1
        return 2 if self.problems else 0

    def add_all(self, others: "Failures") -> None:
        """Take over what could not be finished elsewhere."""
        self.problems |= others.problems
        self.internal |= others.internal
        self.unwritten |= others.unwritten

    def add_lost(self, name: str) -> None:
        """Keep and report that the process which worked on `name` ended."""
        self.internal[name] = (
            "the process that worked on it ended before its time, as it does when memory runs out"
        )
        log.error("%s: %s", name, self.internal[name])

    def add(self, name: str, problem: InputProblem) -> None:
        """Keep and tell a problem of the sample or file `name`."""
        self.problems[name] = problem
        log.error("%s: %s", name, problem)

    def written(self, name: str, work: Callable[[], None]) -> bool:
        """Whether `work`, which writes outputs, succeeds; its failure is kept and told."""
        try:
            work()
        except InputProblem as problem:
            self.add(name, problem)
        except Exception as error:
            self._add_internal(name, error)
        else:
            return True
        self.unwritten.add(name)
        return False

    def guarded(self, name: str, work: Callable[[], T]) -> T | None:
        """The result of `work`; null, with the failure kept and told, when it fails."""
        try:
            return work()
        except InputProblem as problem:
            self.add(name, problem)
        except Exception as error:
            self._add_internal(name, error)
        return None

    def _add_internal(self, name: str, error: Exception) -> None:
        self.internal[name] = f"internal error ({type(error).__name__}), see the log of the run"
        log.error("%s: internal error: %s: %s", name, type(error).__name__, error)
        log.debug("%s: where it happened", name, exc_info=True)


def failed_findings(
    sample: str, request: "SampleRequest | None", failures: Failures, reference: "Reference"
) -> "FindingsDocument":
    """The document that stands in the place of the findings of a sample that failed."""
    from annotator.detection.detect import failed_document
    from annotator.model.context import ClinicalContext, Sample

    identity = Sample(id=sample, genome_build=None)
    if request is not None:
        identity = Sample(
            id=sample,
            patient_id=request.patient,
            specimen=request.specimen,
            collected_on=request.collected_on,
            genome_build=request.genome_build,
        )
    error = _input_error(sample, request, failures)
    return failed_document(identity, ClinicalContext(), error, reference)


def _input_error(sample: str, request: "SampleRequest | None", failures: Failures) -> "InputError":
    """The failure as a document may hold it: with base names instead of this machine's paths."""
    from annotator.model.findings import InputError

    problem = failures.problems.get(sample)
    if problem is None:
        return InputError(message=failures.internal[sample])
    message = problem.message
    for path in _paths(request):
        message = message.replace(path, Path(path).name)
    source = problem.where
    if source and problem.file:
        source = source.replace(problem.file, Path(problem.file).name, 1)
    return InputError(message=message, source=source)


def _paths(request: "SampleRequest | None") -> list[str]:
    """The input paths of a sample, longest first, so that none is cut by a part of it."""
    if request is None:
        return []
    specs = (spec for role in ROLES for spec in request.files(role))
    return sorted((spec.rpartition("=")[2] for spec in specs), key=len, reverse=True)
