"""Checks before a run: a sample sheet with all its inputs, and the knowledge base."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.base import NameCheck
from annotator.model.errors import InputProblem
from annotator.model.warning import DOUBTS
from annotator.pipeline.days import CreationDay, request_problems
from annotator.pipeline.environment import Environment

if TYPE_CHECKING:
    from annotator.knowledge.model import KnowledgeBase
    from annotator.model.findings import FindingsDocument
    from annotator.readers.sheet.request import SampleRequest


@dataclass
class CheckedSheet:
    """The problems of a sheet, which end in exit status 2, and its doubts, which do not."""

    problems: list[InputProblem]
    doubts: list[str]


def check_sheet(
    environment: Environment, sheet: Path, limit: CreationDay, sample_names: NameCheck = "warn"
) -> CheckedSheet:
    """Return every problem of a sample sheet and of the inputs that it names, and every doubt.

    A day after `limit`, the day of the check, is a problem. Doubts are about whose file it is and
    what its positions mean.
    """
    from annotator.pipeline.equal_variants import equal_variants, variant_list
    from annotator.pipeline.shared_content import shared_contents
    from annotator.readers.sheet.sheet import read_sample_sheet, sample_sheet_problems

    checked = CheckedSheet(sample_sheet_problems(sheet), [])
    try:
        requests = read_sample_sheet(sheet).requests
    except InputProblem:
        return checked
    shared = shared_contents(requests, {r.sample for r in requests}, lambda: environment.targets_of)
    variants = []
    for request in requests:
        asked = {"sample_names": sample_names, "warnings": shared.warnings.get(request.sample, [])}
        of_inputs, document = _trial_run(environment, request.model_copy(update=asked))
        refused = [shared.problems[request.sample]] if request.sample in shared.problems else []
        problems = [*request_problems(request, limit), *refused, *of_inputs]
        for problem in problems:
            problem.found = f"sample {request.sample}: {problem.found}"
        checked.problems += problems
        if document is not None:
            variants.append(variant_list(document))
            checked.doubts += [
                f"sample {request.sample}: {warning.code}: {warning.message}"
                for warning in document.warnings
                if warning.code in DOUBTS
            ]
    checked.doubts += equal_variants(variants)
    return checked


def _trial_run(
    environment: Environment, request: "SampleRequest"
) -> "tuple[list[InputProblem], FindingsDocument | None]":
    """The problems of the inputs of a sample, or its findings where there is no problem."""
    from annotator.pipeline.sample import detect_sample
    from annotator.readers.inputs import check_inputs

    problems = check_inputs(request)
    if not problems:
        try:
            return [], detect_sample(environment, request)
        except InputProblem as problem:
            problems = [problem]
    return problems, None


def check_knowledge(environment: Environment) -> list[InputProblem]:
    """Return every problem of the knowledge base; where a file has a faulty form, those alone."""
    from annotator.detection.bypass.catalog import BypassCatalog
    from annotator.detection.copy_number.genes import called_transcripts
    from annotator.detection.mutations.functional_regions import FunctionalClasses
    from annotator.knowledge.curation.validate import knowledge_problems
    from annotator.knowledge.detection_tables import detection_tables
    from annotator.knowledge.load import problem_at

    load_result = environment.load_result
    if load_result.base is None:
        return load_result.faults
    problems = knowledge_problems(
        load_result.base, load_result.sources, environment.canonical_allele
    )
    for region in load_result.base.functional_regions:
        try:
            FunctionalClasses(
                [region], environment.reference.in_build(environment.reference.builds[0])
            )
        except InputProblem as problem:
            owner = ("functional_regions", region.id)
            problems.append(problem_at(load_result.sources, owner, problem.message))
    tables = detection_tables(load_result.base)
    for build in environment.reference.builds:
        try:
            genome = environment.reference.in_build(build)
            BypassCatalog(tables, genome)
            called_transcripts(tables, genome)
        except InputProblem as problem:
            problems.append(problem)
    return problems


def sound_knowledge(base: "KnowledgeBase") -> str:
    """Return a sentence on a knowledge base without problems: its release, hash and size."""
    over = "".join(f" + {overlay.name}" for overlay in base.overlays)
    return (
        f"knowledge {base.release.version}{over} (sha256 {base.sha256[:16]}): "
        f"{len(base.statements)} statements, {len(base.rules)} rules, "
        f"{len(base.therapies)} therapies, {len(base.references)} references; no problem found"
    )
