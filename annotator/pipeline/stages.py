"""Runs the stages over samples and writes their documents; one bad sample fails alone."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from annotator.files import bounds
from annotator.files.documents import (
    document_source,
    document_text,
    parse_document,
    read_document,
    remove,
    write_together,
)
from annotator.files.paths import is_file
from annotator.model.errors import InputProblem
from annotator.pipeline.days import CreationDay, refuse_later_days
from annotator.pipeline.environment import Workbench
from annotator.pipeline.failures import Failures, failed_findings
from annotator.pipeline.parallel import require_parent

if TYPE_CHECKING:
    from annotator.model.findings import FindingsDocument
    from annotator.model.report import Report
    from annotator.readers.sheet.request import SampleRequest

log = logging.getLogger("annotator")
SUFFIXES = {
    "findings": "findings.json",
    "report": "report.json",
    "pdf": "report.pdf",
    "explanation": "explanation.txt",
}
DERIVED = {"findings": ("report", "pdf", "explanation"), "report": ("pdf", "explanation")}
"""The outputs that are made of another one, and outdated where that one changes."""


@dataclass(frozen=True)
class BadSample:
    """A sample whose row of the sheet cannot be used."""

    sample: str
    problem: InputProblem


@dataclass(frozen=True)
class LostSample:
    """A sample whose process ended while it worked on it."""

    sample: str


AnySample: TypeAlias = "SampleRequest | BadSample | LostSample"


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
    samples: Sequence["AnySample"],
) -> Failures:
    """The stage `detect` for all samples."""
    failures = Failures()

    def finish(sample: str, document: "FindingsDocument") -> None:
        _write(outdir, sample, {"findings": document_text(document).encode()})

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
    samples: Sequence["AnySample"],
) -> Failures:
    """All stages for all samples. `as_of` overrides the day that a sample asks for itself."""
    from annotator.interpretation.interpret import interpret

    failures = Failures()

    overlays = {s.sample: s.knowledge for s in samples if not isinstance(s, BadSample | LostSample)}

    def finish(sample: str, document: "FindingsDocument") -> None:
        # A failed document claims nothing: knowledge that cannot be read may be why it failed.
        own = overlays.get(sample, []) if document.status == "complete" else []
        knowledge = bench.laid_over(own).knowledge_as_of(as_of or asked_day(document))
        report = interpret(document, knowledge, created)
        text = document_text(report)
        pdf = bench.renderer.render(text)
        content = {
            "findings": document_text(document).encode(),
            "report": text.encode(),
            "pdf": pdf,
        }
        _write(outdir, sample, content)
        _log_warnings(report)

    for sample, document in _detected(bench, samples, failures, keep_going):
        work = partial(finish, sample, document) if document else None
        _finish(failures, outdir, sample, work)
    return failures


def _detected(
    bench: Workbench,
    samples: Iterable["AnySample"],
    failures: Failures,
    keep_going: bool,
) -> Iterator[tuple[str, "FindingsDocument | None"]]:
    """The findings of each sample; of a failed one its failed document, or null."""
    for sample in samples:
        document = None
        if isinstance(sample, BadSample):
            failures.add(sample.sample, sample.problem)
        elif isinstance(sample, LostSample):
            failures.add_lost(sample.sample)
        else:
            document = failures.guarded(sample.sample, partial(bench.detect, sample))
        if document is None and keep_going:
            request = None if isinstance(sample, BadSample | LostSample) else sample
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
    from annotator.model.findings import FindingsDocument
    from annotator.reporting.explanation import explanation

    failures = Failures()

    def work(path: Path) -> None:
        document = read_document(path, FindingsDocument, "findings.json", "detect")
        _check_id(path, document.sample.id)
        changes = dict(context)
        if document.clinical_context.courses and "prior_therapies" not in context:
            changes |= bench.history(document.clinical_context.courses)
        changed = document.clinical_context.model_copy(update=changes)
        document = document.model_copy(update={"clinical_context": changed})
        day = as_of or asked_day(document)
        refuse_later_days(document, day, limit, str(path))
        report = interpret(document, bench.knowledge_as_of(day), created)
        content = {"report": document_text(report).encode()}
        if explain:
            content["explanation"] = explanation(report).encode()
        else:
            _remove_stale(outdir, document.sample.id, "explanation")
        _write(outdir, document.sample.id, content)
        _log_warnings(report)

    for path in paths:
        if not failures.written(path.name, partial(work, path)):
            _remove_named(outdir, path, *DERIVED["findings"])
    return failures


def render_reports(bench: Workbench, outdir: Path, paths: Sequence[Path]) -> Failures:
    """The stage `render`."""
    from annotator.model.report import Report

    failures = Failures()

    def work(path: Path) -> None:
        text = document_source(path, "report.json")
        report = parse_document(text, path, Report, "report.json", "interpret")
        _check_id(path, report.sample.id)
        _write(outdir, report.sample.id, {"pdf": bench.renderer.render(text)})

    for path in paths:
        if not failures.written(path.name, partial(work, path)):
            _remove_named(outdir, path, "pdf")
    return failures


@dataclass(frozen=True)
class Documents:
    """Documents to work on, with the sample of each, and those that cannot be."""

    by_sample: Mapping[str, Path]
    failures: Failures

    @property
    def paths(self) -> list[Path]:
        """The files, in the order given."""
        return [*self.by_sample.values()]


def one_document_a_sample(paths: Iterable[Path]) -> Documents:
    """The documents by sample. Of two of one sample the later one is a failure."""
    by_sample: dict[str, Path] = {}
    failures = Failures()
    for path in paths:
        sample = _stated_sample(path)
        if sample in by_sample:
            failures.add(path.name, _given_already(path, sample))
        else:
            by_sample[sample] = path
    return Documents(by_sample, failures)


def _stated_sample(path: Path) -> str:
    """The sample that a document states; where it cannot be read, that of its file name."""
    if is_file(path) and path.stat().st_size <= bounds.DOCUMENT_BYTES:
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            return str(json.loads(path.read_bytes())["sample"]["id"])
    return _sample_of(path)


def lost_documents(outdir: Path, kinds: Sequence[str], paths: Sequence[Path]) -> Failures:
    """Documents whose process ended while it worked on them: no outputs of theirs are left."""
    failures = Failures()
    for path in paths:
        failures.add_lost(path.name)
        failures.written(path.name, partial(_remove_named, outdir, path, *kinds))
    return failures


def _remove_named(outdir: Path, path: Path, *kinds: str) -> None:
    """Remove outputs of the sample that a document is named after, within the folder alone."""
    sample = _sample_of(path)
    try:
        _check_id(path, sample)
    except InputProblem:
        return
    _remove_stale(outdir, sample, *kinds)


def _sample_of(path: Path) -> str:
    """The sample that a document is named after: `S` of `S.findings.json`."""
    name = path.name
    for suffix in SUFFIXES.values():
        name = name.removesuffix(f".{suffix}")
    return name


def _check_id(path: Path, sample: str) -> None:
    """Raise InputProblem for an identifier that leads out of the folder."""
    from annotator.readers.sheet.sample_ids import output_id
    from annotator.readers.tables.table import BadCell

    try:
        output_id(sample)
    except BadCell as bad:
        raise InputProblem(
            bad.found, file=str(path), column="sample.id", expected=bad.expected
        ) from None


def _given_already(path: Path, sample: str) -> InputProblem:
    return InputProblem(
        f"the sample {sample!r} was given already",
        file=str(path),
        column="sample.id",
        expected="one document of each sample",
    )


def _write(outdir: Path, sample: str, content: Mapping[str, bytes]) -> None:
    """Write outputs of a sample together; what was made of their former content is removed."""
    files = [(output_path(outdir, sample, kind), content[kind]) for kind in content]
    outdated = {kind for made in content for kind in DERIVED.get(made, ())} - set(content)
    stale = [output_path(outdir, sample, kind) for kind in SUFFIXES if kind in outdated]
    write_together(files, stale, require_parent)
    for path, _ in files:
        log.info("%s: wrote %s", sample, path)


def _log_warnings(report: "Report") -> None:
    for warning in report.warnings:
        where = f" ({warning.source})" if warning.source else ""
        log.warning("%s: %s: %s%s", report.sample.id, warning.code, warning.message, where)


def log_equal_variants(outdir: Path, samples: Sequence[str]) -> None:
    """Warn of samples of a run that have the variants of another patient's sample."""
    from annotator.model.findings import FindingsDocument
    from annotator.pipeline.equal_variants import equal_variants, variant_list

    paths = [output_path(outdir, sample, "findings") for sample in samples]
    if len(paths) > 1:
        documents = (
            FindingsDocument.model_validate_json(path.read_bytes())
            for path in paths
            if path.is_file()
        )
        for sentence in equal_variants(map(variant_list, documents)):
            log.warning("%s", sentence)


def write_cohort(paths: Iterable[Path], outdir: Path) -> None:
    """The tables of a run. Raises InputProblem for a file that is no report."""
    from annotator.model.report import Report
    from annotator.pipeline.equal_variants import VariantList, equal_variants, variant_list
    from annotator.reporting.cohort import cohort_multiqc, cohort_rows, cohort_tsv

    seen: set[str] = set()
    variants: list[VariantList] = []

    def checked(path: Path) -> Report:
        report = read_document(path, Report, "report.json", "interpret")
        _check_id(path, report.sample.id)
        if report.sample.id in seen:
            raise _given_already(path, report.sample.id)
        seen.add(report.sample.id)
        variants.append(variant_list(report))
        return report

    rows = cohort_rows(map(checked, paths))
    for sentence in equal_variants(variants):
        log.warning("%s", sentence)
    tables = {"cohort.tsv": cohort_tsv(rows), "annotator_mqc.json": cohort_multiqc(rows)}
    write_together([(outdir / name, text.encode()) for name, text in tables.items()])
