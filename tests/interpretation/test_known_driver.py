"""A driver that an earlier test showed, beside what this sample shows."""

from datetime import UTC, date, datetime

import pytest

from annotator.interpretation.interpret import interpret
from annotator.knowledge.model import Target
from annotator.model.context import ClinicalContext, KnownDriver
from annotator.model.findings import UnlistedPairs
from annotator.model.tables import FusionKinase
from annotator.reporting.cohort import cohort_rows
from tests.builders.detection_tables import CITED
from tests.builders.findings import assessment, document, fusion, mutation
from tests.builders.knowledge import knowledge, rule, statement, therapy
from tests.builders.observations import input_file

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
KNOWN = KnownDriver(name="PART::GENE1", gene="GENE1", method="fish", tested_on=date(2025, 3, 2))
KINASES = [
    FusionKinase(gene="GENE1", role="driver", **CITED),
    FusionKinase(gene="GENE2", role="driver", **CITED),
    FusionKinase(gene="GENE9", role="off_target", **CITED),
]
NAMED = "PART::GENE1 P1;G2"
"""The fusion as the builder names it, with its exons."""


def base(rules=(), therapies=None):
    statements = [
        statement("", "drug-a", "sensitive"),
        statement("G12R", "drug-a", "resistant"),
    ]
    view = knowledge(statements, rules, therapies=therapies)
    view.base = view.base.model_copy(update={"fusion_kinases": KINASES})
    return view


def report_of(findings, known=None, prior=None, *, view=None, **more):
    made = document(findings, prior)
    context = ClinicalContext(prior_therapies=prior, known_driver=known)
    made = made.model_copy(update={"clinical_context": context, **more})
    return interpret(made, view or base(), CREATED)


def effect(report, drug="drug-a"):
    return next(call.call for call in report.sensitivity if call.therapy == drug)


def codes(report):
    return [warning.code for warning in report.warnings]


def assessed(result, gene="GENE1"):
    return assessment(f"{gene} fusion", "fusion", result)


def test_guidance_and_calls_rest_on_it_and_say_so():
    view = base([rule("r", [("drug-a", "preferred")])])
    report = report_of([], KNOWN, [], view=view, assessments=[assessed("no_call")])
    assert report.guidance.setting.gene == "GENE1"
    assert report.findings == []
    (call,) = [call for call in report.sensitivity if call.therapy == "drug-a"]
    assert (call.call, call.findings) == ("sensitive", [])
    assert call.reason.endswith("; rests on PART::GENE1 known from FISH")
    line = report.summary[0]
    assert line.result == "no_call"
    assert "known from FISH of 2025-03-02, not seen in this sample" in line.answer
    assert report.guidance.notes[0].startswith("Guidance and predicted effects rest on PART::GENE1")
    assert [option.therapies for option in report.guidance.options] == [["drug-a"]]
    assert (codes(report), report.banners) == ([], [])


def test_a_mutation_of_its_kinase_is_on_target():
    report = report_of([mutation("G12R")], KNOWN, [])
    assert effect(report) == "resistant"
    filtered = report_of([mutation("G12R", filters=["weak"])], KNOWN, [])
    assert codes(filtered) == ["filtered_on_target_mutation"]
    assert report_of([mutation("G12R")]).sensitivity == []


def test_no_rule_of_a_fusion_with_its_exons_fires_from_a_name():
    view = base([rule("exons", [("drug-a", "preferred")], when={"requires": [NAMED]})])
    assert report_of([], KNOWN, [], view=view).guidance.options == []
    assert report_of([fusion()], KNOWN, [], view=view).guidance.options != []


def test_a_fusion_that_was_found_confirms_it():
    report = report_of([fusion()], KNOWN, [])
    assert "It confirms PART::GENE1 known from FISH of 2025-03-02." in report.summary[0].answer
    assert "rests on" not in report.sensitivity[0].reason
    assert (codes(report), report.banners) == ([], [])
    alone = KNOWN.model_copy(update={"name": "GENE1"})
    assert codes(report_of([fusion()], alone, [])) == []


def test_another_partner_is_a_warning_over_page_1():
    other = KNOWN.model_copy(update={"name": "ELSE::GENE1"})
    report = report_of([fusion()], other, [])
    assert codes(report) == ["known_driver_other_partner"]
    assert report.banners == [report.warnings[0].message]
    assert report.guidance.setting.gene == "GENE1"
    nameless = fusion().model_copy(
        update={"five_prime": fusion().five_prime.model_copy(update={"gene": "unknown"})}
    )
    assert codes(report_of([nameless], other, [])) == []


def test_a_fusion_of_the_other_kinase_contradicts_it():
    other = rule("r", [("drug-b", "preferred")], gene="GENE2")
    report = report_of([fusion(gene="GENE2")], KNOWN, [], view=base([other]))
    assert codes(report) == ["known_driver_contradicted"]
    assert report.banners == [report.warnings[0].message]
    assert report.guidance.setting.gene == "GENE2"
    assert [option.therapies for option in report.guidance.options] == [["drug-b"]]
    assert report.guidance.notes[0].startswith("Check the sample's identity and the earlier result")
    assert {call.gene for call in report.sensitivity} <= {"GENE2"}
    doubtful = fusion("needs_confirmation", gene="GENE2")
    assert codes(report_of([doubtful], KNOWN, [])) == []


def test_two_fusions_that_were_found_leave_no_guidance_whatever_was_known():
    both = [fusion(), fusion(gene="GENE2", identifier="F2")]
    for known in (None, KNOWN):
        report = report_of(both, known, [])
        assert (report.guidance.setting.gene, codes(report)) == (None, [])
        assert "No line-of-therapy guidance is given" in report.guidance.notes[0]


def test_a_mutation_of_the_other_kinase_is_not_on_target_beside_it():
    domain = assessment("GENE2 kinase domain", "kinase_domain", "present", reason="GENE2 A1C")
    looked_at = [assessed("not_assessed"), assessed("not_assessed", "GENE2"), domain]
    other = mutation("A1C", gene="GENE2", significance="unknown")
    pairs = [UnlistedPairs(gene=gene, unknown=1) for gene in ("GENE1", "GENE2")]
    report = report_of([other], KNOWN, [], assessments=looked_at, unlisted_pairs=pairs)
    assert [f.role for f in report.findings] == ["other"]
    assert report.assessments[-1].reason.endswith("; GENE2 is not the driver kinase of this report")
    assert report.unlisted_pairs == pairs[:1]
    row = cohort_rows([report])[0]
    assert (row.on_target_mutations, row.on_target_unknown_significance) == ("not assessed", "")
    unstated = report_of([other], None, [], assessments=looked_at)
    assert [f.role for f in unstated.findings] == ["on_target"]
    assert unstated.assessments == looked_at


@pytest.mark.parametrize(
    ("quality", "specimen", "role", "result", "said"),
    [
        ("adequate", "tissue", "fusions", "absent", ["known_driver_not_in_rna"]),
        (None, "tissue", "fusions", "absent", []),
        ("adequate", "plasma", "fusions", "absent", []),
        ("adequate", "tissue", "structural_variants", "absent", []),
        ("adequate", "tissue", "fusions", "indeterminate", []),
    ],
)
def test_adequate_rna_without_it_contradicts_it(quality, specimen, role, result, said):
    made = document([])
    file = input_file(role, "f")
    report = report_of(
        [],
        KNOWN,
        [],
        sample=made.sample.model_copy(update={"rna_quality": quality, "specimen": specimen}),
        provenance=made.provenance.model_copy(update={"inputs": [file]}),
        assessments=[assessed(result), assessed("absent", "GENE2")],
    )
    assert codes(report) == said
    assert report.guidance.setting.gene == "GENE1"
    assert report.summary[0].result == result


BOTH = therapy("drug-ab").model_copy(
    update={"targets": [Target(gene="GENE1"), Target(gene="GENE2")]}
)
INERT = therapy("drug-x").model_copy(update={"targets": [Target(gene="GENE1", active=False)]})


@pytest.mark.parametrize(
    ("prior", "mutations", "asked"),
    [
        (["drug-a"], [], "which GENE1 fusion"),
        (["drug-ab"], [], "which GENE1 or GENE2 fusion"),
        (["drug-ab", "drug-a"], [], "which GENE1 fusion"),
        ([], ["G12R"], "which GENE1 fusion"),
        (None, ["G12R"], "which GENE1 fusion"),
        (["drug-x"], [], None),
        (["never heard of"], [], None),
        ([], [], None),
    ],
)
def test_the_driver_is_asked_for_by_name(prior, mutations, asked):
    view = base(therapies=[therapy("drug-a"), BOTH, INERT])
    report = report_of([mutation(name) for name in mutations], None, prior, view=view)
    questions = [note for note in report.guidance.notes if "--known-driver" in note]
    assert bool(questions) == bool(asked)
    assert all(asked in note for note in questions)
    assert report.guidance.notes[:1] == questions or not asked


def test_a_mutation_of_unknown_meaning_or_filtered_asks_for_nothing():
    for found in (mutation("G12R", filters=["weak"]), mutation("A1C", significance="unknown")):
        assert not any("--known-driver" in n for n in report_of([found]).guidance.notes)
