"""Runs the stages over samples and writes their documents; one bad sample fails alone."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.documents import document_text, read_document, remove, write_whole
from annotator.failures import Failures, failed_findings
from annotator.model.errors import InputProblem
from annotator.workbench import Workbench

if TYPE_CHECKING:
    from annotator.knowledge.as_of import KnowledgeAsOf
    from annotator.model.findings import FindingsDocument
    from annotator.model.report import Report
    from annotator.readers.sample_request import SampleRequest

log = logging.getLogger("annotator")
SUFFIXES = {"findings": "findings.json", "report": "report.json", "pdf": "report.pdf"}


def output_path(outdir: Path, sample: str, kind: str) -> Path:
    """`DIR/S/S.findings.json` and its like; `kind` is a key of `SUFFIXES`."""
    return outdir / sample / f"{sample}.{SUFFIXES[kind]}"


def _remove_stale(outdir: Path, sample: str) -> None:
    """A sample that failed must not be left with the outputs of an earlier run."""
    for kind in SUFFIXES:
        remove(output_path(outdir, sample, kind))


def detect_samples(
    bench: Workbench,
    requests: Sequence["SampleRequest"],
    known_bad: Mapping[str, InputProblem],
    outdir: Path,
    keep_going: bool,
) -> Failures:
    """The stage `detect` for all samples."""
    failures = Failures()

    def finish(sample: str, document: "FindingsDocument") -> None:
        _write(outdir, sample, "findings", document_text(document).encode())

    for sample, document in _detected(bench, requests, known_bad, failures, keep_going):
        work = partial(finish, sample, document) if document else None
        _finish(failures, outdir, sample, work)
    return failures


def _finish(failures: Failures, outdir: Path, sample: str, work: Callable[[], None] | None) -> None:
    """Write the outputs of a sample by `work`; without it, or where it fails, leave none."""
    if work is None or not failures.written(sample, work):
        failures.written(sample, partial(_remove_stale, outdir, sample))


def report_samples(
    bench: Workbench,
    knowledge: "KnowledgeAsOf",
    requests: Sequence["SampleRequest"],
    known_bad: Mapping[str, InputProblem],
    outdir: Path,
    created: datetime,
    keep_going: bool,
) -> Failures:
    """All stages for all samples, in one process."""
    from annotator.interpretation.interpret import interpret

    failures = Failures()

    def finish(sample: str, document: "FindingsDocument") -> None:
        report = interpret(document, knowledge, created)
        text = document_text(report)
        pdf = bench.renderer.render(text)
        _write(outdir, sample, "findings", document_text(document).encode())
        _write(outdir, sample, "report", text.encode())
        _write(outdir, sample, "pdf", pdf)
        _log_warnings(report)

    for sample, document in _detected(bench, requests, known_bad, failures, keep_going):
        work = partial(finish, sample, document) if document else None
        _finish(failures, outdir, sample, work)
    return failures


def _detected(
    bench: Workbench,
    requests: Sequence["SampleRequest"],
    known_bad: Mapping[str, InputProblem],
    failures: Failures,
    keep_going: bool,
) -> Iterator[tuple[str, "FindingsDocument | None"]]:
    """The findings of each sample; of a failed one its failed document, or null."""
    for sample, problem in known_bad.items():
        failures.add(sample, problem)
        yield (
            sample,
            failed_findings(sample, None, failures, bench.reference) if keep_going else None,
        )
    for request in requests:
        name = request.sample
        document = failures.guarded(name, partial(bench.detect, request))
        if document is None and keep_going:
            document = failed_findings(name, request, failures, bench.reference)
        yield name, document


def interpret_documents(
    knowledge: "KnowledgeAsOf",
    paths: Iterable[Path],
    outdir: Path,
    created: datetime,
    context: Mapping[str, object],
) -> Failures:
    """The stage `interpret`. `context` overrides fields of the clinical context."""
    from annotator.interpretation.interpret import interpret
    from annotator.knowledge.therapy_names import resolve_therapies
    from annotator.model.findings import FindingsDocument

    failures = Failures()

    def work(path: Path) -> None:
        document = read_document(path, FindingsDocument, "findings.json", "detect")
        _check_id(path, document.sample.id)
        prior = document.clinical_context.prior_therapies
        if prior and "prior_therapies" not in context:
            resolve_therapies(prior, knowledge.base.therapies)
        if context:
            changed = document.clinical_context.model_copy(update=dict(context))
            document = document.model_copy(update={"clinical_context": changed})
        report = interpret(document, knowledge, created)
        _write(outdir, document.sample.id, "report", document_text(report).encode())
        _log_warnings(report)

    for path in paths:
        failures.guarded(path.name, partial(work, path))
    return failures


def render_reports(bench: Workbench, paths: Iterable[Path], outdir: Path) -> Failures:
    """The stage `render`."""
    from annotator.model.report import Report

    failures = Failures()

    def work(path: Path) -> None:
        report = read_document(path, Report, "report.json", "interpret")
        _check_id(path, report.sample.id)
        text = path.read_text(encoding="utf-8")
        _write(outdir, report.sample.id, "pdf", bench.renderer.render(text))

    for path in paths:
        failures.guarded(path.name, partial(work, path))
    return failures


def _check_id(path: Path, sample: str) -> None:
    """Raise InputProblem for an identifier that cannot name files: it leads out of the folder."""
    from annotator.readers.sample_values import sample_id
    from annotator.readers.table import BadCell

    try:
        sample_id(sample)
    except BadCell as bad:
        raise InputProblem(
            bad.found, file=str(path), column="sample.id", expected=bad.expected
        ) from None


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

    def checked(path: Path) -> Report:
        report = read_document(path, Report, "report.json", "interpret")
        _check_id(path, report.sample.id)
        return report

    rows = cohort_rows(map(checked, paths))
    write_whole(outdir / "cohort.tsv", cohort_tsv(rows).encode())
    write_whole(outdir / "annotator_mqc.json", cohort_multiqc(rows).encode())
