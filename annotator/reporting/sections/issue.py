"""What makes a report one that a laboratory issues: its letterhead, the case and the assay."""

import base64
from datetime import date

from annotator.model.base import Model
from annotator.model.case_record import CaseRecord
from annotator.model.laboratory import Laboratory, LaboratoryAssay, Signatory
from annotator.model.percent import percent
from annotator.model.report import Report

_DESIGN = {"tumor only": "tumor only", "tumor and normal": "tumor with its normal"}
_LIMITS = {
    "small_variants": "small variants",
    "fusions": "fusions",
    "copy_number": "copy numbers",
}


class Fact(Model):
    """A labeled value."""

    label: str
    value: str


class Letterhead(Model):
    """Who issues the report; `logo` is an SVG text, null where there is none."""

    name: str
    lines: list[str]
    logo: str | None
    signatories: list[Signatory]
    disclaimer: str | None


class Issue(Model):
    """What stands around the findings of an issued report.

    `interpretation` is by the pathologist where `signed_interpretation` holds, else composed.
    `paper` is the name that the compiler has for it.
    """

    letterhead: Letterhead | None
    status: str | None
    issued: date
    case_facts: list[Fact]
    assay_facts: list[Fact]
    limitations: list[str]
    interpretation: list[str]
    signed_interpretation: bool
    paper: str
    first_page_only: bool


def issue_of(report: Report, made: date) -> Issue:
    """Return what stands around the findings; `made` is the day on which the report was made."""
    laboratory, case = report.laboratory, report.case
    own = case.comment
    return Issue(
        letterhead=None if laboratory is None else _letterhead(laboratory),
        status=case.status,
        issued=case.reported or made,
        case_facts=_case_facts(case),
        assay_facts=[] if report.assay is None else _assay_facts(report.assay),
        limitations=[] if report.assay is None else report.assay.limitations,
        interpretation=report.interpretation if own is None else [own],
        signed_interpretation=own is not None,
        paper="us-letter" if laboratory is not None and laboratory.paper == "US Letter" else "a4",
        first_page_only=laboratory is not None and laboratory.show == "page 1",
    )


def _letterhead(laboratory: Laboratory) -> Letterhead:
    lines = [", ".join(laboratory.address), " · ".join(laboratory.contact)]
    return Letterhead(
        name=laboratory.name,
        lines=[line for line in (*lines, laboratory.accreditation) if line],
        logo=None if laboratory.logo is None else _as_svg(laboratory.logo),
        signatories=laboratory.signatories,
        disclaimer=laboratory.disclaimer,
    )


def _as_svg(data_uri: str) -> str:
    """A picture as SVG; a PNG is wrapped in one of its own size in pixels."""
    kind, _, encoded = data_uri.partition(";base64,")
    content = base64.b64decode(encoded)
    if kind == "data:image/svg+xml":
        return content.decode("utf-8", "replace")
    width, height = (int.from_bytes(content[start : start + 4]) for start in (16, 20))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image href="{data_uri}" width="{width}" height="{height}"/></svg>'
    )


def _case_facts(case: CaseRecord) -> list[Fact]:
    """The fields that are given, by the words of a request form."""
    content = None if case.tumor_content is None else percent(case.tumor_content)
    fields: tuple[tuple[str, object], ...] = (
        ("Accession", case.accession),
        ("Second identifier", case.second_identifier),
        ("Birth date", case.birth_date),
        ("Sex", case.sex),
        ("Ordered by", case.physician),
        ("Site", case.site),
        ("Block", case.block),
        ("Histology", case.histology),
        ("Stage", case.stage),
        ("Tumor content (counted)", content),
        ("Received", case.received),
    )
    return [Fact(label=label, value=str(value)) for label, value in fields if value is not None]


def _assay_facts(assay: LaboratoryAssay) -> list[Fact]:
    limits = assay.limits_of_detection
    least = assay.minimum_tumor_content
    fields = (
        ("Assay", assay.name + (f", version {assay.version}" if assay.version else "")),
        ("Sequenced", " and ".join(assay.analytes)),
        ("Design", _DESIGN.get(assay.design or "", "")),
        ("Minimum tumor content", "" if least is None else percent(least)),
        *(
            (f"Limit of detection, {words}", getattr(limits, name) or "")
            for name, words in _LIMITS.items()
        ),
        ("Genes", "; ".join(_gene(name, exons) for name, exons in assay.genes.items())),
    )
    return [Fact(label=label, value=value) for label, value in fields if value]


def _gene(name: str, exons: list[int]) -> str:
    """A gene with its exons, those in a row as a range: `ALK (exons 20-29)`."""
    if not exons:
        return name
    ordered = sorted(set(exons))
    starts = [exon for exon in ordered if exon - 1 not in ordered]
    ends = [exon for exon in ordered if exon + 1 not in ordered]
    ranges = [str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True)]
    return f"{name} (exon{'s' if len(ordered) > 1 else ''} {', '.join(ranges)})"
