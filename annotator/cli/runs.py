"""Run a stage over samples or documents; the exit status of a command follows from failures."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.pipeline.environment import Environment
    from annotator.pipeline.failures import Failures
    from annotator.pipeline.stages import AnySample

DONE, INTERNAL, BAD_INPUT = 0, 1, 2
"""Exit statuses: done, internal error, wrong usage or bad input."""


def run_samples(
    run: "Callable[[Sequence[AnySample]], Failures]",
    samples: "Sequence[AnySample]",
    arguments: argparse.Namespace,
) -> "Failures":
    """Run a stage over samples, in as many processes as the arguments say."""
    from annotator.pipeline.cohort import log_equal_variants
    from annotator.pipeline.parallel import spread
    from annotator.pipeline.run_lock import run_lock
    from annotator.pipeline.stages import LostSample

    def lost(unfinished: "Sequence[AnySample]") -> "Failures":
        return run([LostSample(sample.sample) for sample in unfinished])

    names = [sample.sample for sample in samples]
    with run_lock(arguments.outdir, names):
        failures = spread(run, samples, arguments.jobs, log_starter(arguments), lost)
        log_equal_variants(arguments.outdir, names)
    return failures


def run_documents(
    run: "Callable[[Sequence[Path]], Failures]",
    paths: Sequence[Path],
    outputs: Sequence[str],
    arguments: argparse.Namespace,
) -> int:
    """Run a stage over documents and return the exit status.

    `outputs` are the kinds of outputs that the stage writes for each document.
    """
    from annotator.pipeline.document_stages import lost_documents, one_document_a_sample
    from annotator.pipeline.parallel import spread
    from annotator.pipeline.run_lock import run_lock

    documents = one_document_a_sample(paths)
    lost = partial(lost_documents, arguments.outdir, outputs)
    with run_lock(arguments.outdir, documents.by_sample):
        failures = spread(run, documents.paths, arguments.jobs, log_starter(arguments), lost)
    failures.add_all(documents.failures)
    return failures.exit_status


def open_environment(arguments: argparse.Namespace) -> "Environment":
    """Return the environment of a command: knowledge folders and laboratory that it names."""
    from annotator.pipeline.environment import Environment
    from annotator.readers.laboratory import read_laboratory

    laboratory = getattr(arguments, "laboratory", None)
    environment = Environment.of_folders(
        arguments.knowledge,
        getattr(arguments, "jurisdiction", None),
        laboratory=None if laboratory is None else read_laboratory(laboratory),
    )
    if environment.jurisdiction is not None:
        environment.knowledge_as_of(arguments.as_of)  # an unknown agency ends the run here
    return environment


def exit_status(failures: "Failures", arguments: argparse.Namespace) -> int:
    """Return the exit status of a run over samples."""
    if arguments.keep_going and not failures.unwritten:
        return DONE
    return failures.exit_status


def log_starter(arguments: argparse.Namespace) -> Callable[[], None]:
    """Return a function that starts the log of this process or of a worker."""
    from annotator.cli.messages import start_log

    return partial(
        start_log, getattr(arguments, "verbose", 0), getattr(arguments, "log_json", False)
    )
