"""All files of one sample to its observations, in one genome build."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.base import OTHER_BUILD, GenomeBuild, Interval, Strand
from annotator.model.errors import InputProblem
from annotator.model.observations import FileEnd, InputFile, Observations
from annotator.model.roles import ROLES, InputRole, Role
from annotator.model.warning import ReportWarning
from annotator.readers.build import (
    TELLING_BASES,
    AgreementOf,
    BuildEvidence,
    build_from_junctions,
    build_from_positions,
    build_from_ref,
    telling_bases,
)
from annotator.readers.datafile import DataFile, FileStamp
from annotator.readers.format import Content, Format, Scope
from annotator.readers.identity.name_likeness import bare_name
from annotator.readers.identity.sample_names import NamedFile, name_doubts
from annotator.readers.lines.file_end import coverage_end
from annotator.readers.lines.last_line import check_last_line, open_line_warning
from annotator.readers.lines.regions import Regions
from annotator.readers.registry import format_of, is_description, split_forced
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.tables.segment_build_check import PlacesOf, check_places, tell_build
from annotator.readers.tables.written_names import check_names
from annotator.readers.unstated_build import UnstatedBuild, build_of_depths

BUILDS: tuple[GenomeBuild, GenomeBuild] = ("GRCh37", "GRCh38")
SpansOf = Callable[[GenomeBuild], Iterable[Interval]]
StrandInBuild = Callable[[GenomeBuild, str, int], Strand | None]


@dataclass(frozen=True)
class Surroundings:
    """What the readers need to know of the genome, per build.

    `loci` are the genes of which small variants are wanted, and junctions by default, `depth` the
    regions of which read depth is wanted (keep them narrow: per-base depth of a whole gene is
    large). `telling` are regions that tell the build of a breakpoint: the more narrowly they hold
    where real breakpoints lie, the fewer lie in those of both builds. `strand_at` gives the
    strand of the gene at a position, None where there is none. `genes` are the genes of the loci,
    `agreement_of` counts how REF alleles fit the bases known of each build. `further_alleles` are
    places beside the loci of which small variants alone are wanted, in the `annotated_genes`.
    `copied` are the genes whose copies are wanted, `copied_genes` their names. `junctions` are the
    `fusion_genes`, of which junctions are wanted. `places` are where the genes lie whose copies are
    wanted, which tells a table of copies of another build.
    """

    loci: SpansOf
    depth: SpansOf
    telling: SpansOf
    strand_at: StrandInBuild
    genes: frozenset[str]
    agreement_of: AgreementOf
    further_alleles: SpansOf = lambda _build: ()
    annotated_genes: frozenset[str] = frozenset()
    copied: SpansOf | None = None
    copied_genes: frozenset[str] = frozenset()
    junctions: SpansOf | None = None
    fusion_genes: frozenset[str] = frozenset()
    places: PlacesOf = lambda _build: {}


@dataclass(frozen=True)
class SampleReading:
    """The observations, the build they are in, and what each file says of the build.

    `build_evidence` has the base name of the file, or `--genome-build`, with what it tells.
    `build_proven` is whether headers or enough REF alleles prove build and coordinates of every
    file of small variants; None without such a file.
    """

    genome_build: GenomeBuild
    build_evidence: list[tuple[str, BuildEvidence]]
    observations: Observations
    build_proven: bool | None = None


@dataclass(frozen=True)
class _Input:
    """A file with its format, and its stamp from before anything of it was read.

    `description` is the YAML that describes the format, where one does.
    """

    role: Role
    file: DataFile
    stamp: FileStamp
    format: Format
    description: tuple[DataFile, FileStamp] | None = None


def read_observations(request: SampleRequest, surroundings: Surroundings) -> SampleReading:
    """Read every file of a sample. The order of the files of one role changes nothing.

    Raises `InputProblem` where no file is given; for a file that is missing, empty, of no known
    format, given twice, malformed or changed while it was read; where no input tells the build;
    where two of them contradict each other; and where names are in doubt and `sample_names` is
    strict.
    """
    try:
        return _read_observations(request, surroundings)
    except OSError as error:  # a file that was there a moment ago, a disk or network that fails
        name = str(error.filename) if error.filename else None
        raise InputProblem(
            f"the file cannot be read ({error.strerror or error})", file=name
        ) from error


def _read_observations(request: SampleRequest, surroundings: Surroundings) -> SampleReading:
    inputs = list(_inputs(request))
    if not inputs:
        sheet, line = request.row or (None, None)
        raise InputProblem(
            f"no input file is given for sample {request.sample!r}",
            file=sheet,
            line=line,
            expected="at least one file",
        )
    early = {
        id(each): each.format.read(each.file, _scope(request, surroundings, BUILDS))
        for each in inputs
        if not each.format.needs_build
    }
    told = _build_evidence(request, surroundings, inputs, early)
    build = _decided(told.evidence, told.counts)
    scope = _scope(request, surroundings, (build,))
    in_both = _scope(request, surroundings, (build, OTHER_BUILD[build]))
    contents = [
        (
            each,
            early[id(each)]
            if id(each) in early
            else each.format.read(each.file, in_both if _may_be_of_both(each) else scope),
        )
        for each in inputs
    ]
    for each, content in contents:
        check_names(each.file, content, scope.fused)
        check_places(each.file, content.segments, build, surroundings.places)
    unstated = list(_without_build(contents, build, surroundings))
    warnings = [*request.warnings, *_name_warnings(request, contents)]
    unproven = _unproven(contents, told.silent, build, surroundings.agreement_of)
    if request.genome_build is None:
        warnings += [each.warning(build) for each in unstated]
    return SampleReading(
        build,
        [(name, each) for name, _, each in told.evidence],
        _all(contents, scope, unstated, [*warnings, *unproven]),
        not unproven if request.small_variants else None,
    )


def _name_warnings(
    request: SampleRequest, contents: list[tuple[_Input, Content]]
) -> list[ReportWarning]:
    """What the names in the files leave in doubt. Raises `InputProblem` where that is refused."""
    if request.sample_names == "off":
        return []
    files = [NamedFile(each.file.name, _sample_name(content)) for each, content in contents]
    doubts = name_doubts(request, files)
    for doubt in doubts if request.sample_names == "strict" else ():
        raise next(
            each.file.problem(
                doubt.warning.message,
                advice="Correct the file; where it is the right one, give its name as "
                "--tumor-sample or as the patient, or take --sample-names warn.",
            )
            for each, _ in contents
            if each.file.name == doubt.file
        )
    return [doubt.warning for doubt in doubts]


def _unproven(
    contents: list[tuple[_Input, Content]],
    silent: Collection[int],
    build: GenomeBuild,
    agreement_of: AgreementOf,
) -> list[ReportWarning]:
    """A warning for each file of small variants that proves neither build nor coordinates."""
    warnings = []
    for each, content in contents:
        if each.role != "small_variants" or id(each) not in silent:
            continue
        count = telling_bases(content.small_variants, build, agreement_of)
        if count < TELLING_BASES:
            fitting = f"{count or 'no'} REF allele{'s fit' if count > 1 else ' fits'}"
            message = (
                f"genome build and coordinates not proven: the header of {each.file.name} names no "
                f"build, and {fitting} {build} alone, where {TELLING_BASES} are needed; a position "
                "that is off by one would name another mutation"
            )
            warnings.append(
                ReportWarning(
                    code="genome_build_not_proven", message=message, source=each.file.name
                )
            )
    return warnings


def content_for(
    request: SampleRequest, role: Role, spec: str, surroundings: Surroundings
) -> Content | None:
    """What a request reads of one of its files, in whichever build that is.

    None where files of two patients can be the same by chance, and where it cannot be read.
    """
    try:
        given = _input(role, spec)
        if given.format.may_coincide:
            return None
        return given.format.read(given.file, _scope(request, surroundings, BUILDS))
    except InputProblem:
        return None


def check_inputs(request: SampleRequest) -> list[InputProblem]:
    """Every file of a sample that is missing, empty, or of no known format, without reading it."""
    problems = []
    for role in ROLES:
        for spec in request.files(role):
            try:
                _input(role, spec)
            except InputProblem as problem:
                problems.append(problem)
    return problems


def _inputs(request: SampleRequest) -> Iterable[_Input]:
    named: dict[str, list[Path]] = {}
    for role in ROLES:
        met: dict[str, str] = {}
        specs = sorted(request.files(role), key=lambda spec: (Path(spec).name, spec))
        inputs = [_input(role, spec) for spec in specs]
        for found in sorted(inputs, key=lambda each: (each.file.name, each.stamp.sha256)):
            places, place = named.setdefault(found.file.name, []), found.file.path.resolve()
            if place not in places:
                places.append(place)
            file = replace(found.file, number=places.index(place) + 1)
            content = found.stamp.sha256
            if content in met:
                # Counted twice, its reads would look like twice the evidence.
                raise file.problem(
                    f"this content is given twice as {role.replace('_', ' ')}, also as "
                    f"{met[content]}"
                )
            met[content] = file.shown
            yield replace(found, file=file)


def _input(role: Role, spec: str) -> _Input:
    forced, path = split_forced(spec)
    if not path:
        raise InputProblem(
            f"no file is named by {spec!r}, given as {role.replace('_', ' ')}",
            expected="FILE, or FORMAT=FILE",
        )
    file = DataFile(Path(path), path)
    file.check()
    check_last_line(file, file.head())
    stamp = file.stamp()
    description = None
    if forced is not None and is_description(forced):
        described = DataFile(Path(forced), forced)
        described.check()
        description = described, described.stamp()
    return _Input(role, file, stamp, format_of(file, role, forced), description)


def _scope(
    request: SampleRequest, surroundings: Surroundings, builds: tuple[GenomeBuild, ...]
) -> Scope:
    def strand_at(chrom: str, position: int) -> Strand | None:
        return surroundings.strand_at(builds[0], chrom, position)

    loci = [span for build in builds for span in surroundings.loci(build)]
    copied = surroundings.copied
    further = [span for build in builds for span in surroundings.further_alleles(build)]
    junctions = surroundings.junctions
    return Scope(
        regions=Regions(loci),
        depth_regions=Regions(span for build in builds for span in surroundings.depth(build)),
        strand_at=strand_at,
        tumor_sample=request.tumor_sample,
        sample=request.sample,
        genes=surroundings.genes,
        allele_regions=Regions([*loci, *further]),
        annotated_genes=surroundings.annotated_genes,
        copied=copied and Regions(span for build in builds for span in copied(build)),
        copied_genes=surroundings.copied_genes,
        junction_regions=junctions
        and Regions(span for build in builds for span in junctions(build)),
        fusion_genes=surroundings.fusion_genes,
    )


_OF_RECORDS: tuple[Role, ...] = ("small_variants", "structural_variants", "fusions")
_Evidence = tuple[str, str, BuildEvidence]
"""Base name, name as the user wrote it, and what it tells."""


@dataclass(frozen=True)
class _Told:
    """What tells the build, the counts of REF alleles for people, and the inputs that say nothing.

    `silent` holds the `id` of each input that does not name its own build.
    """

    evidence: list[_Evidence]
    counts: str
    silent: frozenset[int]


def _build_evidence(
    request: SampleRequest,
    surroundings: Surroundings,
    inputs: list[_Input],
    early: Mapping[int, Content],
) -> _Told:
    """What tells the build, and the counts of REF alleles where those were asked.

    The option and what files say of themselves; a VCF that says nothing is asked by its records.
    Failing these, where fusions break; failing this, covered positions, whose file can be big.
    """
    name = "--genome-build"
    given = request.genome_build
    evidence: list[_Evidence] = [(name, name, BuildEvidence(given, given))] if given else []
    counts = ""
    silent = set()
    for each in inputs:
        told = each.format.build_evidence(each.file)
        if not told:
            silent.add(id(each))
        if not told and each.role in _OF_RECORDS and id(each) not in early:
            told, said = _evidence_of_records(request, surroundings, each)
            counts = said or counts
        # The option settles what a file leaves open by contradicting itself.
        if not given or len(told) == 1:
            evidence += [(each.file.name, each.file.shown, one) for one in told]
    tables = [each for each in inputs if id(each) in early]
    evidence += _evidence_of_positions(request, surroundings, tables, early)
    covered = [each for each in inputs if each.role == "coverage"]
    evidence = evidence or _evidence_of_positions(request, surroundings, covered, early)
    return _Told(evidence, counts, frozenset(silent))


def _evidence_of_records(
    request: SampleRequest, surroundings: Surroundings, each: _Input
) -> tuple[list[BuildEvidence], str]:
    """What the records of a VCF tell: its REF alleles, or the genes that its junctions join.

    With it the counts of REF alleles, for people.
    """

    def in_gene(build: GenomeBuild, chrom: str, position: int) -> bool:
        return surroundings.strand_at(build, chrom, position) is not None

    content = each.format.read(each.file, _scope(request, surroundings, BUILDS))
    if each.role == "small_variants":
        told, counts = build_from_ref(content.small_variants, surroundings.agreement_of)
        return ([told] if told else []), counts
    ends = {build: Regions(surroundings.telling(build)) for build in BUILDS}
    build = build_from_junctions(content.fusions, ends, in_gene)
    text = f"junctions of the genes of {build} only"
    return ([BuildEvidence(build, text)] if build else []), ""


def _evidence_of_positions(
    request: SampleRequest,
    surroundings: Surroundings,
    inputs: list[_Input],
    early: Mapping[int, Content],
) -> list[_Evidence]:
    loci37, loci38 = (Regions(surroundings.telling(build)) for build in BUILDS)
    found: list[_Evidence] = []
    for each in inputs:
        content = early.get(id(each))
        if each.role == "coverage":
            content = each.format.read(each.file, _scope(request, surroundings, BUILDS))
        build = content and build_from_positions(_positions(content), loci37, loci38)
        if build:
            told = BuildEvidence(build, f"positions in the genes of {build} only")
            found.append((each.file.name, each.file.shown, told))
    return found


def _positions(content: Content) -> Iterable[tuple[str, int]]:
    for fusion in content.fusions:
        yield from (p for p in (fusion.five_prime.place, fusion.three_prime.place) if p)
    for depth in content.depths:
        yield depth.chrom, depth.start


def _decided(evidence: list[_Evidence], counts: str) -> GenomeBuild:
    if not evidence:
        shown = f" ({counts})" if counts else ""
        raise InputProblem(
            f"no input tells the genome build{shown}",
            expected="GRCh37 or GRCh38",
            advice="Give --genome-build.",
        )
    name, _, first = evidence[0]
    for other, shown, each in evidence[1:]:
        if each.build != first.build:
            raise InputProblem(
                f"the genome builds contradict each other: {name} says {first.build} "
                f"({first.text}), {other} says {each.build} ({each.text})",
                file=shown,
                expected="all files of a sample in one genome build",
                advice="Correct --genome-build, or give the file of the right build.",
            )
    return first.build


def _may_be_of_both(each: _Input) -> bool:
    """Whether a file of depth does not say itself in which build it is."""
    return each.role == "coverage" and not each.format.build_evidence(each.file)


def _without_build(
    contents: list[tuple[_Input, Content]], build: GenomeBuild, surroundings: Surroundings
) -> Iterable[UnstatedBuild]:
    """The files of copies or depth of which neither header nor rows show the build."""
    here, there = (Regions(surroundings.depth(each)) for each in (build, OTHER_BUILD[build]))
    for each, content in contents:
        if each.role == "copy_number" and content.segments:
            shown = tell_build(content.segments, build, surroundings.places)
            if not shown and not each.format.build_evidence(each.file):
                yield UnstatedBuild(each.file)
        elif _may_be_of_both(each):
            rows_show = build_of_depths(content.depths, here, there)
            if rows_show in ("neither", "other"):
                yield UnstatedBuild(each.file, is_elsewhere=rows_show == "other")


def _all(
    contents: list[tuple[_Input, Content]],
    scope: Scope,
    unstated: Sequence[UnstatedBuild],
    doubts: list[ReportWarning],
) -> Observations:
    """One list per kind; null where no file of that kind was given. `doubts` are warnings too."""
    given = {each.role for each, _ in contents}
    small = [found for _, content in contents for found in content.small_variants]
    fusions = [found for _, content in contents for found in content.fusions]
    segments = [found for _, content in contents for found in content.segments]
    copied = any(
        each.role == "copy_number" and _gives_copies(content) for each, content in contents
    )
    depths = [found for _, content in contents for found in content.depths]
    return Observations(
        small_variants=small if "small_variants" in given else None,
        fusions=fusions if fusions or given & {"fusions", "structural_variants"} else None,
        segments=segments if copied else None,
        gene_copies=[found for _, content in contents for found in content.gene_copies],
        tumor_contents=[found for _, content in contents for found in content.tumor_contents],
        depths=depths if "coverage" in given else None,
        ends=[end for each, content in contents for end in _ends(each, content, scope)],
        without_build=[each.file.name for each in unstated],
        inputs=[entry for each, content in contents for entry in _input_files(each, content)],
        notices=[
            *doubts,
            *(
                warning
                for each, content in contents
                for warning in (*content.warnings, *open_line_warning(each.file, each.role))
            ),
        ],
    )


def _ends(each: _Input, content: Content, scope: Scope) -> list[FileEnd]:
    """Where a file ends, if that is before places that are looked at."""
    if each.role == "coverage":
        return coverage_end(each.file, scope.depth_regions)
    return content.ends


def _gives_copies(content: Content) -> bool:
    """Whether a copy-number file is more than purity and ploidy, or rows of other samples."""
    if any(warning.code == "sample_not_in_table" for warning in content.warnings):
        return False
    return bool(content.segments or content.gene_copies or not content.tumor_contents)


def _input_files(each: _Input, content: Content) -> Iterable[InputFile]:
    name = _sample_name(content)
    yield _input_file(each.role, each.file, each.stamp, each.format.name, name)
    if each.description:
        yield _input_file("format_description", *each.description, "yaml")


def _sample_name(content: Content) -> str | None:
    """The name of the sample in a file, without the folders of the machine that wrote it."""
    return content.sample_name and bare_name(content.sample_name)


def _input_file(
    role: InputRole, file: DataFile, stamp: FileStamp, form: str, sample_name: str | None = None
) -> InputFile:
    """What is kept of a file. Raises `InputProblem` where it is not what it was."""
    if file.stamp() != stamp:
        raise file.problem(
            "the file was changed while it was read",
            expected="a file that stays as it is during the run",
            advice="Wait until it is written, then run again.",
        )
    return InputFile(
        role=role,
        name=file.name,
        format=form,
        sha256=stamp.sha256,
        bytes=stamp.size,
        sample_name=sample_name,
    )
