"""Grouping, numbering and placing of what a report says."""

from itertools import pairwise

import pytest

from annotator.model.base import Result
from annotator.model.findings import (
    AssessmentCategory,
    Fusion,
    FusionExon,
    Mutation,
)
from annotator.model.percent import percent
from annotator.model.report import (
    AdverseEvent,
    NotConsidered,
    OptionStep,
    Report,
    ReportTherapy,
    ReportTrial,
    TrialFigure,
)
from annotator.reporting.page import arrange
from annotator.reporting.sections.assessed import assessed_sections
from annotator.reporting.sections.citations import Citations
from annotator.reporting.sections.drawings import fusion_drawing, mutation_drawings
from annotator.reporting.sections.kinases import kinase_tables
from annotator.reporting.sections.option_rows import OptionBranch
from annotator.reporting.sections.sentences import sentence
from annotator.reporting.sections.statements import statement_groups
from annotator.reporting.sections.therapies import TherapyRow, therapy_rows
from annotator.reporting.sections.therapy_sheets import therapy_sheets
from annotator.reporting.sections.trials import trial_sheets
from tests.builders.findings import assessment
from tests.builders.patient_findings import cd74_ros1, eml4_alk, g1202r, l1196m
from tests.builders.reports import (
    all_reports,
    compound_after_lorlatinib,
    g1202r_after_alectinib,
    met_mutated,
    naive_unknown_history,
    not_assessed,
    ros1_naive,
)


def rows_of(report: Report, therapy: str) -> list[TherapyRow]:
    return [row for row in therapy_rows(report, Citations(report)) if row.therapy == therapy]


def test_scenarios_with_one_call_are_one_row():
    (row,) = rows_of(compound_after_lorlatinib("unknown"), "alectinib")
    assert (row.call, row.scenario) == ("resistant", "in cis or trans")


def test_scenarios_with_different_calls_are_both_shown():
    rows = rows_of(compound_after_lorlatinib("unknown"), "lorlatinib")
    assert [(row.call, row.scenario, row.first) for row in rows] == [
        ("resistant", "in cis", True),
        ("sensitive", "in trans", False),
    ]


def test_without_scenarios_none_is_named():
    (row,) = rows_of(compound_after_lorlatinib("cis"), "lorlatinib")
    assert row.scenario is None


def test_scenarios_merged_keep_different_reasons():
    report = compound_after_lorlatinib("unknown")
    calls = [
        call.model_copy(update={"reason": f"Because {call.scenario}."})
        for call in report.sensitivity
    ]
    (row,) = rows_of(report.model_copy(update={"sensitivity": calls}), "alectinib")
    assert row.reasons == ["In cis: Because cis.", "In trans: Because trans."]


def test_one_drug_on_two_genes_is_two_therapies():
    rows = rows_of(ros1_naive(), "crizotinib")
    assert [(row.gene, row.call, row.first) for row in rows] == [
        ("ROS1", "sensitive", True),
        ("MET", "conflicting", True),
    ]


def test_what_may_help_stands_first_and_what_is_not_known_last():
    report = g1202r_after_alectinib()
    calls = [
        call.model_copy(update={"call": effect})
        for call, effect in zip(
            report.sensitivity[:5],
            ("unknown", "resistant", "sensitive", "conflicting", "reduced"),
            strict=True,
        )
    ]
    none_offered = report.guidance.model_copy(update={"options": []})
    mixed = report.model_copy(update={"sensitivity": calls, "guidance": none_offered})
    assert [row.call for row in therapy_rows(mixed, Citations(mixed))] == [
        "sensitive",
        "reduced",
        "conflicting",
        "resistant",
        "unknown",
    ]


def test_the_worse_scenario_places_a_therapy():
    report = compound_after_lorlatinib("unknown")
    rows = therapy_rows(report, Citations(report))
    names = list(dict.fromkeys(row.therapy for row in rows))
    assert names.index("lorlatinib") > names.index("neladalkib")


def test_a_call_on_unverified_evidence_says_so():
    report = g1202r_after_alectinib()
    assert rows_of(report, "ensartinib")[0].unverified
    assert not rows_of(report, "lorlatinib")[0].unverified


def test_numbers_follow_the_list_of_references():
    report = g1202r_after_alectinib()
    citations = Citations(report)
    ids = [reference.id for reference in report.references]
    assert citations.number == {name: ids.index(name) + 1 for name in ids}
    assert citations.numbers(statements=["ALK-G1202R-neladalkib-1", "ALK-G1202R-lorlatinib-1"]) == [
        ids.index("shaw-2019") + 1,
        ids.index("lin-2024") + 1,
    ]
    assert citations.numbers(rules=["no such rule"]) == []


def branches_of(report: Report) -> list[OptionBranch]:
    return arrange(report).branches


def test_branches_keep_their_order_and_what_to_avoid_stands_apart():
    branches = branches_of(naive_unknown_history())
    assert [branch.name for branch in branches] == [
        "no TKI was given",
        "after crizotinib",
        "after a second-generation TKI",
        "after lorlatinib",
    ]
    assert [option.therapies for option in branches[0].avoid] == [["crizotinib"]]
    assert [entry.therapies for entry in branches[1].left_out] == [["ensartinib"]]


def test_therapies_left_out_for_one_reason_share_a_line_of_their_branch():
    report = naive_unknown_history()
    left_out = [
        NotConsidered(branch=branch, therapies=therapies, reason=reason)
        for branch, therapies, reason in (
            ("after crizotinib", ["a"], "no rule names it"),
            ("after crizotinib", ["b", "c"], "no rule names it"),
            ("after crizotinib", ["d"], "given before."),
            ("after lorlatinib", ["a"], "no rule names it"),
        )
    ]
    guidance = report.guidance.model_copy(update={"not_considered": left_out})
    branches = branches_of(report.model_copy(update={"guidance": guidance}))
    shown = {
        branch.name: [(entry.reason, entry.therapies) for entry in branch.left_out]
        for branch in branches
        if branch.left_out
    }
    assert shown == {
        "after crizotinib": [("No rule names it", ["a", "b + c"]), ("Given before", ["d"])],
        "after lorlatinib": [("No rule names it", ["a"])],
    }


def test_an_option_shows_an_effect_that_speaks_against_it():
    (branch,) = branches_of(g1202r_after_alectinib())
    said = {
        option.therapies[0]: [call.call for call in option.calls]
        for option in branch.options + branch.avoid
    }
    assert said == {
        "lorlatinib": [],
        "neladalkib": [],
        "brigatinib": ["reduced"],
        "alectinib": ["resistant"],
        "ceritinib": ["resistant"],
    }


def test_an_option_shows_both_scenarios_where_one_speaks_against_it():
    (branch,) = branches_of(compound_after_lorlatinib("unknown"))
    (lorlatinib,) = (
        option for option in branch.options + branch.avoid if option.therapies == ["lorlatinib"]
    )
    assert [(call.call, call.scenario) for call in lorlatinib.calls] == [
        ("resistant", "in cis"),
        ("sensitive", "in trans"),
    ]


def test_an_option_shows_the_effect_on_the_driver_alone():
    """Crizotinib is sensitive against ROS1 and conflicting against MET here."""
    (branch,) = branches_of(ros1_naive())
    options = [option for option in branch.options if option.therapies == ["crizotinib"]]
    assert [option.calls for option in options] == [[]]


def test_effects_on_another_kinase_stand_by_mutation_what_may_help_first():
    report = met_mutated()
    (table,) = kinase_tables(report, Citations(report))
    assert (table.label, table.gene, table.driver) == ("MET D1228N", "MET", "ALK")
    assert [(r.therapy, r.effect, r.reason, r.unverified) for r in table.rows] == [
        ("foretinib", "sensitive", "Sensitive (case report)", True),
        ("crizotinib", "resistant", "Resistant (case report)", False),
    ]
    assert all(row.references for row in table.rows)
    assert kinase_tables(g1202r_after_alectinib(), Citations(g1202r_after_alectinib())) == []


def test_an_effect_of_an_earlier_release_shows_its_whole_reason():
    report = met_mutated()
    effects = [effect.model_copy(update={"evidence": None}) for effect in report.other_kinases]
    older = report.model_copy(update={"other_kinases": effects})
    (table,) = kinase_tables(older, Citations(older))
    assert table.rows[0].reason == "MET D1228N: sensitive (case report)"


def test_a_therapy_says_what_it_does_to_another_kinase_once_and_with_its_name():
    told = {row.therapy: row.elsewhere for row in arrange(met_mutated()).therapy_rows}
    assert told["crizotinib"] == ["Against MET: MET D1228N: resistant (case report)"]
    assert told["lorlatinib"] == []
    assert "foretinib" not in told
    both = compound_after_lorlatinib("unknown").model_copy(
        update={"other_kinases": [met_mutated().other_kinases[0]]}
    )
    calls = [call.model_copy(update={"therapy": "crizotinib"}) for call in both.sensitivity]
    rows = rows_of(both.model_copy(update={"sensitivity": calls}), "crizotinib")
    assert sum(len(row.elsewhere) for row in rows) == 1


def test_options_of_an_assumed_history_show_no_effect():
    report = naive_unknown_history()
    resistant = [call.model_copy(update={"call": "resistant"}) for call in report.sensitivity]
    branches = branches_of(report.model_copy(update={"sensitivity": resistant}))
    assert all(option.calls == [] for branch in branches for option in branch.options)


def test_options_are_in_order_of_rank():
    report = g1202r_after_alectinib()
    shuffled = report.guidance.model_copy(update={"options": report.guidance.options[::-1]})
    (branch,) = branches_of(report.model_copy(update={"guidance": shuffled}))
    assert [option.rank for option in branch.options] == [1, 2, 3]


def test_an_option_tells_its_label_where_its_category_does_not():
    report = g1202r_after_alectinib()
    step = OptionStep(kind="approval", category="preferred", reason="Off-label here.")

    def labels(category, *steps):
        first = report.guidance.options[0].model_copy(
            update={"category": category, "steps": list(steps)}
        )
        guidance = report.guidance.model_copy(update={"options": [first]})
        (branch,) = branches_of(report.model_copy(update={"guidance": guidance}))
        (option,) = branch.options + branch.avoid
        return option.remarks

    assert labels("preferred", step) == labels("alternative", step) == ["Off-label here."]
    assert labels("investigational", step) == labels("avoid", step) == []
    tolerance = step.model_copy(update={"kind": "tolerance"})
    assert labels("preferred", tolerance) == []
    known = tolerance.model_copy(update={"toxicities": ["drug-a ild 2020"]})
    assert labels("preferred", known) == ["Off-label here."]


def test_a_preferred_option_says_why_an_unknown_effect_does_not_lower_it():
    report = g1202r_after_alectinib()
    step = OptionStep(kind="call", category="preferred", reason="No data; the label asks for none.")

    def said(category, effect):
        calls = [
            call.model_copy(update={"call": effect}) if call.therapy == "lorlatinib" else call
            for call in report.sensitivity
        ]
        first = report.guidance.options[0].model_copy(
            update={"category": category, "steps": [step]}
        )
        guidance = report.guidance.model_copy(update={"options": [first]})
        (branch,) = branches_of(
            report.model_copy(update={"guidance": guidance, "sensitivity": calls})
        )
        return branch.options[0].remarks

    assert said("preferred", "unknown") == [step.reason]
    assert said("preferred", "sensitive") == said("alternative", "unknown") == []


def test_residues_with_one_answer_are_one_row():
    sections = {section.title: section for section in assessed_sections(g1202r_after_alectinib())}
    rows = sections["ALK residues"].rows
    assert [(row.result, len(row.targets)) for row in rows] == [
        ("present", 1),
        ("no_call", 1),
        ("absent", 13),
    ]
    assert rows[0].targets == ["G1202"]
    assert rows[1].depth == "112"
    assert rows[2].depth == "420–501"


def test_inputs_are_named_by_their_number_or_else_as_given():
    report = g1202r_after_alectinib()
    items = [
        item.model_copy(update={"inputs": [item.inputs[0], "other.bed"]})
        for item in report.assessments
        if item.target == "ALK G1202"
    ]
    (section,) = assessed_sections(report.model_copy(update={"assessments": items}))
    names = [item.name for item in report.provenance.inputs]
    assert section.rows[0].inputs == [str(names.index(items[0].inputs[0]) + 1), "other.bed"]


def test_every_assessment_is_shown_once():
    for report in all_reports().values():
        shown = sum(
            len(row.targets) for section in assessed_sections(report) for row in section.rows
        )
        assert shown == len(report.assessments)


def test_different_reasons_are_not_merged():
    report = not_assessed()
    changed = [
        item.model_copy(update={"reason": "Panel does not hold it."})
        if item.target == "ALK G1202"
        else item
        for item in report.assessments
    ]
    sections = assessed_sections(report.model_copy(update={"assessments": changed}))
    alk = next(section for section in sections if section.title == "ALK residues")
    assert sorted(len(row.targets) for row in alk.rows) == [1, 14]


def assessed_rows(category: AssessmentCategory, *answers: tuple[str, Result, str]):
    items = [
        assessment(target, category, result, gene="ALK", reason=reason)
        for target, result, reason in answers
    ]
    (section,) = assessed_sections(not_assessed().model_copy(update={"assessments": items}))
    return [(row.targets, row.reason) for row in section.rows]


def test_mutated_residues_share_a_row_that_names_the_mutations():
    rows = assessed_rows(
        "residue",
        ("ALK L1196", "present", "ALK L1196M"),
        ("ALK C1156", "absent", "Deep."),
        ("ALK G1202", "present", "ALK G1202R"),
    )
    assert rows == [(["L1196", "G1202"], "ALK L1196M, ALK G1202R"), (["C1156"], "Deep.")]


def test_two_other_findings_with_one_reason_keep_a_row_each():
    rows = assessed_rows("bypass", ("KRAS", "present", "Seen."), ("NRAS", "present", "Seen."))
    assert rows == [(["KRAS"], "Seen."), (["NRAS"], "Seen.")]


def test_results_are_said_as_people_say_them():
    answers: list[Result] = ["present", "absent", "no_call", "indeterminate", "not_assessed"]
    items = [assessment(f"T{i}", "fusion", result, gene="ALK") for i, result in enumerate(answers)]
    (section,) = assessed_sections(not_assessed().model_copy(update={"assessments": items}))
    assert {row.result: row.words for row in section.rows} == {
        "present": "detected",
        "absent": "not detected",
        "no_call": "no call: data too thin",
        "indeterminate": "not settled",
        "not_assessed": "not assessed",
    }


def test_exons_are_drawn_to_the_scale_of_their_coding_length():
    drawing = fusion_drawing(eml4_alk(3))
    assert drawing is not None
    assert sum(box.width for box in drawing.exons) == pytest.approx(1)
    assert drawing.length == 667 + 1691
    assert drawing.breakpoint == pytest.approx(667 / drawing.length)
    assert [box.number for box in drawing.exons if box.five_prime] == [1, 2, 3, 4, 5, 6]


def test_the_kinase_domain_is_one_stretch():
    """It reaches the end of its first exon and begins its last one."""
    for fusion in (eml4_alk(1), cd74_ros1()):
        drawing = fusion_drawing(fusion)
        assert drawing is not None
        kinase = [box for box in drawing.exons if box.kinase_width > 0]
        for before, after in pairwise(kinase):
            assert before.kinase_x + before.kinase_width == pytest.approx(after.kinase_x)
        assert drawing.kinase_start == kinase[0].kinase_x > kinase[0].x
        assert kinase[-1].kinase_x == kinase[-1].x


def test_a_fusion_without_kinase_domain_has_none_drawn():
    fusion = eml4_alk(1)
    without = [exon.model_copy(update={"kinase_length": 0}) for exon in fusion.exons]
    drawing = fusion_drawing(fusion.model_copy(update={"exons": without}))
    assert drawing is not None
    assert drawing.kinase_start is None


def test_exons_without_coding_sequence_are_left_out():
    fusion = eml4_alk(1)
    untranslated = FusionExon(gene="EML4", exon=0, coding_length=0, kinase_length=0)
    with_it = fusion.model_copy(update={"exons": [untranslated, *fusion.exons]})
    assert fusion_drawing(with_it) == fusion_drawing(fusion)


def test_a_fusion_of_unknown_exons_is_not_drawn():
    assert fusion_drawing(eml4_alk(1).model_copy(update={"exons": []})) is None


def test_a_fusion_of_a_gene_with_itself_is_not_drawn():
    fusion = eml4_alk(1)
    itself = fusion.three_prime.model_copy(update={"exon": 3})
    assert fusion_drawing(fusion.model_copy(update={"five_prime": itself})) is None


def test_the_drawing_says_in_words_what_it_shows():
    drawing = fusion_drawing(eml4_alk(3))
    assert drawing is not None
    for part in ("EML4 exon 6", "chr2:42264731", "ALK exon 20", "chr2:29223528", "retained"):
        assert part in drawing.alt


def drawn(*mutations: Mutation) -> Report:
    report = g1202r_after_alectinib()
    fusions = [finding for finding in report.findings if isinstance(finding, Fusion)]
    return report.model_copy(update={"findings": [*fusions, *mutations]})


def test_labels_of_near_mutations_fly_at_different_heights():
    (drawing,) = mutation_drawings(drawn(l1196m(1), g1202r(2)))
    assert [(flag.residue, flag.tier) for flag in drawing.flags] == [(1196, 1), (1202, 0)]


def test_labels_of_far_mutations_fly_at_the_same_height():
    far = g1202r(2).model_copy(update={"residue": 1370})
    (drawing,) = mutation_drawings(drawn(l1196m(1), far))
    assert [flag.tier for flag in drawing.flags] == [0, 0]


def test_flags_stand_at_their_residue():
    (drawing,) = mutation_drawings(drawn(g1202r(1)))
    assert drawing.flags[0].x == pytest.approx((1202 - 1116) / (1383 - 1116))
    assert drawing.flags[0].label == "G1202R 31.4 %"
    assert drawing.ticks == [1150, 1200, 1250, 1300, 1350]


def test_only_mutations_of_the_kinase_domain_are_drawn():
    outside = g1202r(1).model_copy(update={"in_kinase_domain": False})
    assert mutation_drawings(drawn(outside)) == []


def test_a_moment_is_shown_in_utc():
    report = g1202r_after_alectinib()
    naive = report.model_copy(update={"created": report.created.replace(tzinfo=None)})
    assert arrange(report).created == arrange(naive).created == "2026-11-20 09:30 UTC"


@pytest.mark.parametrize(
    ("fraction", "words"),
    [(0.0, "0.0 %"), (0.0025, "0.25 %"), (0.01, "1.0 %"), (0.3139, "31.4 %"), (1.0, "100.0 %")],
)
def test_fractions_in_words(fraction: float, words: str):
    assert percent(fraction) == words


@pytest.mark.parametrize(
    ("phrase", "shown"),
    [
        ("no rule names it", "No rule names it"),
        ("absent, and covered", "Absent, and covered"),
        ("ALK G1202R: resistant", "ALK G1202R: resistant"),
        ("p.(Gly1202Arg) was seen", "p.(Gly1202Arg) was seen"),
        ("pALK IC50", "pALK IC50"),
        ("68 reads", "68 reads"),
        ("", ""),
    ],
)
def test_sentences_begin_with_a_capital_where_the_word_allows(phrase: str, shown: str):
    assert sentence(phrase) == shown


def test_statements_are_numbered_by_profile_in_order_of_the_calls():
    report = g1202r_after_alectinib()
    groups = statement_groups(report, Citations(report))
    rows = [row for group in groups for row in group.rows]
    assert [row.number for row in rows] == list(range(1, len(report.statements) + 1))
    assert {row.id for row in rows} == {item.id for item in report.statements}
    assert [row.id for row in groups[0].rows][:2] == [
        "ALK-G1202R-lorlatinib-1",
        "ALK-G1202R-lorlatinib-2",
    ]
    assert [row.first for row in groups[0].rows][:2] == [True, False]
    assert groups[0].rows[1].values == ["49.9 nM", "21.7-fold"]
    assert groups[0].rows[1].unverified


def test_options_point_at_statements_by_their_numbers():
    report = g1202r_after_alectinib()
    numbers = {
        row.id: row.number
        for group in statement_groups(report, Citations(report))
        for row in group.rows
    }
    (branch,) = branches_of(report)
    shown = {row.rank: row.statements for row in branch.options + branch.avoid}
    for option in report.guidance.options:
        assert shown[option.rank] == sorted(numbers[name] for name in option.statements)


def figure(value: str, note: str | None = None, reference: str = "shaw-2019") -> TrialFigure:
    return TrialFigure(
        endpoint="response rate",
        value=value,
        population=None,
        since="2019",
        reference=reference,
        curation="verified",
        note=note,
    )


def test_figures_of_one_source_and_note_share_a_line():
    report = g1202r_after_alectinib()
    trial = ReportTrial(
        id="T",
        nct=None,
        phase="2",
        setting="any",
        arms="one",
        figures=[figure("1 %"), figure("2 %", "seen late"), figure("3 %"), figure("4 %", "x", "z")],
    )
    changed = report.model_copy(update={"trials": [trial]})
    (sheet,) = trial_sheets(changed, Citations(report))
    assert sheet.facts == ["phase 2", "any", "one"]
    assert [[item.value for item in line.figures] for line in sheet.lines] == [
        ["1 %", "3 %"],
        ["2 %"],
        ["4 %"],
    ]
    assert [line.note for line in sheet.lines] == [None, "Seen late", "X"]
    assert [line.reference is None for line in sheet.lines] == [False, False, True]


def event(name: str, grade: str | None, population: str, *, verified: bool = True) -> AdverseEvent:
    return AdverseEvent(
        event=name,
        frequency="5 %",
        grade=grade,
        population=population,
        reference="shaw-2019",
        curation="verified" if verified else "unverified",
    )


def test_adverse_events_of_one_population_and_source_share_a_line():
    report = g1202r_after_alectinib()
    therapies = [
        ReportTherapy(name="bare", description="", approvals=[], adverse_events=[]),
        ReportTherapy(
            name="drug",
            description="",
            approvals=[],
            adverse_events=[
                event("edema", "any", "pooled"),
                event("cough", "any", "pooled"),
                event("edema", "3-4", "pooled"),
                event("edema", "any", "trial"),
                event("rash", "any", "pooled", verified=False),
            ],
        ),
    ]
    sheets = therapy_sheets(report.model_copy(update={"therapies": therapies}), Citations(report))
    assert [sheet.name for sheet in sheets] == ["drug", "bare"]
    lines = [
        (line.population, line.unverified, [(g.name, len(g.events)) for g in line.grades])
        for line in sheets[0].events
    ]
    assert lines == [
        ("pooled", False, [("any", 2), ("3-4", 1)]),
        ("trial", False, [("any", 1)]),
        ("pooled", True, [("any", 1)]),
    ]
