"""Further genes on paper: a table of those that changed, a line of those that did not."""

import io

import pypdf

from annotator.files.documents import document_text
from annotator.model.base import Result
from annotator.model.findings import Assessment
from annotator.model.report import Report
from annotator.reporting.cohort import cohort_rows
from annotator.reporting.pdf import PdfRenderer
from annotator.reporting.sections.assessed import assessed_sections
from tests.builders.findings import assessment
from tests.builders.patient_findings import met
from tests.builders.reports import negative

KRAS = met(amplified=True).model_copy(
    update={"id": "N6", "gene": "KRAS", "role": "bypass", "meaning": "Told of it.",
            "meaning_curation": "unverified"}
)  # fmt: skip
CDKN2A = met(amplified=False).model_copy(
    update={"id": "N13", "gene": "CDKN2A", "role": "context", "loss": "homozygous", "lost": True,
            "copy_number": 1.4, "lowest_exon": 0.0}
)  # fmt: skip
RB1 = CDKN2A.model_copy(update={"id": "N14", "gene": "RB1", "lost": False})


def with_further_genes() -> Report:
    report = negative()
    return report.model_copy(update={"findings": [*report.findings, KRAS, CDKN2A, RB1]})


def test_they_stand_in_a_table_of_their_own(renderer: PdfRenderer) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(renderer.render(document_text(with_further_genes()))))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "Further genes" in text
    assert "KRAS amplification 14.20" in text
    assert "Bypass. Told of it. † unverified" in text
    assert "CDKN2A homozygous loss 1.40 (0.00 in an exon)" in text
    assert "RB1 homozygous loss, not settled" in text
    assert "No option rests on it." in text


def test_met_alone_stands_in_the_column_of_met() -> None:
    (row,) = cohort_rows([with_further_genes()])
    (plain,) = cohort_rows([negative()])
    assert row.met == plain.met


def sought(gene: str, category: str, result: Result, reason: str) -> Assessment:
    return assessment(f"{gene} amplification", category, result, reason=reason)


def test_equal_answers_stand_in_one_line_by_their_genes() -> None:
    items = [
        sought("EGFR", "gain", "absent", "less"),
        sought("MYC", "gain", "indeterminate", "purity"),
        sought("CDK4", "gain", "absent", "less"),
        sought("MDM2", "gain", "indeterminate", "purity"),
        sought("RB1", "loss", "present", "lost"),
    ]
    gains, losses = assessed_sections(negative().model_copy(update={"assessments": items}))
    assert (gains.title, losses.title) == ("Amplification", "Homozygous loss")
    assert [(row.result, row.targets) for row in gains.rows] == [
        ("indeterminate", ["MYC", "MDM2"]),
        ("absent", ["EGFR", "CDK4"]),
    ]
    assert [(row.result, row.targets) for row in losses.rows] == [("present", ["RB1"])]
