"""The drawn report."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from annotator.files.documents import document_text
from annotator.model.base import Result
from annotator.model.context import KnownDriver
from annotator.model.findings import Fusion, UnlistedPairs
from annotator.model.report import Report, ReportTherapy
from annotator.reporting.font_coverage import FontCoverage
from annotator.reporting.page import arrange
from annotator.reporting.pdf import PdfRenderer
from annotator.reporting.sections.option_rows import OptionCall
from annotator.reporting.sections.results import RESULT_WORDS
from annotator.reporting.sections.row_breaking import rows_may_break
from tests.builders.patient_findings import l1196m, met
from tests.builders.reports import (
    REPORTS,
    all_reports,
    compound_after_lorlatinib,
    failed,
    g1202r_after_alectinib,
    naive_unknown_history,
    negative,
    not_assessed,
)

NAMES = sorted(REPORTS)
ODD_IDS = [
    '#panic("x") *b* $x$',
    "山田-1",
    "a" * 300,
    "x/../y\\z",
    "[](){}<l>@ref",
    "a\u202eb",
    "é",
]


@pytest.fixture(scope="module")
def drawn(renderer: PdfRenderer) -> dict[str, bytes]:
    return {name: renderer.render(document_text(item)) for name, item in all_reports().items()}


def squeezed(text: str) -> str:
    """Without white space: where lines break is a matter of layout."""
    return re.sub(r"\s+", "", text)


def text_of(pdf: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return squeezed("".join(page.extract_text() for page in reader.pages))


def page_one(pdf: bytes) -> str:
    return squeezed(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text())


def named(sample: str) -> Report:
    report = g1202r_after_alectinib()
    return report.model_copy(
        update={"sample": report.sample.model_copy(update={"id": sample, "patient_id": sample})}
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_pdf_a_3a_and_pdf_ua_1(drawn: dict[str, bytes], name: str):
    with pikepdf.open(io.BytesIO(drawn[name])) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert meta["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert "/Author" not in pdf.docinfo
        assert REPORTS[name]().sample.id in str(pdf.docinfo["/Title"])


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_attached_as_it_is(drawn: dict[str, bytes], name: str):
    report = REPORTS[name]()
    with pikepdf.open(io.BytesIO(drawn[name])) as pdf:
        assert list(pdf.attachments) == [f"{report.sample.id}.report.json"]
        attached = pdf.attachments[f"{report.sample.id}.report.json"].get_file().read_bytes()
    assert attached.decode() == document_text(report)


def test_the_date_is_the_reports(drawn: dict[str, bytes]):
    with pikepdf.open(io.BytesIO(drawn["negative"])) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261120093000Z"


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_small(drawn: dict[str, bytes], name: str):
    assert len(drawn[name]) < 300_000


def approvals_and_events(therapy: ReportTherapy) -> list[str]:
    approvals = [f"{item.indication} since {item.since}" for item in therapy.approvals]
    events = [f"{item.event} {item.frequency}" for item in therapy.adverse_events]
    unknown = ["No adverse event in the knowledge base"] if approvals and not events else []
    return approvals + events + unknown


@pytest.mark.parametrize("name", NAMES)
def test_all_that_a_reader_needs_is_in_the_text(drawn: dict[str, bytes], name: str):
    report = REPORTS[name]()
    text = text_of(drawn[name])
    wanted = [line.answer for line in report.summary]
    wanted += [reason for option in report.guidance.options for reason in option.reasons]
    wanted += [
        f"{entry.reason.rstrip('.')}: {' + '.join(entry.therapies)}"
        for entry in report.guidance.not_considered
    ]
    wanted += report.guidance.notes
    wanted += [call.reason for call in report.sensitivity]
    wanted += [text for item in report.statements for text in (item.profile, item.id)]
    wanted += [item.note for item in report.statements if item.note]
    wanted += [item.title for item in report.rules]
    wanted += [item.id for item in report.rules]
    wanted += [
        f"{figure.endpoint} {figure.value}" for trial in report.trials for figure in trial.figures
    ]
    wanted += [
        text
        for therapy in report.therapies
        for text in (f"{therapy.name} {therapy.description}", *approvals_and_events(therapy))
    ]
    wanted += [item.citation for item in report.references]
    wanted += [f"PMID {item.pmid}" for item in report.references if item.pmid]
    wanted += [f"doi:{item.doi}" for item in report.references if item.doi]
    wanted += [warning.message for warning in report.warnings]
    wanted += [error.message for error in report.errors]
    wanted += [finding.label for finding in report.findings if finding.kind != "fusion"]
    missing = [item for item in wanted if squeezed(item) not in text]
    assert missing == []


def effect_words(call: OptionCall) -> str:
    return f"{call.call} {call.scenario or ''} · "


@pytest.mark.parametrize("name", [name for name in NAMES if name != "failed"])
def test_page_one_holds_the_answers(drawn: dict[str, bytes], name: str):
    report = REPORTS[name]()
    page = page_one(drawn[name])
    for line in report.summary:
        assert squeezed(RESULT_WORDS[line.result] + line.answer) in page
    branches = arrange(report).branches
    for option in [o for branch in branches for o in branch.options + branch.avoid_in_short]:
        drugs = ", ".join(option.names)
        (said,) = re.findall(
            re.escape(squeezed(drugs + option.category))
            + "(.{0,60}?)"
            + re.escape(squeezed(option.reasons[0].text)),
            page,
        )
        assert said == squeezed("".join(effect_words(call) for call in option.calls))
    for call in report.sensitivity:
        assert squeezed(f"{call.therapy}") in page
        assert call.call in page


def test_each_call_stands_beside_its_therapy(drawn: dict[str, bytes]):
    page = page_one(drawn["g1202r"])
    for call in g1202r_after_alectinib().sensitivity:
        assert squeezed(f"{call.therapy}{call.call}{call.tier}{call.reason}") in page


def test_one_drug_is_told_apart_by_its_target(drawn: dict[str, bytes]):
    text = text_of(drawn["met_mutated"])
    for said in (
        "crizotinibresistant",
        "AgainstMET:METD1228N:resistant(casereport)",
        "METD1228N:drugswithMETasthetarget",
        "ThisdoesnotpredicttheresponseofthistumoranddoesnotapplytoALK",
        "METD1228N,withMETasthetarget",
    ):
        assert said in text, said
    assert "Against" not in text_of(drawn["g1202r"])


def test_both_scenarios_are_on_page_one(drawn: dict[str, bytes]):
    page = page_one(drawn["compound_unknown"])
    assert "lorlatinibresistantincis" in page
    assert "lorlatinibsensitiveintrans" in page
    assert "alectinibresistantincisortrans" in page


def test_unknown_history_is_said_and_each_branch_shown(drawn: dict[str, bytes]):
    page = page_one(drawn["branches"])
    assert "Thetreatmenthistoryisunknown" in page
    for option in naive_unknown_history().guidance.options:
        assert squeezed(option.branch or "") in page


def test_unverified_evidence_is_marked_and_explained(drawn: dict[str, bytes]):
    assert "Cell-lineevidenceonly.[1]†unverified" in page_one(drawn["g1202r"])
    assert "notyetcheckedagainstitssource" in page_one(drawn["g1202r"])
    assert "†" not in page_one(drawn["ros1"])


@pytest.mark.parametrize("name", NAMES)
def test_every_page_names_sample_page_and_limits(drawn: dict[str, bytes], name: str):
    reader = pypdf.PdfReader(io.BytesIO(drawn[name]))
    report = REPORTS[name]()
    for number, page in enumerate(reader.pages, start=1):
        text = squeezed(page.extract_text())
        assert squeezed(f"Sample {report.sample.id}") in text
        assert f"Page{number}of{len(reader.pages)}" in text
        assert "Forqualifiedprofessionals;notamedicaldevice" in text
        assert report.report_id in text


def test_callers_stand_under_their_own_names(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    (fusion,) = (item for item in report.findings if isinstance(item, Fusion))
    seen = [
        row.model_copy(update={"caller": name})
        for row, name in zip(fusion.support, ("star_fusion", "Our Own_Caller"), strict=True)
    ]
    named_raw = fusion.model_copy(update={"support": seen})
    changed = report.model_copy(update={"findings": [named_raw]})
    text = text_of(renderer.render(document_text(changed)))
    assert "STAR-FusionRNA" in text
    assert "star_fusionRNA" not in text
    assert "OurOwn_CallerRNA" in text


def test_a_row_of_the_other_product_is_marked(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    (fusion,) = (item for item in report.findings if isinstance(item, Fusion))
    rows = [row.model_copy(update={"orientation": "productive"}) for row in fusion.support]
    rows[0] = rows[0].model_copy(update={"orientation": "reciprocal"})
    changed = fusion.model_copy(update={"support": rows})
    text = text_of(
        renderer.render(document_text(report.model_copy(update={"findings": [changed]})))
    )
    assert text.count("reciprocalproduct") == 1


def test_a_partner_without_a_model_is_said_not_to_be_drawn(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    (fusion,) = (item for item in report.findings if isinstance(item, Fusion))
    alone = [exon for exon in fusion.exons if exon.gene == fusion.three_prime.gene]
    unknown = fusion.model_copy(update={"exons": alone})
    for shown, said in ((fusion, False), (unknown, True)):
        made = renderer.render(document_text(report.model_copy(update={"findings": [shown]})))
        assert ("TheexonsofEML4arenotknown." in text_of(made)) == said


def test_an_event_within_a_gene_says_that_it_is_not_drawn(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    (fusion,) = (item for item in report.findings if isinstance(item, Fusion))
    within = fusion.model_copy(update={"event": "deletion", "exons": []})
    made = renderer.render(document_text(report.model_copy(update={"findings": [within]})))
    assert "Nodrawing:onlyfusionsoftwogenesaredrawn." in text_of(made)


def test_a_reciprocal_product_says_that_it_is_not_drawn(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    (fusion,) = (item for item in report.findings if isinstance(item, Fusion))
    turned = fusion.model_copy(update={"orientation": "reciprocal", "exons": []})
    text = text_of(renderer.render(document_text(report.model_copy(update={"findings": [turned]}))))
    assert "Nodrawing:onlytheproductthatkeepsthekinasedomainisdrawn." in text
    assert "arenotknown" not in text


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("absent", "notamplified"),
        ("indeterminate", "notsettled"),
        ("no_call", "absencecannotbeclaimed"),
    ],
)
def test_the_level_stands_beside_the_result_of_its_assessment(
    renderer: PdfRenderer, result: Result, said: str
):
    report = g1202r_after_alectinib()
    assessments = [
        a.model_copy(update={"result": result}) if a.category == "copy_number" else a
        for a in report.assessments
    ]
    low = met(amplified=False).model_copy(
        update={"level": "low", "copy_number": None, "copy_number_range": (3.0, 9.0),
                "lowest_exon": 4.0}
    )  # fmt: skip
    changed = {"findings": [low], "assessments": assessments}
    text = text_of(renderer.render(document_text(report.model_copy(update=changed))))
    assert f"low({said})" in text
    assert "4.00asmeasured" in text


def test_page_one_names_two_notes_and_where_the_others_stand(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    notes = [f"Note number {number}." for number in range(4)]
    guidance = report.guidance.model_copy(update={"notes": notes})
    made = renderer.render(document_text(report.model_copy(update={"guidance": guidance})))
    page = page_one(made)
    assert "Notenumber1." in page
    assert "Notenumber2." not in page
    (number,) = re.findall(r"2morenotesonpage(\d)\.", page)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert "Guidanceinfull" in squeezed(pages[int(number) - 1].extract_text())
    assert text_of(made).count("Notenumber3.") == 1


def test_no_more_notes_are_announced_than_there_are(drawn: dict[str, bytes]):
    assert len(REPORTS["compound_cis"]().guidance.notes) == 2
    assert "more" not in re.findall(r"Note\..*?Predicted", page_one(drawn["compound_cis"]))[0][:-9]


def dumped(report: Report) -> dict[str, Any]:
    return arrange(report).model_dump(mode="json")


def test_rows_stay_whole_however_long_the_guidance_is():
    report = g1202r_after_alectinib()
    long = report.guidance.model_copy(update={"notes": ["word " * 1000]})
    assert not rows_may_break(dumped(report.model_copy(update={"guidance": long})))
    call = report.sensitivity[0].model_copy(update={"reason": "word " * 1000})
    assert rows_may_break(dumped(report.model_copy(update={"sensitivity": [call]})))


def test_drawings_have_a_text_that_says_what_they_show(drawn: dict[str, bytes]):
    with pikepdf.open(io.BytesIO(drawn["g1202r"])) as pdf:
        alts = [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert len(alts) == 2
    assert any("EML4 exon 6" in alt for alt in alts)
    assert any("G1202R 31.4 % at residue 1202" in alt for alt in alts)


def test_a_failed_sample_is_one_page_that_claims_nothing(drawn: dict[str, bytes]):
    reader = pypdf.PdfReader(io.BytesIO(drawn["failed"]))
    assert len(reader.pages) == 1
    text = page_one(drawn["failed"])
    assert "NORESULT" in text
    assert squeezed(failed().errors[0].message) in text
    for claim in ("Predictedeffect", "preferred", "absent", "notassessed"):
        assert claim not in text


@pytest.mark.parametrize("odd", ODD_IDS)
def test_odd_names_are_drawn_as_text_and_attached_as_given(
    renderer: PdfRenderer, repository: Path, odd: str
):
    glyphs = FontCoverage.of_fonts(repository / "resources" / "fonts")
    source = document_text(named(odd))
    made = renderer.render(source)
    assert squeezed(glyphs.printable(odd)) in page_one(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        ((name, attachment),) = pdf.attachments.items()
        assert attachment.get_file().read_bytes().decode() == source
    assert not set(name) & set("/\\")


def test_text_from_outside_is_never_markup(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    attack = '#panic("x") = h *bold* $x$ @ref <l> \\u{41} https://a.b #sys.inputs'
    answers = [line.model_copy(update={"answer": attack}) for line in report.summary]
    made = renderer.render(document_text(report.model_copy(update={"summary": answers})))
    assert page_one(made).count(squeezed(attack)) == len(answers)


def test_what_is_known_of_a_mutation_stands_beside_it(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    told = {
        "significance": "unknown",
        "known_at_residue": ["G1202del", "G1202E"],
        "functional_class": "a class of alleles",
        "cancer_cell_fraction": 0.625,
        "local_copy_number": 2.0,
    }

    def drawn_with(**more: str) -> str:
        made = [
            f.model_copy(update=told | more) if f.kind == "mutation" else f for f in report.findings
        ]
        return text_of(renderer.render(document_text(report.model_copy(update={"findings": made}))))

    text = drawn_with(functional_class_curation="verified")
    assert squeezed("a class of alleles †") not in text
    marked = drawn_with(functional_class_curation="unverified")
    assert squeezed("a class of alleles † unverified") in marked
    for words in (
        "a class of alleles",
        "unknown significance: effect not known; other changes of this residue are known "
        "(G1202del, G1202E)",
        "in 62.5 % of tumor cells",
    ):
        assert squeezed(words) in text
    plain = text_of(renderer.render(document_text(report)))
    assert squeezed("unknown significance") not in plain
    assert squeezed("of tumor cells") not in plain


def test_what_a_caller_filtered_is_listed_apart_with_its_reason(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    weak = l1196m(9).model_copy(update={"filters": ["weak_evidence"]})
    content = arrange(report.model_copy(update={"findings": [*report.findings, weak]}))
    made = renderer.render(document_text(content.report))
    before, heading, after = text_of(made).partition(squeezed("Filtered by the caller"))
    assert heading
    assert squeezed("ALK L1196M") in after
    assert "weak_evidence" in after
    assert squeezed("ALK L1196M") not in before
    (drawing,) = content.mutation_drawings
    assert [flag.residue for flag in drawing.flags] == [1202]
    assert heading not in text_of(renderer.render(document_text(report)))


def test_very_long_text_goes_on_on_the_next_page(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    words = " ".join(f"word{number}" for number in range(3000))
    calls = [call.model_copy(update={"reason": words}) for call in report.sensitivity[:1]]
    made = renderer.render(document_text(report.model_copy(update={"sensitivity": calls})))
    assert squeezed("word2998 word2999") in text_of(made)


def test_very_many_residues_go_on_on_the_next_page(renderer: PdfRenderer):
    report = not_assessed()
    some = next(item for item in report.assessments if item.category == "residue")
    many = [
        some.model_copy(update={"target": f"ALK X{number}", "aspect": f"X{number}"})
        for number in range(2000)
    ]
    made = renderer.render(document_text(report.model_copy(update={"assessments": many})))
    assert squeezed("X1000, X1001") in text_of(made)
    assert squeezed("X1998, X1999") in text_of(made)


def test_the_same_report_gives_the_same_bytes(renderer: PdfRenderer, drawn: dict[str, bytes]):
    assert renderer.render(document_text(g1202r_after_alectinib())) == drawn["g1202r"]


def test_another_process_folder_zone_and_hash_seed_give_the_same_bytes(
    drawn: dict[str, bytes], repository: Path, tmp_path: Path
):
    """So nothing but the report and the resources goes in: no clock, no path, no environment."""
    for name in ("templates", "fonts"):
        shutil.copytree(repository / "resources" / name, tmp_path / name)
    (tmp_path / "report.json").write_text(document_text(g1202r_after_alectinib()), "utf-8")
    program = (
        "import hashlib, pathlib\n"
        "from annotator.reporting.pdf import PdfRenderer\n"
        "here = pathlib.Path()\n"
        "text = (here / 'report.json').read_text('utf-8')\n"
        "made = PdfRenderer(here / 'templates', here / 'fonts').render(text)\n"
        "print(hashlib.sha256(made).hexdigest())\n"
    )
    environment = os.environ | {
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "77",
        "PYTHONPATH": str(repository),
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == hashlib.sha256(drawn["g1202r"]).hexdigest()


def test_pages_come_as_pictures(renderer: PdfRenderer, drawn: dict[str, bytes]):
    pictures = renderer.pages_as_png(document_text(g1202r_after_alectinib()), ppi=40)
    assert len(pictures) == len(pypdf.PdfReader(io.BytesIO(drawn["g1202r"])).pages)
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_what_must_be_read_first_stands_over_page_one(renderer):
    report = g1202r_after_alectinib()
    warning = report.warnings[0].model_copy(update={"message": "Nothing later is known."})
    known = KnownDriver(name="EML4::ALK", gene="ALK", method="fish", tested_on=date(2025, 3, 2))
    changed = report.model_copy(
        update={
            "banners": ["This is guidance as it stood on a day.", warning.message],
            "warnings": [warning],
            "clinical_context": report.clinical_context.model_copy(
                update={"diagnosis": None, "known_driver": known}
            ),
        }
    )
    first = page_one(renderer.render(document_text(changed)))
    start = first.index("Specimen")
    for said in changed.banners:
        assert squeezed(said) in first[:start]
    assert first.count(squeezed(warning.message)) == 1
    assert squeezed("Driver known before EML4::ALK (FISH, 2025-03-02)") in first
    before = page_one(renderer.render(document_text(report)))
    assert first.count("notgiven") == before.count("notgiven") + 1
    assert squeezed("Driver known before") not in before


def test_pairs_that_are_not_listed_are_counted_under_the_compounds(renderer):
    report = compound_after_lorlatinib("unknown")
    unlisted = [UnlistedPairs(gene="ALK", unknown=75, trans=2)]
    counted = report.model_copy(update={"unlisted_pairs": unlisted})
    alone = counted.model_copy(
        update={"findings": [f for f in report.findings if f.kind != "compound_mutation"]}
    )
    said = squeezed("ALK: 75 pairs of unknown phase, 2 pairs on separate alleles not listed")
    texts = [text_of(renderer.render(document_text(each))) for each in (counted, alone, report)]
    assert [said in text for text in texts] == [True, True, False]


@pytest.mark.parametrize("number", [1e308, -1e308, 1e15, 123456789012345.25, 2.0**63])
def test_a_number_of_any_size_is_printed(renderer: PdfRenderer, number: float) -> None:
    report = negative()
    settings = {**report.provenance.settings, "focal_max_length": number}
    provenance = report.provenance.model_copy(update={"settings": settings})
    text = document_text(report.model_copy(update={"provenance": provenance}))
    assert renderer.render(text).startswith(b"%PDF-")
