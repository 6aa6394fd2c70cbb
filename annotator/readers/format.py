"""What a format is: how it is recognized, and how it is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annotator.model.evidence import OF_ROLE, Evidence
from annotator.model.observations import (
    DepthObservation,
    FileEnd,
    FusionObservation,
    GeneCopiesObservation,
    RnaMetric,
    SegmentObservation,
    SmallVariantObservation,
    TumorContent,
    UnreadAllele,
)
from annotator.model.roles import Role
from annotator.model.warning import ReportWarning
from annotator.readers.build import BuildEvidence
from annotator.readers.datafile import DataFile
from annotator.readers.targets import Targets


@dataclass(frozen=True)
class Scope:
    """What is wanted from one file: the targets, and the sample among those that it names.

    `tumor_sample` is the name that the request gives for the tumor in the files, `sample` the
    identifier of the sample, which counts where the request gives no other name.
    """

    targets: Targets
    tumor_sample: str | None = None
    sample: str | None = None


@dataclass
class Content:
    """What one file holds of the loci.

    `sample_name` is the sample as the file names it, None where it names none. `sample_names` are
    all samples that the file names: of a cohort there are many. `shows` is what this file can show
    where that differs from what files of its format can. `held_for_others` says, by role, what the
    file holds that is read in another role than this one.
    """

    small_variants: list[SmallVariantObservation] = field(default_factory=list)
    unread_alleles: list[UnreadAllele] = field(default_factory=list)
    fusions: list[FusionObservation] = field(default_factory=list)
    segments: list[SegmentObservation] = field(default_factory=list)
    gene_copies: list[GeneCopiesObservation] = field(default_factory=list)
    tumor_contents: list[TumorContent] = field(default_factory=list)
    rna_metrics: list[RnaMetric] = field(default_factory=list)
    depths: list[DepthObservation] = field(default_factory=list)
    ends: list[FileEnd] = field(default_factory=list)
    warnings: list[ReportWarning] = field(default_factory=list)
    sample_name: str | None = None
    sample_names: Sequence[str] = ()
    shows: tuple[Evidence, ...] | None = None
    held_for_others: Mapping[Role, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class About:
    """What people want to know of a format, for `annotator formats` and the tables of the docs.

    `files` names those of the caller's files that are read, `note` says of fusions how the order
    of the sides is known, of copy numbers what is taken; both are Markdown. `versions` are those of
    the caller, as far as the files seen state it. `real` is whether the tests read a real file.
    `callers` are the names for people of callers that its rows name by another code than the name
    of a format. `also_called` are further names that tables of several callers write for the
    caller, as lower-case letters.
    """

    title: str
    """The name of the caller, and where it has several formats that of the format."""
    files: str = ""
    note: str = ""
    link: str = ""
    versions: Sequence[str] = ()
    real: bool = False
    callers: Mapping[str, str] = field(default_factory=dict)
    also_called: Sequence[str] = ()


def _says_nothing(_file: DataFile) -> list[BuildEvidence]:
    return []


SampleNames = Literal["column", "columns", "genotypes", "header", "none"]
"""How a format names its samples: a column of them, a column (or several) of each sample, the
genotype columns of a VCF, its header, or not at all."""
BadRowRule = Literal["elsewhere", "never"]
"""Which bad rows are left out with a count: those that touch no gene looked at, or none."""


def _no_doubt(_file: DataFile) -> list[ReportWarning]:
    return []


@dataclass(frozen=True)
class NotRead:
    """A file of a caller that is known and not read: `what` it is, and what to give instead."""

    what: str
    recognize: Callable[[list[str]], bool]
    advice: str


@dataclass(frozen=True)
class Format:
    """One format of one role.

    `recognize` is given the first lines of a file (without byte order mark and line ends).
    `read` raises `InputProblem`; `needs_build` is false where reading does not use the scope's
    regions. `build_evidence` is what a file says of its genome build before it is read: several
    answers where it contradicts itself. `may_coincide` is true where the files of two patients can
    be the same by chance. `doubts` says what a file may be instead, though its content fits, and
    raises `InputProblem` where that is certain; it is not asked where the user forces the format.
    `samples`, `bad_rows` and `one_row_each` (two rows of one place are an error where they differ)
    say how it is guarded against faults of real files. `recognized_by`, `coordinates` and `about`
    are for people.
    """

    name: str
    role: Role
    about: About
    recognized_by: str
    coordinates: str
    recognize: Callable[[list[str]], bool]
    read: Callable[[DataFile, Scope], Content]
    needs_build: bool = True
    build_evidence: Callable[[DataFile], list[BuildEvidence]] = _says_nothing
    may_coincide: bool = False
    doubts: Callable[[DataFile], list[ReportWarning]] = _no_doubt
    shows: tuple[Evidence, ...] | None = None
    samples: SampleNames = "none"
    bad_rows: BadRowRule = "never"
    one_row_each: bool = False

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What files of the format can show: absence is claimed from that alone."""
        return OF_ROLE[self.role] if self.shows is None else self.shows
