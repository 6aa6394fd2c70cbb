"""What the arguments of a command ask for: its samples, their clinical context, its time."""

import argparse
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from annotator.cli.arguments import CONTEXT_VALUES, KNOWN_DRIVER, VALUE_OPTIONS
from annotator.model.errors import InputProblem
from annotator.model.roles import ROLES
from annotator.pipeline.days import CreationDay, request_problems

if TYPE_CHECKING:
    from annotator.pipeline.environment import Workbench
    from annotator.pipeline.stages import BadSample
    from annotator.readers.sheet.request import SampleRequest


def creation_time(options: argparse.Namespace) -> datetime:
    """The time stamp of a report: the option, SOURCE_DATE_EPOCH, or now. Raises InputProblem."""
    given: datetime | None = options.created
    time = given or _source_date() or datetime.now(tz=UTC).replace(microsecond=0)
    return time.astimezone(UTC)


def creation_day(options: argparse.Namespace) -> CreationDay:
    """The day after which nothing in a report can lie. Raises InputProblem."""
    given: datetime | None = getattr(options, "created", None)
    if given is not None:
        return CreationDay.of(given, "--created")
    epoch = _source_date()
    return CreationDay.of(epoch, "SOURCE_DATE_EPOCH") if epoch else CreationDay.today()


def _source_date() -> datetime | None:
    """The time of SOURCE_DATE_EPOCH, null where it is not set. Raises InputProblem."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(_seconds(epoch), tz=UTC)
    except (ValueError, OverflowError, OSError):
        raise InputProblem(
            f"SOURCE_DATE_EPOCH is {epoch[:60]!r}", expected="seconds since 1970-01-01"
        ) from None


def _seconds(text: str) -> int:
    """Raise ValueError for what is not digits alone."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def requested_samples(
    options: argparse.Namespace, limit: CreationDay
) -> "list[SampleRequest | BadSample]":
    """The samples asked for; those whose row cannot be used with their problem.

    A row with a day that lies after `limit` is one of these, and one with a file of the row of
    another patient. Raises InputProblem for options.
    """
    if options.samples is not None:
        return _sheet_samples(options, limit)
    from annotator.readers.sheet.request import SampleRequest

    if options.only:
        raise InputProblem("--only is given without --samples", expected="--samples SHEET")
    names = ["sample", *(name.replace("-", "_") for name, _, _ in VALUE_OPTIONS)]
    files = {role: paths for role in ROLES if (paths := getattr(options, role))}
    values = {**option_values(options, names), "sample_names": options.sample_names}
    request = SampleRequest.model_validate({**values, **files})
    for problem in request_problems(request, limit):
        raise problem
    return [request]


def _sheet_samples(
    options: argparse.Namespace, limit: CreationDay
) -> "list[SampleRequest | BadSample]":
    from annotator.pipeline.environment import Workbench
    from annotator.pipeline.shared_content import shared_contents
    from annotator.pipeline.stages import BadSample
    from annotator.readers.sheet.sheet import read_sample_sheet

    names = [role.replace("_", "-") for role in ROLES] + [name for name, _, _ in VALUE_OPTIONS]
    beside = [name for name in names if getattr(options, name.replace("-", "_"))]
    if beside:
        raise InputProblem(
            f"--{beside[0]} is given together with --samples",
            expected="the inputs of each sample in the sheet",
        )
    sheet = read_sample_sheet(options.samples)
    for name in options.only or ():
        if name not in sheet.samples:
            raise InputProblem(
                f"no sample {name!r}", file=str(options.samples), expected="a sample of the sheet"
            )
    unfit = {
        request.sample: problems[0]
        for request in sheet.requests
        if (problems := [*_own_knowledge(request, options), *request_problems(request, limit)])
    }
    wanted = [name for name in sheet.samples if not options.only or name in options.only]
    shared = shared_contents(sheet.requests, set(wanted), lambda: Workbench().surroundings)
    bad = {**shared.problems, **sheet.problems, **unfit}
    good = {
        request.sample: request.model_copy(
            update={
                "sample_names": options.sample_names,
                "notices": shared.notices.get(request.sample, []),
            }
        )
        for request in sheet.requests
        if request.sample not in bad
    }
    return [good[name] if name in good else BadSample(name, bad[name]) for name in wanted]


def _own_knowledge(request: "SampleRequest", options: argparse.Namespace) -> Iterator[InputProblem]:
    """What is wrong with a knowledge folder in a row, where one knowledge is asked for."""
    if request.knowledge and getattr(options, "one_knowledge", False):
        sheet, line = request.row or (None, None)
        yield InputProblem(
            "the sample has a knowledge folder of its own",
            file=sheet,
            line=line,
            column="knowledge",
            expected="one knowledge for all samples",
            advice="In the workflow, set `knowledge` in config.yaml.",
        )


def context_values(
    bench: "Workbench", options: argparse.Namespace, limit: CreationDay
) -> dict[str, object]:
    """The clinical context that the options give, therapies by their INN.

    Raises InputProblem, also for a test of the known driver after `limit`.
    """
    from annotator.readers.sheet.request import StatedDriver

    context = option_values(options, CONTEXT_VALUES)
    prior = context.pop("prior_therapies", "not given")
    if prior is None or isinstance(prior, list):
        context.update(bench.history(prior))
    driver = option_values(options, KNOWN_DRIVER)
    if driver:
        for name in driver:
            del context[name]
        stated = StatedDriver.model_validate(driver)
        limit.refuse("--known-driver-on", stated.known_driver_on)
        context.update(bench.known_driver(stated))
    return context


def option_values(options: argparse.Namespace, names: Sequence[str]) -> dict[str, object]:
    """Option texts as the values that the sample sheet would give. Raises InputProblem."""
    from annotator.readers.sheet.values import VALUES
    from annotator.readers.tables.table import BadCell

    values: dict[str, object] = {}
    for name in names:
        text = getattr(options, name)
        if text is None:
            continue
        try:
            values[name] = VALUES[name](text)
        except BadCell as bad:
            option = f"--{name.replace('_', '-')}"
            raise InputProblem(f"{option} {bad.found}", expected=bad.expected) from None
    return values
