"""The genome build of a sample: what the request, its files and their rows say of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model.base import OTHER_BUILD, GenomeBuild
from annotator.model.errors import InputProblem
from annotator.model.roles import Role
from annotator.model.warning import ReportWarning
from annotator.readers.build import (
    PROVING_ALLELES,
    BuildEvidence,
    build_from_junctions,
    build_from_positions,
    build_from_ref,
    proving_alleles,
)
from annotator.readers.format import Content, Scope
from annotator.readers.inputs import Input
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.tables.segment_build_check import segments_show_build
from annotator.readers.targets import TargetsOf
from annotator.readers.unstated_build import UnstatedBuild, build_of_depths

_OF_RECORDS: tuple[Role, ...] = ("small_variants", "structural_variants", "fusions")


@dataclass(frozen=True)
class AskedInput:
    """An input, what it says itself of its build, and its content where reading needs no build."""

    input: Input
    said: list[BuildEvidence]
    early: Content | None = None


@dataclass(frozen=True)
class ReadInput:
    """An input, what it says itself of its build, and its content in the build of the sample."""

    input: Input
    said: list[BuildEvidence]
    content: Content


@dataclass(frozen=True)
class NamedEvidence:
    """Evidence of a build: base name of the file, and its name as the user wrote it."""

    name: str
    shown: str
    evidence: BuildEvidence


def ask_inputs(inputs: Sequence[Input], scope: Scope) -> list[AskedInput]:
    """Read what needs no build, in the scope of both builds, and ask each file for its build."""
    contents = [
        None if one.format.needs_build else one.format.read(one.file, scope) for one in inputs
    ]
    return [
        AskedInput(one, one.format.build_evidence(one.file), content)
        for one, content in zip(inputs, contents, strict=True)
    ]


class BuildQuestion:
    """Asks the files of a sample for its build; `scope` is that of both builds."""

    def __init__(self, request: SampleRequest, scope: Scope, targets_of: TargetsOf) -> None:
        self.request = request
        self.scope = scope
        self.targets_of = targets_of
        self._ref_counts = ""

    def evidence(self, inputs: Sequence[AskedInput]) -> list[NamedEvidence]:
        """What shows the build.

        The option and what files say of themselves; a VCF that says nothing is asked by its
        records. Failing these, where fusions break; failing this, covered positions, whose file
        can be big.
        """
        given = self.request.genome_build
        name = "--genome-build"
        evidence = [NamedEvidence(name, name, BuildEvidence(given, given))] if given else []
        for one in inputs:
            said = one.said or self._of_records(one)
            # The option settles what a file leaves open by contradicting itself.
            if not given or len(said) == 1:
                evidence += [_named(one, each) for each in said]
        evidence += self._of_positions([one for one in inputs if one.early is not None])
        covered = [one for one in inputs if one.input.role == "coverage"]
        return evidence or self._of_positions(covered)

    def decided(self, evidence: Sequence[NamedEvidence]) -> GenomeBuild:
        """The one build of all evidence. Raises `InputProblem` for none, and for contradictions."""
        if not evidence:
            shown = f" ({self._ref_counts})" if self._ref_counts else ""
            raise InputProblem(
                f"no input tells the genome build{shown}",
                expected="GRCh37 or GRCh38",
                advice="Give --genome-build.",
            )
        first = evidence[0]
        for other in evidence[1:]:
            if other.evidence.build != first.evidence.build:
                raise InputProblem(
                    f"the genome builds contradict each other: {first.name} says "
                    f"{first.evidence.build} ({first.evidence.text}), {other.name} says "
                    f"{other.evidence.build} ({other.evidence.text})",
                    file=other.shown,
                    expected="all files of a sample in one genome build",
                    advice="Correct --genome-build, or give the file of the right build.",
                )
        return first.evidence.build

    def _of_records(self, one: AskedInput) -> list[BuildEvidence]:
        """What the records of a VCF show: its REF alleles, or the genes that its junctions join."""
        if one.input.role not in _OF_RECORDS or one.early is not None:
            return []
        content = one.input.format.read(one.input.file, self.scope)
        if one.input.role == "small_variants":
            shown, counts = build_from_ref(content.small_variants, self.targets_of)
            self._ref_counts = counts or self._ref_counts
            return [shown] if shown else []
        build = build_from_junctions(content.fusions, self.targets_of)
        return [BuildEvidence(build, f"junctions of the genes of {build} only")] if build else []

    def _of_positions(self, inputs: Sequence[AskedInput]) -> list[NamedEvidence]:
        evidence = []
        for one in inputs:
            content = one.early
            if content is None or one.input.role == "coverage":
                content = one.input.format.read(one.input.file, self.scope)
            build = build_from_positions(_positions(content), self.targets_of)
            if build:
                text = f"positions in the genes of {build} only"
                evidence.append(_named(one, BuildEvidence(build, text)))
        return evidence


def may_be_of_both(one: AskedInput | ReadInput) -> bool:
    """Whether a file of depth does not say itself in which build it is."""
    return one.input.role == "coverage" and not one.said


def unproven_build(
    one: ReadInput, build: GenomeBuild, relied_on: str, targets_of: TargetsOf
) -> ReportWarning | None:
    """A warning where the REF alleles of a VCF prove neither its build nor its coordinates.

    `relied_on` names what the build rests on instead.
    """
    count = proving_alleles(one.content.small_variants, build, targets_of)
    if count >= PROVING_ALLELES:
        return None
    name = one.input.file.name
    fitting = f"{count or 'no'} REF allele{'s fit' if count > 1 else ' fits'}"
    message = (
        f"genome build and coordinates not proven: the header of {name} names no "
        f"build, and {fitting} {build} alone, where {PROVING_ALLELES} are needed; {build} "
        f"rests on {relied_on}; a position that is off by one would name another mutation"
    )
    return ReportWarning(code="genome_build_not_proven", message=message, source=name)


def unstated_builds(
    inputs: Sequence[ReadInput], build: GenomeBuild, targets_of: TargetsOf
) -> Iterator[UnstatedBuild]:
    """The files of copies or depth of which neither header nor rows show the build."""
    for one in inputs:
        if one.input.role == "copy_number" and one.content.segments:
            if not one.said and not segments_show_build(one.content.segments, build, targets_of):
                yield UnstatedBuild(one.input.file)
        elif may_be_of_both(one):
            here, there = (targets_of(each).depth_regions for each in (build, OTHER_BUILD[build]))
            shown = build_of_depths(one.content.depths, here, there)
            if shown in ("neither", "other"):
                yield UnstatedBuild(one.input.file, is_elsewhere=shown == "other")


def _named(one: AskedInput, evidence: BuildEvidence) -> NamedEvidence:
    return NamedEvidence(one.input.file.name, one.input.file.shown, evidence)


def _positions(content: Content) -> Iterator[tuple[str, int]]:
    for fusion in content.fusions:
        yield from (p for p in (fusion.five_prime.place, fusion.three_prime.place) if p)
    for depth in content.depths:
        yield depth.chrom, depth.start
