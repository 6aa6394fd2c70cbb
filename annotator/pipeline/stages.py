"""The stages over samples: detection alone, or everything up to the report.

A sample that fails does not stop the others.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from annotator.files.documents import document_text
from annotator.model.errors import InputProblem
from annotator.pipeline.environment import Environment
from annotator.pipeline.failures import Failures, failed_findings
from annotator.pipeline.findings_report import asked_day, log_warnings
from annotator.pipeline.forms import DEFAULT_FORMS, Form, draw
from annotator.pipeline.outputs import remove_outputs, write_outputs

if TYPE_CHECKING:
    from annotator.model.findings import FindingsDocument
    from annotator.readers.sheet.request import SampleRequest

log = logging.getLogger("annotator")


@dataclass(frozen=True)
class BadSample:
    """A sample whose row in the sheet cannot be used."""

    sample: str
    problem: InputProblem


@dataclass(frozen=True)
class LostSample:
    """A sample whose worker process ended before it was finished."""

    sample: str


AnySample: TypeAlias = "SampleRequest | BadSample | LostSample"


@dataclass(frozen=True)
class SampleRun:
    """How a stage runs over samples.

    With `keep_going` a sample that fails leaves failed documents in place of its results. `forms`
    are those in which a report is written besides JSON.
    """

    environment: Environment
    outdir: Path
    keep_going: bool = False
    forms: Sequence[Form] = DEFAULT_FORMS


def detect_samples(run: SampleRun, samples: Sequence["AnySample"]) -> Failures:
    """Detect the findings of all samples and write them."""
    failures = Failures()
    for sample, document in _detected(run, samples, failures):
        with failures.writing(sample, partial(remove_outputs, run.outdir, sample)):
            write_outputs(run.outdir, sample, {"findings": document_text(document).encode()})
    return failures


def report_samples(
    run: SampleRun, as_of: date | None, created: datetime, samples: Sequence["AnySample"]
) -> Failures:
    """Take all samples through all stages and write their findings and reports.

    `as_of` overrides the day of knowledge that a sample asks for itself.
    """
    from annotator.interpretation.interpret import interpret

    failures = Failures()
    overlays = {s.sample: s.knowledge for s in samples if not isinstance(s, BadSample | LostSample)}
    for sample, document in _detected(run, samples, failures):
        with failures.writing(sample, partial(remove_outputs, run.outdir, sample)):
            # A failed document makes no claim, and its own knowledge may be why it failed.
            own = overlays.get(sample, []) if document.status == "complete" else []
            knowledge = run.environment.laid_over(own).knowledge_as_of(as_of or asked_day(document))
            report = interpret(document, knowledge, created, run.environment.issuer)
            text = document_text(report)
            content = {
                "findings": document_text(document).encode(),
                "report": text.encode(),
                **draw(run.environment, run.forms, text),
            }
            write_outputs(run.outdir, sample, content)
            log_warnings(report)
    return failures


def _detected(
    run: SampleRun, samples: Iterable["AnySample"], failures: Failures
) -> Iterator[tuple[str, "FindingsDocument"]]:
    """Yield the findings of each sample; of a failed one its failed document, or nothing.

    Where nothing is yielded, outputs of an earlier run are removed.
    """
    from annotator.pipeline.sample import detect_sample

    for sample in samples:
        document = None
        if isinstance(sample, BadSample):
            failures.add(sample.sample, sample.problem)
        elif isinstance(sample, LostSample):
            failures.add_lost(sample.sample)
        else:
            with failures.catching(sample.sample):
                document = detect_sample(run.environment, sample)
        if document is None and run.keep_going:
            request = None if isinstance(sample, BadSample | LostSample) else sample
            document = failed_findings(sample.sample, request, failures, run.environment.reference)
        if document is not None:
            yield sample.sample, document
        else:
            with failures.catching(sample.sample):
                remove_outputs(run.outdir, sample.sample)
