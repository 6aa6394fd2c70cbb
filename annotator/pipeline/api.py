"""The public Python functions: files of one sample to findings, report and PDF.

Names here are those of `import annotator`; `docs/python.md` shows their use.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TypedDict, Unpack, overload

from annotator.files.documents import document_text, read_document, write_whole
from annotator.model.base import NameCheck
from annotator.model.errors import InputProblem
from annotator.model.findings import FindingsDocument
from annotator.model.report import Report
from annotator.pipeline import sample as one_sample
from annotator.pipeline.days import CreationDay, creation_time
from annotator.pipeline.environment import Environment
from annotator.pipeline.findings_report import ReportRequest, report_on
from annotator.pipeline.sample import SampleData
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.sheet.values import VALUES, calendar_date
from annotator.readers.tables.table import BadCell

Files = str | Path | Sequence[str | Path]
"""One file or several; a text may name the format: `arriba=fusions.tsv`."""


class SampleValues(TypedDict, total=False):
    """What is known of a sample besides its files. A value left out or None is not known."""

    patient: str | None
    """Identifier of the patient."""
    specimen: str | None
    """`tissue` (default) or `plasma`."""
    collected_on: date | str | None
    """Day of sampling, a date or `YYYY-MM-DD`."""
    genome_build: str | None
    """`GRCh37` or `GRCh38`; by default detected from the files."""
    tumor_sample: str | None
    """The tumor's column in a VCF of several samples."""
    tumor_purity: float | None
    """Share of tumor cells, above 0 up to 1."""
    ploidy: float | None
    """Mean copy number of the tumor, from 1 to 20."""
    rna_quality: str | None
    """`adequate` or `inadequate`, as the laboratory judges its RNA."""
    diagnosis: str | None
    """The diagnosis, printed as given."""
    known_driver: str | None
    """Driver shown by an earlier test: `EML4::ALK`, or the gene: `ALK`."""
    known_driver_by: str | None
    """The test that showed it: `fish`, `ihc`, `rna`, `dna` or `report`."""
    known_driver_on: date | str | None
    """The day of that test, a date or `YYYY-MM-DD`."""
    prior_therapies: str | Sequence[str] | None
    """Courses given before, in order: `"crizotinib;alectinib:progression"`, or a list of courses.
    `"none"` or an empty list: nothing was given. Left out: the history is unknown."""
    disease_setting: str | None
    """`advanced` (default) or `resected`."""
    cns_metastases: bool | str | None
    """Whether there are metastases of the central nervous system."""


class Knowledge:
    """The knowledge base as it stood on a day, with a laboratory's folders laid over it.

    `version` is that of the release, `sha256` the hash over all its files. `as_of` is the day
    asked for, None for the day that the findings ask for, else the release date. `jurisdiction`
    is the agency whose approvals count (`FDA`, `EMA`, ...).
    """

    def __init__(
        self,
        *folders: str | Path,
        as_of: date | str | None = None,
        jurisdiction: str | None = None,
    ) -> None:
        """Lay `folders` over the packaged knowledge base, the later ones over the former.

        The first folder may be a whole knowledge base, which takes the place of the packaged one.
        `as_of` is a date or `YYYY-MM-DD`; what became known later is left out. Raises InputProblem
        for a fault in a folder, an invalid date, and an agency that the knowledge base does not
        know.
        """
        self.as_of = _day(as_of)
        self._environment = packaged()
        if folders or jurisdiction is not None:
            self._environment = Environment.of_folders(
                [Path(folder) for folder in folders], jurisdiction, packaged().resources
            )
        view = self._environment.knowledge_as_of(self.as_of)
        self.version = view.base.release.version
        self.sha256 = view.base.sha256
        self.jurisdiction = view.jurisdiction

    def __repr__(self) -> str:
        day = f", as_of={self.as_of.isoformat()!r}" if self.as_of else ""
        return f"<Knowledge {self.version}{day}, jurisdiction={self.jurisdiction!r}>"


@cache
def packaged() -> Environment:
    """Return the environment of the packaged knowledge base, loaded once in a process."""
    return Environment()


def read_sample(
    sample: str,
    *,
    small_variants: Files = (),
    structural_variants: Files = (),
    fusions: Files = (),
    copy_number: Files = (),
    coverage: Files = (),
    knowledge: Knowledge | None = None,
    sample_names: NameCheck = "warn",
    **values: Unpack[SampleValues],
) -> SampleData:
    """Read the files of one sample: what its callers wrote, before any judgment.

    `sample` is its identifier. Formats are recognized from the content of the files; give what
    there is, the report says what was not assessed. `values` are those of `SampleValues`
    (`patient`, `tumor_purity`, `prior_therapies`, ...). `knowledge` decides which genes are looked
    for and which therapies are known, by default the packaged one. `sample_names` says what a file
    with the name of another sample does: `strict` refuses it, `warn` adds a warning, `off` reads
    it. Raises InputProblem for an invalid value, a file that cannot be read and files that
    contradict each other.
    """
    knowledge = knowledge or Knowledge()
    request = SampleRequest.model_validate(
        {
            **_checked_values({"sample": sample, **values}),
            "small_variants": _file_list(small_variants),
            "structural_variants": _file_list(structural_variants),
            "fusions": _file_list(fusions),
            "copy_number": _file_list(copy_number),
            "coverage": _file_list(coverage),
            "as_of": knowledge.as_of,
            "sample_names": sample_names,
        }
    )
    return one_sample.read_sample(knowledge._environment, request)


def detect(sample: SampleData) -> FindingsDocument:
    """Detect the findings of a sample: fusions, mutations, compounds and copy number changes.

    The result is the content of `findings.json`. It says for every target whether it is present,
    absent, or why this is not known, and makes no statement on therapies. Raises InputProblem
    where the variants do not fit the genome build.
    """
    return one_sample.detect_findings(sample)


def interpret(
    findings: FindingsDocument | str | Path,
    knowledge: Knowledge | None = None,
    *,
    created: datetime | None = None,
) -> Report:
    """Interpret findings: predicted effect of each therapy, options, and their sources.

    `findings` are those of `detect`, or the path of a `findings.json`. `knowledge` is by default
    the packaged one, as of the day that the findings ask for, else its release date. `created` is
    the time stamp of the report (UTC where it has no time zone), by default SOURCE_DATE_EPOCH, else
    now; with the same findings, knowledge and `created` the report is the same. Raises InputProblem
    for a file that is not a `findings.json`, for a day in the findings after that of the report,
    and for a therapy that the knowledge base does not know.
    """
    knowledge = knowledge or Knowledge()
    file = None
    if not isinstance(findings, FindingsDocument):
        file = str(findings)
        findings = read_document(Path(findings), FindingsDocument, "findings.json", "detect")
    if created is not None and created.tzinfo is None:
        created = created.replace(tzinfo=UTC)
    asked = ReportRequest(
        created=creation_time(created),
        limit=CreationDay.asked(created, "created"),
        as_of=knowledge.as_of,
    )
    return report_on(knowledge._environment, findings, asked, file)


@overload
def render(report: Report) -> bytes: ...
@overload
def render(report: Report, path: str | Path) -> None: ...
def render(report: Report, path: str | Path | None = None) -> bytes | None:
    """Render a report as PDF: return its bytes, or write it to `path`.

    A path that ends in `.html` gets the page for a browser instead, one in `.json` the report's
    JSON. The file appears whole or not at all. Raises InputProblem for another ending and for a
    path that cannot be written.
    """
    text = document_text(report)
    if path is None:
        return packaged().renderer.render(text)
    path = Path(path)
    if path.suffix == ".json":
        write_whole(path, text.encode())
    elif path.suffix == ".pdf":
        write_whole(path, packaged().renderer.render(text))
    elif path.suffix == ".html":
        write_whole(path, packaged().html_renderer.render(text))
    else:
        raise InputProblem(
            f"unknown form of a report {path.suffix!r}",
            file=str(path),
            expected=".pdf, .html or .json",
        )
    return None


def load_report(path: str | Path) -> Report:
    """Read a `report.json`. Raises InputProblem for a file that is not a report."""
    return read_document(Path(path), Report, "report.json", "interpret")


def _file_list(files: Files) -> list[str]:
    several = [files] if isinstance(files, str | Path) else files
    return [str(file) for file in several]


def _checked_values(values: dict[str, object]) -> dict[str, object]:
    """The values as the sample sheet would give them, without those that are None.

    Raises InputProblem for an invalid value, and TypeError for a name that is not known.
    """
    checked = {}
    for name, value in values.items():
        if name not in VALUES or name == "as_of":
            raise TypeError(f"read_sample() got an unexpected keyword argument {name!r}")
        if value is not None:
            checked[name] = _checked(name, value)
    return checked


def _day(value: date | str | None) -> date | None:
    """The day whose knowledge is asked for. Raises InputProblem for a text that is not a date."""
    if value is None or isinstance(value, date):
        return value
    try:
        return calendar_date(value)
    except BadCell as bad:
        raise InputProblem(f"as_of {bad.found}", expected=bad.expected) from None


def _checked(name: str, value: object) -> object:
    """One value, checked as a cell of the sample sheet. Raises InputProblem."""
    try:
        return VALUES[name](_cell(value))
    except BadCell as bad:
        raise InputProblem(f"{name} {bad.found}", expected=bad.expected) from None


def _cell(value: object) -> str:
    """A value as text of the sample sheet."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ";".join(value) or "none"
    return str(value)
