"""Checks before a run: every input of a sample sheet, and the knowledge base."""

from pathlib import Path

from annotator.model.errors import InputProblem
from annotator.workbench import Workbench


def sheet_problems(bench: Workbench, sheet: Path) -> list[InputProblem]:
    """Every problem of a sample sheet and of all inputs that it names."""
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
        for problem in found:
            problem.found = f"sample {request.sample}: {problem.found}"
        problems += found
    return problems


def check_knowledge(bench: Workbench) -> list[InputProblem]:
    """Every problem of the knowledge base; a fault in a file's form comes alone."""
    from annotator.detection.bypass import BypassCatalogue
    from annotator.detection.functional import FunctionalClasses
    from annotator.knowledge.detection_tables import detection_tables
    from annotator.knowledge.validate import knowledge_problems
    from annotator.resources import resource_folder

    try:
        base = bench.written_knowledge
    except InputProblem as problem:
        return [problem]
    folders = [resource_folder("knowledge"), *bench.overlays]
    problems = knowledge_problems(base, folders, bench.canonical_allele)
    for region in base.functional_regions:
        try:
            FunctionalClasses([region], bench.reference.builds[0], bench.reference)
        except InputProblem as problem:
            problems.append(problem)
    for build in bench.reference.builds:
        try:
            BypassCatalogue(detection_tables(base), build, bench.reference)
        except InputProblem as problem:
            problems.append(problem)
    return problems
