"""The values of sample options, as cells of the sheet and as options of the command line.

Each function turns a text that is not empty into its value and raises `BadCell`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from annotator.model.base import (
    CourseSetting,
    DiseaseSetting,
    DriverTest,
    GenomeBuild,
    RnaQuality,
    Specimen,
    StopReason,
)
from annotator.model.case_record import Amends, IssueStatus, Sex
from annotator.model.context import TOGETHER, Course
from annotator.readers.sheet.sample_ids import sample_id
from annotator.readers.tables.table import BadCell

_V = TypeVar("_V")

_BUILDS: Mapping[str, GenomeBuild] = {
    "grch37": "GRCh37",
    "hg19": "GRCh37",
    "b37": "GRCh37",
    "grch38": "GRCh38",
    "hg38": "GRCh38",
}
_SPECIMENS: Mapping[str, Specimen] = {"tissue": "tissue", "plasma": "plasma"}
_QUALITIES: Mapping[str, RnaQuality] = {"adequate": "adequate", "inadequate": "inadequate"}
_SETTINGS: Mapping[str, DiseaseSetting] = {"advanced": "advanced", "resected": "resected"}
_TESTS: Mapping[str, DriverTest] = {
    "fish": "fish",
    "ihc": "ihc",
    "rna": "rna",
    "dna": "dna",
    "report": "report",
}
_STOP_REASONS: Mapping[str, StopReason] = {
    "progression": "progression",
    "pd": "progression",
    "toxicity": "toxicity",
    "intolerance": "toxicity",
    "completed": "completed",
}
_COURSE_SETTINGS: Mapping[str, CourseSetting] = {"adjuvant": "adjuvant"}
_YES_NO: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
_SEXES: Mapping[str, Sex] = {
    "female": "female",
    "f": "female",
    "male": "male",
    "m": "male",
    "other": "other",
    "unknown": "unknown",
}
_STATUSES: Mapping[str, IssueStatus] = {"draft": "draft", "final": "final", "amended": "amended"}
_LONGEST_TEXT = 1000
_LONGEST_COMMENT = 5000
_PLOIDIES = (1, 20)


def plain_text(text: str, longest: int = _LONGEST_TEXT) -> str:
    """Text of one line that can be written as UTF-8: the bytes of an option may be none."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise BadCell(ascii(text[:longest]), expected="text in UTF-8") from None
    if len(text) > longest:
        raise BadCell(f"a text of {len(text)} characters", expected=f"at most {longest}")
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise BadCell(ascii(text), expected="text of one line, without control characters")
    return text


def words(text: str) -> str:
    """A text as the report is to show it, in one line."""
    shown = plain_text(" ".join(text.split()))
    if not shown:
        raise BadCell(repr(text), expected="a text; left out where it is not given")
    return shown


def comment(text: str) -> str:
    """A pathologist's interpretation, in one line of the sheet."""
    shown = plain_text(" ".join(text.split()), _LONGEST_COMMENT)
    if not shown:
        raise BadCell(repr(text), expected="a text; left out where it is not given")
    return shown


def sex(text: str) -> Sex:
    """The administrative sex, by the words of HL7."""
    return _one_of(text, _SEXES, "female, male, other or unknown")


def issue_status(text: str) -> IssueStatus:
    """Whether the report is a draft, final or amended."""
    return _one_of(text, _STATUSES, "draft, final or amended")


def amends(text: str) -> Amends:
    """The id of the report that is amended, a colon, and the reason."""
    report, colon, reason = (part.strip() for part in plain_text(text).partition(":"))
    if not (report and colon and reason) or " " in report:
        raise BadCell(repr(text), expected="REPORT_ID: why it was amended")
    return Amends(report_id=report, reason=reason)


def tumor_content(text: str) -> float:
    """A fraction from 0 to 1, or a percentage (`30 %`)."""
    number, percent, rest = text.partition("%")
    value = _number(number.strip())
    value = value / 100 if value is not None and percent else value
    if value is None or rest.strip() or not 0 <= value <= 1:
        raise BadCell(repr(text), expected="a fraction from 0 to 1, e.g. 0.3, or a percentage")
    return value


def genome_build(text: str) -> GenomeBuild:
    """GRCh37 or GRCh38, also under their UCSC and short names."""
    return _one_of(text, _BUILDS, "GRCh37 (hg19, b37) or GRCh38 (hg38)")


def specimen(text: str) -> Specimen:
    """tissue or plasma."""
    return _one_of(text, _SPECIMENS, "tissue or plasma")


def rna_quality(text: str) -> RnaQuality:
    """Adequate or inadequate, as the laboratory holds its RNA to be."""
    return _one_of(text, _QUALITIES, "adequate or inadequate")


def disease_setting(text: str) -> DiseaseSetting:
    """Advanced disease, or resected disease without a known metastasis."""
    return _one_of(text, _SETTINGS, "advanced or resected")


def driver_test(text: str) -> DriverTest:
    """The test that showed a driver before."""
    return _one_of(text, _TESTS, "fish, ihc, rna, dna or report")


def yes_no_unknown(text: str) -> bool | None:
    """Yes, no, or unknown (None)."""
    return _one_of(text, _YES_NO, "yes, no or unknown")


def calendar_date(text: str) -> date:
    """A date as YYYY-MM-DD."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadCell(repr(text), expected="a date as YYYY-MM-DD")


def tumor_purity(text: str) -> float:
    """A fraction above 0 and up to 1."""
    value = _number(text)
    if value is None or not 0 < value <= 1:
        raise BadCell(repr(text), expected="a fraction above 0 and up to 1, e.g. 0.6")
    return value


def ploidy(text: str) -> float:
    """A mean copy number from 1, that of a haploid genome, up to 20."""
    value, (least, greatest) = _number(text), _PLOIDIES
    if value is None or not least <= value <= greatest:
        raise BadCell(repr(text), expected=f"a mean copy number from {least} up to {greatest}")
    return value


def therapies(text: str) -> list[Course] | None:
    """Courses in order, separated by `;`: `none` gives [], `unknown` gives None.

    Drugs given together are joined by `+`. The setting and why a course was stopped may follow:
    `alectinib@adjuvant:completed`, `crizotinib:progression`, `lorlatinib:toxicity/cns`. Names and
    kinds of toxicity stay as they are written, in lower case.
    """
    if text.strip().rstrip("; ").lower() in ("none", "unknown"):
        return [] if text.strip().lower().startswith("none") else None
    courses = [_course(part.strip()) for part in text.split(";") if part.strip()]
    if not courses:
        raise BadCell(repr(text), expected="names separated by ';', or none, or unknown alone")
    if {"none", "unknown"} & {name for course in courses for name in course.therapies}:
        expected = "names separated by ';', or none, or unknown: each of the two stands alone"
        raise BadCell(repr(text), expected=expected)
    return courses


def _course(text: str) -> Course:
    """One course: `DRUG+DRUG@SETTING:REASON/KIND`, all but the first drug as far as known."""
    given, colon, end = text.lower().partition(":")
    drugs, at, setting = given.partition("@")
    reason, slash, kind = (part.strip() for part in end.partition("/"))
    names = [name.strip() for name in drugs.split(TOGETHER)]
    if not all(names) or len(set(names)) < len(names):
        expected = "a name, or different names with '+' between drugs given together"
        raise BadCell(repr(text), expected=expected)
    if at and setting.strip() not in _COURSE_SETTINGS:
        expected = "NAME@adjuvant for a course after resection, or NAME alone"
        raise BadCell(repr(text), expected=expected)
    if colon and reason not in _STOP_REASONS:
        expected = (
            "NAME:progression, NAME:toxicity, NAME:toxicity/KIND or NAME:completed, or NAME where "
            "it is not known"
        )
        raise BadCell(repr(text), expected=expected)
    if slash and (not kind or _STOP_REASONS[reason] != "toxicity"):
        expected = "NAME:toxicity/KIND, or a reason without '/'"
        raise BadCell(repr(text), expected=expected)
    return Course(
        therapies=names,
        setting=_COURSE_SETTINGS[setting.strip()] if at else None,
        stopped=_STOP_REASONS[reason] if colon else None,
        toxicity=kind or None,
    )


def _one_of(text: str, values: Mapping[str, _V], expected: str) -> _V:
    try:
        return values[text.lower()]
    except KeyError:
        raise BadCell(repr(text), expected=expected) from None


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d+(\.\d+)?|\.\d+", text) else None


VALUES: Mapping[str, Callable[[str], object]] = {
    "sample": sample_id,
    "patient": plain_text,
    "specimen": specimen,
    "collected_on": calendar_date,
    "genome_build": genome_build,
    "tumor_sample": plain_text,
    "tumor_purity": tumor_purity,
    "ploidy": ploidy,
    "rna_quality": rna_quality,
    "diagnosis": words,
    "known_driver": plain_text,
    "known_driver_by": driver_test,
    "known_driver_on": calendar_date,
    "prior_therapies": therapies,
    "disease_setting": disease_setting,
    "cns_metastases": yes_no_unknown,
    "as_of": calendar_date,
    "assay": words,
    "accession": words,
    "block": words,
    "second_identifier": words,
    "birth_date": calendar_date,
    "sex": sex,
    "physician": words,
    "site": words,
    "histology": words,
    "stage": words,
    "tumor_content": tumor_content,
    "received": calendar_date,
    "reported": calendar_date,
    "status": issue_status,
    "amends": amends,
    "comment": comment,
}
"""The function of each option that is not a list of files."""
