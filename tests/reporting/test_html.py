"""The report as an HTML page."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from annotator.files.documents import document_text
from annotator.files.package_data import resource_folder
from annotator.model.report import Report
from annotator.reporting.html import HtmlRenderer, fixed, linked
from annotator.reporting.page import arrange
from tests.builders.reports import REPORTS, all_reports, failed, g1202r_after_alectinib

NAMES = sorted(REPORTS)
RENDERER = HtmlRenderer(resource_folder("templates") / "html")
VOID = {"meta", "br", "img", "use", "input", "link", "hr", "path", "rect", "circle", "polygon"}


class Parsed(HTMLParser):
    """The tags with their attributes, the text outside style and script, and faults of nesting."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.inline: dict[str, str] = {}
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("style", "script"):
            self.inline[self.open[-1]] = data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return squeezed("".join(self.words))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def page_of(report: Report) -> bytes:
    return RENDERER.render(document_text(report))


@pytest.fixture(scope="module")
def drawn() -> dict[str, Parsed]:
    return {name: Parsed(page_of(report)) for name, report in all_reports().items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_element_is_closed_where_it_was_opened(drawn: dict[str, Parsed], name: str):
    assert drawn[name].faults == []
    assert drawn[name].open == []


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_what_the_arranged_report_says(drawn: dict[str, Parsed], name: str):
    page = arrange(all_reports()[name])
    if page.report.status == "failed":
        return
    text = drawn[name].text
    said = [row.answer for row in page.results]
    said += [reason for row in page.therapy_rows for reason in row.reasons]
    said += [
        reason.text
        for branch in page.branches
        for option in branch.options + branch.avoid
        for reason in option.reasons
    ]
    said += [note.text for note in page.notes]
    said += [
        words
        for section in page.assessed
        for row in section.rows
        for words in (", ".join(row.targets), row.words, row.reason)
    ]
    said += [row.id for group in page.statements for row in group.rows]
    said += [row.note or "" for group in page.statements for row in group.rows]
    said += [item.citation for item in page.report.references]
    said += [rule.title for rule in page.rules] + [rule.id for rule in page.rules]
    said += [figure.value for t in page.trials for line in t.lines for figure in line.figures]
    said += [item.indication for s in page.sheets for a in s.agencies for item in a.approvals]
    said += [
        e.name for s in page.sheets for line in s.events for g in line.grades for e in g.events
    ]
    said += [finding.label for finding in page.report.findings if finding.kind != "fusion"]
    said += [finding.nomenclature for finding in page.report.findings if finding.kind == "fusion"]
    said += [item.message[1:] for item in page.report.warnings]
    said += [banner[1:] for banner in page.report.banners]
    missing = [words for words in said if squeezed(words) not in text]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_drawing_of_the_pdf_is_drawn_and_described(drawn: dict[str, Parsed], name: str):
    page = arrange(all_reports()[name])
    expected = [drawing.alt for drawing in page.fusion_drawings.values()]
    expected += [drawing.alt for drawing in page.mutation_drawings]
    found = [a.get("aria-label") for a in drawn[name].of("svg") if a.get("role") == "img"]
    assert found == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_page_loads_nothing(drawn: dict[str, Parsed], name: str):
    for tag, attributes in drawn[name].tags:
        assert not str(attributes.get("src", "data:")).startswith(("http", "//")), tag
        address = attributes.get("href")
        if address is not None:
            assert address.startswith(("#", "https://")), address
            assert tag in ("a", "use"), tag
            if address.startswith("https://"):
                assert "noopener" in str(attributes["rel"])
        assert "style" not in attributes
        assert not any(key.startswith("on") for key in attributes)
    assert "url(" not in drawn[name].inline["style"]
    assert "@import" not in drawn[name].inline["style"]


@pytest.mark.parametrize("name", NAMES)
def test_links_within_the_page_have_a_target_and_ids_are_unique(
    drawn: dict[str, Parsed], name: str
):
    ids = [a["id"] for _, a in drawn[name].tags if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in drawn[name].tags:
        address = attributes.get("href") or ""
        if address.startswith("#"):
            assert address[1:] in ids
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in ids


@pytest.mark.parametrize("name", NAMES)
def test_the_policy_allows_the_style_and_the_script_of_the_page_alone(
    drawn: dict[str, Parsed], name: str
):
    policy = drawn[name].of("meta")[1]["content"]
    for kind in ("style", "script"):
        digest = hashlib.sha256(drawn[name].inline[kind].encode()).digest()
        assert f"{kind}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", NAMES)
def test_headings_go_down_by_one_level_and_tables_have_captions_and_scopes(
    drawn: dict[str, Parsed], name: str
):
    levels = [int(tag[1]) for tag, _ in drawn[name].tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(drawn[name].of("caption")) == len(drawn[name].of("table"))
    assert all("scope" in attributes for attributes in drawn[name].of("th"))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_report_gives_the_same_small_page(name: str):
    report = all_reports()[name]
    content = page_of(report)
    again = HtmlRenderer(resource_folder("templates") / "html").render(document_text(report))
    assert content == again
    assert len(content) <= 500_000


def test_a_failed_report_claims_nothing():
    text = Parsed(page_of(failed())).text
    assert "NORESULT" in text
    assert all(squeezed(item.message) in text for item in failed().errors)
    assert "Predictedeffect" not in text
    assert "Guidance" not in text


ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;]]>-->"
_FREE = {"text", "message", "note", "citation", "answer", "reason", "label", "nomenclature"}
_FREE |= {"name", "source", "id", "raw_breakpoints", "confidence", "indication", "event", "value"}
_FREE |= {"frequency", "population", "description", "title", "endpoint", "setting", "arms", "pmid"}
_FREE |= {"doi", "profile", "hgvs_g", "hgvs_c", "hgvs_p", "diagnosis", "patient_id", "report_id"}
_FREE |= {
    "classification_reason",
    "phase_evidence",
    "segment",
    "rule",
    "meaning",
    "sha256",
    "target",
}
_FREE |= {"consequence", "evidence_type", "unit", "since", "protein_change", "transcript", "chrom"}


def poisoned(value: Any, text: str, key: str = "") -> Any:
    """The JSON of a report with a text appended to every free text in it."""
    if isinstance(value, dict):
        coded = {"event"} if "kind" in value else set()
        return {
            name: item if name in coded else poisoned(item, text, name)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [poisoned(item, text, key) for item in value]
    links = {"statement", "statements", "deciding", "members", "findings", "finding"}
    if isinstance(value, str) and (key in _FREE or key in links):
        return value + text
    return value


def attacked(name: str, text: str) -> Report:
    content = all_reports()[name].model_dump(mode="json")
    content["banners"] = [text]
    content["interpretation"] = [text]
    content["case"]["comment"] = None
    content["case"]["physician"] = text
    content["laboratory"] = {
        "name": text,
        "address": [text],
        "disclaimer": text,
        "logo": "data:image/svg+xml;base64,PHN2Zy8+",
        "signatories": [{"name": text, "role": text}],
    }
    return Report.model_validate(poisoned(content, text))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_a_report_becomes_markup(drawn: dict[str, Parsed], name: str):
    plain = Parsed(page_of(attacked(name, "x")))
    parsed = Parsed(page_of(attacked(name, ATTACK)))
    assert [tag for tag, _ in parsed.tags] == [tag for tag, _ in plain.tags]
    assert [sorted(a) for _, a in parsed.tags] == [sorted(a) for _, a in plain.tags]
    assert parsed.faults == []
    assert squeezed(ATTACK) in parsed.text


@settings(max_examples=25, deadline=None)
@given(text=st.text(alphabet="<>&\"'/=;- scriptx\u202e\u2028{}%", min_size=1, max_size=20))
def test_no_text_of_any_signs_becomes_markup(text: str):
    plain = Parsed(page_of(attacked("g1202r", "x")))
    parsed = Parsed(page_of(attacked("g1202r", text)))
    assert [tag for tag, _ in parsed.tags] == [tag for tag, _ in plain.tags]
    assert parsed.faults == []


def test_a_logo_that_is_not_a_picture_is_left_out():
    report = attacked("g1202r", "x")
    lab = report.laboratory.model_copy(update={"logo": "https://example.org/logo.png"})
    page = RENDERER.render_page(
        arrange(report).model_copy(update={"report": report.model_copy(update={"laboratory": lab})})
    )
    assert Parsed(page).of("img") == []


def test_page_one_alone_is_drawn_where_the_laboratory_asks_for_it():
    report = attacked("g1202r", "x")
    lab = report.laboratory.model_copy(update={"show": "page 1"})
    text = Parsed(page_of(report.model_copy(update={"laboratory": lab}))).text
    assert "Predictedeffect" in text
    assert "Statementsused" not in text


def test_identifiers_become_links_and_the_text_around_them_is_escaped():
    made = str(linked("<b>NCT01234567 and PMID 12345678, PMC7654321"))
    assert made.startswith("&lt;b&gt;<a href=")
    assert 'href="https://clinicaltrials.gov/study/NCT01234567"' in made
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/12345678/"' in made
    assert 'href="https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/"' in made
    assert str(linked("NCT123 is too short")) == str(escape("NCT123 is too short"))


def test_numbers_have_fixed_decimals_and_a_typographic_minus():
    assert fixed(2.345, 1) == "2.3"
    assert fixed(-0.5, 2) == "−0.50"
    assert fixed(1e300, 2) == "1e+300"


def test_filters_reach_every_effect_and_statement():
    page = arrange(g1202r_after_alectinib())
    rows = [a for a in Parsed(page_of(page.report)).of("tr") if a.get("class") == "row"]
    statements = sum(len(group.rows) for group in page.statements)
    assert len(rows) == len(page.therapy_rows) + statements
    assert all({"data-therapy", "data-effect", "data-curation"} <= set(row) for row in rows)
    assert sum("data-evidence" in row for row in rows) == statements
