"""Whose a file is: the name of the sample in it, against those of its row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.model.warning import ReportWarning, WarningCode
from annotator.readers.identity.name_likeness import are_alike, are_rivals, is_telling
from annotator.readers.sheet.request import SampleRequest


@dataclass(frozen=True)
class NamedFile:
    """A file of a sample and the name that it gives the sample, None where it gives none."""

    file: str
    sample_name: str | None

    @property
    def said(self) -> str | None:
        """The name where it can say whose the file is."""
        return self.sample_name if self.sample_name and is_telling(self.sample_name) else None

    @property
    def names(self) -> list[str]:
        """The name in the file, and where that says nothing the name of the file."""
        inner = [self.sample_name] if self.sample_name else []
        return inner if self.said else [*inner, self.file]

    @property
    def shown(self) -> str:
        """The name and the file, for people."""
        return f"{self.sample_name} in {self.file}" if self.sample_name else self.file


@dataclass(frozen=True)
class NameDoubt:
    """A warning about names, with the file to look at."""

    warning: ReportWarning
    file: str


def name_doubts(request: SampleRequest, files: Sequence[NamedFile]) -> list[NameDoubt]:
    """What the names in the files of one sample leave in doubt.

    A name is trusted where it is like the sample, the patient or the tumor sample of the row, or
    like the names of the other files; of the latter all must be alike. A name, or that of a file
    without one, which differs from the row's in a number alone is of another sample. Names that
    could be anyone's (`TUMOR`) say nothing.
    """
    row = [each for each in (request.sample, request.patient, request.tumor_sample) if each]
    ours = [each for each in files if _is_ours(each, row)]
    rest = [each for each in files if each not in ours]
    otherwise = [each for each in rest if _is_otherwise(each, row, files)]
    doubts = [_named_otherwise(request, otherwise)] if otherwise else []
    supported = [each for each in rest if each.said and each not in otherwise]
    apart = _two_apart(supported, [each for each in files if each not in otherwise], ours)
    return [*doubts, *([_two_people(*apart)] if apart else [])]


def _is_ours(file: NamedFile, row: Iterable[str]) -> bool:
    return any(are_alike(one, name) for one in file.names for name in row)


def _is_otherwise(file: NamedFile, row: Iterable[str], files: Iterable[NamedFile]) -> bool:
    if any(are_rivals(one, name) for one in file.names for name in row):
        return True
    if file.said is None:
        return False
    others = [name for each in files if each != file for name in (each.said, each.file) if name]
    return not any(are_alike(file.said, name) for name in others)


def _two_apart(
    supported: Sequence[NamedFile], files: Sequence[NamedFile], ours: Sequence[NamedFile]
) -> tuple[NamedFile, NamedFile] | None:
    """Two files of two people, one of them with a name that other files alone support.

    The name of a file without one inside speaks where it is that of the row, or a rival.
    """
    for one in supported:
        for other in files:
            said = other.said or (other.file if other in ours else None)
            unlike = said is not None and not are_alike(one.names[0], said)
            if other != one and (unlike or are_rivals(one.names[0], other.file)):
                return other, one
    return None


def _named_otherwise(request: SampleRequest, files: Sequence[NamedFile]) -> NameDoubt:
    known = f"sample {request.sample}"
    known += f", patient {request.patient}" if request.patient else ""
    message = (
        f"the sample is called {', '.join(each.shown for each in files)}, which is like neither "
        f"{known} nor the other files: check that the file is of this patient"
    )
    return _doubt("sample_named_otherwise", message, files[0])


def _two_people(one: NamedFile, other: NamedFile) -> NameDoubt:
    message = (
        f"the files name two samples, {one.shown} and {other.shown}: check that both are of this "
        "patient"
    )
    return _doubt("files_name_two_people", message, other)


def _doubt(code: WarningCode, message: str, file: NamedFile) -> NameDoubt:
    return NameDoubt(ReportWarning(code=code, message=message, source=file.file), file.file)
