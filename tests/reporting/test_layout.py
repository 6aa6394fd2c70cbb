"""What stands where on paper: nothing beyond the margins, links, sources and pages."""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pypdf
import pytest
from PIL import Image

from annotator.files.documents import document_text
from annotator.model.base import Result
from annotator.model.findings import Mutation
from annotator.model.report import NotConsidered, OptionStep, Report, ReportReference
from annotator.reporting.page import Page, arrange
from annotator.reporting.pdf import PdfRenderer
from annotator.reporting.sections.citations import MOST
from annotator.reporting.sections.drawings import mutation_drawings
from tests.builders.findings import assessment
from tests.builders.patient_findings import g1202r, met
from tests.builders.reports import (
    all_reports,
    compound_after_lorlatinib,
    g1202r_after_alectinib,
    naive_unknown_history,
    negative,
)

PPI = 50
MARGIN = 14.5 / 25.4 * PPI
"""Just inside the side margins of a page, in pixels."""


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages_of(pdf: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def with_mutations(count: int) -> Report:
    """A report of a driver with many mutations, and with reasons that name them as one compound."""
    residues = [1116 + 7 * number for number in range(count)]
    mutations = [
        g1202r(number).model_copy(
            update={
                "id": f"M{number}",
                "residue": 1116 + (residue - 1116) % 260,
                "protein_change": f"G{residue}R",
                "label": f"ALK G{residue}R",
            }
        )
        for number, residue in enumerate(residues, start=10)
    ]
    compound = "ALK " + "+".join(mutation.protein_change or "" for mutation in mutations)
    report = g1202r_after_alectinib()
    guidance = report.guidance
    options = [
        option.model_copy(update={"reasons": [f"{compound}: no data.", *option.reasons]})
        for option in guidance.options
    ]
    answers = {"on_target": ", ".join(f"{m.label} (VAF 31.4 %)" for m in mutations)}
    return report.model_copy(
        update={
            "findings": [*report.findings, *mutations],
            "summary": [
                line.model_copy(update={"answer": answers.get(line.question, line.answer)})
                for line in report.summary
            ],
            "sensitivity": [
                call.model_copy(update={"reason": f"{compound}: no data on {call.therapy}"})
                for call in report.sensitivity
            ],
            "guidance": guidance.model_copy(update={"options": options}),
            "statements": [
                item.model_copy(update={"profile": compound}) for item in report.statements
            ],
        }
    )


def ink_beyond_the_margins(page: bytes) -> bool:
    """Whether anything stands left or right of the margins of a page."""
    picture = Image.open(io.BytesIO(page)).convert("L")
    width, height = picture.size
    left = picture.crop((0, 0, int(MARGIN), height))
    right = picture.crop((int(width - MARGIN) + 1, 0, width, height))
    return min(*left.tobytes(), *right.tobytes()) < 250


@pytest.mark.parametrize("count", [1, 8, 20, 40])
def test_many_mutations_stay_within_the_margins(renderer: PdfRenderer, count: int):
    pages = renderer.pages_as_png(document_text(with_mutations(count)), ppi=PPI)
    assert [number for number, page in enumerate(pages, 1) if ink_beyond_the_margins(page)] == []


def test_a_word_that_is_too_long_would_be_seen(renderer: PdfRenderer):
    report = negative()
    wide = report.summary[0].model_copy(update={"answer": "W" * 300})
    made = report.model_copy(update={"summary": [wide, *report.summary[1:]]})
    first = renderer.pages_as_png(document_text(made), ppi=PPI)[0]
    assert ink_beyond_the_margins(first)


@pytest.mark.parametrize("count", [8, 20, 40])
def test_the_labels_of_many_mutations_do_not_meet(count: int):
    (drawing,) = mutation_drawings(with_mutations(count))
    assert drawing.upright
    places = [flag.label_x for flag in drawing.flags if flag.label]
    assert min(b - a for a, b in pairwise(places)) > 0.02
    assert min(places) >= 0
    assert max(places) <= 1
    assert drawing.unlabeled == len(drawing.flags) - len(places)


def test_few_mutations_keep_their_tiers():
    (drawing,) = mutation_drawings(with_mutations(1))
    assert not drawing.upright
    assert drawing.unlabeled == 0


def test_page_one_says_where_the_guidance_is(renderer: PdfRenderer):
    long = with_mutations(8)
    filler = long.summary[0].model_copy(update={"answer": "A long answer. " * 400})
    moved = long.model_copy(update={"summary": [filler, *long.summary[1:]]})
    assert "Guidance:page2." in pages_of(renderer.render(document_text(moved)))[0]
    assert "Guidance:page" not in pages_of(renderer.render(document_text(negative())))[0]


def with_left_out() -> Report:
    """Unknown history, one drug left out of every branch and one of a single branch."""
    report = naive_unknown_history()
    guidance = report.guidance
    names = dict.fromkeys(option.branch for option in guidance.options)
    everywhere = [
        NotConsidered(branch=name, therapies=["drug-x"], reason="not approved") for name in names
    ]
    once = NotConsidered(branch=next(iter(names)), therapies=["drug-y"], reason="no rule names it")
    update = {"not_considered": [*everywhere, once]}
    return report.model_copy(update={"guidance": guidance.model_copy(update=update)})


def test_what_all_branches_leave_out_is_said_once(renderer: PdfRenderer):
    text = "".join(pages_of(renderer.render(document_text(with_left_out()))))
    assert text.count("drug-x") == 1
    assert text.count("drug-y") == 1


def avoiding(*branches: str | None) -> Page:
    """The branches of an unknown history, one drug to avoid in some of them for one reason."""
    report = naive_unknown_history()
    guidance = report.guidance
    model = guidance.options[0].model_copy(
        update={"category": "avoid", "therapies": ["drug-x"], "reasons": ["Harms."], "steps": []}
    )
    more = [model.model_copy(update={"branch": name}) for name in branches]
    options = [*guidance.options, *more]
    return arrange(
        report.model_copy(update={"guidance": guidance.model_copy(update={"options": options})})
    )


BRANCHES = [
    "no TKI was given",
    "after crizotinib",
    "after a second-generation TKI",
    "after lorlatinib",
]
"""Those of `naive_unknown_history`."""


@pytest.mark.parametrize("names", [BRANCHES, BRANCHES[1:]], ids=["all", "some"])
def test_why_a_drug_is_to_be_avoided_stands_once_behind_the_branches(names: list[str]):
    page = avoiding(*names)
    for entries in (page.avoided_in_short, page.avoided):
        (entry,) = [each for each in entries if each.option.names == ["drug-x"]]
        assert entry.branches == names
        assert entry.always == (names == BRANCHES)
    assert [any("drug-x" in o.names for o in branch.avoid) for branch in page.branches] == [
        name in names for name in BRANCHES
    ]
    assert all(branch.avoid_in_short == [] for branch in page.branches)


def test_a_branch_names_what_it_avoids_and_not_what_all_avoid(renderer: PdfRenderer):
    report = naive_unknown_history()
    guidance = report.guidance
    model = guidance.options[0].model_copy(update={"category": "avoid", "steps": []})
    more = [
        model.model_copy(
            update={"branch": name, "therapies": [drug], "reasons": [f"{drug} harms."]}
        )
        for drug, names in (("drug-x", BRANCHES), ("drug-y", BRANCHES[:1]))
        for name in names
    ]
    changed = guidance.model_copy(update={"options": [*guidance.options, *more]})
    pdf = renderer.render(document_text(report.model_copy(update={"guidance": changed})))
    text = "".join(pages_of(pdf))
    front = text[: text.index("Predictedeffectofeachtherapy")]
    assert (front.count("drug-y"), front.count("drug-yharms.")) == (3, 1)
    assert (front.count("drug-x"), front.count("drug-xharms.")) == (2, 1)
    assert squeezed(f"avoid{BRANCHES[0]}:drug-yharms.").lower() in front.lower()
    assert "avoiddrug-xharms." in front


def test_what_branches_say_of_one_drug_is_said_once():
    report = naive_unknown_history()
    guidance = report.guidance
    model = guidance.options[0].model_copy(update={"therapies": ["drug-x"], "steps": []})
    first, second = BRANCHES[:2]
    more = [
        model.model_copy(update={"branch": first, "reasons": ["Works.", "First."]}),
        model.model_copy(
            update={"branch": second, "reasons": ["Works."], "category": "investigational"}
        ),
    ]
    changed = guidance.model_copy(update={"options": [*guidance.options, *more]})
    page = arrange(report.model_copy(update={"guidance": changed}))
    (drug,) = [drug for drug in page.drugs if drug.names == ["drug-x"]]
    assert [(said.reason.text, said.branches) for said in drug.reasons] == [
        ("Works.", []),
        ("First.", [first]),
    ]
    assert [(s.category, s.branches) for s in drug.standings] == [
        (model.category, [first]),
        ("investigational", [second]),
    ]
    assert arrange(g1202r_after_alectinib()).drugs == []


def test_what_some_branches_leave_out_names_them():
    report = naive_unknown_history()
    left_out = [
        NotConsidered(branch=branch, therapies=[drug], reason="given before")
        for branch, drug in (
            (BRANCHES[1], "drug-x"),
            (BRANCHES[2], "drug-x"),
            (BRANCHES[2], "drug-y"),
        )
    ]
    guidance = report.guidance.model_copy(update={"not_considered": left_out})
    page = arrange(report.model_copy(update={"guidance": guidance}))
    assert [(e.reason, e.therapies, e.branches) for e in page.left_out_of_some] == [
        ("Given before", ["drug-x"], BRANCHES[1:3]),
        ("Given before", ["drug-y"], BRANCHES[2:3]),
    ]


def test_a_branch_without_options_says_why(renderer: PdfRenderer):
    report = with_left_out()
    guidance = report.guidance
    first = guidance.options[0].branch
    rest = [option for option in guidance.options if option.branch != first]
    changed = report.model_copy(update={"guidance": guidance.model_copy(update={"options": rest})})
    page = pages_of(renderer.render(document_text(changed)))[0]
    assert "Nooption:drug-y:norulenamesit" in page
    avoided = [
        option.model_copy(update={"category": "avoid"}) if option.branch == first else option
        for option in guidance.options
    ]
    changed = report.model_copy(
        update={"guidance": guidance.model_copy(update={"options": avoided})}
    )
    page = pages_of(renderer.render(document_text(changed)))[0]
    assert "Nooptionisleft" in page


def test_each_branch_of_an_unknown_history_stands_on_one_page(renderer: PdfRenderer):
    report = naive_unknown_history()
    pages = pages_of(renderer.render(document_text(report)))
    for branch in arrange(report).branches:
        names = [squeezed(", ".join(o.names)) for o in branch.options + branch.avoid]
        head = squeezed(f"History {branch.name}")
        (page,) = [text for text in pages if head in text]
        after = page[page.index(head) :]
        assert all(name in after for name in names)


def test_identifiers_are_links(renderer: PdfRenderer):
    report = g1202r_after_alectinib()
    reference = ReportReference(id="seen-2026", pmid="12345678", doi="10.1/ab", citation="Seen.")
    trial = report.trials[0].model_copy(update={"nct": "NCT01234567"})
    changed = report.model_copy(
        update={"references": [*report.references, reference], "trials": [trial]}
    )
    links = set(links_of(renderer.render(document_text(changed))))
    assert {
        "https://pubmed.ncbi.nlm.nih.gov/12345678/",
        "https://doi.org/10.1/ab",
        "https://clinicaltrials.gov/study/NCT01234567",
    } <= links


def links_of(pdf: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for annotation in page.get("/Annots", []):
                action: Any = annotation.get("/A", {})
                if "/URI" in action:
                    yield str(action["/URI"])


def test_one_reason_cites_few_and_its_own_sources():
    report = g1202r_after_alectinib()
    option = report.guidance.options[0]
    ids = [item.id for item in report.references]
    steps = [
        OptionStep(kind="rule", category="preferred", reason="One.", references=ids[:1]),
        OptionStep(kind="further_rule", category="preferred", reason="Two.", references=ids),
    ]
    changed = option.model_copy(
        update={"category": "preferred", "reasons": ["One.", "Two."], "steps": steps}
    )
    guidance = report.guidance.model_copy(update={"options": [changed]})
    page = arrange(report.model_copy(update={"guidance": guidance}))
    (row,) = page.branches[0].options
    assert [reason.references for reason in row.reasons] == [[1], [1, 2, 3]]
    assert len(ids) > MOST == 3


def test_of_an_option_to_avoid_only_what_speaks_against_it_is_said():
    report = g1202r_after_alectinib()
    steps = [
        OptionStep(kind="rule", category="preferred", reason="It helps."),
        OptionStep(kind="call", category="avoid", reason="Resistant."),
        OptionStep(kind="further_rule", category="avoid", reason="It helps others."),
    ]
    option = report.guidance.options[0].model_copy(
        update={
            "category": "avoid",
            "reasons": ["Resistant.", "It helps.", "It helps others."],
            "steps": steps,
        }
    )
    guidance = report.guidance.model_copy(update={"options": [option]})
    (row,) = arrange(report.model_copy(update={"guidance": guidance})).branches[0].avoid
    assert [reason.text for reason in row.reasons] == ["Resistant."]


@pytest.mark.parametrize(
    ("role", "filters", "question"),
    [
        (None, [], "MET amplification"),
        ("met_kinase", [], "MET alteration"),
        ("met_kinase", ["weak"], "MET alteration"),
        ("on_target", [], "MET amplification"),
    ],
)
def test_the_question_is_of_amplification_unless_met_itself_is_mutated(role, filters, question):
    report = negative()
    found: list[Mutation] = []
    if role:
        found = [g1202r(9).model_copy(update={"gene": "MET", "role": role, "filters": filters})]
    page = arrange(report.model_copy(update={"findings": found}))
    assert [row.question for row in page.results] == [
        "Driver fusion",
        "On-target resistance",
        question,
        "Other bypass",
    ]


@pytest.mark.parametrize(("result", "words"), [("absent", "not detected"), ("present", "detected")])
def test_page_one_says_results_in_words(renderer: PdfRenderer, result: Result, words: str):
    report = negative()
    lines = [line.model_copy(update={"result": result}) for line in report.summary]
    first = pages_of(renderer.render(document_text(report.model_copy(update={"summary": lines}))))
    assert squeezed(f"MET amplification{words}") in first[0]
    assert "METamplificationabsent" not in first[0]


def test_copies_say_that_the_caller_wrote_others_before_correction(renderer: PdfRenderer):
    report = negative()
    copies = met(amplified=True)
    sample = report.sample.model_copy(update={"tumor_purity": 0.4})
    texts = []
    for own in (12.0, None):
        found = copies.model_copy(update={"caller_copy_number": own})
        changed = report.model_copy(update={"findings": [found], "sample": sample})
        texts.append("".join(pages_of(renderer.render(document_text(changed)))))
    assert "thecaller'svalue12.0,correctedforpurity40.0%" in texts[0].replace("’", "'")
    assert "caller'svalue" not in texts[1].replace("’", "'")


def test_mutated_residues_do_not_fill_the_table_of_what_was_assessed():
    items = [assessment(f"ALK G{number}", "residue", "present") for number in range(40)]
    page = arrange(negative().model_copy(update={"assessments": items}))
    assert [len(section.rows) for section in page.assessed] == [1]


def test_sentences_of_many_statements_are_said_once():
    report = g1202r_after_alectinib()
    shared = "Not re-checked against the publication."
    statements = [
        item.model_copy(update={"note": f"{shared} Number {number}."})
        for number, item in enumerate(report.statements)
    ]
    assert len(statements) > 2
    page: Page = arrange(report.model_copy(update={"statements": statements}))
    assert [note.text for note in page.notes_on_statements] == [shared]
    rows = [row for group in page.statements for row in group.rows]
    assert all(row.shared == ["a"] for row in rows)
    assert all((row.note or "").startswith("Number ") for row in rows)
    few = [
        item if number < 2 else item.model_copy(update={"note": None})
        for number, item in enumerate(statements)
    ]
    two = arrange(report.model_copy(update={"statements": few}))
    assert two.notes_on_statements == []


def test_every_report_compiles_with_its_links(renderer: PdfRenderer):
    for report in (*all_reports().values(), compound_after_lorlatinib("cis")):
        assert renderer.render(document_text(report)).startswith(b"%PDF")
