"""Runs a stage over what a command asks for, and turns what failed into its exit status."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.pipeline.environment import Workbench
    from annotator.pipeline.failures import Failures
    from annotator.pipeline.stages import AnySample

DONE, INTERNAL, BAD_INPUT = 0, 1, 2
"""Exit statuses: done, internal error, wrong usage or bad input."""


def run_samples(
    run: "Callable[[Sequence[AnySample]], Failures]",
    samples: "Sequence[AnySample]",
    options: argparse.Namespace,
) -> "Failures":
    """Run a stage over samples, in as many processes as the options say."""
    from annotator.pipeline.parallel import spread
    from annotator.pipeline.run_lock import run_lock
    from annotator.pipeline.stages import LostSample, log_equal_variants

    def lost(those: "Sequence[AnySample]") -> "Failures":
        return run([LostSample(each.sample) for each in those])

    with run_lock(options.outdir, [each.sample for each in samples]):
        failures = spread(run, samples, options.jobs, log_starter(options), lost)
        log_equal_variants(options.outdir, [each.sample for each in samples])
    return failures


def run_documents(
    run: "Callable[[Sequence[Path]], Failures]",
    paths: Sequence[Path],
    made: Sequence[str],
    options: argparse.Namespace,
) -> int:
    """Run a stage over documents; `made` names the outputs that it leaves of each."""
    from annotator.pipeline.parallel import spread
    from annotator.pipeline.run_lock import run_lock
    from annotator.pipeline.stages import lost_documents, one_document_a_sample

    documents = one_document_a_sample(paths)
    lost = partial(lost_documents, options.outdir, made)
    with run_lock(options.outdir, documents.by_sample):
        failures = spread(run, documents.paths, options.jobs, log_starter(options), lost)
    failures.add_all(documents.failures)
    return failures.exit_status


def open_bench(options: argparse.Namespace) -> "Workbench":
    """What all samples of the command share, under the knowledge it names."""
    from annotator.pipeline.environment import Workbench

    bench = Workbench.of_folders(options.knowledge, getattr(options, "jurisdiction", None))
    if bench.jurisdiction is not None:
        bench.knowledge_as_of(options.as_of)  # an unknown one ends the run before it begins
    return bench


def exit_status(failures: "Failures", options: argparse.Namespace) -> int:
    """The exit status of a run over samples."""
    if options.keep_going and not failures.unwritten:
        return DONE
    return failures.exit_status


def log_starter(options: argparse.Namespace) -> Callable[[], None]:
    """Starts the log as the command asks for it, in this process or a worker."""
    from annotator.cli.messages import start_log

    return partial(start_log, getattr(options, "verbose", 0), getattr(options, "log_json", False))
