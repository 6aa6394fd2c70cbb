"""What the arguments of a command ask for: samples, clinical context, day of the report."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.cli.arguments import (
    CASE_ARGUMENTS,
    CONTEXT_VALUES,
    KNOWN_DRIVER,
    VALUE_ARGUMENTS,
)
from annotator.model.errors import InputProblem
from annotator.model.roles import ROLES
from annotator.pipeline.days import CreationDay, request_problems

if TYPE_CHECKING:
    from annotator.pipeline.environment import Environment
    from annotator.pipeline.stages import BadSample
    from annotator.readers.sheet.request import SampleRequest


def creation_day(arguments: argparse.Namespace) -> CreationDay:
    """Return the day of the report, after which no day in it can lie. Raises InputProblem."""
    return CreationDay.asked(getattr(arguments, "created", None), "--created")


def requested_samples(
    arguments: argparse.Namespace, limit: CreationDay
) -> "list[SampleRequest | BadSample]":
    """Return the samples asked for, and those whose row cannot be used with their problem.

    A row cannot be used with a day after `limit`, or with a file that the row of another patient
    has too. Raises InputProblem for arguments that do not fit together.
    """
    if arguments.samples is not None:
        return _sheet_samples(arguments, limit)
    from annotator.readers.sheet.request import SampleRequest

    if arguments.only:
        raise InputProblem("--only is given without --samples", expected="--samples SHEET")
    given = (*VALUE_ARGUMENTS, *CASE_ARGUMENTS)
    names = ["sample", *(name.replace("-", "_") for name, _, _ in given)]
    files = {role: paths for role in ROLES if (paths := getattr(arguments, role))}
    values = {**argument_values(arguments, names), "sample_names": arguments.sample_names}
    request = SampleRequest.model_validate({**values, **files})
    for problem in request_problems(request, limit):
        raise problem
    return [request]


def _sheet_samples(
    arguments: argparse.Namespace, limit: CreationDay
) -> "list[SampleRequest | BadSample]":
    from annotator.pipeline.environment import Environment
    from annotator.pipeline.shared_content import shared_contents
    from annotator.pipeline.stages import BadSample
    from annotator.readers.sheet.sheet import read_sample_sheet

    values = (*VALUE_ARGUMENTS, *CASE_ARGUMENTS)
    names = [role.replace("_", "-") for role in ROLES] + [name for name, _, _ in values]
    given = [name for name in names if getattr(arguments, name.replace("-", "_"))]
    if given:
        raise InputProblem(
            f"--{given[0]} is given together with --samples",
            expected="the inputs of each sample in the sheet",
        )
    sheet = read_sample_sheet(arguments.samples)
    for name in arguments.only or ():
        if name not in sheet.samples:
            raise InputProblem(
                f"no sample {name!r}", file=str(arguments.samples), expected="a sample of the sheet"
            )
    unfit = {
        request.sample: problems[0]
        for request in sheet.requests
        if (problems := [*_own_knowledge(request, arguments), *request_problems(request, limit)])
    }
    wanted = [name for name in sheet.samples if not arguments.only or name in arguments.only]
    shared = shared_contents(sheet.requests, set(wanted), lambda: Environment().targets_of)
    bad = {**shared.problems, **sheet.problems, **unfit}
    good = {
        request.sample: request.model_copy(
            update={
                "sample_names": arguments.sample_names,
                "warnings": shared.warnings.get(request.sample, []),
            }
        )
        for request in sheet.requests
        if request.sample not in bad
    }
    return [good[name] if name in good else BadSample(name, bad[name]) for name in wanted]


def _own_knowledge(
    request: "SampleRequest", arguments: argparse.Namespace
) -> Iterator[InputProblem]:
    """The problem of a knowledge folder in a row where all samples must use one knowledge."""
    if request.knowledge and getattr(arguments, "one_knowledge", False):
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
    environment: "Environment", arguments: argparse.Namespace, limit: CreationDay
) -> dict[str, object]:
    """Return the fields of the clinical context that the arguments give, therapies by their INN.

    Raises InputProblem for a value that is not valid, and for a test of the known driver after
    `limit`.
    """
    from annotator.readers.sheet.request import StatedDriver

    context = argument_values(arguments, CONTEXT_VALUES)
    prior = context.pop("prior_therapies", "not given")
    if prior is None or isinstance(prior, list):
        context.update(environment.history(prior))
    driver = argument_values(arguments, KNOWN_DRIVER)
    if driver:
        for name in driver:
            del context[name]
        stated = StatedDriver.model_validate(driver)
        limit.refuse("--known-driver-on", stated.known_driver_on)
        context.update(environment.known_driver(stated))
    return context


def case_values(arguments: argparse.Namespace) -> dict[str, object]:
    """Return the fields of the case record that the arguments give. Raises InputProblem."""
    return argument_values(arguments, [name.replace("-", "_") for name, _, _ in CASE_ARGUMENTS])


def argument_values(arguments: argparse.Namespace, names: Sequence[str]) -> dict[str, object]:
    """Return the values of arguments, read as cells of the sample sheet. Raises InputProblem."""
    from annotator.readers.sheet.values import VALUES
    from annotator.readers.tables.table import BadCell

    values: dict[str, object] = {}
    for name in names:
        text = getattr(arguments, name)
        if text is None:
            continue
        try:
            values[name] = VALUES[name](text)
        except BadCell as bad:
            argument = f"--{name.replace('_', '-')}"
            raise InputProblem(f"{argument} {bad.found}", expected=bad.expected) from None
    return values
