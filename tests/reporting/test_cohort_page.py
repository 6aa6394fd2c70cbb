"""The run on one page."""

from itertools import chain

from annotator.files.package_data import resource_folder
from annotator.model.base import Effect
from annotator.model.report import Report
from annotator.reporting.cohort_page import (
    CHUNK,
    COLUMNS_SHOWN,
    cohort_html,
    cohort_page,
    cohort_sample,
)
from tests.builders.reports import all_reports, failed, g1202r_after_alectinib
from tests.reporting.test_html import ATTACK, Parsed, squeezed

TEMPLATES = resource_folder("templates") / "html"


def named(report: Report, sample: str) -> Report:
    return report.model_copy(update={"sample": report.sample.model_copy(update={"id": sample})})


def every_report() -> list[Report]:
    return [named(report, name) for name, report in all_reports().items()]


def parsed(reports: list[Report]) -> Parsed:
    return Parsed(cohort_html(cohort_page(map(cohort_sample, reports)), TEMPLATES))


def test_failed_samples_come_first_and_are_counted():
    page = cohort_page(
        map(cohort_sample, [named(g1202r_after_alectinib(), "A"), named(failed(), "Z")])
    )
    assert [sample.row.sample for sample in page.samples] == ["Z", "A"]
    assert page.counts["samples"] == 2
    assert page.counts["failed"] == 1
    assert page.counts["reported"] == 1


def test_the_matrix_shows_the_most_adverse_effect_of_each_alteration():
    report = g1202r_after_alectinib()
    mutation = next(item for item in report.findings if item.label == "ALK G1202R")
    calls = [call.model_copy(update={"findings": [mutation.id]}) for call in report.sensitivity]
    assert {"sensitive", "resistant"} <= {call.call for call in calls}
    page = cohort_page([cohort_sample(report.model_copy(update={"sensitivity": calls}))])
    cells = dict(zip(page.alterations, page.matrix[0].cells, strict=True))
    assert cells["ALK G1202R"].effect == "resistant"
    assert "ALK D1529E" not in cells  # a polymorphism
    assert not any("MET" in name for name in cells)  # not amplified


def test_a_failed_sample_has_no_alteration():
    page = cohort_page([cohort_sample(failed())])
    assert page.matrix == []
    assert page.alterations == []
    assert "Nosampleoftheruncarriesanalterationthatcounts" in parsed([failed()]).text


def test_the_cells_of_a_row_span_all_columns():
    page = cohort_page(map(cohort_sample, every_report()))
    assert all(sum(cell.span for cell in row.cells) == len(page.alterations) for row in page.matrix)


def test_rarer_alterations_are_counted_where_there_is_no_column():
    sample, _ = cohort_sample(g1202r_after_alectinib())
    many: dict[str, Effect] = {f"ALK A{number}B": "reduced" for number in range(COLUMNS_SHOWN + 3)}
    page = cohort_page([(sample, many)])
    assert len(page.alterations) == COLUMNS_SHOWN
    assert page.further == 3


def test_the_page_has_every_sample_with_a_relative_address():
    reports = [named(g1202r_after_alectinib(), f"S {n}") for n in range(CHUNK + 1)]
    page = parsed(reports)
    assert page.faults == []
    addresses = {a.get("href") for a in page.of("a")}
    assert all(f"S%20{n}/S%20{n}.report.html" in addresses for n in range(CHUNK + 1))
    assert len(page.of("tbody")) == 4  # two groups in each table


def test_the_page_loads_nothing_and_repeats_itself():
    reports = every_report()
    page = parsed(reports)
    assert not page.of("link")
    assert not page.of("img")
    assert not any("style" in attributes for _, attributes in page.tags)
    assert not any("http" in str(a.get("href")) for _, a in page.tags)
    again = parsed(list(reversed(reports)))
    assert page.tags == again.tags
    assert page.words == again.words


def test_no_text_becomes_markup():
    report = g1202r_after_alectinib()
    fusions = [
        finding.model_copy(update={"name": ATTACK, "nomenclature": ATTACK})
        if finding.kind == "fusion"
        else finding
        for finding in report.findings
    ]
    attacked = named(report.model_copy(update={"findings": fusions}), ATTACK)
    harmless = parsed([named(report, "S")])
    page = parsed([attacked])
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in harmless.tags]
    assert squeezed(ATTACK) in page.text
    addresses = list(chain(a.get("href", "") for a in page.of("a")))
    assert not any("<" in str(address) for address in addresses)
