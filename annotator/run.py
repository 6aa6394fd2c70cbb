"""Runs the stages over samples and writes their documents; one bad sample fails alone."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.days import CreationDay, refuse_later_days
from annotator.documents import document_text, read_document, remove, write_whole
from annotator.failures import Failures, failed_findings
from annotator.model.errors import InputProblem
from annotator.workbench import Workbench

if TYPE_CHECKING:
    from annotator.model.findings import FindingsDocument
    from annotator.model.report import Report
    from annotator.readers.sample_request import SampleRequest

log = logging.getLogger("annotator")
SUFFIXES = {
    "findings": "findings.json",
    "report": "report.json",
    "pdf": "report.pdf",
    "explanation": "explanation.txt",
}


@dataclass(frozen=True)
class BadSample:
    """A sample whose row of the sheet cannot be used."""

    sample: str
    problem: InputProblem


def output_path(outdir: Path, sample: str, kind: str) -> Path:
    """`DIR/S/S.findings.json` and its like; `kind` is a key of `SUFFIXES`."""
    return outdir / sample / f"{sample}.{SUFFIXES[kind]}"


def _remove_stale(outdir: Path, sample: str, *kinds: str) -> None:
    """A sample that failed must not be left with outputs of an earlier run; by default all."""
    for kind in kinds or SUFFIXES:
        remove(output_path(outdir, sample, kind))


def detect_samples(
    bench: Workbench,
    outdir: Path,
    keep_going: bool,
    samples: Sequence["SampleRequest | BadSample"],
) -> Failures:
    """The stage `detect` for all samples."""
    failures = Failures()

    def finish(sample: str, document: "FindingsDocument") -> None:
        _write(outdir, sample, "findings", document_text(document).encode())

    for sample, document in _detected(bench, samples, failures, keep_going):
        work = partial(finish, sample, document) if document else None
        _finish(failures, outdir, sample, work)
    return failures


def _finish(failures: Failures, outdir: Path, sample: str, work: Callable[[], None] | None) -> None:
    """Write the outputs of a sample by `work`; without it, or where it fails, leave none."""
    if work is None or not failures.written(sample, work):
        failures.written(sample, partial(_remove_stale, outdir, sample))


def report_samples(
    bench: Workbench,
    as_of: date | None,
    outdir: Path,
    created: datetime,
    keep_going: bool,
    samples: Sequence["SampleRequest | BadSample"],
) -> Failures:
    """All stages for all samples. `as_of` overrides the day that a sample asks for itself."""
    from annotator.interpretation.interpret import interpret

    failures = Failures()

    overlays = {s.sample: s.knowledge for s in samples if not isinstance(s, BadSample)}

    def finish(sample: str, document: "FindingsDocument") -> None:
        knowledge = bench.laid_over(overlays.get(sample, [])).knowledge_as_of(
            as_of or asked_day(document)
        )
        report = interpret(document, knowledge, created)
        text = document_text(report)
        pdf = bench.renderer.render(text)
        _write(outdir, sample, "findings", document_text(document).encode())
        _write(outdir, sample, "report", text.encode())
        _write(outdir, sample, "pdf", pdf)
        _remove_stale(outdir, sample, "explanation")
        _log_warnings(report)

    for sample, document in _detected(bench, samples, failures, keep_going):
        work = partial(finish, sample, document) if document else None
        _finish(failures, outdir, sample, work)
    return failures


def _detected(
    bench: Workbench,
    samples: Iterable["SampleRequest | BadSample"],
    failures: Failures,
    keep_going: bool,
) -> Iterator[tuple[str, "FindingsDocument | None"]]:
    """The findings of each sample; of a failed one its failed document, or null."""
    for sample in samples:
        document = None
        if isinstance(sample, BadSample):
            failures.add(sample.sample, sample.problem)
        else:
            document = failures.guarded(sample.sample, partial(bench.detect, sample))
        if document is None and keep_going:
            request = None if isinstance(sample, BadSample) else sample
            document = failed_findings(sample.sample, request, failures, bench.reference)
        yield sample.sample, document


def asked_day(document: "FindingsDocument") -> date | None:
    """The day as of which the sample sheet asks for knowledge; null where it does not say."""
    day = document.provenance.settings.get("as_of")
    return date.fromisoformat(day) if isinstance(day, str) else None


def interpret_documents(
    bench: Workbench,
    as_of: date | None,
    outdir: Path,
    created: datetime,
    limit: CreationDay,
    context: Mapping[str, object],
    explain: bool,
    paths: Sequence[Path],
) -> Failures:
    """The stage `interpret`. `context` and `as_of` override what the findings hold of them.

    Findings with a day that lies after `limit`, the day of the report, are refused.
    With `explain` the reasons of every call, option and exclusion are written beside the report.
    """
    from annotator.interpretation.interpret import interpret
    from annotator.knowledge.therapy_names import resolve_therapies
    from annotator.model.findings import FindingsDocument
    from annotator.reporting.explanation import explanation

    failures = Failures()
    seen: set[str] = set()

    def work(path: Path) -> None:
        document = read_document(path, FindingsDocument, "findings.json", "detect")
        _check_id(path, document.sample.id, seen)
        prior = document.clinical_context.prior_therapies
        if prior and "prior_therapies" not in context:
            resolve_therapies(prior, bench.knowledge.therapies)
        if context:
            changed = document.clinical_context.model_copy(update=dict(context))
            document = document.model_copy(update={"clinical_context": changed})
        day = as_of or asked_day(document)
        refuse_later_days(document, day, limit, str(path))
        report = interpret(document, bench.knowledge_as_of(day), created)
        _write(outdir, document.sample.id, "report", document_text(report).encode())
        _remove_stale(outdir, document.sample.id, "explanation")
        if explain:
            _write(outdir, document.sample.id, "explanation", explanation(report).encode())
        _log_warnings(report)

    for path in paths:
        if not failures.written(path.name, partial(work, path)):
            _remove_stale(outdir, _sample_of(path), "report", "pdf", "explanation")
    return failures


def render_reports(bench: Workbench, outdir: Path, paths: Sequence[Path]) -> Failures:
    """The stage `render`."""
    from annotator.model.report import Report

    failures = Failures()
    seen: set[str] = set()

    def work(path: Path) -> None:
        report = read_document(path, Report, "report.json", "interpret")
        _check_id(path, report.sample.id, seen)
        text = path.read_text(encoding="utf-8")
        _write(outdir, report.sample.id, "pdf", bench.renderer.render(text))

    for path in paths:
        if not failures.written(path.name, partial(work, path)):
            _remove_stale(outdir, _sample_of(path), "pdf")
    return failures


def _sample_of(path: Path) -> str:
    """The sample that a document is named after: `S` of `S.findings.json`."""
    name = path.name
    for suffix in SUFFIXES.values():
        name = name.removesuffix(f".{suffix}")
    return name


def _check_id(path: Path, sample: str, seen: set[str]) -> None:
    """Raise InputProblem for an identifier that leads out of the folder, or that was `seen`."""
    from annotator.readers.sample_values import sample_id
    from annotator.readers.table import BadCell

    try:
        sample_id(sample)
    except BadCell as bad:
        raise InputProblem(
            bad.found, file=str(path), column="sample.id", expected=bad.expected
        ) from None
    if sample in seen:
        raise InputProblem(
            f"the sample {sample!r} was given already",
            file=str(path),
            column="sample.id",
            expected="one document of each sample",
        )
    seen.add(sample)


def _write(outdir: Path, sample: str, kind: str, content: bytes) -> None:
    path = output_path(outdir, sample, kind)
    write_whole(path, content)
    log.info("%s: wrote %s", sample, path)


def _log_warnings(report: "Report") -> None:
    for warning in report.warnings:
        where = f" ({warning.source})" if warning.source else ""
        log.warning("%s: %s: %s%s", report.sample.id, warning.code, warning.message, where)


def write_cohort(paths: Iterable[Path], outdir: Path) -> None:
    """The tables of a run. Raises InputProblem for a file that is no report."""
    from annotator.model.report import Report
    from annotator.reporting.cohort import cohort_multiqc, cohort_rows, cohort_tsv

    seen: set[str] = set()

    def checked(path: Path) -> Report:
        report = read_document(path, Report, "report.json", "interpret")
        _check_id(path, report.sample.id, seen)
        return report

    rows = cohort_rows(map(checked, paths))
    write_whole(outdir / "cohort.tsv", cohort_tsv(rows).encode())
    write_whole(outdir / "annotator_mqc.json", cohort_multiqc(rows).encode())
