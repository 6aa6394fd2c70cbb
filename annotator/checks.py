"""Checks before a run: every input of a sample sheet, and the knowledge base."""

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.days import CreationDay, request_problems
from annotator.model.errors import InputProblem
from annotator.workbench import Workbench

if TYPE_CHECKING:
    from annotator.knowledge.model import KnowledgeBase


def sheet_problems(bench: Workbench, sheet: Path, limit: CreationDay) -> list[InputProblem]:
    """Every problem of a sample sheet and of all inputs that it names.

    Days that lie after `limit`, the day of the check, are some.
    """
    from annotator.readers.sample import check_inputs
    from annotator.readers.sample_sheet import read_sample_sheet, sample_sheet_problems

    problems = sample_sheet_problems(sheet)
    try:
        requests = read_sample_sheet(sheet).requests
    except InputProblem:
        return problems
    for request in requests:
        found = check_inputs(request)
        if not found:
            try:
                bench.detect(request)
            except InputProblem as bad:
                found = [bad]
        found = [*request_problems(request, limit), *found]
        for problem in found:
            problem.found = f"sample {request.sample}: {problem.found}"
        problems += found
    return problems


def check_knowledge(bench: Workbench) -> list[InputProblem]:
    """Every problem of the knowledge base; faults in the form of a file come before all others."""
    from annotator.detection.bypass_catalogue import BypassCatalogue
    from annotator.detection.functional import FunctionalClasses
    from annotator.detection.graded_genes import graded_transcripts
    from annotator.knowledge.detection_tables import detection_tables
    from annotator.knowledge.load import problem_at
    from annotator.knowledge.validate import knowledge_problems

    reading = bench.knowledge_reading
    if reading.base is None:
        return reading.faults
    problems = knowledge_problems(reading.base, reading.places, bench.canonical_allele)
    for region in reading.base.functional_regions:
        try:
            FunctionalClasses([region], bench.reference.builds[0], bench.reference)
        except InputProblem as problem:
            owner = ("functional_regions", region.id)
            problems.append(problem_at(reading.places, owner, problem.message))
    tables = detection_tables(reading.base)
    for build in bench.reference.builds:
        try:
            BypassCatalogue(tables, build, bench.reference)
            graded_transcripts(tables, build, bench.reference)
        except InputProblem as problem:
            problems.append(problem)
    return problems


def sound_knowledge(base: "KnowledgeBase") -> str:
    """What is said of a knowledge base without problems: its release, hash and size."""
    over = "".join(f" + {overlay.name}" for overlay in base.overlays)
    return (
        f"knowledge {base.release.version}{over} (sha256 {base.sha256[:16]}): "
        f"{len(base.statements)} statements, {len(base.rules)} rules, "
        f"{len(base.therapies)} therapies, {len(base.references)} references; no problem found"
    )
