"""Many reports as one table."""

import csv
import io
import json
from datetime import date

from annotator.model.context import KnownDriver
from annotator.reporting.cohort import CohortRow, cohort_multiqc, cohort_rows, cohort_tsv
from tests.builders.patient_findings import cd74_ros1, l1196m, met
from tests.builders.reports import (
    all_reports,
    compound_after_lorlatinib,
    failed,
    g1202r_after_alectinib,
    naive_unknown_history,
    negative,
    not_assessed,
    ros1_naive,
)


def row_of(report) -> CohortRow:
    (row,) = cohort_rows([report])
    return row


def test_rows_are_in_order_of_the_samples():
    reports = [negative(), failed(), g1202r_after_alectinib()]
    assert [row.sample for row in cohort_rows(reports)] == ["ALK-002", "BAD-011", "NEG-009"]
    assert cohort_rows(reports) == cohort_rows(reports[::-1])


def test_a_sample_with_driver_and_resistance():
    row = row_of(g1202r_after_alectinib())
    assert row.driver == "EML4::ALK E6;A20 (variant 3a)"
    assert row.on_target_mutations == "ALK G1202R (31.4 %)"
    assert row.met == "absent; MET 2.3 copies, level none"
    assert row.preferred_options == "lorlatinib"
    assert row.resistant == "alectinib; ceritinib; crizotinib; ensartinib"
    assert (row.patient, row.status, row.warnings) == ("P-1002", "complete", 1)
    assert (row.as_of, row.knowledge, row.error) == ("2026-10-01", "2026.10", "")


def test_a_fusion_that_drives_by_another_gene_stands_behind_the_driver():
    other = cd74_ros1().model_copy(update={"id": "F9", "gene": "GENE9", "role": "off_target"})

    def driver(report, fusion):
        changed = report.model_copy(update={"findings": [*report.findings, fusion]})
        return row_of(changed).driver

    told = f"of another gene: {other.nomenclature}"
    assert driver(negative(), other) == f"absent; {told}"
    assert driver(ros1_naive(), other).endswith(f"; {told}")
    doubtful = other.model_copy(update={"classification": "needs_confirmation"})
    assert driver(negative(), doubtful) == "absent"


def test_a_polymorphism_is_not_resistance():
    assert "D1529E" not in row_of(g1202r_after_alectinib()).on_target_mutations


def test_what_a_caller_filtered_does_not_count():
    report = g1202r_after_alectinib()
    weak = l1196m(9).model_copy(update={"filters": ["weak", "strand"]})
    told = "filtered: ALK L1196M (weak, strand)"
    both = report.model_copy(update={"findings": [*report.findings, weak]})
    assert row_of(both).on_target_mutations == f"ALK G1202R (31.4 %); {told}"
    alone = negative().model_copy(update={"findings": [weak]})
    assert row_of(alone).on_target_mutations == f"absent; {told}"


def test_compounds_come_with_their_phase():
    assert row_of(compound_after_lorlatinib("cis")).compound_mutations == "ALK L1196M+G1202R (cis)"
    unknown = row_of(compound_after_lorlatinib("unknown"))
    assert unknown.compound_mutations == "ALK L1196M+G1202R (unknown)"
    assert "lorlatinib (in cis)" in unknown.resistant


def test_with_unknown_history_options_name_their_branch():
    preferred = row_of(naive_unknown_history()).preferred_options
    assert "after crizotinib: alectinib" in preferred


def test_absent_and_not_assessed_stay_apart():
    assert row_of(negative()).driver == row_of(negative()).on_target_mutations == "absent"
    row = row_of(not_assessed())
    assert {row.driver, row.on_target_mutations, row.met} == {"not assessed"}


def test_people_read_results_in_their_words_and_the_table_keeps_those_of_the_schema():
    rows = [row_of(negative()), row_of(ros1_naive())]
    data = json.loads(cohort_multiqc(rows))["data"]
    first, second = (data[row.sample] for row in rows)
    assert (rows[0].driver, first["driver"]) == ("absent", "not detected")
    assert second["met"] == "detected; MET 14.2 copies, level high"
    assert second["driver"] == rows[1].driver


def test_an_amplification_shows_its_copies():
    assert row_of(ros1_naive()).met == "present; MET 14.2 copies, level high"


def test_copies_that_purity_leaves_open_are_a_range():
    report = ros1_naive()
    open_ = {"copy_number": None, "copy_number_range": (4.9, 30.9), "levels": ["low", "high"]}
    findings = [
        f.model_copy(update=open_) if f.kind == "copy_number" else f for f in report.findings
    ]
    row = row_of(report.model_copy(update={"findings": findings}))
    assert row.met == "present; MET 4.9 to 30.9 copies, level low or high"


def test_a_mutation_of_met_is_named_and_a_filtered_one_does_not_count():
    report = g1202r_after_alectinib()
    seen = l1196m(9).model_copy(update={"id": "M8", "label": "MET D1228N", "role": "met_kinase"})
    weak = seen.model_copy(update={"id": "M9", "filters": ["weak"]})
    row = row_of(report.model_copy(update={"findings": [*report.findings, seen, weak]}))
    share = f"{seen.vaf * 100:.1f} %"
    assert row.met == (
        f"absent; MET D1228N ({share}); MET 2.3 copies, level none; filtered: MET D1228N (weak)"
    )
    assert "MET" not in row.on_target_mutations


def test_alterations_of_other_genes_stand_behind_the_result_of_the_bypass():
    report = negative()
    (line,) = (each for each in report.summary if each.question == "bypass")
    word = line.result.replace("_", " ")
    assert row_of(report).bypass == word
    kras = l1196m(9).model_copy(update={"label": "KRAS G12C", "role": "bypass"})
    weak = kras.model_copy(update={"label": "KRAS G12D", "filters": ["weak"]})
    gain = met(amplified=True).model_copy(update={"gene": "KIT", "role": "bypass"})
    loss = gain.model_copy(update={"gene": "NF2", "amplified": False, "lost": True})
    context = gain.model_copy(update={"gene": "MYC", "role": "context"})
    ret = cd74_ros1().model_copy(update={"id": "F9", "gene": "RET", "role": "off_target"})
    found = [kras, weak, gain, loss, context, ret]
    assert row_of(report.model_copy(update={"findings": found})).bypass == (
        f"{word}; KRAS G12C ({kras.vaf * 100:.1f} %); KIT amplification; NF2 homozygous loss; "
        f"{ret.nomenclature}; filtered: KRAS G12D (weak)"
    )


def test_a_failed_sample_is_a_row_that_claims_nothing():
    row = row_of(failed())
    assert row.status == "failed"
    assert row.error.startswith("tumor.mutect2.vcf.gz:20118: gzip stream ends early")
    assert (row.driver, row.on_target_mutations, row.met, row.preferred_options) == ("",) * 4
    assert row.bypass == ""


def test_the_tsv_has_one_line_per_sample_and_the_fields_as_columns():
    rows = cohort_rows(all_reports().values())
    read = list(csv.DictReader(io.StringIO(cohort_tsv(rows)), delimiter="\t"))
    assert len(read) == len(rows)
    assert read[0] == {name: str(value) for name, value in rows[0].model_dump().items()}


def test_a_tab_or_a_line_break_cannot_break_the_table():
    row = row_of(negative()).model_copy(update={"error": "a\tb\nc"})
    assert cohort_tsv([row]).splitlines()[1].endswith("\ta b c")


def test_no_sample_gives_the_header_alone():
    header = cohort_tsv([]).rstrip("\n").split("\t")
    assert header == [name for name in CohortRow.model_fields if name != "for_people"]


def test_multiqc_content_holds_every_row():
    rows = cohort_rows(all_reports().values())
    content = json.loads(cohort_multiqc(rows))
    assert content["plot_type"] == "table"
    assert list(content["data"]) == list(dict.fromkeys(row.sample for row in rows))
    assert set(content["headers"]) == set(content["data"]["BAD-011"])


def named_by_an_attacker(name: str) -> CohortRow:
    fusion = cd74_ros1().model_copy(update={"nomenclature": name})
    findings = [f for f in ros1_naive().findings if f.kind != "fusion"]
    return row_of(ros1_naive().model_copy(update={"findings": [fusion, *findings]}))


def test_a_name_is_no_formula_of_a_spreadsheet():
    for name in ('=HYPERLINK("http://x")::ROS1', "+1::ROS1", "-1::ROS1", "@SUM(A1)::ROS1"):
        cells = cohort_tsv([named_by_an_attacker(name)]).splitlines()[1].split("\t")
        assert f"'{name}" in cells
    assert "CD74::ROS1" in cohort_tsv([named_by_an_attacker("CD74::ROS1")]).split("\t")


def test_a_name_is_no_tag_of_a_page():
    row = named_by_an_attacker("<img src=x onerror=alert(1)>::ROS1")
    (data,) = json.loads(cohort_multiqc([row]))["data"].values()
    assert data["driver"] == "&lt;img src=x onerror=alert(1)&gt;::ROS1"


def test_the_driver_known_before_stands_beside_what_this_sample_shows():
    report = negative()
    known = KnownDriver(name="EML4::ALK", gene="ALK", method="fish", tested_on=date(2025, 3, 2))
    context = report.clinical_context.model_copy(update={"known_driver": known})
    row = row_of(report.model_copy(update={"clinical_context": context}))
    assert (row.driver, row.known_driver) == ("absent", "EML4::ALK (FISH, 2025-03-02)")
    assert row_of(report).known_driver == ""
