"""The batches of a run: which samples a job takes through a stage, and what it depends on."""

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

    `files` are those of their input files that exist; a missing one is told of by detection, for
    its own sample. `digest` is a hash over what the sheet says of these samples, and over size and
    time of the files that Snakemake cannot declare, for the braces in their paths.
    """

    name: str
    samples: tuple[str, ...]
    files: tuple[str, ...]
    digest: str


def plan_batches(sheet: Path, batch_size: int) -> list[Batch]:
    """The samples of a sheet in its order, `batch_size` to a batch.

    A sample that cannot be read is in a batch like any other, where detection reports it.
    Raises InputProblem for a sheet that cannot be read as a whole.
    """
    read = read_sample_sheet(sheet)
    said: dict[str, SampleRequest | InputProblem] = {
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
                for path in existing_files(said[sample] for sample in part)
                if not _has_braces(path)
            ),
            digest=_digest([said[sample] for sample in part]),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _has_braces(path: str) -> bool:
    """Whether Snakemake would read a part of the path as a wildcard: it cannot declare such one."""
    return "{" in path or "}" in path


def existing_files(said: Iterable[SampleRequest | InputProblem]) -> list[str]:
    """The input files of these samples that are there, each once, and the descriptions of them."""
    specs = [
        spec
        for request in said
        if isinstance(request, SampleRequest)
        for role in ROLES
        for spec in request.files(role)
    ]
    candidates = [path for spec in specs for path in (spec, *_parts(spec)) if path]
    return [*dict.fromkeys(path for path in candidates if is_file(Path(path)))]


def _parts(spec: str) -> tuple[str, ...]:
    """Of `FORMAT=path` the path; of `mine.yaml=path` both, since either changes the result."""
    forced, _, path = spec.partition("=")
    return (path, forced) if is_description(forced) else (path,)


def knowledge_inputs(overlays: Iterable[Path]) -> list[str]:
    """Every file of the knowledge base and of the folders laid over it."""
    folders = [resource_folder("knowledge"), *overlays]
    return [str(path) for folder in folders for path in knowledge_files(folder)]


def _digest(said: Sequence[SampleRequest | InputProblem]) -> str:
    digest = hashlib.sha256()
    for each in said:
        text = each.model_dump_json() if isinstance(each, SampleRequest) else str(each)
        digest.update(text.encode() + b"\0")
    for path in filter(_has_braces, existing_files(said)):
        status = Path(path).stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\0".encode())
    return digest.hexdigest()
