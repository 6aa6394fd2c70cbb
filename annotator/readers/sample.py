"""All files of one sample to its observations, in one genome build.

targets_of = targets(load_reference(), tables)
read_observations(SampleRequest(sample="S1", fusions=["calls.tsv"]), targets_of)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model.base import BUILDS, OTHER_BUILD, GenomeBuild
from annotator.model.errors import InputProblem
from annotator.model.observations import Observations
from annotator.model.roles import Role
from annotator.model.warning import ReportWarning
from annotator.readers.build import BuildEvidence
from annotator.readers.collected import collected, sample_name
from annotator.readers.format import Content, Scope
from annotator.readers.identity.sample_names import NamedFile, name_doubts
from annotator.readers.inputs import open_input, open_inputs
from annotator.readers.sample_build import (
    AskedInput,
    BuildQuestion,
    ReadInput,
    ask_inputs,
    may_be_of_both,
    unproven_build,
    unstated_builds,
)
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.tables.segment_build_check import check_segment_build
from annotator.readers.tables.written_names import check_names
from annotator.readers.targets import TargetsOf


@dataclass(frozen=True)
class SampleObservations:
    """The observations of a sample, the build they are in, and what each file says of the build.

    `build_evidence` has the base name of the file, or `--genome-build`, with what it says.
    `build_proven` is whether headers or enough REF alleles prove build and coordinates of every
    file of small variants; None without such a file.
    """

    genome_build: GenomeBuild
    build_evidence: list[tuple[str, BuildEvidence]]
    observations: Observations
    build_proven: bool | None = None


def read_observations(request: SampleRequest, targets_of: TargetsOf) -> SampleObservations:
    """Read every file of a sample. The order of the files of one role changes nothing.

    Raises `InputProblem` where no file is given; for a file that is missing, empty, of no known
    format, given twice, malformed or changed while it was read; where no input shows the build;
    where two of them contradict each other; and where names are in doubt and `sample_names` is
    strict.
    """
    try:
        return _read_observations(request, targets_of)
    except OSError as error:  # a file that was there a moment ago, a disk or network that fails
        name = str(error.filename) if error.filename else None
        raise InputProblem(
            f"the file cannot be read ({error.strerror or error})", file=name
        ) from error


def _read_observations(request: SampleRequest, targets_of: TargetsOf) -> SampleObservations:
    in_any_build = _scope(request, targets_of, *BUILDS)
    asked = ask_inputs(open_inputs(request), in_any_build)
    question = BuildQuestion(request, in_any_build, targets_of)
    evidence = question.evidence(asked)
    build = question.decided(evidence)
    files = _read(request, asked, build, targets_of)
    for one in files:
        check_names(one.input.file, one.content, in_any_build.targets.fusion_genes)
        check_segment_build(one.input.file, one.content.segments, build, targets_of)
    unstated = list(unstated_builds(files, build, targets_of))
    warnings = [*request.warnings, *_name_warnings(request, files)]
    unproven = [
        warning
        for one in files
        if one.input.role == "small_variants" and not one.said
        if (warning := unproven_build(one, build, evidence[0].name, targets_of))
    ]
    if request.genome_build is None:
        warnings += [file.warning(build) for file in unstated]
    return SampleObservations(
        build,
        [(one.name, one.evidence) for one in evidence],
        collected(files, targets_of(build).depth_regions, unstated, [*warnings, *unproven]),
        not unproven if request.small_variants else None,
    )


def _scope(request: SampleRequest, targets_of: TargetsOf, *builds: GenomeBuild) -> Scope:
    return Scope(targets_of(*builds), request.tumor_sample, request.sample)


def _read(
    request: SampleRequest, asked: Sequence[AskedInput], build: GenomeBuild, targets_of: TargetsOf
) -> list[ReadInput]:
    """Read what was not read early: in the build, or where a file may be of either, in both."""
    scope = _scope(request, targets_of, build)
    in_both = _scope(request, targets_of, build, OTHER_BUILD[build])
    files = []
    for one in asked:
        content = one.early
        if content is None:
            content = one.input.format.read(
                one.input.file, in_both if may_be_of_both(one) else scope
            )
        files.append(ReadInput(one.input, one.said, content))
    return files


def _name_warnings(request: SampleRequest, files: Sequence[ReadInput]) -> list[ReportWarning]:
    """What the names in the files leave in doubt. Raises `InputProblem` where that is refused."""
    if request.sample_names == "off":
        return []
    named = [NamedFile(one.input.file.name, sample_name(one.content)) for one in files]
    doubts = name_doubts(request, named)
    for doubt in doubts if request.sample_names == "strict" else ():
        file = next(one.input.file for one in files if one.input.file.name == doubt.file)
        raise file.problem(
            doubt.warning.message,
            advice="Correct the file; where it is the right one, give its name as "
            "--tumor-sample or as the patient, or take --sample-names warn.",
        )
    return [doubt.warning for doubt in doubts]


def content_for(
    request: SampleRequest, role: Role, spec: str, targets_of: TargetsOf
) -> Content | None:
    """What a request reads of one of its files, in whichever build that is.

    None where files of two patients can be the same by chance, and where it cannot be read.
    """
    try:
        given = open_input(role, spec)
        if given.format.may_coincide:
            return None
        return given.format.read(given.file, _scope(request, targets_of, *BUILDS))
    except InputProblem:
        return None
