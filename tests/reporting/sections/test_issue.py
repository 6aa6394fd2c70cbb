"""What a laboratory adds to a report, as the template gets it."""

import base64
from datetime import date

import pytest

from annotator.model.case_record import CaseRecord
from annotator.model.laboratory import Laboratory, LaboratoryAssay, Signatory
from annotator.model.report import Report
from annotator.reporting.sections.issue import issue_of
from tests.builders.reports import g1202r_after_alectinib
from tests.readers.test_laboratory import SVG, png

MADE = date(2026, 3, 4)


def report(**fields: object) -> Report:
    return g1202r_after_alectinib().model_copy(update=fields)


def uri(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def test_a_report_of_nobody_has_no_letterhead() -> None:
    issue = issue_of(report(), MADE)
    assert (issue.letterhead, issue.case_facts, issue.assay_facts) == (None, [], [])
    assert (issue.paper, issue.first_page_only, issue.issued) == ("a4", False, MADE)


def test_the_letterhead() -> None:
    laboratory = Laboratory(
        name="One",
        address=["1 Street", "Town"],
        contact=["a@b.example"],
        accreditation="ISO 15189",
        signatories=[Signatory(name="A. B.", role="pathologist")],
        paper="US Letter",
        show="page 1",
    )
    issue = issue_of(report(laboratory=laboratory), MADE)
    assert issue.letterhead is not None
    assert issue.letterhead.lines == ["1 Street, Town", "a@b.example", "ISO 15189"]
    assert (issue.paper, issue.first_page_only) == ("us-letter", True)


@pytest.mark.parametrize(("kind", "content"), [("svg+xml", SVG.encode()), ("png", png(30, 20))])
def test_every_logo_reaches_the_template_as_svg(kind: str, content: bytes) -> None:
    laboratory = Laboratory(name="One", logo=uri(kind, content))
    head = issue_of(report(laboratory=laboratory), MADE).letterhead
    assert head is not None
    assert head.logo is not None
    assert head.logo.startswith("<svg ")
    if kind == "png":
        assert 'width="30" height="20"' in head.logo


def test_the_facts_of_a_case_are_those_that_are_given() -> None:
    case = CaseRecord(accession="S-1", tumor_content=0.3, birth_date=date(1960, 1, 2))
    facts = issue_of(report(case=case), MADE).case_facts
    assert [(fact.label, fact.value) for fact in facts] == [
        ("Accession", "S-1"),
        ("Birth date", "1960-01-02"),
        ("Tumor content (counted)", "30.0 %"),
    ]


def test_the_day_of_issue_is_that_which_is_given() -> None:
    case = CaseRecord(reported=date(2026, 3, 1), status="final")
    issue = issue_of(report(case=case), MADE)
    assert (issue.issued, issue.status) == (date(2026, 3, 1), "final")


def test_a_comment_takes_the_place_of_the_composed_interpretation() -> None:
    composed = issue_of(report(interpretation=["One.", "Two."]), MADE)
    assert (composed.interpretation, composed.signed_interpretation) == (["One.", "Two."], False)
    own = issue_of(report(case=CaseRecord(comment="Mine."), interpretation=[]), MADE)
    assert (own.interpretation, own.signed_interpretation) == (["Mine."], True)


def test_the_genes_of_an_assay_with_their_exons() -> None:
    assay = LaboratoryAssay(
        name="panel", version="2", analytes=["DNA", "RNA"],
        genes={"ALK": [22, 20, 21, 29], "ROS1": [], "MET": [14]},
    )  # fmt: skip
    facts = {f.label: f.value for f in issue_of(report(assay=assay), MADE).assay_facts}
    assert facts == {
        "Assay": "panel, version 2",
        "Sequenced": "DNA and RNA",
        "Genes": "ALK (exons 20–22, 29); ROS1; MET (exon 14)",
    }
