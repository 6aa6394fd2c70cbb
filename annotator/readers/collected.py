"""The contents of all files of a sample, put together."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from annotator.model.base import Assay
from annotator.model.evidence import Evidence
from annotator.model.observations import FileEnd, InputFile, Observations
from annotator.model.roles import InputRole, Role
from annotator.model.warning import ReportWarning
from annotator.readers.datafile import DataFile, FileStamp
from annotator.readers.format import Content
from annotator.readers.identity.name_likeness import bare_name
from annotator.readers.lines.file_end import coverage_end
from annotator.readers.lines.last_line import open_line_warning
from annotator.readers.lines.regions import Regions
from annotator.readers.registry import caller_names
from annotator.readers.sample_build import ReadInput
from annotator.readers.unstated_build import UnstatedBuild

_OF_ASSAY: Mapping[Assay, Evidence] = {"rna": "rna_fusions", "dna": "dna_junctions"}
_JUNCTIONS = frozenset(_OF_ASSAY.values())


def collected(
    files: Sequence[ReadInput],
    depth_regions: Regions,
    unstated: Sequence[UnstatedBuild],
    warnings: Sequence[ReportWarning],
) -> Observations:
    """Return one list per kind of observation; null where no file of that kind was given.

    `unstated` are the files that do not say their build, `warnings` those of the sample, which
    stand before those of its files. Raises `InputProblem` for a file that changed meanwhile.
    """
    given = {one.input.role for one in files}
    contents = [one.content for one in files]
    small = [variant for content in contents for variant in content.small_variants]
    fusions = [fusion for content in contents for fusion in content.fusions]
    segments = [segment for content in contents for segment in content.segments]
    depths = [depth for content in contents for depth in content.depths]
    copied = any(one.input.role == "copy_number" and _gives_copies(one.content) for one in files)
    return Observations(
        small_variants=small if "small_variants" in given else None,
        unread_alleles=[allele for content in contents for allele in content.unread_alleles],
        fusions=fusions if fusions or given & {"fusions", "structural_variants"} else None,
        segments=segments if copied else None,
        gene_copies=[copies for content in contents for copies in content.gene_copies],
        tumor_contents=[tumor for content in contents for tumor in content.tumor_contents],
        rna_metrics=[metric for content in contents for metric in content.rna_metrics],
        depths=depths if "coverage" in given else None,
        ends=[end for one in files for end in _ends(one, depth_regions)],
        without_build=[one.file.name for one in unstated],
        inputs=[entry for one in files for entry in _input_files(one)],
        caller_names=_caller_names(files),
        notices=_once([*warnings, *(w for one in files for w in _warnings(one, given))]),
    )


def _caller_names(files: Sequence[ReadInput]) -> dict[str, str]:
    """The names for people of the callers; a described table of a user's names its own."""
    described = {one.input.format.name: one.input.format.about.title for one in files}
    codes: set[str] = set()
    for content in (one.content for one in files):
        codes.update(variant.caller for variant in content.small_variants)
        codes.update(fusion.caller for fusion in content.fusions)
        codes.update(segment.caller for segment in content.segments)
        codes.update(copies.caller for copies in content.gene_copies)
        codes.update(metric.caller for metric in content.rna_metrics)
        codes.update(tumor.caller for tumor in content.tumor_contents)
    known = {code: name for code, name in described.items() if code in codes}
    return known | caller_names(codes)


def _once(warnings: Sequence[ReportWarning]) -> list[ReportWarning]:
    """The warnings in order; a file that is given in two roles repeats what it says of itself."""
    return list({warning.model_dump_json(): warning for warning in warnings}.values())


def sample_name(content: Content) -> str | None:
    """The name of the sample in a file, without the folders of the machine that wrote it."""
    return content.sample_name and bare_name(content.sample_name)


def _ends(one: ReadInput, depth_regions: Regions) -> list[FileEnd]:
    """Where a file ends, if that is before regions that are looked at."""
    if one.input.role == "coverage":
        return coverage_end(one.input.file, depth_regions)
    return one.content.ends


def _warnings(one: ReadInput, given: Collection[Role]) -> list[ReportWarning]:
    return [
        *one.content.warnings,
        *one.input.doubts,
        *_other_data_warning(one, given),
        *open_line_warning(one.input.file, one.input.role),
    ]


def _other_data_warning(one: ReadInput, given: Collection[Role]) -> list[ReportWarning]:
    """The warning of a file that holds what is read in roles in which no file was given."""
    held = {role: what for role, what in one.content.held_for_others.items() if role not in given}
    if not held:
        return []
    listed = ", ".join(f"{what} (--{role.replace('_', '-')})" for role, what in held.items())
    message = f"the file also holds what was not read: {listed}; give it in these roles too"
    return [ReportWarning(code="holds_other_data", message=message, source=one.input.file.name)]


def _gives_copies(content: Content) -> bool:
    """Whether a copy-number file is more than purity and ploidy, or rows of other samples."""
    if any(warning.code == "sample_not_in_table" for warning in content.warnings):
        return False
    return bool(content.segments or content.gene_copies or not content.tumor_contents)


def _input_files(one: ReadInput) -> Iterator[InputFile]:
    given = one.input
    name = sample_name(one.content)
    file = _input_file(given.role, given.file, given.stamp, given.format.name, name)
    about = given.format.about
    yield file.model_copy(update={"format_name": about.title, "shows": list(_shown(one))})
    if given.description:
        yield _input_file("format_description", *given.description, "yaml")


def _shown(one: ReadInput) -> tuple[Evidence, ...]:
    """What a file can show. A table whose rows are all of DNA is DNA, whatever it is given as."""
    if one.content.shows is not None:
        return one.content.shows
    evidence = one.input.format.evidence
    assays = {fusion.assay for fusion in one.content.fusions}
    if not assays or not _JUNCTIONS.intersection(evidence):
        return evidence
    return tuple(shown for assay, shown in _OF_ASSAY.items() if assay in assays)


def _input_file(
    role: InputRole, file: DataFile, stamp: FileStamp, form: str, name: str | None = None
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
        sample_name=name,
    )
