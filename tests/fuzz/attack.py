"""Gives damaged content to what reads it: a result or an `InputProblem`, in bounded time."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from annotator.files.documents import document_source, parse_document
from annotator.files.yaml_file import read_yaml
from annotator.interpretation.interpret import interpret
from annotator.model.errors import InputProblem
from annotator.model.findings import FindingsDocument
from annotator.model.report import Report
from annotator.pipeline.checks import check_knowledge
from annotator.pipeline.workflow_settings import config_problems, read_schema, settings
from annotator.readers.inputs import check_inputs
from annotator.readers.registry import format_of
from annotator.readers.sheet.sheet import read_sample_sheet, sample_sheet_problems
from annotator.readers.tables.described import described_format
from annotator.reporting.cohort import cohort_multiqc, cohort_rows, cohort_tsv
from tests.builders import packaged
from tests.builders.files import data_file, scope
from tests.builders.fusion_tables import EML4_ALK, scope_of
from tests.conftest import ROOT
from tests.fuzz.seeds import Kind, Seed

SECONDS = 20
"""No file of some kilobytes takes longer to read, on the slowest machine."""
_CREATED = datetime(2026, 11, 22, tzinfo=UTC)
_LONGEST_MESSAGE = 20_000


def attack(seed: Seed, content: bytes) -> None:
    """Read the content as what the seed is. Any error but `InputProblem` is a fault."""
    with TemporaryDirectory() as folder, _within(SECONDS):
        path = Path(folder) / seed.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        message = _told(seed, path, Path(folder))
        assert len(message.encode()) < _LONGEST_MESSAGE


def _told(seed: Seed, path: Path, folder: Path) -> str:
    """The message of the problem that reading ends with, if any."""
    try:
        _READ[seed.kind](seed, path, folder)
    except InputProblem as problem:
        return str(problem)
    return ""


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Raise TimeoutError for what hangs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def hangs(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"not read in {seconds} seconds")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _reader(seed: Seed, path: Path, _folder: Path) -> None:
    assert seed.role is not None
    file = data_file(path)
    file.check()
    for forced in {seed.forced, None}:
        with suppress(InputProblem):
            form = format_of(file, seed.role, forced)
            form.build_evidence(file)
            form.read(file, scope())
            form.read(file, scope_of(EML4_ALK))


def _sheet(_seed: Seed, path: Path, _folder: Path) -> None:
    for problem in sample_sheet_problems(path):
        str(problem)
    for request in read_sample_sheet(path).requests:
        for problem in check_inputs(request):
            str(problem)


def _layout(_seed: Seed, path: Path, folder: Path) -> None:
    described_format(path)
    table = folder / "x.tsv"
    table.write_text(
        "A\tPA\tB\tCB\tPB\tSB\tN\tM\tF\tQ\nEML4\t2:9\tALK\t2\t99\t-\t1\t2\tyes\tPASS\n"
    )
    file = data_file(table)
    format_of(file, "fusions", str(path)).read(file, scope())


def _overlay(seed: Seed, path: Path, folder: Path) -> None:
    if seed.name != "release.yaml":
        (folder / "release.yaml").write_text("laboratory: Example\n")
    environment = packaged.environment().laid_over([str(folder)])
    for problem in check_knowledge(environment):
        str(problem)
    environment.knowledge_as_of(None)


def _settings(_seed: Seed, path: Path, _folder: Path) -> None:
    schema = read_schema(ROOT / "workflow" / "schemas" / "config.schema.yaml")
    config = read_yaml(path, dates_as_text=False)[0]
    if not isinstance(config, dict):
        return  # Snakemake refuses it
    problems = config_problems(config, schema, [path])
    for problem in problems:
        str(problem)
    if not problems:
        settings(config, schema, ROOT)


def _findings(_seed: Seed, path: Path, _folder: Path) -> None:
    text = document_source(path, "findings.json")
    document = parse_document(text, path, FindingsDocument, "findings.json", "detect")
    interpret(document, packaged.environment().knowledge_as_of(None), _CREATED)


def _report(_seed: Seed, path: Path, _folder: Path) -> None:
    text = document_source(path, "report.json")
    rows = cohort_rows([parse_document(text, path, Report, "report.json", "interpret")])
    cohort_tsv(rows).encode()
    cohort_multiqc(rows).encode()


_READ: dict[Kind, Callable[[Seed, Path, Path], None]] = {
    "reader": _reader,
    "sheet": _sheet,
    "layout": _layout,
    "overlay": _overlay,
    "settings": _settings,
    "findings": _findings,
    "report": _report,
}
