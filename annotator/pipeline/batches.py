"""The batches of a workflow run: the samples of each job, and the files that it depends on."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.files.package_data import resource_folder
from annotator.files.paths import is_file
from annotator.knowledge.load import knowledge_files
from annotator.model.errors import InputProblem
from annotator.model.roles import ROLES
from annotator.readers.registry import is_description
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.sheet.sheet import read_sample_sheet


@dataclass(frozen=True)
class Batch:
    """Samples that go through a stage together.

    `files` are their input files that exist; detection reports a missing one with its sample.
    `digest` is a hash over the rows of these samples, and over size and time of the files that
    Snakemake cannot declare because of braces in their paths.
    """

    name: str
    samples: tuple[str, ...]
    files: tuple[str, ...]
    digest: str


def plan_batches(sheet: Path, batch_size: int) -> list[Batch]:
    """Return the batches of a sheet, in its order, with `batch_size` samples in each.

    A sample whose row cannot be read is in a batch too, where detection reports it.
    Raises InputProblem for a sheet that cannot be read as a whole.
    """
    read = read_sample_sheet(sheet)
    rows: dict[str, SampleRequest | InputProblem] = {
        **{request.sample: request for request in read.requests},
        **read.problems,
    }
    parts = [read.samples[at : at + batch_size] for at in range(0, len(read.samples), batch_size)]
    return [
        Batch(
            name=f"{number:04d}",
            samples=tuple(part),
            files=tuple(
                path
                for path in existing_files(rows[sample] for sample in part)
                if not _has_braces(path)
            ),
            digest=_digest([rows[sample] for sample in part]),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _has_braces(path: str) -> bool:
    """Whether a path has braces: Snakemake reads them as wildcards and cannot declare the path."""
    return "{" in path or "}" in path


def existing_files(rows: Iterable[SampleRequest | InputProblem]) -> list[str]:
    """Return the input files of rows that exist, each once, with the descriptions of formats."""
    specs = [
        spec
        for request in rows
        if isinstance(request, SampleRequest)
        for role in ROLES
        for spec in request.files(role)
    ]
    candidates = [path for spec in specs for path in (spec, *_parts(spec)) if path]
    return [*dict.fromkeys(path for path in candidates if is_file(Path(path)))]


def _parts(spec: str) -> tuple[str, ...]:
    """The path of `FORMAT=path`; both files of `mine.yaml=path`: each changes the result."""
    forced, _, path = spec.partition("=")
    return (path, forced) if is_description(forced) else (path,)


def knowledge_inputs(overlays: Iterable[Path]) -> list[str]:
    """Return every file of the knowledge base and of the folders laid over it."""
    folders = [resource_folder("knowledge"), *overlays]
    return [str(path) for folder in folders for path in knowledge_files(folder)]


def _digest(rows: Sequence[SampleRequest | InputProblem]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        text = row.model_dump_json() if isinstance(row, SampleRequest) else str(row)
        digest.update(text.encode() + b"\0")
    for path in filter(_has_braces, existing_files(rows)):
        status = Path(path).stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\0".encode())
    return digest.hexdigest()
