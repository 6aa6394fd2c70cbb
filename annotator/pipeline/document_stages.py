"""The stages over documents: findings to reports, reports to PDFs. One that fails fails alone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.files import bounds
from annotator.files.documents import (
    document_source,
    document_text,
    parse_document,
    read_document,
)
from annotator.files.paths import is_file
from annotator.model.errors import InputProblem
from annotator.pipeline.environment import Environment
from annotator.pipeline.failures import Failures
from annotator.pipeline.findings_report import log_warnings, report_on
from annotator.pipeline.forms import Form, draw
from annotator.pipeline.outputs import (
    DERIVED,
    check_output_id,
    remove_outputs,
    remove_outputs_named_after,
    sample_in_name,
    write_outputs,
)

if TYPE_CHECKING:
    from annotator.pipeline.findings_report import ReportRequest


def interpret_documents(
    environment: Environment,
    outdir: Path,
    asked: "ReportRequest",
    explain: bool,
    paths: Sequence[Path],
) -> Failures:
    """Interpret findings files and write the reports.

    With `explain` the reasons of every call, option and exclusion are written next to the report.
    """
    from annotator.model.findings import FindingsDocument
    from annotator.reporting.explanation import explanation

    failures = Failures()
    for path in paths:
        discard = partial(remove_outputs_named_after, outdir, path, *DERIVED["findings"])
        with failures.writing(path.name, discard):
            document = read_document(path, FindingsDocument, "findings.json", "detect")
            sample = document.sample.id
            check_output_id(path, sample)
            report = report_on(environment, document, asked, str(path))
            content = {"report": document_text(report).encode()}
            if explain:
                content["explanation"] = explanation(report).encode()
            else:
                remove_outputs(outdir, sample, "explanation")
            write_outputs(outdir, sample, content)
            log_warnings(report)
    return failures


def render_reports(
    environment: Environment, outdir: Path, forms: Sequence[Form], paths: Sequence[Path]
) -> Failures:
    """Draw report files in some forms."""
    from annotator.model.report import Report

    failures = Failures()
    for path in paths:
        with failures.writing(path.name, partial(remove_outputs_named_after, outdir, path, *forms)):
            text = document_source(path, "report.json")
            report = parse_document(text, path, Report, "report.json", "interpret")
            check_output_id(path, report.sample.id)
            write_outputs(outdir, report.sample.id, draw(environment, forms, text))
    return failures


@dataclass(frozen=True)
class Documents:
    """Documents by their sample, in the order given, and those that cannot be used."""

    by_sample: Mapping[str, Path]
    failures: Failures

    @property
    def paths(self) -> list[Path]:
        """The files, in the order given."""
        return [*self.by_sample.values()]


def one_document_a_sample(paths: Iterable[Path]) -> Documents:
    """Sort documents by sample. The second document of a sample is a failure."""
    by_sample: dict[str, Path] = {}
    failures = Failures()
    for path in paths:
        sample = _stated_sample(path)
        if sample in by_sample:
            failures.add(path.name, second_document(path, sample))
        else:
            by_sample[sample] = path
    return Documents(by_sample, failures)


def second_document(path: Path, sample: str) -> InputProblem:
    """Return the problem of a document whose sample an earlier document has already."""
    return InputProblem(
        f"the sample {sample!r} was given already",
        file=str(path),
        column="sample.id",
        expected="one document of each sample",
    )


def _stated_sample(path: Path) -> str:
    """The sample that a document states; where it cannot be read, that of its file name."""
    if is_file(path) and path.stat().st_size <= bounds.DOCUMENT_BYTES:
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            return str(json.loads(path.read_bytes())["sample"]["id"])
    return sample_in_name(path)


def lost_documents(outdir: Path, kinds: Sequence[str], paths: Sequence[Path]) -> Failures:
    """Report documents whose worker process ended, and remove their outputs of these kinds."""
    failures = Failures()
    for path in paths:
        failures.add_lost(path.name)
        with failures.catching(path.name):
            remove_outputs_named_after(outdir, path, *kinds)
    return failures
